"""The arrows of the map between provinces as a matrix, which stays readable where a map of many arrows does not."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from data_access.release.release import Release
from figures.kit import words
from figures.kit.labels import STATE, place_in_country
from figures.kit.palette import Palette
from figures.kit.paper import Paper, Width
from figures.kit.plots import Trace, absent_mark, count_matrix, is_rtl, plot, unnumbered_cells
from figures.kit.rows import Row, published
from figures.routes import leg_words
from figures.routes import words as journey_words
from locales import Translator

# in rows, and in columns: with 26 the map above is painted about 80 ms later. A phone has the list of pairs instead
MOST_PLACES: dict[Width, int] = {"desktop": 18, "tablet": 12}
Arrows = Mapping[tuple[str, str], list[Row]]  # the published legs of each arrow, by the places at its ends


def leg_matrix_figure(legs: pd.DataFrame, release: Release, when: str, paper: Paper) -> go.Figure:
    """People by where a leg begins (rows) and where it ends (columns): one cell an arrow of the map.

    legs: see data_access.questions.routes.legs. Shown are the places of the largest arrows, by country.
    """
    t, width = paper.t, paper.width
    arrows = _arrows(legs)
    starts, ends = _shown(arrows, width)
    counts = [[_people(arrows[start, end]) if (start, end) in arrows else None for end in ends] for start in starts]
    trace, layout = count_matrix(
        counts,
        paper,
        height=150 + 26 * max(len(starts), 2),
        xaxis={
            **_ticks([leg_words.leg_end(code, True, t) for code in ends]),
            "range": [len(ends) - 0.5, -0.5] if is_rtl(t) else [-0.5, len(ends) - 0.5],
        },
        yaxis={
            **_ticks([_in_country(code, t) for code in starts]),
            "range": [len(starts) - 0.5, -0.5],
        },
    )
    trace |= {
        "hovertext": [
            ["<br>".join(leg_words.leg_sentence(leg, when, t) for leg in arrows.get((start, end), [])) for end in ends]
            for start in starts
        ],
        "hoverongaps": False,
    }
    layout["shapes"] = [*_borders(starts, "y", paper.colours), *_borders(ends, "x", paper.colours)]
    return plot([trace, unnumbered_cells(counts, range(len(ends)), range(len(starts)), paper, release.absent)], layout)


def leg_matrix_words(legs: pd.DataFrame, when: str, t: Translator) -> str:
    """The three largest legs of the matrix in words."""
    said = [leg_words.leg_sentence(row, when, t) for row in published(legs)[:3]]
    if not said:
        return t.gettext("Matrix of routes from place to place: nothing may be shown.")
    return t.gettext("Matrix of routes from place to place. Largest: {rows}.").format(rows=t.gettext("; ").join(said))


def leg_matrix_note(legs: pd.DataFrame, release: Release, t: Translator, width: Width) -> str:
    """How to read the matrix, and what is not in it."""
    arrows = _arrows(legs)
    starts, ends = _shown(arrows, width)
    drawn = sum(len(rows) for (start, end), rows in arrows.items() if start in starts and end in ends)
    reading = t.gettext(
        "Each cell is one arrow of the map: from the place of its row to the place of its column, by country. "
        "Someone with several legs is counted in each. “{mark}” means: {state}."
    ).format(mark=absent_mark(release.absent, t), state=t.gettext(STATE[release.absent]))
    return words.joined(reading, journey_words.smaller_routes(legs, drawn, t)) or ""


def _arrows(legs: pd.DataFrame) -> Arrows:
    arrows: dict[tuple[str, str], list[Row]] = {}
    for row in published(legs):
        arrows.setdefault((row["from_place"], row["to_place"]), []).append(row)
    return arrows


def _people(legs: list[Row]) -> int:
    return sum(int(leg["count"]) for leg in legs)


def _shown(arrows: Arrows, width: Width) -> tuple[list[str], list[str]]:
    """The places of the rows and of the columns: those of the largest arrows, the countries with most people first."""
    starts: dict[str, None] = {}
    ends: dict[str, None] = {}
    by_country: Counter[str] = Counter()
    for (start, end), legs in sorted(arrows.items(), key=lambda arrow: -_people(arrow[1])):
        by_country.update({start[:2]: _people(legs)})
        by_country.update({end[:2]: _people(legs)})
        if len(starts | {start: None}) <= MOST_PLACES[width] and len(ends | {end: None}) <= MOST_PLACES[width]:
            starts[start], ends[end] = None, None
    return (
        sorted(starts, key=lambda place: -by_country[place[:2]]),
        sorted(ends, key=lambda place: -by_country[place[:2]]),
    )


def _in_country(code: str, t: Translator) -> str:
    return place_in_country(code, t) if len(code) > 2 else leg_words.leg_end(code, True, t)


def _ticks(names: list[str]) -> Trace:
    # by position: two provinces may have one name
    return {"tickvals": list(range(len(names))), "ticktext": names, "ticklabeloverflow": "allow", "autorange": False}


def _borders(places: list[str], axis: str, colours: Palette) -> list[Trace]:
    """Thin lines between the countries along an axis."""
    other = "x" if axis == "y" else "y"
    line = {"color": colours.quiet_text, "width": 0.5}
    return [
        {
            "type": "line",
            f"{axis}0": position - 0.5,
            f"{axis}1": position - 0.5,
            f"{other}0": 0,
            f"{other}1": 1,
            f"{other}ref": "paper",
            "line": line,
        }
        for position in range(1, len(places))
        if places[position][:2] != places[position - 1][:2]
    ]
