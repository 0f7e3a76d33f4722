"""The map of routes: legs of journeys as curved arrows between countries or provinces, and rings for what each place
is to them."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.codes.of_release import OTHER
from data_access.gazetteer import provinces
from data_access.questions.routes import Level
from figures.kit import maps, words
from figures.kit.labels import label
from figures.kit.map_labels import Canvas, lines_of, positions
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import CLEAR, Trace, plot
from figures.kit.rows import Row
from figures.routes import nodes as journey_nodes
from figures.routes import numbers as journey_numbers
from figures.routes import stops as journey_stops
from figures.routes import words as journey_words
from figures.routes.layout import RouteMap, common_scale, route_map
from figures.routes.words import TO
from geo.boundaries import boundary_url, load_boundaries
from geo.flow_layout import Pixels


def flow_map(
    legs: pd.DataFrame,
    arrows: pd.DataFrame,
    level: Level,
    when: str,
    paper: Paper,
    *,
    forms: pd.DataFrame | None = None,
    roles: pd.DataFrame | None = None,
    stops: pd.DataFrame | None = None,
    all_years: str = "",
    shows_all: bool = False,
) -> tuple[int, go.Figure]:
    """The map of routes, and how many arrows it draws.

    legs, arrows, forms, roles, stops: see data_access.questions.routes: legs, arrows, main_forms (colour the arrows by
    form, not by role), people_by_role (what the rings show) and stops (what towns and crossings say, of all_years).
    shows_all: draw the smaller arrows too, pale.
    """
    layout = route_map(legs, arrows, level, when, paper.t, paper.width, forms=forms, roles=roles, shows_all=shows_all)
    return len(layout.flows), figure(layout, level, paper, stops, all_years)


def period_maps(
    parts: Sequence[tuple[pd.DataFrame, pd.DataFrame, str]], level: Level, paper: Paper
) -> tuple[int, list[go.Figure]]:
    """Small maps to compare, all of one place on earth and one scale, and the people of the widest arrow.

    parts: the legs and arrows of each period, and its years in words.
    """
    scale = common_scale([(legs, arrows) for legs, arrows, _ in parts], level, paper.width)
    figures = []
    for legs, arrows, when in parts:
        layout = route_map(legs, arrows, level, when, paper.t, paper.width, scale=scale)
        figures.append(figure(layout, level, paper, is_small=True))
    return int(scale.widest), figures


def figure(
    layout: RouteMap,
    level: Level,
    paper: Paper,
    stops: pd.DataFrame | None = None,
    all_years: str = "",
    *,
    is_small: bool = False,
) -> go.Figure:
    """Draw a route map. stops, all_years: see `flow_map`. is_small: without a key, as one of several."""
    canvas = layout.canvas
    land = maps.base_map(canvas, paper.colours)[0]
    traces = [land, *([_province_land(land)] if level == "province" else []), _control_lines(paper.colours)]
    traces += journey_stops.traces(layout.stops, stops, all_years, layout.stop_sides, canvas, paper)
    traces += _flow_traces(layout, paper)
    traces += journey_nodes.traces(layout.places, canvas, paper, layout.name_sides, layout.name_ends)
    traces += journey_numbers.traces(layout.numbers, canvas, paper)
    if is_small:
        return plot(traces, maps.map_layout(canvas, paper))
    traces += _key(layout, paper)
    return plot(traces, _layout(canvas, paper, _key_height(traces, canvas)))


def _key_height(traces: list[Trace], canvas: Canvas) -> int:
    """Pixels of the key: Plotly puts its entries in one row or, where they do not fit, in columns of equal width."""
    wide = [40 + 6 * len(trace["name"]) for trace in traces if "name" in trace]
    if not wide:
        return 0
    columns = len(wide) if sum(wide) <= canvas.width else max(canvas.width // max(wide), 1)
    return 19 * -(-len(wide) // columns) + 16


def role_colours(colours: Palette) -> dict[str, str]:
    """The colour of each part of a journey: an arrow, and the part of a ring where such a leg begins or ends."""
    blue, orange, green, pink = colours.categories[:4]
    return {
        "source_transit": blue,
        "transit_transit": orange,
        "transit_destination": green,
        "source_destination": colours.quiet_text,
        "internal": pink,
        "withheld": colours.quiet_text,
    }


def _flow_traces(layout: RouteMap, paper: Paper) -> list[Trace]:
    """The flows, the largest on top: one trace for all of one colour and thickness, or a page would send a trace for
    each; and points on them that say their sentence."""
    flows, canvas = layout.flows, layout.canvas
    if not flows:
        return []
    paints = _paints(flows, paper)
    shared = {"type": "scattergeo", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    # pale ones lie lowest, then loops: they say where, and cover nothing that goes on. A colour that lets the ground
    # through costs the browser nothing; the opacity of a trace costs it a picture of the whole map
    parts: dict[tuple[bool, bool, bool, float, str], list[Pixels]] = {}
    for flow, path, head in zip(flows, layout.paths, layout.heads, strict=True):
        is_between, thickness = flow["from_place"] != flow["to_place"], flow["thickness"]
        colour = clear(paints[flow["paint"]][1], 0.25 if flow["is_pale"] else 0.55 if thickness < 2 else 0.85)
        parts.setdefault((not flow["is_pale"], is_between, False, thickness, colour), []).append(path)
        parts.setdefault((not flow["is_pale"], is_between, True, 0.0, colour), []).append(head)
    kinds = sorted(parts)
    traces: list[Trace] = []
    for kind, lines in zip(kinds, lines_of([parts[kind] for kind in kinds], canvas), strict=True):
        *_, is_head, thickness, colour = kind
        filled = {"fill": "toself", "fillcolor": colour} if is_head else {}
        traces.append({**shared, **lines, **filled, "line": {"width": thickness, "color": colour}})
    # one point a flow that can be hovered, near enough to its head to tell which way it goes
    spots = np.array([path[2 * len(path) // 3] for path in layout.paths])
    traces.append(
        {
            **positions(spots, canvas),
            "type": "scattergeo",
            "mode": "markers",
            "marker": {"size": 24, "opacity": 0},
            # clicked: the route is shown on its own
            "customdata": [flow["from_place"] + TO + flow["to_place"] for flow in flows],
            "hovertext": [flow["sentence"] for flow in flows],
            "hoverinfo": "text",
            "showlegend": False,
            "unselected": {"marker": {"opacity": 0}},
        }
    )
    return traces


@cache
def clear(colour: str, opacity: float) -> str:
    """A colour ("#rrggbb") that lets the ground through."""
    red, green, blue = (int(colour[position : position + 2], 16) for position in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _province_land(land: Trace) -> Trace:
    """The provinces of the core countries, drawn as the land under them is."""
    codes = _provinces()
    return {**land, "geojson": boundary_url("provinces"), "locations": codes, "z": [0] * len(codes)}


@cache
def _provinces() -> list[str]:
    return [code for code in provinces()["code"] if code != "PK-PB"]


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


def _paints(flows: Sequence[Row], paper: Paper) -> dict[str, tuple[str, str]]:
    """The name and colour of everything that an arrow can be painted by, in the order of the key."""
    t, colours = paper.t, paper.colours
    seen = Counter(flow["paint"] for flow in flows)
    if seen.keys() <= journey_words.ROLES.keys():
        by_role = role_colours(colours)
        return {leg: (t.gettext(name), by_role[leg]) for leg, name in journey_words.ROLES.items() if leg in seen}
    forms = [form for form, _ in seen.most_common() if form != OTHER]
    named = {form: (label("form", form, t), colour) for form, colour in zip(forms, colours.categories, strict=False)}
    return named | ({OTHER: (t.gettext("Another form, or withheld"), colours.quiet_text)} if OTHER in seen else {})


def _key(layout: RouteMap, paper: Paper) -> list[Trace]:
    """What stands in the key: the colours that are drawn, and what the widest line stands for."""
    flows = layout.flows
    if not flows:
        return []
    entries = [(name, colour, 4.0) for name, colour in _paints(flows, paper).values()]
    entries.append((words.people(flows[0]["count"], paper.t), paper.colours.quiet_text, flows[0]["thickness"]))
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


def _layout(canvas: Canvas, paper: Paper, strip: int) -> Trace:
    """The map above, its key in a strip of so many pixels below: nothing on the map is covered."""
    note = maps.note_height(canvas, paper.t)
    layout = maps.map_layout(canvas, paper)
    return {
        **layout,
        "height": canvas.height + strip + note,
        "paper_bgcolor": CLEAR,
        "margin": {**layout["margin"], "b": strip + note},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yanchor": "top",
            "yref": "paper",
            "font": {"color": paper.colours.text, "size": 12 if canvas.width > 600 else 11},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
