"""The panel of the Routes page that the page is about, its map, and the sentences above it."""

import pandas as pd
import plotly.graph_objects as go

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.rows import published, rows_of
from figures.routes import map as journey_maps
from figures.routes import pair_words
from figures.routes import words as journey_words
from figures.routes.form_panels import of_form
from figures.routes.layout import unplaced_arrows
from figures.routes.view import JourneyView
from figures.views.panel import Panel, Shown
from figures.views.view import View
from findings.key_shares import key_shares


def legs_of(view: View, journey: JourneyView) -> pd.DataFrame:
    """The legs that the view is about."""
    return view.ask(journey_questions.legs, journey.level, journey.direction)


def arrows_of(view: View, journey: JourneyView) -> pd.DataFrame:
    """The arrows that the view is about."""
    return view.ask(journey_questions.arrows, journey.level, journey.direction)


def headline(view: View, journey: JourneyView) -> tuple[str, str | None]:
    """The page's sentence, and how much is known of whole routes."""
    t = view.t
    said = journey_words.headline(arrows_of(view, journey), journey.direction, view.when, t)
    below = None
    if journey.is_whole:
        shares = view.ask(key_shares)
        within = next((row for row in rows_of(shares) if row["what"] == "within_country"), None)
        below = pair_words.routes_known(view.ask(questions.origins_and_destinations), within, t)
    elif journey.direction == "through":
        below = journey_words.largest_way(view.ask(journey_questions.ways, journey.direction), view.when, t)
    return words.about(said, view.filters, t, role="route"), below


def has_more(view: View, journey: JourneyView) -> bool:
    """Are there arrows that the map does not draw, or draws only because every one was asked for?"""
    arrows = arrows_of(view, journey)
    placed = len(published(arrows)) - unplaced_arrows(arrows, journey.level)
    return journey.amount == "every" or placed > flow_map(view, journey)[0]


def flow_map(view: View, journey: JourneyView) -> tuple[int, go.Figure]:
    """How many arrows the map draws, and the map."""
    stops = view.about(Filters()).ask(journey_questions.stops)
    forms = view.ask(journey_questions.main_forms) if journey.colour == "forms" else None
    roles = view.ask(journey_questions.people_by_role) if journey.is_whole else None
    return view.drawn_once(
        lambda: journey_maps.flow_map(
            legs_of(view, journey), arrows_of(view, journey), journey.level, view.when, view.paper,
            forms=forms, roles=roles, stops=stops, all_years=words.period(Filters(), view.release, view.t),
            shows_all=journey.amount == "every",
        ),
        "routes", journey.level, journey.direction, journey.colour, journey.amount,
    )  # fmt: skip


def routes(view: View, journey: JourneyView) -> Panel:
    """The map of routes."""
    t, arrows = view.t, arrows_of(view, journey)
    drawn, figure = flow_map(view, journey)
    return Panel(
        "routes",
        journey_words.scope(view.filters, journey.level, journey.direction, t),
        arrows,
        lambda: figure,
        journey_words.map_words(arrows, view.when, t),
        journey_words.map_note(arrows, drawn, unplaced_arrows(arrows, journey.level), view.release, t),
    )


def shown(view: View, journey: JourneyView) -> Shown:
    """The page from the top."""
    said, below = headline(view, journey)
    form = of_form(view, journey, legs_of(view, journey))
    return Shown(said, (below,) if below else (), (routes(view, journey), *form))
