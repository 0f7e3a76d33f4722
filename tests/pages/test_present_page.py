"""The Present page: the list of stories, a show with all that must stand on its slides, and slides of one's own."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.database import PROJECT
from exports import stories
from exports.stories import read_story, written_story
from figures.kit import sources
from locales import translator
from tests.worlds.releases import make_release, region
from tests.worlds.visits import open_page
from ui.kit.own_slides import SAID, own_story
from ui.present.own import _moved
from ui.shell.address import SLIDES

LANGUAGES = ["en", "fa"]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"region": make_release(tmp_path_factory.mktemp("present"), region())}


def _html(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def _slides(app: AppTest) -> list[str]:
    """The address's slides."""
    found = app.query_params.get("slides", [])
    return [found] if isinstance(found, str) else list(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_story_with_what_it_tells_and_how_long(language: str, visit: Callable[..., AppTest]) -> None:
    app, t = visit("present", lang=language), translator(language)
    said = [element.value for element in (*app.markdown, *app.caption)]
    for name in stories.names():
        story = stories.story_of(name)
        assert f"## {story.title.said(t).replace('{name}', '…')}" in said
        assert story.about.said(t) in said
    assert any(t.number(10) in text for text in said)
    assert {f"present_{name}" for name in ("region", "balochistan", "place")} <= {one.key for one in app.button}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_has_its_sentence_source_date_and_tag(language: str, visit: Callable[..., AppTest]) -> None:
    app, t = visit("present", story="region", lang=language), translator(language)
    assert [title.value for title in app.title] == [stories.story_of("region").title.said(t)]
    pages = _html(app)
    feet = [html for html in pages if html.startswith("<footer")]
    assert len(feet) == 9  # this world has no routes between provinces
    for number, foot in enumerate(feet, 1):
        assert t.gettext("{number} of {all}").format(number=t.number(number), all=t.number(9)) in foot
        is_official = "UNODC" in foot
        assert is_official == (number == 9)
        assert (t.gettext("Demonstration data") in foot) != is_official
    notes = [html for html in pages if html.startswith("<aside")]
    assert [sources.caveat(t) in html for html in notes] == [True] * 8 + [False]  # the ninth is not this release's


def test_a_show_begins_ends_and_is_told_of_a_place(visit: Callable[..., AppTest]) -> None:
    app = visit("present", country="PK")
    app.button(key="present_place").click().run()
    assert not app.exception
    assert app.query_params["story"] in ("place", ["place"])
    assert app.query_params["country"] in ("PK", ["PK"])
    assert app.title[0].value.endswith("Pakistan")


def test_a_slide_that_is_asked_for_is_the_first_and_another_is_said(visit: Callable[..., AppTest]) -> None:
    app = visit("present", story="region", slide="4", autoplay="20")
    assert app.query_params["slide"] in ("4", ["4"])
    assert app.query_params["autoplay"] in ("20", ["20"])
    app = visit("present", story="nothing")
    assert app.title[0].value == "What do you want to show?"
    assert app.session_state["asked_in_vain"] == {"story": ["nothing"]}


def test_what_is_withheld_is_said_on_the_slide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [(2023, "AF", "female", "adult", 400), (2023, "AF", "male", "adult", 3), (2024, "AF", "female", "adult", 2)]
    address = make_release(tmp_path, {("year", "country", "sex", "age"): cells}, standard_error=1.0)
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    app = open_page("present", story="own", slides=["/#trend", "/#sex_and_age"])
    below = [html for html in _html(app) if html.startswith('<div class="below"')]
    assert len(below) == 2
    assert all("withheld" in html for html in below)


def test_a_figure_is_collected_moved_named_and_removed(visit: Callable[..., AppTest]) -> None:
    app = visit("overview", country="AF")
    for key in ("trend", "form", "trend"):
        app.button(key=f"collect_{key}").click().run()
    assert not app.exception
    assert _slides(app) == ["/?country=AF#trend", "/?country=AF#form"]
    assert len(app.toast) == 1  # the second time it is there already
    app.switch_page(str(PROJECT / "pages" / "present.py")).run()
    assert _slides(app) == ["/?country=AF#trend", "/?country=AF#form"]
    app.button(key="own_arrow_downward_0").click().run()
    assert _slides(app) == ["/?country=AF#form", "/?country=AF#trend"]
    app.text_input(key="title_/?country=AF#form").set_value("What was \u202edone").run()
    app.text_input(key="own_title").set_value("Our briefing").run()
    app.button(key="present_own").click().run()
    assert app.title[0].value == "Our briefing"
    assert any("<h2>What was done</h2>" in html for html in _html(app))
    app = visit("present", slides=["/?country=AF#form", "/routes#routes"])
    app.button(key="own_remove_0").click().run()
    assert _slides(app) == ["/routes#routes"]
    app.button(key="remove_own").click().run()
    assert _slides(app) == []


def test_what_no_story_may_hold_is_left_out_of_an_address_and_said(visit: Callable[..., AppTest]) -> None:
    app = visit("present", slides=["//elsewhere.org/#x", "javascript:alert(1)", "/#trend"])
    assert _slides(app) == ["/#trend"]
    assert app.session_state["asked_in_vain"] == {"slides": ["//elsewhere.org/#x", "javascript:alert(1)"]}


@pytest.mark.parametrize("link", ["/hotspots?view=hidden#hidden", "/context?view=returns#x", "/#nothing", "/nowhere"])
def test_a_view_that_cannot_be_presented_is_refused_with_a_sentence(link: str, visit: Callable[..., AppTest]) -> None:
    app = visit("present", slides=[link])
    assert len(app.warning) == 1
    assert app.warning[0].value.startswith("This slide cannot be shown. Remove it to present the others. ")
    assert "present_own" not in {button.key for button in app.button}
    app = visit("present", story="own", slides=[link])
    assert len(app.error) == 1
    assert app.title[0].value == "What do you want to show?"


@pytest.mark.parametrize(
    "link", ["/[Log-in](https://x.example)", "/?country=![x](https://x.example/a.png)", "/a]https://x.example"]
)
def test_what_an_address_says_is_never_read_as_markdown(link: str, visit: Callable[..., AppTest]) -> None:
    for app in (visit("present", slides=[link]), visit("present", story="own", slides=[link])):
        found = [one.value for one in (*app.warning, *app.error) if "cannot be shown" in one.value]
        assert found
        assert all(r"\]" in said and "](" not in said.replace(r"\](", "") and "https:" not in said for said in found)


def test_the_title_of_a_story_is_never_read_as_markdown(visit: Callable[..., AppTest]) -> None:
    app = visit("present", slides=["/#trend"])
    app.text_input(key="own_title").set_value("[Log in](https://x.example)").run()
    app.button(key="present_own").click().run()
    assert [title.value for title in app.title] == ["\\[Log in\\](https\u2060\\://x.example)"]


def test_slides_of_ones_own_are_kept_in_a_file_that_opens_again(visit: Callable[..., AppTest]) -> None:
    app = visit("present", slides=["/#trend"])
    app.file_uploader(key="file_of_slides").set_value(
        ("mine.json", json.dumps({"title": "Mine", "slides": [{"view": "/", "panel": "form", "note": "Say"}]}).encode(),
         "application/json")
    ).run()  # fmt: skip
    assert not app.exception
    assert _slides(app) == ["/#form"]
    assert app.text_input(key="own_title").value == "Mine"
    assert app.text_area(key="note_/#form").value == "Say"
    hostile = json.dumps({"title": "x", "slides": [{"view": "https://elsewhere.org"}]}).encode()
    app.file_uploader(key="file_of_slides").set_value(("bad.json", hostile, "application/json")).run()
    assert _slides(app) == ["/#form"]
    assert re.search(r"slide 1\\: its view is a link of the dashboard without its host", app.error[0].value)
    # of two titles of one figure none is lost unsaid
    slides = [{"view": "/", "panel": "age", "title": name} for name in "ab"]
    twice = json.dumps({"title": "x", "slides": slides}).encode()
    app.file_uploader(key="file_of_slides").set_value(("twice.json", twice, "application/json")).run()
    assert _slides(app) == ["/#form"]
    assert app.text_input(key="own_title").value == "Mine"
    assert "Slide 2 shows the same figure as slide 1." in app.error[0].value


def test_an_own_story_is_written_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    link = "/routes?view=ways#ways"
    state = {SLIDES: [link], SAID: {link: ("A", "B\nC")}}
    monkeypatch.setattr(st, "session_state", state)
    story = own_story("fa", "Mine")
    assert read_story(written_story(story), "mine.json") == story


@pytest.mark.parametrize(
    ("at", "to", "moved"), [(2, 1, "acb"), (1, 0, "bac"), (2, 0, "cab"), (0, 1, "bac"), (0, 2, "bca"), (0, -1, "abc")]
)
def test_a_slide_is_moved_to_where_it_is_asked_to(at: int, to: int, moved: str) -> None:
    assert _moved([*"abc"], at, to) == [*moved]
