"""The first view of the Hotspots page: rates by area, what stands out, and what may be behind it."""

from functools import partial

import streamlit as st

from data_access.questions import areas as hotspot_questions
from figures.hotspots import charts as hotspot_figures
from figures.hotspots import finding_words as hotspot_findings
from figures.hotspots import rate_map as hotspot_maps
from figures.hotspots import recorder_words as effort_words
from figures.hotspots import register_words as effort_register
from figures.hotspots import tables as hotspot_tables
from figures.hotspots import verdict_words, year_charts, year_words
from figures.hotspots import words as hotspot_words
from figures.hotspots.views import HotspotView
from figures.kit import agency_words, trend_words, words
from findings import change, verdicts
from findings import detection_effort as effort_statistics
from findings import rates as hotspot_statistics
from ui.hotspots.choices import choose_of_map
from ui.hotspots.clusters import cluster_panel, findings, findings_list
from ui.hotspots.register import effort_panel
from ui.kit.filter_bar import filter_bar
from ui.kit.page import Page, reason_panel


def rate_view(page: Page, view: HotspotView) -> None:
    """Draw the rates."""
    release, paper, t, _ = page.release, page.paper, page.t, page.t.gettext
    page = filter_bar(
        page,
        {(hotspot_questions.ROLES[view.role][0],): ("country",)},
        choices=("years", "country", "sex", "age", "form"),
        role=view.role,
        view=view.address,
    )
    filters = page.filters
    if not release.covers((hotspot_questions.ROLES[view.role][0],), filters.without("country")):
        page.headline.title(_("This combination is kept from view"))
        st.info(words.not_published(t))
        return
    if hotspot_questions.chosen_areas(filters).empty:
        page.headline.title(_("Nothing is published for this choice."))
        return
    rates = page.ask(hotspot_statistics.hotspot_rates, view.role)
    unplaced = page.ask(hotspot_questions.without_a_province, view.role)
    effort = page.ask(hotspot_statistics.effort)
    may_judge = view.role == "identified" and effort.attrs.get("is_published", True)
    register = page.ask(effort_statistics.detection_effort)
    # who recorded is known by the place of identification only
    by_identification = view.role == "identified"
    rates = verdicts.judge(rates, *((effort, register) if by_identification else (None, None)))
    register = verdicts.judge_register(register, rates if by_identification else None)
    warned = effort_words.warnings(effort, rates, t) if may_judge else {}
    is_registered = effort_register.is_registered(register)
    found = findings(page, view) if view.measure == "cluster" else None
    if found is None:
        title, how_sure = verdict_words.headline(rates, t), verdict_words.how_sure(rates, t)
    else:
        kind_of = hotspot_findings.kinds(view.method, rates, found)
        if view.method == "time":
            title = hotspot_findings.headline_in_time(found, t)
            how_sure = hotspot_findings.sure_in_time(found, kind_of, t)
        else:
            title = hotspot_findings.headline(view.method, kind_of, rates, t)
            how_sure = hotspot_findings.sure(view.method, kind_of, rates, t)
    page.headline.title(words.about(title, filters, t, role=view.role))
    last_year = (filters.years or release.years or (None, None))[1]
    whole = change.whole_years(release, filters)
    unfinished = trend_words.unfinished_sentence(last_year, whole, t)
    if unfinished and not whole:  # all of what stands out is of a year that is not finished
        page.headline.markdown(unfinished)

    note = hotspot_words.map_note(rates, unplaced, view.measure, view.role, t)
    table = hotspot_tables.rates_table(rates)
    left, right = st.columns([3, 2])
    with left:
        if found is not None:
            cluster_panel(page, view, rates, found, note)
        else:
            page.panel(
                "hotspot_map",
                hotspot_words.map_title(view.measure, view.role, t),
                table,
                lambda: hotspot_maps.rate_map(rates, view.measure, paper, filters.country),
                hotspot_words.map_words(rates, t),
                note,
                switches=partial(choose_of_map, view, t),
            )
        st.markdown(words.joined(how_sure, unfinished if whole else None))
        if by_identification and (said := effort_register.head_warning(list(warned), register, t)):
            st.warning(said, icon=":material/visibility:")
    with right:
        if not hotspot_words.has_rates(rates):
            st.info(hotspot_words.no_rate(rates, t))
        else:
            page.panel(
                "hotspot_ranks",
                _("The highest rates, and how well they can be ranked"),
                table,
                lambda: hotspot_figures.ranked_figure(rates, paper),
                hotspot_words.ranked_words(rates, t),
                hotspot_words.ranked_note(rates, hotspot_figures.MOST_RANKED, t),
            )
        if found is not None:
            findings_list(page, view.method, rates, found)
    effort_panel(page, register, rates, view.role)
    left, right = st.columns(2)
    with left:
        if hotspot_words.has_comparisons(rates):
            page.panel(
                "hotspot_funnel",
                _("A real difference, or a small population?"),
                table,
                lambda: hotspot_figures.funnel_figure(rates, paper),
                hotspot_words.funnel_words(rates, t),
                hotspot_words.funnel_note(rates, t),
            )
    with right:
        shown = hotspot_words.areas_to_explain(rates)
        reason = agency_words.no_numbers_by_kind(release, "data_source", t)
        if reason and effort.attrs.get("is_published", True):
            reason_panel("hotspot_effort", _("Who recorded the cases"), reason)
        else:
            page.panel(
                "hotspot_effort",
                _("Who recorded the cases"),
                hotspot_tables.effort_table(effort, shown),
                lambda: hotspot_figures.recorders_figure(effort, shown, paper),
                effort_words.alt_text(effort, shown, t),
                " ".join(
                    [
                        *warned.values(),
                        effort_words.note(
                            bool(filters.sex or filters.age or filters.form), view.role, t, is_registered=is_registered
                        ),
                    ]
                ),
            )
    yearly = page.ask(hotspot_statistics.yearly_rates, view.role)
    charted = year_words.areas_to_chart(rates, yearly, year_charts.MOST_CHARTS[paper.width])
    if charted:
        trends = page.ask(change.area_trends, view.role)
        page.panel(
            "hotspot_years",
            _("Each year, area by area"),
            hotspot_tables.years_table(yearly, trends, charted),
            lambda: year_charts.years_figure(yearly, charted, paper),
            year_words.years_words(charted, t),
            words.joined(
                trend_words.only_sentence(filters, t, role=view.role),
                year_words.years_note(trends, whole, last_year, t),
            ),
        )
    if published := hotspot_words.held_against(rates, release.manifest["provenance"], t):
        with st.container(border=True, key="published_finding"):
            st.markdown(f"## {_('Held against a published finding')}")
            st.markdown(published)
