"""Native tables of a deck."""

from typing import Any

import pandas as pd

from exports.deck.drawing import SMALLEST, Box, describe, emu, is_rtl, plain, write
from figures.kit.paper import Paper

ROW = 24.0  # points, for letters of SMALLEST
LETTER = 7.3  # points of an average one
WIDEST = 34  # letters of a column: what is longer is cut, and whole in the notes' file


def draw_table(slide: Any, table: pd.DataFrame, place: Box, alt: str, paper: Paper) -> tuple[int, int]:
    """Draw as many rows and columns of a table as can be read from the last row; return how many rows these are, and
    how many columns."""
    t = paper.t
    rows = min(len(table), int(place.height // ROW) - 1)
    texts = [[_cell(value, t) for value in row] for row in table.head(rows).itertuples(index=False, name=None)]
    names = [plain(str(name)) for name in table.columns]
    wide = [
        min(WIDEST, max(len(text) for text in (name, *(row[position] for row in texts)))) * LETTER + 14
        for position, name in enumerate(names)
    ]
    columns = 0
    while columns < len(names) and sum(wide[: columns + 1]) <= place.width:
        columns += 1
    columns = max(columns, 1)
    frame = slide.shapes.add_table(rows + 1, columns, *Box(place.left, place.top, place.width, ROW * (rows + 1)).emu)
    frame.name = alt[:120]
    describe(frame, alt)
    drawn = frame.table
    if is_rtl(t):
        drawn._tbl.tblPr.set("rtl", "1")
    spare = (place.width - sum(wide[:columns])) / columns
    for position in range(columns):
        drawn.columns[position].width = emu(wide[position] + max(spare, 0))
    for number, row in enumerate([names, *texts]):
        drawn.rows[number].height = emu(ROW)
        for position in range(columns):
            cell = drawn.cell(number, position)
            colour = "#ffffff" if number == 0 else paper.colours.text
            write(cell.text_frame, [_cut(row[position])], t, size=SMALLEST, colour=colour, bold=number == 0)
            cell.margin_left = cell.margin_right = emu(6)
            cell.margin_top = cell.margin_bottom = emu(1)
    return rows, columns


def _cell(value: Any, t: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "" if value != value else t.number(value)
    return plain(str(value)).replace("\n", " ")


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1].rstrip() + "…"
