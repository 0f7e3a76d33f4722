"""The map of routes: legs of journeys as curved arrows between countries or provinces, and rings for what each place
is to them."""

import math
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access import journey_questions
from data_access.gazetteer import countries, provinces
from data_access.workload import OTHER
from geo.boundaries import boundary_url, load_boundaries
from geo.flow_layout import Pixels, arrowheads, curves, loops, tips
from geo.projection import MapFrame, from_pixels
from locales import Translator
from ui import journey_nodes, journey_words, maps, words
from ui.map_labels import Drawing
from ui.palette import Palette
from ui.plots import CLEAR, Trace, plot
from ui.viewport import Width

MOST_FLOWS = 300
MOST_SMOOTH = 80  # flows that are drawn with many points: of more, a page would send too much
MOST_FORMS = 6  # forms of exploitation with a colour of their own
KEY_HEIGHT: dict[Width, int] = {"desktop": 56, "tablet": 78, "phone": 124}

SIZES: dict[Width, tuple[int, int]] = {"desktop": (758, 560), "tablet": (500, 400), "phone": (320, 300)}
WORLD = MapFrame(-170, 190, -52, 76)
SMALLEST = {"country": 22.0, "province": 9.0}  # degrees of latitude that a map shows at least
WIDEST = 95.0  # degrees of longitude beyond which the world is drawn whole


@dataclass(frozen=True)
class RouteMap:
    """A laid out map of routes. flows: one row a direction between two places, the largest first: from_place,
    to_place, leg (its largest part), count, sentence, thickness (pixels). legs_drawn: the legs that they stand for.
    places: one row a place (see ui.journey_nodes.placed). paths, heads: the outline of each flow and of its arrowhead,
    in pixels."""

    drawing: Drawing
    flows: pd.DataFrame
    places: pd.DataFrame
    paths: list[Pixels]
    heads: list[Pixels]
    legs_drawn: int


def flow_map(
    legs: pd.DataFrame,
    level: str,
    when: str,
    t: Translator,
    colours: Palette,
    width: Width,
    forms: pd.DataFrame | None = None,
) -> tuple[int, go.Figure]:
    """The map of routes, and how many legs it draws.

    legs: see data_access.journey_questions.legs. forms: colour the arrows by form (see main_forms there), not by role.
    """
    layout = route_map(legs, level, when, t, width, forms)
    drawn = figure(layout, level, t, colours, width).to_dict()  # arrays are encoded once, and not for every visitor
    return layout.legs_drawn, go.Figure(drawn, _validate=False)


def route_map(
    legs: pd.DataFrame, level: str, when: str, t: Translator, width: Width, forms: pd.DataFrame | None = None
) -> RouteMap:
    """Lay the published legs out: see data_access.journey_questions.legs. Places that the gazetteer does not know are
    not drawn; of more than MOST_FLOWS flows the largest are."""
    points = _points()
    shown = legs[
        (legs["state"] == "count") & legs["from_place"].isin(points.index) & legs["to_place"].isin(points.index)
    ]
    flows = _flows(shown, when, t)
    drawn = shown.merge(flows[["from_place", "to_place"]], on=["from_place", "to_place"])
    nodes = journey_questions.nodes(drawn)
    drawing = _drawing(nodes, points, level, width)
    if flows.empty:
        return RouteMap(drawing, flows, journey_nodes.placed(nodes, points, drawing), [], [], 0)
    flows["paint"] = flows["leg"]
    if forms is not None and "form" in forms:  # not where it is not published
        flows = flows.merge(forms[["from_place", "to_place", "leg", "form"]], how="left")
        largest = flows["form"].value_counts().index[:MOST_FORMS]
        flows["paint"] = flows["form"].where(flows["form"].isin(largest), OTHER)
    share = np.sqrt(flows["count"].to_numpy(dtype=float) / float(flows["count"].max()))
    flows["thickness"] = np.round(2 * (0.9 + journey_nodes.widest(drawing) * share)) / 2
    places = journey_nodes.placed(nodes, points, drawing)
    paths, heads, radius = _outlines(flows, places, drawing)
    places["loop"] = places["place"].map(radius).fillna(0.0)
    return RouteMap(drawing, flows, places, paths, heads, len(drawn))


