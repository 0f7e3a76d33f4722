"""What is compared with what was chosen: its control in the row of choices, and the panels of the differences."""

from html import escape

import streamlit as st

from figures.comparison import words as comparison_words
from figures.comparison.panels import COMPARED, NOT_COMPARED, compared_panels
from findings.sides import options, sides
from ui.kit.chosen_filters import begin_control, chosen_beside, set_beside, take_beside
from ui.kit.page import Page
from ui.shell.address import BESIDE, address_now
from ui.shell.pages import PAGES, link
from ui.shell.share import PATH

BESIDE_IN_ADDRESS = "with"
LONGEST_NAME = 24


def draw_beside(page: Page) -> None:
    """Draw the choice of what to compare with, behind one button of the row of choices."""
    t, _ = page.t, page.t.gettext
    beside = chosen_beside()
    name = _("With {name}").format(name=comparison_words.beside_name(beside, t)) if beside else _("Compare")
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    with st.popover(name, icon=":material/compare_arrows:", key="filter_beside", width="content"):
        known = page.made_once(lambda: options(page.release), "options")
        begin_control(BESIDE, beside)
        st.selectbox(
            _("Compare with"),
            [*known, *([beside] if beside and beside not in known else [])],
            index=None,
            format_func=lambda code: comparison_words.beside_name(code, t),
            key=f"choose_{BESIDE}",
            on_change=take_beside,
            placeholder=_("A year, a place, or a group of people"),
        )


def draw_carried_beside(page: Page) -> None:
    """A button that takes back what was compared with on another page and changes nothing on this one."""
    if beside := chosen_beside():
        st.button(
            page.t.gettext("With {name}").format(name=comparison_words.beside_name(beside, page.t)),
            key="carried_beside",
            icon=":material/close:",
            icon_position="right",
            type="tertiary",
            help=page.t.gettext("Chosen on another page. It changes nothing on this one; a click takes it back."),
            on_click=set_beside,
            args=(None,),
        )


def draw_elsewhere(page: Page) -> None:
    """Say, behind the same button, why this page compares nothing, and link to those that do, with what was chosen."""
    t, path = page.t, str(st.session_state.get(PATH, ""))
    if path not in NOT_COMPARED:
        return
    with st.popover(t.gettext("Compare"), icon=":material/compare_arrows:", key="not_compared", width="content"):
        st.markdown(t.gettext(NOT_COMPARED[path]))
        kept = ("years", "country", "place", BESIDE_IN_ADDRESS, "sex", "age", "form")
        query = [(name, value) for name, values in address_now().items() for value in values if name in kept]
        linked = [
            f'<a href="{link(name, query, page.release, t)}">{escape(t.gettext(title))}</a>'
            for name, title, at in PAGES
            if at in (*COMPARED, "places")
        ]
        said = escape(t.gettext("Two places, periods or groups stand beside each other on: {pages}")).format(
            pages=" · ".join(linked)
        )
        st.html(f"<p>{said}</p>")


def comparison_panels(page: Page, path: str) -> None:
    """Draw "Compared with …": the panels of what the page at this path compares; nothing where nothing is chosen."""
    beside, t = chosen_beside(), page.t
    if not beside:
        return
    pair = sides(page.release, page.filters, beside)
    panels = compared_panels(page, COMPARED[path], beside)
    with st.container(key="compared"):
        name = comparison_words.beside_name(beside, t)
        with st.container(horizontal=True, vertical_alignment="center", key="compared_with"):
            st.markdown(f"## {t.gettext('Compared with {name}').format(name=name)}", width="content")
            if panels:
                st.html(comparison_words.legend(pair, page.paper), width="content")
        if said := comparison_words.refusal(pair, t):
            st.info(said)
        if not panels:
            return
        columns = st.columns(len(panels)) if page.paper.width == "desktop" else [st.container() for _panel in panels]
        for column, panel in zip(columns, panels, strict=True):
            with column:
                page.show(panel)
        if said := comparison_words.method_note([panel.answer for panel in panels], t):
            st.caption(said)
