"""Published figures: all of them, with a theme, and none that is not in the files."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from data_access.codes.code_lists import FIRMNESS
from data_access.gazetteer import country_code
from data_access.questions.programmes import portfolio
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
COLLECTED = Path(__file__).resolve().parents[4] / "shared" / "facts"  # as they were read at their addresses
# the columns of a figure as it was collected, and of the release
SAME = {
    "indicator": "title", "dimension": "dimension", "value": "value", "unit": "unit", "kind": "kind",
    "period_start": "period_start", "period_end": "period_end", "country": "country", "place": "place_text",
    "body": "body", "programme": "programme_title", "source_title": "source_title",
    "source_publisher": "source_publisher", "address": "source_address", "read_on": "read_on", "firmness": "firmness",
    "definition": "definition", "note": "note",
}  # fmt: skip


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


def _collected(name: str) -> list[dict[str, str]]:
    if not (COLLECTED / name).exists():
        pytest.skip("the facts as they were collected are not beside the project")
    return list(csv.DictReader((COLLECTED / name).open(encoding="utf-8")))


def _as_collected(rows: Iterable[Mapping[Any, Any]], columns: Iterable[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(_plain(row[name], name) for name in columns) for row in rows)


def _plain(value: Any, name: str) -> str:
    """One text for one value, however it is written: no date is more exact and no number other than what was read."""
    if value is None or value != value or value == "":
        return ""
    if name == "value":
        return f"{float(value):.6f}"
    if name == "country":
        return country_code(str(value)) or ""
    return FIRMNESS.get(value, str(value)).casefold().strip() if name == "firmness" else str(value).strip()


def test_no_figure_was_changed_summed_or_dated_since_it_was_collected(release) -> None:
    collected = _collected("published_figures_more.csv")
    assert len(collected) == 705
    shown = published_figures(release, Filters()).to_dict("records")
    asked = _as_collected(collected, SAME)
    assert asked - _as_collected(shown, SAME.values()) == Counter()
    assert len(shown) == 705 + len(_collected("published_figures.csv")), "none is made of others"


def test_no_programme_has_a_date_or_a_source_that_was_not_collected(release) -> None:
    collected = _collected("programmes_more.csv")
    assert len(collected) == 17
    shown = {row["title"]: row for row in portfolio(release, Filters()).to_dict("records")}
    for row in collected:
        found = shown[row["programme"]]
        for name, column in (("start_date", "start"), ("end_date", "end"), ("address", "source_address")):
            # a year or a month alone is kept as a day that begins or ends it; of days pages say years and months
            assert _plain(found[column], name).startswith(_plain(row[name], name)), (row["programme"], name)
            assert bool(found[column]) == bool(row[name]), (row["programme"], name)
        assert row["donor"] in (found["donor"] or "")


def test_programmes_of_whom_figures_alone_are_known_are_there_without_a_donor(tmp_path) -> None:
    address = make_release_with_programmes(tmp_path, one_cell(), loads=[(PUBLISHED[:1], "results")])
    found = portfolio(open_release(address), Filters())
    assert len(found) == 4
    assert found["donors"].tolist() == [()] * 4
    assert found["donor"].isna().all()
