"""The two formats of cases, read into Prepared."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, Engine

from data_access import schema
from data_access.importing import ctdc, htcds
from data_access.importing.case_rows import CaseRows
from data_access.importing.prepared import Prepared
from data_access.importing.problems import ProblemList
from data_access.importing.progress import Progress
from data_access.importing.storing import count_rows, known_case_ids, store_cases
from data_access.importing.tabular import Sheet
from data_access.loading import case_keys


def prepare_htcds(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read HTCDS sheets. Raises FileRefused."""

    def are_known(source_keys: list[str]) -> np.ndarray:
        with engine.connect() as connection:
            if not count_rows(connection, schema.case):
                return np.zeros(len(source_keys), dtype=bool)
            return known_case_ids(connection, case_keys(connection, source_keys)) > 0

    found = htcds.read_cases(sheets, problems, progress, are_known)
    provenance = "confidential"
    if len(found.rows.cases):
        provenance = str(found.rows.cases["provenance"].iat[0])
    return _prepared(found.rows, found.bad, found.rows_read, found.rows_accepted, "HTCDS case files", provenance)


def prepare_ctdc(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read a CTDC data set. Raises FileRefused."""
    rows, rows_read, bad, source = ctdc.read_cases(sheets, problems, progress)
    return _prepared(rows, bad, rows_read, rows_read - int(bad.sum()), source, "public")


def _prepared(
    rows: CaseRows, bad: np.ndarray, rows_read: int, rows_accepted: int, source: str, provenance: str
) -> Prepared:
    def store(connection: Connection, run_id: int, progress: Progress) -> dict[str, int]:
        stored = store_cases(connection, rows.keep(~bad), run_id, progress)
        return {"new": stored.new, "changed": stored.changed, "unchanged": stored.unchanged}

    return Prepared(rows_read, rows_accepted, source, provenance, "cases", store)
