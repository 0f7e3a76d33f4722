"""Maps: drawn as SVG from our own boundary files, which the browser fetches once."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.gazetteer import countries, provinces
from data_access.release import Release
from geo.boundaries import boundary_url
from geo.routes import arrowhead, curve, loop
from locales import Translator
from ui import words
from ui.palette import Palette

# Plotly asks for a world topology even when it draws none: this folder holds empty ones (see docs/geography.md)
CONFIG = {"topojsonURL": "/app/static/topojson/", "displayModeBar": False, "scrollZoom": False, "doubleClick": False}
MOST_FLOWS = 300


@dataclass(frozen=True)
class Frame:
    """What part of the earth a map shows, in degrees, and how tall it is in pixels."""

    west: float
    east: float
    south: float
    north: float
    height: int
    projection: dict[str, object]
    base: str


def _conic(west: float, east: float, south: float, north: float) -> dict[str, object]:
    return {
        "type": "conic conformal",
        "parallels": [south + (north - south) / 6, north - (north - south) / 6],
        "rotation": {"lon": (west + east) / 2},
    }


REGION = Frame(43.5, 78.5, 23.2, 46.2, 460, _conic(43.5, 78.5, 23.2, 46.2), "region")
WIDE = Frame(2, 84, 12, 58, 560, _conic(2, 84, 12, 58), "region")
WORLD = Frame(-168, 190, -52, 76, 470, {"type": "natural earth"}, "world")


def has_provinces(release: Release) -> bool:
    """Does the release know provinces, or only countries?"""
    return any(len(code) > 2 for code in release.codes("province"))


def place_map(answer: pd.DataFrame, release: Release, t: Translator, colours: Palette) -> go.Figure:
    """People by province (or, where the release has none, by country): classes of equal size with round limits.

    answer: see data_access.questions.by_place. Withheld places are grey; places without a row are as pale as paper.
    """
    frame = REGION if has_provinces(release) else WORLD
    layer = "provinces" if frame is REGION else "world"
    rows = answer if frame is WORLD else answer[answer["place"].str.len() > 2]
    figure = _base(frame, colours)
    drawn = provinces() if frame is REGION else countries()
    everywhere = [code for code in drawn["code"] if code != "PK-PB"]
    published = rows[rows["state"] == "count"]
    withheld = rows[rows["state"] == "withheld"]
    nothing = [code for code in everywhere if code not in set(rows["place"])]
    empty = t.gettext("None recorded")
    _flat(figure, layer, nothing, colours.none, colours, [f"<b>{words.place_in_country(c, t)}</b><br>{empty}" for c in nothing])
    _flat(
        figure,
        layer,
        withheld["place"].tolist(),
        colours.withheld,
        colours,
        [f"<b>{words.place_in_country(row['place'], t)}</b><br>{words.row_people(row, t)}" for _, row in withheld.iterrows()],
    )
    if len(published):
        counts = published["count"].astype(int).to_numpy()
        limits = _class_limits(counts)
        classes = np.searchsorted(limits, counts, side="right")
        steps = _steps(colours.sequential, len(limits) + 1)
        figure.add_choropleth(
            geojson=boundary_url(layer),
            locations=published["place"].to_numpy(),
            z=classes,
            zmin=-0.5,
            zmax=len(limits) + 0.5,
            colorscale=_staircase(steps),
            marker_line={"color": colours.core_border, "width": 0.6},
            hovertext=[
                f"<b>{words.place_in_country(row['place'], t)}</b><br>{words.row_people(row, t)}"
                for _, row in published.iterrows()
            ],
            hoverinfo="text",
            colorbar={
                "orientation": "h",
                "x": 0.02,
                "xanchor": "left",
                "y": 0.01,
                "yanchor": "bottom",
                "len": 0.46,
                "thickness": 10,
                "outlinewidth": 0,
                "tickvals": [position + 0.5 for position in range(len(limits))],
                "ticktext": [t.number(limit) for limit in limits],
                "title": {"text": t.gettext("People"), "side": "top"},
            },
        )
    return figure


def place_map_words(answer: pd.DataFrame, t: Translator) -> str:
    """The three places with the most people, in words."""
    rows = answer[answer["state"] == "count"].sort_values("count", ascending=False).head(3)
    if rows.empty:
        return t.gettext("Map of people identified: nothing may be shown.")
    said = [
        t.gettext("{name}, {people}").format(name=words.place_in_country(row["place"], t), people=words.row_people(row, t))
        for _, row in rows.iterrows()
    ]
    return t.gettext("Map of people by place. Most: {rows}.").format(rows="; ".join(said))


def flow_map(answer: pd.DataFrame, t: Translator, colours: Palette) -> tuple[go.Figure, int]:
    """Legs of journeys between countries as curved arrows, as wide as the number of people.

    answer: see data_access.questions.journeys. Returns the figure and how many published legs it leaves out.
    Places beyond the frame of the map are marked at its edge.
    """
    legs = answer[answer["state"] == "count"]
    points = countries().set_index("code")[["label_lon", "label_lat"]].astype(float)
    legs = legs[legs["from_country"].isin(points.index) & legs["to_country"].isin(points.index)]
    left_out = len(answer[answer["state"] == "count"]) - min(len(legs), MOST_FLOWS)
    legs = legs.head(MOST_FLOWS)
    frame = _frame_of(legs, points)
    figure = _base(frame, colours)
    if legs.empty:
        return figure, left_out
    # one arrow a direction: the roles of a leg are in its hover text
    flows = _flows(legs, t)
    scale = (frame.north - frame.south) / 46
    largest = float(flows["count"].max())
    for _, flow in flows[::-1].iterrows():  # the largest last, on top
        start = _inside(points.loc[flow["from_country"]].to_numpy(), frame)
        end = _inside(points.loc[flow["to_country"]].to_numpy(), frame)
        width = 1.2 + 9 * math.sqrt(float(flow["count"]) / largest)
        inside = flow["from_country"] == flow["to_country"]
        colour = colours.categories[1] if inside else colours.categories[0]
        length, gap = (0.55 + 0.12 * width) * scale, 0.55 * scale
        path = (
            loop(start, radius=1.5 * scale, gap=gap + length, heading=40)
            if inside
            else curve(start, end, bend=0.28, gap=gap + length)
        )
        head = arrowhead(path, length=length, width=(0.5 + 0.16 * width) * scale)
        text = {"hovertext": flow["sentence"], "hoverinfo": "text", "opacity": 0.78}
        figure.add_scattergeo(
            lon=np.round(path[0], 2), lat=np.round(path[1], 2), mode="lines", line={"width": width, "color": colour}, **text
        )
        figure.add_scattergeo(
            lon=np.round(head[0], 2),
            lat=np.round(head[1], 2),
            mode="lines",
            fill="toself",
            fillcolor=colour,
            line={"width": 0.5, "color": colour},
            **text,
        )
    _nodes(figure, flows, points, frame, t, colours)
    return figure, left_out


def _flows(legs: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a direction between two countries: from_country, to_country, count and the sentence for hover."""
    sentences = legs.assign(sentence=[words.leg_sentence(row, t) for _, row in legs.iterrows()])
    flows = sentences.groupby(["from_country", "to_country"], sort=False).agg(
        count=("count", "sum"), sentence=("sentence", "<br>".join)
    )
    return flows.reset_index().sort_values("count", ascending=False, ignore_index=True)


