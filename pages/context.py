"""What do official statistics and published research say?"""

import streamlit as st

from data_access.questions import official_statistics
from data_access.release.filters import Filters
from figures.context import words
from figures.context.views import OFFICIAL
from ui.context import panels
from ui.context.views import choose_context_view, draw_published
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
                "What authorities found and reported, not how many victims there are. Countries count in their own "
                "ways: their numbers are neither compared nor added."
            )
        )
    panels.latest_panel(totals, countries, page.paper)
    panels.series_panel(totals, countries, page.paper)
    panels.children_panel(countries, page.paper)
    panels.victim_rates_panel(page.about(Filters(country=countries)))
    panels.bodies(page.paper)
