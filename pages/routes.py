"""From where, through where, to where?"""

import streamlit as st

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from figures.kit import words
from figures.routes import map as journey_maps
from figures.routes import pair_words as route_words
from figures.routes import words as journey_words
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page
from ui.routes import choices as journey_views
from ui.routes import forms as journey_forms
from ui.routes import route_list as journey_list
from ui.routes import year_player as journey_player

page = open_page()
release, t = page.release, page.t

with page.row:
    view = journey_views.choose_view(release, t)
asked = journey_views.QUESTIONS[view.level]
choices = journey_views.filters_of(release, view.level)
page = filter_bar(page, asked, choices=choices, role="route", view=view.address)
when = words.period(page.filters, release, t)

legs = page.ask(journey_questions.legs, view.level, view.direction)
pairs = page.ask(questions.origins_and_destinations)
is_whole = (view.level, view.direction) == ("country", "all")
ways = page.ask(journey_questions.ways, view.direction) if view.direction == "through" else None
roles = page.ask(journey_questions.people_by_role) if is_whole else None
forms = page.ask(journey_questions.main_forms) if view.colour == "forms" else None
stops = page.about(Filters()).ask(journey_questions.stops)
all_years = words.period(Filters(), release, t)
drawn, flow_map = page.drawn_once(
    lambda: journey_maps.flow_map(
        legs, view.level, when, page.paper, forms=forms, roles=roles, stops=stops, all_years=all_years
    ),
    "routes", view.level, view.direction, view.colour,
)  # fmt: skip
with page.headline:
    st.title(journey_words.headline(pairs if is_whole else None, ways, legs, when, view.direction == "internal", t))
    if is_whole:
        st.markdown(route_words.routes_known(pairs, t))


def below_map() -> None:
    """The choice of years that plays, and of the colours."""
    if journey_views.has_years(release, view.level):
        journey_player.year_player(page)
    else:
        st.caption(journey_words.all_years_only(t))
    if view.level == "country":
        journey_views.choose_colour(t)


left, right = st.columns([5, 3])
with left:
    page.panel(
        "routes",
        journey_words.scope(page.filters, view.level, view.direction, t),
        legs,
        lambda: flow_map,
        journey_words.map_words(legs, view.level, when, t),
        journey_words.map_note(legs, drawn, view.level, release, t),
        on_select=journey_views.take_click,
        switches=lambda: journey_views.choose_direction(t),
        below=below_map,
    )
with right:
    journey_list.route_list(legs, when, t)
journey_views.saved_views(release, t)
journey_views.choose_form(t)
journey_forms.draw_form(page, view, legs)
page.end()
