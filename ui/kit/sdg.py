"""SDG indicator 16.2.2 of one country, to be taken along as it is reported."""

import streamlit as st

from exports.sdg import M49, sdg_file
from figures.views.view import is_published
from findings.victim_rates import victim_rates
from ui.kit.page import Page


def sdg_download(page: Page, country: str) -> None:
    """Draw the button of the file; nothing for a country that the indicator is not made for here."""
    rates = page.ask(victim_rates)
    if country not in M49 or not is_published(rates) or country not in set(rates["country"]):
        return
    t = page.t
    st.download_button(
        t.gettext("SDG 16.2.2 of {country}, as it is reported (CSV)").format(country=t.country(country)),
        data=lambda: sdg_file(rates, country, page.release, t),
        file_name=f"sdg_16_2_2_{country}_release_{page.release.id}.csv",
        mime="text/csv",
        key=f"sdg_{country}",
        icon=":material/download:",
        on_click="ignore",
    )
