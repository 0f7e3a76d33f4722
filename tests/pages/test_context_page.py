"""The Context page: every view in English and Dari, every published figure and programme with its source."""

import csv
import html
from collections import Counter
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.importing.formats.providers import organisation_code
from data_access.release.filters import Filters
from figures.context.views import VIEWS
from findings.published_contradictions import contradictions
from tests.walks import walk
from tests.worlds.programmes import DEMONSTRATION, MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import make_release, one_cell, open_release, region

PROJECT = Path(__file__).resolve().parents[2]
FIGURES, PROGRAMMES = (list(csv.DictReader(path.open(encoding="utf-8"))) for path in MORE)


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    loads = [([*PUBLISHED], "results"), (MORE, "results"), (DEMONSTRATION, "results")]
    return {
        "all": make_release_with_programmes(tmp_path_factory.mktemp("world"), region(), loads=loads),
        "few": make_release_with_programmes(tmp_path_factory.mktemp("world"), one_cell()),
        "none": make_release(tmp_path_factory.mktemp("world"), one_cell()),
    }


def said(app: AppTest) -> str:
    elements = [*app.title, *app.markdown, *app.caption, *app.info, *app.code]
    numbers = [f"{metric.label} {metric.value}" for metric in app.metric]
    return "\n".join([*(str(element.value) for element in elements), *numbers])


def in_address(app: AppTest, name: str) -> str | None:
    value = app.query_params.get(name)
    return value[-1] if isinstance(value, list) else value


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


@pytest.mark.parametrize("lang", walk(["en", "fa"]))
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_with_its_table(visit, view: str, lang: str) -> None:
    app = visit("context", view=view, lang=lang)
    assert len(app.title) == 1
    assert in_address(app, "view") == (view if view != "official" else None)
    assert charts(app) == {"official": 2, "returns": 9, "provinces": 6, "estimates": 3}.get(view, 0)
    closed = [expander.proto.id.rsplit("-", 1)[-1] for expander in app.expander]
    closed = [key for key in closed if key.startswith("details_")]
    for key in closed:
        app.session_state[key] = True
    app.run()
    assert not app.exception
    assert len(app.dataframe) == max(len(closed), 1)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("world", walk(["none", "few"]))
def test_a_release_without_these_figures_says_so(visit, world: str, view: str) -> None:
    app = visit("context", world, view=view)
    assert len(app.title) == 1
    if world == "none" and view != "official":
        assert app.title[0].value == "No published figure is loaded"


def test_all_705_figures_are_in_the_list_with_their_sources(visit) -> None:
    app = visit("context", view="figures")
    assert app.title[0].value == "728 published figures, each with its source"
    app.session_state["details_figures"] = True
    (table,) = app.run().dataframe
    listed = Counter(
        (row["Indicator"], row["Publisher"], row["Address"], row["Definition"]) for _, row in table.value.iterrows()
    )
    stated = Counter((row["indicator"], row["source_publisher"], row["address"], row["definition"]) for row in FIGURES)
    assert stated.total() == 705
    assert stated - listed == Counter()
    assert listed.total() == 728


def test_the_parts_of_the_list_show_every_figure_once(visit) -> None:
    app = visit("context", view="figures", search="Red Book")
    shown: list[str] = []
    for part in (1, 2, 3):
        assert in_address(app, "part") == (str(part) if part > 1 else None)
        shown += [text.value for text in app.code]
        if not app.button(key="turn_1").disabled:
            app.button(key="turn_1").click().run()
    assert app.button(key="turn_1").disabled
    named = [row for row in FIGURES if "red book" in " ".join(row.values()).casefold()]
    assert len(shown) == len(named) == 41


