"""The controls of the Routes page beyond the filters, and its saved views: see figures.routes.view."""

from collections.abc import Mapping
from urllib.parse import parse_qs

import streamlit as st

from data_access.release.release import Release
from figures.kit.maps import has_provinces
from figures.routes import words as journey_words
from figures.routes.view import AMOUNTS, COLOURS, FORMS, NAMES, SAVED, TITLES, JourneyView, SavedView, read_view
from figures.routes.words import TO
from locales import Translator
from ui.kit.chosen_filters import chosen_filters, set_filters
from ui.kit.view_choice import Code, choose, say_unused_words
from ui.shell.address import address_now, asked, is_opened, open_address


def take_click() -> None:
    """Take what was clicked on the map. An arrow: show its route. The ring of a place: see the routes from there, or
    from everywhere if they were seen from there already."""
    points = st.session_state["figure_routes"].selection.points
    code = next((point["customdata"] for point in points if point.get("customdata")), None)
    if isinstance(code, list):
        code = code[0]
    if not isinstance(code, str):
        return
    if TO in code:
        start, end = code.split(TO)
        st.session_state["routes_form"], st.session_state["routes_route"] = "route", (start, end)
        return
    country, place = ((), code) if len(code) > 2 else ((code,), None)
    filters = chosen_filters()
    if (filters.country, filters.place) == (country, place):
        country, place = (), None
    set_filters(filters.with_choice(country=country, place=place), ("country", "place"))


def saved_views(release: Release, t: Translator) -> None:
    """The saved views as buttons, and what is published about the one that is open. A release without provinces has
    no views of them."""
    now = address_now()
    with st.container(horizontal=True, gap="small", key="saved_views"):
        for number, view in enumerate(SAVED):
            if "view=province" in view.address and not has_provinces(release, "from_province"):
                continue
            st.button(
                t.gettext(view.title),
                key=f"saved_view_{number}",
                type="primary" if _same(now, view, release) else "secondary",
                on_click=_open,
                args=(view.address,),
            )
    note = next((view.note for view in SAVED if view.note and _same(now, view, release)), None)
    if note:
        st.info(t.gettext(note), icon=":material/menu_book:")


def _same(now: Mapping[str, list[str]], view: SavedView, release: Release) -> bool:
    wanted = parse_qs(view.address)
    if release.whole_period:
        wanted.setdefault("years", ["{}-{}".format(*release.whole_period)])
    said = {key: values for key, values in now.items() if key not in ("view", "release", "lang", "question")}
    return said == {key: values for key, values in wanted.items() if key != "view"} and read_view(
        "".join(now.get("view", []))
    ) == read_view(wanted["view"][0])


def _open(address: str) -> None:
    open_address(parse_qs(address))


def choose_view(release: Release, t: Translator) -> JourneyView:
    """Draw the choice of the level and return the view; it starts from the address. A release without
    provinces has routes between countries only."""
    view = read_view(asked("view"))
    for name in (*TITLES, "route"):
        if is_opened() or f"routes_{name}" not in st.session_state:
            st.session_state[f"routes_{name}"] = getattr(view, name)
    if is_opened():
        routes = [word for word in (asked("view") or "").split("-") if TO in word]
        say_unused_words([*(getattr(view, name) for name in TITLES), *routes[: view.form == "route"]])
    level = JourneyView.level
    if has_provinces(release, "from_province"):
        level = _choice("level", journey_words.LEVELS, t, is_named=True)
    direction, form, colour, amount, route = (
        st.session_state[f"routes_{name}"] for name in ("direction", "form", "colour", "amount", "route")
    )
    # between provinces no form is published
    return JourneyView(level, direction, form, colour if level == "country" else JourneyView.colour, amount, route)


def choose_direction(t: Translator) -> None:
    """Draw the choice of which routes the map shows; `choose_view` knows it."""
    _choice("direction", journey_words.DIRECTIONS, t, is_named=True)


def choose_colour(t: Translator) -> None:
    """Draw the choice of what the arrows are coloured by; `choose_view` knows it."""
    _choice("colour", COLOURS, t, is_named=False)


def choose_amount(t: Translator) -> None:
    """Draw the choice of how many arrows the map shows; `choose_view` knows it."""
    _choice("amount", AMOUNTS, t, is_named=False)


def choose_form(t: Translator) -> None:
    """Draw the choice of what stands below the map; `choose_view` knows it."""
    _choice("form", FORMS, t, is_named=False)


def _choice(name: str, titles: Mapping[Code, str], t: Translator, *, is_named: bool) -> Code:
    """is_named: the place of the choice says what it is about."""
    said = {code: t.gettext(title) for code, title in titles.items()}
    return choose(f"routes_{name}", t.gettext(NAMES[name]), said, is_beside_title=is_named)
