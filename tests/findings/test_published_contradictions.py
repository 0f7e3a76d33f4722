"""Published figures that contradict each other are found in the rows: none is listed, and none is called right."""

import pytest

from data_access.release.filters import Filters
from findings.published_contradictions import contradictions
from tests.worlds.programmes import MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

HEADER = (
    "id,body,programme,indicator,dimension,value,unit,kind,period_start,period_end,country,place,source_title,"
    "source_publisher\n"
)
ROW = "{id},{body},{programme},{indicator},{dimension},{value},{unit},{kind},{start},{end},{country},{place},A,B\n"
GIVEN = {"body": "A body", "programme": "", "indicator": "Goats counted", "dimension": "", "unit": "goats",
         "kind": "finding", "start": "2020", "end": "2020", "country": "PAK", "place": ""}  # fmt: skip


def found_in(folder, *rows: dict[str, str]) -> list[tuple[int, float]]:
    lines = [ROW.format(**GIVEN | row, id=f"row-{number}") for number, row in enumerate(rows)]
    (folder / "a.csv").write_text(HEADER + "".join(lines))
    address = make_release_with_programmes(folder, one_cell(), loads=[([folder / "a.csv"], "results")])
    found = contradictions(open_release(address), Filters())
    return list(zip(found["number"], found["value"], strict=True))


@pytest.mark.slow
def test_what_is_carried_along(tmp_path) -> None:
    loads = [([*PUBLISHED], "results"), (MORE, "results")]
    release = open_release(make_release_with_programmes(tmp_path, one_cell(), loads=loads))
    found = contradictions(release, Filters())
    stated = {
        (part["question"].iloc[0], part["period_end"].iloc[-1]): part["value"].tolist()
        for _, part in found.groupby("number")
    }
    assert stated == {
        ("Pakistanis deported from Iran", "2016"): [25808, 16159],
        ("Pakistanis deported", "2016"): [111084, 71818],
        ("Programme value", "2019-06"): [10_000_000, 10_000_000, 7_000_000],
        ("Most-wanted human traffickers in the FIA Red Book", "2018"): [112, 93],
        ("People in modern slavery", "2016"): [45_800_000, 40_300_000],
        ("Most-wanted human traffickers in the FIA Red Book", "2017"): [101, 92],
        ("Afghans returned from Iran", "2025-06"): [160_000, 150_000],
        ("Undocumented Afghans returned from Iran", "2018-06-09"): [335604, 320279],
        ("Pakistanis deported from Iran", "2015"): [27051, 26978],
    }
    assert contradictions(release, Filters(country=("TJ",))).empty


@pytest.mark.slow
def test_two_numbers_for_one_year_and_the_furthest_apart_first(tmp_path) -> None:
    near = [{"indicator": "Sheep counted", "value": "100"}, {"indicator": "Sheep counted", "value": "101", "body": "B"}]
    far = [{"value": "10"}, {"value": "90", "body": "B"}]
    assert found_in(tmp_path, *near, *far) == [(1, 90), (1, 10), (2, 101), (2, 100)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "other",
    [
        {"value": "10"},  # the same number, said twice
        {"start": "2020-01", "end": "2020-06"},  # a part of the year
        {"start": "", "end": "2020"},
        {"country": "AFG"},
        {"place": "Punjab"},
        {"dimension": "women"},
        {"unit": "percent"},
        {"kind": "target"},
        {"indicator": "Kids counted"},
    ],
    ids=str,
)
def test_what_is_asked_differently_contradicts_nothing(tmp_path, other) -> None:
    assert found_in(tmp_path, {"value": "10"}, {"value": "20", "body": "B", **other}) == []


@pytest.mark.slow
def test_money_is_that_of_one_programme(tmp_path) -> None:
    value = {"indicator": "Programme value", "unit": "USD", "end": "2021"}
    one, other = ({**value, "programme": name, "value": "5", "kind": "budget"} for name in ("One", "Two"))
    later = {**value, "programme": "One", "value": "7", "end": "2022"}
    assert found_in(tmp_path, one, other, later) == [(1, 7), (1, 5)]
