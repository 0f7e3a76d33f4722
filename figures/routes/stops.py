"""Well-known towns and public border crossings on the map of routes: small quiet marks under the routes.

Nothing else is drawn as a point: no shelter, and no crossing that is not public (see data_access.gazetteer.places).
"""

from functools import cache, lru_cache

import numpy as np
import pandas as pd

from data_access.gazetteer import StopKind, places
from figures.kit.labels import place_name
from figures.kit.map_labels import Box, Canvas, label_sides, label_traces
from figures.kit.paper import Paper
from figures.kit.plots import Trace
from figures.kit.rows import keep_rows, rows_of
from figures.routes import words as journey_words
from geo.projection import to_pixels
from locales import Translator

NEAR_ENOUGH = 11.0  # pixels a degree of longitude below which marks would lie on top of each other
NAME_SIZE = 10  # pixels of the letters of a name
MARKS: dict[StopKind, tuple[str, int]] = {"border_crossing": ("diamond", 7), "town": ("circle", 5)}  # symbol, pixels


@cache
def _known() -> pd.DataFrame:
    """The places, border crossings first: of two that lie together they are named."""
    return places().sort_values(["kind", "code"], ignore_index=True)


@lru_cache(maxsize=500)
def on_map(canvas: Canvas) -> pd.DataFrame:
    """The towns and crossings that a map shows, with `x` and `y` (pixels); none where it is too far away for them."""
    known, frame = _known(), canvas.frame
    if canvas.width / (frame.east - frame.west) < NEAR_ENOUGH:
        known = known.head(0)
    x, y = to_pixels(known["lon"], known["lat"], frame, width=canvas.width, height=canvas.height)
    shown = known.assign(x=x, y=y)
    shown = shown[shown["x"].between(6, canvas.width - 6) & shown["y"].between(6, canvas.height - 6)]
    keep_rows(shown)
    return shown


def boxes(stops: pd.DataFrame) -> list[Box]:
    """The pixels that each mark covers."""
    return [
        (row["x"] - half, row["y"] - half, row["x"] + half, row["y"] + half)
        for row in rows_of(stops)
        for half in [MARKS[row["kind"]][1] / 2 + 1]
    ]


def named(stops: pd.DataFrame, canvas: Canvas, t: Translator, taken: np.ndarray) -> list[str | None]:
    """Where the name of each mark stands; None where there is no room. taken: what no name may cover, a row a box."""
    covered = np.concatenate([np.reshape(boxes(stops), (-1, 4)), taken])
    return label_sides(_names(stops, t), covered, canvas, size=NAME_SIZE)


def _names(stops: pd.DataFrame, t: Translator) -> list[str]:
    return [place_name(row["code"], t) for row in rows_of(stops)]


@lru_cache(maxsize=2_000)  # all of them in every language; most of a sentence is its source
def _sentence(code: str, count: int | None, error: float, state: str, when: str, t: Translator) -> str:
    row = next(row for row in rows_of(_known()) if row["code"] == code)
    return journey_words.stop_sentence({**row, "count": count, "standard_error": error, "state": state}, when, t)


def traces(
    stops: pd.DataFrame, people: pd.DataFrame | None, when: str, sides: list[str | None], canvas: Canvas, paper: Paper
) -> list[Trace]:
    """The marks, what they say when they are pointed at, and their names.

    people: see data_access.questions.routes.stops; None or empty where nothing is published. when: all years of the
    release, which these numbers are of. sides: see `named`.
    """
    t, colours = paper.t, paper.colours
    # a mark without a name says nothing where nobody points at it
    stops, sides = stops[np.array([bool(side) for side in sides], dtype=bool)], [side for side in sides if side]
    numbers = {} if people is None or "stop" not in people else {row["stop"]: row for row in rows_of(people)}
    drawn: list[Trace] = []
    for kind, (symbol, size) in MARKS.items():
        rows = [row for row in rows_of(stops) if row["kind"] == kind]
        if not rows:
            continue
        found = [numbers.get(row["code"], {"count": None, "standard_error": 0.0, "state": ""}) for row in rows]
        drawn.append(
            {
                "type": "scattergeo",
                "lon": np.array([row["lon"] for row in rows], dtype=np.float32),
                "lat": np.array([row["lat"] for row in rows], dtype=np.float32),
                "mode": "markers",
                "marker": {
                    "symbol": symbol,
                    "size": size,
                    "color": colours.none,
                    "opacity": 1,
                    "line": {"color": colours.quiet_text, "width": 1.2},
                },
                "name": t.gettext(journey_words.STOPS[kind]),
                "hovertext": [
                    _sentence(row["code"], number["count"], number["standard_error"], number["state"], when, t)
                    for row, number in zip(rows, found, strict=True)
                ],
                "hoverinfo": "text",
                "unselected": {"marker": {"opacity": 1}},
            }
        )
    return drawn + label_traces(
        [row["lon"] for row in rows_of(stops)],
        [row["lat"] for row in rows_of(stops)],
        _names(stops, t),
        sides,
        canvas,
        colours,
        gap=4,
        size=NAME_SIZE,
        is_quiet=True,
    )
