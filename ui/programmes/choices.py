"""Which programmes a visitor looks at: the filters of the Programmes page, kept in the address like all others."""

import pandas as pd
import streamlit as st

from data_access.release.filters import Filters
from figures.programmes import portfolio_words
from figures.programmes import words as says
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import OwnChoice, choice_bar
from ui.kit.page import Page
from ui.shell.address import ask_in_vain, asked, asked_in_vain, is_opened, write_address

VIEW, PROGRAMME, DONOR, THEME = "programmes_view", "programmes_programme", "programmes_donor", "programmes_theme"


def take_address(page: Page, everything: pd.DataFrame) -> None:
    """Take the choices of an address that was opened, before anything is drawn. everything: the portfolio without
    filters."""
    if not is_opened():
        return
    donors = {name for names in everything["donors"] for name in names}
    for key, name, code, known in (
        (PROGRAMME, "programme", asked("programme"), set(everything["code"])),
        (DONOR, "donor", asked("donor"), donors),
        (THEME, "theme", asked("theme"), set(everything["theme"])),
    ):
        st.session_state[key] = code if code in known else None
        ask_in_vain(name, [code] if code and code not in known else [])


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
    write_address(page.release, chosen_filters(), {"donor": donor, "theme": theme})
    return page.about(filters, said(filters)), donor, theme


def choose_programme(page: Page, everything: pd.DataFrame, view: str) -> str | None:
    """Draw the choice of one programme and return its code; None where the address names one that does not exist."""
    titles = dict(zip(everything["code"], everything["title"], strict=True))
    if st.session_state.get(PROGRAMME) not in titles and "programme" not in asked_in_vain():
        st.session_state[PROGRAMME] = next(iter(titles))
    with page.row:
        code = st.selectbox(
            page.t.gettext("Programme"),
            list(titles),
            index=None,
            format_func=lambda code: titles[code],
            key=PROGRAMME,
            placeholder=page.t.gettext("Choose a programme"),
            label_visibility="collapsed",
            persist_state="session",
        )
    write_address(page.release, chosen_filters(), {"view": view, "programme": code})
    return code


def open_programme(code: str) -> None:
    """Show one programme: what a button of the portfolio does."""
    st.session_state[VIEW] = "programme"
    st.session_state[PROGRAMME] = code
