"""What each click does to the session of a visitor, as a whole: every key that it writes, and none besides.

RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

from collections.abc import Callable, Iterator
from typing import Any, cast, get_args

import pandas as pd
import pytest
import streamlit as st

from data_access.errors import BadInput
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.stories import Slide, Story, Words
from figures.search.ranking import Entry, Kind
from locales import Translator, translator
from tests.exports.whole_results import hold
from ui.context.figure_list import _part, _turn_to
from ui.kit import chosen_filters, filter_bar, making, own_slides, place_links, question
from ui.kit.view_choice import chosen, say_unused_words
from ui.present import choices, own
from ui.programmes import choices as of_programmes
from ui.programmes import scorecard_panel
from ui.recovery.panels import _ask
from ui.routes import choices as of_routes
from ui.routes import year_player
from ui.shell import address, header, notices, pages, search, share

EN = translator("en")
BEGUN: dict[str, Any] = {
    "filters": Filters(years=(2020, 2022), country=("AF",), place="AF-HER", sex=("female",), form="ForcedLabour"),
    "beside": "PK",
    "whole_period": (2015, 2024),
    "written_addresses": [
        {"years": ["2019"]},
        {"years": ["2020-2022"], "country": ["AF"], "sex": ["female"], "with": ["PK"], "view": ["gap"],
         "slides": ["/routes#map"], "release": ["3"], "lang": ["fa"], "donor": ["A"]},
    ],
    "collected_slides": ["/routes#map"],
    "words_of_own_slides": {"/routes#map": ("Title", "")},
    "title_of_own_slides": "Show",
    "path_of_the_page": "routes",
}  # fmt: skip


class _Clicked:
    """What Streamlit says of a click on a figure."""

    def __init__(self, *points: dict[str, Any]) -> None:
        self.selection = self
        self.points = points

    def __repr__(self) -> str:
        return str(self.points)


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    monkeypatch.setattr(st, "query_params", {})
    monkeypatch.setattr(address, "get_script_run_ctx", lambda: None)
    return kept


def _done(state: dict[str, Any], name: str, click: Callable[..., Any], *args: Any, **before: Any) -> Iterator[str]:
    """What a click returns, and what it changes of the session that begins as BEGUN."""
    state.clear()
    state.update({**BEGUN, **before})
    begun = dict(state)
    try:
        said = click(*args)
    except BadInput as error:
        said = f"refused: {error}"
    changed = {key: value for key, value in state.items() if key not in begun or begun[key] != value}
    gone = sorted(begun.keys() - state.keys())
    asked = {key: value for key, value in before.items() if key != "written_addresses"}
    given = [one for one in args if not isinstance(one, Translator)]
    yield f"{name} {given or ''} {asked or ''}: {said} | {changed} | {gone}"


def test_choices_of_the_filter_bar(state: dict[str, Any]) -> None:
    some = Filters(country=("PK",), place="PK-SD", sex=("male",), age=("child",))
    given = {"years": (2015, 2024), "country": ["PK", "IR"], "place": None, "sex": [], "age": ["child"], "form": "None"}
    lines = [
        *_done(state, "set_filters", chosen_filters.set_filters, some, choose_years=(2020, 2022)),
        *_done(state, "set_filters", chosen_filters.set_filters, Filters(years=(2016, 2017)), ("years", "country")),
        *_done(state, "set_filters", chosen_filters.set_filters, Filters(), ("years",), choose_years=(2020, 2022)),
        *_done(state, "set_beside", chosen_filters.set_beside, "2021"),
        *_done(state, "set_beside", chosen_filters.set_beside, None),
        *_done(state, "take_beside", chosen_filters.take_beside),
        *_done(state, "take_beside", chosen_filters.take_beside, choose_beside="IR"),
        *_done(state, "chosen_beside", chosen_filters.chosen_beside),
        *_done(state, "begin_control", chosen_filters.begin_control, "years", (2010, 2024)),
        *_done(state, "begin_control", chosen_filters.begin_control, "years", (2010, 2024), choose_years=(2012, 2013)),
        *_done(state, "begin_control", chosen_filters.begin_control, "form", "ForcedLabour"),
        *_done(state, "clear", filter_bar._clear, ("years", "sex"), ["programmes_donor"], programmes_donor="A"),
        *_done(state, "clear", filter_bar._clear, (*chosen_filters.KEYS, "beside"), []),
        *_done(state, "close", question._close, question=3),
        *_done(state, "chosen", chosen, "step", {"one": "One", "two": "Two"}),
        *_done(state, "chosen", chosen, "step", {"one": "One", "two": "Two"}, step="two"),
    ]
    for key, value in given.items():
        lines += _done(state, "take_choice", chosen_filters.take_choice, key)
        lines += _done(state, "take_choice", chosen_filters.take_choice, key, **{f"choose_{key}": value})
    lines += _done(state, "take_choice", chosen_filters.take_choice, "years", choose_years=[2016, 2016])
    hold("clicks/filters", lines)


def test_clicks_on_figures_and_buttons(state: dict[str, Any]) -> None:
    points: list[list[dict[str, Any]]] = [
        [], [{"customdata": "AF~IR"}], [{"x": 1}, {"customdata": ["AF-HER"]}], [{"customdata": "PK"}],
        [{"customdata": "AF"}], [{"customdata": 3}],
    ]  # fmt: skip
    lines = [line for some in points for line in _done(state, "click", of_routes.take_click,
                                                       figure_routes=_Clicked(*some))]  # fmt: skip
    seen_from = {"filters": Filters(country=("AF",)), "figure_routes": _Clicked({"customdata": "AF"})}
    lines += _done(state, "click", of_routes.take_click, **seen_from)
    for chosen_year in (None, 0, 2021):
        lines += _done(state, "year", year_player._take_year, year_player={"year": chosen_year})
    for code in (None, "a-programme"):
        lines += _done(state, "row", scorecard_panel._open, **{scorecard_panel.OPENED: {"programme": code}})
    lines += [
        *_done(state, "link", lambda: scorecard_panel._link()("b")),
        *_done(state, "programme", of_programmes.open_programme, "a"),
        *_done(state, "ask", _ask, {"years": "2020", "sex": "male"}),
        *_done(state, "turn", _turn_to, 3),
        *_done(state, "part", _part, ("a",), 4),
        *(line for part in (0, 2, 9) for line in _done(
            state, "part", _part, ("a",), 4, figures_chosen=("a",), figures_part=part
        )),
        *_done(state, "saved view", of_routes._open, "country=IR&view=inbound"),
        *_done(state, "language", header._choose_language, choose_language="fa"),
        *_done(state, "current", notices._show_current),
        *_done(state, "start over", share._start_over),
        *_done(state, "open_at", share.open_at, "routes", question=2),
        *_done(state, "open_at", share.open_at, "places", question=2),
        *_done(state, "open_at", share.open_at, "places", question=2, address_to_open={"place": ["AF-HER"]}),
        *_done(state, "begin", making._jobs),
    ]  # fmt: skip
    hold("clicks/figures", lines)


def test_slides_and_shows(state: dict[str, Any]) -> None:
    links = ["/#a", "/routes#b", "/places#c"]
    words, nothing = Words({"en": "Said", "fa": "گفته"}), Words({})
    story = Story(
        Words({"fa": "نام"}), (Slide("/routes", "b", title=words), Slide("/", "a", title=nothing, note=words))
    )
    twice = Story(words, (Slide("/routes", "b"), Slide("/", "a"), Slide("/", "a")))
    lines = [
        *_done(state, "collect", own_slides.collect, links),
        *_done(state, "collected", own_slides.collected),
        *_done(state, "say", own_slides.say, "/#a", "Ti\u200etle\n", "Note"),
        *_done(state, "said_of", own_slides.said_of, "/routes#map"),
        *_done(state, "said_of", own_slides.said_of, "/#a"),
        *_done(state, "own_story", own_slides.own_story, "en", "Untitled"),
        *_done(state, "own_story", own_slides.own_story, "en", "Untitled", title_of_own_slides=""),
        *_done(state, "take_story", own_slides.take_story, story, "en"),
        *_done(state, "take_story", own_slides.take_story, story, "fa"),
        *_done(state, "take_story", own_slides.take_story, twice, "en"),
        *(f"{at} to {to}: {own._moved(links, at, to)}" for at in range(3) for to in (at - 1, at + 1)),
        *_done(state, "present", choices.present, "own"),
        *_done(state, "present", choices.present, "programme", "programme", "uneven"),
        *_done(state, "present", choices.present, "place", "place", "PK"),
        *_done(state, "present", choices.present, "place", "place", "PK-SD"),
        *_done(state, "present", choices.present, "place", "place", None),
        *_done(state, "end", choices.end, story="own"),
    ]
    for number in ("1", "50", "51", "0", "x", "١", "123456"):
        lines += _done(state, "number", choices._number, "slide", 50, address_to_open={"slide": [number]})
    lines += _done(state, "number", choices._number, "slide", 50)
    hold("clicks/slides", lines)


def test_what_stands_in_the_address(state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    release = cast(Release, _Named())
    entries = [Entry(kind, "Iran", (), "routes", (("country", "IR"),)) for kind in get_args(Kind)]
    answer = pd.DataFrame({"from_place": ["AF", "PK"], "to_place": ["IR", "AF"], "count": [3, 9]})
    opened = {"address_to_open": {"view": ["a", "b-c", "b-c"], "lang": ["xx"], "sex": ["male"]}}
    lines = [
        *_done(state, "is_opened", address.is_opened),
        *_done(state, "is_opened", address.is_opened, **opened),
        *_done(state, "asked", address.asked, "view", **opened),
        *_done(state, "asked", address.asked, "sex", **opened),
        *_done(state, "asked", address.asked, "form", **opened),
        *_done(state, "asked_all", address.asked_all, "view", **opened),
        *_done(state, "open_address", address.open_address, {"sex": ["male"]}),
        *_done(state, "open_address", address.open_address, {"lang": ["en"], "slides": []}),
        *_done(state, "view_now", address.view_now),
        *_done(state, "ask_in_vain", address.ask_in_vain, "sex", ["x"], found_in_vain={"sex": ["y", "x"]}),
        *_done(state, "ask_in_vain", address.ask_in_vain, "sex", []),
        *_done(state, "asked_in_vain", address.asked_in_vain, found_in_vain={"a": ["1"]}, asked_in_vain={"b": ["2"]}),
        *_done(state, "asked_in_vain", address.asked_in_vain, asked_in_vain={"b": ["2"]}, **opened),
        *_done(state, "left_out", address.left_out, asked_in_vain={"b": ["2"]}),
        *_done(state, "read_language", address.read_language),
        *_done(state, "read_language", address.read_language, language="fa"),
        *_done(state, "read_language", address.read_language, language="fa", **opened),
        *_done(state, "read_language", address.read_language, language="fa", address_to_open={"sex": ["male"]}),
        *_done(state, "read_language", address.read_language, address_to_open={"lang": ["fa"]}),
        *_done(state, "unused", say_unused_words, ["b"], **opened),
        *_done(state, "link", pages.link, "places", [("place", "AF-HER")], release, translator("fa")),
        *_done(state, "link", pages.link, "overview", [("years", "2019")], release, EN),
        *(line for entry in entries for line in _done(state, entry.kind, search._asked, entry)),
        *_done(state, "link here", own_slides._link_here,
               _Named(), "map"),
        f"{place_links.places_in(answer)} {place_links.places_in(answer.drop(columns='count'))} "
        f"{place_links.places_in(answer[['count']])}",
    ]  # fmt: skip
    for written, question_now in (({}, 0), ({"country": ["AF"], "slides": ["/routes#map"]}, 4)):
        monkeypatch.setattr(st, "query_params", _Written())
        lines += _done(state, "write_address", address.write_address, release, Filters(country=("AF",), sex=("male",)),
                       {"view": "gap", "donor": None}, question=question_now, language="fa", found_in_vain={"a": ["1"]},
                       written_addresses=[{"x": ["1"]}] * 60 + [written])  # fmt: skip
        lines.append(str(st.query_params))
    hold("clicks/addresses", lines)


class _Named:
    """A release, or a view of it, of which only this is asked."""

    whole_period, id = (2015, 2024), 3

    @property
    def release(self) -> "_Named":
        return self

    def __repr__(self) -> str:
        return "release 3"


class _Written(dict[str, Any]):
    """What stands in the address of a browser."""

    def from_dict(self, wanted: dict[str, Any]) -> None:
        self.clear()
        self.update(wanted)

    def get_all(self, key: str) -> list[str]:
        return cast(list[str], self[key])
