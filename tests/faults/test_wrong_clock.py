"""A clock that is a year off: no date is chosen by it, and nothing is spent on one that it made up."""

import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.errors import BadInput
from data_access.publishing import publication_date
from data_access.publishing.publication_plan import plan
from tests.worlds.people import DELTA
from tests.worlds.publications import RHO, Publish, ledger, releases, run, small, world

pytestmark = pytest.mark.slow
__all__ = ["releases", "run", "small", "world"]


def _set_clock(monkeypatch: pytest.MonkeyPatch, days: int) -> datetime.date:
    shown = datetime.date.today() + datetime.timedelta(days=days)

    class Clock(datetime.date):
        @classmethod
        def today(cls) -> Any:
            return shown

    monkeypatch.setattr(publication_date, "date", Clock)
    return shown


def test_a_clock_a_year_behind_chooses_no_date(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    shown = _set_clock(monkeypatch, -366)
    for ask in (run, lambda: plan(world, releases, kind="public", epsilon=1, delta=DELTA)):
        with pytest.raises(BadInput, match=f"The clock of this machine says {shown}, and .* Nothing was published"):
            ask()
    assert ledger(world) == [RHO]
    assert run(as_of=datetime.date(2024, 12, 31))["drawn"]  # a date that is given needs no clock


def test_a_clock_a_day_behind_is_no_wrong_clock(run: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    _set_clock(monkeypatch, -1)
    assert not run()["drawn"]


def test_what_a_clock_a_year_ahead_published_is_named_by_its_date(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        shown = _set_clock(patch, 366)
        ahead = run()
    assert f"data until {shown.year - 1}-12-31" in ahead["message"]
    assert run()["drawn"]  # the date that was meant is drawn for itself, and is not taken for the other
    assert ledger(world) == [RHO] * 2
