"""A page as one visitor sees it: the release, what its figures are drawn on, what was chosen, and the panels on it.

A panel is a figure as the dashboard shows it: title, chart, what it does not say, its table and file one click away.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from figures.kit import sources as source_words
from figures.kit import words
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.methods.definitions import definitions
from figures.methods.glossary import glossary_lines, terms
from figures.views.panel import Panel
from figures.views.view import View, is_published
from ui.kit import answers
from ui.kit.chosen_filters import take_filters
from ui.kit.downloads import downloads
from ui.kit.grid import grid
from ui.kit.map_shape import follow_width
from ui.kit.own_slides import add_button
from ui.kit.place_links import place_links, places_in
from ui.kit.question import draw_question
from ui.kit.slides import slides_button
from ui.shell.provenance import tagged
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind


@dataclass(frozen=True)
class Page(View):
    """A view as a page shows it. headline: where its one sentence goes; row: its one row of choices, under it."""

    headline: DeltaGenerator = field(kw_only=True)
    row: DeltaGenerator = field(kw_only=True)
    is_of_release: bool = True  # are its panels made from the release, unless one says otherwise?

    def columns(self, left: int, right: int) -> list[DeltaGenerator]:
        """Two columns as wide as these to each other, or equal ones where the smaller would be too narrow."""
        return list(st.columns([left, right] if self.paper.width == "desktop" else 2))

    def titled(self, title: str) -> str:
        """The title of a panel that is made from the release: tagged where its data are invented."""
        return tagged(title, self.release, self.t)

    def panel(
        self,
        key: str,
        title: str,
        answer: pd.DataFrame,
        figure: Callable[[], go.Figure],
        alt: str,
        note: str | None = None,
        *,
        instead: Callable[[], None] | None = None,
        on_select: Callable[[], None] | None = None,
        switches: Callable[[], object] | None = None,
        below: Callable[[], object] | None = None,
    ) -> None:
        """Draw one figure with everything that must stand beside it: see figures.views.panel.Panel, and `show`."""
        panel = Panel(key, title, answer, figure, alt, note)
        self.show(panel, instead=instead, on_select=on_select, switches=switches, below=below)

    def show(
        self,
        panel: Panel,
        *,
        instead: Callable[[], None] | None = None,
        on_select: Callable[[], None] | None = None,
        switches: Callable[[], object] | None = None,
        below: Callable[[], object] | None = None,
    ) -> None:
        """Draw a panel.

        instead: draws what stands in place of an answer that is not published. on_select: called when a point of the
        figure is clicked; st.session_state["figure_<key>"] says which. switches: draws the choice of what the figure
        shows, beside its title. below: draws what moves the figure, under it.
        """
        t = self.t
        heading = f"## {self.titled(panel.title) if self.is_of_release else panel.title}"
        meant = definitions(panel.title, t)
        with st.container(border=True, key=f"panel_{panel.key}", height="stretch"):
            if switches:
                with st.container(
                    horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
                ):
                    st.markdown(heading, width="content", help=meant)
                    switches()
            else:
                st.markdown(heading, help=meant)
            if not is_published(panel.answer):
                if instead:
                    instead()
                else:
                    st.info(panel.why_empty(t))
                if below:
                    below()
                return
            is_map = False
            if not panel.has_numbers or panel.draw is None:
                st.info(panel.why_empty(t))
            else:
                drawn = panel.draw()
                is_map = "geo" in drawn.to_dict()["layout"]
                follow_width(f"figure_{panel.key}", drawn)
                st.plotly_chart(
                    drawn,
                    key=f"figure_{panel.key}",
                    config=CONFIG,
                    alt=panel.alt,
                    theme=None,
                    on_select=on_select or "ignore",
                    selection_mode="points",
                )
            if below:
                below()
            if notes := panel.notes(self.release, t):
                st.caption(notes)
            if "place" in panel.answer:
                place_links(self, places_in(panel.answer))
            _table_and_file(self, panel, is_map=is_map)

    def end_of_words(self, name: str) -> None:
        """The answer to the question that was asked, under the headline, and what the words of the page mean."""
        draw_question(self, self.headline)
        if name != "methods":  # which has all of them
            meant = st.expander(self.t.gettext("What the words on this page mean"), key="words", on_change="rerun")
            if meant.open:
                with meant:
                    st.markdown(glossary_lines(terms(name), self.t))

    def end(self, name: str) -> None:
        """The lines under every page: what its words mean, where the numbers come from and what they are not. On paper
        the last two are under every sheet. name: of the page, in the table of pages."""
        self.end_of_words(name)
        with st.container(key="end"):
            st.divider()
            slides_button(self, "" if name == "overview" else name)
            said = [source_words.source_line(self.release, self.t), source_words.caveat(self.t)]
            st.caption(words.joined(*said, source_words.translation_note(self.t)) or "")


def open_page(*, is_of_release: bool = True) -> Page:
    """The page of this run, before anything is chosen on it. Call it before anything is drawn. is_of_release: see
    Page."""
    release = current_release()
    take_filters(release)
    paper = Paper(current_translator(), palette(theme_kind()), viewport_width())
    headline = st.container(key="headline")
    row = st.container(horizontal=True, gap="small", vertical_alignment="center", key="choices")
    return Page(
        release,
        paper,
        headline=headline,
        row=row,
        is_of_release=is_of_release,
        answers=answers.shared_answers(),
        made=answers.shared_figures(),
    )


def reason_panel(key: str, title: str, reason: str) -> None:
    """Draw a panel that has no figure, and why."""
    with st.container(border=True, key=f"panel_{key}"):
        st.markdown(f"## {title}")
        st.info(reason)


def _table_and_file(page: Page, panel: Panel, *, is_map: bool) -> None:
    t, _ = page.t, page.t.gettext
    # rendered only when it is opened: a closed table costs nothing on the wire
    name = _("Table, file and source: {title}").format(title=panel.title)
    with st.container(horizontal=True, gap="xxsmall", key=f"taken_{panel.key}"):
        details = st.expander(name, key=f"details_{panel.key}", on_change="rerun")
        add_button(page, panel.key, panel.title)
    if not details.open:
        return
    with details:
        place_links(page, places_in(panel.answer), None)
        grid(panel.read(t), t, key=f"table_{panel.key}", alt=_("Table: {title}").format(title=panel.title))
        downloads(panel, page, is_map=is_map)
        st.caption(source_words.source_line(page.release, t))
        st.caption(source_words.caveat(t))
        if is_map:
            st.caption(source_words.boundaries_note(t))
