"""The legs of the map as a Sankey diagram: from the source through places of transit to the destination."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from data_access.questions.routes import ENDS_IN_TRANSIT, STARTS_IN_TRANSIT, Level
from figures.kit.paper import Paper, Width
from figures.kit.plots import CLEAR, FAMILY, hover_label, plot
from figures.kit.rows import Row, published
from figures.routes import leg_words
from figures.routes import words as journey_words
from figures.routes.map import clear, role_colours

MOST_LINKS: dict[Width, int] = {"desktop": 60, "tablet": 40, "phone": 14}
SOURCE, TRANSIT, DESTINATION, AGAIN = range(4)  # the columns; the last is of a place of transit for the second time
AT = (0.001, 0.5, 0.999, 0.63)  # where they stand
APART = 0.13  # how far places that people reach from a source, or from another transit, stand from the middle
Node = tuple[int, str]  # column and place


def shown_legs(legs: pd.DataFrame, width: Width) -> Sequence[Row]:
    """The legs that the diagram draws: the largest that may be shown."""
    return published(legs)[: MOST_LINKS[width]]


def sankey_figure(legs: pd.DataFrame, level: Level, when: str, paper: Paper) -> go.Figure:
    """One band a leg, as wide as its number; a leg within one country goes from it as a source to it as a destination.

    legs: see data_access.questions.routes.legs.
    """
    t, colours = paper.t, paper.colours
    rows = shown_legs(legs, paper.width)
    ends = _ends(rows)
    nodes = {node: position for position, node in enumerate(dict.fromkeys(node for pair in ends for node in pair))}
    size = 12 if paper.width != "phone" else 10
    by_role, (blue, orange, green) = role_colours(colours), colours.categories[:3]
    flow = [[0, 0] for _ in nodes]  # people who leave each node, and who arrive
    onward = [0] * len(nodes)  # of these, from another place of transit
    for row, (start, end) in zip(rows, ends, strict=True):
        flow[nodes[start]][0] += int(row["count"])
        flow[nodes[end]][1] += int(row["count"])
        onward[nodes[end]] += int(row["count"]) if row["leg"] == "transit_transit" else 0
    places = [
        AT[column] + (0 if column != TRANSIT else APART if 2 * onward[at] > flow[at][1] else -APART)
        for (column, _), at in nodes.items()
    ]
    tallest = max((places.count(x) for x in places), default=1)
    height, pad = 100 + 30 * tallest, 14
    by_province = level == "province"
    trace = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [leg_words.leg_end(code, by_province, t) for _, code in nodes],
            "x": places,
            "y": _heights(places, [max(people) for people in flow], height, pad),
            "color": [(blue, orange, green, orange)[column] for column, _ in nodes],
            "pad": pad,
            "thickness": 12,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": [nodes[start] for start, _ in ends],
            "target": [nodes[end] for _, end in ends],
            "value": [int(row["count"]) for row in rows],
            "color": [clear(by_role[row["leg"]], 0.42) for row in rows],
            "customdata": [leg_words.leg_sentence(row, when, t) for row in rows],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"color": colours.text, "size": size, "shadow": "none"},
    }
    seen = {column for column, _ in nodes}
    layout = {
        "height": height + 50,
        "margin": {"l": 4, "r": 4, "t": 30, "b": 20},
        "paper_bgcolor": CLEAR,
        "font": {"family": FAMILY, "color": colours.text, "size": 12},
        "hoverlabel": hover_label(t),
        "annotations": [
            {
                "text": t.gettext(title),
                "x": (0, 0.5, 1)[column],
                "y": 1,
                "yanchor": "bottom",
                "xanchor": ("left", "center", "right")[column],
                "xref": "paper",
                "yref": "paper",
                "showarrow": False,
                "font": {"color": colours.quiet_text, "size": size},
            }
            for column, title in enumerate(journey_words.STAGES)
            if column in seen
        ],
    }
    return plot([trace], layout)


def _ends(rows: Sequence[Row]) -> list[tuple[Node, Node]]:
    """The start and end of each band. A place of transit that people come back to stands there a second time: in a
    diagram with a circle nobody could see what goes where."""
    ends: list[tuple[Node, Node]] = []
    reached: dict[str, set[str]] = {}  # from a place of transit, over others
    for row in rows:
        start, end = row["from_place"], row["to_place"]
        column = TRANSIT if row["leg"] in ENDS_IN_TRANSIT else DESTINATION
        if row["leg"] == "transit_transit":
            further = {end} | reached.get(end, set())
            if start in further:
                column = AGAIN
            else:
                for place, known in reached.items():
                    if start in known:
                        reached[place] = known | further
                reached[start] = reached.get(start, set()) | further
        ends.append(((TRANSIT if row["leg"] in STARTS_IN_TRANSIT else SOURCE, start), (column, end)))
    return ends


def _heights(places: list[float], people: list[int], height: float, pad: float) -> list[float]:
    """How far down the middle of each node lies in its column, as a share of the height; the largest on top, which
    makes fewer crossings than the order of arrival. Plotly draws nodes as high as the fullest column allows."""
    columns = {x: sorted((at for at, own in enumerate(places) if own == x), key=lambda at: -people[at]) for x in places}
    pixels = min(
        ((height - pad * (len(members) - 1)) / sum(people[at] for at in members) for members in columns.values()),
        default=1.0,
    )
    heights = [0.5] * len(places)
    for members in columns.values():
        above = 0.0
        for at in members:
            heights[at] = (above + pixels * people[at] / 2) / height
            above += pixels * people[at] + pad
    return heights
