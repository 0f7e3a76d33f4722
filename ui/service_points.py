"""The centres that operators have published, drawn no nearer than they publish them."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data_access.gazetteer import places
from data_access.release import Release
from exports.csv_file import csv_file
from geo.boundaries import ATTRIBUTION, DISCLAIMER
from geo.projection import MapFrame
from locales import Translator
from ui import words
from ui.map_labels import label_sides, label_traces, point_boxes
from ui.map_shape import follow_width
from ui.maps import CONFIG, WIDTHS, base_map, fitted, map_layout
from ui.palette import Palette
from ui.plots import plot
from ui.viewport import Width

POINTS_FRAME = MapFrame(56.6, 72.4, 24.2, 32.2, (26, 31))


def service_points(points: pd.DataFrame, release: Release, t: Translator, colours: Palette, width: Width) -> None:
    """The centres that operators have published, at the level at which they did: a map, a list and a file."""
    _ = t.gettext
    title = _("Service points that their operators have published")
    with st.container(border=True, key="panel_service_points"):
        st.markdown(f"## {title}")
        if points.empty:
            st.info(_("This release holds no published service points."))
            return
        drawn, listed = st.columns(2)
        with drawn:
            figure = service_points_figure(points, t, colours, width)
            follow_width("figure_service_points", figure)
            st.plotly_chart(
                figure,
                key="figure_service_points",
                config=CONFIG,
                alt=service_points_words(points, t),
                theme=None,
            )
        with listed:
            st.markdown("\n".join(f"- {line}" for line in service_point_lines(points, t)))
            st.caption(
                _(
                    "Published by the operators themselves, quoted with their source. A town is as near as they "
                    "publish; no shelter and no address is shown, and a centre whose place is not published is not "
                    "on the map."
                )
            )
            st.caption(f"{_(DISCLAIMER)} {_(ATTRIBUTION)}")
            st.download_button(
                _("Download CSV"),
                data=lambda: csv_file(
                    points, title=title, choices="", source=_("As in the rows"), release_id=release.id
                ),
                file_name=f"service_points_release_{release.id}.csv",
                mime="text/csv",
                key="csv_service_points",
                on_click="ignore",
            )


def service_points_figure(points: pd.DataFrame, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """A small map of the towns that operators name for their centres: a town is as near as they publish."""
    drawing = fitted(POINTS_FRAME, WIDTHS[width], "region")
    towns = {row["name_en"]: row for row in words.rows_of(places())}
    named = [name for name in points["place_text"] if isinstance(name, str) and name in towns]
    longitude = [float(towns[name]["lon"]) for name in named]
    latitude = [float(towns[name]["lat"]) for name in named]
    labels = [town_name(name, t) for name in named]
    sides = label_sides(labels, point_boxes(longitude, latitude, drawing, 6), drawing)
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
        *base_map(drawing, colours),
        dots,
        *label_traces(longitude, latitude, labels, sides, drawing, colours, gap=8),
    ]
    return plot(traces, map_layout(drawing, t, colours))


def service_point_lines(points: pd.DataFrame, t: Translator) -> list[str]:
    """One line a centre that an operator has published: where, whose, what and by which source."""
    lines = []
    for row in words.rows_of(points):
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
    towns = {row["name_en"]: row for row in words.rows_of(places())}
    return str(towns.get(name, {}).get(f"name_{t.language.code}") or name)


def service_points_words(points: pd.DataFrame, t: Translator) -> str:
    """The map of service points in words."""
    named = [town_name(name, t) for name in points["place_text"] if isinstance(name, str)]
    return t.gettext("Map of the centres that operators have published: {places}.").format(places=t.listed(named))
