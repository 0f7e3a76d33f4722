"""The places on a map of routes: rings in three parts, and names that overlap nothing."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from data_access.questions.routes import ROLES
from figures.kit.labels import place_name
from figures.kit.map_labels import Box, Canvas, label_boxes, label_sides, label_traces, lines_of
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import CLEAR, Trace
from figures.kit.rows import Row
from figures.routes import names as journey_names
from figures.routes import words as journey_words
from geo.flow_layout import Pixels, ring, to_edge
from geo.projection import from_pixels, to_pixels
from locales import Translator

ARROWS = {"left": "←", "right": "→", "top": "↑", "bottom": "↓"}
LOOP_HEADING = 35.0  # degrees clockwise from up: where a loop lies as seen from its node


def widest(canvas: Canvas) -> float:
    """Pixels of the widest flow."""
    return 9.0 if canvas.width > 600 else 5.0


def placed(
    nodes: Sequence[Row],
    points: Mapping[str, tuple[float, float]],
    canvas: Canvas,
    internal: Mapping[str, float],
    most: float = 0,
) -> list[dict[str, Any]]:
    """The places (see data_access.questions.routes.nodes) with where and how large they are drawn.

    points: longitude and latitude by code. internal: the thickness of the flow within a place. most: the people of the
    largest ring where that is on another map. Adds `x`, `y` (pixels), `side` (the edge of the map where a place beyond
    it stands, or ""), `radius` (pixels of its ring, the more people the larger) and `loop` (radius of its loop, or 0).
    """
    longitude, latitude = np.reshape([points[node["place"]] for node in nodes], (-1, 2)).T
    x, y = to_pixels(longitude, latitude, canvas.frame, width=canvas.width, height=canvas.height)
    wide = canvas.width > 600
    margin = 14.0 if wide else 9.0
    spots, sides = to_edge(
        np.column_stack([x, y]), width=canvas.width, height=canvas.height, margin=margin, apart=22 if wide else 17
    )
    people = [sum(node[role] for role in ROLES) for node in nodes]
    most = max([most, *people])
    least, largest = (3.5, 9.0) if wide else (2.5, 6.0)
    rows = []
    for node, (at_x, at_y), side, number in zip(nodes, spots.tolist(), sides, people, strict=True):
        radius = least + (largest - least) * math.sqrt(number / most)
        thickness = internal.get(node["place"])
        loop = 0.0 if thickness is None else radius + 2 + 0.8 * thickness
        rows.append({**dict(node), "x": at_x, "y": at_y, "side": side, "radius": radius, "loop": loop})
    return rows


def traces(
    places: Sequence[Row], canvas: Canvas, paper: Paper, sides: Sequence[str | None], ends: Sequence[Box]
) -> list[Trace]:
    """Rings, what they say when they are pointed at, and their names. A place without room for its name has no ring to
    be seen: a dot that nobody can tell says nothing; pointed at or clicked, it answers. sides, ends: see `named`."""
    colours = paper.colours
    if not places:
        return []
    x, y, radius = np.array([(row["x"], row["y"], row["radius"]) for row in places]).T
    lon, lat = from_pixels(x, y, canvas.frame, width=canvas.width, height=canvas.height)
    # a place in one role is a ring already as a dot with a thick line, at no cost
    roles = [[role for role in ROLES if row[role]] for row in places]
    by_role = dict(zip(ROLES, colours.categories, strict=False))
    line = np.array([0.5 * row["radius"] if len(has) == 1 else 0.8 for row, has in zip(places, roles, strict=True)])
    line_colours = [by_role[has[0]] if len(has) == 1 else colours.text for has in roles]
    disc = {
        "type": "scattergeo",
        "lon": lon.astype(np.float32),
        "lat": lat.astype(np.float32),
        "mode": "markers",
        "marker": {
            "size": 2 * radius - line,
            "color": [colours.none if side else CLEAR for side in sides],
            "line": {
                "color": [colour if side else CLEAR for colour, side in zip(line_colours, sides, strict=True)],
                "width": line,
            },
            "opacity": 1,
        },
        # clicked: the page is seen from there; nothing else fades
        "customdata": [row["place"] for row in places],
        "unselected": {"marker": {"opacity": 1}},
        "hovertext": [journey_words.node_sentence(row, paper.t) for row in places],
        "hoverinfo": "text",
        "showlegend": False,
    }
    gap = float(np.median(radius)) + 2
    names, rings = labels(places, paper.t), boxes(places)
    # beside their rings, and beside the ends of their lines
    beside = [side if ring == end else None for side, ring, end in zip(sides, rings, ends, strict=True)]
    led = [None if here else side for here, side in zip(beside, sides, strict=True)]
    across, down = np.array(ends)[:, :2].T
    far_lon, far_lat = from_pixels(across, down, canvas.frame, width=canvas.width, height=canvas.height)
    return [
        *_leading(journey_names.lines(rings, ends), canvas, colours),
        disc,
        *_rings(
            [row for row, has, side in zip(places, roles, sides, strict=True) if len(has) > 1 and side], canvas, colours
        ),
        *label_traces(lon.tolist(), lat.tolist(), names, beside, canvas, colours, gap=gap),
        *label_traces(far_lon.tolist(), far_lat.tolist(), names, led, canvas, colours, gap=1),
    ]


def _leading(paths: Sequence[Pixels], canvas: Canvas, colours: Palette) -> list[Trace]:
    """The thin lines from rings to names that do not stand beside them."""
    line = {"width": 0.8, "color": colours.quiet_text}
    shared = {"type": "scattergeo", "mode": "lines", "line": line, "hoverinfo": "skip", "showlegend": False}
    return [{**shared, **at} for at in lines_of([paths] if paths else [], canvas)]


def _rings(places: Sequence[Row], canvas: Canvas, colours: Palette) -> list[Trace]:
    """All parts of rings of one role in one trace."""
    parts: dict[str, list[Pixels]] = {role: [] for role in ROLES}
    for row in places:
        outer = float(row["radius"]) - 0.5
        sectors = ring((row["x"], row["y"]), outer=outer, inner=0.45 * outer, shares=[row[role] for role in ROLES])
        for role, sector in zip(ROLES, sectors, strict=True):
            if len(sector):
                parts[role].append(sector)
    drawn = {role: sectors for role, sectors in parts.items() if sectors}
    by_role = dict(zip(ROLES, colours.categories, strict=False))
    return [
        {
            "type": "scattergeo",
            **at,
            "mode": "lines",
            "fill": "toself",
            "fillcolor": by_role[role],
            "line": {"width": 0},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for role, at in zip(drawn, lines_of([*drawn.values()], canvas), strict=True)
    ]


def named(
    places: Sequence[Row],
    canvas: Canvas,
    t: Translator,
    most: int,
    numbers: Sequence[Box] = (),
    paths: np.ndarray | Sequence[Box] = (),
) -> tuple[list[str | None], list[Box], list[Box]]:
    """Where the name of each place stands (None: nowhere), the pixels of what it stands beside (its ring, or the end of
    a thin line), and the pixels that names cover. most: names at most. numbers: what no name may cover besides. paths:
    the pixels of flows, which names keep clear of where they can."""
    names, points = labels(places, t), boxes(places)
    near = np.concatenate([np.reshape(loop_boxes(places), (-1, 4)), np.reshape(paths, (-1, 4))])
    beside = label_sides(names, [*points, *numbers], canvas, near)
    sides, ends = journey_names.lead(names, points, beside, canvas, numbers, near)
    shown = [position for position, side in enumerate(sides) if side][:most]
    sides = [side if position in shown else None for position, side in enumerate(sides)]
    ends = [end if side else point for end, side, point in zip(ends, sides, points, strict=True)]
    covered = [label_boxes(names[position], ends[position], canvas)[str(sides[position])] for position in shown]
    return sides, ends, covered


def labels(places: Sequence[Row], t: Translator) -> list[str]:
    """The names of the places, with an arrow where they lie beyond the map."""
    said = []
    for row in places:
        name, side = place_name(row["place"], t), row["side"]
        arrow = ARROWS.get(side)
        said.append(f"{arrow} {name}" if side == "left" else f"{name} {arrow}" if arrow else name)
    return said


def boxes(places: Sequence[Row]) -> list[Box]:
    """The pixels that each ring covers."""
    return [
        (row["x"] - row["radius"], row["y"] - row["radius"], row["x"] + row["radius"], row["y"] + row["radius"])
        for row in places
    ]


def loop_boxes(places: Sequence[Row]) -> list[Box]:
    """The pixels that the loops of internal flows cover; the corners of the square around a circle are free."""
    turn = math.radians(LOOP_HEADING)
    covered = []
    for row in places:
        if radius := row["loop"]:
            x, y, half = row["x"] + radius * math.sin(turn), row["y"] - radius * math.cos(turn), 0.8 * radius
            covered.append((x - half, y - half, x + half, y + half))
    return covered
