"""Every sentence that is made from numbers."""

import re
from pathlib import Path

import pandas as pd
import pytest

from data_access.questions import overview as questions
from data_access.questions import routes
from data_access.release.filters import Filters
from data_access.release.release import Release, answer_frame
from figures.kit import sources as source_words
from figures.kit import tables as answer_table
from figures.kit import words
from figures.kit.rows import keep_rows, published, rows_of
from figures.kit.trend_words import short_trend, trend_sentence
from figures.overview import words as overview_words
from figures.routes import words as journey_words
from findings import change
from locales import Translator, translator
from tests.worlds.releases import make_release, open_release

EN, FA = translator("en"), translator("fa")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.people(1, EN), "1 person"),
        (words.people(1240, EN), "1,240 people"),
        (words.people(0, EN), "0 people"),
        (words.people(1240, EN, error=5), "1,240 people (±10)"),
        (words.people(24, EN, error=5), "24 people (±10, uncertain)"),  # noise alone may have made it
        (words.people(25, EN, error=5), "25 people (±10)"),
        (words.people(24, FA, error=5), "۲۴ نفر (\u2066±۱۰\u2069، نامطمئن)"),
        (words.people(12, EN, error=0.1), "12 people (±1)"),  # a margin is never said smaller than it is
        (words.people(None, EN), "Withheld: too few to show, or none"),
        (words.people(pd.NA, EN, state="withheld"), "Withheld: too few to show, or none"),
        (words.people(None, EN, state="none"), "None recorded"),
        (words.people(1240, FA), "۱٬۲۴۰ نفر"),
        (words.people(1240, FA, error=5), "۱٬۲۴۰ نفر (\u2066±۱۰\u2069)"),
    ],
)
def test_people(said: str, expected: str) -> None:
    assert said == expected


def _row(count: int, error: float, form: str) -> dict[str, object]:
    return {"count": count, "standard_error": error, "state": "count", "form": form}


def test_neighbours_within_their_error_are_not_ranked() -> None:
    rows = [
        _row(500, 5, "ForcedLabour"),
        _row(220, 5, "ForcedMarriage"),
        _row(210, 5, "SexualExploitation"),
        _row(208, 5, "Servitude"),
        _row(20, 5, "ForcedBegging"),
    ]
    assert words.ranking_note(rows, "form", EN) == (
        "Too uncertain to rank: Forced marriage, Sexual exploitation, and Servitude."
    )


@pytest.mark.parametrize(
    "rows",
    [[], [_row(500, 5, "ForcedLabour")], [_row(5, 0, "ForcedLabour"), _row(5, 0, "Servitude")]],
    ids=["nothing", "one row", "exact numbers"],
)
def test_a_ranking_without_doubt_has_no_note(rows: list[dict[str, object]]) -> None:
    assert words.ranking_note(rows, "form", EN) is None


def _change(latest: int, previous: int, error: float) -> pd.DataFrame:
    return pd.DataFrame(
        [["total", "total", previous, latest, latest - previous, error, 2023, 2024]],
        columns=[
            "dimension",
            "code",
            "previous",
            "latest",
            "change",
            "change_error",
            "previous_year",
            "latest_year",
        ],
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # 200 ± 2.262 (t with nine degrees) × sqrt(10² + 2,200); as a share of 1,000 that is no interval of 20 %
        (_change(1200, 1000, 10), r"200 more people \(±109\) were identified in 2024 than in 2023\."),
        (_change(800, 1000, 10), r"200 fewer people \(±99\) were identified in 2024 than in 2023\."),
        (
            _change(1200, 1000, 91.3),
            "2024 cannot be told apart from 2023, by how much years vary.",
        ),
        (_change(100, 100, 0), "2024 cannot be told apart from 2023, by how much years vary."),
    ],
)
def test_a_change_is_said_only_beyond_its_error(changes: pd.DataFrame, expected: str) -> None:
    scatter = pd.DataFrame({"dimension": ["total"], "code": ["total"], "factor": [1.0]})
    said = overview_words.change_sentence(change.changes_beyond(changes, scatter, 11), EN)
    assert re.fullmatch(expected, said)


def test_the_largest_route_is_named_so_only_when_it_is(region: Release) -> None:
    arrows = routes.arrows(region, Filters())
    said = journey_words.headline(arrows, "all", "2024", EN)
    assert said.startswith("Across borders, most people were taken from Afghanistan to Iran: ")
    doubtful = arrows.assign(standard_error=100.0)
    assert journey_words.headline(doubtful, "all", "2024", EN).startswith("Among the largest routes across borders: ")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "All people, 2022 to 2024"),
        (
            Filters(sex=("female",), age=("child",), country=("AF", "PK"), years=(2023, 2023)),
            "Women and girls, Children (under 18), identified in Afghanistan and Pakistan, 2023",
        ),
        (
            Filters(form="ForcedLabour", place="AF-HER"),
            "All people, Forced labour, identified in Herat, Afghanistan, 2022 to 2024",
        ),
    ],
)
def test_the_choices_in_words(region: Release, filters: Filters, expected: str) -> None:
    assert words.filters_sentence(filters, region, EN) == expected


