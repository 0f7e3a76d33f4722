"""Links to the page of everything about a place, wherever places are named."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from figures.kit.labels import place_name
from ui.kit.page import Page
from ui.shell.pages import link

MOST_LINKS = 5


def place_links(page: Page, places: Iterable[str]) -> None:
    """A line of the first of these places, each a link to its page. Areas of several provinces have none."""
    t, filters = page.t, page.filters
    years = (("years", "{}-{}".format(*filters.years)),) if filters.years else ()
    people = [(name, code) for name in ("sex", "age") for code in getattr(filters, name)]
    form = [("form", filters.form)] if filters.form else []
    shown = [code for code in places if "+" not in code][:MOST_LINKS]
    linked = []
    for code in shown:
        query = [("country" if len(code) == 2 else "place", code), *years, *people, *form]
        linked.append(f'<a href="{link("places", query, page.release, t)}">{escape(place_name(code, t))}</a>')
    if linked:
        said = escape(t.gettext("All about one place: {places}")).format(places=" · ".join(linked))
        st.html(f'<p class="of_place">{said}</p>')
