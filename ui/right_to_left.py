"""The language and the direction of writing of the whole page."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st

from locales import Translator

ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # what is between them has its own direction, that of its first letter
RIGHT_TO_LEFT_MARK = "\u200f"
DOT = " · "


def isolated(text: str, t: Translator) -> str:
    """A name, as it was published, kept together inside a sentence that is written the other way."""
    return f"{ISOLATE}{text}{END_ISOLATE}" if t.language.direction == "rtl" else text


def separated(parts: Iterable[str], t: Translator) -> str:
    """Several names or numbers in a row with dots between them, in the order of the language.

    Charts take the direction of a text from its first letter, so that a row that begins with an English name would put
    the Dari after it on the wrong side: here the row has the language's direction, and each part its own.
    """
    row = DOT.join(isolated(part, t) for part in parts)
    return RIGHT_TO_LEFT_MARK + row if t.language.direction == "rtl" else row


def with_quiet_end(first: str, others: Iterable[str], colour: str, t: Translator) -> str:
    """A row for a chart, as `separated`: all after its first part has another colour."""
    return f"{separated([first], t)}<span style='color:{colour}'>{DOT}{separated(others, t)}</span>"


def apply_direction(direction: str) -> None:
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
