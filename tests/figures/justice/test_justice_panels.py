"""What each figure of the Justice page is of, in a world that can be added up by hand."""

from dataclasses import astuple
from pathlib import Path

import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.justice import panels
from figures.justice.view import BY, SECTORS, STEPS, JusticeView, read_view
from figures.kit.labels import label
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from locales import translator
from tests.worlds.justice import justice
from tests.worlds.releases import make_release, open_release

EN = translator("en")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), justice(), is_exact=True))


@pytest.fixture
def view(release: Release) -> View:
    return View(release, Paper(EN, LIGHT), Filters(country=("AF",)), "Of Afghanistan")


def test_the_headline_has_each_number_in_its_place(view: View) -> None:
    assert panels.headline(view) == (
        "Of 2,000 people identified, the cases of 400 people were investigated, and those of 60 people ended in a "
        "conviction: identified in Afghanistan, 2022 to 2024"
    )


def test_every_share_says_what_it_is_of(view: View) -> None:
    found = {}
    for panel in panels.shown(view, JusticeView(by="court")).panels[:-1]:
        assert panel.draw
        hover = panel.draw().data[0].hovertext
        found[panel.key] = str(hover[0]).partition("<br>")[2] if hover else None
    assert found == {
        "reached": "2,000 people<br>100% of the people identified",
        "standing": "60 people<br>15% (8% to 25%) of those whose case was investigated",
        "compared": "50 people<br>25% (14% to 41%) of those whose case was investigated there",
        "sectors": "480 people<br>63% (55% to 71%) of those of whom it is recorded",
        "judgement_time": "",
        "inspections": "40 people",
        "places_of_work": "300 people",
        "inspections_of_work": "40 people",
        "recruiters": "320 people<br>62% (51% to 71%) of those of whom it is recorded",
        "sexual_types": "90 people<br>56% (39% to 72%) of those of whom it is recorded",
    }
    compared = panels.compared(view, JusticeView(step="investigated", by="country"))
    assert (compared.title, compared.note) == ("Investigations in people's cases", None)
    assert compared.draw and "of the people identified" in compared.draw().data[0].hovertext[0]


def test_every_word_of_the_address_stands_for_one_thing() -> None:
    assert {word: label("sector", code, EN) for word, code in SECTORS.items()} == {
        "kilns": "Brick kilns",
        "carpets": "Carpet weaving",
        "farms": "Farms, forests, fishing",
        "homes": "Domestic work",
        "building": "Construction",
        "begging": "Begging",
        "factories": "Factories and workshops",
        "hotels": "Hotels and restaurants",
        "shops": "Shops, markets, repair of vehicles",
        "mines": "Mining and quarrying",
        "peddling": "Peddling",
        "transport": "Transportation and storage",
    }
    for words in ((step, by, work) for step in STEPS for by in BY for work in SECTORS):
        view = JusticeView(*words)
        assert astuple(read_view(view.address)) == words
    assert (JusticeView().address, read_view("nothing-farms")) == (None, JusticeView(work="farms"))


def test_who_recruited_people_follows_the_form_where_a_table_has_it(tmp_path: Path) -> None:
    """`form x relation` was published, and no page showed it."""
    of_forms = [("ForcedLabour", code, n) for code, n in (("Acquainted", 60), ("Familial", 40), ("unknown", 20))]
    release = open_release(make_release(tmp_path, {**justice(), ("form", "relation"): of_forms}))
    of_form = panels.recruiters(View(release, Paper(EN, LIGHT), Filters(form="ForcedLabour")))
    assert of_form.answer["count"].tolist() == [60, 40]
    assert of_form.sentence.startswith("All people, ") and "Forced labour" in (of_form.note or "")
    both = panels.recruiters(View(release, Paper(EN, LIGHT), Filters(form="ForcedLabour", sex=("male",))))
    assert "Forced labour" not in (both.note or "")


def test_a_figure_says_only_the_choices_that_it_follows(release: Release) -> None:
    every = Filters((2024, 2024), ("AF",), sex=("male",), age=("child",), form="ForcedLabour")
    view = View(release, Paper(EN, LIGHT), every, "all choices")
    kilns = JusticeView()
    assert {
        panel.key: panel.sentence
        for panel in (
            panels.sectors(view), panels.inspections(view), panels.places_of_work(view, kilns),
            panels.inspections_of_work(view, kilns), panels.recruiters(view), panels.sexual_types(view),
            panels.citizens(view),
        )
    } == {
        "sectors": "Men and boys, Children (under 18), identified in Afghanistan, 2022 to 2024",
        "inspections": "All people, identified in Afghanistan, 2022 to 2024",
        "places_of_work": "All people, exploited in Afghanistan, 2022 to 2024",
        "inspections_of_work": "All people, 2022 to 2024",
        "recruiters": "Men and boys, Children (under 18), 2022 to 2024",
        "sexual_types": "Men and boys, Children (under 18), identified in Afghanistan, 2022 to 2024",
        "citizenship": "All people, identified in Afghanistan, 2022 to 2024",
    }  # fmt: skip
