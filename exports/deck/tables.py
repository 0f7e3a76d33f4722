"""Native tables of a deck."""

import math
import textwrap
from collections.abc import Sequence
from numbers import Real
from typing import Any

import pandas as pd

from exports.deck.drawing import SMALLEST, Box, describe, emu, is_rtl, plain, write
from figures.kit.columns import heading
from figures.kit.paper import Paper
from figures.kit.tables import YEARS
from locales import Translator

ROW = 24.0  # points, for letters of SMALLEST
LINE, MOST_LINES = 20.0, 4  # points of each further line of a cell, where few rows leave room for it
LETTER = 7.3  # points of an average one
WIDEST, NARROW = 34, 20  # letters of a column, and where there are many: what is longer is cut


def draw_table(slide: Any, table: pd.DataFrame, place: Box, alt: str, paper: Paper) -> tuple[int, int]:
    """Draw as many rows and columns of a table as can be read from the last row; return how many rows these are, and
    how many columns."""
    t = paper.t
    rows = min(len(table), int(place.height // ROW) - 1)
    names, texts = in_words(table.head(rows), t)
    most, wide = WIDEST, _widths(names, texts, WIDEST)
    if sum(wide) > place.width:
        most, wide = NARROW, _widths(names, texts, NARROW)
    columns = 1
    while columns < len(names) and sum(wide[: columns + 1]) <= place.width:
        columns += 1
    frame = slide.shapes.add_table(rows + 1, columns, *Box(place.left, place.top, place.width, ROW * (rows + 1)).emu)
    frame.name = alt[:120]
    describe(frame, alt)
    drawn = frame.table
    if is_rtl(t):
        drawn._tbl.tblPr.set("rtl", "1")
    spare = (place.width - sum(wide[:columns])) / columns
    wide = [width + max(spare, 0) for width in wide[:columns]]
    for position in range(columns):
        drawn.columns[position].width = emu(wide[position])
    lines = min(MOST_LINES, int(place.height // ROW) // (rows + 1))
    for number, row in enumerate([names, *texts]):
        cells = [_in_lines(text, width, most, lines) for text, width in zip(row, wide, strict=False)]
        drawn.rows[number].height = emu(ROW + LINE * (max(map(len, cells)) - 1))
        for position, parts in enumerate(cells):
            cell = drawn.cell(number, position)
            colour = "#ffffff" if number == 0 else paper.colours.text
            write(cell.text_frame, [" ".join(parts)], t, size=SMALLEST, colour=colour, bold=number == 0)
            cell.margin_left = cell.margin_right = emu(6)
            cell.margin_top = cell.margin_bottom = emu(1)
    return rows, columns


def in_words(table: pd.DataFrame, t: Translator) -> tuple[list[str], list[list[str]]]:
    """The names of a table's columns, and the texts of its cells row by row."""
    # margins say the same as standard errors, and cells without a number say why
    table = table.drop(columns=[heading(name, t) for name in ("standard_error", "state")], errors="ignore")
    is_year = [name in {heading(year, t) for year in YEARS} for name in table.columns]
    texts = [
        [_cell(value, t, is_year=year) for value, year in zip(row, is_year, strict=True)]
        for row in table.itertuples(index=False, name=None)
    ]
    return [plain(str(name)) for name in table.columns], texts


def _cell(value: Any, t: Translator, *, is_year: bool) -> str:
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
        return "" if math.isnan(number) else t.year(int(number)) if is_year else t.number(number)
    return plain(str(value)).replace("\n", " ")


def _widths(names: Sequence[str], texts: Sequence[Sequence[str]], most: int) -> list[float]:
    """Points of each column, for at most so many letters."""
    # names of columns are bold
    longest = [max(1.15 * len(name), *(len(row[at]) for row in texts), 4) for at, name in enumerate(names)]
    return [min(most, letters) * LETTER + 14 for letters in longest]


def _in_lines(text: str, width: float, most: int, lines: int) -> list[str]:
    """A text in at most so many lines of a column. width: points; most: letters, where there is one line alone."""
    if lines > 1:
        return textwrap.wrap(text, int((width - 14) / (1.15 * LETTER)), max_lines=lines, placeholder="…") or [""]
    return [text if len(text) <= most else text[: most - 1].rstrip() + "…"]
