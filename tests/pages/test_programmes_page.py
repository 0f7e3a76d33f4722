"""The Programmes and Context pages: every published figure with its source, gaps visible, inventions marked."""

import csv
import html
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from tests.walks import walk
from tests.worlds.programmes import DEMONSTRATION, make_release_with_programmes
from tests.worlds.releases import WORLDS, make_release, one_cell, region
from tests.worlds.visits import open_page

PROJECT = Path(__file__).resolve().parents[2]
USAID = "combating-human-trafficking-in-afghanistan"
FIGURES = list(csv.DictReader((PROJECT / "data_access" / "facts" / "published_figures.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    def folder() -> Path:
        return tmp_path_factory.mktemp("world")

    return {
        "programmes": make_release_with_programmes(folder(), region()),
        "one cell": make_release_with_programmes(folder(), one_cell()),
        "all withheld": make_release_with_programmes(folder(), region(), least_count=10**6),
        "no programmes": make_release(folder(), WORLDS["region"]()),
        "invented only": make_release_with_programmes(folder(), region(), loads=[(DEMONSTRATION, "results")]),
    }


def said(app: AppTest) -> str:
    """Everything that the page says, in one text."""
    elements = [*app.title, *app.markdown, *app.caption, *app.info]
    tables = [table.value.to_string() for table in app.table]
    cards = [html.unescape(re.sub("<[^>]+>", "\n", scorecard)) for scorecard in scorecards(app)]
    return "\n".join([*(str(element.value) for element in elements), *tables, *cards])


def scorecards(app: AppTest) -> list[str]:
    """The scorecards of the page, as HTML."""
    return [body for element in app.get("html") if 'class="scorecard' in (body := element.proto.body)]


def rows(app: AppTest) -> list[str]:
    """The programmes whose rows the scorecard has, in its order, each once."""
    return list(dict.fromkeys(re.findall(r'data-programme="([^"]+)"', scorecards(app)[0]))) if scorecards(app) else []


@pytest.mark.parametrize("world", ["programmes", "one cell", "all withheld", "no programmes"])
@pytest.mark.parametrize("view", walk(["portfolio", "programme", "donor"]))
def test_the_page_opens_in_every_world(visit, world: str, view: str) -> None:
    app = visit("programmes", world, view=view, programme="demonstration-programme-a-children-return-home")
    assert len(app.title) == 1


@pytest.mark.parametrize("world", ["programmes", "all withheld", "no programmes"])
def test_the_context_opens_in_every_world(visit, world: str) -> None:
    app = visit("context", world)
    assert app.title[0].value == (
        "Pakistan reported 26,539 detected victims to UNODC for 2022; of Afghanistan and Iran none is published"
    )
    assert "Labour inspections: this source publishes no number of any country." in said(app)
    assert "None of the three was reported by: Afghanistan and Iran." in said(app)


def test_the_context_of_one_country(visit) -> None:
    assert visit("context", country="TJ").title[0].value == "Tajikistan reported 100 detected victims to UNODC for 2022"


def test_the_target_of_2400_is_never_called_reached(visit) -> None:
    promise = "2,400 people was the target; no actual value was published."
    assert promise in said(visit("programmes"))
    one = said(visit("programmes", programme=USAID))  # which is enough of an address to show it
    assert promise in one
    assert "This programme set 1 target, and published no actual value for it." in one


def test_the_headline_is_the_answer_and_what_is_invented_waits_behind_a_switch(visit) -> None:
    app = visit("programmes")
    assert app.title[0].value == "4 published programmes set 1 target, and published no actual value for it"
    assert "5 invented examples of complete reporting are switched off." in said(app)
    assert rows(app)[0] == USAID
    assert len(rows(app)) == 4
    assert 'class="tag"' not in scorecards(app)[0]
    app.toggle(key="programmes_invented").set_value(True).run()
    assert not app.exception
    assert app.query_params["view"] == "invented"
    assert len(rows(app)) == 9
    assert rows(app)[0] == USAID
    assert app.title[0].value == "4 published programmes set 1 target, and published no actual value for it"
    for row in re.findall(r"<tr role=\"row\" class=\"[^>]*data-programme.*?</tr>", scorecards(app)[0]):
        assert ("demonstration-" in row) == ('class="tag"' in row)
    assert len(rows(visit("programmes", view="invented"))) == 9


def test_invented_programmes_are_shown_and_tagged_where_nothing_else_is_there(visit) -> None:
    app = visit("programmes", "invented only")
    assert app.title[0].value == "5 invented programmes set 13 targets, of which 4 were reached"
    assert not app.toggle
    assert len(rows(app)) == 5
    assert scorecards(app)[0].count('class="tag"') == scorecards(app)[0].count("data-programme")


def test_the_headline_names_what_was_chosen_and_is_true_of_it(visit) -> None:
    by_usaid = visit("programmes", donor="USAID")
    assert by_usaid.title[0].value == (
        "1 published programme paid for by USAID set 1 target, and published no actual value for it"
    )
    assert [button.label for button in by_usaid.button if button.key == "clear_filters"] == ["Clear all"]
    in_pakistan = visit("programmes", country="PK")
    assert in_pakistan.title[0].value == (
        "2 published programmes in Pakistan named no target, so nothing they promised can be checked"
    )
    assert "2 invented examples of complete reporting are switched off." in said(in_pakistan)
    in_tajikistan = visit("programmes", country="TJ")
    assert in_tajikistan.title[0].value == "There is no published programme in Tajikistan"
    assert not rows(in_tajikistan)


@pytest.mark.parametrize("view", ["programme", "donor"])
def test_a_real_programme_has_nothing_invented_beside_it(visit, view: str) -> None:
    app = visit("programmes", view=view, programme=USAID)
    of_release = "Source: Synthetic demonstration data"  # which stands under every page
    assert not [line for line in said(app).splitlines() if "invented" in line and not line.startswith(of_release)]
    assert ("What happened to people" in said(app)) == (view == "donor"), "it is said why it is not shown"
    shown = visit("programmes", view="donor", programme="demonstration-programme-a-children-return-home")
    tags = [element.value for element in shown.markdown if ":orange-badge[Invented]" in element.value]
    assert len(tags) == 2, "the funnel and the comparison of places are made of invented cases"


def test_what_a_share_needs_is_said_once(visit) -> None:
    app = visit("programmes", view="donor", programme="demonstration-programme-a-children-return-home")
    assert said(app).count("needs a target and an actual value") == 1


def test_what_a_reintegrated_child_cost(visit) -> None:
    text = said(visit("programmes", view="invented"))
    assert "cost in a real programme is not published" in text
    cost = "Children reintegrated: USD 1,964 each, without a margin: none was published of the number of people"
    assert f"**{cost}** :orange-badge[invented]" in text
    assert "USD 1,964 per person\n" in text
    assert "their costs are not to be compared: they are of different countries" in text
    # 996,000 + 996,000 / (996,000 + 580,000 + 95,000) x 395,000 = 1,231,440 for 627
    assert "USD 1,231,440 for 627, 2021 to 2024: USD 996,000 booked on this result and 60% of USD 395,000" in text


def test_the_portfolio_has_the_costs_of_outcomes_and_not_of_what_led_to_them(visit) -> None:
    app = visit("programmes", view="invented", country="PK")
    texts = [element.value for element in app.markdown]
    [at] = [number for number, text in enumerate(texts) if text == "## What one result cost"]
    assert texts[at + 2 : at + 4] == [
        "**No cost can be given**",
        "- Participants: no cost, because no expenditure was published.",
    ]


def test_constant_prices_are_the_visitors_assumption(visit) -> None:
    app = visit("programmes", view="invented")
    app.number_input(key="price_change").set_value(10.0).run()
    assert not app.exception
    text = said(app)
    assert "in prices of 2024, if prices rose by 10.0% a year (your assumption)" in text
    assert "USD 1,964" not in text


def test_a_programme_without_results_of_people_has_no_cost_and_no_prices(visit) -> None:
    app = visit("programmes", view="programme", programme="demonstration-programme-e-one-regional-network")
    text = said(app)
    assert "No result of these programmes is counted in people" in text
    assert not [field for field in app.number_input if field.key == "price_change"]
    assert "1 network\n" in text.replace("**", "\n")
    assert "5 networks is the target; its period is not over." in text


def test_every_published_figure_is_on_a_page_with_its_source(visit) -> None:
    of_none = visit("context", view="figures")
    of_none.session_state["details_figures"] = True
    pages = {"": "\n".join(table.value.to_csv() for table in of_none.run().dataframe)}
    for row in FIGURES:
        programme = row["programme"]
        if programme and programme not in pages:
            code = "-".join(programme.lower().split())
            pages[programme] = said(visit("programmes", view="programme", programme=code))
    for row in FIGURES:
        page = pages[row["programme"]]
        assert row["indicator"] in page, row["id"]
        assert row["source_title"] in page, row["id"]
        assert row["source_publisher"] in page, row["id"]
        if row["value"] and row["kind"] != "milestone":
            number = f"{float(row['value']):,.0f}"
            assert number in page, row["id"]


def test_published_programmes_have_only_what_was_published(visit) -> None:
    text = said(visit("programmes", view="programme", programme="child-friendly-centres"))
    assert "No target of this programme is published" in text
    assert "3 centres\n" in text
    assert "No target published" in text
    assert "period not published" in text


def test_a_real_programme_is_not_compared_on_synthetic_cases(visit) -> None:
    assert "would say nothing about a real programme" in said(visit("programmes", view="donor", programme=USAID))


def test_a_filter_keeps_its_programmes(visit) -> None:
    app = visit("programmes", theme="Protection", view="invented")
    assert rows(app) == [
        "demonstration-programme-a-children-return-home",
        "demonstration-programme-c-safe-return",
    ]
    assert app.query_params["theme"] == "Protection"


def test_a_row_leads_to_its_programme_of_the_same_release(visit) -> None:
    app = visit("programmes", donor="USAID", years="2015-2017")
    [address] = {*re.findall(r'<a href="([^"]+)"', scorecards(app)[0])}
    link = parse_qs(html.unescape(address).removeprefix("?"))
    assert link == {
        "view": ["programme"], "programme": [USAID],
        "release": [app.query_params["release"]], "years": [app.query_params["years"]],
    }  # fmt: skip


def test_the_page_speaks_dari(visit) -> None:
    app = visit("programmes", lang="fa", view="donor")
    assert len(app.title) == 1


@pytest.mark.parametrize("view", ["programme", "donor"])
def test_a_programme_that_does_not_exist_opens_no_other(visit, view: str) -> None:
    app = visit("programmes", view=view, programme="gone")
    title = "The address names a programme that this release does not have"
    assert app.title[0].value == title
    assert "programme" not in app.query_params
    app.selectbox(key="programmes_programme").set_value(USAID).run()
    assert app.query_params["programme"] == USAID
    assert app.title[0].value != title


def test_names_that_others_gave_are_never_read_as_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link in the title of a programme or a result would lead away from here, in words that are not ours."""
    files = []
    for file in DEMONSTRATION:
        text = file.read_text(encoding="utf-8").replace(": children return home", ": [Log in](https://x.example)")
        for result in ("Children reintegrated", "Case files handed over"):
            text = text.replace(result, f"[{result}](https://x.example)")
        files.append(tmp_path / file.name)
        files[-1].write_text(text, encoding="utf-8")
    address = make_release_with_programmes(tmp_path, region(), loads=[(files, "results")])
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    app = open_page("programmes")
    code = next(row for row in rows(app) if "programme-a" in row)
    app = open_page("programmes", view="programme", programme=code)
    assert not app.exception
    found = [element.value for element in (*app.title, *app.markdown, *app.caption) if "x.example" in element.value]
    assert len(found) > 3
    assert all("](" not in said.replace(r"\](", "") and "https:" not in said for said in found)
