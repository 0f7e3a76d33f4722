"""The Justice page in the worlds that it can meet."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from data_access.release.filters import Filters
from figures.justice import panels
from figures.justice.view import JusticeView
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.views.view import View
from locales import translator
from tests.worlds.justice import justice
from tests.worlds.releases import make_release, one_cell, open_release
from ui.shell.share import PATH


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    worlds = {"justice": justice(), "without justice": one_cell()}
    return {name: make_release(tmp_path_factory.mktemp("world"), tables) for name, tables in worlds.items()}


def test_the_page_says_whom_it_counts_and_where_the_unit_changes(visit: Callable[..., AppTest]) -> None:
    app = visit("justice", country="AF", view="prosecuted-court-farms")
    assert app.title[0].value.startswith("Of 2,000 people (±")
    assert "those of 60 people (±" in app.title[0].value
    said = [element.value for element in [*app.markdown, *app.info]]
    assert app.title[0].value.endswith(", 2022 to 2024")
    assert any("is not in case records" in text for text in said)
    assert any("the unit is another" in text for text in said)
    assert "prosecuted-court-farms" in app.query_params["view"]
    assert any(text.startswith("## ") and "Farms, forests, fishing" in text for text in said)


@pytest.mark.parametrize(
    ("choices", "beside"), [({"years": "2024"}, "2023"), ({"country": "AF"}, "PK"), ({"sex": "female"}, "sex:male")]
)
def test_two_periods_places_or_groups_stand_beside_each_other(
    visit: Callable[..., AppTest], choices: dict[str, str], beside: str
) -> None:
    app = visit("justice", **choices, **{"with": beside})
    titles = [text.value for text in app.markdown if text.value.startswith("## ")]
    assert any(title.startswith("## Compared with") for title in titles)
    assert any(title.startswith("## How far the law came") for title in titles)
    assert beside in app.query_params["with"]


def test_tables_of_places_lead_to_their_pages_and_pages_without_comparison_say_why(
    visit: Callable[..., AppTest],
) -> None:
    links = "".join(element.proto.body for element in visit("justice", view="court").get("html"))
    assert "place=AF-HER&amp;" in links and "./places?" in links
    app = visit("context", **{"with": "AF-HER"})
    app.session_state[PATH] = "context"  # as dashboard.py says it, which this visit goes by
    app.run()
    links = "".join(element.proto.body for element in app.get("html"))
    assert "./places?" in links
    assert "with=AF-HER" in links
    assert any("count in their own ways, so that no difference" in text.value for text in app.markdown)


def test_a_release_without_these_tables_says_so_and_blames_no_choice(visit: Callable[..., AppTest]) -> None:
    """As those made before these tables were published: nothing is withheld, and no other choice would show it."""
    app = visit("justice", "without justice")
    assert [title.value for title in app.title] == [
        "This release does not say how far the law came in these cases, 2024"
    ]
    said = [element.value for element in (*app.info, *app.caption)]
    assert sum(text.startswith("Not in this release") for text in said) == 10
    assert not [text for text in said if "Kept from view" in text]
    app = visit("justice", "without justice", lang="fa")
    assert app.title[0].value.startswith("این نسخه نمی‌گوید")


def test_a_figure_that_sets_filters_aside_does_not_claim_them_in_its_file(addresses: dict[str, str]) -> None:
    filters = Filters(years=(2024, 2024), country=("AF",))
    view = View(open_release(addresses["justice"]), Paper(translator("en"), palette("light")), filters, "Of 2024")
    assert panels.reached(view).sentence == "Of 2024"
    assert panels.sectors(view).sentence == "All people, identified in Afghanistan, 2022 to 2024"
    assert panels.places_of_work(view, JusticeView()).sentence == "All people, exploited in Afghanistan, 2022 to 2024"
    women = view.about(filters.with_choice(sex=("female",)))  # a court's numbers are of everybody
    assert panels.compared(women, JusticeView(by="court")).answer["place"].tolist() == ["AF-HER"]
    assert panels.compared(view, JusticeView(by="court")).sentence == "All people, 2022 to 2024"


def test_every_kind_of_work_that_is_told_can_be_chosen(visit: Callable[..., AppTest]) -> None:
    """Five could be chosen, of twelve that the demonstration tells."""
    app = visit("justice", view="begging")
    assert any("Begging" in text.value for text in app.markdown if text.value.startswith("## Where people were"))
    app.selectbox(key="justice_work").select("factories").run()
    assert not app.exception
    assert "factories" in app.query_params["view"]
    assert any("Factories and workshops" in text.value for text in app.markdown)
