"""Maps of areas by class, each class with its own colour and its own pattern: clusters, and gaps in services."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from figures.hotspots import finding_words as hotspot_findings
from figures.hotspots import gap_words
from figures.hotspots import layers as hotspot_layers
from figures.hotspots import words as hotspot_words
from figures.hotspots.layers import PATTERN
from figures.hotspots.rate_map import RELATIVE_DARK, RELATIVE_LIGHT
from figures.hotspots.views import Method
from figures.kit import map_key, maps
from figures.kit.labels import CLUSTER, GAP, SEARCHED
from figures.kit.map_key import Entry
from figures.kit.palette import DARK, Palette
from figures.kit.paper import Paper
from figures.kit.patterns import Pattern, pattern_traces
from figures.kit.plots import plot
from figures.kit.rows import WITHOUT_RATE, Found, rows_of
from findings.service_gaps import Gap


class AreaClass(NamedTuple):
    """How one class of areas is drawn, and what the key says."""

    ground: str
    pattern: Pattern | None
    title: str


def cluster_map(
    rates: pd.DataFrame, method: Method, found: pd.DataFrame, paper: Paper, only: tuple[str, ...] = ()
) -> go.Figure:
    """Areas by what one method finds of them: see figures.hotspots.finding_words.kinds. Outlined: the published
    finding."""
    colours = paper.colours
    kind_of = hotspot_findings.kinds(method, rates, found)
    rows = {row["place"]: row for row in rows_of(rates)}
    hover = {
        place: "<br>".join(hotspot_findings.area_lines(row, kind_of[place], method, found, paper.t))
        for place, row in rows.items()
    }
    first = hotspot_findings.KINDS[method][0]
    if method == "time":
        named = [row["places"][0] for row in rows_of(found)]
    else:
        named = [place for place in kind_of if kind_of[place].startswith(first[:3])]
    classes: dict[str, AreaClass] = {kind: cluster_class(kind, colours) for kind in hotspot_findings.KINDS[method]} | {
        state: AreaClass(hotspot_layers.state_colour(state, colours), PATTERN[state], SEARCHED[state])
        for state in WITHOUT_RATE
    }
    for state in ("untested", "not_searched", "one_year"):
        classes[state] = AreaClass(_plain(colours), "dots", SEARCHED[state])
    outlined = hotspot_words.published_areas(only)
    return class_map(kind_of, classes, hover, named, paper, only, outlined=outlined)


def cluster_class(kind: Found, colours: Palette) -> AreaClass:
    """How one of figures.hotspots.finding_words.KINDS is drawn."""
    low, pale_low, _, pale_high, _, high = RELATIVE_DARK if colours is DARK else RELATIVE_LIGHT
    grounds: dict[Found, tuple[str, Pattern | None]] = {
        "high": (colours.sequential[-2], "upright"),
        "within": (colours.sequential[1], "fall"),
        "low": (low, "level"),
        "lasts": (colours.sequential[-2], "upright"),
        "ended": (colours.sequential[3], "grid"),
        "hot": (high, "upright"),
        "cold": (low, "level"),
        "high-high": (high, "upright"),
        "high-low": (pale_high, "grid"),
        "low-high": (pale_low, "fall"),
        "low-low": (low, "level"),
        "nothing": (_plain(colours), None),
    }
    return AreaClass(*grounds[kind], CLUSTER[kind])


def _plain(colours: Palette) -> str:
    """The ground of areas without a finding: told apart from the land of other countries in both themes."""
    return "#3a4550" if colours is DARK else colours.none


def gap_map(gaps: pd.DataFrame, paper: Paper, only: tuple[str, ...] = ()) -> go.Figure:
    """Areas by whether the rate is high and services are few: see findings.service_gaps.coverage_gaps."""
    colours = paper.colours
    grounds: dict[Gap, tuple[str, Pattern | None]] = {
        "gap": (colours.sequential[6], "upright"),
        "unpublished": (colours.sequential[4], "grid"),
        "low_service": (colours.sequential[2], "level"),
        "high_rate": (colours.sequential[0], "fall"),
        "effort": (colours.sequential[1], "dots"),
        "none": (_plain(colours), None),
        "alone": (hotspot_layers.state_colour("no_population", colours), "cross"),
        "withheld": (colours.withheld, "hatch"),
    }
    classes: dict[str, AreaClass] = {kind: AreaClass(*drawn, GAP[kind]) for kind, drawn in grounds.items()}
    rows = rows_of(gaps)
    kind_of = {row["place"]: row["gap"] for row in rows}
    hover = {row["place"]: "<br>".join(gap_words.lines(row, paper.t)) for row in rows}
    named = [row["place"] for row in rows if row["gap"] in ("gap", "unpublished", "low_service")]
    return class_map(kind_of, classes, hover, named, paper, only)


def class_map(
    class_of: Mapping[str, str],
    classes: Mapping[str, AreaClass],
    hover: Mapping[str, str],
    named: Sequence[str],
    paper: Paper,
    only: tuple[str, ...],
    *,
    outlined: Sequence[str] = (),
) -> go.Figure:
    """Fill each area by its class; the key has the classes that occur. named: areas to be named as far as there is
    room, the first first. only: the countries that were chosen. outlined: places with an edge."""
    colours, width = paper.colours, paper.width
    canvas = maps.nearer(maps.REGION[width], only) if only else maps.REGION[width]
    nearness = hotspot_layers.nearness(canvas, width)
    land, control_lines = maps.base_map(canvas, colours)
    layers, patterns = [], []
    entries: list[Entry] = []
    for code, (ground, pattern, title) in classes.items():
        areas = tuple(area for area, own in class_of.items() if own == code)
        if not areas:
            continue
        layers.append(hotspot_layers.area_layer(areas, ground, hover, colours))
        if pattern:
            patterns += pattern_traces(areas, pattern, colours, nearness, ground)
        entries.append((ground, pattern, paper.t.gettext(title)))
    edges = []
    if outlined:
        edges = [hotspot_layers.outline(outlined, colours.categories[1])]
        entries += hotspot_layers.key_entries((), ("published",), paper)
    traces = [land, *layers, *patterns, *edges, control_lines]
    traces += hotspot_layers.names(named, canvas, paper)
    layout = maps.map_layout(canvas, paper)
    return plot(traces, map_key.with_key(layout, entries, canvas, paper, has_bar=False))