def _nodes(
    figure: go.Figure, flows: pd.DataFrame, points: pd.DataFrame, frame: Frame, t: Translator, colours: Palette
) -> None:
    weight = pd.concat(
        [flows.set_index("from_country")["count"], flows.set_index("to_country")["count"]]
    ).groupby(level=0).sum().sort_values(ascending=False)
    places = [_inside(points.loc[code].to_numpy(), frame) for code in weight.index]
    labels = _labels([t.country(code) for code in weight.index], places, frame)
    figure.add_scattergeo(
        lon=[place[0] for place in places],
        lat=[place[1] for place in places],
        mode="markers",
        marker={"size": 8, "color": colours.none, "line": {"color": colours.text, "width": 1.5}},
        hovertext=[t.country(code) for code in weight.index],
        hoverinfo="text",
    )
    chosen = [(place, *label) for place, label in zip(places, labels, strict=True) if label]
    # a halo: the same text, bolder and in the colour of the ground, under the label
    for colour, size, opacity in ((colours.land, 13, 0.9), (colours.text, 12, 1.0)):
        figure.add_scattergeo(
            lon=[place[0] for place, _, _ in chosen],
            lat=[place[1] for place, _, _ in chosen],
            mode="text",
            text=[f"<b>{name}</b>" if colour == colours.land else name for _, name, _ in chosen],
            textposition=[position for _, _, position in chosen],
            textfont={"size": size, "color": colour},
            opacity=opacity,
            hoverinfo="skip",
        )


