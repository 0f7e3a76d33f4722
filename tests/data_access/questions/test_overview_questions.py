"""What the Overview asks of a release: denominators of shares, and the error of a change."""

from pathlib import Path

import pytest

from data_access.questions import overview
from data_access.release.filters import Filters
from tests.worlds.releases import make_release, open_release


def test_those_of_whom_nothing_is_known_are_no_part_of_a_share(tmp_path: Path) -> None:
    """Of 1,000 people the form is known of 600, and 300 of these were in forced labour."""
    tables = {
        ("sex", "age"): [("female", "adult", 1000)],
        ("form",): [("ForcedLabour", 300), ("ForcedMarriage", 350), ("unknown", 400)],
    }
    shares = overview.shares(open_release(make_release(tmp_path, tables, standard_error=1.0)), Filters(), "form")
    assert shares["asked"].tolist() == [600, 600]
    assert shares.set_index("form").loc["ForcedLabour", "share"] == 0.5


def test_the_error_of_a_change_is_the_root_of_both_squares(tmp_path: Path) -> None:
    who = [(2023, "female", "adult", 300), (2024, "female", "adult", 400)]
    release = open_release(make_release(tmp_path, {("year", "sex", "age"): who}, standard_error=5.0))
    assert overview.change(release, Filters())["change_error"].tolist() == pytest.approx([50**0.5] * 3)


def test_a_change_has_the_error_of_both_years() -> None:
    class TwoYears:
        years = (2023, 2024)
        covers = staticmethod(lambda by, filters: by == ("year",))
        rows = staticmethod(lambda by, filters: [("2023", 100, 3.0, "count"), ("2024", 150, 4.0, "count")])

    found = overview.change(TwoYears(), Filters())  # type: ignore[arg-type]
    assert found.to_dict("records") == [
        {
            "dimension": "total", "code": "total", "previous": 100, "latest": 150, "change": 50, "change_error": 5.0,
            "previous_year": 2023, "latest_year": 2024,
        }
    ]  # fmt: skip


def test_the_largest_change_stands_first_whichever_way_it_went(tmp_path: Path) -> None:
    who = [
        (2023, "female", "adult", 300), (2024, "female", "adult", 390),
        (2023, "male", "adult", 800), (2024, "male", "adult", 500),
        (2023, "male", "child", 100), (2024, "male", "child", 250),
    ]  # fmt: skip
    found = overview.change(
        open_release(make_release(tmp_path, {("year", "sex", "age"): who}, is_exact=True)), Filters()
    )
    assert found[["dimension", "code", "change"]].to_numpy().tolist() == [
        ["age", "adult", -210], ["sex", "male", -150], ["age", "child", 150], ["sex", "female", 90],
        ["total", "total", -60],
    ]  # fmt: skip


def test_people_of_no_known_place_are_in_no_place(tmp_path: Path) -> None:
    who = [(2024, place, "female", "adult", n) for place, n in (("AF-HER", 300), ("PK", 40), ("unknown", 90))]
    release = open_release(make_release(tmp_path, {("year", "province", "sex", "age"): who}, is_exact=True))
    assert overview.by_place(release, Filters())["place"].tolist() == ["AF-HER", "PK"]
