"""Load the demonstration data into the case database: all of it or nothing."""

import hashlib
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Connection, Engine, delete, func, select

from data_access.cases import schema
from data_access.cases.loading import append_rows, declare_source, next_id, record_import
from data_access.database import wait_for_turn
from data_access.demonstration.draws import texts
from data_access.demonstration.journeys import generate_journeys
from data_access.demonstration.justice import generate_justice
from data_access.demonstration.organisations import ORGANISATIONS
from data_access.demonstration.register import generate_register
from data_access.demonstration.returns import generate_returns
from data_access.demonstration.services import generate_services
from data_access.errors import BadInput

# To be raised whenever the same cases and seed would give other rows, so that loading again replaces them.
GENERATOR_VERSION = 6
FORMAT = "demonstration"
SOURCE: dict[str, Any] = {
    "code": "demonstration",
    "name": "Synthetic demonstration data: invented cases, shaped after published facts",
    "provenance": "synthetic",
    "places_are_proxies": False,
    "consent_policy": "presumed",
    "keys_name_source": False,
}
# Each block has its own random stream: memory stays the same for any number of cases, and with one seed a smaller set
# has the same first full blocks as a larger one.
CASES_A_BLOCK = 50_000
MOST_CASES = 100_000_000
CHILDREN = (schema.case_event, schema.case_service, schema.case_justice)


def load_demonstration(engine: Engine, *, cases: int, seed: int) -> dict[str, Any]:
    """Fill the case database with `cases` synthetic cases and a register of who reports.

    The same cases and seed give the same rows everywhere. Loading the same set again changes nothing; another set
    replaces the earlier one. Needs the gazetteer's places in the database (case_database.prepare).
    Returns message, changed, cases, events, services and justice_steps (rows in the database), and seed.
    Raises BadInput when the database holds cases or reports that are not synthetic, or an argument is out of range.
    """
    if not 1 <= cases <= MOST_CASES:
        raise BadInput(f"The number of cases must be between 1 and {MOST_CASES:,}.")
    if seed < 0:
        raise BadInput("The seed must be 0 or more.")
    content_hash = hashlib.sha256(f"demonstration {GENERATOR_VERSION} {cases} {seed}".encode()).hexdigest()
    with engine.begin() as connection:
        wait_for_turn(connection)
        if engine.dialect.name == "sqlite":
            # 64 MB instead of 2: a fifth less time, because the inner pages of four growing tables stay in memory
            connection.exec_driver_sql("PRAGMA cache_size = -65536")
        _refuse_real_cases(connection)
        existing = connection.execute(
            select(schema.import_run.c.id, schema.import_run.c.content_hash).where(schema.import_run.c.format == FORMAT)
        ).all()
        if content_hash in [run.content_hash for run in existing]:
            counts = _counts(connection, content_hash)
            message = f"The demonstration data ({cases:,} cases, seed {seed}) is already loaded. Nothing was changed."
            return {"message": message, "changed": False, **counts, "seed": seed}
        _remove_earlier(connection, [run.id for run in existing])
        counts = _load(connection, cases, seed, content_hash)
    if engine.dialect.name == "sqlite":
        # what SQLite wrote beside the file goes into it now, so that nobody copies half a database
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    message = (
        f"Loaded {counts['cases']:,} synthetic cases with {counts['events']:,} steps of their journeys and "
        f"{counts['services']:,} services (seed {seed})" + (", instead of the earlier set." if existing else ".")
    )
    return {"message": message, "changed": True, **counts, "seed": seed}


def generate_block(seed: int, number: int, rows: int) -> dict[str, pd.DataFrame]:
    """Return block `number` of a demonstration set: a frame for each table of cases, with case ids from 0."""
    rng = np.random.default_rng([seed, number])
    block = generate_journeys(rng, rows)
    services, data_source = generate_services(rng, block)
    return {
        # drawn apart, so that all else stays as it was
        "case": pd.DataFrame(
            {
                **block.cases,
                "data_source": data_source,
                **generate_returns(np.random.default_rng([seed, number, 1]), block),
            }
        ),
        "case_event": block.events,
        "case_service": services,
        "case_justice": generate_justice(rng, block),
    }


