"""The panels of the Justice page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from data_access.questions import justice as questions
from data_access.questions import official_statistics
from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context.words import CORE
from figures.justice import words as justice_words
from figures.justice.charts import bars_figure
from figures.kit.labels import label
from figures.kit.rows import rows_of
from ui.context.panels import series_panel
from ui.context.published_panel import table_and_file
from ui.justice import choices
from ui.justice.choices import JusticeView
from ui.kit.page import Page


@dataclass(frozen=True)
class Bars:
    """A panel of bars. dimension: of its rows. share_of: a key of figures.justice.words.SHARE_OF. switches: draws
    the choice of what it shows."""

    key: str
    title: str
    dimension: str
    note: str | None = None
    share_of: str = ""
    switches: Callable[[], object] | None = None


def how_far(page: Page, reached: pd.DataFrame) -> None:
    """From people identified to convictions, and where the cases stand that came to the law."""
    t, _ = page.t, page.t.gettext
    left, right = st.columns(2)
    note = justice_words.furthest_note(t)
    with left:
        _draw(page, Bars("reached", _("From people identified to convictions"), "reached", note, "identified"), reached)
    with right:
        standing = Bars("standing", _("Where the cases stand that were investigated"), "justice", None, "investigated")
        _draw(page, standing, page.ask(questions.standing))


def compared(page: Page, view: JusticeView) -> None:
    """Years, countries, courts, forms or sexes beside each other."""
    t, _ = page.t, page.t.gettext
    titles = {
        "convicted": _("Convictions in people's cases"),
        "prosecuted": _("Prosecutions in people's cases"),
        "investigated": _("Investigations in people's cases"),
    }
    notes = {"year": justice_words.slowness_note(t), "court": justice_words.court_note(t)}
    dimension, whole = ("place", "court") if view.by == "court" else (view.by, "identified")
    switches = partial(choices.choose_compared, t)
    bars = Bars("compared", titles[view.step], dimension, notes.get(view.by), whole, switches)
    _draw(page, bars, page.ask(questions.reached_by, view.step, view.by))


def work(page: Page, view: JusticeView) -> None:
    """In which work people are exploited, where, and what labour inspection found there."""
    t, _ = page.t, page.t.gettext
    left, right = st.columns(2)
    with left:
        title = _("In which work people were exploited")
        _draw(
            page,
            Bars("sectors", title, "sector", justice_words.sector_note(t), "recorded"),
            page.ask(questions.sectors),
        )
    with right:
        title = _("What labour inspection found")
        bars = Bars("inspections", title, "inspection", justice_words.inspection_note(t))
        _draw(page, bars, page.ask(questions.inspections))
    name = label("sector", view.sector, t)
    left, right = page.columns(3, 2)
    with left:
        title = _("Where people were exploited in this work: {work}").format(work=name)
        bars = Bars("places_of_work", title, "place", _("All years."), switches=partial(choices.choose_work, t))
        _draw(page, bars, page.ask(questions.places_of_sector, view.sector))
    with right:
        title = _("What labour inspection found in this work: {work}").format(work=name)
        bars = Bars("inspections_of_work", title, "inspection", _("All years and countries."))
        _draw(page, bars, page.ask(questions.inspections, view.sector))


def recruiters(page: Page) -> None:
    """What is known of those who did it: who recruited people, and for which kind of sexual exploitation."""
    _ = page.t.gettext
    everywhere = page.about(page.filters.without("place", "form", "country", "years"), page.sentence)
    left, right = st.columns(2)
    with left:
        note = _("All years and countries. Of those who did it nothing else is in case records.")
        bars = Bars("recruiters", _("Who recruited them"), "relation", note, "recorded")
        _draw(page, bars, everywhere.ask(questions.recruiters))
    with right:
        note = _(
            "All years. Bacha bazi is an addition of this dashboard; the standard counts it among private services."
        )
        bars = Bars("sexual_types", _("Kinds of sexual exploitation"), "sexual_type", note, "recorded")
        _draw(page, bars, page.ask(questions.sexual_types))


def citizens(page: Page) -> None:
    """Of which citizenship the people are who were identified: a panel of the Overview."""
    _ = page.t.gettext
    note = _("All years; of the filters only the country is followed.")
    bars = Bars("citizenship", _("Citizenship of the people identified"), "citizenship", note, "recorded")
    _draw(page, bars, page.ask(questions.citizenships))


def reported(page: Page) -> None:
    """What states and others have reported, apart from the cases."""
    t, _ = page.t, page.t.gettext
    countries = tuple(code for code in CORE if code in page.filters.country) or CORE
    st.info(justice_words.change_of_unit(t), icon=":material/swap_horiz:")
    series_panel(official_statistics.totals("victims", "prosecuted", "convicted"), countries, page.paper)
    figures = page.about(Filters(country=page.filters.country)).ask(published_figures)
    rows = [row for row in rows_of(figures) if row["theme"] == "justice"] if "theme" in figures else []
    if rows:
        title = _("What others have published of investigations, arrests and convictions")
        with st.container(border=True, key="panel_published_justice"):
            st.markdown(f"## {title}")
            st.caption(
                _("Each by its own definition and year; nothing is added. FIA counts smuggling with trafficking.")
            )
            details = st.expander(_("Table, file and sources"), key="details_published_justice", on_change="rerun")
            if details.open:
                with details:
                    table_and_file(page, "published_justice", title, rows)


def _draw(page: Page, bars: Bars, answer: pd.DataFrame) -> None:
    t = page.t
    said = t.gettext(justice_words.SHARE_OF[bars.share_of]) if bars.share_of else ""
    page.panel(
        bars.key,
        bars.title,
        answer,
        lambda: bars_figure(answer, bars.dimension, page.paper, share_of=said),
        justice_words.bars_words(answer, bars.dimension, bars.title, t),
        bars.note,
        switches=bars.switches,
    )
