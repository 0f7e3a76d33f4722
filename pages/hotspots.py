"""Where is it worse than expected, and how sure are we?"""

import streamlit as st

from figures.kit.palette import palette
from figures.kit.paper import Paper
from ui.hotspots.choices import choose_hotspot_view
from ui.hotspots.gaps import gap_view
from ui.hotspots.hidden import hidden_view
from ui.hotspots.rates import rate_view
from ui.kit.panel import page_end
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

t = current_translator()
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
view = choose_hotspot_view(t, width)
if view.part == "hidden":
    hidden_view(view, headline, release, Paper(t, colours, width))
elif view.part == "gap":
    gap_view(view, headline, release, Paper(t, colours, width))
else:
    rate_view(view, headline, release, Paper(t, colours, width))
page_end(release, t)
