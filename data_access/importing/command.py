"""One import: all of its files or nothing, once however often it is repeated, and a report every time."""

import datetime
import hashlib
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from data_access import schema
from data_access.database import PROJECT
from data_access.errors import BadInput
from data_access.importing.case_formats import prepare_ctdc, prepare_htcds
from data_access.importing.iati import read_iati
from data_access.importing.limits import read_limits
from data_access.importing.population import prepare_population
from data_access.importing.prepared import Prepared
from data_access.importing.problems import REFUSAL, FileRefused, ProblemList
from data_access.importing.progress import Progress
from data_access.importing.reporting import prepare_reporting
from data_access.importing.reports import refusal_sentence, report_findings, write_report
from data_access.importing.results import prepare_results
from data_access.importing.source_files import SourceFile, open_sources
from data_access.importing.storing import delete_cases_of_format
from data_access.importing.tables import delete_tables_of_format
from data_access.importing.tabular import Sheet, read_sheets, read_sources
from data_access.loading import record_import

Prepare = Callable[[Engine, Sequence[Sheet], ProblemList, Progress], Prepared]

SQLITE_CACHE_KIB = 128 * 1024

FORMATS: dict[str, Prepare] = {
    "htcds": prepare_htcds,
    "ctdc": prepare_ctdc,
    "results": prepare_results,
    "iati": prepare_results,
    "population": prepare_population,
    "reporting": prepare_reporting,
}


def import_files(
    engine: Engine,
    files: Sequence[Path],
    *,
    format: str,
    dry_run: bool = False,
    accept_valid: bool = False,
    replace: bool = False,
    report: Path | None = None,
) -> dict[str, Any]:
    """Load files of one format ("htcds", "ctdc", "results", "iati", "population" or "reporting") in one transaction.

    The same content again changes nothing. A mistake anywhere loads nothing, unless `accept_valid`; columns and cells
    of personal data refuse the files in any case. `replace` first deletes what earlier files of the format brought.
    `dry_run` checks and loads nothing. The report of mistakes goes to `report`, or to a new file in var/reports.

    Returns "message" for a person, and counts: rows_read, rows_accepted, rows_refused, new, changed, unchanged,
    already_loaded, report. Raises BadInput with what is wrong, where, and what to do.
    """
    if format not in FORMATS:
        raise BadInput(f"There is no format of that name. Choose one of {', '.join(FORMATS)}.")
    path = report or _new_report()
    problems = ProblemList()
    sheets: list[Sheet] = []
    with Progress() as progress:
        limits = read_limits()
        sources = open_sources(files, limits, problems)
        content_hash = _content_hash(format, sources)
        if not replace and not problems.count and (earlier := _earlier_import(engine, content_hash)):
            write_report(path, [])
            return _already_loaded(sources, earlier, path)
        progress.begin("Reading")
        sheets = read_sources(sources, read_iati if format == "iati" else read_sheets, limits, problems)
        try:
            prepared = FORMATS[format](engine, sheets, problems, progress) if sheets else None
        except FileRefused as refusal:
            problems.refuse(refusal)
            prepared = None
        reports = report_findings(path, problems, sheets)
        if prepared is None or problems.number(REFUSAL) or (problems.count and not accept_valid):
            raise BadInput(refusal_sentence(problems, prepared.rows_read if prepared else 0, _said(reports)))
        if problems.count and not prepared.rows_accepted:
            raise BadInput(
                f"{problems.kept[0].sentence()} No row is without mistakes; nothing was loaded. {_said(reports)}"
            )
        if dry_run:
            note = f"Nothing was loaded: this was a trial. {_all_well(problems)}"
            return _result(sources, prepared, reports, problems, {}, note)
        counts = _store(engine, prepared, sources, format, content_hash, replace, progress)
    return _result(sources, prepared, reports, problems, counts, "")


def _said(reports: Sequence[Path]) -> str:
    """Say where the report is, and the copies of the files with the cells marked."""
    copies = " and ".join(_shown(path) for path in reports[1:])
    marked = f" The same with the cells marked, for your eyes only: {copies}." if copies else ""
    return f"The report is {_shown(reports[0])}.{marked}"


