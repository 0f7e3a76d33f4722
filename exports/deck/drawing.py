"""What python-pptx has no call for: alternative texts, right-to-left text, shapes along a path.

Lengths are in points (72 an inch; a slide is 960 by 540) and become EMU here.
Source of the elements: ECMA-376, part 1, 20.1 (DrawingML) and 19.3 (PresentationML).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Emu

from locales import Translator

EMU = 12_700  # a point
WIDTH, HEIGHT = 960.0, 540.0
SMALLEST = 14  # points of letters: what can be read from the last row
LANGUAGES = {"en": "en-GB", "fa": "fa-AF"}
LONGEST_ALT = 900
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
# what no XML holds, and what turns the direction of text that follows it
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    def mirrored(self, is_rtl: bool) -> "Box":
        """The same place seen from the other side, where the language begins there."""
        return Box(WIDTH - self.left - self.width, self.top, self.width, self.height) if is_rtl else self

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        return emu(self.left), emu(self.top), emu(self.width), emu(self.height)


def emu(points: float) -> Emu:
    """Points as python-pptx wants lengths."""
    return Emu(round(points * EMU))


def is_rtl(t: Translator) -> bool:
    """Is the language written from right to left?"""
    return t.language.direction == "rtl"


def plain(text: str) -> str:
    """Words without the marks of the page (bold, breaks, badges) and without what no XML holds."""
    text = re.sub(r"<br ?/?>", "\n", text)
    text = re.sub(r"</?(b|i|span)[^>]*>", "", text)
    text = re.sub(r":(?:gray|orange|small|green|red|blue)(?:-badge)?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1", text)
    return UNFIT.sub("", text.replace("**", "").replace("  \n", "\n"))


def describe(shape: Any, text: str) -> None:
    """Give a shape its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", plain(text)[:LONGEST_ALT])


def make_decorative(properties: Any) -> None:
    """Tell screen readers to pass over a shape (its `cNvPr`): it says nothing that is not said elsewhere."""
    properties.set("descr", "")
    extensions = etree.SubElement(properties, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"), uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", nsmap={"adec": DECORATIVE}).set("val", "1")


def write(
    frame: Any, paragraphs: Sequence[str], t: Translator, *, size: float, colour: str, bold: bool = False
) -> None:
    """Write paragraphs into a text frame, from the side where the language begins."""
    frame.word_wrap = True
    for name in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, name, 0)
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = ""
        lines = plain(text).split("\n")
        for place, line in enumerate(lines):
            if place:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = line
            style(run._r.get_or_add_rPr(), t, size=size, colour=colour, bold=bold)
        direct(paragraph._p, t)


def direct(paragraph: Any, t: Translator) -> None:
    """Let a paragraph begin where the language begins."""
    properties = paragraph.get_or_add_pPr()
    properties.set("algn", "r" if is_rtl(t) else "l")
    properties.set("rtl", "1" if is_rtl(t) else "0")


def style(properties: Any, t: Translator, *, size: float, colour: str, bold: bool = False) -> None:
    """The look of a run of letters: fonts are those of the theme, of which `a:cs` draws Arabic letters."""
    properties.set("lang", LANGUAGES.get(t.language.code, "en-GB"))
    properties.set("sz", str(round(size * 100)))
    properties.set("b", "1" if bold else "0")
    for child in list(properties):
        properties.remove(child)
    fill = etree.SubElement(properties, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.lstrip("#"))
    etree.SubElement(properties, qn("a:latin"), typeface="+mn-lt")
    etree.SubElement(properties, qn("a:cs"), typeface="+mn-cs")


@dataclass(frozen=True)
class Look:
    """How a path is drawn. fill, line: colours ("#rrggbb" with perhaps "aa"), None for none. width: points. arrow: of
    the end. dash: is the line dotted?"""

    fill: str | None = None
    line: str | None = None
    width: float = 0.0
    arrow: str | None = None
    dash: bool = False


