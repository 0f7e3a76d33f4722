"""One import: all of its files or nothing, once however often it is repeated, and a report every time."""

import datetime
import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from data_access.cases import schema
from data_access.cases.case_database import reports_of
from data_access.cases.corrections.journal import TABLES_OF_FORMAT, keep_differences, keep_table, runs_after, snapshot
from data_access.cases.loading import record_import
from data_access.errors import BadInput
from data_access.importing.formats.case_formats import CaseOptions, prepare_ctdc, prepare_htcds
from data_access.importing.formats.iati.activities import read_iati
from data_access.importing.formats.population import prepare_population
from data_access.importing.formats.reporting import prepare_reporting
from data_access.importing.formats.results import prepare_results
from data_access.importing.formats.source_register import prepare_sources
from data_access.importing.kinds import StepKind
from data_access.importing.reading.limits import read_limits
from data_access.importing.reading.source_files import SourceFile, open_sources
from data_access.importing.reading.tabular import Sheet, read_sheets, read_sources
from data_access.importing.storing.case_rows import STEP_TABLES
from data_access.importing.storing.prepared import Prepared
from data_access.importing.storing.sources import choose_source
from data_access.importing.telling.problems import REFUSAL, FileRefused, ProblemList
from data_access.importing.telling.progress import Progress
from data_access.importing.telling.reports import refusal_sentence, report_findings, write_report
from data_access.importing.telling.telling import already_loaded, result, said_reports
from data_access.publishing.publication_date import who_will_count
from data_access.transactions import whole_or_nothing

Prepare = Callable[[Engine, Sequence[Sheet], ProblemList, Progress], Prepared]

SQLITE_CACHE_KIB = 128 * 1024

FORMATS_OF_CASES = {"htcds": prepare_htcds, "ctdc": prepare_ctdc}
FORMATS: dict[str, Prepare] = {
    "results": prepare_results,
    "iati": prepare_results,
    "population": prepare_population,
    "reporting": prepare_reporting,
    "sources": prepare_sources,
}


def import_files(
    engine: Engine,
    files: Sequence[Path],
    *,
    format: str,
    source: str | None = None,
    dry_run: bool = False,
    accept_valid: bool = False,
    replace: bool = False,
    replace_steps: Collection[StepKind] = (),
    other_people: bool = False,
    report: Path | None = None,
) -> dict[str, Any]:
    """Load files of one format (a key of FORMATS or FORMATS_OF_CASES) in one transaction.

    The same content again changes nothing, unless it is of cases and a later run came after it. A mistake anywhere
    loads nothing, unless `accept_valid`; columns and cells of personal data refuse the files in any case. `source`:
    whose cases they are. `replace`: the files are the whole truth of their source (or of what else they name), and what
    earlier ones brought beyond them is deleted.
    `replace_steps`: the same for some kinds of steps of the cases that the files name. `other_people`: keys that
    another source has too are of other people. `dry_run` does all of it and takes it back. The report goes to `report`,
    or to a new file in reports_of.

    Returns "message" for a person, and counts: rows_read, rows_accepted, rows_refused, new, changed, unchanged, lost,
    removed, corrected, already_loaded, dry_run, run (its number, for undo), report. Raises BadInput with what is wrong,
    where, and what to do.
    """
    _refuse_wrong_options(format, source, replace, replace_steps)
    path = report or _new_report(engine)
    problems = ProblemList()
    with Progress() as progress:
        limits = read_limits()
        sources = open_sources(files, limits, problems)
        names = ", ".join(one.name for one in sources)
        if source is not None:
            with engine.connect() as connection:
                choose_source(connection, asked=source, said=None, are_proxies=format == "ctdc")
        content_hash = _content_hash(engine, format, sources, source)
        replaces = replace or bool(replace_steps)
        earlier, is_newest = _earlier_import(engine, content_hash)
        # a later run may have changed what the files of cases say: they are loaded again, a no above all
        is_again = format == "htcds" and not is_newest
        if earlier and not replaces and not is_again and not problems.count:
            write_report(path, [])
            with engine.connect() as connection:
                last_change = max(runs_after(connection, earlier.id), default=None)
            return already_loaded(names, earlier, last_change, path)
        progress.begin("Reading")
        sheets = read_sources(sources, read_iati if format == "iati" else read_sheets, limits, problems)
        prepare = FORMATS.get(format) or partial(
            FORMATS_OF_CASES[format], options=CaseOptions(source, replace, frozenset(replace_steps), other_people)
        )
        try:
            prepared = prepare(engine, sheets, problems, progress) if sheets else None
        except FileRefused as refusal:
            problems.refuse(refusal)
            prepared = None
        reports = report_findings(path, problems, sheets)
        # what a file leaves out would be deleted: with a mistake in it, nobody knows what it leaves out
        may_leave_out = accept_valid and not replaces
        if prepared is None or problems.number(REFUSAL) or (problems.count and not may_leave_out):
            raise BadInput(refusal_sentence(problems, prepared.rows_read if prepared else 0, said_reports(reports)))
        if problems.count and not prepared.rows_accepted and not prepared.noes:
            left = "Nothing is left without a mistake; nothing was loaded."
            raise BadInput(f"{problems.kept[0].sentence()} {left} {said_reports(reports)}")
        again = earlier.id if earlier and is_again else None
        run = _Run(format, content_hash, names, replace, replaces, dry_run, again)
        counts = _store(engine, prepared, run, progress)
    if notes := counts.pop("notes", []):
        write_report(path, [*problems.kept, *notes], more=problems.not_listed)
    return result(names, prepared, counts, reports, problems, is_trial=dry_run)


