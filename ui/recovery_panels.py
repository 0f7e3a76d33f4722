"""The parts of the Recovery page that are not one figure of one answer."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from data_access.filters import Filters
from data_access.release import Release
from locales import Translator
from ui import recovery_words, words

BREAKDOWN = "recovery_by"  # session state: what the last figure compares
# where Hagar International found the trafficking of boys most (2012-2013): what people come to ask about
OFTEN_ASKED = ("AF-HER", "AF-KHO", "AF-NAN", "AF-PKA")


def breakdowns(t: Translator) -> dict[str, str]:
    """What people can be compared by: the code of a dimension -> its name, the default first."""
    _ = t.gettext
    return {
        "year": _("Year"),
        "sex": _("Sex"),
        "form": _("Form"),
        "country": _("Country"),
        "source": _("Province of origin"),
        "provider": _("Provider type"),
    }


def asked_breakdown() -> str | None:
    """What the visitor or the address asks to compare by, before its control is drawn; None for the default."""
    asked = st.session_state.get(BREAKDOWN, st.query_params.get("view"))
    return str(asked) if asked and asked != "year" else None


def often_asked(release: Release, t: Translator) -> None:
    """Buttons that answer a question with one click."""
    known = [place for place in OFTEN_ASKED if place in release.codes("source")]
    if not known:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="often_asked"):
        st.caption(t.gettext("Often asked: how many were reunited, and how long did it take?"), width="content")
        for place in known:
            st.button(
                t.gettext("Boys from {place}").format(place=words.place_name(place, t)),
                key=f"often_{place}",
                on_click=_ask,
                args=({"place": place, "sex": "male", "age": "child"},),
                type="tertiary",
            )


def _ask(choices: Mapping[str, str]) -> None:
    st.query_params.from_dict(dict(choices))


def lead(funnel: pd.DataFrame, reunited: pd.DataFrame, filters: Filters, t: Translator) -> list[str]:
    """The sentences under the headline: where people drop out, how long the way home took, and what stands in for a
    number that is withheld."""
    first = words.rows_of(reunited)[:1]
    said = [
        *(recovery_words.reunited_sentence(row, filters, t) for row in first),
        recovery_words.fallback_note(reunited, filters, t),
        recovery_words.largest_loss(funnel, t),
    ]
    return [sentence for sentence in said if sentence]


def not_by_provider(t: Translator) -> None:
    """Say why nothing is shown by type of provider."""
    st.info(
        t.gettext(
            "Not published: the release holds no table by type of provider, because an agency could be recognised by a "
            "small number. Agencies are protected like the people they help."
        )
    )
