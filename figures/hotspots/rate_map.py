"""The map of rates of the Hotspots page: every area by one measure, with every state of not knowing told apart."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.hotspots import layers as hotspot_layers
from figures.hotspots import verdict_words
from figures.hotspots import words as hotspot_words
from figures.hotspots.layers import PATTERN, STATES, Outline, drawn_places
from figures.hotspots.views import Measure
from figures.kit import map_key, maps
from figures.kit.palette import DARK
from figures.kit.paper import Paper
from figures.kit.patterns import pattern_traces
from figures.kit.plots import Trace, plot
from figures.kit.rows import Row, Shown, rows_of
from findings.verdicts import HIGH
from geo.boundaries import boundary_url

RELATIVE_LIMITS = (0.5, 0.8, 1.25, 2.0, 4.0)
# vik (Crameri), trimmed: below the country's rate, about it, above it
RELATIVE_LIGHT = ("#3a7ca5", "#8fb8d0", "#e3e0da", "#ddb08c", "#b9703f", "#7a3a12")
RELATIVE_DARK = ("#5b9cc4", "#345f7d", "#3b4249", "#7d5a41", "#c1834f", "#f0c69a")


def rate_map(rates: pd.DataFrame, measure: Measure, paper: Paper, only: tuple[str, ...] = ()) -> go.Figure:
    """Areas by one measure: smoothed, raw or relative (see findings.rates.hotspot_rates).

    Grey and hatched: withheld; sand and cross-hatched: no population; paper and rings: none recorded; dotted over its
    colour: unreliable. Outlined: what holds up (dark), what is high whether by effort or not (thin), and the published
    finding. only: the countries that were chosen.
    """
    colours = paper.colours
    canvas = maps.REGION[paper.width]
    if only:
        canvas = maps.nearer(canvas, only)
    rows = rows_of(rates)
    with_rate = [row for row in rows if row["shown"] in ("rate", "unreliable")]
    states = {state: tuple(row["place"] for row in rows if row["shown"] == state) for state in PATTERN}
    land, control_lines = maps.base_map(canvas, colours)
    traces = [land, *hotspot_layers.state_layers(rows, paper)]
    outlines: list[Outline] = []
    if with_rate:
        traces.append(_value_layer(with_rate, measure, paper))
    nearness = hotspot_layers.nearness(canvas, paper.width)
    for state, places in states.items():
        traces += pattern_traces(places, PATTERN[state], colours, nearness)
    if finding := hotspot_words.published_areas(only):
        traces.append(hotspot_layers.outline(finding, colours.categories[1]))
        outlines.append("published")
    for verdict, width in zip(HIGH, (2.4, 1.2), strict=True):
        high = verdict_words.standing_out(rates, verdict)
        if outlined := [place for row in high for place in drawn_places(row["place"])]:
            traces.append(hotspot_layers.outline(outlined, colours.text, width))
            outlines.append(verdict)
    traces.append(control_lines)
    traces += hotspot_layers.names(_named(with_rate, measure), canvas, paper)
    keyed: tuple[Shown, ...] = (*STATES, "unreliable")
    entries = hotspot_layers.key_entries([state for state in keyed if states[state]], outlines, paper)
    layout = maps.map_layout(canvas, paper)
    return plot(
        traces,
        map_key.with_key(layout, entries, canvas, paper, has_bar=any(trace.get("showscale") for trace in traces)),
    )


def _value_layer(rows: Sequence[Row], measure: Measure, paper: Paper) -> Trace:
    t, colours = paper.t, paper.colours
    column = {"smoothed": "smoothed", "raw": "rate", "relative": "relative_risk"}[measure]
    rows = [row for row in rows if not math.isnan(row[column])] or list(rows)
    values = np.array([row[column] for row in rows])
    if measure == "relative":
        limits: Sequence[float] = RELATIVE_LIMITS
        steps = list(RELATIVE_DARK if colours is DARK else RELATIVE_LIGHT)
        title = t.gettext("Times the country's rate")
    else:
        limits = class_limits(values)
        last = len(colours.sequential) - 1
        steps = [colours.sequential[round(step * last / max(len(limits), 1))] for step in range(len(limits) + 1)]
        title = t.gettext("People per 100,000 a year")
    places, classes, hover = [], [], []
    for row, value in zip(rows, values, strict=True):
        for place in drawn_places(row["place"]):
            places.append(place)
            classes.append(int(np.searchsorted(limits, value, side="right")))
            hover.append("<br>".join(hotspot_words.area_lines(row, t)))
    return {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": places,
        "z": np.array(classes),
        "zmin": -0.5,
        "zmax": len(limits) + 0.5,
        "colorscale": [
            [edge / len(steps), colour] for position, colour in enumerate(steps) for edge in (position, position + 1)
        ],
        "marker": {"line": {"color": colours.core_border, "width": 0.6}},
        "hovertext": hover,
        "hoverinfo": "text",
        "showscale": bool(len(limits)),
        "colorbar": map_key.class_bar(limits, title, paper),
    }


def _named(rows: Sequence[Row], measure: Measure) -> list[str]:
    column = {"smoothed": "smoothed", "raw": "rate", "relative": "relative_risk"}[measure]
    named = sorted((row for row in rows if row[column] == row[column]), key=lambda row: -row[column])
    return [row["place"] for row in named]


def class_limits(values: np.ndarray) -> list[float]:
    """Up to four round limits between classes of about equal size."""
    limits: list[float] = []
    for share in (0.2, 0.45, 0.7, 0.9):
        value = float(np.quantile(values, share))
        if value <= 0:
            continue
        power = 10.0 ** math.floor(math.log10(value))
        limit = float(
            f"{min((1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10), key=lambda step: abs(step - value / power)) * power:.3g}"
        )
        if values.min() < limit < values.max() and limit not in limits:
            limits.append(limit)
    return sorted(limits)
