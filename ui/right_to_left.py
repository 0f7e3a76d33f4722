"""The direction of writing of the whole page."""

from functools import cache
from pathlib import Path

import streamlit as st


def apply_direction(direction: str) -> None:
    """Mirror the page for a language that is written from right to left. Call it once a run, for every language."""
    if direction == "rtl":
        st.html(f"<style>{_style()}</style>")


@cache
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text()
