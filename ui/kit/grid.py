"""A table that a visitor can sort and search, in the direction of the language, and whole on paper."""

from typing import Literal

import pandas as pd
import streamlit as st

from figures.kit.plots import is_rtl
from figures.kit.tables import NUMBERS, mirrored, written
from figures.kit.text import quoted
from figures.methods.definitions import definitions
from locales import Translator
from ui.shell.access import record_table

MOST_PRINTED = 200  # rows: the file has the others


def grid(
    table: pd.DataFrame, t: Translator, *, key: str, alt: str, height: int | Literal["auto", "content"] = "auto"
) -> None:
    """Draw a table. A grid is a picture of the part of it that is seen: what is printed is another, which no screen
    shows and nothing reads aloud."""
    record_table(key, t)
    shown = mirrored(table) if is_rtl(t) else table
    numbers = [name for name in table.columns if is_rtl(t) or name in table.attrs.get(NUMBERS, ())]
    columns = {
        name: st.column_config.Column(alignment="right" if name in numbers else None, help=meant)
        for name in table.columns
        if (meant := definitions(str(name), t, is_column=True)) or name in numbers
    }
    st.dataframe(written(shown, t), hide_index=True, key=key, alt=alt, height=height, column_config=columns)
    with st.container(key=f"paper_{key}"):
        # what is printed is markdown, and names in it are of whoever brought them
        printed = table.head(MOST_PRINTED).map(lambda cell: quoted(cell) if isinstance(cell, str) else cell)
        st.table(written(printed, t), hide_index=True, alt=alt)
