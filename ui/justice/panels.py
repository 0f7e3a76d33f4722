"""The panels of the Justice page."""

from collections.abc import Callable
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


def how_far(page: Page, reached: pd.DataFrame) -> None:
    """From people identified to convictions, and where the cases stand that came to the law."""
    t, _ = page.t, page.t.gettext
    left, right = st.columns(2)
    with left:
        _bars(
            page, "reached", _("From people identified to convictions"), reached, "reached",
            justice_words.furthest_note(t), share_of="identified",
        )  # fmt: skip
    with right:
        _bars(
            page, "standing", _("Where the cases stand that were investigated"), page.ask(questions.standing),
            "justice", share_of="investigated",
        )  # fmt: skip


def compared(page: Page, view: JusticeView) -> None:
    """Years, countries, courts, forms or sexes beside each other."""
    t, _ = page.t, page.t.gettext
    answer = page.ask(questions.reached_by, view.step, view.by)
    titles = {
        "convicted": _("Convictions in people's cases"),
        "prosecuted": _("Prosecutions in people's cases"),
        "investigated": _("Investigations in people's cases"),
    }
    notes = {"year": justice_words.slowness_note(t), "court": justice_words.court_note(t)}
    _bars(
        page, "compared", titles[view.step], answer, "place" if view.by == "court" else view.by, notes.get(view.by),
        share_of="court" if view.by == "court" else "identified", switches=partial(choices.choose_compared, t),
    )  # fmt: skip


def work(page: Page, view: JusticeView) -> None:
    """In which work people are exploited, where, and what labour inspection found there."""
    t, _ = page.t, page.t.gettext
    left, right = st.columns(2)
    with left:
        _bars(
            page, "sectors", _("In which work people were exploited"), page.ask(questions.sectors), "sector",
            justice_words.sector_note(t), share_of="recorded",
        )  # fmt: skip
    with right:
        _bars(
            page, "inspections", _("What labour inspection found"), page.ask(questions.inspections), "inspection",
            justice_words.inspection_note(t),
        )  # fmt: skip
    name = label("sector", view.sector, t)
    left, right = page.columns(3, 2)
    with left:
        _bars(
            page, "places_of_work", _("Where people were exploited in this work: {work}").format(work=name),
            page.ask(questions.places_of_sector, view.sector), "place", _("All years."),
            switches=partial(choices.choose_work, t),
        )  # fmt: skip
    with right:
        _bars(
            page, "inspections_of_work", _("What labour inspection found in this work: {work}").format(work=name),
            page.ask(questions.inspections, view.sector), "inspection", _("All years and countries."),
        )  # fmt: skip


def recruiters(page: Page) -> None:
    """What is known of those who did it: who recruited people, and for which kind of sexual exploitation."""
    _ = page.t.gettext
    # a province is where people were taken from
    of_source = page.about(page.filters.without("place", "form", "country", "years"), page.sentence)
    left, right = st.columns(2)
    with left:
        _bars(
            page, "recruiters", _("Who recruited them"), of_source.ask(questions.recruiters), "relation",
            _("All years and countries. Of those who did it nothing else is in case records."), share_of="recorded",
        )  # fmt: skip
    with right:
        _bars(
            page, "sexual_types", _("Kinds of sexual exploitation"), page.ask(questions.sexual_types), "sexual_type",
            _("All years. Bacha bazi is an addition of this dashboard; the standard counts it among private services."),
            share_of="recorded",
        )  # fmt: skip


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


def _bars(
    page: Page,
    key: str,
    title: str,
    answer: pd.DataFrame,
    dimension: str,
    note: str | None = None,
    *,
    share_of: str = "",
    switches: Callable[[], object] | None = None,
) -> None:
    said = page.t.gettext(justice_words.SHARE_OF[share_of]) if share_of else ""
    page.panel(
        key,
        title,
        answer,
        lambda: bars_figure(answer, dimension, page.paper, share_of=said),
        justice_words.bars_words(answer, dimension, title, page.t),
        note,
        switches=switches,
    )
