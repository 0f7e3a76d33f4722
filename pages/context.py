"""What do official statistics and published research say?"""

import streamlit as st

from data_access import official_statistics, programme_questions
from data_access.filters import Filters
from ui import context_panels as panels
from ui import source_words
from ui.answers import ask
from ui.palette import palette
from ui.viewport import viewport_width
from ui.visit import current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
countries = panels.country_bar(release, t)
totals = official_statistics.totals("victims", "prosecuted", "convicted")
with headline:
    st.title(panels.headline(totals, countries, t))
    st.markdown(
        _(
            "Detected is what an authority found and reported. Countries count in their own ways, so their numbers are "
            "not compared or added here."
        )
    )
    if notice := source_words.published_notice(release, t):
        st.markdown(notice)
panels.series_panel(totals, countries, t, colours, width)
panels.children_panel(countries, t, colours)
panels.statements(ask(programme_questions.statements, release, Filters()), t)
panels.bodies(t, width)
