"""The cluster view of the Hotspots page: the map of one method, what it finds in words, where the methods agree."""

from functools import partial

import pandas as pd
import streamlit as st

from figures.hotspots import finding_words as hotspot_findings
from figures.hotspots import tables as hotspot_tables
from figures.hotspots import words as hotspot_words
from figures.hotspots.class_maps import cluster_map
from figures.hotspots.views import HotspotView, Method
from findings import clusters_in_time as hotspot_periods
from findings import rates as hotspot_statistics
from ui.hotspots.choices import choose_of_map
from ui.kit.page import Page


def findings(page: Page, view: HotspotView) -> pd.DataFrame:
    """What the chosen method finds. The search in years is asked for only here, because it takes a second or two."""
    if view.method != "time":
        return page.ask(hotspot_statistics.local_patterns, view.role)
    found = page.ask(hotspot_periods.clusters_in_time, view.role)
    return found if found.attrs.get("is_published", True) else hotspot_periods.not_searched()


def cluster_panel(page: Page, view: HotspotView, rates: pd.DataFrame, found: pd.DataFrame, note: str) -> None:
    """Draw the map of a method with its table. note: who is not on the map."""
    t, method = page.t, view.method
    kind_of = hotspot_findings.kinds(method, rates, found)
    page.panel(
        "hotspot_map",
        hotspot_words.map_title(view.measure, view.role, t),
        hotspot_tables.findings_table(method, rates, found, t),
        lambda: cluster_map(rates, method, found, page.paper, page.filters.country),
        hotspot_findings.map_words(method, kind_of, rates, found, t),
        f"{hotspot_findings.method_note(method, found, t)} {note}",
        switches=partial(choose_of_map, view, t),
    )


def findings_list(page: Page, method: Method, rates: pd.DataFrame, found: pd.DataFrame) -> None:
    """Draw what a method finds as a list, to be read aloud and by keyboard, and where the methods agree."""
    t, _ = page.t, page.t.gettext
    kind_of = hotspot_findings.kinds(method, rates, found)
    if method == "time":
        lines = hotspot_findings.clusters_list(found, t)
    else:
        lines = hotspot_findings.finding_lines(method, kind_of, rates, t)
    with st.container(border=True, key="findings"):
        st.markdown(f"## {page.titled(_('What this method finds'))}")
        st.markdown("\n".join(f"- {line}" for line in lines) or hotspot_findings.headline_in_time(found, t))
        if missing := hotspot_findings.left_out(method, kind_of, t, most=hotspot_findings.MOST_NAMED):
            st.markdown(missing)
        if method != "time" and (agreed := hotspot_findings.agreement(rates, found, t)):
            st.markdown(agreed)
