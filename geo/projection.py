"""Where a place lies on a drawn map, in pixels: the same projections, fitted the same way, as Plotly's `geo` uses.

Labels can only keep apart on the screen if we know where the screen is. Formulas: Snyder 1987, Map projections, USGS
Professional Paper 1395, pp. 107-109 (Lambert conformal conic on the sphere), and Šavrič et al. 2011 (Natural Earth).
"""

from dataclasses import dataclass

import numpy
from numpy.typing import ArrayLike, NDArray

Coordinates = NDArray[numpy.float64]


@dataclass(frozen=True)
class MapFrame:
    """What part of the earth a map shows, in degrees. Without parallels it is drawn in the Natural Earth projection."""

    west: float
    east: float
    south: float
    north: float
    parallels: tuple[float, float] | None = None

    @property
    def middle(self) -> float:
        """The longitude that is straight up on the map."""
        return (self.west + self.east) / 2

    def contains(self, longitude: ArrayLike, latitude: ArrayLike) -> NDArray[numpy.bool_]:
        """Whether each place lies in the frame."""
        longitude, latitude = numpy.asarray(longitude), numpy.asarray(latitude)
        within = (self.west <= longitude) & (longitude <= self.east) & (self.south <= latitude)
        return numpy.asarray(within & (latitude <= self.north))


def to_pixels(
    longitude: ArrayLike, latitude: ArrayLike, frame: MapFrame, *, width: float, height: float
) -> tuple[Coordinates, Coordinates]:
    """Return x (to the right) and y (down) of places on a map of `width` by `height` pixels.

    The frame is fitted into the map as large as it goes and centred, as Plotly does with the ranges of its two axes.
    """
    edge_x = numpy.linspace(frame.west, frame.east, 50)
    edge_y = numpy.linspace(frame.south, frame.north, 50)
    rim_x, rim_y = _project(
        numpy.concatenate([edge_x, edge_x, numpy.full(50, frame.west), numpy.full(50, frame.east)]),
        numpy.concatenate([numpy.full(50, frame.south), numpy.full(50, frame.north), edge_y, edge_y]),
        frame,
    )
    scale = min(width / numpy.ptp(rim_x), height / numpy.ptp(rim_y))
    x, y = _project(numpy.asarray(longitude, dtype=float), numpy.asarray(latitude, dtype=float), frame)
    return (
        width / 2 + scale * (x - (rim_x.min() + rim_x.max()) / 2),
        height / 2 - scale * (y - (rim_y.min() + rim_y.max()) / 2),
    )


def _project(longitude: Coordinates, latitude: Coordinates, frame: MapFrame) -> tuple[Coordinates, Coordinates]:
    turn, phi = numpy.radians(longitude - frame.middle), numpy.radians(latitude)
    if frame.parallels is None:
        square = phi**2
        across = (
            0.8707
            - 0.131979 * square
            + square**2 * (-0.013791 + square**2 * (0.003971 * square - 0.001529 * square**2))
        )
        up = 1.007226 + square * (0.015085 + square**2 * (-0.044475 + 0.028874 * square - 0.005916 * square**2))
        return turn * across, phi * up
    first, second = numpy.radians(frame.parallels)
    cone = numpy.log(numpy.cos(first) / numpy.cos(second)) / numpy.log(_stretch(second) / _stretch(first))
    radius = numpy.cos(first) * _stretch(first) ** cone / cone / _stretch(phi) ** cone
    return radius * numpy.sin(cone * turn), -radius * numpy.cos(cone * turn)


def _stretch(phi: ArrayLike) -> Coordinates:
    return numpy.asarray(numpy.tan(numpy.pi / 4 + numpy.asarray(phi) / 2))