class Paths:
    """Draws free-form shapes into one group of a slide."""

    def __init__(self, slide: Any, box: Box, name: str, alt: str) -> None:
        self._group = slide.shapes.add_group_shape()
        self._group.name = name
        self._box = box
        self._shapes = slide.shapes
        describe(self._group, alt)
        transform = self._group._element.grpSpPr.get_or_add_xfrm()
        for child in list(transform):
            transform.remove(child)
        left, top, width, height = box.emu
        for tag, x, y in (("off", left, top), ("ext", width, height), ("chOff", left, top), ("chExt", width, height)):
            names = ("x", "y") if tag.endswith("ff") else ("cx", "cy")
            etree.SubElement(transform, qn(f"a:{tag}"), {names[0]: str(int(x)), names[1]: str(int(y))})

    def draw(self, steps: Sequence[tuple[str, Sequence[Point]]], look: Look, *, name: str, alt: str | None) -> None:
        """Draw one shape along `steps`: ("moveTo", [point]), ("lnTo", [point]), ("cubicBezTo", [two controls, end]) and
        ("close", []). Points are within the box of the group. alt: None for what is decorative."""
        points = [point for _step, points in steps for point in points]
        left, top = (min(point[axis] for point in points) for axis in (0, 1))
        width, height = (max(max(point[axis] for point in points) - low, 0.05) for axis, low in ((0, left), (1, top)))
        shape = etree.SubElement(self._group._element, qn("p:sp"))
        properties = etree.SubElement(shape, qn("p:nvSpPr"))
        named = etree.SubElement(properties, qn("p:cNvPr"), id=str(self._shapes._next_shape_id))
        named.set("name", plain(name)[:120])
        if alt is None:
            make_decorative(named)
        else:
            named.set("descr", plain(alt)[:LONGEST_ALT])
        etree.SubElement(properties, qn("p:cNvSpPr"))
        etree.SubElement(properties, qn("p:nvPr"))
        drawn = etree.SubElement(shape, qn("p:spPr"))
        transform = etree.SubElement(drawn, qn("a:xfrm"))
        place = (emu(self._box.left + left), emu(self._box.top + top))
        etree.SubElement(transform, qn("a:off"), x=str(int(place[0])), y=str(int(place[1])))
        etree.SubElement(transform, qn("a:ext"), cx=str(int(emu(width))), cy=str(int(emu(height))))
        geometry = etree.SubElement(drawn, qn("a:custGeom"))
        for tag in ("avLst", "gdLst", "ahLst", "cxnLst"):
            etree.SubElement(geometry, qn(f"a:{tag}"))
        etree.SubElement(geometry, qn("a:rect"), l="0", t="0", r="r", b="b")
        paths = etree.SubElement(geometry, qn("a:pathLst"))
        size = f'w="{int(emu(width))}" h="{int(emu(height))}"' + (' fill="none"' if look.fill is None else "")
        drawing = "".join(_step(step, at, left, top) for step, at in steps)
        paths.append(etree.fromstring(f'<a:path xmlns:a="{A}" {size}>{drawing}</a:path>'))
        _paint(drawn, look)


def _step(step: str, points: Sequence[Point], left: float, top: float) -> str:
    """A step of a path as XML: written, not built, since a map has ten thousand of them."""
    at = "".join(f'<a:pt x="{round((x - left) * EMU)}" y="{round((y - top) * EMU)}"/>' for x, y in points)
    return f"<a:{step}>{at}</a:{step}>"


def _paint(properties: Any, look: Look) -> None:
    """Fill, line and no effect: free-forms would inherit an accent and a shadow of the theme."""
    if look.fill is None:
        etree.SubElement(properties, qn("a:noFill"))
    else:
        _colour(etree.SubElement(properties, qn("a:solidFill")), look.fill)
    line = etree.SubElement(properties, qn("a:ln"))
    if look.line is None or not look.width:
        etree.SubElement(line, qn("a:noFill"))
    else:
        line.set("w", str(int(emu(look.width))))
        line.set("cap", "rnd")
        _colour(etree.SubElement(line, qn("a:solidFill")), look.line)
        if look.dash:
            etree.SubElement(line, qn("a:prstDash"), val="sysDot")
        etree.SubElement(line, qn("a:round"))
        if look.arrow:
            etree.SubElement(line, qn("a:tailEnd"), type="triangle", w=look.arrow, len=look.arrow)
    etree.SubElement(properties, qn("a:effectLst"))


def _colour(parent: Any, colour: str) -> None:
    """A colour as "#rrggbb", with "aa" where it lets the ground through."""
    element = etree.SubElement(parent, qn("a:srgbClr"), val=colour[1:7])
    if len(colour) == 9:
        etree.SubElement(element, qn("a:alpha"), val=str(round(int(colour[7:], 16) / 255 * 100_000)))


def hexadecimal(colour: str) -> str | None:
    """A colour of a figure ("#rrggbb" or "rgba(…)") as "#rrggbb[aa]"; None where nothing of it is seen."""
    if colour.startswith("#"):
        return colour
    numbers = [float(part) for part in re.findall(r"[\d.]+", colour)]
    if len(numbers) < 3 or (len(numbers) > 3 and numbers[3] == 0):
        return None
    red, green, blue = (round(number) for number in numbers[:3])
    alpha = f"{round(numbers[3] * 255):02x}" if len(numbers) > 3 else ""
    return f"#{red:02x}{green:02x}{blue:02x}{alpha}"
