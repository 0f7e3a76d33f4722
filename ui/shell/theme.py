"""What .streamlit/config.toml cannot say about the look."""

from functools import cache
from pathlib import Path

import streamlit as st

from locales import Translator

# Streamlit writes the chosen values of a list in white on the accent. The accent of the dark theme is also the colour
# of text on the dark ground, and no colour has a contrast of 4.5 with both; so the values are outlined instead.
# Its captions have a contrast of 3.9 on the light ground; 4.5 is the least that can be read by all.
# A click on the arrow of a button that opens something closed it again at once on a slow machine: Streamlit changes the
# arrow, and then takes the click for one beside the button.
STYLE = """
[data-testid="stPopoverButton"] * { pointer-events: none; }
[data-tag] { background: transparent; border: 1px solid currentcolor; }
[data-tag], [data-tag] :is(span, button) { color: inherit; }
[data-testid="stCaptionContainer"] { opacity: 0.78; }
"""


def apply_theme(t: Translator) -> None:
    """Add the rules to the page, with the one word of Streamlit's own that they write anew. Call it once a run."""
    st.html(f'<style>:root {{ --more: "{t.gettext("More")}"; }}{STYLE}{_rules()}</style>')


@cache
def _rules() -> str:
    return "".join(Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8") for name in ("band", "print"))
