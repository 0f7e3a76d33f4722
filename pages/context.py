"""What do official statistics and published research say?"""

import streamlit as st

from data_access.questions import official_statistics
from data_access.questions import programmes as programme_questions
from data_access.release.filters import Filters
from figures.context import words
from figures.kit import sources as source_words
from figures.kit.palette import palette
from figures.kit.paper import Paper
from ui.context import panels
from ui.kit.answers import ask
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
countries = panels.country_bar(release, t)
totals = official_statistics.totals("victims", "prosecuted", "convicted")
with headline:
    st.title(words.headline(totals, countries, t))
    st.markdown(
        _(
            "Detected is what an authority found and reported. Countries count in their own ways, so their numbers are "
            "not compared or added here."
        )
    )
    if notice := source_words.published_notice(release, t):
        st.markdown(notice)
panels.series_panel(totals, countries, Paper(t, colours, width))
panels.children_panel(countries, Paper(t, colours))
panels.statements(ask(programme_questions.statements, release, Filters()), t)
panels.bodies(t, width)
