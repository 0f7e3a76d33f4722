"""The first view of the Hotspots page: rates by area, what stands out, and what may be behind it."""

from functools import partial

import streamlit as st

from data_access.questions import areas as hotspot_questions
from figures.hotspots import words as hotspot_words
from figures.hotspots.panels import Rates
from figures.hotspots.views import HotspotView
from figures.kit import agency_words, words
from figures.views.view import is_published
from ui.hotspots.choices import choose_of_map
from ui.hotspots.clusters import findings_list
from ui.hotspots.register import effort_panel
from ui.kit.beside import comparison_panels
from ui.kit.filter_bar import filter_bar
from ui.kit.page import Page, reason_panel


def rate_view(page: Page, view: HotspotView) -> None:
    """Draw the rates."""
    t, _ = page.t, page.t.gettext
    page = filter_bar(
        page,
        {(hotspot_questions.ROLES[view.role][0],): ("country",)},
        choices=("years", "country", "sex", "age", "form"),
        role=view.role,
        view=view.address,
        compares=True,
    )
    shown = Rates(page, view)
    if not shown.is_covered:
        page.headline.title(_("This combination is kept from view"))
        st.info(words.not_published(t, has_choice=page.has_choice))
        return
    if hotspot_questions.chosen_areas(page.filters).empty:
        page.headline.title(_("Nothing is published for this choice."))
        return
    page.headline.title(shown.headline)
    if shown.unfinished and not shown.whole:  # all of what stands out is of a year that is not finished
        page.headline.markdown(shown.unfinished)
    comparison_panels(page, "hotspots")
    rates, found = shown.rates, shown.found
    left, right = st.columns([3, 2])
    with left:
        page.show(shown.map(), switches=partial(choose_of_map, view, t))
    with right:
        if not hotspot_words.has_rates(rates):
            st.info(hotspot_words.no_rate(rates, t))
        else:
            page.show(shown.ranks())
        if found is not None:
            findings_list(page, view.method, rates, found)
    with right if found is None else left:  # whichever is the shorter
        st.markdown(shown.how_sure or "")
        if warning := shown.head_warning:
            st.warning(warning, icon=":material/visibility:")
    effort_panel(page, shown.register, rates, view.role)
    left, right = st.columns(2)
    with left:
        if hotspot_words.has_comparisons(rates):
            page.show(shown.funnel())
    with right:
        reason = agency_words.no_numbers_by_kind(page.release, "data_source", t)
        if reason and is_published(shown.effort):
            reason_panel("hotspot_effort", _("Who recorded the cases"), reason)
        else:
            page.show(shown.recorders())
    if years := shown.years():
        page.show(years)
    if published := hotspot_words.held_against(rates, page.release.manifest["provenance"], t):
        with st.container(border=True, key="published_finding"):
            st.markdown(f"## {_('Held against a published finding')}")
            st.markdown(published)
