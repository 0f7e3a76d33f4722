"""The third view of the Hotspots page: where rates are high and few people reach a service."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release import Release
from locales import Translator
from ui import gap_words, hotspot_statistics, hotspot_tables, words
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
    filters = filter_bar(
        release,
        t,
        {("source", "stage"): ("country",)},
        choices=("country", "sex", "age"),
        role="source",
        others={"view": view.address},
    )
    choices = words.filters_sentence(filters, release, t, role="source")
    gaps = ask(hotspot_statistics.coverage_gaps, release, filters)
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
            _("Rate and reach of services, where people were taken from"),
            table,
            lambda: gap_map(gaps, t, colours, width, filters.country),
            gap_words.alt_text(gaps, t) if is_published else "",
            release,
            t,
            choices=choices,
            note=gap_words.note(t),
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
        gap_list(gaps, t)
