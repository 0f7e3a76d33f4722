"""Maps that are as high as their width asks for: only the browser knows how wide a page makes them."""

import plotly.graph_objects as go
import streamlit as st


def follow_width(key: str, figure: go.Figure, highest: str | None = None) -> None:
    """Let the height of a map follow its width, so that it fills its place in every window without strips of water.

    Call it before the chart of this key. A chart, whose layout has no width, stays as high as it is. highest: that a
    map may be, as a length of CSS; it is narrower where it would be higher.
    """
    layout = figure.to_dict()["layout"]
    if "width" not in layout:
        return
    below = layout["margin"]["b"]
    share = (layout["height"] - below) / layout["width"]
    # Streamlit holds the place of a chart at the height of its figure
    place, chart = f".stElementContainer.st-key-{key}", f".st-key-{key} .stPlotlyChart"
    narrow = f"; max-width: calc(({highest} - {below}px) / {share:.4f}); margin-inline: auto" if highest else ""
    st.html(
        f"<style>{place} {{ container-type: inline-size; flex: none; height: auto{narrow} }} "
        f"{chart} {{ height: calc({100 * share:.2f}cqw + {below}px) }}</style>"
    )
