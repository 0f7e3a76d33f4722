"""What stands below the map of routes on the page: the same routes in another form, as the visitor chose."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data_access.questions import routes as journey_questions
from figures.kit import sources as source_words
from figures.kit import words
from figures.kit.paper import Width
from figures.routes import form_panels
from figures.routes import words as journey_words
from figures.routes.view import JourneyView, has_years
from figures.views.panel import Panel
from ui.kit.page import Page

COLUMNS: dict[Width, int] = {"desktop": 3, "tablet": 2, "phone": 1}  # of small maps


def draw_form(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    """Draw the form that the visitor chose. legs: those of the map."""
    if view.form in form_panels.BY_YEAR and not has_years(page.release, view.level):
        st.info(journey_words.all_years_only(page.t))
    elif view.form == "periods":
        _periods(page, view)
    elif view.form == "route":
        _route(page, view, legs)
    else:
        for panel in form_panels.of_form(page, view, legs):
            page.show(panel)


def _side_by_side(page: Page, panels: Sequence[Panel], columns: int) -> None:
    for start in range(0, len(panels), columns):
        for column, panel in zip(st.columns(columns), panels[start : start + columns], strict=False):
            with column:
                page.show(panel)


def _periods(page: Page, view: JourneyView) -> None:
    """One small map a period. It is asked and drawn only when this form is chosen."""
    t = page.t
    if not journey_questions.equal_periods(page.release, page.filters):
        st.info(t.gettext("Choose more than one year to compare periods."))
        return
    panels, note = form_panels.periods(page, view)
    if not panels:
        st.info(words.not_published(t, has_choice=page.has_choice))
        return
    st.caption(note or "")
    _side_by_side(page, panels, COLUMNS[page.paper.width])
    if proxies := source_words.proxies_note(page.release, t):
        st.caption(proxies)


def _route(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    """One route: its trend, who and what, and the places on its way."""
    t = page.t
    names = form_panels.route_names(legs, page)
    if not names:
        st.info(t.gettext("No route may be shown for this choice."))
        return
    chosen = st.session_state.get("routes_route")
    if chosen not in names:
        # another one in its place would be taken for what the link was about
        st.session_state["routes_route"] = None if chosen else next(iter(names))
    route = st.selectbox(
        t.gettext("Route (type to search, or click an arrow of the map)"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key="routes_route",
        placeholder=t.gettext("Choose a route"),
        width=520,
    )
    if route is None:
        st.info(t.gettext("The route that was asked for may not be shown for this choice, or there is none."))
        return
    panels, hidden = form_panels.of_route(page, view, route, names[route])
    _side_by_side(page, panels, 2)
    if hidden:
        st.info(hidden, icon=":material/visibility_off:")
