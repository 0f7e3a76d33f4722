"""The third view of the Hotspots page: where rates are high and few people reach a service."""

from functools import partial

import pandas as pd
import streamlit as st

from data_access.questions import areas as hotspot_questions
from data_access.questions import service_gaps as gap_questions
from data_access.release.filters import Filters
from figures.hotspots import gap_words
from figures.hotspots import tables as hotspot_tables
from figures.hotspots.class_maps import gap_map
from figures.hotspots.gap_chart import gap_figure
from figures.hotspots.views import HotspotView
from figures.kit import words
from figures.kit.labels import label, place_in_country
from figures.kit.rows import Row, rows_of
from findings import service_gaps as gap_statistics
from locales import Translator
from ui.hotspots.choices import choose_of_gaps
from ui.kit.filter_bar import filter_bar
from ui.kit.grid import grid
from ui.kit.page import Page

MOST_LISTED = 10


def gap_view(page: Page, view: HotspotView) -> None:
    """Draw the gaps."""
    release, paper, t, _ = page.release, page.paper, page.t, page.t.gettext
    # the release may know how far people came by one of the two places only
    offered = gap_questions.roles_with_steps(release, Filters()) or (view.role,)
    role = view.role if view.role in offered else offered[0]
    page = filter_bar(
        page,
        {(hotspot_questions.ROLES[role][0], "stage"): ("country",)},
        choices=("country", "sex", "age"),
        role=role,
        view=view.address,
    )
    if role != view.role:
        st.caption(_("This release says how far people came by another place than the one chosen."))
    gaps = page.ask(gap_statistics.coverage_gaps, role)
    is_published = gaps.attrs.get("is_published", True)
    table = hotspot_tables.gaps_table(gaps)
    with page.headline:
        if is_published:
            st.title(words.about(gap_words.headline(gaps, t), page.filters, t, role=role))
        else:
            st.title(_("It cannot be said where services are missing: too much is withheld"))
    left, right = st.columns([3, 2])
    with left:
        page.panel(
            "gap_map",
            gap_words.map_title(role, t),
            table,
            lambda: gap_map(gaps, paper, page.filters.country),
            gap_words.alt_text(gaps, t) if is_published else "",
            words.joined(gap_words.kinds_of_data(release, t), gap_words.note(gaps, role, t)),
            switches=partial(choose_of_gaps, t),
        )
    with right:
        page.panel(
            "gap_shares",
            _("Share of people who reached a service"),
            table,
            lambda: gap_figure(gaps, paper),
            gap_words.alt_text(gaps, t) if is_published else "",
            _("The line is the 95% interval, the upright mark the share of the whole country."),
        )
    if is_published:
        st.markdown(gap_words.sure(gaps, t))
        gap_list(page, gaps)


def gap_list(page: Page, gaps: pd.DataFrame) -> None:
    """The areas with a finding in the order of concern: a table with a column a reason, on a phone a list."""
    t, _ = page.t, page.t.gettext
    found = gaps[gaps["gap"].isin(gap_statistics.JUDGED[:-1])]
    with st.container(border=True, key="gap_list"):
        st.markdown(f"## {page.titled(_('Areas to look at first'))}")
        if found.empty:
            st.info(gap_words.nothing_found(gaps, t))
        elif page.paper.width == "phone":
            st.markdown("\n".join(f"1. {_line(row, t)}" for row in rows_of(found[:MOST_LISTED])))
        else:
            grid(
                hotspot_tables.gaps_list(found, t),
                t,
                key="gap_table",
                alt=_("Table of areas with a high rate or few services, with the reasons"),
                height="content" if len(found) <= MOST_LISTED else 388,
            )
        if unplaced := gap_words.without_a_place(gaps, t):
            st.caption(unplaced)


def _line(row: Row, t: Translator) -> str:
    return t.gettext("**{area}**: {finding}. {reason}.").format(
        area=place_in_country(row["place"], t),
        finding=label("gap", row["gap"], t),
        reason=gap_words.reason(row, t),
    )
