"""Which programmes a visitor looks at: the filters of the Programmes page, kept in the address like all others."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.programmes import words as says
from locales import Translator
from ui.kit.filter_bar import DRAW, remember
from ui.shell.address import address_changed, read_filters, write_address

VIEW, PROGRAMME, DONOR, THEME = "programmes_view", "programmes_programme", "programmes_donor", "programmes_theme"


@dataclass(frozen=True)
class Choices:
    """What was chosen: filters.years and filters.country, donor and theme, and one programme."""

    filters: Filters
    donor: str | None
    theme: str | None
    sentence: str


def take_address(release: Release, everything: pd.DataFrame) -> None:
    """Take the choices that a link brings, before anything is drawn. everything: the portfolio without filters."""
    if not address_changed():
        return
    remember(read_filters(release))
    donors = {name for names in everything["donors"] for name in names}
    known = {PROGRAMME: set(everything["code"]), DONOR: donors, THEME: set(everything["theme"])}
    for key, name in ((PROGRAMME, "programme"), (DONOR, "donor"), (THEME, "theme")):
        asked = st.query_params.get(name)
        if asked is not None and asked in known[key]:
            st.session_state[key] = asked


def programme_bar(release: Release, everything: pd.DataFrame, t: Translator) -> Choices:
    """Draw the filters of the portfolio and return what was chosen. everything: the portfolio without filters."""
    _ = t.gettext
    shared: Filters = st.session_state["filters"]
    filters = Filters(years=shared.years, country=shared.country)
    donors = sorted({name for names in everything["donors"] for name in names})
    themes = [theme for theme in says.THEMES if theme in set(everything["theme"])]
    with st.container(horizontal=True, gap="small", key="filter_bar"):
        for key, title, codes, labels in (
            (DONOR, _("Donor"), donors, {}),
            (THEME, _("Theme"), themes, {theme: _(word) for theme, word in says.THEMES.items()}),
        ):
            chosen = st.session_state.get(key)
            with st.popover(f"{title}: {labels.get(chosen, chosen)}" if chosen else title, key=f"filter_{key}"):
                st.selectbox(
                    title,
                    codes,
                    index=None,
                    format_func=lambda code, labels=labels: labels.get(code, code),
                    key=key,
                    placeholder=_("All"),
                    persist_state="session",
                )
        for key in ("years", "country"):
            if key != "years" or (release.years and release.years[0] < release.years[1]):
                DRAW[key](release, t, filters, True)
        if filters != Filters() or st.session_state.get(DONOR) or st.session_state.get(THEME):
            st.button(_("Clear all"), key="clear_filters", on_click=_clear, type="tertiary")
    donor, theme = st.session_state.get(DONOR), st.session_state.get(THEME)
    write_address(shared, {"donor": donor, "theme": theme})
    sentence = says.choices_sentence(filters.years, filters.country, donor, theme, t)
    return Choices(filters, donor, theme, sentence)


def choose_programme(everything: pd.DataFrame, t: Translator, view: str) -> str:
    """Draw the choice of one programme and return its code."""
    titles = dict(zip(everything["code"], everything["title"], strict=True))
    if st.session_state.get(PROGRAMME) not in titles:
        st.session_state[PROGRAMME] = next(iter(titles))
    code = st.selectbox(
        t.gettext("Programme"),
        list(titles),
        format_func=lambda code: titles[code],
        key=PROGRAMME,
        persist_state="session",
    )
    write_address(st.session_state["filters"], {"view": view, "programme": code})
    return str(code)


def open_programme(code: str) -> None:
    """Show one programme: what a button of the portfolio does."""
    st.session_state[VIEW] = "programme"
    st.session_state[PROGRAMME] = code


def _clear() -> None:
    remember(Filters())
    for key in (DONOR, THEME):
        st.session_state[key] = None
