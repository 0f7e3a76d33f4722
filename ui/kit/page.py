"""A page as one visitor sees it: the release, what its figures are drawn on, what was chosen, and the panels on it.

A panel is a figure as the dashboard shows it: title, chart, what it does not say, its table and file one click away.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.workbook import Figure
from figures.kit import sources as source_words
from figures.kit import tables as answer_table
from figures.kit import words
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.kit.rows import published, rows_of
from figures.methods.glossary import glossary_lines, terms
from locales import Translator
from ui.kit import answers
from ui.kit.chosen_filters import take_filters
from ui.kit.downloads import downloads
from ui.kit.grid import grid
from ui.kit.map_shape import follow_width
from ui.shell.provenance import tagged
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

More = ParamSpec("More")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Page:
    """What a page is made from. headline: where its one sentence goes; row: its one row of choices, under it.
    sentence: the filters in words; it goes with every file."""

    release: Release
    paper: Paper
    headline: DeltaGenerator
    row: DeltaGenerator
    filters: Filters = field(default_factory=Filters)
    sentence: str = ""
    is_of_release: bool = True  # are its panels made from the release, unless one says otherwise?

    @property
    def t(self) -> Translator:
        return self.paper.t

    def about(self, filters: Filters, sentence: str = "") -> "Page":
        """The same page for other filters."""
        return replace(self, filters=filters, sentence=sentence)

    def ask(
        self,
        question: Callable[Concatenate[Release, Filters, More], pd.DataFrame],
        *more: More.args,
        **options: More.kwargs,
    ) -> pd.DataFrame:
        """What the release answers to a question for what was chosen: see ui.kit.answers.ask."""
        return answers.ask(question, self.release, self.filters, *more, **options)

    def made_once(self, make: Callable[[], Made], *key: object) -> Made:
        """What is made from answers for what was chosen, kept for all visitors; the key says all else that it depends
        on."""
        return answers.made_once(make, self.release.id, self.filters, *key)

    def drawn_once(self, draw: Callable[[], Made], *key: object) -> Made:
        """What is drawn from answers, kept for all visitors of the same language, theme and width."""
        paper = self.paper
        return self.made_once(draw, *key, paper.t.language.code, paper.colours.text, paper.width)

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
        """Draw one figure with everything that must stand beside it.

        answer: the frame that the figure, the table and the CSV are all made from. figure: makes the chart; not called
        when the answer is empty. instead: draws what stands in place of an answer that is not published. on_select:
        called when a point of the figure is clicked; st.session_state["figure_<key>"] says which. switches: draws the
        choice of what the figure shows, beside its title. below: draws what moves the figure, under it.
        """
        t = self.t
        heading = f"## {self.titled(title) if self.is_of_release else title}"
        with st.container(border=True, key=f"panel_{key}", height="stretch"):
            if switches:
                with st.container(
                    horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
                ):
                    st.markdown(heading, width="content")
                    switches()
            else:
                st.markdown(heading)
            if not answer.attrs.get("is_published", True):
                if instead:
                    instead()
                else:
                    st.info(words.not_published(t))
                if below:
                    below()
                return
            is_map = False
            if not (published(answer) if "state" in answer else len(answer)):
                _empty(answer, alt, t)
            else:
                drawn = figure()
                is_map = "geo" in drawn.to_dict()["layout"]
                follow_width(f"figure_{key}", drawn)
                st.plotly_chart(
                    drawn,
                    key=f"figure_{key}",
                    config=CONFIG,
                    alt=alt,
                    theme=None,
                    on_select=on_select or "ignore",
                    selection_mode="points",
                )
            if below:
                below()
            said = [note]
            if "state" in answer:
                said += [answer_table.uncertain_note(answer, t), answer_table.withheld_note(answer, t)]
                said.append(answer_table.clipping_note(answer, self.release, t))
            if notes := words.joined(*said):
                st.caption(notes)
            _table_and_file(self, key, Figure(title, answer, alt, self.sentence, notes, is_map=is_map))

    def end(self, name: str) -> None:
        """The lines under every page: what its words mean, where the numbers come from and what they are not. On paper
        the last two are under every sheet. name: of the page, in the table of pages."""
        if name != "methods":  # which has all of them
            meant = st.expander(self.t.gettext("What the words on this page mean"), key="words", on_change="rerun")
            if meant.open:
                with meant:
                    st.markdown(glossary_lines(terms(name), self.t))
        with st.container(key="end"):
            st.divider()
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
    return Page(release, paper, headline, row, is_of_release=is_of_release)


def reason_panel(key: str, title: str, reason: str) -> None:
    """Draw a panel that has no figure, and why."""
    with st.container(border=True, key=f"panel_{key}"):
        st.markdown(f"## {title}")
        st.info(reason)


def _empty(answer: pd.DataFrame, alt: str, t: Translator) -> None:
    _ = t.gettext
    if "state" not in answer:
        st.info(alt)
    elif any(row["state"] == "withheld" for row in rows_of(answer)):
        st.info(_("Everything here is withheld to protect people: the groups are too small. Choose fewer filters."))
    else:
        st.info(_("Nothing may be shown here: too few people, or nobody. Choose other years, places or people."))


def _table_and_file(page: Page, key: str, shown: Figure) -> None:
    t, _ = page.t, page.t.gettext
    # rendered only when it is opened: a closed table costs nothing on the wire
    name = _("Table, file and source: {title}").format(title=shown.title)
    details = st.expander(name, key=f"details_{key}", on_change="rerun")
    if not details.open:
        return
    with details:
        table = answer_table.table(shown.answer, t)
        grid(table, t, key=f"table_{key}", alt=_("Table: {title}").format(title=shown.title))
        downloads(key, shown, page.release, t)
        st.caption(source_words.source_line(page.release, t))
        st.caption(source_words.caveat(t))
        if shown.is_map:
            st.caption(source_words.boundaries_note(t))
