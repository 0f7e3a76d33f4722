"""The centres that operators have published, on a map and in words."""

import pandas as pd
import plotly.graph_objects as go

from data_access.gazetteer import places
from figures.kit.map_labels import label_sides, label_traces, point_boxes
from figures.kit.maps import WIDTHS, base_map, fitted, map_layout
from figures.kit.paper import Paper
from figures.kit.plots import plot
from figures.kit.rows import rows_of
from geo.projection import MapFrame
from locales import Translator

POINTS_FRAME = MapFrame(56.6, 72.4, 24.2, 32.2, (26, 31))


def service_points_figure(points: pd.DataFrame, paper: Paper) -> go.Figure:
    """A small map of the towns that operators name for their centres: a town is as near as they publish."""
    colours = paper.colours
    canvas = fitted(POINTS_FRAME, WIDTHS[paper.width], "region")
    towns = {row["name_en"]: row for row in rows_of(places())}
    named = [name for name in points["place_text"] if isinstance(name, str) and name in towns]
    longitude = [float(towns[name]["lon"]) for name in named]
    latitude = [float(towns[name]["lat"]) for name in named]
    labels = [town_name(name, paper.t) for name in named]
    sides = label_sides(labels, point_boxes(longitude, latitude, canvas, 6), canvas)
    dots = {
        "type": "scattergeo",
        "lon": longitude,
        "lat": latitude,
        "mode": "markers",
        "marker": {"size": 11, "color": colours.latest, "line": {"color": colours.land, "width": 1.5}},
        "hovertext": labels,
        "hoverinfo": "text",
    }
    traces = [
        *base_map(canvas, colours),
        dots,
        *label_traces(longitude, latitude, labels, sides, canvas, colours, gap=8),
    ]
    return plot(traces, map_layout(canvas, paper))


def service_point_lines(points: pd.DataFrame, t: Translator) -> list[str]:
    """One line a centre that an operator has published: where, whose, what and by which source."""
    lines = []
    for row in rows_of(points):
        is_named = isinstance(row["place_text"], str)
        where = (
            t.gettext("{province}, {country}").format(
                province=town_name(row["place_text"], t), country=t.country(row["country"])
            )
            if is_named
            else t.gettext("{country}, place not published").format(country=t.country(row["country"]))
        )
        lines.append(
            t.gettext("**{where}**: {title} ({publisher}, “{source}”)").format(
                where=where, title=row["title"], publisher=row["source_publisher"], source=row["source_title"]
            )
        )
    return lines


def town_name(name: str, t: Translator) -> str:
    """The name of a town in the visitor's language where the gazetteer has it."""
    towns = {row["name_en"]: row for row in rows_of(places())}
    return str(towns.get(name, {}).get(f"name_{t.language.code}") or name)


def service_points_words(points: pd.DataFrame, t: Translator) -> str:
    """The map of service points in words."""
    named = [town_name(name, t) for name in points["place_text"] if isinstance(name, str)]
    return t.gettext("Map of the centres that operators have published: {places}.").format(places=t.listed(named))
