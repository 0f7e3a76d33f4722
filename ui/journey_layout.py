"""The map of routes laid out: which part of the earth, where arrows, rings and names lie, in pixels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from data_access import journey_questions
from data_access.gazetteer import countries, provinces
from data_access.journey_questions import ROLES
from data_access.workload import OTHER
from geo.flow_layout import Pixels, arrowheads, curves, loops, tips
from geo.projection import MapFrame
from locales import Translator
from ui import journey_nodes, journey_stops, journey_words, words
from ui.map_labels import Box, Drawing
from ui.viewport import Width

MOST_FLOWS: dict[Width, int] = {"desktop": 300, "tablet": 120, "phone": 60}  # what a window has room for
MOST_SMOOTH = 80  # flows that are drawn with many points: of more, a page would send too much
MOST_FORMS = 6  # forms of exploitation with a colour of their own
SIZES: dict[Width, tuple[int, int]] = {"desktop": (758, 560), "tablet": (500, 400), "phone": (324, 300)}
SMALL_SIZES: dict[Width, tuple[int, int]] = {"desktop": (384, 280), "tablet": (392, 280), "phone": (324, 240)}
MOST_NAMES: dict[Width, int] = {"desktop": 40, "tablet": 26, "phone": 14}
MOST_SMALL_FLOWS = 60
MOST_SMALL_NAMES: dict[Width, int] = {"desktop": 6, "tablet": 6, "phone": 5}
WORLD = MapFrame(-170, 190, -52, 76)
SMALLEST = {"country": 22.0, "province": 9.0}  # degrees of latitude that a map shows at least
WIDEST = 95.0  # degrees of longitude beyond which the world is drawn whole


@dataclass(frozen=True)
class RouteMap:
    """A laid out map of routes. flows: one row a direction between two places, the largest first: from_place,
    to_place, leg (its largest part), count, sentence, thickness (pixels). legs_drawn: the legs that they stand for.
    places: one row a place (see ui.journey_nodes.placed). paths, heads: the outline of each flow and of its arrowhead,
    in pixels. name_sides: where the name of each place stands. stops, stop_sides: towns and border crossings."""

    drawing: Drawing
    flows: pd.DataFrame
    places: pd.DataFrame
    paths: list[Pixels]
    heads: list[Pixels]
    legs_drawn: int
    name_sides: list[str | None]
    stops: pd.DataFrame
    stop_sides: list[str | None]


@dataclass(frozen=True)
class Scale:
    """What maps share that are to be compared: the part of the earth, and the people of the widest arrow and of the
    largest ring. most_flows, most_names: how many arrows and names each has at most."""

    drawing: Drawing
    widest: float
    largest: float
    most_flows: int
    most_names: int


def route_map(
    legs: pd.DataFrame,
    level: str,
    when: str,
    t: Translator,
    width: Width,
    forms: pd.DataFrame | None = None,
    roles: pd.DataFrame | None = None,
    scale: Scale | None = None,
) -> RouteMap:
    """Lay the published legs out: see data_access.journey_questions.legs. Places that the gazetteer does not know are
    not drawn; of more flows than MOST_FLOWS the largest are. scale: that of other maps which this one is beside."""
    points = _points()
    flows, drawn = _flows(_known(legs, points), scale.most_flows if scale else MOST_FLOWS[width], when, t)
    nodes = journey_questions.nodes(drawn, roles)
    drawing = scale.drawing if scale else _drawing(nodes, points, level, SIZES[width])
    flows["paint"] = flows["leg"]
    if forms is not None and "form" in forms:  # not where it is not published
        flows = flows.merge(forms[["from_place", "to_place", "leg", "form"]], how="left")
        largest = flows["form"].value_counts().index[:MOST_FORMS]
        flows["paint"] = flows["form"].where(flows["form"].isin(largest), OTHER)
    widest = scale.widest if scale else float(max(flows["count"], default=1))
    share = np.sqrt(flows["count"].to_numpy(dtype=float) / widest)
    # flows of one thickness are one path: of many, a page would have too many paths
    steps = 2 if len(flows) <= MOST_SMOOTH else 1
    flows["thickness"] = np.round(steps * (0.9 + journey_nodes.widest(drawing) * share)) / steps
    places = journey_nodes.placed(nodes, points, drawing, scale.largest if scale else 1)
    paths, heads, radius = _outlines(flows, places, drawing) if len(flows) else ([], [], {})
    places["loop"] = places["place"].map(radius).fillna(0.0).astype(float)
    sides, names = journey_nodes.named(places, drawing, t, scale.most_names if scale else MOST_NAMES[width])
    stops = journey_stops.on_map(drawing)
    stops = stops.head(0) if scale else stops
    taken = [*journey_nodes.boxes(places), *journey_nodes.loop_boxes(places), *names, *_path_boxes(paths)]
    stop_sides = journey_stops.named(stops, drawing, t, taken)
    return RouteMap(drawing, flows, places, paths, heads, len(drawn), sides, stops, stop_sides)


def common_scale(parts: Sequence[pd.DataFrame], level: str, width: Width) -> Scale:
    """The scale of small maps to compare. parts: the legs of each."""
    points = _points()
    shown = [_known(legs, points) for legs in parts]
    arrows = [legs.groupby(["from_place", "to_place"])["count"].sum().max() for legs in shown if len(legs)]
    rings = [journey_questions.nodes(legs)[[*ROLES]].sum(axis=1).max() for legs in shown if len(legs)]
    drawing = _drawing(journey_questions.nodes(pd.concat(shown)), points, level, SMALL_SIZES[width])
    widest, largest = (float(max(numbers, default=1)) for numbers in (arrows, rings))
    return Scale(drawing, widest, largest, MOST_SMALL_FLOWS, MOST_SMALL_NAMES[width])


def _known(legs: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The legs that have a number and two places on the map; none where none are published."""
    if not legs.attrs.get("is_published", True):
        legs = legs.reindex(columns=["from_place", "to_place", "leg", "count", "standard_error", "state"])
    on_map = legs["from_place"].isin(points.index) & legs["to_place"].isin(points.index)
    return legs[(legs["state"] == "count") & on_map]


