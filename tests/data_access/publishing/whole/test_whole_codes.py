"""What is counted of each of many people, all of it: one line a person. RESULTS=write writes what is meant."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.publishing import coding
from data_access.publishing.counting.count import count
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import DENOMINATORS, WORKLOAD
from tests.held import frame_lines, hold_in, written
from tests.worlds.coded import coded_people
from tests.worlds.people import UNTIL, quiet
from tests.worlds.records import fill_recorded

pytestmark = pytest.mark.slow
RESULTS = Path(__file__).parent / "results"
TABLES = {table.name: table for table in (*WORKLOAD, *DENOMINATORS, *RESTRICTED)}


@pytest.fixture
def recorded(sqlite_cases: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(coding, "secret_key", lambda connection: b"which codes are left out is held too")
    monkeypatch.setattr(coding, "CASES_A_BLOCK", 77)
    with sqlite_cases.begin() as connection:
        fill_recorded(connection, 240)
    return sqlite_cases


def test_every_code_of_every_person(recorded: Engine) -> None:
    def lines() -> Iterator[str]:
        with recorded.connect() as connection:
            for until in (UNTIL, date(2024, 6, 30)):
                people = coded_people(connection, until)
                yield f"==== {until}: {len(people)} people"
                for key, codes in people.items():
                    if until == UNTIL or int(key, 16) % 4 == 0:
                        yield f"{int(key, 16)}: {written(_shorter(codes))}"

    hold_in(RESULTS, "codes", lines())


def test_every_cell_of_every_table(recorded: Engine) -> None:
    def lines() -> Iterator[str]:
        with recorded.connect() as connection:
            for is_clipped in (True, False):
                counts = count(connection, tuple(TABLES.values()), UNTIL, quiet, is_clipped=is_clipped)
                for name, table in TABLES.items():
                    people = counts[table]
                    cells = people.rename("people").reset_index()
                    yield f"==== {name}: {people.sum()} people"
                    yield from frame_lines(cells, most=4)

    hold_in(RESULTS, "counts", lines())


def _shorter(codes: dict[str, Any]) -> dict[str, Any]:
    """Without empty lists, and a whole list as its length."""
    whole = {f"{name}_asked": len(listed) for name, (_, listed) in coding.LISTS.items()}
    return {name: f"all {len(code)}" if len(code) == whole.get(name) else code for name, code in codes.items() if code}
