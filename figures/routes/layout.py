"""The map of routes laid out: which part of the earth, where arrows, rings and names lie, in pixels."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from data_access.codes.of_release import OTHER
from data_access.gazetteer import countries, provinces
from data_access.questions import routes as journey_questions
from data_access.questions.routes import ROLES, Level
from figures.kit.map_labels import Canvas
from figures.kit.rows import Row, published, rows_of
from figures.kit.widths import Width
from figures.routes import leg_words
from figures.routes import nodes as journey_nodes
from figures.routes import stops as journey_stops
from geo.flow_layout import Pixels, arrowheads, curves, loops, tips
from geo.projection import MapFrame
from locales import Translator

MOST_FLOWS: dict[Width, int] = {"desktop": 300, "tablet": 120, "phone": 60}  # what a window has room for
MOST_SMOOTH = 80  # flows that are drawn with many points: of more, a page would send too much
MOST_FORMS = 6  # forms of exploitation with a colour of their own
SIZES: dict[Width, tuple[int, int]] = {"desktop": (758, 560), "tablet": (500, 400), "phone": (324, 300)}
SMALL_SIZES: dict[Width, tuple[int, int]] = {"desktop": (384, 280), "tablet": (392, 280), "phone": (324, 240)}
NARROWED: dict[Width, float] = {"desktop": 0.83, "tablet": 0.83, "phone": 0.91}  # of SIZES, in smaller windows
MOST_NAMES: dict[Width, int] = {"desktop": 40, "tablet": 26, "phone": 14}
MOST_SMALL_FLOWS = 60
MOST_SMALL_NAMES: dict[Width, int] = {"desktop": 6, "tablet": 6, "phone": 5}
WORLD = MapFrame(-170, 190, -52, 76)
SMALLEST = {"country": 22.0, "province": 9.0}  # degrees of latitude that a map shows at least
WIDEST = 95.0  # degrees of longitude beyond which the world is drawn whole


@dataclass(frozen=True)
class RouteMap:
    """A laid out map of routes. flows: one row a direction between two places, the largest first: from_place,
    to_place, leg (its largest part), count, sentence, paint (what it is coloured by: its part of a journey, or a form),
    thickness (pixels). legs_drawn: the legs that they stand for. places: one row a place (see
    figures.routes.nodes.placed). paths, heads: the outline of each flow and of its arrowhead, in pixels. name_sides:
    where the name of each place stands. stops, stop_sides: towns and border crossings."""

    canvas: Canvas
    flows: list[dict[str, Any]]
    places: list[dict[str, Any]]
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

    canvas: Canvas
    widest: float
    largest: float
    most_flows: int
    most_names: int


def route_map(
    legs: pd.DataFrame,
    level: Level,
    when: str,
    t: Translator,
    width: Width,
    forms: pd.DataFrame | None = None,
    roles: pd.DataFrame | None = None,
    scale: Scale | None = None,
) -> RouteMap:
    """Lay the published legs out: see data_access.questions.routes.legs. Places that the gazetteer does not know are
    not drawn; of more flows than MOST_FLOWS the largest are. scale: that of other maps which this one is beside."""
    flows, drawn = _flows(_known(legs), scale.most_flows if scale else MOST_FLOWS[width], when, t)
    nodes = journey_questions.nodes(drawn, rows_of(roles) if roles is not None and "role" in roles else ())
    canvas = scale.canvas if scale else _canvas(nodes, level, SIZES[width], NARROWED[width])
    widest = scale.widest if scale else float(max((flow["count"] for flow in flows), default=1))
    # flows of one thickness are one path: of many, a page would have too many paths
    steps = 2 if len(flows) <= MOST_SMOOTH else 1
    for flow, paint in zip(flows, _paints(flows, forms), strict=True):
        share = math.sqrt(flow["count"] / widest)
        flow["paint"] = paint
        flow["thickness"] = round(steps * (0.9 + journey_nodes.widest(canvas) * share)) / steps
    internal = {flow["from_place"]: flow["thickness"] for flow in flows if flow["from_place"] == flow["to_place"]}
    places = journey_nodes.placed(nodes, _points(), canvas, internal, scale.largest if scale else 1)
    paths, heads = _outlines(flows, places, canvas) if flows else ([], [])
    sides, names = journey_nodes.named(places, canvas, t, scale.most_names if scale else MOST_NAMES[width])
    stops = journey_stops.on_map(canvas)
    stops = stops.head(0) if scale else stops
    taken = np.reshape([*journey_nodes.boxes(places), *journey_nodes.loop_boxes(places), *names], (-1, 4))
    stop_sides = journey_stops.named(stops, canvas, t, np.concatenate([taken, _path_boxes(paths)]))
    return RouteMap(canvas, flows, places, paths, heads, len(drawn), sides, stops, stop_sides)


def common_scale(parts: Sequence[pd.DataFrame], level: Level, width: Width) -> Scale:
    """The scale of small maps to compare. parts: the legs of each."""
    shown = [_known(legs) for legs in parts]
    arrows = [sum(leg["count"] for leg in flow) for legs in shown for flow in _by_ends(legs).values()]
    rings = [sum(node[role] for role in ROLES) for legs in shown for node in journey_questions.nodes(legs)]
    canvas = _canvas(journey_questions.nodes(chain.from_iterable(shown)), level, SMALL_SIZES[width], NARROWED[width])
    widest, largest = (float(max(numbers, default=1)) for numbers in (arrows, rings))
    return Scale(canvas, widest, largest, MOST_SMALL_FLOWS, MOST_SMALL_NAMES[width])


def _known(legs: pd.DataFrame) -> list[Row]:
    """The legs that have a number and two places on the map; none where none are published."""
    points = _points()
    return [row for row in published(legs) if row["from_place"] in points and row["to_place"] in points]


def _by_ends(legs: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The legs of each flow."""
    flows: dict[tuple[str, str], list[Row]] = {}
    for leg in legs:
        flows.setdefault((leg["from_place"], leg["to_place"]), []).append(leg)
    return flows


