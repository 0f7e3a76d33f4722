"""The language and the direction of writing of the whole page."""

from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st


def apply_direction(direction: Literal["ltr", "rtl"]) -> None:
    """Mirror the page when `direction` is "rtl". Call it once a run, before the page."""
    if direction == "rtl":
        st.html(f"<style>{_style()}</style>")  # a style on its own takes no room on the page


def say_language(language: str) -> None:
    """Tell screen readers the language of the page. Call it after the page: it takes the room of one empty line."""
    st.html(f"<script>{language_script(language)}</script>", unsafe_allow_javascript=True)


def language_script(language: str) -> str:
    """The script that names the page's language; Streamlit's own page says English, and offers no setting for it."""
    return f"document.documentElement.lang = '{language}'"


@cache
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
