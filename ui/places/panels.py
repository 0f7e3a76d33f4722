"""The parts of the Places page that are not one figure of one answer."""

from html import escape
from typing import cast

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.questions.programmes import portfolio
from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.comparison import words as comparison_words
from figures.context.published import words as published_words
from figures.context.victim_rates import official_sentence
from figures.kit.labels import place_in_country, place_name
from figures.kit.rows import Row
from figures.places import words as place_words
from findings import verdicts
from findings.detection_effort import detection_effort
from findings.rates import effort, hotspot_rates
from findings.side_numbers import Topic
from findings.sides import of_place
from ui.kit.beside import comparison_panel
from ui.kit.chosen_filters import chosen_beside
from ui.kit.page import Page
from ui.shell.pages import link


def place_of_page(page: Page) -> tuple[str, list[str] | None]:
    """The one place that the page is about, and the chosen ones that it leaves out; None where it was chosen alone.
    Without a choice it is the country in which most people were identified."""
    chosen = page.filters.country
    if page.filters.place:
        return page.filters.place, None
    if chosen:
        return chosen[0], list(chosen[1:]) or None
    known = [row for row in page.about(Filters()).ask(shares_by_country).to_dict("records") if row["state"] == "count"]
    return max(known, key=lambda row: row["count"], default={"country": "AF"})["country"], []


def shares_by_country(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country: the people identified there."""
    counts = release.counts(("country",), filters)
    return counts[~counts["country"].isin((UNKNOWN, OTHER))]


def judged(page: Page) -> pd.DataFrame:
    """The rates of all areas of the page's country, and what may be concluded of each; not published for a country."""
    if not page.filters.place:
        return pd.DataFrame()
    page = page.about(page.filters.without("place").with_choice(country=(page.filters.place[:2],)))
    rates = page.ask(hotspot_rates, "identified")
    if not rates.attrs.get("is_published", True):
        return pd.DataFrame()
    return verdicts.judge(rates, page.ask(effort), page.ask(detection_effort))


def rows(place: str) -> list[tuple[str, ...]]:
    """The parts of the page, row by row."""
    of_country = [("means", "service", "outcome")] if len(place) == 2 else []
    first: list[tuple[str, ...]] = [("roles", "who", "rates"), ("form", "routes", "stage")]
    return [*first, *of_country, ("missing", "programmes", "published")]


def columns(page: Page, number: int) -> list[DeltaGenerator]:
    """Beside each other on a wide screen, two by two on a tablet, below each other on a phone."""
    if page.paper.width == "desktop":
        return list(st.columns(number))
    if page.paper.width == "tablet":
        return [*st.columns(2), *(st.container() for _part in range(number - 2))]
    return [st.container() for _part in range(number)]


def draw(page: Page, part: str, places: list[str]) -> None:
    """Draw one part of the page."""
    t, beside = page.t, chosen_beside()
    if part == "programmes":
        return programmes_panel(page, places)
    if part == "published":
        return published_panel(page, places)
    topic = cast(Topic, part)
    title = t.gettext(comparison_words.TITLES[topic])
    if topic == "routes" and len(places) > 1:  # each place has its own
        for place in places:
            own = page.about(of_place(page.filters, place), page.sentence)
            titled = t.gettext("{title}: {place}").format(title=title, place=place_name(place, t))
            comparison_panel(own, f"place_routes_{place}", titled, topic, beside=None)
        return None
    return comparison_panel(page, f"place_{topic}", title, topic, beside=beside)


def programmes_panel(page: Page, places: list[str]) -> None:
    """The programmes that are published of each place, each a link to its page."""
    t, _ = page.t, page.t.gettext
    with st.container(border=True, key="panel_place_programmes", height="stretch"):
        st.markdown(f"## {_('Programmes there')}")
        for place in places:
            rows = place_words.programmes_here(page.about(Filters(years=page.filters.years)).ask(portfolio), place)
            lines = [_programme(row, page) for row in rows[: place_words.MOST_PROGRAMMES]]
            _list(place, places, lines, len(rows) - len(lines), ("programmes", (("country", place[:2]),)), page)


def _programme(row: Row, page: Page) -> str:
    t = page.t
    address = link("programmes", (("view", "programme"), ("programme", str(row["code"]))), page.release, t)
    said = [str(row["donor"])] if row["donor"] else []
    if row["start"]:
        years = [int(str(day)[:4]) for day in (row["start"], row["end"]) if day]
        said.append("–".join(t.year(year) for year in dict.fromkeys(years)))
    if len(row["places"]) == 0:
        said.append(t.gettext("names no province"))
    return f'<a href="{address}">{escape(str(row["title"]))}</a> <small>{escape(" · ".join(said))}</small>'


def published_panel(page: Page, places: list[str]) -> None:
    """What others have published about each place: apart from the cases, never added to them."""
    t, _ = page.t, page.t.gettext
    with st.container(border=True, key="panel_place_published", height="stretch"):
        st.markdown(f"## {_('Published by others, never added to these cases')}")
        for place in places:
            rows = place_words.figures_here(page.about(Filters(country=(place[:2],))).ask(published_figures), place)
            lines = [_figure(row, page) for row in rows[: place_words.MOST_FIGURES]]
            query = (
                ("view", "figures"),
                ("country", place[:2]),
                *((("search", place_name(place, t)),) if len(place) > 2 else ()),
            )
            _list(place, places, lines, len(rows) - len(lines), ("context", query), page)
            if len(place) == 2 and (said := official_sentence((place,), t)):
                st.caption(said)


def _figure(row: Row, page: Page) -> str:
    t = page.t
    group = published_words.group_words(row, t)
    what = [str(row["title"]), *([group] if group else []), published_words.period_words(row, t)]
    source = [published_words.source_words(row, t), published_words.firmness(row, t)]
    number = published_words.value_words(row, t)
    return f"<b>{escape(number)}</b> {escape(' · '.join(what))} <small>{escape(' · '.join(source))}</small>"


def _list(
    place: str,
    places: list[str],
    lines: list[str],
    more: int,
    rest: tuple[str, tuple[tuple[str, str], ...]],
    page: Page,
) -> None:
    t = page.t
    head = f"<h3>{escape(place_in_country(place, t))}</h3>" if len(places) > 1 else ""
    if not lines:
        said = t.gettext("Nothing is published that names {place}.").format(place=place_in_country(place, t))
        st.html(f"{head}<p>{escape(said)}</p>")
        return
    if more > 0:
        said = t.ngettext("{number} more", "{number} more", more).format(number=t.number(more))
        lines = [*lines, f'<a href="{link(rest[0], rest[1], page.release, t)}">{escape(said)}</a>']
    st.html(f'{head}<ul class="of_place">{"".join(f"<li>{line}</li>" for line in lines)}</ul>')
