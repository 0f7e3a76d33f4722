"""Count every table exactly, range by range, and add up what comes."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import AbstractContextManager
from datetime import date
from functools import partial

import pandas as pd
from sqlalchemy import Connection

from data_access.errors import BadInput
from data_access.publishing import coding
from data_access.publishing.counting.ranges import Task, count_apart, count_range, shared
from data_access.publishing.counting.tally import Tally
from data_access.publishing.counting.workers import (
    AS_NEEDED,
    NOT_ENCRYPTED,
    Crew,
    Workers,
    cluster,
    here,
    is_encrypted,
    processes,
)
from data_access.release.workload import Table

# numbers of cases in a range, between these; so many ranges for each that counts, so that none waits long for the last
SHORTEST_RANGE, LONGEST_RANGE = coding.CASES_A_BLOCK, 20 * coding.CASES_A_BLOCK
RANGES_EACH = 8
# after how many deaths of a process that counts it is given up
MOST_DEATHS = 3


def count(
    connection: Connection,
    workload: Iterable[Table],
    until: date,
    progress: Callable[[str], None],
    workers: Workers = AS_NEEDED,
    *,
    is_clipped: bool = True,
) -> dict[Table, pd.Series]:
    """Count every table of a workload exactly, over the publishable cases as they stood at the end of the day `until`.

    Who counts, and in which ranges, changes nothing of the counts. What this transaction wrote itself is counted only
    where no other process does. is_clipped: are long lists clipped to their bounds? What gets noise must be; what is
    published exactly need not. Returns for each table the people (whole numbers), indexed by the codes of its
    dimensions, in the order of their names. Raises BadInput when a process that counts cannot go on: noise was drawn of
    nothing then.
    """
    task = Task(tuple(workload), until, is_clipped)
    total = Tally(task.tables)
    cases = coding.all_cases(connection)

    def add(tally: Tally) -> None:
        total.merge(tally)
        progress(f"Counting: {total.people:,} people")

    if workers.scheduler:
        if connection.dialect.name != "postgresql":
            not_encrypted = "" if is_encrypted(workers.scheduler) else NOT_ENCRYPTED.format(address=workers.scheduler)
            raise BadInput(
                f"{not_encrypted}--scheduler: only PostgreSQL shows the workers of a cluster one state of the cases, "
                "and a SQLite file is not for several machines. Leave it out, or see --workers. Nothing was spent."
            )
        with shared(connection, on_cluster=True) as seen:
            _in_ranges(cases, partial(cluster, workers.scheduler), partial(count_apart, seen, task), add)
    elif (number := workers.processes(len(cases))) > 1 and _is_reached_by_others(connection):
        with shared(connection) as seen:
            _in_ranges(cases, partial(processes, number), partial(count_apart, seen, task), add)
    else:
        _in_ranges(cases, here, partial(count_range, connection, task), add)
    return {table: total.counts(table) for table in task.tables}


def _is_reached_by_others(connection: Connection) -> bool:
    """Not so a database in the memory of this process."""
    return connection.dialect.name != "sqlite" or connection.engine.url.database not in (None, "", ":memory:")


def _in_ranges(
    cases: range,
    start: Callable[[], AbstractContextManager[Crew]],
    counted: Callable[[range], Tally],
    add: Callable[[Tally], None],
) -> None:
    """Count all ranges, each once. Where a process dies, all of its crew end; a new one counts the ranges that were not
    added up yet."""
    left: list[range] | None = None
    for _ in range(MOST_DEATHS):
        try:
            with start() as crew:
                left = _ranges(cases, crew.size) if left is None else left
                _add_all(left, crew, counted, add)
                return
        except BrokenExecutor:
            continue
    raise BadInput(
        f"Processes that count died {MOST_DEATHS} times, for want of memory perhaps (the system's log says so): give "
        "fewer with --workers, or give the machine more. Nothing was spent."
    )


def _ranges(cases: range, workers: int) -> list[range]:
    length = min(max(len(cases) // (RANGES_EACH * workers) + 1, SHORTEST_RANGE), LONGEST_RANGE)
    return [cases[start : start + length] for start in range(0, len(cases), length)]


def _add_all(left: list[range], crew: Crew, counted: Callable[[range], Tally], add: Callable[[Tally], None]) -> None:
    """Give out the ranges, a few at a time, and take each from the list when it is added up."""
    to_give = iter(tuple(left))
    given: dict[Future[Tally], range] = {}
    while left:
        while len(given) < crew.at_hand and (cases := next(to_give, None)) is not None:
            given[crew.executor.submit(counted, cases)] = cases
        for future in wait(given, return_when=FIRST_COMPLETED).done:
            cases, tally = given.pop(future), future.result()
            left.remove(cases)
            add(tally)
