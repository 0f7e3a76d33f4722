"""Drawings for a page that has a light and a dark theme and no styles of its own.

A drawing is made once, in the light colours; each colour becomes a variable of the style sheet, which knows it in both
themes. Styles become attributes, so that the page may forbid all styles but its sheet.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lxml import etree

from exports.drawn.svg import SVG, turned
from figures.hotspots.rate_map import RELATIVE_DARK, RELATIVE_LIGHT
from figures.kit.palette import DARK, LIGHT, Palette

Colour = tuple[int, int, int]
HERE = "§"  # in the names of a drawing's parts, where the page puts the number of the figure
COLOUR = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)[^)]*\)|#([0-9a-fA-F]{6})\b")
SEE_THROUGH = re.compile(r"rgba\([^)]*,\s*0(\.0*)?\)")
NAMED = re.compile(r"url\(['\"]?#([^)'\"]+)['\"]?\)")
STEPS = 8  # between two neighbours of a scale
NEAR = 4.0  # of 255: what is this near to a scale is on it
POINT = re.compile(r"([ML])(-?[\d.]+)[, ](-?[\d.]+)|(Z)")
ONLY_LINES = re.compile(r"[MLZ0-9.,\- ]+")
JOINS = re.compile(r"(?<=\.\d)l(?=[.-])|(?<=\d)l(?=-)")  # where a number tells by itself that it begins
CLOSEST = 5  # tenths of a pixel between two points of a line
DEFAULTS = {
    "opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "0", "stroke-dasharray": "none",
    "vector-effect": "none", "font-weight": "normal", "font-style": "normal", "text-anchor": "start",
    "stroke-dashoffset": "0", "stroke-linejoin": "miter",
}  # fmt: skip
# what the sheet says of all drawings, and what only the mouse asks for
UNUSED = ("white-space", "font-family", "shape-rendering", "font-variant", "line-height", "will-change")
SCALES = (
    ("s", LIGHT.sequential, DARK.sequential),
    ("r", RELATIVE_LIGHT, RELATIVE_DARK),
)
# of a figure that are in no palette: the ground of areas without a population, halos of names, Plotly's own grey
MORE = {"#e9dcc0": "#4a3f2c", "#f4f2ec": "#1b2127", "#444444": "#c4c2bd", "#000000": "#e8e6e1"}


def picture(svg: str, alt: str) -> str:
    """A drawing as a part of a page: an image with its text, in the colours of the theme."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for element in [*root.iter()]:
        if not isinstance(element.tag, str) or _is_unseen(element):
            if element.getparent() is not None:
                element.getparent().remove(element)
            continue
        _plain(element)
    for text in root.iter(f"{{{SVG}}}text"):
        turned(text)
    _name(root)
    for group in reversed([*root.iter(f"{{{SVG}}}g", f"{{{SVG}}}defs")]):
        if not len(group) and group.getparent() is not None:
            group.getparent().remove(group)
        elif not group.attrib and group.getparent() is not None and group.tag.endswith("}g"):
            _dissolve(group)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    etree.cleanup_namespaces(root)
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", str(text))


def _is_unseen(element: Any) -> bool:
    """Is it drawn so that nobody sees it: without a shape, or for the mouse alone?"""
    if element.tag == f"{{{SVG}}}path" and not element.get("d"):
        return True
    if element.tag not in (f"{{{SVG}}}path", f"{{{SVG}}}rect") or element.getparent() is None:
        return False
    if element.getparent().tag == f"{{{SVG}}}clipPath":
        return False
    said = dict(_declared(element.get("style", "")))
    value = {name: said.get(name, element.get(name)) for name in ("opacity", "fill", "fill-opacity", "stroke")}
    has_fill = value["fill"] != "none" and value["fill-opacity"] != "0" and not SEE_THROUGH.match(value["fill"] or "")
    width = said.get("stroke-width", element.get("stroke-width", "1")).removesuffix("px")
    has_stroke = value["stroke"] not in (None, "none") and float(width or 0) > 0 and said.get("stroke-opacity") != "0"
    return value["opacity"] == "0" or not (has_fill or has_stroke)


def _declared(style: str) -> Iterator[tuple[str, str]]:
    for one in re.findall(r"(?:\([^)]*\)|'[^']*'|\"[^\"]*\"|[^;('\"])+", style):
        name, _, value = one.partition(":")
        if value.strip():
            yield name.strip(), value.strip()


def _plain(element: Any) -> None:
    """Attributes in place of a style; variables in place of colours; short numbers."""
    said = dict(_declared(element.attrib.pop("style", "")))
    for name, value in said.items():
        element.set(name, value)
    for name, value in [*element.attrib.items()]:
        if name in UNUSED or name.startswith("{http://www.w3.org/XML") or _is_default(name, value):
            del element.attrib[name]
        elif name in ("fill", "stroke", "stop-color"):
            element.set(name, COLOUR.sub(_variable, value))
        elif name.endswith(("width", "size", "height")) or name in ("x", "y"):
            element.set(name, _number(value))
    if path := element.get("d"):
        element.set("d", shorter(path))


