"""Maps of flows: legs of journeys as curved arrows between countries."""

import math
from functools import cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.gazetteer import countries
from geo.projection import MapFrame, to_pixels
from geo.routes import arrowhead, curve, loop
from locales import Translator
from ui import words
from ui.map_labels import Box, Drawing, label_sides, label_traces, point_boxes
from ui.maps import base_map, map_layout
from ui.palette import Palette
from ui.plots import Trace, plot
from ui.viewport import Width

MOST_FLOWS = 300
POINTS = 16  # of a curve: smooth enough, and half of what a page sends
# Frames from narrow to wide; a map takes the first that holds its countries.
NEAR: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(41.5, 81.5, 20.0, 47.5, (27, 42)), 758, 560, "region"),
    "tablet": Drawing(MapFrame(42.0, 81.0, 20.0, 47.5, (27, 42)), 500, 400, "region"),
    "phone": Drawing(MapFrame(42.0, 81.0, 20.0, 47.5, (27, 42)), 320, 260, "region"),
}
WIDE: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(6, 80, 12, 59, (22, 50)), 758, 516, "region"),
    "tablet": Drawing(MapFrame(6, 80, 12, 59, (22, 50)), 500, 340, "region"),
    "phone": Drawing(MapFrame(6, 80, 12, 59, (22, 50)), 320, 218, "region"),
}
WORLD: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(-170, 190, -52, 76), 758, 305, "world"),
    "tablet": Drawing(MapFrame(-170, 190, -52, 76), 500, 200, "world"),
    "phone": Drawing(MapFrame(-170, 190, -52, 76), 320, 130, "world"),
}
NODE = 4.5  # pixels, its radius
LOOP_HEADING = 30.0  # degrees clockwise from north: where an internal loop lies as seen from its node
_LOOP_RIGHT, _LOOP_UP = math.sin(math.radians(LOOP_HEADING)), math.cos(math.radians(LOOP_HEADING))


