"""The third view of the Hotspots page: where rates are high and few people reach a service."""

from functools import partial

import pandas as pd
import streamlit as st

from data_access.questions import areas as hotspot_questions
from figures.hotspots import gap_panels, gap_words
from figures.hotspots import tables as hotspot_tables
from figures.hotspots.views import HotspotView
from figures.kit.labels import label, place_in_country
from figures.kit.rows import Row, rows_of
from figures.views.view import is_published
from findings import service_gaps as gap_statistics
from locales import Translator
from ui.hotspots.choices import choose_of_gaps
from ui.kit.filter_bar import filter_bar
from ui.kit.grid import grid
from ui.kit.page import Page

MOST_LISTED = 10


def gap_view(page: Page, view: HotspotView) -> None:
    """Draw the gaps."""
    t, _ = page.t, page.t.gettext
    role = gap_panels.role_of(page.release, view.role)
    page = filter_bar(
        page,
        {(hotspot_questions.ROLES[role][0], "stage"): ("country",)},
        choices=("country", "sex", "age"),
        role=role,
        view=view.address,
    )
    if role != view.role:
        st.caption(_("This release says how far people came by another place than the one chosen."))
    gaps = gap_panels.gaps_of(page, role)
    page.headline.title(gap_panels.headline(page, role))
    left, right = st.columns([3, 2])
    with left:
        page.show(gap_panels.gap_map_panel(page, role), switches=partial(choose_of_gaps, t))
    with right:
        page.show(gap_panels.shares(page, role))
    if is_published(gaps):
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
