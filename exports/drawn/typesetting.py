"""Documents as PDF/UA-1, set by Typst. Only the worker loads it."""

import json
from bisect import bisect_left
from pathlib import Path
from typing import Any

import typst

from exports.drawn.widths import FONTS as FOLDER
from exports.drawn.widths import fitting

HERE = Path(__file__).parent
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
# how a document is made to fit its sides, from the widest on: rows of each table, size of letters and of figures. What
# is left out of a table is said, and stands in the workbook
LEVELS = [
    *((rows, 1.0, 1.0) for rows in (60, 30, 16, 10)),
    *((rows, letters, figures) for letters, figures in ((0.92, 0.85), (0.86, 0.7)) for rows in (16, 10, 6, 3)),
    (2, 0.86, 0.7),
    (0, 0.86, 0.7),  # smaller figures could not be read: rather another side
]


def typeset(data: dict[str, Any]) -> bytes:
    """Set what document.typ makes of data on data["sides"] sides, or as many as the smallest level needs: with as many
    rows of its tables as fit there, then in smaller letters. Texts stay texts: nothing in them is
    markup. Raises ValueError for whatever Typst only warns of, and TypstError."""
    content = fitting(json.dumps(data, ensure_ascii=False))

    def sides(level: int) -> int:
        return int(json.loads(_compiler(content, level).query("<sides>", field="value", one=True)))

    last = len(LEVELS) - 1
    most = max(int(data["sides"]), sides(last))
    level = min(bisect_left(range(len(LEVELS)), True, key=lambda level: sides(level) <= most), last)
    made, warnings = _compiler(content, level).compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    if warnings:
        raise ValueError("; ".join(str(one.message) for one in warnings))
    assert isinstance(made, bytes)
    return made


def _compiler(content: str, level: int) -> typst.Compiler:
    rows, letters, figures = LEVELS[level]
    inputs = {"data": content, "level": json.dumps({"rows": rows, "scale": letters, "figures": figures})}
    return typst.Compiler(
        HERE / "document.typ", root=HERE, font_paths=FONTS, ignore_system_fonts=True, sys_inputs=inputs
    )
