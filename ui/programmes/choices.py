"""Which programmes a visitor looks at: the filters of the Programmes page, kept in the address like all others."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from figures.kit.rows import rows_of
from figures.programmes import portfolio_words
from figures.programmes import words as says
from figures.programmes.view import INVENTED_WORD, read_view
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import OwnChoice, choice_bar
from ui.kit.page import Page
from ui.kit.view_choice import say_unused_words
from ui.shell.address import ask_in_vain, asked, asked_in_vain, is_opened, write_address

VIEW, PROGRAMME, DONOR, THEME = "programmes_view", "programmes_programme", "programmes_donor", "programmes_theme"
INVENTED = "programmes_invented"


@dataclass(frozen=True)
class Chosen:
    """What the portfolio shows. page: with its filters. programmes: a row each, as data_access.questions.programmes has
    them. switched_off: how many invented ones were chosen too and are not shown. phrase: the choice, in a sentence."""

    page: Page
    programmes: pd.DataFrame
    switched_off: int
    phrase: str


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


def take_view() -> None:
    """Take from an address that was opened which view it shows, and whether with what is invented."""
    if not is_opened():
        return
    st.session_state[VIEW], st.session_state[INVENTED] = read_view(asked("view"), asked("programme"))
    say_unused_words([st.session_state[VIEW], INVENTED_WORD])


def choose_of_portfolio(page: Page, everything: pd.DataFrame) -> Chosen:
    """Draw the filters of the portfolio and return what was chosen. everything: the portfolio without filters.

    What is invented is behind a switch, unless nothing else is there.
    """
    _ = page.t.gettext
    is_published = everything["provenance"] == "published"
    is_mixed = bool(is_published.any() and not is_published.all())
    with_invented = not is_mixed or bool(st.session_state.get(INVENTED))
    donor, theme = st.session_state.get(DONOR), st.session_state.get(THEME)
    offered = everything if with_invented else everything[is_published]
    donors = sorted({name for names in offered["donors"] for name in names} | ({donor} if donor else set()))
    known = {*offered["theme"], theme}
    themes = {theme: _(word) for theme, word in says.THEMES.items() if theme in known}
    own = [
        OwnChoice(key, title, codes)
        for key, title, codes in (
            (DONOR, _("Donor"), {donor: donor for donor in donors}),
            (THEME, _("Theme"), themes),
        )
        if codes
    ]

    def said(filters: Filters) -> str:
        return portfolio_words.choices_sentence(filters.years, filters.country, donor, theme, page.t)

    filters = choice_bar(page, ("years", "country"), own=own, said=said)
    if is_mixed:
        with page.row:
            st.toggle(_("Show invented examples"), key=INVENTED, persist_state="session")
    view = INVENTED_WORD if is_mixed and with_invented else None
    write_address(page.release, chosen_filters(), {"view": view, "donor": donor, "theme": theme})
    page = page.about(filters, said(filters))
    found = page.ask(questions.portfolio, donor=donor, theme=theme)
    shown = found if with_invented else found[found["provenance"] == "published"].reset_index(drop=True)
    phrase = portfolio_words.choice_phrase(filters, donor, theme, shown, page.t)
    return Chosen(page, shown, len(found) - len(shown), phrase)


def choose_programme(page: Page, everything: pd.DataFrame, view: str) -> str | None:
    """Draw the choice of one programme and return its code; None where the address names one that does not exist."""
    titles = {
        row["code"]: row["title"]
        if row["provenance"] == "published"
        else page.t.gettext("{title} (invented)").format(title=row["title"])
        for row in rows_of(everything)
    }
    if st.session_state.get(PROGRAMME) not in titles and "programme" not in asked_in_vain():
        st.session_state[PROGRAMME] = next(iter(titles))
    with page.row:
        code = st.selectbox(
            page.t.gettext("Programme"),
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            key=PROGRAMME,
            placeholder=page.t.gettext("Choose a programme"),
            label_visibility="collapsed",
            persist_state="session",
        )
    write_address(page.release, chosen_filters(), {"view": view, "programme": code})
    return code


def open_programme(code: str) -> None:
    """Show one programme: what a click on a row of the scorecard does."""
    st.session_state[VIEW] = "programme"
    st.session_state[PROGRAMME] = code
