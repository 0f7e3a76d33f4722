"""The example rows of the templates: left out where they stand as the template wrote them, and nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from data_access.importing.reading.headers import column_key
from data_access.importing.reading.sheets import Chunk
from data_access.importing.templates.template_columns import TEMPLATES

# what dragging the example down makes of it: EXAMPLE-2, EXAMPLE-0030, EXAMPLE-AGENCY-2
_CONTINUED = re.compile(r"example(-agency)?[-_ /.]?\d+", re.IGNORECASE)
EXAMPLE_LEFT_OUT = "the example row of the template was left out"


@dataclass(frozen=True)
class PartedChunk:
    """Rows without those that are the example of a template. `alike`: the numbers of the rows that begin like one and
    are none, which are still there."""

    rows: Chunk
    alike: list[int]


def part_examples(chunk: Chunk, header: Sequence[str]) -> PartedChunk:
    """Leave the example rows of a sheet out, and say which of the others look like one.

    A row is the example when each of its cells holds what the template writes into its column.
    """
    positions = {column_key(title): position for position, title in enumerate(header)}
    length = len(chunk.row_numbers)
    is_example, is_alike = np.zeros(length, dtype=bool), np.zeros(length, dtype=bool)
    of_keys = {next(iter(example)): positions.get(next(iter(example)), len(header)) for example in _examples()}
    key = min(of_keys, key=lambda name: of_keys[name])
    if key not in positions:
        return PartedChunk(chunk, [])
    first = chunk.columns[positions[key]]
    begin = pc.starts_with(pc.utf8_ltrim_whitespace(first.dictionary), "example", ignore_case=True)
    for example in (one for one in _examples() if next(iter(one)) == key and pc.any(begin).as_py()):
        texts = [str(text).strip() for text in first.dictionary.to_pylist()]
        begins = [text.casefold() == example[key].casefold() or bool(_CONTINUED.fullmatch(text)) for text in texts]
        if not any(begins):
            continue
        is_alike |= np.array(begins, dtype=bool)[first.indices.to_numpy(zero_copy_only=False)]
        is_example |= _is_whole(chunk, positions, example)
    if not is_alike.any():
        return PartedChunk(chunk, [])
    alike = chunk.row_numbers[is_alike & ~is_example].tolist()
    if not is_example.any():
        return PartedChunk(chunk, alike)
    kept = pa.array(~is_example)
    columns = [column.filter(kept).dictionary_decode().dictionary_encode() for column in chunk.columns]
    return PartedChunk(Chunk(columns, chunk.row_numbers[~is_example]), alike)


def _is_whole(chunk: Chunk, positions: Mapping[str, int], example: Mapping[str, str]) -> np.ndarray:
    found = np.ones(len(chunk.row_numbers), dtype=bool)
    for title, position in positions.items():
        column = chunk.columns[position]
        same = pc.equal(pc.utf8_trim_whitespace(column.dictionary), example.get(title, ""))
        found &= same.to_numpy(zero_copy_only=False)[column.indices.to_numpy(zero_copy_only=False)]
    return found


@cache
def _examples() -> list[dict[str, str]]:
    """The example row of each sheet of each template, by column; the first column is the one that begins it."""
    sheets = (columns for of_format in TEMPLATES.values() for columns in of_format.values())
    found = ({column_key(column.name): column.example for column in columns} for columns in sheets)
    # a column that is filled in the template shows which row it is
    return [example for example in found if example[next(iter(example))].casefold().startswith("example")]
