"""Maps of flows: legs of journeys as curved arrows between countries."""

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.gazetteer import countries
from geo.projection import MapFrame, to_pixels
from geo.routes import arrowhead, curve, loop
from locales import Translator
from ui import words
from ui.maps import Drawing, add_control_lines, base_map
from ui.palette import Palette
from ui.viewport import Width

MOST_FLOWS = 300
WIDE: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(-9, 99, 14, 58, (22, 50)), 1240, 620, "region"),
    "tablet": Drawing(MapFrame(0, 88, 13, 58, (22, 50)), 800, 500, "region"),
    "phone": Drawing(MapFrame(4, 82, 14, 58, (22, 50)), 320, 224, "region"),
}
WORLD: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(-170, 190, -52, 76), 1240, 600, "world"),
    "tablet": Drawing(MapFrame(-170, 190, -52, 76), 800, 400, "world"),
    "phone": Drawing(MapFrame(-170, 190, -52, 76), 320, 190, "world"),
}
NODE = 4.5  # pixels, its radius
LOOP_HEADING = 30.0  # degrees clockwise from north: where an internal loop lies as seen from its node
_LOOP_RIGHT, _LOOP_UP = math.sin(math.radians(LOOP_HEADING)), math.cos(math.radians(LOOP_HEADING))
LABEL_SIDES = ("top center", "bottom center", "middle right", "middle left")


def flow_map(answer: pd.DataFrame, t: Translator, colours: Palette, width: Width) -> tuple[go.Figure, int]:
    """Legs of journeys between countries as curved arrows, as wide as the number of people.

    answer: see data_access.questions.journeys. Returns the figure and how many published legs it leaves out.
    Places beyond the frame of the map stand at its edge.
    """
    published = answer[answer["state"] == "count"]
    points = countries().set_index("code")[["label_lon", "label_lat"]].astype(float)
    legs = published[published["from_country"].isin(points.index) & published["to_country"].isin(points.index)]
    legs = legs.head(MOST_FLOWS)
    drawing = _drawing(legs, points, width)
    figure = base_map(drawing, colours)
    add_control_lines(figure, colours)
    if len(legs):
        flows = _flows(legs, t)
        flows["thickness"] = 1 + _widest(drawing) * np.sqrt(flows["count"].astype(float) / float(flows["count"].max()))
        nodes = _nodes(flows, points, drawing.frame)
        _add_flows(figure, flows, nodes, drawing, t, colours)
        _add_nodes(figure, nodes, drawing, t, colours)
    return figure, len(published) - len(legs)


def _drawing(legs: pd.DataFrame, points: pd.DataFrame, width: Width) -> Drawing:
    """The wider region, or the world where a fifth of the people move beyond it."""
    frame = WIDE["desktop"].frame
    inside = points.index[frame.contains(points["label_lon"], points["label_lat"])]
    beyond = ~(legs["from_country"].isin(inside) & legs["to_country"].isin(inside))
    is_world = legs.loc[beyond, "count"].sum() > 0.2 * legs["count"].sum()
    return (WORLD if is_world else WIDE)[width]


