"""Links to the page of everything about a place, wherever places are named."""

import re
from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st

from data_access.release.release import Release
from figures.kit.labels import place_name
from figures.views.view import View
from ui.shell.pages import link

MOST_LINKS = 5
PLACE = re.compile(r"[A-Z]{2}(?:-[^+~]+)?")
# columns of answers whose codes are places
COLUMNS = ("place", "country", "citizenship", "from_place", "to_place", "source_country", "exploitation_country",
           "source", "first_transit", "last_transit", "destination", "chain_source", "chain_destination")  # fmt: skip


def place_links(view: View, places: Iterable[str], most: int | None = MOST_LINKS) -> None:
    """A line of the first of these places, each a link to its page; None: of all. Areas of several provinces have
    none."""
    t, filters = view.t, view.filters
    years = (("years", "{}-{}".format(*filters.years)),) if filters.years else ()
    people = [(name, code) for name in ("sex", "age") for code in getattr(filters, name)]
    form = [("form", filters.form)] if filters.form else []
    known = view.made_once(lambda: _known(view.release), "places with a page")
    linked = []
    for code in [code for code in dict.fromkeys(places) if code in known][:most]:
        query = [("country" if len(code) == 2 else "place", code), *years, *people, *form]
        linked.append(f'<a href="{link("places", query, view.release, t)}">{escape(place_name(code, t))}</a>')
    if linked:
        said = escape(t.gettext("All about one place: {places}")).format(places=" · ".join(linked))
        st.html(f'<p class="of_place">{said}</p>')


def places_in(answer: pd.DataFrame) -> list[str]:
    """The places that the rows of an answer name, those of most people first."""
    ranked = answer.sort_values("count", ascending=False, kind="stable") if "count" in answer else answer
    columns = [ranked[name] for name in COLUMNS if name in ranked]
    return [str(code) for row in zip(*columns, strict=True) for code in row] if columns else []


def _known(release: Release) -> set[str]:
    dimensions = ("country", "from_country", "to_country", "province", "source")
    return {code for name in dimensions for code in release.codes(name) if PLACE.fullmatch(code)}
