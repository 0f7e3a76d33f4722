"""An edition of an IATI activity is all that its publisher says of it: it is loaded whole or not at all.

What an edition does not say any more is deleted. A part that cannot be read would be deleted with it, though the
publisher says it still.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data_access.errors import number_of
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet
from data_access.importing.telling.problems import FileRefused, Problem, ProblemList


def refuse_in_several_files(sheets: Sequence[Sheet], problems: ProblemList) -> list[Sheet]:
    """Refuse each activity that an earlier file has already, once; return the sheets without its rows."""
    first: dict[str, str] = {}
    kept = []
    for sheet in sheets:
        again = [bool(known) and first.get(known, sheet.source.name) != sheet.source.name for known in sheet.activities]
        for row, (known, is_again) in enumerate(zip(sheet.activities, again, strict=True)):
            if is_again and sheet.name == "programmes":
                problems.refuse(FileRefused(_stands_in_both(sheet, row, first[known])))
        first |= {known: sheet.source.name for known in sheet.activities if known not in first}
        rows = [row for row, is_again in enumerate(again) if not is_again]
        if len(rows) == len(again):
            kept.append(sheet)
        elif rows:
            cells = [cells for row, cells in enumerate(sheet.cells or []) if not again[row]]
            places = tuple(sheet.places[row] for row in rows)
            activities = tuple(sheet.activities[row] for row in rows)
            kept.append(replace(sheet, cells=cells, places=places, activities=activities))
    return kept


def _stands_in_both(sheet: Sheet, row: int, other: str) -> Problem:
    activity, line, element = sheet.places[row]["row"]
    name = sheet.source.name
    expected = f"the {activity} stands in {other} and in {name}, and nobody can say which of the two counts"
    mend = "Keep one of the two, or import the files one after the other, the newest last."
    return Problem(name, activity, line, element, "", expected, mend)


def leave_out_whole(row_sets: Sequence[RowSet]) -> int:
    """Mark all rows of an activity as bad of which one is; return how many activities stay out so."""
    of_rows = [_activities(rows) for rows in row_sets]
    wrong = {known for rows, of_set in zip(row_sets, of_rows, strict=True) for known in of_set[rows.bad]}
    for rows, of_set in zip(row_sets, of_rows, strict=True):
        rows.bad |= np.isin(of_set, list(wrong))
    return len(wrong)


def said_of_left_out(number: int) -> str:
    """Say how many activities stay out whole."""
    stay = number_of(number, "activity stays", "activities stay")
    it = "it" if number == 1 else "them"
    return f"{stay} out whole, because a part of {it} cannot be read; what was known of {it} stays as it was."


def _activities(rows: RowSet) -> np.ndarray:
    frame = zip(rows.frame["sheet"], rows.frame["row"], strict=True)
    known = [rows.sheets[sheet].activities[row - rows.sheets[sheet].first_row] for sheet, row in frame]
    return np.array(known, dtype=object)
