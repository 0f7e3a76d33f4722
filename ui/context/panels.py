"""What the Context page is put together from: official statistics, each with its source."""

import pandas as pd
import streamlit as st

from exports.csv_file import csv_file
from figures.context import charts as figures
from figures.context import panels as official
from figures.context.directory import directory
from figures.context.latest import definitions, latest_lines, latest_table, latest_words
from figures.context.words import CORE, citation
from figures.kit import words
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.kit.text import isolated, separated
from figures.views.panel import Panel
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import choice_bar
from ui.kit.grid import grid
from ui.kit.page import Page
from ui.shell.address import write_address


def choose_countries(page: Page) -> tuple[str, ...]:
    """Draw the choice of countries and return those of the six that are chosen, or all."""
    chosen = choice_bar(page, ("country",)).country
    write_address(page.release, chosen_filters(), {})
    if chosen and not {*chosen} & {*CORE}:
        st.info(page.t.gettext("This page has statistics of the six core countries only; all of them are shown."))
    return official.chosen_countries(chosen)


def latest_panel(totals: pd.DataFrame, countries: tuple[str, ...], paper: Paper) -> None:
    """The newest number of each country and series, with its year; who published it and what it counts are one click
    away."""
    t, _ = paper.t, paper.t.gettext
    with st.container(border=True, key="panel_latest"):
        st.markdown(f"## {_('The newest number that each country reported')}")
        if paper.width == "phone":
            st.markdown("\n\n".join(latest_lines(totals, countries, paper)))
        else:
            st.table(latest_table(totals, countries, paper), hide_index=True, alt=_("Newest official numbers"))
        st.caption(latest_words(totals, t))
        with st.expander(_("Who published these numbers, and what they count")):
            st.markdown("\n".join(f"- {line}" for line in definitions(t)))
            st.caption(citation(t))


def official_panel(panel: Panel, paper: Paper, gaps: str = "") -> None:
    """One chart of official statistics with its citation, and its table and file one click away. gaps: what is not
    published, which is said above the chart."""
    t, _ = paper.t, paper.t.gettext
    with st.container(border=True, key=f"panel_{panel.key}"):
        st.markdown(f"## {panel.title}")
        st.markdown(gaps)
        if panel.draw is None or not panel.has_numbers:
            st.info(_("Nothing is published for this choice."))
            return
        st.plotly_chart(panel.draw(), key=f"figure_{panel.key}", config=CONFIG, alt=panel.alt, theme=None)
        st.caption(words.joined(panel.note, panel.source) or "")
        name = _("Table, file and source: {title}").format(title=panel.title)
        details = st.expander(name, key=f"details_{panel.key}", on_change="rerun")
        if details.open:
            table = panel.read(t)
            with details:
                grid(table, t, key=f"table_{panel.key}", alt=_("Table: {title}").format(title=panel.title))
                st.download_button(
                    _("Download CSV"),
                    data=lambda: csv_file(
                        table, title=panel.title, choices="", source=panel.source or "", release_id=0
                    ),
                    file_name=f"{panel.key}.csv",
                    mime="text/csv",
                    key=f"csv_{panel.key}",
                    on_click="ignore",
                )


def series_panel(totals: pd.DataFrame, countries: tuple[str, ...], paper: Paper) -> None:
    """Victims, prosecutions and convictions beside each other, a row a country."""
    t, _ = paper.t, paper.t.gettext
    panel = official.series(countries, paper)
    silent = [t.country(code) for code in countries if code not in figures.reporting(panel.answer, countries)]
    gaps = [_("Labour inspections: this source publishes no number of any country.")]
    if silent:
        gaps.append(_("None of the three was reported by: {countries}.").format(countries=t.listed(silent)))
    official_panel(panel, paper, " ".join(gaps))


def bodies(paper: Paper) -> None:
    """The directory of regional bodies and networks."""
    t, _ = paper.t, paper.t.gettext
    st.markdown(f"## {_('Bodies and networks')}")
    table = directory(t)
    if paper.width == "phone":
        for name, *others in table.itertuples(index=False, name=None):
            row = separated([f"**{isolated(name, t)}**", *others[:-1]], t)
            st.markdown(f"- {row} :gray[{isolated(others[-1], t)}]")
    else:
        st.table(table, hide_index=True, alt=_("Bodies and networks with their roles and countries"))
    st.caption(_("Roles and countries are those that the named sources give; nothing is added from elsewhere."))
