"""The places that a programme reached, on the map of its country."""

from dataclasses import replace

import plotly.graph_objects as go

from data_access.gazetteer import provinces
from figures.kit import maps
from figures.kit.labels import place_in_country, place_name
from figures.kit.map_labels import label_sides, label_traces, point_boxes
from figures.kit.paper import Paper
from figures.kit.plots import Trace, plot
from geo.boundaries import boundary_url
from locales import Translator

HEIGHT = 340


def places_figure(places: tuple[str, ...], paper: Paper) -> go.Figure:
    """The provinces of a programme in one colour, with their names. places: province codes of one country."""
    colours = paper.colours
    region = maps.REGION[paper.width]
    canvas = maps.nearer(replace(region, height=min(region.height, HEIGHT)), (places[0][:2],))
    reached: Trace = {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": list(places),
        "z": [1] * len(places),
        "colorscale": [[0, colours.bar], [1, colours.bar]],
        "showscale": False,
        "marker": {"line": {"color": colours.core_border, "width": 0.8}},
        "hovertext": [place_in_country(place, paper.t) for place in places],
        "hoverinfo": "text",
    }
    table = provinces().set_index("code")
    points = dict(
        zip(
            table.index,
            zip(table["label_lon"].astype(float), table["label_lat"].astype(float), strict=True),
            strict=True,
        )
    )
    named = [place for place in places if place in points]
    longitude, latitude = zip(*(points[place] for place in named), strict=True)
    labels = [place_name(place, paper.t) for place in named]
    sides = label_sides(labels, point_boxes(longitude, latitude, canvas, 2), canvas)
    traces = [*maps.base_map(canvas, colours), reached]
    traces += label_traces(longitude, latitude, labels, sides, canvas, colours, gap=4)
    return plot(traces, maps.map_layout(canvas, paper))


def places_words(places: tuple[str, ...], t: Translator) -> str:
    """The places in words."""
    return t.gettext("Map of the places that the programme's results name: {places}.").format(
        places=t.listed([place_in_country(place, t) for place in places])
    )