def _new_report() -> Path:
    now = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    return PROJECT / "var" / "reports" / f"import-{now}-{secrets.token_hex(3)}.csv"


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


def _content_hash(format: str, sources: Sequence[SourceFile]) -> str:
    hashes = sorted(source.content_hash for source in sources)
    return hashlib.blake2b(" ".join([format, *hashes]).encode(), digest_size=32).hexdigest()


def _earlier_import(engine: Engine, content_hash: str) -> Any:
    table = schema.import_run
    with engine.connect() as connection:
        return connection.execute(select(table).where(table.c.content_hash == content_hash)).one_or_none()


def _store(
    engine: Engine,
    prepared: Prepared,
    sources: Sequence[SourceFile],
    format: str,
    content_hash: str,
    replace: bool,
    progress: Progress,
) -> dict[str, int]:
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # keep what foreign keys are looked up in: the default of 2 MB is too little from 100,000 cases on
            connection.exec_driver_sql(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
        if replace:
            delete_cases_of_format(connection, format) if prepared.noun == "cases" else delete_tables_of_format(
                connection, format
            )
        else:
            _check_not_twice(connection, format, content_hash)
        names = ", ".join(source.name for source in sources)
        run_id = record_import(
            connection,
            content_hash=content_hash,
            file_name=names if len(names) <= 255 else names[:254] + "…",
            format=format,
            source=prepared.source,
            provenance=prepared.provenance,
            rows_read=prepared.rows_read,
            rows_accepted=prepared.rows_accepted,
        )
        return prepared.store(connection, run_id, progress)


def _check_not_twice(connection: Connection, format: str, content_hash: str) -> None:
    table = schema.import_run
    if connection.scalar(select(table.c.id).where(table.c.content_hash == content_hash)) is not None:
        raise BadInput("Another command loaded the same files a moment ago. Nothing was changed.")
    if format == "ctdc" and connection.scalar(select(table.c.id).where(table.c.format == "ctdc").limit(1)) is not None:
        raise BadInput(
            "A CTDC data set is loaded already, and CTDC's data sets describe the same people: both together would "
            "count them twice. Nothing was loaded. Add --replace to put this one in its place."
        )


def _all_well(problems: ProblemList) -> str:
    return "The files have no mistakes." if not problems.count else f"The report lists {problems.count:,} mistakes."


def _already_loaded(sources: Sequence[SourceFile], earlier: Any, path: Path) -> dict[str, Any]:
    names = ", ".join(source.name for source in sources)
    return {
        "message": f"{names}: this content was loaded on {earlier.finished_at:%Y-%m-%d} ({earlier.rows_read:,} rows "
        "read then). Nothing new was loaded. To load it again over later changes, add --replace.",
        "already_loaded": True,
        "rows_read": earlier.rows_read,
        "rows_accepted": 0,
        "rows_refused": 0,
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "report": str(path),
    }


def _result(
    sources: Sequence[SourceFile],
    prepared: Prepared,
    reports: Sequence[Path],
    problems: ProblemList,
    counts: dict[str, int],
    note: str,
) -> dict[str, Any]:
    names = ", ".join(source.name for source in sources)
    refused = prepared.rows_read - prepared.rows_accepted
    parts = [f"{prepared.rows_read:,} rows read from {names}."]
    if counts:
        parts.append(
            f"{prepared.noun.capitalize()}: {counts['new']:,} new, {counts['changed']:,} changed, "
            f"{counts['unchanged']:,} unchanged."
        )
    if refused:
        parts.append(f"{refused:,} rows were left out because of mistakes in them or in their case.")
    if readings := problems.readings():
        parts.append(f"How it was read: {'; '.join(readings)}.")
    parts += [note] if note else []
    parts.append(_said(reports))
    return {
        "message": " ".join(parts),
        "already_loaded": False,
        "rows_read": prepared.rows_read,
        "rows_accepted": prepared.rows_accepted if counts else 0,
        "rows_refused": refused,
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
        "unchanged": counts.get("unchanged", 0),
        "report": str(reports[0]),
    }
