"""A figure as a picture that can stand alone: its drawing, with what is said of it above and below, in one SVG, and the
same as PNG. Only the worker loads it."""

import base64
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typst
from fontTools import subset
from fontTools.ttLib import TTFont
from lxml import etree

from exports.drawn.svg import ARABIC, END, FROM_RIGHT, RIGHT_FAMILY, SVG, turned
from exports.drawn.typesetting import FONTS
from exports.drawn.widths import ARABIC as RIGHT_FONTS
from exports.drawn.widths import FONTS as FOLDER
from exports.drawn.widths import LATIN, fitting

PADDING = 24  # pixels around everything
LINE = 1.4  # of the size of letters
SURE = 0.97  # of the width: joined letters are measured less well than they are drawn
LATIN_FAMILY = "'Noto Sans', Vazirmatn, sans-serif"
GROUND = "#ffffff"
PER_INCH = 144  # two points of a PNG for each pixel
# text, letters' size and weight -> the lines that are no wider than so many pixels
Lines = Callable[[str, float, str, float], list[str]]


def picture(drawing: str, said: Mapping[str, Any], lines: Lines) -> bytes:
    """A drawing as a picture. said: format (svg or png), title, alt, lang, rtl, and the texts above and below it, each
    with its text, size, weight, colour, ground (or none) and the space before it."""
    drawn = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    wide, high = (float(str(drawn.get(name)).removesuffix("px")) for name in ("width", "height"))
    sheet = _Sheet(wide, lines, is_rtl=said["rtl"])
    for one in said["above"]:
        sheet.write(one)
    sheet.place(drawn, high)
    for one in said["below"]:
        sheet.write(one)
    root = sheet.root(said)
    if said["format"] == "png":
        return _png(etree.tostring(root), sheet.width, sheet.y + PADDING)
    for text in root.iter(f"{{{SVG}}}text"):
        turned(text)
    root.insert(2, _faces(root))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


class _Sheet:
    """What is written from the top down. y: how far it is written."""

    def __init__(self, wide: float, lines: Lines, *, is_rtl: bool) -> None:
        self.inner, self.width = wide, wide + 2 * PADDING
        self.y = float(PADDING)
        self._lines, self._is_rtl = lines, is_rtl
        self._parts: list[Any] = []

    def write(self, one: Mapping[str, Any]) -> None:
        size, weight = float(one["size"]), str(one["weight"])
        self.y += one["before"]
        within = size * 0.5 if one["ground"] else 0
        lines = self._lines(fitting(one["text"]), size, weight, SURE * self.inner - 2 * within)
        if one["ground"]:
            high = len(lines) * size * LINE + within
            self._part("rect", x=PADDING, y=self.y, width=self.inner, height=high, rx=3, fill=one["ground"])
            self.y += within / 2
        for line in lines:
            x = self.width - PADDING - within if self._is_rtl else PADDING + within
            element = self._part("text", x=x, y=self.y + size * 1.05)
            right = bool(ARABIC.search(line))
            element.set("font-family", RIGHT_FAMILY if right else LATIN_FAMILY)
            element.set("font-size", str(size))
            element.set("font-weight", weight)
            element.set("fill", one["colour"])
            element.set("text-anchor", "end" if self._is_rtl else "start")
            element.text = f"{FROM_RIGHT}{line}{END}" if right else line
            self.y += size * LINE
        self.y += within / 2

    def place(self, drawn: Any, high: float) -> None:
        drawn.set("x", str(PADDING))
        drawn.set("y", f"{self.y + 8:.1f}")
        self._parts.append(drawn)
        self.y += high + 12

    def root(self, said: Mapping[str, Any]) -> Any:
        wide, high = f"{self.width:g}", f"{self.y + PADDING:.0f}"
        root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
        for name, value in {
            "width": wide, "height": high, "viewBox": f"0 0 {wide} {high}", "role": "img",
            "{http://www.w3.org/XML/1998/namespace}lang": said["lang"],
        }.items():  # fmt: skip
            root.set(name, value)
        for name in ("title", "alt"):
            etree.SubElement(root, f"{{{SVG}}}{'desc' if name == 'alt' else name}").text = fitting(said[name])
        etree.SubElement(root, f"{{{SVG}}}rect", width=wide, height=high, fill=GROUND)
        root.extend(self._parts)
        return root

    def _part(self, name: str, **attributes: Any) -> Any:
        said = {key: f"{value:.1f}" if isinstance(value, float) else str(value) for key, value in attributes.items()}
        element = etree.Element(f"{{{SVG}}}{name}", said)
        self._parts.append(element)
        return element


def _png(svg: bytes, wide: float, high: float) -> bytes:
    page = f"#set page(width: {wide:g}pt, height: {high:.0f}pt, margin: 0pt)"
    source = f'{page}\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    compiler = typst.Compiler(
        source.encode(), root=Path(__file__).parent, font_paths=FONTS, ignore_system_fonts=True,
        sys_inputs={"svg": svg.decode()},
    )  # fmt: skip
    made = compiler.compile(format="png", ppi=PER_INCH)
    assert isinstance(made, bytes)
    return made


def _faces(root: Any) -> Any:
    """The letters that the picture uses, within it: whoever opens it has them."""
    letters = "".join(sorted({letter for text in root.itertext() for letter in text}))
    families = {"Noto Sans": LATIN} | ({"Vazirmatn": RIGHT_FONTS} if ARABIC.search(letters) else {})
    faces = [
        f"@font-face{{font-family:'{family}';font-weight:{'400' if weight == '400' else '600 900'};"
        f"src:url(data:font/woff;base64,{_subset(name, letters)})}}"
        for family, names in families.items()
        for weight, name in names.items()
    ]
    style = etree.Element(f"{{{SVG}}}style")
    style.text = "".join(faces)
    return style


def _subset(name: str, letters: str) -> str:
    """A font with these letters alone. Latin letters have no pairs that stand closer, as texts are measured."""
    options = subset.Options()
    if name in LATIN.values():
        options.drop_tables += ["GDEF", "GSUB", "GPOS"]
    font = TTFont(FOLDER / name, lazy=True, recalcTimestamp=False)
    chosen = subset.Subsetter(options)
    chosen.populate(text=letters)
    chosen.subset(font)
    content = io.BytesIO()
    font.flavor = "woff"
    font.save(content)
    return base64.b64encode(content.getvalue()).decode()
