"""What stands around the results of one programme: where it worked, what happened there, what moved, evidence."""

from dataclasses import replace
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
from figures.kit.text import isolated
from figures.programmes import contribution as programme_contribution
from figures.programmes import map as programme_maps
from figures.recovery import charts as recovery_figures
from figures.recovery import words as recovery_words
from findings import programme_change
from findings.rates import of_areas
from locales import N_, Translator
from ui.kit.map_shape import follow_width
from ui.kit.page import Page, reason_panel

PANELS = {
    "places": N_("Places reached"),
    "funnel": N_("What happened to people"),
    "contribution": N_("What moved along with it"),
}
PRINT = Path(__file__).with_name("programme_print.css")


def printable() -> None:
    """Add the rules for printing the page: without navigation, with breaks between sections and not inside them."""
    st.html(f"<style>{PRINT.read_text(encoding='utf-8')}</style>")


def not_shown(page: Page, row: Row, t: Translator, *, with_funnel: bool) -> dict[str, str]:
    """What cannot stand on the page of a programme, by the name of its panel, and why."""
    _ = t.gettext
    reasons = {"places": None if row["places"] else _("In which provinces the programme worked is not published.")}
    if with_funnel:
        unknown = None if row["country"] else _("In which country the programme worked is not published.")
        reasons["funnel"] = unknown or programme_contribution.other_world(row, page.release, t)
    reasons["contribution"] = programme_contribution.why_not(row, page.release, t)
    return {name: reason for name, reason in reasons.items() if reason}


def reasons(why: dict[str, str], t: Translator) -> None:
    """Say what is not shown, and why, each reason once."""
    if not why:
        return
    with st.container(border=True, key="panel_not_shown", height="stretch"):
        st.markdown(f"## {t.gettext('What is not shown here')}")
        names: dict[str, list[str]] = {}
        for name, reason in why.items():
            names.setdefault(reason, []).append(t.gettext(PANELS[name]))
        st.markdown("\n".join(f"- **{t.listed(named)}**: {reason}" for reason, named in names.items()))


def places(page: Page, row: Row) -> None:
    """The map of the provinces that the results name."""
    t, reached = page.t, row["places"]
    with st.container(border=True, key="panel_reached"):
        st.markdown(f"## {t.gettext(PANELS['places'])}")
        figure = programme_maps.places_figure(reached, page.paper)
        follow_width("figure_reached", figure)
        alt = programme_maps.places_words(reached, t)
        st.plotly_chart(figure, key="figure_reached", config=CONFIG, alt=alt, theme=None)
        st.caption(source_words.map_note(page.release, t))


def funnel(page: Page, row: Row) -> None:
    """How far people came after identification in the programme's country and years: everybody, not only its people."""
    t, _ = page.t, page.t.gettext
    filters = Filters(years=_years(row, page.release), country=(str(row["country"]),))
    choices = words.filters_sentence(filters, page.release, t)
    page = replace(page.about(filters, choices), is_of_release=True)
    found = cohorts.funnel(page.ask(recovery_questions.stages_reached), of_areas(page.release))
    page.panel(
        "donor_funnel",
        _("What happened to people in {country}").format(country=t.country(str(row["country"]))),
        recovery_words.chosen(found),
        lambda: recovery_figures.funnel_figure(found, page.paper),
        recovery_words.funnel_words(found, filters, t),
        _("{choices}. Everybody in the release, whoever helped them; not the people of this programme alone.").format(
            choices=choices
        ),
    )


def _years(row: Row, release: Release) -> tuple[int, int] | None:
    if not row["start"] or release.years is None:
        return None
    first, last = int(str(row["start"])[:4]), int(str(row["end"])[:4])
    chosen = (max(first, release.years[0]), min(last, release.years[1]))
    return chosen if chosen[0] <= chosen[1] else None


def contribution(page: Page, row: Row) -> None:
    """Places with and without the programme, before and during it, in each of its countries."""
    t = page.t
    page = replace(page.about(Filters(), str(row["title"])), is_of_release=True)
    title = t.gettext("What moved along with it: people identified, in places with and without the programme")
    of_country = programme_change.by_country(row)
    for number, (country, programme) in enumerate(of_country.items()):
        named = t.gettext("{sentence}: {who}").format(sentence=title, who=t.country(country))
        key = f"contribution_{country}" if number else "contribution"
        _contribution(page, programme, country, named if len(of_country) > 1 else title, key)


def _contribution(page: Page, programme: Row, country: str, title: str, key: str) -> None:
    t = page.t
    counts = page.ask(programme_change.whole_years_of_places, country)
    found = programme_change.compare(programme, counts)
    if found is None:
        nobody = t.gettext("Not compared: the release counts nobody in the programme's places in a whole year.")
        reason_panel(key, title, nobody)
        return
    said = programme_contribution.contribution_words(found, t)

    def in_words() -> None:
        st.markdown(said)
        st.markdown(programme_contribution.cannot_show(t))
        st.caption(programme_contribution.cases_are(page.release, t))

    page.panel(
        key,
        title,
        found.counts,
        lambda: programme_contribution.contribution_figure(found, page.paper),
        said,
        programme_contribution.years_note(counts, t),
        below=in_words,
    )


def evidence(values: pd.DataFrame, t: Translator) -> None:
    """Every source that the numbers of the page come from, once, and how many of them each carries."""
    _ = t.gettext
    with st.container(border=True, key="panel_evidence", height="stretch"):
        st.markdown(f"## {_('Evidence')}")
        for source, part in values.groupby(["source_title", "source_publisher"], sort=False):
            documents = part["source_document"].dropna().value_counts(sort=False)
            said = [
                _values(len(part), t),
                *(f"{isolated(str(name), t)}: {t.number(n)}" for name, n in documents.items()),
            ]
            name = t.gettext("{title}, {publisher}").format(title=source[0], publisher=source[1])
            st.markdown(f"- {isolated(name, t)} :gray[({t.gettext('; ').join(said)})]")


def _values(number: int, t: Translator) -> str:
    return t.ngettext("{number} value", "{number} values", number).format(number=t.number(number))