def figure(layout: RouteMap, level: str, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """Draw a route map."""
    drawing = layout.drawing
    land = maps.base_map(drawing, colours)[0]
    traces = [land, *([_province_land(land)] if level == "province" else []), _control_lines(colours)]
    traces += _flow_traces(layout, t, colours)
    traces += journey_nodes.traces(layout.places, drawing, t, colours)
    traces += _key(layout, t, colours)
    return plot(traces, _layout(drawing, t, colours, width))


def role_colours(colours: Palette) -> dict[str, str]:
    """The colour of each part of a journey: an arrow, and the part of a ring where such a leg begins or ends."""
    blue, orange, green, pink = colours.categories[:4]
    return {
        "source_transit": blue,
        "transit_transit": orange,
        "transit_destination": green,
        "source_destination": colours.quiet_text,
        "internal": pink,
    }


@cache
def _points() -> pd.DataFrame:
    """Where routes to a country or province end: longitude and latitude by code."""
    frame = pd.concat([countries(), provinces()[lambda rows: rows["code"] != "PK-PB"]])
    places = {name: frame[name].to_numpy(dtype=float) for name in ("label_lon", "label_lat")}
    return pd.DataFrame(places, index=frame["code"].to_numpy()).set_axis(["longitude", "latitude"], axis=1)


def _flows(legs: pd.DataFrame, when: str, t: Translator) -> pd.DataFrame:
    if legs.empty:
        return legs[["from_place", "to_place", "leg", "count"]].assign(sentence="")
    flows = legs.groupby(["from_place", "to_place"], sort=False).agg(leg=("leg", "first"), count=("count", "sum"))
    flows = flows.sort_values("count", ascending=False, kind="stable").head(MOST_FLOWS)
    said = pd.Series([journey_words.leg_sentence(row, when, t) for row in words.rows_of(legs)])
    sentences = said.groupby([legs["from_place"].to_numpy(), legs["to_place"].to_numpy()]).agg("<br>".join)
    flows["sentence"] = sentences.reindex(flows.index)
    return flows.reset_index()


def _drawing(nodes: pd.DataFrame, points: pd.DataFrame, level: str, width: Width) -> Drawing:
    """The part of the earth that holds the places of a map, but for the small ones far away: they stand at its edge.

    nodes: see data_access.journey_questions.nodes. Between provinces only these decide, and the core countries.
    """
    wide, high = SIZES[width]
    people = nodes[["source", "transit", "destination"]].sum(axis=1)
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


def _flow_traces(layout: RouteMap, t: Translator, colours: Palette) -> list[Trace]:
    """The flows, the largest on top: one trace for all of one colour and thickness, or a page would send a trace for
    each; and points on them that say their sentence."""
    flows, drawing = layout.flows, layout.drawing
    if flows.empty:
        return []
    paints = _paints(flows, t, colours)
    traces: list[Trace] = []
    shared = {"type": "scattergeo", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    # loops lie below: they say where, and cover nothing that goes on
    layers = flows.assign(is_between=flows["from_place"] != flows["to_place"])
    for layer in layers.groupby(["is_between", "thickness", "paint"]).groups.items():
        (_, thickness, paint), rows = cast("tuple[tuple[bool, float, str], pd.Index]", layer)
        lines = lines_of([layout.paths[row] for row in rows], drawing)
        heads = lines_of([layout.heads[row] for row in rows], drawing)
        colour, opacity = paints[paint][1], 0.55 if thickness < 2 else 0.85
        traces.append({**shared, **lines, "opacity": opacity, "line": {"width": thickness, "color": colour}})
        traces.append(
            {
                **shared,
                **heads,
                "opacity": opacity,
                "fill": "toself",
                "fillcolor": colour,
                "line": {"width": 0.5, "color": colour},
            }
        )
    # one point a flow that can be hovered, near enough to its head to tell which way it goes
    spots = np.array([path[2 * len(path) // 3] for path in layout.paths])
    traces.append(
        {
            **positions(spots, drawing),
            "type": "scattergeo",
            "mode": "markers",
            "marker": {"size": 24, "opacity": 0},
            "hovertext": flows["sentence"].tolist(),
            "hoverinfo": "text",
            "showlegend": False,
        }
    )
    return traces


def lines_of(paths: list[Pixels], drawing: Drawing) -> Trace:
    """Several paths as the `lon` and `lat` of one trace, with gaps between them."""
    gap = np.full((1, 2), np.nan)
    return positions(np.concatenate([part for path in paths for part in (path, gap)][:-1]), drawing)


def positions(points: Pixels, drawing: Drawing) -> Trace:
    """Pixels of a drawing as `lon` and `lat`, in half the bytes: a metre on the ground is less than a pixel."""
    lon, lat = from_pixels(points[:, 0], points[:, 1], drawing.frame, width=drawing.width, height=drawing.height)
    return {"lon": lon.astype(np.float32), "lat": lat.astype(np.float32)}


def _province_land(land: Trace) -> Trace:
    """The provinces of the core countries, drawn as the land under them is."""
    codes = [code for code in provinces()["code"] if code != "PK-PB"]
    return {**land, "geojson": boundary_url("provinces"), "locations": codes, "z": [0] * len(codes)}


def _control_lines(colours: Palette) -> Trace:
    """Lines of control and contested boundaries, dotted: as lines, so that they stay thin where the map is near."""
    lon, lat = _control_points()
    line = {"width": 1.2, "color": colours.quiet_text, "dash": "1px,3px"}
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": lon,
        "lat": lat,
        "line": line,
        "hoverinfo": "skip",
        "showlegend": False,
    }


@cache
def _control_points() -> tuple[np.ndarray, np.ndarray]:
    parts: list[np.ndarray] = []
    for shape in load_boundaries("control_lines").geometry:
        for line in getattr(shape, "geoms", [shape]):
            parts += [np.asarray(line.coords)[:, :2], np.full((1, 2), np.nan)]
    points = np.concatenate(parts[:-1]).astype(np.float32)
    return points[:, 0], points[:, 1]


def _paints(flows: pd.DataFrame, t: Translator, colours: Palette) -> dict[str, tuple[str, str]]:
    """The name and colour of everything that an arrow can be painted by, in the order of the key."""
    seen = set(flows["paint"])
    if seen <= set(journey_words.ROLES):
        by_role = role_colours(colours)
        return {leg: (t.gettext(name), by_role[leg]) for leg, name in journey_words.ROLES.items() if leg in seen}
    forms = [form for form in flows["paint"].value_counts().index if form != OTHER]
    named = {
        form: (words.label("form", form, t), colour) for form, colour in zip(forms, colours.categories, strict=False)
    }
    return named | ({OTHER: (t.gettext("Another form, or withheld"), colours.quiet_text)} if OTHER in seen else {})


def _key(layout: RouteMap, t: Translator, colours: Palette) -> list[Trace]:
    """What stands in the key: the colours that are drawn, and what the widest line stands for."""
    flows = layout.flows
    if flows.empty:
        return []
    entries = [(name, colour, 4.0) for name, colour in _paints(flows, t, colours).values()]
    entries.append(
        (words.people(int(flows["count"].iloc[0]), t), colours.quiet_text, float(flows["thickness"].iloc[0]))
    )
    return [
        {
            "type": "scattergeo",
            "lon": [None],
            "lat": [None],
            "mode": "lines",
            "line": {"width": thickness, "color": colour},
            "name": name,
            "hoverinfo": "skip",
        }
        for name, colour, thickness in entries
    ]


def _layout(drawing: Drawing, t: Translator, colours: Palette, width: Width) -> Trace:
    """The map above, its key in a strip of its own below: nothing on the map is covered."""
    strip = KEY_HEIGHT[width]
    layout = maps.map_layout(drawing, t, colours)
    return {
        **layout,
        "height": drawing.height + strip,
        "paper_bgcolor": CLEAR,
        "margin": {"l": 0, "r": 0, "t": 0, "b": strip},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yanchor": "bottom",
            "yref": "container",
            "font": {"color": colours.text, "size": 12 if drawing.width > 600 else 11},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
