"""From where, through where, to where?"""

import streamlit as st

from data_access import journey_questions, questions
from ui import journey_list, journey_maps, journey_views, journey_words, route_figures, words
from ui.answers import ask
from ui.filter_bar import filter_bar
from ui.palette import palette
from ui.panels import page_end, panel
from ui.viewport import viewport_width
from ui.visit import current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
view = journey_views.choose_view(t)
filters = filter_bar(
    release,
    t,
    journey_views.QUESTIONS[view.level],
    choices=journey_views.FILTERS[view.level],
    role="route",
    others={"view": view.text()},
)
choices = words.filters_sentence(filters, release, t, role="route")
when = words.period(filters, release, t)

legs = ask(journey_questions.legs, release, filters, view.level, view.direction)
layout = journey_maps.route_map(legs, view.level, when, t, width)
is_plain = view == journey_views.JourneyView()
pairs = ask(questions.origins_and_destinations, release, filters)
with headline:
    st.title(journey_words.headline(pairs if is_plain else None, legs, when, view.direction, t))
    if is_plain:
        st.markdown(words.routes_known(pairs, t))

left, right = st.columns([5, 3])
with left:
    panel(
        "routes",
        journey_words.scope(filters, view.level, view.direction, t),
        legs,
        lambda: journey_maps.figure(layout, view.level, t, colours, width),
        journey_words.map_words(legs, view.level, when, t),
        release,
        t,
        choices=choices,
        note=journey_words.map_note(legs, layout.legs_drawn, view.level, release, t),
    )
with right:
    journey_list.route_list(legs, when, t)
if view.level == "country":
    panel(
        "matrix",
        _("From each source country to each destination"),
        pairs,
        lambda: route_figures.matrix_figure(pairs, release, t, colours, width),
        route_figures.matrix_words(pairs, t),
        release,
        t,
        choices=choices,
        note=route_figures.matrix_note(release, t),
    )
page_end(release, t)