def test_another_choice_begins_the_list_again(visit) -> None:
    app = visit("context", view="figures", part="3")
    assert in_address(app, "part") == "3"
    app.selectbox(key="figures_theme").set_value("returns").run()
    assert in_address(app, "part") is None
    app.button(key="turn_1").click().run()
    assert in_address(app, "part") == "2"
    app.text_input(key="figures_search").set_value("Islam Qala").run()
    assert in_address(app, "part") is None


def test_a_figure_says_number_source_link_and_citation(visit) -> None:
    text = said(visit("context", view="figures", search="111,084", firmness="PressQuotingOfficial"))
    assert "**111,084 people** Pakistanis deported" in text
    assert "List of the Interior Ministry to the Senate" in text
    assert "(<https://tns.world/?p=17035>)" in text
    assert "read on November 26, 2026" in text
    assert "Ministry of Interior of Pakistan: Pakistanis deported · Pakistan · 2016: 111,084 people." in text


def test_choices_stand_in_the_address_and_in_the_page(visit) -> None:
    app = visit("context", view="figures", theme="ratings", firmness="Official", country="TJ")
    assert app.title[0].value == "5 of 728 published figures"
    assert [in_address(app, name) for name in ("theme", "firmness")] == ["ratings", "Official"]
    app.text_input(key="figures_search").set_value("2021").run()
    assert in_address(app, "search") == "2021"
    app.text_input(key="figures_search").set_value("nothing like it").run()
    assert app.title[0].value == "0 of 728 published figures"
    assert "No published figure has all of these words" in said(app)


def test_an_address_that_asks_for_no_theme_says_so(visit) -> None:
    app = visit("context", view="figures", theme="camels", part="900")
    assert app.title[0].value == "728 published figures, each with its source"
    assert app.session_state["asked_in_vain"] == {"theme": ["camels"], "part": ["900"]}


def test_contradictions_stand_side_by_side(visit, addresses) -> None:
    app = visit("context", view="sources")
    found = contradictions(open_release(addresses["all"]), Filters())
    assert app.title[0].value == f"{found['number'].max()} questions have more than one published answer"
    assert len(app.metric) == len(found)
    text = said(app)
    assert {"111,084 people", "71,818 people", "USD 7,000,000", "USD 10,000,000"} <= {one.value for one in app.metric}
    assert all(definition.split(";")[0] in text for definition in found["definition"].dropna())


def test_no_sum_is_on_any_view(visit) -> None:
    """The most tempting sums and means: both countries of 2025, both years of FIA, the two answers of 2016."""
    for view in VIEWS:
        text = said(visit("context", view=view))
        assert [sum_ for sum_ in ("1,945,329", "6,133", "182,902", "91,451", "8,500,000") if sum_ in text] == []


@pytest.mark.long
def test_all_17_programmes_are_on_their_page_with_their_source(visit) -> None:
    scorecard = html.unescape("".join(element.proto.body for element in visit("programmes").get("html")))
    assert len(PROGRAMMES) == 17
    for row in PROGRAMMES:
        assert row["programme"] in scorecard
        link = f"(<{row['address']}>)" if row["address"].startswith("http") else f"`{row['address']}`"
        assert link in said(visit("programmes", view="programme", programme=organisation_code(row["programme"]))), row


def test_figures_of_no_programme_are_no_results_of_one(visit) -> None:
    text = said(visit("programmes"))
    of_none = {row["indicator"] for row in FIGURES if not row["programme"]}
    of_some = {row["indicator"] for row in FIGURES if row["programme"]}
    assert [title for title in of_none - of_some if f"{title}:" in text or f"**{title}**" in text] == []


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("ILO Bridge Project", "from 2015, end not published"),
        ("Dignity and Rights", "up to September 2020, begin not published"),
        ("USAID Counter-Trafficking Project", "2010 to September 2015"),  # of a source that says 2010
    ],
)
def test_a_programme_has_no_date_that_is_not_published(visit, title: str, period: str) -> None:
    text = said(visit("programmes", view="programme", programme=organisation_code(title)))
    assert period in text
    assert "January 2010" not in text