def _refuse_real_cases(connection: Connection) -> None:
    for table, noun in ((schema.case, "cases"), (schema.reporting, "reports in its register")):
        real = connection.scalar(select(func.count()).select_from(table).where(table.c.provenance != "synthetic"))
        if real:
            raise BadInput(
                f"This database holds {real:,} {noun} that are not synthetic, and demonstration data must never be "
                "mixed with them. Nothing was changed. To see the demonstration, set CASE_DATABASE_URL to a new, empty "
                "database (for example sqlite:///var/demonstration.db) and run the command again."
            )


def _counts(connection: Connection, content_hash: str) -> dict[str, int]:
    run = select(schema.import_run.c.id).where(schema.import_run.c.content_hash == content_hash).scalar_subquery()
    cases = select(schema.case.c.id).where(schema.case.c.import_run_id == run)
    names = ("events", "services", "justice_steps")
    counts = {"cases": int(connection.scalar(select(func.count()).select_from(cases.subquery())) or 0)}
    for name, table in zip(names, CHILDREN, strict=True):
        query = select(func.count()).select_from(table).where(table.c.case_id.in_(cases))
        counts[name] = int(connection.scalar(query) or 0)
    return counts


def _remove_earlier(connection: Connection, runs: list[int]) -> None:
    if not runs:
        return
    ours = schema.case.c.import_run_id.in_(runs)
    others = connection.scalar(select(func.count()).select_from(schema.case).where(~ours))
    for table in CHILDREN:
        # without a condition SQLite empties a table at once instead of row by row
        everything = delete(table)
        of_ours = everything.where(table.c.case_id.in_(select(schema.case.c.id).where(ours)))
        connection.execute(of_ours if others else everything)
    connection.execute(delete(schema.case).where(ours))
    connection.execute(delete(schema.reporting).where(schema.reporting.c.import_run_id.in_(runs)))
    connection.execute(delete(schema.import_run).where(schema.import_run.c.id.in_(runs)))


def _load(connection: Connection, cases: int, seed: int, content_hash: str) -> dict[str, int]:
    present = set(connection.execute(select(schema.provider.c.code)).scalars())
    append_rows(connection, schema.provider, ORGANISATIONS.loc[~ORGANISATIONS["code"].isin(present), ["code", "name"]])
    declare_source(connection, SOURCE)
    run_id = record_import(
        connection,
        content_hash=content_hash,
        file_name=f"demonstration, {cases} cases, seed {seed}",
        format=FORMAT,
        source=SOURCE["name"],
        provenance="synthetic",
        rows_read=cases,
        rows_accepted=cases,
    )
    append_rows(connection, schema.reporting, generate_register(seed).assign(import_run_id=run_id))
    first_id = next_id(connection, schema.case)
    counts = {"cases": 0, "events": 0, "services": 0, "justice_steps": 0}
    console = Console(stderr=True)
    columns = (TextColumn("Demonstration data"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress,
        ThreadPoolExecutor(1) as ahead,
    ):

        def draw(start: int) -> Future[dict[str, pd.DataFrame]]:
            return ahead.submit(generate_block, seed, start // CASES_A_BLOCK, min(CASES_A_BLOCK, cases - start))

        task = progress.add_task("cases", total=cases)
        block = draw(0)
        for start in range(0, cases, CASES_A_BLOCK):
            frames = block.result()
            rows = len(frames["case"])
            if start + rows < cases:
                block = draw(start + rows)  # while this one is written
            ids = np.arange(first_id + start, first_id + start + rows)
            frames["case"] = frames["case"].assign(
                id=ids,
                # nobody is behind these keys: a readable one, the same in every database, is worth more than a hash
                case_key=pd.Series([f"demonstration-{key:012d}" for key in start + 1 + np.arange(rows)], dtype=object),
                import_run_id=run_id,
                source=texts(np.zeros(rows, dtype=np.int64), [SOURCE["code"]]),
                provenance=texts(np.zeros(rows, dtype=np.int64), ["synthetic"]),
            )
            for name, table in zip(counts, (schema.case, *CHILDREN), strict=True):
                frame = frames[table.name]
                if name != "cases":
                    frame["case_id"] += first_id + start
                counts[name] += append_rows(connection, table, frame)
            progress.update(task, completed=start + rows)
    return counts
