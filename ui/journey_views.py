"""What the Routes page shows of its routes, as it stands in the address: `view=province-through-chain`.

The address holds the choices that are not the default, in any order, joined by "-".
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from data_access.journey_questions import DIRECTIONS
from locales import N_, Translator
from ui import journey_words
from ui.address import address_changed

LEVELS = ("country", "province")
TITLES: dict[str, Mapping[str, str]] = {
    "level": journey_words.LEVELS,
    "direction": journey_words.DIRECTIONS,
}
CHOICES = {"level": LEVELS, "direction": DIRECTIONS}
# level -> what the page asks, and the filters that each question sets aside; and the filters that the page has
QUESTIONS: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {
    "country": {
        ("from_country", "to_country", "leg"): ("country", "place"),
        ("source_country", "exploitation_country"): ("country", "place"),
    },
    "province": {("from_province", "to_province", "province_leg"): ("country", "place")},
}
FILTERS = {"country": ("years", "country", "sex", "age", "form"), "province": ("years", "country", "place")}
NAMES = {"level": N_("Between"), "direction": N_("Direction")}


@dataclass(frozen=True)
class JourneyView:
    """The choices about the view. level: country or province. direction: see data_access.journey_questions.along."""

    level: str = "country"
    direction: str = "all"

    def text(self) -> str | None:
        """As it stands in the address; None for the default."""
        return "-".join(choice for choice in (self.level, self.direction) if choice not in _DEFAULTS) or None


_DEFAULTS = {JourneyView.level, JourneyView.direction}


def read_view(text: str | None) -> JourneyView:
    """Read a view from the address; what it does not know is left out."""
    words = set((text or "").split("-"))
    found = {name: next((code for code in codes if code in words), None) for name, codes in CHOICES.items()}
    return JourneyView(**{name: code for name, code in found.items() if code})


def choose_view(t: Translator) -> JourneyView:
    """Draw the choices about the view and return them; they start from the address."""
    view = read_view(st.query_params.get("view"))
    asked = address_changed()
    for name in CHOICES:
        if asked or f"routes_{name}" not in st.session_state:
            st.session_state[f"routes_{name}"] = getattr(view, name)
    chosen = {}
    with st.container(horizontal=True, gap="medium", key="routes_view"):
        for name, codes in CHOICES.items():
            chosen[name] = st.segmented_control(
                t.gettext(NAMES[name]),
                codes,
                format_func={code: t.gettext(title) for code, title in TITLES[name].items()}.__getitem__,
                key=f"routes_{name}",
                required=True,
                persist_state="session",
            )
    return JourneyView(**{name: str(code) for name, code in chosen.items()})
