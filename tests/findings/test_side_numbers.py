"""How sure the numbers of one side are: noise and chance in the unit of the number."""

import math
from pathlib import Path

import pytest

from data_access.release.filters import Filters
from findings import comparison
from findings.side_numbers import Number, numbers
from findings.unfinished import open_stages
from tests.worlds.justice import justice
from tests.worlds.releases import make_release, open_release


def test_what_chance_adds_is_in_the_unit_of_the_number() -> None:
    people = Number("role", "source", "people", 100.0, 36.0, 80.0, "count")
    share, rate = people._replace(unit="share"), people._replace(unit="rate")
    # three times as much by its own years, five times by areas; people a year of four
    own = {("role", "source"): 3.0}
    assert comparison._with_groups([people, share._replace(dimension="who"), rate], own, 5.0, 4) == [
        people._replace(value=25.0, noise=36.0 / 16, chance=240.0 / 16),
        share._replace(dimension="who", chance=400.0),
        rate._replace(noise=36.0 + 240.0, chance=0.0),
    ]


def test_each_number_varies_as_its_own_years_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """All routes of Afghanistan had the factor of its people, 43, where those of one varied 7 times their mean."""
    years = {"source": [100, 400] * 5, "destination": [200, 202] * 5, "transit": [30] * 9 + [math.nan]}

    def of_year(release: object, side: Filters, topic: str) -> list[Number]:
        assert side.years
        return [
            Number("role", code, "people", float(people[side.years[0] - 2015]), 1.0, 1.0, "count")
            for code, people in years.items()
        ]

    monkeypatch.setattr(comparison, "numbers", of_year)
    monkeypatch.setattr(comparison, "of_areas", lambda release: 5.0)
    monkeypatch.setattr(comparison, "whole_years", lambda release, filters: (2015, 2024))
    comparison.factors.cache_clear()
    found = comparison.factors("a release", Filters(place="AF-HER"), "roles")  # type: ignore[arg-type]
    assert found["role", "source"] > 50
    assert found["role", "destination"] == 5.0  # areas vary more
    assert set(found) == {("role", "source"), ("role", "destination")}  # of transit a year is withheld
    of_rates = comparison.factors("a release", Filters(place="AF-HER"), "rates")  # type: ignore[arg-type]
    assert of_rates["rate", "source"] == found["role", "source"]


@pytest.mark.parametrize(("whole", "freedom"), [((2015, 2024), 8.0), ((2022, 2024), math.inf), (None, math.inf)])
def test_student_knows_the_years_less_the_two_of_a_trend(
    whole: tuple[int, int] | None, freedom: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "whole_years", lambda release, filters: whole)
    assert comparison.freedom(None) == freedom  # type: ignore[arg-type]


def test_the_noise_of_both_numbers_of_a_share_is_in_it(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, justice(), standard_error=20.0))
    filters = Filters(country=("AF",))
    [(whole, _, _)] = release.rows((), {**filters.where(), "justice": frozenset(release.codes("justice"))})
    [(_, rest_error, _)] = release.rows((), {**filters.where(), "justice": frozenset({"none"})})
    found = {one.code: one for one in numbers(release, filters, "justice")}
    assert {code: round(one.value, 3) for code, one in found.items()} == {
        "investigated": 0.2, "prosecuted": 0.09, "judged": 0.05, "convicted": 0.03,
    }  # fmt: skip
    codes = frozenset(code for code in release.codes("justice") if code != "none")
    [(count, error, _)] = release.rows((), {**filters.where(), "justice": codes})
    assert count and whole
    # as on the page: what is too many among those investigated is too many in the whole as well
    assert found["investigated"].noise == pytest.approx(((0.8 * error) ** 2 + (0.2 * rest_error) ** 2) / whole**2)


@pytest.mark.parametrize(
    ("years", "open_steps"),
    [
        ((2019, 2023), set()),
        ((2019, 2024), {"followed_up_12_months"}),  # data until November 2026: of 2024 not every year has passed
        ((2023, 2023), set()),
        ((2024, 2024), {"followed_up_12_months"}),
    ],
)
def test_what_may_still_come_is_told_by_the_last_of_the_years(
    years: tuple[int, int], open_steps: set[str], tmp_path: Path
) -> None:
    people = [(year, "AF", "male", "adult", 76) for year in range(2019, 2027)]
    release = open_release(make_release(tmp_path, {("year", "country", "sex", "age"): people}))
    assert open_stages(release, Filters(years=years)) == open_steps
