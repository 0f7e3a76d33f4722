"""The choices of the Recovery page beyond the filters: what a province is, which step is timed, what is compared.

All of them are one word in the address, `view`, such as "identified-referral-provider".
"""

from dataclasses import dataclass, fields

import streamlit as st

from figures.kit.labels import STEP
from figures.kit.widths import Width
from locales import Translator
from ui.shell.address import address_changed

WORDS = {
    "role": ("origin", "identified"),
    "step": ("reunification", "referral", "service"),
    "by": ("year", "sex", "form", "country", "source", "province", "provider"),
}
KEY = "recovery_{}"  # session state: one of WORDS


@dataclass(frozen=True)
class RecoveryView:
    """What a visitor looks at, in the words of the address. The first of each is the default."""

    role: str = WORDS["role"][0]
    step: str = WORDS["step"][0]
    by: str = WORDS["by"][0]

    @property
    def address(self) -> str | None:
        """The word for the address; None for what a page without it shows."""
        said = [word for name, words in WORDS.items() if (word := getattr(self, name)) != words[0]]
        return "-".join(said) or None

    @property
    def timed(self) -> str:
        """The dimension that holds the time to the step: one of data_access.questions.recovery.STEPS."""
        return f"{self.step}_time"

    @property
    def dimension(self) -> str:
        """The dimension that is compared."""
        return "identified_by" if self.by == "provider" else self.by


def read_view(word: str | None) -> RecoveryView:
    """What a word of the address asks for; what it does not know is left at its default."""
    asked = (word or "").split("-")
    found = {name: next((part for part in asked if part in words), words[0]) for name, words in WORDS.items()}
    return RecoveryView(**found)


def take_view() -> RecoveryView:
    """What the visitor chose, or what the address asks for where it is new. Call it before anything is drawn."""
    names = [field.name for field in fields(RecoveryView)]
    if address_changed() or any(KEY.format(name) not in st.session_state for name in names):
        asked = read_view(st.query_params.get("view"))
        st.session_state.update({KEY.format(name): getattr(asked, name) for name in names})
    return RecoveryView(*(str(st.session_state[KEY.format(name)]) for name in names))


def choose(name: str, title: str, labels: dict[str, str], width: Width) -> None:
    """Draw the control of one of WORDS behind its title. labels: the name of each word."""
    # beside its title the control would scroll on a phone instead of taking a second line
    with st.container(horizontal=width != "phone", gap="small", vertical_alignment="center", key=f"row_{name}"):
        st.caption(title, width="content")
        st.segmented_control(
            title,
            WORDS[name],
            format_func=lambda word: labels[word],
            key=KEY.format(name),
            label_visibility="collapsed",
            required=True,
            persist_state="session",
        )


def choose_role(t: Translator, width: Width) -> None:
    """Draw the choice of what a province of the filter bar is."""
    _ = t.gettext
    choose(
        "role", _("A province is where people were"), {"origin": _("Taken from"), "identified": _("Identified")}, width
    )


def choose_step(t: Translator, width: Width) -> None:
    """Draw the choice of the step that is timed."""
    _ = t.gettext
    choose("step", _("How long it takes until"), {word: _(STEP[f"{word}_time"]) for word in WORDS["step"]}, width)


def choose_by(t: Translator, width: Width) -> None:
    """Draw the choice of what is compared."""
    _ = t.gettext
    choose(
        "by",
        _("Compare by"),
        {
            "year": _("Year"),
            "sex": _("Sex"),
            "form": _("Form"),
            "country": _("Country"),
            "source": _("Province of origin"),
            "province": _("Province of identification"),
            "provider": _("Kind of provider"),
        },
        width,
    )
