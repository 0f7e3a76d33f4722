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
from data_access.importing.problems import FileRefused, ProblemList, refuse_file, write_report
from data_access.importing.progress import Progress
from data_access.importing.reporting import prepare_reporting
from data_access.importing.results import prepare_results
from data_access.importing.source_files import SourceFile, open_source
from data_access.importing.storing import delete_cases_of_format
from data_access.importing.tables import delete_tables_of_format
from data_access.importing.tabular import Sheet, read_sheets
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
    try:
        with Progress() as progress:
            limits = read_limits()
            sources = [open_source(Path(file), limits) for file in files]
            content_hash = _content_hash(format, sources)
            if not replace and (earlier := _earlier_import(engine, content_hash)):
                write_report(path, [])
                return _already_loaded(sources, earlier, path)
            progress.begin("Reading")
            read = read_iati if format == "iati" else read_sheets
            sheets = [sheet for source in sources for sheet in read(source, limits)]
            prepared = FORMATS[format](engine, sheets, problems, progress)
            write_report(path, problems.kept, more=problems.count - len(problems.kept))
            _refuse_mistakes(problems, prepared, accept_valid, path)
            if dry_run:
                return _result(
                    sources, prepared, path, {}, f"Nothing was loaded: this was a trial. {_all_well(problems)}"
                )
            counts = _store(engine, prepared, sources, format, content_hash, replace, progress)
    except FileRefused as error:
        write_report(path, error.problems)
        more = f" ({len(error.problems) - 1} further reasons are in the report.)" if len(error.problems) > 1 else ""
        raise BadInput(f"{error}{more} Nothing was loaded. The report is {_shown(path)}.") from None
    return _result(sources, prepared, path, counts, "")


def _new_report() -> Path:
    now = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    return PROJECT / "var" / "reports" / f"import-{now}-{secrets.token_hex(3)}.csv"


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


def _content_hash(format: str, sources: Sequence[SourceFile]) -> str:
    hashes = sorted(source.content_hash for source in sources)
    if len(set(hashes)) < len(hashes):
        twice = next(source for source in sources if hashes.count(source.content_hash) > 1)
        refuse_file(twice.name, "another of the files has the same content", "Give each file once.")
    return hashlib.blake2b(" ".join([format, *hashes]).encode(), digest_size=32).hexdigest()


def _earlier_import(engine: Engine, content_hash: str) -> Any:
    table = schema.import_run
    with engine.connect() as connection:
        return connection.execute(select(table).where(table.c.content_hash == content_hash)).one_or_none()


def _refuse_mistakes(problems: ProblemList, prepared: Prepared, accept_valid: bool, path: Path) -> None:
    if not problems.count or (accept_valid and prepared.rows_accepted):
        return
    number = f"{problems.count:,} mistakes" if problems.count > 1 else "1 mistake"
    advice = "No row is without mistakes." if accept_valid else "Mend them, or add --accept-valid to load the rest."
    raise BadInput(
        f"{problems.kept[0].sentence()} There {'are' if problems.count > 1 else 'is'} {number} in "
        f"{prepared.rows_read:,} rows; nothing was loaded. {advice} The report is {_shown(path)}."
    )


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
    sources: Sequence[SourceFile], prepared: Prepared, path: Path, counts: dict[str, int], note: str
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
    parts += [said for said in (prepared.note, note) if said]
    parts.append(f"The report is {_shown(path)}.")
    return {
        "message": " ".join(parts),
        "already_loaded": False,
        "rows_read": prepared.rows_read,
        "rows_accepted": prepared.rows_accepted if counts else 0,
        "rows_refused": refused,
        "new": counts.get("new", 0),
        "changed": counts.get("changed", 0),
        "unchanged": counts.get("unchanged", 0),
        "report": str(path),
    }
