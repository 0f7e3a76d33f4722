"""From where, through where, to where?"""

import streamlit as st

from data_access import questions
from ui import flow_maps, route_figures, words
from ui.answers import ask
from ui.filter_bar import filter_bar
from ui.palette import palette
from ui.panels import page_end, panel
from ui.viewport import viewport_width
from ui.visit import choose_view, current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
QUESTIONS = {
    ("from_country", "to_country", "leg"): ("country",),
    ("source_country", "exploitation_country"): ("country",),
}
directions = {"all": _("All"), "inbound": _("Inbound"), "outbound": _("Outbound"), "internal": _("Within one country")}
direction = choose_view("routes_direction", _("Direction"), directions)
filters = filter_bar(
    release,
    t,
    QUESTIONS,
    choices=("years", "country", "sex", "age", "form"),
    role="route",
    others={"view": direction if direction != "all" else None},
)
choices = words.filters_sentence(filters, release, t, role="route")

legs = ask(questions.journeys, release, filters, direction)
pairs = ask(questions.origins_and_destinations, release, filters)
flow_map, left_out = flow_maps.flow_map(legs, t, colours, width)
with headline:
    st.title(words.routes_headline(pairs, legs, t))
    st.markdown(words.routes_known(pairs, t))

left, right = st.columns([5, 3])
with left:
    panel(
        "routes",
        _("Routes between countries"),
        legs,
        lambda: flow_map,
        route_figures.flow_map_words(legs, t),
        release,
        t,
        choices=choices,
        note=words.flow_note(left_out, release, t),
    )
with right:
    route_figures.route_list(legs, t)
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
