"""Whole results: every column of what each function of findings finds, on worlds of uneven numbers.

RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_access.questions.programmes import portfolio
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.kit.rows import rows_of
from findings import (
    change,
    comparison,
    hidden_people,
    programme_change,
    rates,
    service_gaps,
    side_numbers,
    sides,
    verdicts,
)
from findings.clusters_in_time import clusters_in_time, not_searched
from findings.detection_effort import detection_effort
from findings.discoveries import discovered, margins
from findings.key_shares import key_shares, listed_shares
from findings.published_contradictions import contradictions
from findings.recorders import effort
from findings.unfinished import open_stages, unfinished_years
from findings.victim_rates import victim_rates
from tests.exports.whole_results import hold, result_lines
from tests.worlds.hotspots import make_world, register_frame, tables
from tests.worlds.journeys import journeys
from tests.worlds.justice import justice
from tests.worlds.recovery import recovery
from tests.worlds.releases import make_release, open_release
from tests.worlds.uneven import make_uneven

pytestmark = pytest.mark.slow
EVERYBODY, SOME = Filters(), Filters(years=(2016, 2023), country=("AF", "PK"))
FILTERS = [EVERYBODY, SOME, Filters(years=(2024, 2024), sex=("female",))]


def _asked(function: Callable[..., Any], *asked: Any) -> Iterator[str]:
    """What a function finds, as lines; that the release does not say."""
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__} {[*asked[1:]]}"
    try:
        found = function(*asked)
    except NotPublished:
        yield f"-- {name}: not published"
        return
    if isinstance(found, pd.DataFrame):
        yield from result_lines(name, found)
    else:
        yield f"-- {name}: {found:.4g}" if isinstance(found, float) else f"-- {name}: {found}"


def _of_people(release: Release, filters: Filters) -> Iterator[str]:
    for function in (
        change.why_not_compared, change.whole_years, change.group_trends, change.year_changes, change.route_changes,
        comparison.freedom, key_shares, contradictions, unfinished_years, open_stages, victim_rates,
        hidden_people.choices_of_lists, sides.place_of,
    ):  # fmt: skip
        yield from _asked(function, *([] if function is sides.place_of else [release]),
                          *([] if function is comparison.freedom else [filters]))  # fmt: skip
    yield from _asked(change.route_changes, release, filters, "province", "inbound")
    yield from _asked(change.route_trend, release, filters, "country", ("AF", "IR"))
    for of in ("form", "means"):
        yield from _asked(listed_shares, release, filters, of)


def _of_areas(release: Release, filters: Filters, role: str) -> Iterator[str]:
    for function in (
        rates.hotspot_rates, rates.overdispersion, rates.yearly_rates, rates.local_patterns, change.area_trends,
        clusters_in_time, service_gaps.coverage_gaps,
    ):  # fmt: skip
        yield from _asked(function, release, filters, role)


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_uneven(tmp_path_factory.mktemp("uneven")))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Release:
    world = {**journeys(), **recovery(), **justice()}
    return open_release(make_release(tmp_path_factory.mktemp("people"), world))


def test_of_people(people: Release, uneven: Release) -> None:
    lines = (line for release in (people, uneven) for filters in FILTERS for line in _of_people(release, filters))
    hold("numbers/findings", lines)


def test_of_areas(uneven: Release) -> None:
    lines = [*_of_areas(uneven, EVERYBODY, "identified"), *_of_areas(uneven, SOME, "source")]
    found = rates.hotspot_rates(uneven, EVERYBODY, "identified")
    hold("numbers/findings_of_areas", [
        *lines, *_asked(effort, uneven, EVERYBODY), *_asked(detection_effort, uneven, EVERYBODY),
        *_asked(rates.of_areas, uneven), *_asked(rates.assumed, 0.5), *_asked(rates.assumed, float("nan")),
        *result_lines("clusters", rates.clusters(found)),
        *result_lines("is_all_of_country", rates.is_all_of_country(found).to_frame()),
        *result_lines("not_searched", not_searched(), not_searched(is_one_year=True)),
    ])  # fmt: skip


def test_of_recorders(tmp_path: Path) -> None:
    release = open_release(make_world(tmp_path, tables(recorded_by_border=500), register=register_frame()))
    found, register = rates.hotspot_rates(release, EVERYBODY, "identified"), detection_effort(release, EVERYBODY)
    recorders = effort(release, EVERYBODY)
    hold("numbers/findings_of_recorders", [
        *result_lines("recorders", recorders), *result_lines("register", register),
        *(line for known in ((recorders, register), (None, register), (recorders, None), (None, None))
          for line in result_lines("judge", verdicts.judge(found, *known)[["place", "verdict"]])),
        str(sorted(verdicts.areas_of_effort(recorders, register))),
        *result_lines("rests", verdicts.rests_on_recorder(recorders).to_frame()),
        *result_lines("judge_register", verdicts.judge_register(register, verdicts.judge(found, recorders, register)),
                      verdicts.judge_register(register, None)),
        *_asked(service_gaps.coverage_gaps, release, EVERYBODY, "identified"),
    ])  # fmt: skip


def test_of_sides(people: Release, uneven: Release) -> None:
    asked = [
        (people, Filters(country=("AF",)), "PK"),
        (people, Filters(sex=("female",)), "sex:male"),
        (uneven, Filters(years=(2016, 2019)), "2020-2023"),
        (uneven, Filters(place="AF-HER"), "AF-FRA"),
    ]
    lines = []
    for release, filters, beside in asked:
        lines += [f"== {filters}", str(sides.sides(release, filters, beside))]
        for topic in side_numbers.TOPICS:
            lines += result_lines(topic, pd.DataFrame(side_numbers.numbers(release, filters, topic)))
            lines += _asked(comparison.compared, release, filters, topic, beside)
    for release in (people, uneven):
        lines += [str(sides.options(release)), *(
            f"{beside}: {sides.is_known(release, beside)} {sides.sides(release, filters, beside)}"
            for beside in ("2020-2024", "PK", "AF-HER", "AF", "sex:male", "age:adult", "form:ForcedLabour", "1999")
            for filters in (EVERYBODY, Filters(years=(2018, 2018), country=("AF",), form="ForcedLabour"))
        )]  # fmt: skip
    hold("numbers/findings_of_sides", lines)


def test_of_lists_and_programmes(uneven: Release) -> None:
    lines = [*result_lines("published", hidden_people.published_estimates())]
    choices = hidden_people.choices_of_lists
    for filters in FILTERS[:2]:
        lines += _asked(choices, uneven, filters)
    for country in ("AF", "PK", "TJ"):
        lines += _asked(programme_change.whole_years_of_places, uneven, EVERYBODY, country)
    for row in rows_of(portfolio(uneven, EVERYBODY)):
        for country, part in programme_change.by_country(row).items():
            counts = programme_change.whole_years_of_places(uneven, EVERYBODY, country)
            lines.append(f"{country}: {programme_change.compare(part, counts)}")
    p_values, errors = pd.Series([0.001, 0.03, 0.04, 0.2, float("nan")]), pd.Series([1.0, 2, 3, 4, 5])
    lines += result_lines("margins", margins(p_values, errors, 7.0).to_frame(), discovered(p_values).to_frame())
    hold("numbers/findings_of_programmes", lines)
