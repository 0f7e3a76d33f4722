"""Published figures: all of them, with a theme, and none that is not in the files."""

import csv

import pytest

from data_access.questions.published_figures import OTHER, indicator_themes, published_figures
from data_access.release.filters import Filters
from figures.context.published.words import THEMES
from tests.worlds.programmes import DEMONSTRATION, FACTS, MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

FIGURES = [
    row
    for name in ("published_figures.csv", "published_figures_more.csv")
    for row in csv.DictReader((FACTS / name).open(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    loads = [(PUBLISHED, "results"), (MORE, "results"), (DEMONSTRATION, "results")]
    return open_release(make_release_with_programmes(tmp_path_factory.mktemp("world"), one_cell(), loads=loads))


def test_every_indicator_of_the_facts_has_a_theme_and_no_other_is_listed() -> None:
    assert {row["indicator"] for row in FIGURES} == set(indicator_themes())
    assert {theme for theme, _ in indicator_themes().values()} <= set(THEMES)


def test_a_question_is_that_of_an_indicator_or_of_several() -> None:
    asked = [question for title, (_, question) in indicator_themes().items() if question != title]
    assert [one for one in asked if one not in indicator_themes() and asked.count(one) < 2] == []


def test_every_published_figure_is_there_once_and_unchanged(release) -> None:
    found = published_figures(release, Filters())
    published = sorted((row["indicator"], float(row["value"]) if row["value"] else -1.0) for row in FIGURES)
    assert sorted(zip(found["title"], found["value"].fillna(-1.0), strict=True)) == published
    assert len(FIGURES) == 23 + 705
    assert set(found["provenance"]) == {"published"}


def test_a_country_keeps_its_own_figures(release) -> None:
    found = published_figures(release, Filters(country=("TJ",)))
    assert set(found["country"]) == {"TJ"}
    assert len(found) == sum(row["country"] == "TJK" for row in FIGURES)


def test_an_indicator_that_nobody_listed_is_of_another_theme(tmp_path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,body,indicator,value,unit,kind,period_start,period_end,country,source_title,source_publisher\n"
        "x,A body,Camels counted,1200,camels,finding,2020,2020,TKM,A report,A publisher\n"
    )
    address = make_release_with_programmes(tmp_path, one_cell(), loads=[([tmp_path / "a.csv"], "results")])
    found = published_figures(open_release(address), Filters())
    assert found[["theme", "question", "value"]].values.tolist() == [[OTHER, "Camels counted", 1200.0]]
