"""What stands below the map of routes: the same routes in another form, as the visitor chose."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import sources as source_words
from figures.kit import words
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.rows import published
from figures.kit.widths import Width
from figures.routes import charts as journey_figures
from figures.routes import leg_matrix
from figures.routes import map as journey_maps
from figures.routes import pair_matrix as route_figures
from figures.routes import sankey as journey_sankey
from figures.routes import words as journey_words
from locales import N_, Translator
from ui.kit.answers import ask, kept
from ui.kit.panel import panel
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


@dataclass(frozen=True)
class RoutesShown:
    """What the map shows, and to whom. legs: its frame."""

    view: JourneyView
    legs: pd.DataFrame
    filters: Filters
    release: Release
    t: Translator
    colours: Palette
    width: Width

    @property
    def choices(self) -> str:
        return words.filters_sentence(self.filters, self.release, self.t, role="route")

    @property
    def when(self) -> str:
        return words.period(self.filters, self.release, self.t)


def draw_form(shown: RoutesShown) -> None:
    """Draw the form that the visitor chose."""
    if shown.view.form in BY_YEAR and not has_years(shown.release, shown.view.level):
        st.info(journey_words.all_years_only(shown.t))
        return
    {"parts": _parts, "ways": _ways, "periods": _periods, "changes": _changes, "route": _route}.get(
        shown.view.form, _matrix
    )(shown)


def _matrix(shown: RoutesShown) -> None:
    (_leg_matrix if shown.view.level == "province" else _pair_matrix)(shown)


def _leg_matrix(shown: RoutesShown) -> None:
    legs, t, colours, width = shown.legs, shown.t, shown.colours, shown.width
    panel(
        "leg_matrix",
        t.gettext("The routes of the map, from each place to the next"),
        legs,
        lambda: kept(
            lambda: leg_matrix.leg_matrix_figure(legs, shown.when, Paper(t, colours, width)),
            "leg_matrix", shown.release.id, shown.filters, shown.view.direction, t.language.code, colours.text, width,
        ),
        leg_matrix.leg_matrix_words(legs, shown.when, t),
        shown.release,
        t,
        choices=shown.choices,
        note=leg_matrix.leg_matrix_note(legs, shown.release, t, width),
    )  # fmt: skip


def _pair_matrix(shown: RoutesShown) -> None:
    filters, release, t, colours, width = shown.filters, shown.release, shown.t, shown.colours, shown.width
    pairs = ask(questions.origins_and_destinations, release, filters)
    roles = ask(journey_questions.people_by_role, release, filters)
    panel(
        "matrix",
        t.gettext("From each source country to each destination"),
        pairs,
        lambda: kept(
            lambda: route_figures.matrix_figure(pairs, release, Paper(t, colours, width), roles),
            "matrix", release.id, filters, t.language.code, colours.text, width,
        ),
        route_figures.matrix_words(pairs, t),
        release,
        t,
        choices=shown.choices,
        note=route_figures.matrix_note(pairs, release, t, width),
    )  # fmt: skip


def _parts(shown: RoutesShown) -> None:
    legs, t, level = shown.legs, shown.t, shown.view.level
    drawn = len(journey_sankey.shown_legs(legs, shown.width))
    panel(
        "parts",
        t.gettext("The routes of the map, from source over transit to destination"),
        legs,
        lambda: journey_sankey.sankey_figure(legs, level, shown.when, Paper(t, shown.colours, shown.width)),
        journey_words.sankey_words(legs, shown.when, t),
        shown.release,
        t,
        choices=shown.choices,
        note=words.joined(
            t.gettext(
                "Each band is one arrow of the map, with its number and colour; trafficking within one country goes "
                "from the place as a source to a place as a destination. Someone with several legs is in each, so "
                "what arrives at a place of transit need not be what leaves it."
            ),
            journey_words.smaller_routes(legs, drawn, t),
        ),
    )


def _ways(shown: RoutesShown) -> None:
    filters, release, t = shown.filters, shown.release, shown.t
    ways = ask(journey_questions.ways, release, filters, shown.view.direction)
    panel(
        "ways",
        t.gettext("The largest whole ways: source, first and last transit, destination"),
        ways,
        lambda: journey_figures.ways_figure(ways, shown.when, Paper(t, shown.colours, shown.width)),
        journey_words.ways_words(ways, shown.when, t),
        release,
        t,
        choices=shown.choices,
        note=t.gettext(
            "Each person is in one row. Other or smaller ways: all those between two countries that are too small to "
            "be told apart, or withheld. People trafficked within one country are left out unless you choose Internal. "
            "All ways are in the table."
        ),
    )


def _periods(shown: RoutesShown) -> None:
    """One small map a period. It is asked and drawn only when this form is chosen."""
    view, filters, release, t, width = shown.view, shown.filters, shown.release, shown.t, shown.width
    periods = journey_questions.equal_periods(release, filters)
    if not periods:
        st.info(t.gettext("Choose more than one year to compare periods."))
        return
    by_period = [filters.with_choice(years=years) for years in periods]
    legs = [ask(journey_questions.legs, release, part, view.level, view.direction) for part in by_period]
    if not legs[0].attrs.get("is_published", True):
        st.info(words.not_published(t))
        return
    whens = [journey_words.half(years, t) for years in periods]
    paper = Paper(t, shown.colours, width)
    widest, figures = kept(
        lambda: journey_maps.period_maps(list(zip(legs, whens, strict=True)), view.level, paper),
        "periods", release.id, filters, view.level, view.direction, t.language.code, shown.colours.text, width,
    )  # fmt: skip
    st.caption(journey_words.periods_note(widest, periods, filters.years or release.years, t))
    for start in range(0, len(periods), COLUMNS[width]):
        for column, position in zip(st.columns(COLUMNS[width]), range(start, len(periods)), strict=False):
            with column:
                panel(
                    f"period_{position}",
                    whens[position],
                    legs[position],
                    partial(figures.__getitem__, position),
                    journey_words.map_words(legs[position], view.level, whens[position], t),
                    release,
                    t,
                    choices=words.filters_sentence(by_period[position], release, t, role="route"),
                )
    st.caption(source_words.map_note(release, t))


def _changes(shown: RoutesShown) -> None:
    t, filters, release = shown.t, shown.filters, shown.release
    changes = ask(journey_questions.changed, release, filters, shown.view.level, shown.view.direction)
    beyond = changes[changes["is_beyond_error"].astype(bool)] if "is_beyond_error" in changes else changes
    beyond.attrs.update(changes.attrs)
    said = (
        journey_words.changes_words(changes, t)
        if "halves" in changes.attrs
        else t.gettext("Choose more than one year to see what changed.")
    )
    panel(
        "changes",
        t.gettext("Routes that grew or shrank beyond their error"),
        beyond,
        lambda: journey_figures.changes_figure(changes, Paper(t, shown.colours, shown.width)),
        said,
        release,
        t,
        choices=shown.choices,
        note=said,
    )


def _route(shown: RoutesShown) -> None:
    """One route: its trend, who and what, and the places on its way."""
    t, filters, release, level = shown.t, shown.filters, shown.release, shown.view.level
    names = {(row["from_place"], row["to_place"]): journey_words.short_leg(row, t) for row in published(shown.legs)}
    if not names:
        st.info(t.gettext("No route may be shown for this choice."))
        return
    if st.session_state.get("routes_route") not in names:
        st.session_state["routes_route"] = next(iter(names))
    route = st.selectbox(
        t.gettext("Route (type to search, or click an arrow of the map)"),
        list(names),
        format_func=names.__getitem__,
        key="routes_route",
        width=520,
    )
    asked = {of: filters.without("years") if of in NOT_BY_YEAR else filters for of in PARTS}
    answers = {of: ask(journey_questions.route_by, release, asked[of], level, route, of) for of in PARTS}
    known = [of for of in PARTS if answers[of].attrs.get("is_published", True)]
    by_year = has_years(release, level)
    panels = [partial(_route_years, shown, route, names[route])] if by_year else []
    panels += [partial(_route_part, shown, of, answers[of], asked[of], names[route]) for of in known]
    for start in range(0, len(panels), 2):
        for column, draw in zip(st.columns(2), panels[start : start + 2], strict=False):
            with column:
                draw()
    hidden = ([] if by_year else [t.gettext("by year")]) + [t.gettext(PARTS[of]) for of in PARTS if of not in known]
    if hidden:
        st.info(journey_words.kept_of_route(hidden, t), icon=":material/visibility_off:")


def _route_years(shown: RoutesShown, route: tuple[str, str], name: str) -> None:
    t = shown.t
    years = ask(journey_questions.route_by_year, shown.release, shown.filters, shown.view.level, route)
    panel(
        "route_years",
        t.gettext("{route}, by year").format(route=name),
        years,
        lambda: journey_figures.trend_figure(years, Paper(t, shown.colours)),
        journey_words.trend_words(years, name, t),
        shown.release,
        t,
        choices=f"{name}; {shown.choices}",
    )


def _route_part(shown: RoutesShown, of: tuple[str, ...], answer: pd.DataFrame, asked: Filters, name: str) -> None:
    t = shown.t
    panel(
        f"route_{of[0]}",
        t.gettext("{route}: {part}").format(route=name, part=t.gettext(PARTS[of])),
        answer,
        lambda: journey_figures.parts_figure(answer, of, Paper(t, shown.colours)),
        journey_words.parts_words(answer, of, name, t),
        shown.release,
        t,
        choices=f"{name}; {words.filters_sentence(asked, shown.release, t, role='route')}",
        note=None if of == ("sex", "age") else t.gettext("A person can be in several rows."),
    )
