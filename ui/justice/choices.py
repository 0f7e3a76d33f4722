"""The choices of the Justice page: how far cases came, what is compared, and of which work.

All of them are one word in the address, `view`, such as "prosecuted-court-kilns".
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import streamlit as st

from figures.kit.labels import SECTOR
from locales import N_, Translator
from ui.kit.view_choice import choose, first_of, say_unused_words
from ui.shell.address import asked, is_opened

STEPS = {"convicted": N_("Conviction"), "prosecuted": N_("Prosecution"), "investigated": N_("Investigation")}
BY = {
    "year": N_("Year"),
    "country": N_("Country"),
    "court": N_("Place of the proceedings"),
    "form": N_("Form"),
    "sex": N_("Sex"),
}
SECTORS = {
    "kilns": "X_BrickKilns",
    "carpets": "X_CarpetWeaving",
    "farms": "A_AgricultureForestryAndFishing",
    "homes": "T_ActivitiesOfHouseholdsAsEmployers",
    "building": "F_Construction",
}
WORDS = {"step": tuple(STEPS), "by": tuple(BY), "work": tuple(SECTORS)}
KEY = "justice_{}"  # session state: one of WORDS


@dataclass(frozen=True)
class JusticeView:
    """What a visitor looks at, in the words of the address. The first of each is the default."""

    step: str = WORDS["step"][0]
    by: str = WORDS["by"][0]
    work: str = WORDS["work"][0]

    @property
    def address(self) -> str | None:
        """The word for the address; None for what a page without it shows."""
        said = [word for name, words in WORDS.items() if (word := getattr(self, name)) != words[0]]
        return "-".join(said) or None

    @property
    def sector(self) -> str:
        """The code of the work."""
        return SECTORS[self.work]


def take_view() -> JusticeView:
    """What the visitor chose, or what the address asks for where it is new. Call it before anything is drawn."""
    names = [field.name for field in fields(JusticeView)]
    if is_opened() or any(KEY.format(name) not in st.session_state for name in names):
        words = (asked("view") or "").split("-")
        view = JusticeView(*(first_of(WORDS[name], words) for name in names))
        st.session_state.update({KEY.format(name): getattr(view, name) for name in names})
        say_unused_words(getattr(view, name) for name in names)
    return JusticeView(*(st.session_state[KEY.format(name)] for name in names))


def choose_compared(t: Translator) -> None:
    """Draw the choice of how far cases came, and of what is compared."""
    _choose("step", t.gettext("How far cases came"), STEPS, t)
    _choose("by", t.gettext("Compare by"), BY, t)


def choose_work(t: Translator) -> None:
    """Draw the choice of the work whose places are shown."""
    _choose("work", t.gettext("In which work"), {word: SECTOR[code] for word, code in SECTORS.items()}, t)


def _choose(name: str, title: str, labels: Mapping[str, str], t: Translator) -> None:
    choose(KEY.format(name), title, {word: t.gettext(said) for word, said in labels.items()}, is_beside_title=True)
