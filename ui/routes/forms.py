"""What stands below the map of routes: the same routes in another form, as the visitor chose."""

from functools import partial

import pandas as pd
import streamlit as st

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from figures.kit import sources as source_words
from figures.kit import words
from figures.kit.paper import Width
from figures.kit.rows import published
from figures.routes import change_words, leg_matrix, leg_words, pair_list, way_words
from figures.routes import charts as journey_figures
from figures.routes import map as journey_maps
from figures.routes import pair_matrix as route_figures
from figures.routes import sankey as journey_sankey
from figures.routes import words as journey_words
from findings import change
from findings.unfinished import unfinished_years
from locales import N_
from ui.kit.page import Page
from ui.routes.choices import JourneyView, has_years

COLUMNS: dict[Width, int] = {"desktop": 3, "tablet": 2, "phone": 1}  # of small maps
# what is asked of one route, and its words; of recruitment and stops only all years together are published
PARTS = {
    ("sex", "age"): N_("who they are"),
    ("form",): N_("by form of exploitation"),
    ("recruitment",): N_("how they were recruited (all years)"),
    ("stop",): N_("known towns and border crossings on the way (all years)"),
}
NOT_BY_YEAR = {("recruitment",), ("stop",)}
BY_YEAR = {"periods", "changes"}  # forms that compare years


