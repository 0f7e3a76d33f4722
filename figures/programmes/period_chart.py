"""The chart of one indicator by period: values with their targets, added up where they are increments."""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from analysis.frameworks import Group, Result
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, plot
from figures.kit.rows import rows_of
from figures.programmes import words as says
from locales import Translator

OF_LEVELS = ("percentage", "nominal", "ordinal")  # measures whose values by period are never added up


def periods_figure(result: Result, group: Group, paper: Paper) -> go.Figure:
    """Values by period with their targets: increments as bars with cumulative lines, or levels as points."""
    t, colours = paper.t, paper.colours
    frame = group.periods
    rows = rows_of(frame)
    is_level = result.measure in OF_LEVELS
    labels = [says.span_words((row["start"], row["end"]), t) for row in rows]
    places = list(range(len(frame)))
    hover = [
        f"<b>{label}</b><br>"
        + t.gettext("Actual value: {actual}<br>Target: {target}").format(
            actual=says.amount(row["actual"], result.unit, t), target=says.amount(row["target"], result.unit, t)
        )
        for label, row in zip(labels, rows, strict=True)
    ]
    actual: Trace = {
        "x": places,
        "y": frame["actual"].to_numpy(),
        "name": t.gettext("Actual value"),
        "hovertext": hover,
        "hoverinfo": "text",
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": (frame["upper"] - frame["actual"]).to_numpy(),
            "arrayminus": (frame["actual"] - frame["lower"]).to_numpy(),
            "visible": bool((frame["upper"] > frame["lower"]).any()),
            "color": colours.text,
            "thickness": 1.2,
            "width": 3,
        },
    }
    targets: Trace = {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": frame["target"].to_numpy(),
        "name": t.gettext("Target"),
        "marker": {"symbol": "line-ew", "size": 26, "line": {"color": colours.text, "width": 2.5}},
        "hoverinfo": "skip",
    }
    if is_level:
        traces = [
            {**actual, "type": "scatter", "mode": "markers", "marker": {"size": 9, "color": colours.latest}},
            targets,
        ]
    else:
        traces = [
            {**actual, "type": "bar", "marker": {"color": colours.bar}, "width": 0.5},
            targets,
            _running(places, frame["cumulative_target"], t.gettext("Target, added up"), colours.quiet_text, "dot"),
            _running(places, frame["cumulative_actual"], t.gettext("Actual, added up"), colours.latest, "solid"),
        ]
    shapes = []
    annotations = []
    if is_level and group.baseline.value is not None:
        line = {"color": colours.quiet_text, "width": 1, "dash": "dash"}
        base = group.baseline.value
        shapes.append({"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": base, "y1": base, "line": line})
        annotations.append(
            {
                "text": t.gettext("Baseline: {number}").format(number=says.amount(base, result.unit, t)),
                "x": 0, "xref": "paper", "xanchor": "left", "y": base, "yanchor": "bottom", "showarrow": False,
                "font": {"color": colours.quiet_text, "size": 11},
            }
        )  # fmt: skip
    tops = frame[["actual", "upper", "target", "cumulative_target", "cumulative_actual"]].max().max()
    largest = max(float(tops) if not math.isnan(tops) else 1.0, group.baseline.value or 0.0)
    ticks = _round_ticks(largest)
    layout = chart_layout(
        paper,
        height=210,
        xaxis={"tickvals": places, "ticktext": labels, "showgrid": False, "range": [-0.6, len(places) - 0.4]},
        yaxis={
            "tickvals": ticks,
            "ticktext": [says.amount(tick, "percent" if result.unit == "percent" else None, t) for tick in ticks],
            "range": [0, largest * 1.1],
        },
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"color": colours.text, "size": 11},
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
        shapes=shapes,
        annotations=annotations,
    )  # fmt: skip
    layout["margin"] = {"l": 4, "r": 4, "t": 26, "b": 4}
    return plot(traces, layout)


def periods_words(result: Result, group: Group, t: Translator) -> str:
    """The values by period in words."""
    said = [
        t.gettext("{period}: {actual}, target {target}").format(
            period=says.span_words((row["start"], row["end"]), t),
            actual=says.amount(row["actual"], result.unit, t),
            target=says.amount(row["target"], result.unit, t),
        )
        for row in rows_of(group.periods)
    ]
    return t.gettext("{indicator} by period. {rows}").format(indicator=result.title, rows=t.gettext("; ").join(said))


def _running(places: Sequence[int], values: pd.Series, name: str, colour: str, dash: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(places),
        "y": values.to_numpy(),
        "name": name,
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"size": 5, "color": colour},
        "hoverinfo": "skip",
    }


def _round_ticks(largest: float) -> list[float]:
    step = 10 ** math.floor(math.log10(max(largest, 1) / 2))
    step *= 5 if largest / step > 10 else 2 if largest / step > 5 else 1
    step = max(step, 1)
    return [tick * step for tick in range(int(largest / step) + 1)]
