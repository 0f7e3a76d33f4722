"""What is compared with what was chosen: its control in the row of choices, and the panels of the differences."""

import streamlit as st

from figures.comparison import words as comparison_words
from figures.comparison.panels import comparison_panel
from findings.comparison import compared
from findings.side_numbers import Topic
from findings.sides import WITHOUT_OTHER, options, place_of, sides
from ui.kit.chosen_filters import chosen_beside, set_beside, take_beside
from ui.kit.page import Page
from ui.shell.address import BESIDE

LONGEST_NAME = 24


def draw_beside(page: Page) -> None:
    """Draw the choice of what to compare with, behind one button of the row of choices."""
    t, _ = page.t, page.t.gettext
    beside = chosen_beside()
    name = _("With {name}").format(name=comparison_words.beside_name(beside, t)) if beside else _("Compare")
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    with st.popover(name, icon=":material/compare_arrows:", key="filter_beside", width="content"):
        known = page.made_once(lambda: options(page.release), "options")
        st.session_state.setdefault(f"choose_{BESIDE}", beside)
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


def comparison_panels(page: Page, *topics: Topic) -> None:
    """Draw "Compared with …": a figure a topic, of what the page shows and of what it is compared with; nothing where
    nothing is chosen."""
    beside, t = chosen_beside(), page.t
    if not beside:
        return
    pair = sides(page.release, page.filters, beside)
    with st.container(key="compared"):
        name = comparison_words.beside_name(beside, t)
        with st.container(horizontal=True, vertical_alignment="center", key="compared_with"):
            st.markdown(f"## {t.gettext('Compared with {name}').format(name=name)}", width="content")
            if pair.refused not in WITHOUT_OTHER:
                st.html(comparison_words.legend(pair, page.paper), width="content")
        if said := comparison_words.refusal(pair, t):
            st.info(said)
        if pair.refused in WITHOUT_OTHER:
            return
        # each place has routes of its own
        topics = tuple("rates" if topic == "routes" and pair.kind == "place" else topic for topic in topics)
        columns = st.columns(len(topics)) if page.paper.width == "desktop" else [st.container() for _topic in topics]
        for column, topic in zip(columns, topics, strict=True):
            with column:
                title = comparison_words.title(topic, place_of(pair.one), t)
                page.show(comparison_panel(page, f"compared_{topic}", title, topic, beside))
        if said := comparison_words.method_note(page.ask(compared, topics[0], beside), t):
            st.caption(said)