def draw_form(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    """Draw the form that the visitor chose. legs: those of the map."""
    if view.form in BY_YEAR and not has_years(page.release, view.level):
        st.info(journey_words.all_years_only(page.t))
        return
    forms = {"parts": _parts, "ways": _ways, "periods": _periods, "changes": _changes, "route": _route}
    forms.get(view.form, _matrix)(page, view, legs)


def _matrix(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    (_leg_matrix if view.level == "province" else _pair_matrix)(page, view, legs)


def _when(page: Page) -> str:
    return words.period(page.filters, page.release, page.t)


def _leg_matrix(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    t, paper, when = page.t, page.paper, _when(page)
    if paper.width == "phone":
        _cells_of_matrix(page, legs, pair_list.cells_of_legs(legs, when, t), leg_matrix.leg_matrix_words(legs, when, t))
        return
    page.panel(
        "leg_matrix",
        t.gettext("The routes of the map, from each place to the next"),
        legs,
        lambda: page.drawn_once(
            lambda: leg_matrix.leg_matrix_figure(legs, page.release, when, paper), "leg_matrix", view.direction
        ),
        leg_matrix.leg_matrix_words(legs, when, t),
        leg_matrix.leg_matrix_note(legs, page.release, t, paper.width),
    )


def _pair_matrix(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    release, t, paper = page.release, page.t, page.paper
    pairs = page.ask(questions.origins_and_destinations)
    if paper.width == "phone":
        cells = pair_list.cells_of_pairs(pairs, release, t)
        _cells_of_matrix(page, pairs, cells, route_figures.matrix_words(pairs, t))
        return
    roles = page.ask(journey_questions.people_by_role)
    page.panel(
        "matrix",
        t.gettext("From each source country to each destination"),
        pairs,
        lambda: page.drawn_once(lambda: route_figures.matrix_figure(pairs, release, paper, roles), "matrix"),
        route_figures.matrix_words(pairs, t),
        route_figures.matrix_note(pairs, release, t, paper.width),
    )


def _cells_of_matrix(page: Page, answer: pd.DataFrame, cells: list[pair_list.Cell], said: str) -> None:
    """A matrix on a phone: a list of its cells, whose numbers can be read."""
    page.panel(
        "pair_list",
        page.t.gettext("From each place to each"),
        answer,
        lambda: pair_list.pair_list_figure(cells, page.paper),
        said,
        pair_list.pair_list_note(cells, page.t) if len(cells) > pair_list.MOST_ROWS else None,
    )


def _parts(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    t, when = page.t, _when(page)
    drawn = len(journey_sankey.shown_legs(legs, page.paper.width))
    page.panel(
        "parts",
        t.gettext("The routes of the map, from source over transit to destination"),
        legs,
        lambda: journey_sankey.sankey_figure(legs, view.level, when, page.paper),
        journey_words.sankey_words(legs, when, t),
        words.joined(
            t.gettext(
                "Each band is one arrow of the map, with its number and colour; trafficking within one country goes "
                "from the place as a source to a place as a destination. Someone with several legs is in each, so "
                "what arrives at a place of transit need not be what leaves it."
            ),
            journey_words.smaller_routes(legs, drawn, t),
        ),
    )


def _ways(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    t, when = page.t, _when(page)
    ways = page.ask(journey_questions.ways, view.direction)
    page.panel(
        "ways",
        t.gettext("The largest whole ways: source, first and last transit, destination"),
        ways,
        lambda: journey_figures.ways_figure(ways, when, page.paper),
        way_words.ways_words(ways, when, t),
        t.gettext(
            "Each person is in one row. Other or smaller ways: all those between two countries that are too small to "
            "be told apart, or withheld. People trafficked within one country are left out unless you choose Internal. "
            "All ways are in the table."
        ),
    )


def _periods(page: Page, view: JourneyView, _legs: pd.DataFrame) -> None:
    """One small map a period. It is asked and drawn only when this form is chosen."""
    release, t, columns = page.release, page.t, COLUMNS[page.paper.width]
    periods = journey_questions.equal_periods(release, page.filters)
    if not periods:
        st.info(t.gettext("Choose more than one year to compare periods."))
        return
    parts = [_of_years(page, years) for years in periods]
    legs = [part.ask(journey_questions.legs, view.level, view.direction) for part in parts]
    arrows = [part.ask(journey_questions.arrows, view.level, view.direction) for part in parts]
    if not legs[0].attrs.get("is_published", True):
        st.info(words.not_published(t))
        return
    whens = [words.span(years, t) for years in periods]
    whole = change.whole_years(release, page.filters)
    widest, figures = page.drawn_once(
        lambda: journey_maps.period_maps(list(zip(legs, arrows, whens, strict=True)), view.level, page.paper),
        "periods", view.level, view.direction,
    )  # fmt: skip
    st.caption(journey_words.periods_note(widest, periods, page.filters.years or release.years, t))
    for start in range(0, len(periods), columns):
        for column, position in zip(st.columns(columns), range(start, len(periods)), strict=False):
            with column:
                parts[position].panel(
                    f"period_{position}",
                    journey_words.period_title(periods[position], whole, t),
                    arrows[position],
                    partial(figures.__getitem__, position),
                    journey_words.map_words(arrows[position], whens[position], t),
                )
    if proxies := source_words.proxies_note(release, t):
        st.caption(proxies)


def _of_years(page: Page, years: tuple[int, int]) -> Page:
    filters = page.filters.with_choice(years=years)
    return page.about(filters, words.filters_sentence(filters, page.release, page.t, role="route"))


def _changes(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    t = page.t
    changes = page.ask(change.route_changes, view.level, view.direction)
    beyond = changes[changes["is_beyond_error"].astype(bool)] if "is_beyond_error" in changes else changes
    beyond.attrs.update(changes.attrs)
    said = change_words.changes_words(changes, t) if "refusal" in changes.attrs else words.not_published(t)
    page.panel(
        "changes",
        t.gettext("Routes that grew or shrank beyond how much years vary"),
        beyond,
        lambda: journey_figures.changes_figure(changes, page.paper),
        said,
        # an empty panel says it in place of the figure
        words.joined(said if len(beyond) else None, change_words.changes_note(changes, page.filters, page.release, t)),
    )


def _route(page: Page, view: JourneyView, legs: pd.DataFrame) -> None:
    """One route: its trend, who and what, and the places on its way."""
    t, filters = page.t, page.filters
    names = {(row["from_place"], row["to_place"]): leg_words.short_leg(row, t) for row in published(legs)}
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
    name = names[route]
    asked = {of: _of_route(page, filters.without("years") if of in NOT_BY_YEAR else filters, name) for of in PARTS}
    answers = {of: part.ask(journey_questions.route_by, view.level, route, of) for of, part in asked.items()}
    known = [of for of in PARTS if answers[of].attrs.get("is_published", True)]
    by_year = has_years(page.release, view.level)
    panels = [partial(_route_years, _of_route(page, filters, name), view, route, name)] if by_year else []
    panels += [partial(_route_part, asked[of], of, answers[of], name) for of in known]
    for start in range(0, len(panels), 2):
        for column, draw in zip(st.columns(2), panels[start : start + 2], strict=False):
            with column:
                draw()
    hidden = ([] if by_year else [t.gettext("by year")]) + [t.gettext(PARTS[of]) for of in PARTS if of not in known]
    if hidden:
        st.info(journey_words.kept_of_route(hidden, t), icon=":material/visibility_off:")


def _of_route(page: Page, filters: Filters, name: str) -> Page:
    """The page of one route, which its files name."""
    return page.about(filters, f"{name}; {words.filters_sentence(filters, page.release, page.t, role='route')}")


def _route_years(page: Page, view: JourneyView, route: tuple[str, str], name: str) -> None:
    t = page.t
    years = page.ask(journey_questions.route_by_year, view.level, route)
    page.panel(
        "route_years",
        t.gettext("{route}, by year").format(route=name),
        years,
        lambda: journey_figures.trend_figure(years, page.paper, unfinished_years(page.release, page.filters)),
        journey_words.trend_words(years, name, t),
        change_words.trend_note(page.ask(change.route_trend, view.level, route), page.filters, page.release, t),
    )


def _route_part(page: Page, of: tuple[str, ...], answer: pd.DataFrame, name: str) -> None:
    t = page.t
    page.panel(
        f"route_{of[0]}",
        t.gettext("{route}: {part}").format(route=name, part=t.gettext(PARTS[of])),
        answer,
        lambda: journey_figures.parts_figure(answer, of, page.paper),
        journey_words.parts_words(answer, of, name, t),
        None if of == ("sex", "age") else t.gettext("A person can be in several rows."),
    )
