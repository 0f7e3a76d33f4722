"""The language and the direction of writing of the whole page."""

from functools import cache
from pathlib import Path

import streamlit as st


def apply_direction(direction: str, language: str) -> None:
    """Mirror the page when `direction` is "rtl", and tell screen readers its language. Call it once a run."""
    style = f"<style>{_style()}</style>" if direction == "rtl" else ""
    st.html(style + f"<script>{language_script(language)}</script>", unsafe_allow_javascript=True)


def language_script(language: str) -> str:
    """The script that names the page's language; Streamlit's own page says English, and offers no setting for it."""
    return f"document.documentElement.lang = '{language}'"


@cache
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
