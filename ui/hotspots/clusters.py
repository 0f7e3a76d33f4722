"""The cluster view of the Hotspots page: what a method finds in words, and where the methods agree."""

import pandas as pd
import streamlit as st

from figures.hotspots import finding_words as hotspot_findings
from figures.hotspots.views import Method
from ui.kit.page import Page


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
