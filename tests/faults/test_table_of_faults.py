"""Every test that the table of faults names is there, and every test of faults is in the table."""

import re

from data_access.database import PROJECT

TABLE = (PROJECT / "docs" / "faults.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(test_\w+)`", TABLE))
# what holds no row of its own: how cheap it is, and what is no fault
BESIDES = {"test_a_file_that_stays_the_same_is_not_asked_again", "test_a_clock_a_day_behind_is_no_wrong_clock"}


def _tests(pattern: str) -> set[str]:
    return {
        name
        for file in (PROJECT / "tests").glob(pattern)
        for name in re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }


def test_every_test_that_is_named_is_there() -> None:
    assert NAMED - _tests("**/test_*.py") == set()


def test_every_row_names_what_holds_it() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 25
    assert [row for row in rows if not re.search(r"`test_\w+`[^|]*\|$", row)] == []


def test_every_test_of_a_fault_is_in_the_table() -> None:
    own = _tests("faults/test_[!t]*.py")
    assert own - NAMED - BESIDES == set()
