"""From where, through where, to where?"""

import streamlit as st

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.routes import map as journey_maps
from figures.routes import pair_words as route_words
from figures.routes import words as journey_words
from ui.kit.answers import ask, kept
from ui.kit.filter_bar import filter_bar
from ui.kit.panel import page_end, panel
from ui.routes import choices as journey_views
from ui.routes import forms as journey_forms
from ui.routes import route_list as journey_list
from ui.routes import year_player as journey_player
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
view = journey_views.choose_view(release, t)
filters = filter_bar(
    release,
    t,
    journey_views.QUESTIONS[view.level],
    choices=journey_views.filters_of(release, view.level),
    role="route",
    others={"view": view.text()},
)
choices = words.filters_sentence(filters, release, t, role="route")
when = words.period(filters, release, t)

legs = ask(journey_questions.legs, release, filters, view.level, view.direction)
pairs = ask(questions.origins_and_destinations, release, filters)
is_whole = (view.level, view.direction) == ("country", "all")
ways = ask(journey_questions.ways, release, filters, view.direction) if view.direction == "through" else None
roles = ask(journey_questions.people_by_role, release, filters) if is_whole else None
if journey_views.has_years(release, view.level):
    journey_player.year_player(filters, release, t)
else:
    st.caption(journey_words.all_years_only(t))
forms = ask(journey_questions.main_forms, release, filters) if view.colour == "forms" else None
stops = ask(journey_questions.stops, release, Filters())
all_years = words.period(Filters(), release, t)
drawn, flow_map = kept(
    lambda: journey_maps.flow_map(
        legs, view.level, when, Paper(t, colours, width), forms=forms, roles=roles, stops=stops, all_years=all_years
    ),
    "routes", release.id, filters, view.level, view.direction, view.colour, t.language.code, theme_kind(), width,
)  # fmt: skip
with headline:
    st.title(journey_words.headline(pairs if is_whole else None, ways, legs, when, view.direction == "internal", t))
    if is_whole:
        st.markdown(route_words.routes_known(pairs, t))
    journey_views.saved_views(release, t)

left, right = st.columns([5, 3])
with left:
    panel(
        "routes",
        journey_words.scope(filters, view.level, view.direction, t),
        legs,
        lambda: flow_map,
        journey_words.map_words(legs, view.level, when, t),
        release,
        t,
        choices=choices,
        note=journey_words.map_note(legs, drawn, view.level, release, t),
        on_select=journey_views.take_click,
    )
with right:
    journey_list.route_list(legs, when, t)
journey_views.choose_form(t)
journey_forms.draw_form(journey_forms.RoutesShown(view, legs, filters, release, t, colours, width))
page_end(release, t)
