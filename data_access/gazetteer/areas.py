"""The areas for which rates are made: provinces, and those that are read together."""

from functools import cache

import pandas as pd

from data_access.gazetteer import neighbours, provinces

# South Punjab is drawn and counted, but no source has its population. Dushanbe grew into the Districts of Republican
# Subordination between the boundaries that the maps draw and the populations that are published.
READ_TOGETHER = {
    "PK-PB": ("PK-PB", "PK-PB-N", "PK-PB-S"),
    "TJ-DU+TJ-RA": ("TJ-DU", "TJ-RA"),
}


def area_places(area: str) -> tuple[str, ...]:
    """The codes of the places that make up an area."""
    return READ_TOGETHER.get(area, (area,))


@cache
def areas() -> pd.DataFrame:
    """One row an area of the six core countries. Columns: `place` (code of the area), `country`, `longitude`,
    `latitude` (degrees, a point well inside). Cached: do not change the frame."""
    points = provinces().set_index("code")
    merged = {place: area for area, places in READ_TOGETHER.items() for place in places}
    codes = sorted({merged.get(code, code) for code in points.index})
    inside = [points.loc[[code] if code in points.index else list(area_places(code))] for code in codes]
    return pd.DataFrame(
        {
            "place": codes,
            "country": [code[:2] for code in codes],
            "longitude": [float(rows["label_lon"].astype(float).mean()) for rows in inside],
            "latitude": [float(rows["label_lat"].astype(float).mean()) for rows in inside],
        }
    )


@cache
def area_neighbours() -> tuple[tuple[str, str], ...]:
    """Pairs of areas that share a border, each once."""
    merged = {place: area for area, places in READ_TOGETHER.items() for place in places}
    pairs = zip(neighbours()["code"], neighbours()["neighbour"], strict=True)
    named = {tuple(sorted((merged.get(one, one), merged.get(other, other)))) for one, other in pairs}
    return tuple(sorted((one, other) for one, other in named if one != other))