def _path_boxes(paths: Sequence[Pixels]) -> np.ndarray:
    """The pixels that flows cover, roughly: small squares along each, one row a square."""
    points = np.concatenate(paths) if len(paths) else np.empty((0, 2))
    return np.hstack([points - 3, points + 3])


@cache
def _points() -> dict[str, tuple[float, float]]:
    """Where routes to a country or province end: longitude and latitude by code."""
    frame = pd.concat([countries(), provinces()[lambda rows: rows["code"] != "PK-PB"]])
    at = zip(frame["label_lon"].astype(float), frame["label_lat"].astype(float), strict=True)
    return dict(zip(frame["code"], at, strict=True))


@cache
def _core() -> frozenset[str]:
    return frozenset(countries().loc[countries()["core"] == 1, "code"])


def _flows(legs: Sequence[Row], most: int, when: str, t: Translator) -> tuple[list[dict[str, Any]], list[Row]]:
    """So many of the largest flows, each of all legs from one place to another; and these legs."""
    parts = _by_ends(legs)
    count = {ends: sum(leg["count"] for leg in flow) for ends, flow in parts.items()}
    largest = sorted(parts, key=lambda ends: -count[ends])[:most]
    flows = [
        {
            "from_place": ends[0],
            "to_place": ends[1],
            "leg": parts[ends][0]["leg"],
            "count": count[ends],
            "sentence": "<br>".join(leg_words.leg_sentence(leg, when, t) for leg in parts[ends]),
        }
        for ends in largest
    ]
    drawn = set(largest)
    return flows, [leg for leg in legs if (leg["from_place"], leg["to_place"]) in drawn]


def _paints(flows: Sequence[Row], forms: pd.DataFrame | None) -> list[str]:
    """What each flow is painted by: its part of a journey or, where forms are given, its form or that of many."""
    if forms is None or "form" not in forms:  # not where it is not published
        return [flow["leg"] for flow in flows]
    of = {(row["from_place"], row["to_place"], row["leg"]): row["form"] for row in rows_of(forms)}
    found = [of.get((flow["from_place"], flow["to_place"], flow["leg"])) for flow in flows]
    largest = {form for form, _ in Counter(filter(None, found)).most_common(MOST_FORMS)}
    return [form if form and form in largest else OTHER for form in found]


def _canvas(nodes: Sequence[Row], level: Level, size: tuple[int, int], narrowed: float) -> Canvas:
    """The part of the earth that holds the places of a map, but for the small ones far away: they stand at its edge.

    nodes: see data_access.questions.routes.nodes. Between provinces only these decide, and the core countries.
    """
    wide, high = size
    people = {node["place"]: sum(node[role] for role in ROLES) for node in nodes}
    enough = 0.01 * sum(people.values())
    near = [
        place for place, count in people.items() if (place[:2] in _core() if level == "province" else count >= enough)
    ]
    longitudes, latitudes = zip(*(_points()[place] for place in near or _core()), strict=True)
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    is_wide = east - west > WIDEST
    frame = WORLD if is_wide else _frame(west, east, south, north, high / wide, SMALLEST[level])
    return Canvas(frame, wide, round(wide * frame.height_by_width), "world" if is_wide else "region", narrowed)


@cache
def _frame(west: float, east: float, south: float, north: float, ratio: float, smallest: float) -> MapFrame:
    """A frame around these edges with some room, as wide and high as the canvas. ratio: its height by its width."""
    tall, broad = max((north - south) * 1.24, smallest), (east - west) * 1.2
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    # the longer side of the canvas shows more around the places instead of nothing
    stretch = math.cos(math.radians(middle_y)) * ratio
    tall, broad = max(tall, broad * stretch), max(broad, tall / stretch)
    south, north = middle_y - tall / 2, middle_y + tall / 2
    parallels = (round(south + tall / 5), round(north - tall / 5))
    return MapFrame(
        round(middle_x - broad / 2, 1), round(middle_x + broad / 2, 1), round(south, 1), round(north, 1), parallels
    )


def _outlines(flows: Sequence[Row], places: Sequence[Row], canvas: Canvas) -> tuple[list[Pixels], list[Pixels]]:
    """The paths and arrowheads of flows, in their order."""
    at = {row["place"]: row for row in places}
    ends = [at[flow["to_place"]] for flow in flows]
    start = np.array([(at[flow["from_place"]]["x"], at[flow["from_place"]]["y"]) for flow in flows])
    end = np.array([(row["x"], row["y"]) for row in ends])
    node, loop = (np.array([row[name] for row in ends]) for name in ("radius", "loop"))
    thickness = np.array([flow["thickness"] for flow in flows])
    length, wide = 4 + 1.3 * thickness, 4 + 1.8 * thickness
    inside = np.array([flow["from_place"] == flow["to_place"] for flow in flows])
    points = 24 if len(flows) <= MOST_SMOOTH else 11
    paths = np.empty((len(flows), points, 2))
    across = curves(start[~inside], end[~inside], gap=(node + length)[~inside], points=points)
    # between two places at the edge a flow would bow out of the map
    paths[~inside] = np.clip(across, 3, [canvas.width - 3, canvas.height - 3])
    paths[inside] = loops(
        end[inside],
        radius=loop[inside],
        gap=(node + length)[inside],
        heading=journey_nodes.LOOP_HEADING,
        points=points,
    )
    return [*paths], [*arrowheads(paths, tips(paths, end, node), width=wide)]
