"""A map of the dashboard as free-form shapes: every province selectable, flows as curves with arrowheads.

It is read from the figure of the page, so that classes, colours, flows and names are those that the page draws.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, cast

import numpy as np
from lxml import etree
from pptx.dml.color import RGBColor
from shapely import Polygon, coverage_simplify
from shapely import box as rectangle
from shapely.geometry.base import BaseGeometry

from exports.deck.curves import Step, circle, curve
from exports.deck.drawing import A, Box, Look, Paths, Point, describe, hexadecimal, write
from figures.kit.labels import place_in_country
from figures.kit.map_labels import Canvas, label_boxes, label_sides
from figures.kit.paper import Paper
from figures.kit.plots import Trace
from geo.boundaries import BoundaryName, load_boundaries
from geo.projection import MapFrame, to_pixels

SIMPLIFIED: dict[str, float] = {"provinces": 0.03, "region": 0.05, "world": 0.3}  # degrees
LETTERS = 14.0  # points of names on the map
SMALLEST_PART = 1.5  # points: islands that nobody would see are left out


@dataclass(frozen=True)
class KeyEntry:
    """A row of the key: a square or a line of this look, and its words. pattern: over the square, as shares of it."""

    look: Look
    words: str
    is_line: bool = False
    pattern: tuple[Step, ...] = ()
    ink: str | None = None


class MapOfFigure:
    """A figure with a map, read for drawing into a box of a slide. traces, layout: of the figure."""

    def __init__(self, traces: Sequence[Trace], layout: Trace, paper: Paper) -> None:
        geo = layout["geo"]
        (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
        parallels = geo["projection"].get("parallels")
        self.frame = MapFrame(west, east, south, north, tuple(parallels) if parallels else None)
        self.water: str = geo["bgcolor"]
        self.traces, self.layout, self.paper = traces, layout, paper
        base = next((_layer(trace) for trace in traces if trace["type"] == "choropleth"), "region")
        self.base = cast(BoundaryName, base if base in ("region", "world") else "region")

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """How wide and high the map is, in points, in a place of this size."""
        ratio = self.frame.height_by_width
        return (width, width * ratio) if width * ratio <= height else (height / ratio, height)

    def draw(self, slide: Any, place: Box, title: str, alt: str) -> None:
        """Draw the map into a place that it fills (see `fitted`)."""
        paths = Paths(slide, place, title, alt)
        self._size = (place.width, place.height)
        edges: list[Step] = [
            ("moveTo", [(0, 0)]), ("lnTo", [(place.width, 0)]), ("lnTo", [(place.width, place.height)]),
            ("lnTo", [(0, place.height)]), ("close", []),
        ]  # fmt: skip
        paths.draw(edges, Look(self.water), name="Water", alt=None)
        spots = _sentences(self.traces)
        for trace in self.traces:
            if trace["type"] == "choropleth":
                self._areas(paths, trace)
            elif trace.get("mode") == "lines" and trace.get("name") is None:
                self._lines(paths, trace, spots)
            elif trace.get("mode") == "markers":
                self._dots(paths, trace)
        self._names(slide, place)

    def _at(self, longitude: Any, latitude: Any) -> np.ndarray:
        x, y = to_pixels(longitude, latitude, self.frame, width=self._size[0], height=self._size[1])
        return np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])

    def _areas(self, paths: Paths, trace: Trace) -> None:
        layer = _layer(trace)
        if layer not in SIMPLIFIED:
            return self._control_lines(paths, trace, layer)
        shapes, frame = _shapes(layer), self.frame
        # what lies far beyond the map would be torn by its projection
        near = rectangle(frame.west - 20, max(frame.south - 15, -85), frame.east + 20, min(frame.north + 15, 85))
        edge = trace["marker"]["line"]
        line = hexadecimal(edge["color"])
        is_silent = trace.get("hoverinfo") == "skip"
        said = _said_of_areas(trace)
        for position, (code, colour) in enumerate(zip(trace["locations"], _colours_of(trace), strict=True)):
            steps = self._rings(shapes[code].intersection(near)) if code in shapes else []
            if not steps or (colour is None and line is None):
                continue
            alt = None if is_silent and colour is not None else said[position] or place_in_country(code, self.paper.t)
            name = place_in_country(code, self.paper.t)
            paths.draw(steps, Look(colour, line, 0.8 * float(edge["width"])), name=name, alt=alt)
        return None

    def _control_lines(self, paths: Paths, trace: Trace, layer: BoundaryName) -> None:
        """Lines of control: dashes as thin areas on the page, dotted lines here."""
        colour = self.paper.colours.quiet_text
        steps: list[Step] = []
        for shape in load_boundaries("control_lines").geometry:
            for part in getattr(shape, "geoms", [shape]):
                steps += self._visible(np.asarray(part.coords)[:, :2])
        if steps:
            paths.draw(steps, Look(line=colour, width=1.2, dash=True), name="Lines of control", alt=None)

    def _visible(self, points: np.ndarray) -> list[Step]:
        """The part of a line that lies in the frame, as steps."""
        steps: list[Step] = []
        is_on = False
        for (x, y), inside in zip(self._at(points[:, 0], points[:, 1]).tolist(), self._is_inside(points), strict=True):
            if inside:
                steps.append(("lnTo" if is_on else "moveTo", [(x, y)]))
            is_on = bool(inside)
        return steps if len(steps) > 1 else []

    def _is_inside(self, points: np.ndarray) -> np.ndarray:
        at, (width, height) = self._at(points[:, 0], points[:, 1]), self._size
        inside: np.ndarray = (at[:, 0] >= 0) & (at[:, 0] <= width) & (at[:, 1] >= 0) & (at[:, 1] <= height)
        return inside

    def _rings(self, shape: BaseGeometry) -> list[Step]:
        """The outline of an area within the map, as steps."""
        steps: list[Step] = []
        for part in _polygons(shape):
            for ring in (part.exterior, *part.interiors):
                points = self._clipped(self._at(*np.asarray(ring.coords)[:, :2].T))
                if len(points) < 3:
                    continue
                steps.append(("moveTo", [points[0]]))
                steps += [("lnTo", [point]) for point in points[1:]]
                steps.append(("close", []))
        return steps

    def _clipped(self, ring: np.ndarray) -> list[Point]:
        """A ring as far as it lies on the map, its points about 0.4 points apart."""
        if np.ptp(ring, axis=0).max() < SMALLEST_PART:
            return []
        outline = Polygon(ring)
        if not outline.is_valid:
            outline = outline.buffer(0)
        seen = outline.intersection(rectangle(0, 0, *self._size))
        parts = sorted(_polygons(seen), key=lambda part: -part.area)
        if not parts:
            return []
        return [(float(x), float(y)) for x, y in parts[0].simplify(0.25).exterior.coords[:-1]]

    def _lines(self, paths: Paths, trace: Trace, spots: dict[tuple[float, float], str]) -> None:
        """Flows, each a curve with its arrowhead; and other lines (patterns, lines of control) as one shape."""
        if trace.get("fill") == "toself":
            return  # the head of an arrow, which a curve here has of its own
        colour = hexadecimal(trace["line"]["color"])
        if colour is None:
            return
        width = float(trace["line"].get("width", 1))
        others: list[Step] = []
        for points in _pieces(trace):
            sentence = spots.get(_key(points[2 * len(points) // 3]))
            if sentence is None:
                others += self._visible(points)
                continue
            steps = curve(self._at(points[:, 0], points[:, 1]))
            arrow = "sm" if width > 5 else "med"
            name = sentence.split(":")[0].split(",")[0]
            paths.draw(steps, Look(line=colour, width=0.85 * width, arrow=arrow), name=name, alt=sentence)
        if others:
            faint = colour[:7] + f"{round(255 * float(trace.get('opacity', 1))):02x}"
            is_dotted = "dash" in trace["line"]
            paths.draw(others, Look(line=faint, width=width, dash=is_dotted), name="Pattern", alt=None)

    def _dots(self, paths: Paths, trace: Trace) -> None:
        """Rings and dots that are seen."""
        marker = trace["marker"]
        if not marker.get("opacity", 1) or "size" not in marker:
            return
        longitude, latitude = np.asarray(trace["lon"], dtype=float), np.asarray(trace["lat"], dtype=float)
        said = trace.get("hovertext") or [None] * len(longitude)
        fills, sizes = _each(marker.get("color"), len(longitude)), _each(marker["size"], len(longitude))
        edge = marker.get("line", {})
        colours, widths = _each(edge.get("color"), len(longitude)), _each(edge.get("width", 0), len(longitude))
        is_open = "open" in str(marker.get("symbol", ""))
        inside = self._is_inside(np.column_stack([longitude, latitude]))
        for position, (x, y) in enumerate(self._at(longitude, latitude).tolist()):
            fill = None if is_open else hexadecimal(str(fills[position]))
            line = hexadecimal(str(colours[position] or (fills[position] if is_open else "none")))
            if not inside[position] or (fill is None and line is None):
                continue
            look = Look(fill, line, float(widths[position] or (0.7 if is_open else 0)))
            alt = said[position] if isinstance(said, list | tuple) else None
            name = plain_name(alt) if alt else "Mark"
            paths.draw(circle(x, y, 0.45 * float(sizes[position])), look, name=name, alt=alt)

    def _names(self, slide: Any, place: Box) -> None:
        """The names that the page draws, in letters that can be read from the last row, as far as they find room."""
        labels, points = [], []
        for trace in self.traces:
            if trace.get("mode") == "markers+text" and trace.get("text"):
                labels += list(trace["text"])
                points += np.column_stack([trace["lon"], trace["lat"]]).astype(float).tolist()
        if not labels:
            return
        canvas = Canvas(self.frame, round(place.width), round(place.height), self.base)
        at = self._at(*np.array(points).T).tolist()
        boxes = [(x - 3, y - 3, x + 3, y + 3) for x, y in at]
        sides = label_sides(labels, boxes, canvas, size=round(LETTERS))
        for label, point, side in zip(labels, boxes, sides, strict=True):
            if side is None:
                continue
            left, top, right, bottom = label_boxes(label, point, canvas, LETTERS)[side]
            text = slide.shapes.add_textbox(*Box(place.left + left, place.top + top, right - left, bottom - top).emu)
            text.name = f"Name: {label}"
            describe(text, label)
            write(text.text_frame, [label], self.paper.t, size=LETTERS, colour=self.paper.colours.text, bold=True)
            text.text_frame.word_wrap = False
            text.text_frame.paragraphs[0]._p.get_or_add_pPr().set("algn", "ctr")
            _ground(text, self.paper.colours.land)

    def key(self) -> tuple[str | None, list[KeyEntry]]:
        """The title of the key (what its classes are of) and its entries."""
        entries: list[KeyEntry] = []
        title = None
        t = self.paper.t
        for trace in self.traces:
            if trace["type"] == "choropleth" and trace.get("showscale"):
                bar = trace["colorbar"]
                title, limits = bar["title"]["text"], list(bar["ticktext"])
                colours = list(dict.fromkeys(colour for _at, colour in trace["colorscale"]))
                said = [t.gettext("below {limit}").format(limit=limits[0])]
                said += [
                    t.gettext("{first} to {last}").format(first=first, last=last) for first, last in pairwise(limits)
                ]
                said.append(t.gettext("{limit} and more").format(limit=limits[-1]))
                entries += [KeyEntry(Look(hexadecimal(c)), words) for c, words in zip(colours, said, strict=False)]
        entries += self._swatches()
        entries += [
            KeyEntry(
                Look(line=hexadecimal(trace["line"]["color"]), width=float(trace["line"]["width"])), trace["name"], True
            )
            for trace in self.traces
            if trace.get("mode") == "lines" and trace.get("name")
        ]
        return title, entries

    def _swatches(self) -> Iterator[KeyEntry]:
        """The squares of the page's own key, which are shapes of its layout, with their patterns and words."""
        shapes = self.layout.get("shapes", ())
        squares = [number for number, shape in enumerate(shapes) if shape.get("type") == "rect"]
        words = [note for note in self.layout.get("annotations", ()) if note.get("font")]
        for number, note in zip(squares, words, strict=False):
            square, after = shapes[number], shapes[number + 1 : number + 2]
            edge = square["line"]
            look = Look(hexadecimal(square["fillcolor"]), hexadecimal(edge["color"]), float(edge["width"]))
            drawn = after[0] if after and after[0].get("type") == "path" else None
            steps = tuple(_pattern(drawn["path"], square)) if drawn else ()
            ink = hexadecimal(drawn["line"]["color"]) if drawn else None
            yield KeyEntry(look, note["text"], pattern=steps, ink=ink)


