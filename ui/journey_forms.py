"""What stands below the map of routes: the same routes in another form, as the visitor chose."""

import pandas as pd
import streamlit as st

from data_access import journey_questions, questions
from data_access.filters import Filters
from data_access.release import Release
from locales import Translator
from ui import journey_figures, journey_words, route_figures, words
from ui.answers import ask, kept
from ui.journey_views import JourneyView
from ui.palette import Palette
from ui.panels import panel
from ui.viewport import Width


def draw_form(
    view: JourneyView,
    legs: pd.DataFrame,
    filters: Filters,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
) -> None:
    """Draw the form of `view`. legs: what the map shows."""
    draw = {"ways": _ways, "changes": _changes, "route": _route}.get(view.form, _matrix)
    draw(view, legs, filters, release, t, colours, width)


def _matrix(
    view: JourneyView,
    legs: pd.DataFrame,
    filters: Filters,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
) -> None:
    pairs = ask(questions.origins_and_destinations, release, filters)
    panel(
        "matrix",
        t.gettext("From each source country to each destination"),
        pairs,
        lambda: kept(
            lambda: route_figures.matrix_figure(pairs, release, t, colours, width),
            "matrix",
            release.id,
            filters,
            t.language.code,
            colours.text,
            width,
        ),
        route_figures.matrix_words(pairs, t),
        release,
        t,
        choices=words.filters_sentence(filters, release, t, role="route"),
        note=route_figures.matrix_note(release, t),
    )


def _ways(
    view: JourneyView,
    legs: pd.DataFrame,
    filters: Filters,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
) -> None:
    when = words.period(filters, release, t)
    ways = ask(journey_questions.ways, release, filters, view.direction)
    panel(
        "ways",
        t.gettext("The whole way: source, first and last transit, destination"),
        ways,
        lambda: journey_figures.sankey_figure(ways, when, t, colours, width),
        journey_words.ways_words(ways, when, t),
        release,
        t,
        choices=words.filters_sentence(filters, release, t, role="route"),
        note=t.gettext(
            "A band is as wide as its number of people; each person is in one. Pale: other or smaller ways between "
            "the two countries, and those whose way is withheld. People trafficked within one country are left out "
            "unless you choose Internal."
        ),
    )


def _changes(
    view: JourneyView,
    legs: pd.DataFrame,
    filters: Filters,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
) -> None:
    changes = ask(journey_questions.changed, release, filters, view.level, view.direction)
    beyond = changes[changes["is_beyond_error"].astype(bool)] if "is_beyond_error" in changes else changes
    beyond.attrs.update(changes.attrs)
    said = (
        journey_words.changes_words(changes, t)
        if "halves" in changes.attrs or beyond.attrs.get("is_published") is False
        else t.gettext("Choose more than one year to see what changed.")
    )
    panel(
        "changes",
        t.gettext("Routes that grew or shrank beyond their error"),
        beyond,
        lambda: journey_figures.changes_figure(changes, t, colours, width),
        said,
        release,
        t,
        choices=words.filters_sentence(filters, release, t, role="route"),
        note=said,
    )


def _route(
    view: JourneyView,
    legs: pd.DataFrame,
    filters: Filters,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
) -> None:
    rows = words.published(legs)
    names = {(row["from_place"], row["to_place"]): journey_words.short_leg(row, t) for row in rows}
    if not names:
        st.info(t.gettext("No route may be shown for this choice."))
        return
    routes = list(names)
    if st.session_state.get("routes_route") not in names:
        st.session_state["routes_route"] = routes[0]
    route = st.selectbox(
        t.gettext("Route (type to search)"), routes, format_func=names.__getitem__, key="routes_route", width=520
    )
    choices = f"{names[route]}; {words.filters_sentence(filters, release, t, role='route')}"
    columns = iter(st.columns(2))
    years = ask(journey_questions.route_by_year, release, filters, view.level, route)
    with next(columns):
        panel(
            "route_years",
            t.gettext("{route}, by year").format(route=names[route]),
            years,
            lambda: journey_figures.trend_figure(years, t, colours),
            journey_words.trend_words(years, names[route], t),
            release,
            t,
            choices=choices,
        )
    with next(columns):
        forms = ask(journey_questions.route_by, release, filters, view.level, route, "form")
        panel(
            "route_forms",
            t.gettext("{route}, by form of exploitation").format(route=names[route]),
            forms,
            lambda: journey_figures.parts_figure(forms, "form", t, colours),
            journey_words.parts_words(forms, "form", names[route], t),
            release,
            t,
            choices=choices,
            note=t.gettext("A person with two forms is in two rows."),
        )
