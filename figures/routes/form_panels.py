"""What stands below the map of routes: the same routes in another form."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.rows import published
from figures.routes import change_words, leg_matrix, leg_words, pair_list, pair_matrix, sankey, way_words
from figures.routes import charts as journey_figures
from figures.routes import map as journey_maps
from figures.routes import words as journey_words
from figures.routes.view import JourneyView, has_years
from figures.views.panel import Panel
from figures.views.view import View, is_published
from findings import change
from findings.unfinished import unfinished_years
from locales import N_

Route = tuple[str, str]  # from which place to which
# what is asked of one route, and its words; of recruitment and stops only all years together are published
PARTS = {
    ("sex", "age"): N_("who they are"),
    ("form",): N_("by form of exploitation"),
    ("recruitment",): N_("how they were recruited (all years)"),
    ("stop",): N_("known towns and border crossings on the way (all years)"),
}
NOT_BY_YEAR = {("recruitment",), ("stop",)}
BY_YEAR = {"periods", "changes"}  # forms that compare years


def of_form(view: View, journey: JourneyView, legs: pd.DataFrame) -> Sequence[Panel]:
    """The panels of the form that was chosen; none where its years, or its route, are not published. legs: those of the
    map."""
    if journey.form in BY_YEAR and not has_years(view.release, journey.level):
        return []
    one: dict[str, Callable[[View, JourneyView, pd.DataFrame], Panel]] = {
        "matrix": matrix,
        "parts": parts,
        "ways": ways,
        "changes": changes,
    }
    if journey.form in one:
        return [one[journey.form](view, journey, legs)]
    if journey.form == "periods":
        return periods(view, journey)[0]
    names, route = route_names(legs, view), journey.route
    return of_route(view, journey, route, names[route])[0] if route and route in names else []


def matrix(view: View, journey: JourneyView, legs: pd.DataFrame) -> Panel:
    """A table from each place to each; on a phone a list of its cells, whose numbers can be read."""
    return (_leg_matrix if journey.level == "province" else _pair_matrix)(view, journey, legs)


def _leg_matrix(view: View, journey: JourneyView, legs: pd.DataFrame) -> Panel:
    t, paper, when = view.t, view.paper, view.when
    said = leg_matrix.leg_matrix_words(legs, when, t)
    if paper.width == "phone":
        return _cells_of_matrix(view, legs, pair_list.cells_of_legs(legs, when, t), said)
    return Panel(
        "leg_matrix",
        t.gettext("The routes of the map, from each place to the next"),
        legs,
        lambda: view.drawn_once(
            lambda: leg_matrix.leg_matrix_figure(legs, view.release, when, paper), "leg_matrix", journey.direction
        ),
        said,
        leg_matrix.leg_matrix_note(legs, view.release, t, paper.width),
    )


def _pair_matrix(view: View, journey: JourneyView, legs: pd.DataFrame) -> Panel:
    release, t, paper = view.release, view.t, view.paper
    pairs = view.ask(questions.origins_and_destinations)
    said = pair_matrix.matrix_words(pairs, t)
    if paper.width == "phone":
        return _cells_of_matrix(view, pairs, pair_list.cells_of_pairs(pairs, release, t), said)
    roles = view.ask(journey_questions.people_by_role)
    return Panel(
        "matrix",
        t.gettext("From each source country to each destination"),
        pairs,
        lambda: view.drawn_once(lambda: pair_matrix.matrix_figure(pairs, release, paper, roles), "matrix"),
        said,
        pair_matrix.matrix_note(pairs, release, t, paper.width),
    )


def _cells_of_matrix(view: View, answer: pd.DataFrame, cells: list[pair_list.Cell], said: str) -> Panel:
    return Panel(
        "pair_list",
        view.t.gettext("From each place to each"),
        answer,
        lambda: pair_list.pair_list_figure(cells, view.paper),
        said,
        pair_list.pair_list_note(cells, view.t) if len(cells) > pair_list.MOST_ROWS else None,
    )


def parts(view: View, journey: JourneyView, legs: pd.DataFrame) -> Panel:
    """The arrows as bands from source over transit to destination."""
    t, when = view.t, view.when
    drawn = len(sankey.shown_legs(legs, view.paper.width))
    return Panel(
        "parts",
        t.gettext("The routes of the map, from source over transit to destination"),
        legs,
        lambda: sankey.sankey_figure(legs, journey.level, when, view.paper),
        journey_words.sankey_words(legs, when, t),
        words.joined(
            t.gettext(
                "Each band is one arrow of the map, with its number and colour; trafficking within one country goes "
                "from the place as a source to a place as a destination."
            ),
            t.gettext(
                "Someone with several legs is in each, so what arrives at a place of transit need not be what leaves "
                "it."
            ),
            journey_words.smaller_routes(legs, drawn, t),
        ),
    )


def ways(view: View, journey: JourneyView, _legs: pd.DataFrame) -> Panel:
    """The largest whole ways."""
    t, when = view.t, view.when
    answer = view.ask(journey_questions.ways, journey.direction)
    return Panel(
        "ways",
        t.gettext("The largest whole ways: source, first and last transit, destination"),
        answer,
        lambda: journey_figures.ways_figure(answer, when, view.paper),
        way_words.ways_words(answer, when, t),
        t.gettext(
            "Each person is in one row. Other or smaller ways: all those between two countries that are too small to "
            "be told apart, or withheld. People trafficked within one country are left out unless you choose Internal. "
            "All ways are in the table."
        ),
    )


def changes(view: View, journey: JourneyView, _legs: pd.DataFrame) -> Panel:
    """The routes that grew or shrank beyond how much years vary."""
    t = view.t
    found = view.ask(change.route_changes, journey.level, journey.direction)
    beyond = found[found["is_beyond_error"].astype(bool)] if "is_beyond_error" in found else found
    beyond.attrs.update(found.attrs)
    said = (
        change_words.changes_words(found, t)
        if "refusal" in found.attrs
        else words.not_published(t, has_choice=view.has_choice)
    )
    return Panel(
        "changes",
        t.gettext("Routes that grew or shrank beyond how much years vary"),
        beyond,
        lambda: journey_figures.changes_figure(found, view.paper),
        said,
        # an empty panel says it in place of the figure
        words.joined(said if len(beyond) else None, change_words.changes_note(found, view.filters, view.release, t)),
    )


def periods(view: View, journey: JourneyView) -> tuple[list[Panel], str | None]:
    """One small map a period, all of one scale, and what is said of them; none where there is one year only or no legs
    by year are published."""
    release, t = view.release, view.t
    spans = journey_questions.equal_periods(release, view.filters)
    by_period = [_of_years(view, years) for years in spans]
    legs = [part.ask(journey_questions.legs, journey.level, journey.direction) for part in by_period]
    if not legs or not is_published(legs[0]):
        return [], None
    arrows = [part.ask(journey_questions.arrows, journey.level, journey.direction) for part in by_period]
    whens = [words.span(years, t) for years in spans]
    whole = change.whole_years(release, view.filters)
    widest, figures = view.drawn_once(
        lambda: journey_maps.period_maps(list(zip(legs, arrows, whens, strict=True)), journey.level, view.paper),
        "periods", journey.level, journey.direction,
    )  # fmt: skip
    panels = [
        Panel(
            f"period_{position}",
            journey_words.period_title(years, whole, t),
            arrows[position],
            partial(figures.__getitem__, position),
            journey_words.map_words(arrows[position], whens[position], t),
            sentence=by_period[position].sentence,
        )
        for position, years in enumerate(spans)
    ]
    return panels, journey_words.periods_note(widest, spans, view.filters.years or release.years, t)


def _of_years(view: View, years: tuple[int, int]) -> View:
    filters = view.filters.with_choice(years=years)
    return view.about(filters, words.filters_sentence(filters, view.release, view.t, role="route"))


def route_names(legs: pd.DataFrame, view: View) -> dict[Route, str]:
    """The routes that may be shown, each from which place to which, with their names."""
    return {(row["from_place"], row["to_place"]): leg_words.short_leg(row, view.t) for row in published(legs)}


def of_route(view: View, journey: JourneyView, route: Route, name: str) -> tuple[list[Panel], str | None]:
    """The panels of one route, its trend, who and what, and the places on its way; and what of it is kept from view."""
    t, filters = view.t, view.filters
    asked = {of: _of_route(view, filters.without("years") if of in NOT_BY_YEAR else filters, name) for of in PARTS}
    answers = {of: part.ask(journey_questions.route_by, journey.level, route, of) for of, part in asked.items()}
    known = [of for of in PARTS if is_published(answers[of])]
    by_year = has_years(view.release, journey.level)
    panels = [_route_years(_of_route(view, filters, name), journey, route, name)] if by_year else []
    panels += [_route_part(asked[of], of, answers[of], name) for of in known]
    hidden = ([] if by_year else [t.gettext("by year")]) + [t.gettext(PARTS[of]) for of in PARTS if of not in known]
    return panels, journey_words.kept_of_route(hidden, t) if hidden else None


def _of_route(view: View, filters: Filters, name: str) -> View:
    """The view of one route, which its files name."""
    return view.about(filters, f"{name}; {words.filters_sentence(filters, view.release, view.t, role='route')}")


def _route_years(view: View, journey: JourneyView, route: Route, name: str) -> Panel:
    t = view.t
    years = view.ask(journey_questions.route_by_year, journey.level, route)
    return Panel(
        "route_years",
        t.gettext("{route}, by year").format(route=name),
        years,
        lambda: journey_figures.trend_figure(years, view.paper, unfinished_years(view.release, view.filters)),
        journey_words.trend_words(years, name, t),
        change_words.trend_note(view.ask(change.route_trend, journey.level, route), view.filters, view.release, t),
        sentence=view.sentence,
    )


def _route_part(view: View, of: tuple[str, ...], answer: pd.DataFrame, name: str) -> Panel:
    t = view.t
    return Panel(
        f"route_{of[0]}",
        t.gettext("{route}: {part}").format(route=name, part=t.gettext(PARTS[of])),
        answer,
        lambda: journey_figures.parts_figure(answer, of, view.paper),
        journey_words.parts_words(answer, of, name, t),
        None if of == ("sex", "age") else t.gettext("A person can be in several rows."),
        sentence=view.sentence,
    )
