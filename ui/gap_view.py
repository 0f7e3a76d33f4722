"""The third view of the Hotspots page: where rates are high and few people reach a service."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access import gap_questions, hotspot_questions
from data_access.filters import Filters
from data_access.release import Release
from locales import Translator
from ui import gap_statistics, gap_words, hotspot_tables, words
from ui.answers import ask
from ui.filter_bar import filter_bar
from ui.gap_figures import gap_figure, gap_list
from ui.hotspot_choices import HotspotView
from ui.hotspot_class_maps import gap_map
from ui.palette import Palette
from ui.panels import panel
from ui.viewport import Width


def gap_view(
    view: HotspotView, headline: DeltaGenerator, release: Release, t: Translator, colours: Palette, width: Width
) -> None:
    """Draw the gaps. headline: where the page's one sentence goes."""
    _ = t.gettext
    # the release may know how far people came by one of the two places only
    offered = gap_questions.roles_with_steps(release, Filters()) or (view.role,)
    role = view.role if view.role in offered else offered[0]
    filters = filter_bar(
        release,
        t,
        {(hotspot_questions.ROLES[role][0], "stage"): ("country",)},
        choices=("country", "sex", "age"),
        role=role,
        others={"view": view.address},
    )
    if role != view.role:
        st.caption(_("This release says how far people came by another place than the one chosen."))
    choices = words.filters_sentence(filters, release, t, role=role)
    gaps = ask(gap_statistics.coverage_gaps, release, filters, role)
    is_published = gaps.attrs.get("is_published", True)
    table = hotspot_tables.gaps_table(gaps)
    with headline:
        if is_published:
            st.title(gap_words.headline(gaps, t))
            st.markdown(gap_words.sure(gaps, t))
        else:
            st.title(_("It cannot be said where services are missing: too much is withheld"))
    left, right = st.columns([3, 2])
    with left:
        panel(
            "gap_map",
            gap_words.map_title(role, t),
            table,
            lambda: gap_map(gaps, t, colours, width, filters.country),
            gap_words.alt_text(gaps, t) if is_published else "",
            release,
            t,
            choices=choices,
            note=gap_words.note(role, t),
        )
    with right:
        panel(
            "gap_shares",
            _("Share of people who reached a service"),
            table,
            lambda: gap_figure(gaps, t, colours),
            gap_words.alt_text(gaps, t) if is_published else "",
            release,
            t,
            choices=choices,
            note=_("The line is the 95% interval, the upright line the share over all areas."),
        )
    if is_published:
        gap_list(gaps, t, width)
