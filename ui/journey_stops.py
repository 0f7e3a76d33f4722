"""Well-known towns and public border crossings on the map of routes: small quiet marks under the routes.

Nothing else is drawn as a point: no shelter, and no crossing that is not public (see data_access.gazetteer.places).
"""

from functools import cache

import numpy as np
import pandas as pd

from data_access.gazetteer import places
from geo.projection import to_pixels
from locales import Translator
from ui import journey_words, words
from ui.map_labels import Box, Drawing, label_sides, label_traces
from ui.palette import Palette
from ui.plots import Trace

NEAR_ENOUGH = 11.0  # pixels a degree of longitude below which marks would lie on top of each other
NAME_SIZE = 10  # pixels of the letters of a name
MARKS = {"border_crossing": ("diamond", 7), "town": ("circle", 5)}  # kind -> symbol, pixels


@cache
def _known() -> pd.DataFrame:
    """The places, border crossings first: of two that lie together they are named."""
    return places().sort_values(["kind", "code"], ignore_index=True)


def on_map(drawing: Drawing) -> pd.DataFrame:
    """The towns and crossings that a map shows, with `x` and `y` (pixels); none where it is too far away for them."""
    known, frame = _known(), drawing.frame
    if drawing.width / (frame.east - frame.west) < NEAR_ENOUGH:
        known = known.head(0)
    x, y = to_pixels(known["lon"], known["lat"], frame, width=drawing.width, height=drawing.height)
    shown = known.assign(x=x, y=y)
    return shown[shown["x"].between(6, drawing.width - 6) & shown["y"].between(6, drawing.height - 6)]


def boxes(stops: pd.DataFrame) -> list[Box]:
    """The pixels that each mark covers."""
    half = [MARKS[kind][1] / 2 + 1 for kind in stops["kind"]]
    return [(x - r, y - r, x + r, y + r) for x, y, r in zip(stops["x"], stops["y"], half, strict=True)]


def named(stops: pd.DataFrame, drawing: Drawing, t: Translator, taken: list[Box]) -> list[str | None]:
    """Where the name of each mark stands; None where there is no room. taken: what no name may cover."""
    names = [words.place_name(code, t) for code in stops["code"]]
    return label_sides(names, [*boxes(stops), *taken], drawing, size=NAME_SIZE)


def traces(
    stops: pd.DataFrame,
    people: pd.DataFrame | None,
    when: str,
    sides: list[str | None],
    drawing: Drawing,
    t: Translator,
    colours: Palette,
) -> list[Trace]:
    """The marks, what they say when they are pointed at, and their names.

    people: see data_access.journey_questions.stops; None or empty where nothing is published. when: all years of the
    release, which these numbers are of. sides: see `named`.
    """
    numbers = {} if people is None or "stop" not in people else {row["stop"]: row for row in words.rows_of(people)}
    nothing = {"count": pd.NA, "standard_error": 0.0, "state": ""}
    said = [
        journey_words.stop_sentence({**nothing, **numbers.get(row["code"], {}), **row}, when, t)
        for row in words.rows_of(stops)
    ]
    drawn: list[Trace] = []
    for kind, (symbol, size) in MARKS.items():
        rows = np.nonzero((stops["kind"] == kind).to_numpy())[0]
        if not len(rows):
            continue
        drawn.append(
            {
                "type": "scattergeo",
                "lon": stops["lon"].to_numpy(dtype=np.float32)[rows],
                "lat": stops["lat"].to_numpy(dtype=np.float32)[rows],
                "mode": "markers",
                "marker": {
                    "symbol": symbol,
                    "size": size,
                    "color": colours.none,
                    "opacity": 1,
                    "line": {"color": colours.quiet_text, "width": 1.2},
                },
                "name": t.gettext(journey_words.STOPS[kind]),
                "hovertext": [said[row] for row in rows],
                "hoverinfo": "text",
                "unselected": {"marker": {"opacity": 1}},
            }
        )
    names = [words.place_name(code, t) for code in stops["code"]]
    return drawn + label_traces(
        stops["lon"].tolist(),
        stops["lat"].tolist(),
        names,
        sides,
        drawing,
        colours,
        gap=4,
        size=NAME_SIZE,
        is_quiet=True,
    )