def _pattern(path: str, square: Trace) -> Iterator[Step]:
    """The pattern of a square of the page's key, as shares of its width and height."""
    left, top = float(square["x0"]), float(square["y1"])
    width, height = float(square["x1"]) - left, top - float(square["y0"])
    for kind, numbers in re.findall(r"([ML])([^MLZ]+)", path):
        x, y = map(float, numbers.split(","))
        yield ("moveTo" if kind == "M" else "lnTo"), [((x - left) / width, (top - y) / height)]


def plain_name(said: str) -> str:
    """The first words of what a mark says, as its name."""
    return said.replace("<b>", "").split("</b>")[0].split("<br>")[0].split(":")[0][:60]


def _layer(trace: Trace) -> BoundaryName:
    return cast(BoundaryName, str(trace["geojson"]).rsplit("/", 1)[-1].split(".")[0])


@cache
def _shapes(layer: BoundaryName) -> dict[str, BaseGeometry]:
    """The areas of a layer, with fewer points and no gaps between them."""
    frame = load_boundaries(layer)
    simple = coverage_simplify(frame.geometry.to_numpy(), SIMPLIFIED[layer])
    return dict(zip(frame["code"], simple, strict=True))


def _polygons(shape: BaseGeometry) -> list[Any]:
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and not part.is_empty]