def test_dates_and_known_sources_are_in_the_language(region: Release) -> None:
    assert "November 21, 2026" in source_words.source_line(region, EN)
    line = source_words.source_line(region, FA)
    assert "۲۱ نومبر ۲۰۲۶" in line
    assert "Synthetic" not in line


def test_a_table_has_margins_and_no_code(region: Release, t: Translator) -> None:
    shares = questions.shares(region, Filters(), "form")
    table = answer_table.table(shares, t)
    assert t.gettext("Margin of error (95%)") in table.columns
    assert len(set(table.columns)) == len(table.columns)
    assert "count" not in set(table.astype(str).to_numpy().ravel())
    assert not any("ForcedLabour" in str(cell) for cell in table.to_numpy().ravel())


def test_numbers_that_noise_may_have_made_are_marked_in_tables_files_figures_and_words() -> None:
    rows = [("AF", 300, "count"), ("PK", 24, "count"), ("IR", None, "withheld")]
    answer = answer_frame(("country",), [(code, count, 5.0, state) for code, count, state in rows])
    marked = answer_table.table(answer, EN)
    assert marked["Uncertain"].tolist() == ["", "uncertain", ""]
    assert answer_table.shown_rows(answer)["is_uncertain"].tolist() == [False, True, False]  # of the file
    assert [words.row_number(row, EN) for row in published(answer)] == ["300", "≈24"]
    note = answer_table.uncertain_note(answer, EN)
    assert note == "1 number is uncertain (≈): the noise that protects people may have made it where nobody is."
    certain = answer[answer["country"] == "AF"]
    assert "Uncertain" not in answer_table.table(certain, EN)
    assert answer_table.uncertain_note(certain, EN) is None


def test_an_exact_table_has_no_margin(exact: Release) -> None:
    assert "Margin of error (95%)" not in answer_table.table(questions.trend(exact, Filters()), EN).columns


def test_pairs_without_a_number_are_not_listed(region: Release) -> None:
    pairs = questions.origins_and_destinations(region, Filters())
    assert ("UZ", "TR") not in set(zip(pairs["source_country"], pairs["exploitation_country"], strict=True))
    assert "Withheld: too few to show, or none" not in set(answer_table.table(pairs, EN)["State"])


def test_changes_are_named_by_their_group(region: Release) -> None:
    table = answer_table.table(questions.change(region, Filters()), EN)
    assert {"Everyone", "Country", "Sex", "Age", "Form of exploitation"} >= set(table["Group"])
    assert "Afghanistan" in set(table["Who or what"])


def test_an_answer_remembers_its_rows_and_what_is_made_from_it_has_its_own() -> None:
    answer = pd.DataFrame({"place": ["AF-HER", "AF-KAB"], "count": [40, 20], "state": "count"})
    keep_rows(answer)
    herat, kabul = ({"place": p, "count": c, "state": "count"} for p, c in (("AF-HER", 40), ("AF-KAB", 20)))
    assert rows_of(answer) is rows_of(answer)
    assert rows_of(answer) == [herat, kabul]
    assert rows_of(answer[answer["count"] < 30]) == [kabul]
    assert rows_of(answer.assign(count=[1, 2])) == [{**herat, "count": 1}, {**kabul, "count": 2}]


@pytest.mark.parametrize(
    ("in_all", "error", "expected"),
    [
        (
            330,
            5.0,
            "30 more people were identified in years that were not recorded, or are too small to be named. Too small "
            "to be named: all before 2022, 2025, and 2026.",
        ),
        # chance alone may make the whole so much larger than its years: 1.96 × √3 × 5 = 17
        (316, 5.0, None),
        (300, 0.0, None),
        # however little noise there is, no difference of two numbers is told of fewer people than a number is
        (301, 0.0, None),
        (309, 0.0, None),
        (
            310,
            0.0,
            "10 more people were identified in years that were not recorded, or are too small to be named. Too small "
            "to be named: all before 2022, 2025, and 2026.",
        ),
    ],
)
def test_people_without_a_year_are_told_only_beyond_the_margin(
    in_all: int, error: float, expected: str | None, region: Release
) -> None:
    years = pd.DataFrame({"year": [2023, 2024], "count": [100, 200], "standard_error": error, "state": "count"})
    whole = pd.DataFrame({"count": [in_all], "standard_error": error, "state": "count"})
    assert overview_words.years_note(years, whole, Filters(), region, EN) == expected


