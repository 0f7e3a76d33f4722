"""Which sheets of a file hold cases, and which the steps of a kind."""

import re
from collections.abc import Sequence

from data_access.importing.formats.htcds_columns import COLUMNS
from data_access.importing.formats.tables import READ_PAST_SHEETS
from data_access.importing.kinds import CaseKind, StepKind
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.telling.problems import FileRefused, ProblemList

SIGNS: dict[StepKind, set[str]] = {
    "events": {"hte_type"},
    "services": {"service", "spl_type"},
    "justice": {"justice_step"},
}
HTCDS_PREFIX = re.compile(r"(prs|vic|per|cas|cco|hte|spl|org|con)_", re.IGNORECASE)


def by_kind(sheets: Sequence[Sheet], problems: ProblemList) -> list[tuple[CaseKind, Sheet]]:
    """Return the sheets that hold cases or steps with what they hold, cases first; note what is wrong with others."""
    chosen: list[tuple[CaseKind, Sheet]] = []
    for sheet in sheets:
        try:
            kind = sheet_kind(sheet)
        except FileRefused as refusal:
            problems.refuse(refusal)
            continue
        if kind is not None:
            chosen.append((kind, sheet))
    if not chosen and sheets and not problems.count:
        mend = "Use the template: python -m data_access template FILE.xlsx"
        sheets[0].source.refuse("no sheet has a column case_key", mend)
    return sorted(chosen, key=lambda pair: [*COLUMNS].index(pair[0]))


def sheet_kind(sheet: Sheet) -> CaseKind | None:
    """Return what a sheet holds, recognised by its header; None for a sheet that is read past."""
    titles = {column_key(title) for title in sheet.header}
    name = sheet.name.strip().casefold()
    if name in READ_PAST_SHEETS or (
        sheet.cells is not None and not sheet.cells and name != "cases" and "case_key" in titles
    ):
        return None
    found = [kind for kind, signs in SIGNS.items() if titles & signs]
    if len(found) > 1:
        sheet.source.refuse(
            f"the header has columns of {' and of '.join(found)}", "Put them into files of their own.", sheet=sheet.name
        )
    if found:
        return found[0]
    # a sheet named after a kind whose header is not that kind's is told about by match_columns
    for kind in COLUMNS:
        if name == kind:
            return kind
    if "case_key" in titles or not sheet.name:
        return "cases"
    if any(HTCDS_PREFIX.match(title) for title in titles):
        sheet.source.refuse(
            "this is a sheet of HTCDS's own workbook: it has no column case_key, which holds a case together",
            "The import needs one sheet cases with case_key beside the columns prs_…, vic_…, cas_… and con_…, and for "
            "the journey one sheet events with case_key beside the columns hte_…. Write the template (python -m "
            "data_access template cases.xlsx), copy the columns there, and import that workbook.",
            sheet=sheet.name,
        )
    return sheet.source.refuse(
        "the sheet is neither cases, events, services nor justice, because it has no column case_key",
        "If it holds cases or their steps, give it the column names of the template; if it holds something else, move "
        "it to a workbook of its own.",
        sheet=sheet.name,
    )