def _refuse_wrong_options(format: str, source: str | None, replace: bool, replace_steps: Collection[StepKind]) -> None:
    if format not in {**FORMATS, **FORMATS_OF_CASES}:
        names = ", ".join([*FORMATS_OF_CASES, *FORMATS])
        raise BadInput(f"There is no format of that name. Choose one of {names}.")
    if format not in FORMATS_OF_CASES and (source or replace_steps):
        raise BadInput("Only files of cases have a source and steps to replace. Leave the option out.")
    if unknown := set(replace_steps) - STEP_TABLES.keys():
        raise BadInput(f"There are no {', '.join(sorted(unknown))} to replace.")


def _new_report(engine: Engine) -> Path:
    now = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    with engine.connect() as connection:
        folder = reports_of(connection)
    return folder / f"import-{now}-{secrets.token_hex(3)}.csv"


def _content_hash(engine: Engine, format: str, sources: Sequence[SourceFile], source: str | None) -> str:
    hashes = sorted(one.content_hash for one in sources)
    # the keys of a source older than the register are hashed without it, and so are its files: they are known again
    with engine.connect() as connection:
        table = schema.source
        names_source = connection.scalar(select(table.c.keys_name_source).where(table.c.code == source))
    named = [format, *([source] if source and names_source else []), *hashes]
    return hashlib.blake2b(" ".join(named).encode(), digest_size=32).hexdigest()


def _earlier_import(engine: Engine, content_hash: str) -> tuple[Any, bool]:
    """Return the run that loaded this content, None if none did, and whether none came after it."""
    table = schema.import_run
    with engine.connect() as connection:
        earlier = connection.execute(select(table).where(table.c.content_hash == content_hash)).one_or_none()
        return earlier, earlier is not None and earlier.id == connection.scalar(select(func.max(table.c.id)))


@dataclass(frozen=True)
class _Run:
    """What is known of an import before it is stored. `replaces`: the same content may be loaded again.
    `again`: the run that loaded the same content before later ones changed the cases."""

    format: str
    content_hash: str
    names: str
    replace: bool
    replaces: bool
    is_trial: bool
    again: int | None = None


def _store(engine: Engine, prepared: Prepared, run: _Run, progress: Progress) -> dict[str, Any]:
    said = f"The import of {run.names} was complete when it was stopped: all of it is loaded."
    with whole_or_nothing(engine, said, is_trial=run.is_trial) as connection:
        if engine.dialect.name == "sqlite":
            # keep what foreign keys are looked up in: the default of 2 MB is too little from 100,000 cases on
            connection.exec_driver_sql(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
        number = record_import(
            connection,
            content_hash=secrets.token_hex(32),
            file_name=run.names if len(run.names) <= 255 else run.names[:254] + "…",
            format=run.format,
            source=prepared.source,
            provenance=prepared.provenance,
            rows_read=prepared.rows_read,
            rows_accepted=prepared.rows_accepted,
            source_code=prepared.source_code,
            can_undo=True,
        )
        _take_content(connection, run, prepared, number)
        before = snapshot(connection, TABLES_OF_FORMAT.get(run.format, ()))
        counts = {"removed": {}, **prepared.store(connection, number, progress), "run": number}
        if run.replace and prepared.remove_earlier:
            removed = Counter(counts["removed"]) + Counter(prepared.remove_earlier(connection, number))
            counts["removed"] = dict(removed)
        if prepared.refuse:
            prepared.refuse(connection)
        keep_differences(connection, number, before)
        if counts.get("publishable"):
            counts["publishable"] += f" {who_will_count(connection)}"
    return counts


def _take_content(connection: Connection, run: _Run, prepared: Prepared, number: int) -> None:
    """Give the content to this run; a run that it replaces keeps its record, and its files may be loaded again."""
    table = schema.import_run
    same = table.c.content_hash == run.content_hash
    if not run.replaces:
        if connection.scalar(select(table.c.id).where(same)) not in (None, run.again):
            raise BadInput("Another command loaded the same files a moment ago. Nothing was changed.")
        if run.format == "ctdc":
            _refuse_second_data_set(connection, prepared.source_code)
    replaced = same
    if run.replace and prepared.source_code is not None:
        replaced |= (table.c.source_code == prepared.source_code) & (table.c.id != number)
    for earlier in connection.execute(select(table).where(replaced)).all():
        keep_table(connection, number, table, earlier)
        connection.execute(update(table).where(table.c.id == earlier.id).values(content_hash=secrets.token_hex(32)))
    connection.execute(update(table).where(table.c.id == number).values(content_hash=run.content_hash))


def _refuse_second_data_set(connection: Connection, source: str | None) -> None:
    if connection.scalar(select(schema.case.c.id).where(schema.case.c.source == source).limit(1)) is not None:
        raise BadInput(
            "A CTDC data set is loaded already, and CTDC's data sets describe the same people: both together would "
            "count them twice. Nothing was loaded. Add --replace to put this one in its place; --dry-run says before "
            "what that deletes."
        )