def _labels(names: list[str], places: list[np.ndarray], frame: Frame) -> list[tuple[str, str] | None]:
    """Choose for each node, in order of weight, a side where its label overlaps nothing; None where there is none."""
    # a map of about 760 by `height` pixels
    across = 760 / (frame.east - frame.west)
    down = frame.height / (frame.north - frame.south)
    taken = [(place[0] * across - 6, place[1] * down - 6, place[0] * across + 6, place[1] * down + 6) for place in places]
    result: list[tuple[str, str] | None] = []
    for name, place in zip(names, places, strict=True):
        x, y, wide, high = place[0] * across, place[1] * down, 7.2 * len(name), 15
        boxes = {
            "top center": (x - wide / 2, y + 7, x + wide / 2, y + 7 + high),
            "bottom center": (x - wide / 2, y - 7 - high, x + wide / 2, y - 7),
            "middle right": (x + 8, y - high / 2, x + 8 + wide, y + high / 2),
            "middle left": (x - 8 - wide, y - high / 2, x - 8, y + high / 2),
        }
        free = next((side for side, box in boxes.items() if not any(_overlap(box, other) for other in taken)), None)
        if free:
            taken.append(boxes[free])
        result.append((name, free) if free else None)
    return result


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _frame_of(legs: pd.DataFrame, points: pd.DataFrame) -> Frame:
    """The wider region, or the world where a fifth of the people move beyond it."""
    if legs.empty:
        return WIDE
    inside = points[
        points["label_lon"].between(WIDE.west, WIDE.east) & points["label_lat"].between(WIDE.south, WIDE.north)
    ].index
    within = legs["from_country"].isin(inside) & legs["to_country"].isin(inside)
    return WORLD if legs.loc[~within, "count"].sum() > 0.2 * legs["count"].sum() else WIDE


def _inside(point: np.ndarray, frame: Frame) -> np.ndarray:
    """The point, or the nearest place a little inside the frame."""
    edge_x, edge_y = (frame.east - frame.west) * 0.04, (frame.north - frame.south) * 0.05
    return np.array(
        [
            min(max(point[0], frame.west + edge_x), frame.east - edge_x),
            min(max(point[1], frame.south + edge_y), frame.north - edge_y),
        ]
    )


def _base(frame: Frame, colours: Palette) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=frame.height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        font={"color": colours.text, "size": 12},
        geo={
            "visible": False,
            "projection": frame.projection,
            "lonaxis": {"range": [frame.west, frame.east]},
            "lataxis": {"range": [frame.south, frame.north]},
            "bgcolor": colours.water,
            "domain": {"x": [0, 1], "y": [0, 1]},
        },
    )
    drawn = countries()["code"].tolist()
    _flat(figure, frame.base, drawn, colours.land, colours, None)
    return figure


def _flat(
    figure: go.Figure, layer: str, codes: list[str], colour: str, colours: Palette, hover: list[str] | None
) -> None:
    if not codes:
        return
    figure.add_choropleth(
        geojson=boundary_url(layer),  # type: ignore[arg-type]
        locations=codes,
        z=[0] * len(codes),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        marker_line={"color": colours.border, "width": 0.5},
        hovertext=hover,
        hoverinfo="text" if hover else "skip",
    )


def _class_limits(counts: np.ndarray) -> list[int]:
    """Up to four round limits between classes of about equal size."""
    limits = []
    for share in (0.2, 0.4, 0.6, 0.8):
        value = float(np.quantile(counts, share))
        power = 10 ** max(0, math.floor(math.log10(max(value, 1))))
        limit = int(max(1, round(value / power * 2) / 2 * power))
        if limit > counts.min() and limit < counts.max() and limit not in limits:
            limits.append(limit)
    return sorted(limits)


def _steps(colours: tuple[str, ...], number: int) -> list[str]:
    return [colours[round(position * (len(colours) - 1) / max(number - 1, 1))] for position in range(number)]


def _staircase(steps: list[str]) -> list[list[object]]:
    scale: list[list[object]] = []
    for position, colour in enumerate(steps):
        scale += [[position / len(steps), colour], [(position + 1) / len(steps), colour]]
    return scale
