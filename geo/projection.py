"""Where a place lies on a drawn map, in pixels: the same projections, fitted the same way, as Plotly's `geo` uses.

Labels can only keep apart on the screen if we know where the screen is. Formulas: Snyder 1987, Map projections, USGS
Professional Paper 1395, pp. 107-109 (Lambert conformal conic on the sphere), and Šavrič et al. 2011 (Natural Earth).
"""

from dataclasses import dataclass
from functools import cache

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

    @property
    def middle_latitude(self) -> float:
        """The latitude in the middle of the map: not that of the range in a conic projection, where parallels bend."""
        return float(from_pixels(0.5, 0.5, self, width=1, height=1)[1])

    @property
    def height_by_width(self) -> float:
        """How high the map of this frame is for its width."""
        rim_x, rim_y = _rim(self)
        return float(numpy.ptp(rim_y) / numpy.ptp(rim_x))

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
    scale, middle_x, middle_y = _fit(frame, width, height)
    x, y = _project(numpy.asarray(longitude, dtype=float), numpy.asarray(latitude, dtype=float), frame)
    return width / 2 + scale * (x - middle_x), height / 2 - scale * (y - middle_y)


def from_pixels(
    x: ArrayLike, y: ArrayLike, frame: MapFrame, *, width: float, height: float
) -> tuple[Coordinates, Coordinates]:
    """Return the longitude and latitude that lie at x and y on a map: the inverse of `to_pixels`."""
    scale, middle_x, middle_y = _fit(frame, width, height)
    return _unproject(
        (numpy.asarray(x, dtype=float) - width / 2) / scale + middle_x,
        (height / 2 - numpy.asarray(y, dtype=float)) / scale + middle_y,
        frame,
    )


@cache
def _rim(frame: MapFrame) -> tuple[Coordinates, Coordinates]:
    """Points around the edge of a frame, in the units of the projection."""
    edge_x = numpy.linspace(frame.west, frame.east, 50)
    edge_y = numpy.linspace(frame.south, frame.north, 50)
    return _project(
        numpy.concatenate([edge_x, edge_x, numpy.full(50, frame.west), numpy.full(50, frame.east)]),
        numpy.concatenate([numpy.full(50, frame.south), numpy.full(50, frame.north), edge_y, edge_y]),
        frame,
    )


@cache
def _fit(frame: MapFrame, width: float, height: float) -> tuple[float, float, float]:
    """Pixels a unit of the projection, and the middle of the frame in these units."""
    rim_x, rim_y = _rim(frame)
    scale = min(width / numpy.ptp(rim_x), height / numpy.ptp(rim_y))
    return float(scale), float(rim_x.min() + rim_x.max()) / 2, float(rim_y.min() + rim_y.max()) / 2


def _project(longitude: Coordinates, latitude: Coordinates, frame: MapFrame) -> tuple[Coordinates, Coordinates]:
    turn, phi = numpy.radians(longitude - frame.middle), numpy.radians(latitude)
    if frame.parallels is None:
        across, up = _natural_earth(phi)
        return turn * across, phi * up
    cone, first_radius = _cone(*frame.parallels)
    radius = first_radius / _stretch(phi) ** cone
    return radius * numpy.sin(cone * turn), -radius * numpy.cos(cone * turn)


def _unproject(x: Coordinates, y: Coordinates, frame: MapFrame) -> tuple[Coordinates, Coordinates]:
    if frame.parallels is None:
        phi = y / 1.007226
        for _ in range(6):  # Newton's method: exact to a millionth of a degree after four steps
            height, further = phi * _natural_earth(phi)[1], (phi + 1e-6) * _natural_earth(phi + 1e-6)[1]
            phi = phi - (height - y) * 1e-6 / (further - height)
        return frame.middle + numpy.degrees(x / _natural_earth(phi)[0]), numpy.degrees(phi)
    cone, first_radius = _cone(*frame.parallels)
    radius = numpy.hypot(x, y)
    phi = 2 * numpy.arctan((first_radius / radius) ** (1 / cone)) - numpy.pi / 2
    return frame.middle + numpy.degrees(numpy.arctan2(x, -y) / cone), numpy.degrees(phi)


def _natural_earth(phi: Coordinates) -> tuple[Coordinates, Coordinates]:
    """How wide and how high the projection is at a latitude, for each radian."""
    square = phi**2
    across = (
        0.8707 - 0.131979 * square + square**2 * (-0.013791 + square**2 * (0.003971 * square - 0.001529 * square**2))
    )
    up = 1.007226 + square * (0.015085 + square**2 * (-0.044475 + 0.028874 * square - 0.005916 * square**2))
    return across, up


def _cone(south: float, north: float) -> tuple[float, float]:
    """The constant of the cone through two parallels, and its radius where the stretch is one."""
    first, second = numpy.radians(south), numpy.radians(north)
    cone = numpy.log(numpy.cos(first) / numpy.cos(second)) / numpy.log(_stretch(second) / _stretch(first))
    return float(cone), float(numpy.cos(first) * _stretch(first) ** cone / cone)


def _stretch(phi: ArrayLike) -> Coordinates:
    return numpy.asarray(numpy.tan(numpy.pi / 4 + numpy.asarray(phi) / 2))
