"""Which programmes a visitor looks at: the filters of the Programmes page, kept in the address like all others."""

import pandas as pd
import streamlit as st

from data_access.release.filters import Filters
from figures.programmes import portfolio_words
from figures.programmes import words as says
from ui.kit.chosen_filters import chosen_filters, take_filters
from ui.kit.filter_bar import OwnChoice, choice_bar
from ui.kit.page import Page
from ui.shell.address import address_changed, write_address

VIEW, PROGRAMME, DONOR, THEME = "programmes_view", "programmes_programme", "programmes_donor", "programmes_theme"


def take_address(page: Page, everything: pd.DataFrame) -> None:
    """Take the choices that a link brings, before anything is drawn. everything: the portfolio without filters."""
    if not address_changed():
        return
    take_filters(page.release)
    donors = {name for names in everything["donors"] for name in names}
    known = {PROGRAMME: set(everything["code"]), DONOR: donors, THEME: set(everything["theme"])}
    for key, name in ((PROGRAMME, "programme"), (DONOR, "donor"), (THEME, "theme")):
        asked = st.query_params.get(name)
        if asked is not None and asked in known[key]:
            st.session_state[key] = asked


def choose_of_portfolio(page: Page, everything: pd.DataFrame) -> tuple[Page, str | None, str | None]:
    """Draw the filters of the portfolio; return the page with what was chosen, the donor and the theme. everything: the
    portfolio without filters."""
    _ = page.t.gettext
    donors = sorted({name for names in everything["donors"] for name in names})
    themes = {theme: _(word) for theme, word in says.THEMES.items() if theme in set(everything["theme"])}
    own = (
        OwnChoice(DONOR, _("Donor"), {donor: donor for donor in donors}),
        OwnChoice(THEME, _("Theme"), themes),
    )
    donor, theme = st.session_state.get(DONOR), st.session_state.get(THEME)

    def said(filters: Filters) -> str:
        return portfolio_words.choices_sentence(filters.years, filters.country, donor, theme, page.t)

    filters = choice_bar(page, ("years", "country"), own=own, said=said)
    write_address(chosen_filters(page.release), {"donor": donor, "theme": theme})
    return page.about(filters, said(filters)), donor, theme


def choose_programme(page: Page, everything: pd.DataFrame, view: str) -> str:
    """Draw the choice of one programme and return its code."""
    titles = dict(zip(everything["code"], everything["title"], strict=True))
    if st.session_state.get(PROGRAMME) not in titles:
        st.session_state[PROGRAMME] = next(iter(titles))
    with page.row:
        code = st.selectbox(
            page.t.gettext("Programme"),
            list(titles),
            format_func=lambda code: titles[code],
            key=PROGRAMME,
            label_visibility="collapsed",
            persist_state="session",
        )
    write_address(chosen_filters(page.release), {"view": view, "programme": code})
    return str(code)


def open_programme(code: str) -> None:
    """Show one programme: what a button of the portfolio does."""
    st.session_state[VIEW] = "programme"
    st.session_state[PROGRAMME] = code
