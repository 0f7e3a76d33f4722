"""Pixels of a drawn map as what Plotly draws: longitudes and latitudes of points and of lines."""

from collections.abc import Sequence

import numpy as np

from figures.kit.map_labels import Canvas
from figures.kit.plots import Trace
from geo.flow_layout import Pixels
from geo.projection import from_pixels


def positions(points: Pixels, canvas: Canvas) -> Trace:
    """Pixels of a canvas as `lon` and `lat`, in half the bytes: a metre on the ground is less than a pixel."""
    lon, lat = from_pixels(points[:, 0], points[:, 1], canvas.frame, width=canvas.width, height=canvas.height)
    return {"lon": lon.astype(np.float32), "lat": lat.astype(np.float32)}


def lines_of(traces: Sequence[Sequence[Pixels]], canvas: Canvas) -> list[Trace]:
    """The paths of each trace as its `lon` and `lat`, with gaps between them."""
    gap = np.full((1, 2), np.nan)
    points = [np.concatenate([part for path in paths for part in (gap, path)][1:]) for paths in traces]
    if not points:
        return []
    # all in one go: the projection costs the same for one path as for all
    at = positions(np.concatenate(points), canvas)
    ends = np.cumsum([len(some) for some in points])[:-1]
    return [
        {"lon": lon, "lat": lat} for lon, lat in zip(np.split(at["lon"], ends), np.split(at["lat"], ends), strict=True)
    ]
