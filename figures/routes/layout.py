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
from figures.kit.map_labels import Box, Canvas
from figures.kit.paper import Width
from figures.kit.rows import Row, published, rows_of
from figures.routes import leg_words
from figures.routes import nodes as journey_nodes
from figures.routes import numbers as journey_numbers
from figures.routes import stops as journey_stops
from geo.flow_layout import Pixels, arrowheads, curves, loops, tips
from geo.projection import MapFrame
from locales import Translator

LARGEST_FLOWS: dict[Width, int] = {"desktop": 25, "tablet": 25, "phone": 15}  # the largest: read as arrows
MOST_FLOWS: dict[Width, int] = {
    "desktop": 300,
    "tablet": 120,
    "phone": 60,
}  # with the pale ones, what there is room for
PALE_THICKNESS = 1.0
PARTS = 6  # of each straight piece of an arrow: squares along it that leave no gap for a name
ENDS = ("from_place", "to_place")
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
    to_place, leg (its largest part), count, standard_error, sentence, paint (what it is coloured by: its part of a
    journey, or a form), thickness (pixels), is_pale (drawn behind the largest). places: one row a place (see
    figures.routes.nodes.placed); those of pale flows alone have no ring. paths, heads: the outline of each flow and of
    its arrowhead, in pixels. name_sides: where the name of each place stands, beside its ring or beside the end of a
    line (name_ends: the pixels of either). numbers: the largest flows across a border with a number on their arrow, and
    where it stands (pixels). stops, stop_sides: towns and border crossings."""

    canvas: Canvas
    flows: list[dict[str, Any]]
    places: list[dict[str, Any]]
    paths: list[Pixels]
    heads: list[Pixels]
    name_sides: list[str | None]
    name_ends: list[Box]
    numbers: list[tuple[str, tuple[float, float]]]
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
    arrows: pd.DataFrame,
    level: Level,
    when: str,
    t: Translator,
    width: Width,
    *,
    forms: pd.DataFrame | None = None,
    roles: pd.DataFrame | None = None,
    scale: Scale | None = None,
    shows_all: bool = False,
) -> RouteMap:
    """Lay published arrows out, the largest of them: see data_access.questions.routes.arrows and, for what rings say,
    legs. Not drawn are places that the gazetteer does not know and, between provinces, a country that stands for one
    that is not recorded. scale: that of other maps which this one is beside. shows_all: draw smaller ones too, pale."""
    strong = scale.most_flows if scale else LARGEST_FLOWS[width]
    flows = _flows(legs, arrows, level, (MOST_FLOWS[width] if shows_all else strong, strong), when, t)
    touched = {flow[end] for flow in flows for end in ENDS}
    named = {flow[end] for flow in flows if not flow["is_pale"] for end in ENDS}
    roles_rows = rows_of(roles) if roles is not None and "role" in roles else ()
    nodes = [node for node in journey_questions.nodes(_known(legs, level), roles_rows) if node["place"] in touched]
    canvas = scale.canvas if scale else _canvas(nodes, level, SIZES[width], NARROWED[width])
    widest = scale.widest if scale else float(max((flow["count"] for flow in flows), default=1))
    # flows of one thickness are one path: of many, a page would have too many paths
    steps = 2 if len(flows) <= MOST_SMOOTH else 1
    for flow, paint in zip(flows, _paints(flows, forms), strict=True):
        share = math.sqrt(flow["count"] / widest)
        flow["paint"] = paint
        full = round(steps * (0.9 + journey_nodes.widest(canvas) * share)) / steps
        flow["thickness"] = min(full, PALE_THICKNESS) if flow["is_pale"] else full
    internal = {flow["from_place"]: flow["thickness"] for flow in flows if flow["from_place"] == flow["to_place"]}
    places = journey_nodes.placed(nodes, _points(), canvas, internal, scale.largest if scale else 1)
    for place in places:
        if place["place"] not in named:
            place["radius"] = 0.0
    paths, heads = _outlines(flows, places, canvas) if flows else ([], [])
    ringed = [place for place in places if place["radius"]]
    numbers, number_boxes = ([], []) if scale else journey_numbers.on_arrows(flows, paths, ringed, canvas, t)
    strong_paths = [path for path, flow in zip(paths, flows, strict=True) if not flow["is_pale"]]
    sides, ends, names = journey_nodes.named(
        ringed, canvas, t, scale.most_names if scale else MOST_NAMES[width], number_boxes, _path_boxes(strong_paths)
    )
    stops = journey_stops.on_map(canvas)
    stops = stops.head(0) if scale else stops
    covered = [*journey_nodes.boxes(ringed), *journey_nodes.loop_boxes(ringed), *names, *number_boxes]
    taken = np.concatenate([np.reshape(covered, (-1, 4)), _path_boxes(paths)])
    stop_sides = journey_stops.named(stops, canvas, t, taken)
    return RouteMap(canvas, flows, ringed, paths, heads, sides, ends, numbers, stops, stop_sides)


def common_scale(parts: Sequence[tuple[pd.DataFrame, pd.DataFrame]], level: Level, width: Width) -> Scale:
    """The scale of small maps to compare. parts: the legs and the arrows of each."""
    shown = [_known(legs, level) for legs, _ in parts]
    counts = [arrow["count"] for _, arrows in parts for arrow in _known(arrows, level)]
    rings = [sum(node[role] for role in ROLES) for legs in shown for node in journey_questions.nodes(legs)]
    canvas = _canvas(journey_questions.nodes(chain.from_iterable(shown)), level, SMALL_SIZES[width], NARROWED[width])
    widest, largest = (float(max(numbers, default=1)) for numbers in (counts, rings))
    return Scale(canvas, widest, largest, MOST_SMALL_FLOWS, MOST_SMALL_NAMES[width])


def _known(rows: pd.DataFrame, level: Level) -> list[Row]:
    """The legs or arrows that have a number and two places on the map; none where none are published."""
    return [row for row in published(rows) if all(_is_on_map(row[end], level) for end in ENDS)]


def unplaced_arrows(arrows: pd.DataFrame, level: Level) -> int:
    """How many published arrows the map of a level has no place for: see `_is_on_map`."""
    return len(published(arrows)) - len(_known(arrows, level))


def _is_on_map(code: str, level: Level) -> bool:
    """Has a place a point on the map of a level? Between provinces a core country stands for a province that is not
    recorded: it has no point, or it would be read as a place inside that country."""
    return code in _points() and not (level == "province" and code in _core())


def _path_boxes(paths: Sequence[Pixels]) -> np.ndarray:
    """The pixels that flows cover, roughly: small squares along each, one row a square."""
    parts = [np.linspace(path[:-1], path[1:], PARTS, endpoint=False).reshape(-1, 2) for path in paths]
    points = np.concatenate([*parts, *(path[-1:] for path in paths)]) if parts else np.empty((0, 2))
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


def _flows(
    legs: pd.DataFrame, arrows: pd.DataFrame, level: Level, most: tuple[int, int], when: str, t: Translator
) -> list[dict[str, Any]]:
    """The largest flows. most: how many, and of these how many after which they are pale."""
    number_drawn, strong = most
    parts: dict[tuple[str, str], list[Row]] = {}
    for leg in published(legs):
        parts.setdefault((leg["from_place"], leg["to_place"]), []).append(leg)
    return [
        {
            "from_place": row["from_place"],
            "to_place": row["to_place"],
            "leg": row["main_leg"],
            "count": row["count"],
            "standard_error": row["standard_error"],
            "sentence": leg_words.arrow_sentence(row, parts.get((row["from_place"], row["to_place"]), ()), when, t),
            "is_pale": number >= strong,
        }
        for number, row in enumerate(_known(arrows, level)[:number_drawn])
    ]


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
