"""What Plotly has drawn as a small SVG file that every program reads as browsers do."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ARABIC = re.compile("[\u0600-\u06ff]")
FROM_RIGHT, END = "\u2067", "\u2069"
RIGHT_FAMILY = "Vazirmatn, 'Noto Sans'"
DECIMALS = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
UNUSED = ("class", "data-notex", "data-math", "data-unformatted", "data-bb", "aria-label", "pointer-events")
EMPTY = {f"{{{SVG}}}{name}" for name in ("g", "defs", "text", "tspan")}


def cleaned(svg: str, canvases: Mapping[str, Any]) -> str:
    """The drawing without what only a browser understands. canvases: the rectangles of each canvas, by the address
    that stands in the place of its picture."""
    svg = svg.replace("&nbsp;", "\u00a0").replace("TOBESTRIPPED", "'")
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for image in [*root.iter(f"{{{SVG}}}image")]:
        _draw_canvas(image, canvases)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in UNUSED:
            element.attrib.pop(name, None)
        if style := element.get("style"):
            _set_style(element, style)
        if path := element.get("d"):
            element.set("d", _rounded(path))
        if transform := element.get("transform"):
            element.set("transform", DECIMALS.sub(lambda found: _short(found[0], 2), transform))
        if element.tag == f"{{{SVG}}}text":
            element.set(SPACE, "preserve")
        _isolate(element)
    _drop_empty(root)
    return str(etree.tostring(root, encoding="unicode"))


def _set_style(element: Any, style: str) -> None:
    """Without empty declarations, after which some programs read no further; a halo is an outline under the letters."""
    said = [(name.strip(), value.strip()) for name, _, value in (one.partition(":") for one in _declared(style))]
    kept = {name: value for name, value in said if value and name not in ("pointer-events", "cursor", "user-select")}
    shadow = kept.pop("text-shadow", "")
    if colour := re.search(r"#[0-9a-fA-F]{3,8}|rgba?\([^)]*\)", shadow):
        kept |= {"paint-order": "stroke", "stroke": colour[0], "stroke-width": "3px", "stroke-linejoin": "round"}
    kept.pop("background", None)
    if kept:
        element.set("style", ";".join(f"{name}:{value}" for name, value in kept.items()))
    else:
        del element.attrib["style"]


def _declared(style: str) -> list[str]:
    """The declarations of a style; a semicolon in quotes or brackets ends none."""
    return re.findall(r"(?:\([^)]*\)|'[^']*'|\"[^\"]*\"|[^;('\"])+", style)


def _rounded(path: str) -> str:
    places = 2 if re.search("[a-df-z]", path) else 1  # errors of steps add up
    return DECIMALS.sub(lambda found: _short(found[0], places), path)


def _short(number: str, places: int) -> str:
    text = f"{float(number):.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _isolate(element: Any) -> None:
    """Texts in Arabic letters begin at the right, wherever they stand."""
    if element.text and ARABIC.search(element.text) and element.tag in (f"{{{SVG}}}text", f"{{{SVG}}}tspan"):
        element.text = f"{FROM_RIGHT}{element.text}{END}"
        style = re.sub(r"font-family:[^;]*;?", "", element.get("style", ""))
        element.set("style", f"font-family:{RIGHT_FAMILY};{style}")


def _draw_canvas(image: Any, canvases: Mapping[str, Any]) -> None:
    """Put the rectangles of a canvas where its picture would be; any other picture goes, for it is from elsewhere."""
    address = image.get(XLINK) or image.get("href") or ""
    parent = image.getparent()
    if address not in canvases:
        parent.remove(image)
        return
    canvas = canvases[address]
    x, y, wide, high = (float(image.get(name, 0)) for name in ("x", "y", "width", "height"))
    group = etree.Element(f"{{{SVG}}}g")
    group.set("transform", f"translate({x},{y}) scale({wide / canvas['wide']},{high / canvas['high']})")
    if clip := image.get("clip-path"):
        group.set("clip-path", clip)
    for left, top, width, height, colour in canvas["drawn"]:
        said = {"x": left, "y": top, "width": width, "height": height}
        etree.SubElement(group, f"{{{SVG}}}rect", {name: str(value) for name, value in said.items()} | {"fill": colour})
    parent.replace(image, group)


def _drop_empty(root: Any) -> None:
    for element in reversed([*root.iter(*EMPTY)]):
        parent = element.getparent()
        if parent is not None and not len(element) and not element.text and not element.get("id"):
            if element.tail:
                before = element.getprevious()
                if before is not None:
                    before.tail = (before.tail or "") + element.tail
                else:
                    parent.text = (parent.text or "") + element.tail
            parent.remove(element)


def turned(text: Any) -> None:
    """Give a text from right to left a direction of its own: browsers take signs that only isolate it, which are of
    another font, for a part of the line, and put its first figure last."""
    parts = [part for part in text.iter() if part.text and part.text.startswith(FROM_RIGHT)]
    for part in parts:
        part.text = part.text.removeprefix(FROM_RIGHT).removesuffix(END)
    if parts:
        text.set("direction", "rtl")
        for part in text.iter():
            anchor = part.attrib.pop("text-anchor", "start" if part is text else None)
            if anchor and anchor != "end":
                part.set("text-anchor", {"start": "end"}.get(anchor, anchor))
