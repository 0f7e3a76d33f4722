"""What do official statistics and published research say?"""

import streamlit as st

from data_access.release.filters import Filters
from figures.context import panels as official
from figures.context import words
from figures.context.views import OFFICIAL
from ui.context import panels
from ui.context.views import choose_context_view, draw_published
from ui.kit.page import open_page
from ui.kit.place_links import place_links
from ui.kit.sdg import sdg_download

page = open_page()
t = page.t

view = choose_context_view(page)
if view != OFFICIAL:
    draw_published(page, view)
else:
    countries = panels.choose_countries(page)
    totals = official.totals()
    with page.headline:
        st.title(words.headline(totals, countries, t))
        st.markdown(official.below_headline(page.paper))
    panels.latest_panel(totals, countries, page.paper)
    place_links(page.about(Filters()), countries, None)
    panels.series_panel(totals, countries, page.paper)
    panels.official_panel(official.children(countries, page.paper), page.paper)
    panels.bodies(page.paper)  # what is published comes before what is invented
    own = page.about(Filters(country=countries))
    own.show(official.own_rates(own))
    if len(countries) == 1:
        sdg_download(own, countries[0])
page.end_of_words("context")
