"""What do official statistics and published research say?"""

import streamlit as st

from data_access.questions import official_statistics
from data_access.release.filters import Filters
from figures.context import words
from figures.kit import sources as source_words
from ui.context import panels
from ui.context.views import OFFICIAL, choose_context_view, draw_published
from ui.kit.page import open_page

page = open_page()
t, _ = page.t, page.t.gettext

view = choose_context_view(page)
if view != OFFICIAL:
    draw_published(page, view)
else:
    countries = panels.choose_countries(page)
    totals = official_statistics.totals("victims", "prosecuted", "convicted")
    with page.headline:
        st.title(words.headline(totals, countries, t))
        st.markdown(
            _(
                "Detected is what an authority found and reported. Countries count in their own ways, so their numbers "
                "are not compared or added here."
            )
        )
        if source_words.published_notice(page.release, t):
            st.markdown(
                _(
                    "The official numbers on this page are published ones; only the rates of this release's cases are "
                    "made from demonstration data."
                )
            )
    panels.series_panel(totals, countries, page.paper)
    panels.children_panel(countries, page.paper)
    panels.victim_rates_panel(page.about(Filters(country=countries)))
    panels.bodies(page.paper)