def test_an_exact_release_has_no_years_too_small_to_be_named(exact: Release) -> None:
    years = pd.DataFrame({"year": [2023, 2024], "count": [100, 200], "standard_error": 0.0, "state": "count"})
    whole = pd.DataFrame({"count": [330], "standard_error": 0.0, "state": "count"})
    said = "30 more people were identified in years that were not recorded."
    assert overview_words.years_note(years, whole, Filters(), exact, EN) == said


SOME_YEARS = {
    ("year", "country", "sex", "age"): [
        (2023, "AF", "female", "adult", 40),
        (2025, "AF", "female", "adult", 76),
        ("unknown", "AF", "female", "adult", 222),
    ]
}


def test_a_total_of_all_years_is_not_said_to_be_of_those_that_are_named(tmp_path: Path) -> None:
    """Years with too few people to be named are counted together with those that were not recorded."""
    release = open_release(make_release(tmp_path, SOME_YEARS))
    said = overview_words.headline(questions.total(release, Filters()), Filters(), release, EN)
    assert said == "338 people (±17) were identified as victims of trafficking, all years"
    chosen = Filters(years=(2023, 2025))
    total, years = questions.total(release, chosen), questions.trend(release, chosen)
    assert overview_words.headline(total, chosen, release, EN).endswith(", 2023 to 2025")
    assert total["count"].tolist() == [116]
    assert overview_words.years_note(years, total, chosen, release, EN) == (
        "2024 is too small to be named: who was identified in it is not in the number of the years chosen."
    )


def test_a_change_is_said_in_people_with_its_margin() -> None:
    row = {"dimension": "total", "code": "total", "previous": 1000, "latest": 2000, "change": 1000}
    row |= {"change_margin": 100.0, "is_beyond": True, "previous_year": 2023, "latest_year": 2024}
    said = overview_words.change_sentence(pd.DataFrame([row]), EN)
    assert said == "1,000 more people (±100) were identified in 2024 than in 2023."


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0%"), (0.0004, "less than 0.1%"), (0.0005, "less than 0.1%"), (0.0006, "0.1%"),
        (0.0099, "1.0%"), (0.01, "1%"), (0.5, "50%"),
        (0.99, "99%"), (0.9949, "99.5%"), (0.9994, "99.9%"), (0.9995, "more than 99.9%"), (1.0, "100%"),
    ],
)  # fmt: skip
def test_nearly_all_is_not_all_and_all_is_not_nearly_all(share: float, said: str) -> None:
    assert words.share_text(share, EN) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.0, 0.951, "0% to 96%"), (0.8712, 1.0, "87% to 100%"), (0.0, 0.012, "0% to 1.2%"),
        (0.392, 0.408, "39.2% to 40.8%"), (0.401, 0.589, "40% to 59%"), (0.9904, 0.9996, "99.0% to 100%"),
        (0.4, 0.4, ""), (float("nan"), float("nan"), ""),
    ],
)  # fmt: skip
def test_a_share_has_limits_rounded_outwards_and_no_margin(low: float, high: float, said: str) -> None:
    """ "With family 47% ±47.9" stood beside the bars of two sides."""
    assert words.share_limits(low, high, EN) == said


def test_a_bent_trend_is_said_in_few_words_by_its_course_since() -> None:
    before = {"before": 1.2, "before_lower": 1.1, "before_upper": 1.3}
    after = {"after": 0.9, "after_lower": 0.85, "after_upper": 0.95}
    row = {"verdict": "bent", "bend": 2019, "per_year": 1.05, "lower": 1.0, "upper": 1.1, **before, **after}
    assert short_trend(row, EN) == "fell by 10% a year (5% to 15%) since 2019"
    assert trend_sentence(row, (2014, 2024), EN) == (
        "From 2014 to 2019 the number rose by 20% a year (10% to 30%); since then, until 2024, it fell by 10% a year "
        "(5% to 15%)."
    )


@pytest.mark.parametrize(
    ("role", "country", "place"),
    [
        ("identified", "identified in Pakistan", "identified in Herat, Afghanistan"),
        ("origin", "identified in Pakistan", "taken from Herat, Afghanistan, identified in Pakistan"),
        ("route", "on routes that touch Pakistan", "on routes that touch Pakistan"),
        ("source", "taken from Pakistan", "taken from Pakistan"),
        ("exploitation", "exploited in Pakistan", "exploited in Pakistan"),
    ],
)
def test_a_sentence_says_what_the_chosen_places_are_to_people(role: words.Role, country: str, place: str) -> None:
    assert words.who(Filters(country=("PK",)), EN, role=role) == country
    assert words.who(Filters(country=("PK",), place="AF-HER"), EN, role=role) == place
