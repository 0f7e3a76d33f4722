"""From where, through where, to where?"""

import streamlit as st

from figures.routes import panels
from figures.routes import view as journeys
from figures.routes import words as journey_words
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
choices = journeys.filters_of(release, view.level)
asked = journeys.QUESTIONS[view.level]
page = filter_bar(page, asked, choices=choices, role="route", view=view.address, compares=True)

with page.headline:
    title, known = panels.headline(page, view)
    st.title(title)
    if known:
        st.markdown(known)
comparison_panels(page, "routes")


def below_map() -> None:
    """The choice of years that plays, and of the colours."""
    if journeys.has_years(release, view.level):
        journey_player.year_player(page)
    else:
        st.caption(journey_words.all_years_only(t))
    if view.level == "country":
        journey_views.choose_colour(t)
    if panels.has_more(page, view):
        journey_views.choose_amount(t)


legs = panels.legs_of(page, view)
left, right = st.columns([5, 3])
with left:
    page.show(
        panels.routes(page, view),
        on_select=journey_views.take_click,
        switches=lambda: journey_views.choose_direction(t),
        below=below_map,
    )
with right:
    journey_list.route_list(page, panels.arrows_of(page, view), legs, page.when)
journey_views.saved_views(release, t)
journey_views.choose_form(t)
journey_forms.draw_form(page, view, legs)
page.end("routes")