def flow_map(answer: pd.DataFrame, t: Translator, colours: Palette, width: Width) -> tuple[go.Figure, int]:
    """Legs of journeys between countries as curved arrows, as wide as the number of people.

    answer: see data_access.questions.journeys. Returns the figure and how many published legs it leaves out.
    Places beyond the frame of the map stand at its edge.
    """
    published = answer[answer["state"] == "count"]
    points = _points()
    legs = published[published["from_country"].isin(points.index) & published["to_country"].isin(points.index)]
    legs = legs.head(MOST_FLOWS)
    drawing = _drawing(legs, points, width)
    traces = base_map(drawing, colours)
    if len(legs):
        flows = _flows(legs, t)
        flows["thickness"] = 1 + _widest(drawing) * np.sqrt(flows["count"].astype(float) / float(flows["count"].max()))
        nodes = _nodes(flows, points, drawing.frame)
        traces += _flow_traces(flows, nodes, drawing, colours)
        traces += _key_traces(flows, drawing, t, colours)
        traces += _node_traces(nodes, drawing, t, colours)
    layout = {
        **map_layout(drawing, t, colours),
        "showlegend": drawing.width > 600,
        "legend": {
            "x": 0.01,
            "y": 0.01,
            "yanchor": "bottom",
            "bgcolor": colours.land,
            "font": {"color": colours.text, "size": 12},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
    return plot(traces, layout), len(published) - len(legs)


@cache
def _points() -> pd.DataFrame:
    frame = countries()
    places = {name: frame[name].to_numpy(dtype=float) for name in ("label_lon", "label_lat")}
    return pd.DataFrame(places, index=frame["code"].to_numpy())


def _drawing(legs: pd.DataFrame, points: pd.DataFrame, width: Width) -> Drawing:
    """The core countries if all legs lie there, else the wider region, or the world where a fifth of the people move
    beyond that."""
    if not _beyond(legs, points, NEAR["desktop"]):
        return NEAR[width]
    return (WORLD if _beyond(legs, points, WIDE["desktop"]) > 0.2 * legs["count"].sum() else WIDE)[width]


def _beyond(legs: pd.DataFrame, points: pd.DataFrame, drawing: Drawing) -> int:
    """People on legs that begin or end outside the frame of a drawing."""
    inside = points.index[drawing.frame.contains(points["label_lon"], points["label_lat"])]
    outside = ~(legs["from_country"].isin(inside) & legs["to_country"].isin(inside))
    return int(legs.loc[outside, "count"].sum())


def _flows(legs: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a direction between two countries: from_country, to_country, count and the sentence for hover."""
    sentences = legs.assign(sentence=[words.whole_leg_sentence(row, t) for row in words.rows_of(legs)])
    flows = sentences.groupby(["from_country", "to_country"], sort=False).agg(
        count=("count", "sum"), sentence=("sentence", "<br>".join)
    )
    return flows.reset_index().sort_values("count", ascending=False, ignore_index=True)


def _nodes(flows: pd.DataFrame, points: pd.DataFrame, frame: MapFrame) -> pd.DataFrame:
    """One row a country (index), the one with most people first: longitude, latitude, the edge of the map that it
    stands at if it lies beyond, and the radius in pixels of its loop (0 for none)."""
    ends = pd.concat([flows.set_index("from_country")["count"], flows.set_index("to_country")["count"]])
    weight = ends.groupby(level=0).sum().sort_values(ascending=False, kind="stable")
    nodes = points.loc[weight.index].set_axis(["longitude", "latitude"], axis=1)
    margin_x, margin_y = (frame.east - frame.west) * 0.04, (frame.north - frame.south) * 0.05
    longitude = nodes["longitude"].clip(frame.west + margin_x, frame.east - margin_x)
    latitude = nodes["latitude"].clip(frame.south + margin_y, frame.north - margin_y)
    edge = np.select(
        [nodes["longitude"] > frame.east, nodes["longitude"] < frame.west, nodes["latitude"] > frame.north,
         nodes["latitude"] < frame.south],
        ["→", "←", "↑", "↓"],
        default="",
    )  # fmt: skip
    loops = flows[flows["from_country"] == flows["to_country"]].set_index("from_country")["thickness"]
    radius = loops.map(_loop_radius).reindex(nodes.index).fillna(0.0)
    placed: pd.DataFrame = nodes.assign(longitude=longitude, latitude=latitude, edge=edge, loop=radius)
    return placed


def _loop_radius(thickness: float) -> float:
    return 9 + thickness


def _widest(drawing: Drawing) -> float:
    return 10 if drawing.width > 600 else 5


def _flow_traces(flows: pd.DataFrame, nodes: pd.DataFrame, drawing: Drawing, colours: Palette) -> list[Trace]:
    degrees = _degrees_a_pixel(drawing)
    places = dict(zip(nodes.index, zip(nodes["longitude"], nodes["latitude"], strict=True), strict=True))
    traces: list[Trace] = []
    for flow in words.rows_of(flows)[::-1]:  # the largest last, on top
        start, end = places[flow["from_country"]], places[flow["to_country"]]
        thickness = float(flow["thickness"])
        inside = flow["from_country"] == flow["to_country"]
        colour = colours.categories[1 if inside else 0]
        length = (4 + 1.5 * thickness) * degrees
        gap = NODE * degrees + length
        path = (
            loop(start, radius=_loop_radius(thickness) * degrees, gap=gap, heading=LOOP_HEADING, points=POINTS)
            if inside
            else curve(start, end, bend=0.28, gap=gap, points=POINTS)
        )
        head = arrowhead(path, length=length, width=(4 + 1.9 * thickness) * degrees)
        shared = {
            "type": "scattergeo",
            "mode": "lines",
            "hovertext": flow["sentence"],
            "hoverinfo": "text",
            "opacity": 0.8,
            "showlegend": False,
        }
        line = {"width": round(thickness, 1), "color": colour}
        traces.append({**shared, "lon": np.round(path[0], 2), "lat": np.round(path[1], 2), "line": line})
        traces.append(
            {
                **shared,
                "lon": np.round(head[0], 2),
                "lat": np.round(head[1], 2),
                "fill": "toself",
                "fillcolor": colour,
                "line": {"width": 0.5, "color": colour},
            }
        )
    return traces


def _key_traces(flows: pd.DataFrame, drawing: Drawing, t: Translator, colours: Palette) -> list[Trace]:
    """What stands in the key of the map: the two colours, and what the widest line stands for."""
    inside = flows["from_country"] == flows["to_country"]
    entries = []
    if (~inside).any():
        entries.append((t.gettext("Across a border"), colours.categories[0], 3.0))
    if inside.any():
        entries.append((t.gettext("Within one country"), colours.categories[1], 3.0))
    largest = flows.iloc[0]
    entries.append((words.people(largest["count"], t), colours.quiet_text, float(largest["thickness"])))
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


def _node_traces(nodes: pd.DataFrame, drawing: Drawing, t: Translator, colours: Palette) -> list[Trace]:
    names = [t.country(code) for code in nodes.index]
    longitude, latitude = nodes["longitude"].tolist(), nodes["latitude"].tolist()
    dots = {
        "type": "scattergeo",
        "lon": longitude,
        "lat": latitude,
        "mode": "markers",
        "marker": {"size": 2 * NODE, "color": colours.none, "line": {"color": colours.text, "width": 1.5}},
        "hovertext": names,
        "hoverinfo": "text",
        "showlegend": False,
    }
    labels = node_labels(nodes, t)
    sides = label_sides(labels, node_boxes(nodes, drawing), drawing, loop_boxes(nodes, drawing))
    return [dots, *label_traces(longitude, latitude, labels, sides, drawing, colours, gap=NODE + 1.5)]


def node_labels(nodes: pd.DataFrame, t: Translator) -> list[str]:
    """The names of the countries, with an arrow where they lie beyond the map."""
    return [_at_edge(t.country(code), edge) for code, edge in zip(nodes.index, nodes["edge"], strict=True)]


def _at_edge(name: str, edge: str) -> str:
    return f"{edge} {name}" if edge == "←" else f"{name} {edge}" if edge else name


def node_boxes(nodes: pd.DataFrame, drawing: Drawing) -> list[Box]:
    """The pixels that each node covers."""
    return point_boxes(nodes["longitude"].tolist(), nodes["latitude"].tolist(), drawing, NODE)


def loop_boxes(nodes: pd.DataFrame, drawing: Drawing) -> list[Box]:
    """The pixels that the loops of internal flows cover."""
    boxes = []
    for (left, top, right, bottom), radius in zip(node_boxes(nodes, drawing), nodes["loop"], strict=True):
        if radius:
            # the corners of the square around a circle are free
            half = 0.8 * radius
            x, y = (left + right) / 2 + radius * _LOOP_RIGHT, (top + bottom) / 2 - radius * _LOOP_UP
            boxes.append((x - half, y - half, x + half, y + half))
    return boxes


def _degrees_a_pixel(drawing: Drawing) -> float:
    """Degrees of latitude that one pixel stands for in the middle of the map."""
    frame = drawing.frame
    middle = (frame.south + frame.north) / 2
    _, y = to_pixels(
        [frame.middle, frame.middle], [middle, middle + 1], frame, width=drawing.width, height=drawing.height
    )
    return float(1 / abs(y[1] - y[0]))
