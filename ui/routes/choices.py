"""What the Routes page shows of its routes, as it stands in the address (`view=province-through-ways`), and the saved
views: addresses with a name.

The address holds the choices that are not the default, in any order, joined by "-".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qs

import streamlit as st

from data_access.questions.routes import LEGS, Direction, Level
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.maps import has_provinces
from figures.routes import words as journey_words
from figures.routes.words import TO
from locales import N_, Translator
from ui.kit.chosen_filters import set_filters
from ui.kit.view_choice import Code, choose, first_of, say_unused_words
from ui.shell.address import address_now, asked, is_opened, open_address

Amount = Literal["largest", "every"]
Form = Literal["matrix", "parts", "ways", "periods", "changes", "route"]
Colour = Literal["roles", "forms"]


@dataclass(frozen=True)
class JourneyView:
    """The choices about the view. level: country or province. direction: see data_access.questions.routes.is_along.
    form: what the page shows below the map. colour: what the arrows are coloured by, role or form of exploitation.
    amount: the largest arrows, or every one. route: from which place to which, where one was chosen."""

    level: Level = "country"
    direction: Direction = "all"
    form: Form = "matrix"
    colour: Colour = "roles"
    amount: Amount = "largest"
    route: tuple[str, str] | None = None

    @property
    def address(self) -> str | None:
        """As it stands in the address; None for the default."""
        chosen: dict[str, str] = {
            "level": self.level,
            "direction": self.direction,
            "form": self.form,
            "colour": self.colour,
            "amount": self.amount,
        }
        parts = [code for name, code in chosen.items() if code != getattr(JourneyView, name)]
        if self.route and self.form == "route":
            parts.append(TO.join(self.route).replace("-", "."))
        return "-".join(parts) or None


FORMS: dict[Form, str] = {
    "matrix": N_("Source and destination"),
    "parts": N_("Source, transit, destination"),
    "ways": N_("Whole ways"),
    "periods": N_("Period by period"),
    "changes": N_("What changed"),
    "route": N_("One route"),
}
COLOURS: dict[Colour, str] = {"roles": N_("Part of the journey"), "forms": N_("Form of exploitation")}
AMOUNTS: dict[Amount, str] = {"largest": N_("The largest"), "every": N_("All, the smaller ones pale")}
TITLES: dict[str, Mapping[Any, str]] = {
    "level": journey_words.LEVELS,
    "direction": journey_words.DIRECTIONS,
    "form": FORMS,
    "colour": COLOURS,
    "amount": AMOUNTS,
}
NAMES = {
    "level": N_("Between"),
    "direction": N_("Direction"),
    "form": N_("The same routes in another form"),
    "colour": N_("Colour"),
    "amount": N_("Arrows"),
}
# level -> what the page asks, and the filters that each question sets aside; and the filters that the page has
QUESTIONS: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {
    "country": {
        ("from_country", "to_country", "leg"): ("country", "place"),
        ("source_country", "exploitation_country"): ("country", "place"),
    },
    "province": {("from_province", "to_province", "province_leg"): ("country", "place")},
}
FILTERS = {"country": ("years", "country", "sex", "age", "form"), "province": ("years", "country", "place")}


def has_years(release: Release, level: Level) -> bool:
    """Are routes published by year, or only of all years together, as between provinces in a public release?"""
    return release.covers(("year", *LEGS[level]), {})


def filters_of(release: Release, level: Level) -> tuple[str, ...]:
    """The filters that the page has for routes of a level."""
    return FILTERS[level] if has_years(release, level) else tuple(key for key in FILTERS[level] if key != "years")


@dataclass(frozen=True)
class SavedView:
    """An address with a name. note: what has been published about it, and by whom."""

    title: str
    address: str
    note: str = ""


SAVED = (
    SavedView(
        N_("Balochistan: the transit corridor"),
        "view=province-through-ways&place=PK-BA",
        N_(
            "Published finding: Balochistan is a transit province through its border with Iran, for children on the "
            "way to Iran, the Gulf states, Türkiye and Europe (SEHER, Prevention & Protection of Trafficked "
            "Children); South Punjab is the main source area (Federal Investigation Agency, cited there). The finding "
            "gives directions, not numbers: the numbers here are this release's."
        ),
    ),
    SavedView(N_("Central Asian labour routes"), "view=outbound&country=TJ&country=UZ&country=TM&form=ForcedLabour"),
    SavedView(N_("Into Afghanistan: women and girls"), "view=inbound&country=AF&sex=female"),
    SavedView(N_("Internal trafficking in Afghanistan"), "view=province-internal&country=AF"),
)


def read_view(text: str | None) -> JourneyView:
    """Read a view from the address; what it does not know is left out."""
    words = (text or "").split("-")
    routes = [tuple(word.replace(".", "-").split(TO)) for word in words if word.count(TO) == 1]
    return JourneyView(
        first_of(journey_words.LEVELS, words),
        first_of(journey_words.DIRECTIONS, words),
        first_of(FORMS, words),
        first_of(COLOURS, words),
        first_of(AMOUNTS, words),
        (routes[0][0], routes[0][1]) if routes else None,
    )


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
    filters: Filters = st.session_state["filters"]
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
    said = {key: values for key, values in now.items() if key not in ("view", "release", "lang")}
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
