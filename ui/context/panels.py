"""What the Context page is put together from: official statistics, each with its source."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data_access.questions import official_statistics
from exports.csv_file import csv_file
from figures.context import charts as figures
from figures.context import victim_rates as victim_figures
from figures.context.directory import directory
from figures.context.latest import definitions, latest_lines, latest_table, latest_words
from figures.context.words import CORE, _children_table, _series_table, citation
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.kit.text import isolated, separated
from findings.victim_rates import victim_rates
from locales import Translator
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import choice_bar
from ui.kit.grid import grid
from ui.kit.page import Page
from ui.shell.address import write_address


def choose_countries(page: Page) -> tuple[str, ...]:
    """Draw the choice of countries and return those of the six that are chosen, or all."""
    chosen = choice_bar(page, ("country",)).country
    write_address(page.release, chosen_filters(), {})
    core = tuple(code for code in CORE if code in chosen)
    if chosen and not core:
        st.info(page.t.gettext("This page has statistics of the six core countries only; all of them are shown."))
    return core or CORE


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


def official_panel(
    key: str,
    title: str,
    answer: pd.DataFrame,
    figure: go.Figure | None,
    alt: str,
    note: str,
    t: Translator,
    *,
    gaps: str = "",
) -> None:
    """One chart of official statistics with its citation, and its table and file one click away. gaps: what is not
    published, which is said above the chart."""
    _ = t.gettext
    with st.container(border=True, key=f"panel_{key}"):
        st.markdown(f"## {title}")
        st.markdown(gaps)
        if figure is None:
            st.info(_("Nothing is published for this choice."))
            return
        st.plotly_chart(figure, key=f"figure_{key}", config=CONFIG, alt=alt, theme=None)
        source = citation(t)
        st.caption(f"{note} {source}")
        name = _("Table, file and source: {title}").format(title=title)
        details = st.expander(name, key=f"details_{key}", on_change="rerun")
        if details.open:
            with details:
                grid(answer, t, key=f"table_{key}", alt=_("Table: {title}").format(title=title))
                st.download_button(
                    _("Download CSV"),
                    data=lambda: csv_file(answer, title=title, choices="", source=source, release_id=0),
                    file_name=f"{key}.csv",
                    mime="text/csv",
                    key=f"csv_{key}",
                    on_click="ignore",
                )


def victim_rates_panel(page: Page) -> None:
    """SDG indicator 16.2.2 of the release's own cases, apart from the official series."""
    t = page.t
    rates = page.ask(victim_rates)
    table = victim_figures.victim_rates_table(rates, t)
    table.attrs = {"is_published": rates.attrs.get("is_published", True)}
    page.panel(
        "victim_rates",
        t.gettext("Victims per 100,000 people, from the cases of this release (SDG 16.2.2)"),
        table,
        lambda: victim_figures.victim_rates_figure(rates, page.paper),
        victim_figures.victim_rates_words(rates, t),
        victim_figures.victim_rates_note(rates, t),
    )


def series_panel(totals: pd.DataFrame, countries: tuple[str, ...], paper: Paper) -> None:
    """Victims, prosecutions and convictions beside each other, a row a country."""
    t = paper.t
    _ = t.gettext
    shown = totals[totals["country"].isin(countries)].reset_index(drop=True)
    silent = [t.country(code) for code in countries if code not in figures.reporting(shown, countries)]
    gaps = [_("Labour inspections: this source publishes no number of any country.")]
    if silent:
        gaps.append(_("None of the three was reported by: {countries}.").format(countries=t.listed(silent)))
    official_panel(
        "official",
        _("Every year: detected victims, prosecutions and convictions"),
        _series_table(shown, t),
        figures.series_figure(shown, countries, paper) if len(shown) else None,
        figures.series_words(shown, countries, t),
        _(
            "Each chart has its own scale, and nothing is added across countries or series. An open mark from 0 to 4 "
            "is a number published as fewer than 5. Years without a mark were not reported."
        ),
        t,
        gaps=" ".join(gaps),
    )


def children_panel(countries: tuple[str, ...], paper: Paper) -> None:
    """Children's share of detected victims, where both numbers are published."""
    t = paper.t
    _ = t.gettext
    children = official_statistics.children()
    shown = children[children["country"].isin(countries)].reset_index(drop=True)
    official_panel(
        "children",
        _("Children among detected victims"),
        _children_table(shown, t),
        figures.children_figure(shown, paper) if len(shown) else None,
        figures.children_words(shown, t),
        _(
            "Made only where a country published both children and all victims of a year. The worldwide share that "
            "others state is below and not drawn here: it counts other countries."
        ),
        t,
    )


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