def _is_default(name: str, value: str) -> bool:
    return DEFAULTS.get(name) == value.removesuffix("px")


def _number(value: str) -> str:
    try:
        return f"{float(value.removesuffix('px')):.2f}".rstrip("0").rstrip(".")
    except ValueError:
        return value


def shorter(path: str) -> str:
    """A path of straight lines in steps of tenths of a pixel, without points that nobody could tell apart."""
    if not ONLY_LINES.fullmatch(path):
        return path
    steps: list[str] = []
    x, y = from_x, from_y = 0, 0
    left_out = False  # is the last point of a line left out?
    to_x, to_y = 0, 0
    for command, right, down, _end in [*POINT.findall(path), ("M", "0", "0", "")]:
        if command == "L":
            to_x, to_y = round(float(right) * 10), round(float(down) * 10)
            left_out = -CLOSEST < to_x - x < CLOSEST and -CLOSEST < to_y - y < CLOSEST
            if not left_out:
                steps.append("l" + _step(to_x - x, to_y - y))
                x, y = to_x, to_y
            continue
        if not command:
            steps.append("z")
            x, y = from_x, from_y
        else:
            if left_out:
                steps.append("l" + _step(to_x - x, to_y - y))
                x, y = to_x, to_y
            to_x, to_y = round(float(right) * 10), round(float(down) * 10)
            steps.append("m" + _step(to_x - x, to_y - y))
            x, y = from_x, from_y = to_x, to_y
        left_out = False
    # it begins with a small m: after a capital one, steps that follow without a letter are places
    return JOINS.sub("", "".join(steps[:-1]))


@lru_cache(maxsize=50_000)
def _step(x: int, y: int) -> str:
    right, down = _tenths(x), _tenths(y)
    return right + ("" if down.startswith("-") or (down.startswith(".") and "." in right) else " ") + down


def _tenths(value: int) -> str:
    sign, whole, tenth = "-" if value < 0 else "", *divmod(abs(value), 10)
    return f"{sign}{whole if whole or not tenth else ''}{f'.{tenth}' if tenth else ''}"


def _name(root: Any) -> None:
    """Short names of the parts that others use, which the page tells apart; the others need none."""
    used = {name for element in root.iter() for value in element.attrib.values() for name in NAMED.findall(value)}
    short = {name: f"{HERE}{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        if "id" in element.attrib:
            if element.get("id") in short:
                element.set("id", short[element.get("id")])
            else:
                del element.attrib["id"]
        for name, value in element.attrib.items():
            if "url(" in value:
                element.set(name, NAMED.sub(lambda found: f"url(#{short[found[1]]})", value))


def _dissolve(group: Any) -> None:
    """Put what is in a group where the group was."""
    parent, at = group.getparent(), group.getparent().index(group)
    for child in reversed([*group]):
        parent.insert(at, child)
    parent.remove(group)


def _variable(found: re.Match[str]) -> str:
    if SEE_THROUGH.fullmatch(found[0]):
        return "none"
    colour = _rgb(f"#{found[4]}") if found[4] else (int(found[1]), int(found[2]), int(found[3]))
    name = _NAMES.get(colour) or _on_a_scale(colour)
    return f"var(--{name})" if name else _hex(colour)


def _on_a_scale(colour: Colour) -> str | None:
    """The variable of a colour between two of a scale; None where it is on none."""
    best, found = NEAR, None
    for letter, light, _dark in SCALES:
        for number, one in enumerate(_scale(light)):
            away = max(abs(a - b) for a, b in zip(colour, one, strict=True))
            if away < best:
                best, found = away, f"{letter}{number}"
    return found


def _scale(colours: tuple[str, ...]) -> list[Colour]:
    """The colours of a scale with those between them."""
    ends = [_rgb(colour) for colour in colours]
    steps = [_between(one, other, step / STEPS) for one, other in pairwise(ends) for step in range(STEPS)]
    return [*steps, ends[-1]]


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _of_palette(colours: Palette) -> dict[str, str]:
    """The colours of a palette by the names of their variables."""
    said = {name: value for name, value in vars(colours).items() if isinstance(value, str)}
    return said | {f"c{number}": colour for number, colour in enumerate(colours.categories)}


def variables() -> tuple[dict[str, str], dict[str, str]]:
    """The variables of the style sheet, in the light and in the dark theme."""
    light, dark = _of_palette(LIGHT), _of_palette(DARK)
    for letter, of_light, of_dark in SCALES:
        light |= {f"{letter}{number}": _hex(colour) for number, colour in enumerate(_scale(of_light))}
        dark |= {f"{letter}{number}": _hex(colour) for number, colour in enumerate(_scale(of_dark))}
    light |= {f"m{number}": colour for number, colour in enumerate(MORE)}
    dark |= {f"m{number}": colour for number, colour in enumerate(MORE.values())}
    return light, dark


_NAMES = {_rgb(colour): name for name, colour in reversed(variables()[0].items())}