def _colours_of(trace: Trace) -> list[str | None]:
    """The colour of each area of a trace."""
    z = np.asarray(trace["z"], dtype=float)
    low, high = float(trace.get("zmin", z.min() if len(z) else 0)), float(trace.get("zmax", z.max() if len(z) else 1))
    share = (z - low) / (high - low) if high > low else np.zeros(len(z))
    stops = [(float(stop), str(colour)) for stop, colour in trace["colorscale"]]
    return [hexadecimal([colour for stop, colour in stops if stop <= one + 1e-9][-1]) for one in share]


def _said_of_areas(trace: Trace) -> list[str | None]:
    number = len(trace["locations"])
    if trace.get("hovertext"):
        return [str(text).replace("<br>", ". ") for text in trace["hovertext"]]
    if trace.get("text") and trace.get("name"):
        return [f"{text}: {trace['name']}" for text in trace["text"]]
    return [None] * number


def _sentences(traces: Sequence[Trace]) -> dict[tuple[float, float], str]:
    """What each flow says, by the point on it that answers when it is pointed at."""
    found: dict[tuple[float, float], str] = {}
    for trace in traces:
        if trace.get("hovertext") and trace.get("mode") == "markers" and not trace["marker"].get("opacity", 1):
            points = np.column_stack([trace["lon"], trace["lat"]]).astype(np.float32)
            found |= {_key(point): text for point, text in zip(points, trace["hovertext"], strict=True)}
    return found


def _key(point: np.ndarray) -> tuple[float, float]:
    return round(float(point[0]), 3), round(float(point[1]), 3)


def _pieces(trace: Trace) -> list[np.ndarray]:
    """The lines of a trace, which stand in it with gaps between them."""
    points = np.column_stack([np.asarray(trace["lon"], dtype=float), np.asarray(trace["lat"], dtype=float)])
    gaps = np.flatnonzero(np.isnan(points[:, 0]))
    return [piece[~np.isnan(piece[:, 0])] for piece in np.split(points, gaps) if (~np.isnan(piece[:, 0])).sum() > 1]


def _each(value: Any, number: int) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | np.ndarray) else [value] * number


def _ground(shape: Any, colour: str) -> None:
    """The colour of the land behind a name, so that it is read on dark areas too."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    element = shape._element.xpath(".//p:spPr/a:solidFill/a:srgbClr")[0]
    etree.SubElement(element, f"{{{A}}}alpha", val="78000")
