"""From where, through where, to where?"""

import streamlit as st

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.rows import published, rows_of
from figures.routes import map as journey_maps
from figures.routes import pair_words as route_words
from figures.routes import words as journey_words
from figures.routes.layout import unplaced_arrows
from findings.key_shares import key_shares
from ui.kit.beside import comparison_panels
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
page = filter_bar(page, asked, choices=choices, role="route", view=view.address, compares=True)
when = words.period(page.filters, release, t)

legs = page.ask(journey_questions.legs, view.level, view.direction)
is_whole = (view.level, view.direction) == ("country", "all")
pairs = page.ask(questions.origins_and_destinations) if is_whole else None
arrows = page.ask(journey_questions.arrows, view.level, view.direction)
ways = page.ask(journey_questions.ways, view.direction) if view.direction == "through" else None
roles = page.ask(journey_questions.people_by_role) if is_whole else None
forms = page.ask(journey_questions.main_forms) if view.colour == "forms" else None
stops = page.about(Filters()).ask(journey_questions.stops)
all_years = words.period(Filters(), release, t)
drawn, flow_map = page.drawn_once(
    lambda: journey_maps.flow_map(
        legs, arrows, view.level, when, page.paper, forms=forms, roles=roles, stops=stops, all_years=all_years,
        shows_all=view.amount == "every",
    ),
    "routes", view.level, view.direction, view.colour, view.amount,
)  # fmt: skip
unplaced = unplaced_arrows(arrows, view.level)
with page.headline:
    said = journey_words.headline(arrows, view.direction, when, t)
    st.title(words.about(said, page.filters, t, role="route"))
    if pairs is not None:
        shares = page.ask(key_shares)
        within = next((row for row in rows_of(shares) if row["what"] == "within_country"), None)
        st.markdown(route_words.routes_known(pairs, within, t) or "")
    elif ways is not None and (longest := journey_words.largest_way(ways, when, t)):
        st.markdown(longest)
comparison_panels(page, "routes", "roles")


def below_map() -> None:
    """The choice of years that plays, and of the colours."""
    if journey_views.has_years(release, view.level):
        journey_player.year_player(page)
    else:
        st.caption(journey_words.all_years_only(t))
    if view.level == "country":
        journey_views.choose_colour(t)
    if view.amount == "every" or len(published(arrows)) - unplaced > drawn:
        journey_views.choose_amount(t)


left, right = st.columns([5, 3])
with left:
    page.panel(
        "routes",
        journey_words.scope(page.filters, view.level, view.direction, t),
        arrows,
        lambda: flow_map,
        journey_words.map_words(arrows, when, t),
        journey_words.map_note(arrows, drawn, unplaced, release, t),
        on_select=journey_views.take_click,
        switches=lambda: journey_views.choose_direction(t),
        below=below_map,
    )
with right:
    journey_list.route_list(page, arrows, legs, when)
journey_views.saved_views(release, t)
journey_views.choose_form(t)
journey_forms.draw_form(page, view, legs)
page.end("routes")
