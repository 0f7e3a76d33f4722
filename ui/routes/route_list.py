"""Routes as two lists, across borders and within one country: for reading, for the keyboard and for screen readers."""

from itertools import pairwise

import pandas as pd
import streamlit as st

from figures.kit import words
from figures.kit.rows import Row, are_apart, published
from figures.routes import leg_words
from figures.routes import words as journey_words
from locales import N_, Translator
from ui.kit.page import Page
from ui.kit.place_links import place_links

# how many each list has at most, and its title
LISTS = ((8, N_("The largest across borders")), (5, N_("The largest within one country")))
ENDS = ("from_place", "to_place")


def route_list(page: Page, arrows: pd.DataFrame, legs: pd.DataFrame, when: str) -> None:
    """The largest arrows as two numbered lists. arrows, legs: see data_access.questions.routes."""
    t = page.t
    parts: dict[tuple[str, str], list[Row]] = {}
    for leg in published(legs):
        parts.setdefault((leg["from_place"], leg["to_place"]), []).append(leg)
    rankings = [
        (title, rows[:most]) for (most, title), rows in zip(LISTS, journey_words.apart(arrows), strict=True) if rows
    ]
    with st.container(border=True, key="route_list", height="stretch"):
        if not rankings:
            st.markdown(f"## {page.titled(t.gettext('The largest routes'))}")
            st.info(t.gettext("No route may be shown for this choice."))
            return
        for title, rows in rankings:
            st.markdown(f"## {page.titled(t.gettext(title))}")
            st.markdown("\n".join(_line(row, parts.get((row["from_place"], row["to_place"]), []), t) for row in rows))
        place_links(page, [row[end] for _, rows in rankings for row in rows for end in ENDS], None)
        st.caption(when)
        pairs = [pair for _, rows in rankings for pair in pairwise(rows)]
        if any(not are_apart(*pair) and pair[0]["standard_error"] for pair in pairs):
            st.caption(t.gettext("Some neighbours in these lists are too uncertain to rank: their margins overlap."))


def _line(row: Row, parts: list[Row], t: Translator) -> str:
    said = f"1. {leg_words.short_leg(row, t)}: **{words.row_people(row, t)}**"
    more = leg_words.parts_of_arrow(parts, t)
    return said + f"  \n   :gray[:small[{more}]]" if more else said
