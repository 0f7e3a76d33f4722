"""The parts of the Places page that are not one figure of one answer."""

from html import escape
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.questions.programmes import portfolio
from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context.victim_rates import official_sentence
from figures.kit.labels import place_in_country, place_name
from figures.kit.rows import Row
from figures.places import words as place_words
from figures.places.panels import OF_COUNTRIES, TOPICS, published_since, topic_panels
from findings.side_numbers import Topic
from ui.kit.chosen_filters import chosen_beside
from ui.kit.page import Page
from ui.kit.sdg import sdg_download
from ui.shell.pages import link

Query = tuple[tuple[str, str], ...]


def rows(page: Page, place: str) -> list[tuple[str, ...]]:
    """The parts of the page, row by row."""
    of_country = [OF_COUNTRIES] if len(place) == 2 else []
    last = (*published_since(page), "missing", "programmes", "published")
    return [*TOPICS, *of_country, *(last[at : at + 3] for at in range(0, len(last), 3))]


def columns(page: Page, number: int) -> list[DeltaGenerator]:
    """Beside each other on a wide screen, two by two on a tablet, below each other on a phone."""
    if page.paper.width == "desktop":
        return list(st.columns(3))[:number]
    if page.paper.width == "tablet":
        return [*st.columns(2), *(st.container() for _part in range(number - 2))]
    return [st.container() for _part in range(number)]


def draw(page: Page, part: str, places: list[str]) -> None:
    """Draw one part of the page."""
    if part == "programmes":
        programmes_panel(page, places)
    elif part == "published":
        published_panel(page, places)
    else:
        of_country = part == "rates" and len(places[0]) == 2
        for panel in topic_panels(page, cast(Topic, part), places, chosen_beside()):
            page.show(panel, below=(lambda: sdg_download(page, places[0])) if of_country else None)


def programmes_panel(page: Page, places: list[str]) -> None:
    """The programmes that are published of each place, each a link to its page."""
    everything = page.about(Filters(years=page.filters.years)).ask(portfolio)
    with st.container(border=True, key="panel_place_programmes", height="stretch"):
        st.markdown(f"## {page.t.gettext('Programmes there')}")
        for place in with_countries(places):
            rows = place_words.programmes_here(everything, place, places)
            query = (("country", place[:2]),)
            _list(place, [_programme(row, page) for row in rows], ("programmes", query), page)


def _programme(row: Row, page: Page) -> str:
    address = link("programmes", (("view", "programme"), ("programme", str(row["code"]))), page.release, page.t)
    said = escape(place_words.programme_words(row, page.t))
    return f'<a href="{address}">{escape(str(row["title"]))}</a> <small>{said}</small>'


def published_panel(page: Page, places: list[str]) -> None:
    """What others have published about each place: apart from the cases, never added to them."""
    t = page.t
    with st.container(border=True, key="panel_place_published", height="stretch"):
        st.markdown(f"## {t.gettext('Published by others, never added to these cases')}")
        for place in with_countries(places):
            published = page.about(Filters(country=(place[:2],))).ask(published_figures)
            rows = place_words.figures_here(published, place)
            query: Query = (("view", "figures"), ("country", place[:2]))
            query += (("search", place_name(place, t)),) if len(place) > 2 else ()
            _list(place, [_figure(row, page) for row in rows], ("context", query), page)
            if len(place) == 2 and (said := official_sentence((place,), t)):
                st.caption(said)


def _figure(row: Row, page: Page) -> str:
    number, what, source = place_words.figure_words(row, page.t)
    return f"<b>{escape(number)}</b> {escape(what)} <small>{escape(source)}</small>"


def with_countries(places: list[str]) -> list[str]:
    """Places, and the countries of those that are provinces, of which more is published."""
    return list(dict.fromkeys([*places, *(place[:2] for place in places)]))


def _list(place: str, lines: list[str], rest: tuple[str, Query], page: Page) -> None:
    """Draw the first lines about a place, and where the others are."""
    t = page.t
    name = escape(place_in_country(place, t))
    shown = lines[: place_words.MOST_LINES]
    if more := len(lines) - len(shown):
        said = t.ngettext("{number} more", "{number} more", more).format(number=t.number(more))
        shown.append(f'<a href="{link(*rest, page.release, t)}">{escape(said)}</a>')
    shown = shown or [escape(t.gettext("Nothing is published that names it."))]
    listed = "".join(f"<li>{line}</li>" for line in shown)
    st.html(f'<div class="of_place"><h3>{name}</h3><ul class="of_place">{listed}</ul></div>')
