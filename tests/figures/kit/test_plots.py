"""A figure goes to the browser as it was put together."""

import json

import numpy as np
import plotly.graph_objects as go
import plotly.io

from figures.kit.plots import PlainFigure, plot, wrapped

LINE = {"type": "scatter", "x": np.array([0.5, np.nan, 2.0], dtype=np.float32), "y": [1, None, 3]}
HEAT = {"type": "heatmap", "z": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])}


def test_the_browser_gets_what_plotly_would_send() -> None:
    layout = {"template": {"layout": {}}, "height": 200, "annotations": [{"text": "Herat", "x": 1.0}]}
    theirs = go.Figure([LINE, HEAT], layout, _validate=False)
    sent = [
        json.loads(plotly.io.to_json(figure.to_dict(), validate=False))
        for figure in (plot([LINE, HEAT], layout), theirs)
    ]
    assert sent[0] == sent[1]


def test_it_is_a_plotly_figure_for_those_who_ask_for_more() -> None:
    figure = plot([LINE], {"height": 200})
    assert isinstance(figure, PlainFigure) and isinstance(figure, go.Figure)
    assert (figure.layout.height, figure.data[0].y) == (200, (1, None, 3))
    assert not hasattr(figure, "nothing_of_the_kind")


def test_a_long_label_has_two_lines_and_says_that_there_is_more() -> None:
    assert wrapped("Sistan and Baluchestan", 16) == "Sistan and<br>Baluchestan"
    assert wrapped("Sistan and Baluchestan in Iran", 16) == "Sistan and<br>Baluchestan in…"
    assert wrapped("Herat", 16) == "Herat"
