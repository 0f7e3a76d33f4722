"""Whole results as text, held against what they were: a file beside the tests for each."""

import difflib
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd


def hold_in(folder: Path, name: str, lines: Iterable[str]) -> None:
    """Fail where the text is not that of the file of this name; RESULTS=write writes it."""
    file, text = folder / f"{name}.txt", "".join(f"{line}\n" for line in lines)
    if os.environ.get("RESULTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    changed = list(
        difflib.unified_diff(before.splitlines(), text.splitlines(), "as it was", "as it is", lineterm="", n=1)
    )
    assert not changed, "\n".join([*changed[:60], "RESULTS=write writes it anew, if it is meant."])


def frame_lines(frame: pd.DataFrame, most: int = 12) -> Iterator[str]:
    """The columns with their types, then a line a row; of more rows than `most` the first and a sum of all others."""
    yield " | ".join(f"{name}: {kind}" for name, kind in frame.dtypes.items())
    rows = [" | ".join(map(written, row)) for row in frame.itertuples(index=False)]
    yield from rows[:most]
    if len(rows) > most:
        yield f"… {len(rows) - most} more, {zlib.crc32(chr(10).join(rows[most:]).encode()):08x}"


def written(value: object) -> str:
    """A value as text: numbers to six digits, of which the last may differ between machines, and no more."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(written, value))})"
    if isinstance(value, frozenset | set):
        return f"{{{', '.join(sorted(map(written, value)))}}}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{written(name)}: {written(held)}' for name, held in value.items())}}}"
    return str(value).replace("\n", "⏎")