def _path_boxes(paths: Sequence[Pixels]) -> list[Box]:
    """The pixels that flows cover, roughly: small squares along each."""
    points = np.concatenate(paths) if len(paths) else np.empty((0, 2))
    return [(x - 3, y - 3, x + 3, y + 3) for x, y in points.tolist()]


@cache
def _points() -> pd.DataFrame:
    """Where routes to a country or province end: longitude and latitude by code."""
    frame = pd.concat([countries(), provinces()[lambda rows: rows["code"] != "PK-PB"]])
    places = {name: frame[name].to_numpy(dtype=float) for name in ("label_lon", "label_lat")}
    return pd.DataFrame(places, index=frame["code"].to_numpy()).set_axis(["longitude", "latitude"], axis=1)


def _flows(legs: pd.DataFrame, most: int, when: str, t: Translator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """So many of the largest flows, each of all legs from one place to another; and these legs."""
    parts: dict[tuple[str, str], list[words.Row]] = {}
    for row in words.rows_of(legs):
        parts.setdefault((row["from_place"], row["to_place"]), []).append(row)
    count = {ends: sum(int(row["count"]) for row in rows) for ends, rows in parts.items()}
    largest = sorted(parts, key=lambda ends: -count[ends])[:most]
    flows = [
        (
            *ends,
            parts[ends][0]["leg"],
            count[ends],
            "<br>".join(journey_words.leg_sentence(r, when, t) for r in parts[ends]),
        )
        for ends in largest
    ]
    kept = set(largest)
    drawn = [ends in kept for ends in zip(legs["from_place"].tolist(), legs["to_place"].tolist(), strict=True)]
    return pd.DataFrame(flows, columns=["from_place", "to_place", "leg", "count", "sentence"]), legs[
        np.array(drawn, dtype=bool)
    ]


def _drawing(nodes: pd.DataFrame, points: pd.DataFrame, level: str, size: tuple[int, int]) -> Drawing:
    """The part of the earth that holds the places of a map, but for the small ones far away: they stand at its edge.

    nodes: see data_access.journey_questions.nodes. Between provinces only these decide, and the core countries.
    """
    wide, high = size
    people = nodes[[*ROLES]].sum(axis=1)
    core = set(countries().loc[countries()["core"] == 1, "code"])
    near = nodes["place"].str[:2].isin(core) if level == "province" else people >= 0.01 * people.sum()
    at = points.loc[nodes.loc[near, "place"] if near.any() else sorted(core)]
    west, east = float(at["longitude"].min()), float(at["longitude"].max())
    south, north = float(at["latitude"].min()), float(at["latitude"].max())
    is_wide = east - west > WIDEST
    frame = WORLD if is_wide else _frame(west, east, south, north, high / wide, SMALLEST[level])
    return Drawing(frame, wide, round(wide * frame.height_by_width), "world" if is_wide else "region")


@cache
def _frame(west: float, east: float, south: float, north: float, ratio: float, smallest: float) -> MapFrame:
    """A frame around these edges with some room, as wide and high as the drawing. ratio: its height by its width."""
    tall, broad = max((north - south) * 1.24, smallest), (east - west) * 1.2
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    # the longer side of the drawing shows more around the places instead of nothing
    stretch = math.cos(math.radians(middle_y)) * ratio
    tall, broad = max(tall, broad * stretch), max(broad, tall / stretch)
    south, north = middle_y - tall / 2, middle_y + tall / 2
    parallels = (round(south + tall / 5), round(north - tall / 5))
    return MapFrame(
        round(middle_x - broad / 2, 1), round(middle_x + broad / 2, 1), round(south, 1), round(north, 1), parallels
    )


def _outlines(
    flows: pd.DataFrame, places: pd.DataFrame, drawing: Drawing
) -> tuple[list[Pixels], list[Pixels], dict[str, float]]:
    """The paths and arrowheads of flows, in their order, and the radius of each place's loop."""
    at = places.set_index("place")
    start = at.loc[flows["from_place"], ["x", "y"]].to_numpy()
    end = at.loc[flows["to_place"], ["x", "y"]].to_numpy()
    node = at.loc[flows["to_place"], "radius"].to_numpy()
    thickness = flows["thickness"].to_numpy()
    length, wide = 4 + 1.3 * thickness, 4 + 1.8 * thickness
    inside = (flows["from_place"] == flows["to_place"]).to_numpy()
    paths: list[Pixels] = [np.empty((0, 2))] * len(flows)
    heads = list(paths)
    radius = node + 2 + 0.8 * thickness
    points = 24 if len(flows) <= MOST_SMOOTH else 11
    across = curves(start[~inside], end[~inside], gap=(node + length)[~inside], points=points)
    # between two places at the edge a flow would bow out of the map
    across = np.clip(across, 3, [drawing.width - 3, drawing.height - 3])
    around = loops(
        end[inside],
        radius=radius[inside],
        gap=(node + length)[inside],
        heading=journey_nodes.LOOP_HEADING,
        points=points,
    )
    for rows, some in ((~inside, across), (inside, around)):
        ends = tips(some, end[rows], node[rows])
        for position, path, head in zip(
            np.nonzero(rows)[0], some, arrowheads(some, ends, width=wide[rows]), strict=True
        ):
            paths[position], heads[position] = path, head
    return paths, heads, dict(zip(flows.loc[inside, "from_place"], radius[inside], strict=True))
