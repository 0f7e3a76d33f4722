"""What stands around the results of one programme: where it worked, what happened there, what moved, evidence."""

from pathlib import Path

import pandas as pd
import streamlit as st

from analysis import cohorts
from data_access.questions import recovery as recovery_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import sources as source_words
from figures.kit import words
from figures.kit.plots import CONFIG
from figures.kit.rows import Row
from figures.programmes import contribution as programme_contribution
from figures.programmes import map as programme_maps
from figures.programmes import words as says
from figures.recovery import charts as recovery_figures
from figures.recovery import words as recovery_words
from findings import programme_change
from locales import Translator
from ui.kit.map_shape import follow_width
from ui.kit.page import Page, reason_panel

PRINT = Path(__file__).with_name("programme_print.css")


def printable() -> None:
    """Add the rules for printing the page: without navigation, with breaks between sections and not inside them."""
    st.html(f"<style>{PRINT.read_text(encoding='utf-8')}</style>")


def places(page: Page, row: Row) -> None:
    """The map of the provinces that the results name, or that none is published."""
    t, _ = page.t, page.t.gettext
    reached: tuple[str, ...] = row["places"]
    with st.container(border=True, key="panel_reached", height="stretch"):
        st.markdown(f"## {_('Places reached')}")
        if not reached:
            st.info(_("In which provinces the programme worked is not published."))
            return
        figure = programme_maps.places_figure(reached, page.paper)
        follow_width("figure_reached", figure)
        st.plotly_chart(
            figure,
            key="figure_reached",
            config=CONFIG,
            alt=programme_maps.places_words(reached, t),
            theme=None,
        )
        st.caption(source_words.map_note(page.release, t))


def funnel(page: Page, row: Row) -> None:
    """How far people came after identification in the programme's country and years: everybody, not only its people."""
    t, _ = page.t, page.t.gettext
    if not row["country"]:
        reason_panel("donor_funnel", _("What happened to people"), _("In which country it worked is not published."))
        return
    title = _("What happened to people in {country}").format(country=t.country(str(row["country"])))
    if reason := programme_contribution.other_world(row, page.release, t):
        reason_panel("donor_funnel", title, reason)
        return
    filters = Filters(years=_years(row, page.release), country=(str(row["country"]),))
    choices = words.filters_sentence(filters, page.release, t)
    page = page.about(filters, choices)
    found = cohorts.funnel(page.ask(recovery_questions.stages_reached))
    badge = says.invented_badge(page.release.manifest["provenance"], t)
    page.panel(
        "donor_funnel",
        title,
        recovery_words.chosen(found),
        lambda: recovery_figures.funnel_figure(found, page.paper),
        recovery_words.funnel_words(found, filters, t),
        _("{choices}. Everybody in the release, whoever helped them; not the people of this programme alone.").format(
            choices=choices
        ),
        switches=(lambda: st.markdown(badge, width="content")) if badge else None,
    )


def _years(row: Row, release: Release) -> tuple[int, int] | None:
    if not row["start"] or release.years is None:
        return None
    first, last = int(str(row["start"])[:4]), int(str(row["end"])[:4])
    chosen = (max(first, release.years[0]), min(last, release.years[1]))
    return chosen if chosen[0] <= chosen[1] else None


def contribution(page: Page, row: Row) -> None:
    """Places with and without the programme, before and during it, or why they are not compared."""
    t, _ = page.t, page.t.gettext
    title = _("What moved along with it: people identified, in places with and without the programme")
    reason = programme_contribution.why_not(row, page.release, t)
    if reason:
        reason_panel("contribution", title, reason)
        return
    page = page.about(Filters(), str(row["title"]))
    counts = page.ask(programme_change.whole_years_of_places, str(row["places"][0])[:2])
    found = programme_change.compare(row, counts)
    if found is None:
        nobody = _("Not compared: the release counts nobody in the programme's places in a whole year.")
        reason_panel("contribution", title, nobody)
        return
    said = programme_contribution.contribution_words(found, t)
    badge = says.invented_badge(page.release.manifest["provenance"], t)

    def in_words() -> None:
        st.markdown(said)
        st.markdown(programme_contribution.cannot_show(t))
        st.caption(programme_contribution.cases_are(page.release, t))

    page.panel(
        "contribution",
        title,
        found.counts,
        lambda: programme_contribution.contribution_figure(found, page.paper),
        said,
        programme_contribution.years_note(counts, t),
        switches=(lambda: st.markdown(badge, width="content")) if badge else None,
        below=in_words,
    )


def evidence(values: pd.DataFrame, t: Translator) -> None:
    """Every source that the numbers of the page come from, once, and how many of them each carries."""
    _ = t.gettext
    with st.container(border=True, key="panel_evidence", height="stretch"):
        st.markdown(f"## {_('Evidence')}")
        counted = pd.Series([says.source(row, t) for _number, row in values.iterrows()]).value_counts(sort=False)
        for source, number in counted.items():
            said = t.ngettext("{number} value", "{number} values", int(number)).format(number=t.number(int(number)))
            st.markdown(f"- {source} :gray[({said})]")
