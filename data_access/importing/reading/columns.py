"""Which field each column of a sheet holds, and what is wrong with the columns that hold none."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data_access.importing.guard.personal_data import personal_column
from data_access.importing.reading.headers import known_columns
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.telling.problems import REFUSAL, FileRefused, ProblemList

REMOVE_COLUMN = "Remove the column: the case database never holds such data."
# the columns of OCHA's population tables (COD-PS), which are named after places and groups of people
_COD_PS = re.compile(
    r"adm[0-4]_?(pcode|[a-z]{2}|name|ref_name.*)|[tfm]_(tl|\d{2}_?(\d{2}|plus|\+)|\d{2}plus)", re.IGNORECASE
)


def match_columns(
    sheet: Sheet,
    known: Mapping[str, str],
    ignored: Iterable[str],
    *,
    problems: ProblemList,
    required: Iterable[str] = (),
) -> dict[int, str]:
    """Return which field each column of a sheet holds; an ignored column holds the field "ignored:N".

    `known` maps lower-case column names to fields. Columns of personal data, unknown ones and a second one for a field
    are noted as refusals and left out. Raises FileRefused when a required field is missing: then nothing can be read.
    """
    ignored = set(ignored)
    found = sheet.header_problems()
    fields: dict[int, str] = {}
    for position, title in enumerate(sheet.header):
        key = column_key(title)
        if position in found:
            continue
        if key in known and known[key] in fields.values():
            found[position] = sheet.header_problem(position, "two columns hold the same field", "Keep one of them.")
        elif key in known:
            fields[position] = known[key]
        elif key in ignored:
            fields[position] = f"ignored:{position}"
        else:
            found[position] = sheet.header_problem(position, *_unknown_column(title, key, known))
    missing = []
    for field in required:
        if field not in fields.values():
            names = " or ".join(name for name, target in known.items() if target == field)
            missing.append(sheet.header_problem(None, f"there is no column {names}", "Add the column."))
    # personal data first: that is what the person must hear about
    refused = sorted([*found.values(), *missing], key=lambda problem: problem.mend != REMOVE_COLUMN)
    if missing:
        raise FileRefused(refused)
    for problem in refused:
        problems.add(replace(problem, severity=REFUSAL))
    return fields


def _unknown_column(title: str, key: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Return what is wrong with a column that no field has, and how to mend it."""
    if "adm1_code" in known and _COD_PS.fullmatch(key):
        return (
            "this is a column of OCHA's population tables (COD-PS), which have other names",
            "Name ADM1_PCODE adm1_code, T_TL total, F_TL female and M_TL male, add country_iso3, reference_year, "
            "source_title and source_publisher, and delete the other columns.",
        )
    if kind := personal_column(title):
        return f"the column is named as one that holds {kind}", REMOVE_COLUMN
    if key in known_columns():
        return (
            "the column belongs into another sheet or kind of file",
            "Look whether --format is right; columns of cases and of their steps stand in sheets of their own.",
        )
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
    mend = f"Did you mean {near[0]}?" if near else "Remove the column, or name it as in the template."
    return "the column is not known", mend
