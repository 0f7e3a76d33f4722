"""A table that a visitor can sort and search, in the direction of the language, and whole on paper."""

from typing import Literal

import pandas as pd
import streamlit as st

from figures.kit.plots import is_rtl
from figures.kit.tables import mirrored
from locales import Translator

MOST_PRINTED = 200  # rows: the file has the others


def grid(
    table: pd.DataFrame, t: Translator, *, key: str, alt: str, height: int | Literal["auto", "content"] = "auto"
) -> None:
    """Draw a table. A grid is a picture of the part of it that is seen: what is printed is another, which no screen
    shows and nothing reads aloud."""
    shown, start = table, None
    if is_rtl(t):
        shown = mirrored(table, t)
        start = {name: st.column_config.Column(alignment="right") for name in shown.columns}
    st.dataframe(shown, hide_index=True, key=key, alt=alt, height=height, column_config=start)
    with st.container(key=f"paper_{key}"):
        st.table(table.head(MOST_PRINTED), hide_index=True, alt=alt)