def _flows(legs: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a direction between two countries: from_country, to_country, count and the sentence for hover."""
    sentences = legs.assign(sentence=[words.leg_sentence(row, t) for _, row in legs.iterrows()])
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
    return nodes.assign(longitude=longitude, latitude=latitude, edge=edge, loop=radius)


def _loop_radius(thickness: float) -> float:
    return 9 + thickness


def _widest(drawing: Drawing) -> float:
    return 10 if drawing.width > 600 else 5


def _add_flows(
    figure: go.Figure, flows: pd.DataFrame, nodes: pd.DataFrame, drawing: Drawing, t: Translator, colours: Palette
) -> None:
    degrees = _degrees_a_pixel(drawing)
    is_first = {True: True, False: True}
    for _, flow in flows[::-1].iterrows():  # the largest last, on top
        start = nodes.loc[flow["from_country"], ["longitude", "latitude"]].to_numpy(dtype=float)
        end = nodes.loc[flow["to_country"], ["longitude", "latitude"]].to_numpy(dtype=float)
        thickness = float(flow["thickness"])
        inside = bool(flow["from_country"] == flow["to_country"])
        colour = colours.categories[1] if inside else colours.categories[0]
        length = (4 + 1.5 * thickness) * degrees
        gap = NODE * degrees + length
        path = (
            loop(start, radius=_loop_radius(thickness) * degrees, gap=gap, heading=LOOP_HEADING)
            if inside
            else curve(start, end, bend=0.28, gap=gap)
        )
        head = arrowhead(path, length=length, width=(4 + 1.9 * thickness) * degrees)
        shared = {
            "hovertext": flow["sentence"],
            "hoverinfo": "text",
            "opacity": 0.8,
            "legendgroup": str(inside),
            "name": t.gettext("Within one country") if inside else t.gettext("Across a border"),
        }
        figure.add_scattergeo(
            lon=np.round(path[0], 2),
            lat=np.round(path[1], 2),
            mode="lines",
            line={"width": thickness, "color": colour},
            showlegend=is_first[inside],
            **shared,
        )
        is_first[inside] = False
        figure.add_scattergeo(
            lon=np.round(head[0], 2),
            lat=np.round(head[1], 2),
            mode="lines",
            fill="toself",
            fillcolor=colour,
            line={"width": 0.5, "color": colour},
            showlegend=False,
            **shared,
        )
    figure.update_layout(
        showlegend=drawing.width > 600,
        legend={"x": 0.01, "y": 0.02, "yanchor": "bottom", "bgcolor": colours.land, "itemclick": False},
    )


def _add_nodes(figure: go.Figure, nodes: pd.DataFrame, drawing: Drawing, t: Translator, colours: Palette) -> None:
    names = [t.country(code) for code in nodes.index]
    figure.add_scattergeo(
        lon=nodes["longitude"].to_numpy(),
        lat=nodes["latitude"].to_numpy(),
        mode="markers",
        marker={"size": 2 * NODE, "color": colours.none, "line": {"color": colours.text, "width": 1.5}},
        hovertext=names,
        hoverinfo="text",
        showlegend=False,
    )
    labels = [_at_edge(name, edge) for name, edge in zip(names, nodes["edge"], strict=True)]
    sides = label_sides(labels, nodes, drawing)
    shown = [position for position, side in enumerate(sides) if side]
    size = 12 if drawing.width > 600 else 10
    # a halo: the same text in the colour of the land, thick, under the label
    for colour, weight, halo in ((colours.land, 800, 2), (colours.text, 500, 0)):
        figure.add_scattergeo(
            lon=nodes["longitude"].to_numpy()[shown],
            lat=nodes["latitude"].to_numpy()[shown],
            mode="markers+text",
            marker={"size": 2 * NODE + 3, "opacity": 0},
            text=[labels[position] for position in shown],
            textposition=[sides[position] for position in shown],
            textfont={
                "size": size,
                "color": colour,
                "weight": weight,
                "shadow": f"0 0 {halo}px {colour}, 0 0 {halo + 1}px {colour}, 0 0 {halo + 2}px {colour}"
                if halo
                else "none",
            },
            hoverinfo="skip",
            showlegend=False,
        )


def _at_edge(name: str, edge: str) -> str:
    return f"{edge} {name}" if edge == "←" else f"{name} {edge}" if edge else name


def label_sides(labels: list[str], nodes: pd.DataFrame, drawing: Drawing) -> list[str | None]:
    """Choose for each node, in order, a side where its label overlaps no node and no label; None where there is none."""
    places = node_boxes(nodes, drawing)
    boxes = places + loop_boxes(nodes, drawing)
    sides: list[str | None] = []
    for label, place in zip(labels, places, strict=True):
        around = label_boxes(label, place, drawing)
        free = next(
            (
                side
                for side, box in around.items()
                if _within(box, drawing) and not any(_overlap(box, b) for b in boxes)
            ),
            None,
        )
        if free:
            boxes.append(around[free])
        sides.append(free)
    return sides


Box = tuple[float, float, float, float]


def node_boxes(nodes: pd.DataFrame, drawing: Drawing) -> list[Box]:
    """The pixels that each node covers: left, top, right, bottom."""
    x, y = to_pixels(nodes["longitude"], nodes["latitude"], drawing.frame, width=drawing.width, height=drawing.height)
    return [(a - NODE, b - NODE, a + NODE, b + NODE) for a, b in zip(x, y, strict=True)]


def loop_boxes(nodes: pd.DataFrame, drawing: Drawing) -> list[Box]:
    """The pixels that the loops of internal flows cover."""
    boxes = []
    for (left, top, right, bottom), radius in zip(node_boxes(nodes, drawing), nodes["loop"], strict=True):
        if radius:
            x, y = (left + right) / 2 + radius * _LOOP_RIGHT, (top + bottom) / 2 - radius * _LOOP_UP
            boxes.append((x - radius, y - radius, x + radius, y + radius))
    return boxes


def label_boxes(label: str, node: Box, drawing: Drawing) -> dict[str, Box]:
    """The pixels that a label would cover on each side of its node."""
    size = 12 if drawing.width > 600 else 10
    wide, high = 0.6 * size * len(label) + 4, 1.3 * size
    left, top, right, bottom = node
    x, y = (left + right) / 2, (top + bottom) / 2
    return {
        "top center": (x - wide / 2, top - 2 - high, x + wide / 2, top - 1),
        "bottom center": (x - wide / 2, bottom + 1, x + wide / 2, bottom + 2 + high),
        "middle right": (right + 2, y - high / 2, right + 2 + wide, y + high / 2),
        "middle left": (left - 2 - wide, y - high / 2, left - 2, y + high / 2),
    }


def _within(box: Box, drawing: Drawing) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= drawing.width and box[3] <= drawing.height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _degrees_a_pixel(drawing: Drawing) -> float:
    """Degrees of latitude that one pixel stands for in the middle of the map."""
    frame = drawing.frame
    middle = (frame.south + frame.north) / 2
    _, y = to_pixels(
        [frame.middle, frame.middle], [middle, middle + 1], frame, width=drawing.width, height=drawing.height
    )
    return float(1 / abs(y[1] - y[0]))
