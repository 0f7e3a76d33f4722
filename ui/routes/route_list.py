"""Routes as a list: for reading, for the keyboard and for screen readers."""

from itertools import pairwise

import pandas as pd
import streamlit as st

from figures.kit import words
from figures.kit.rows import Row, are_apart, published
from figures.routes import leg_words
from locales import Translator

MOST_LISTED = 12


def route_list(legs: pd.DataFrame, when: str, t: Translator) -> None:
    """The largest routes as a numbered list of sentences."""
    rows = published(legs)[:MOST_LISTED]
    with st.container(border=True, key="route_list", height="stretch"):
        st.markdown(f"## {t.gettext('The largest routes, in words')}")
        if not rows:
            st.info(t.gettext("No route may be shown for this choice."))
            return
        st.markdown("\n".join(_line(row, t) for row in rows))
        if any(not are_apart(*pair) for pair in pairwise(rows)) and any(row["standard_error"] for row in rows):
            st.caption(t.gettext("Some neighbours in this list are too uncertain to rank: their margins overlap."))


def _line(row: Row, t: Translator) -> str:
    part = leg_words.PARTS.get(row["leg"])
    said = f"1. {leg_words.short_leg(row, t)}: {words.row_people(row, t)}"
    return said + (f"  \n   :gray[:small[{t.gettext(part)}]]" if part else "")
