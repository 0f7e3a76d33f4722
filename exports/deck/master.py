"""An empty deck of our own: wide slides, our fonts and colours in its theme, two layouts, from either side."""

import re
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from exports.deck.drawing import HEIGHT, LANGUAGES, WIDTH, Box, emu, is_rtl, make_decorative
from figures.kit.paper import Paper

# as bundled with the dashboard; where a computer has neither, PowerPoint draws its own
LATIN, ARABIC = "Noto Sans", "Vazirmatn"
TITLE, TITLE_SLIDE = "Title Only", "Title Slide"
TITLE_BOX = Box(40, 20, 880, 78)
FIRST_TITLE, FIRST_WORDS = Box(70, 120, 820, 150), Box(70, 290, 820, 150)
FLEETING = ("dt", "ftr", "sldNum")  # placeholders that every slide writes itself, with its own source


def empty_deck(paper: Paper, title: str) -> Any:
    """A presentation without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = emu(WIDTH), emu(HEIGHT)
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.name not in (TITLE, TITLE_SLIDE):
            deck.slide_layouts.remove(layout)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _theme(theme.blob, paper)
    for holder in (master, *deck.slide_layouts):
        for shape in list(holder.placeholders):
            kind = shape._element.xpath(".//p:ph/@type")
            if kind and kind[0] in FLEETING:
                shape._element.getparent().remove(shape._element)
    _place(master.placeholders, {"title": TITLE_BOX, "body": Box(40, 110, 880, 360)})
    for layout in deck.slide_layouts:
        _place(layout.placeholders, {"ctrTitle": FIRST_TITLE, "subTitle": FIRST_WORDS, "title": TITLE_BOX})
        _band(layout, Box(0, 0, 18, HEIGHT) if layout.name == TITLE_SLIDE else Box(0, 0, WIDTH, 6), paper)
    _styles(master._element, paper)
    _direct(deck, paper)
    properties = deck.core_properties
    properties.title, properties.author = title[:250], "Trafficking Observatory"
    properties.language, properties.subject = LANGUAGES.get(paper.t.language.code, "en-GB"), "Identified victims"
    return deck


def _place(placeholders: Any, boxes: dict[str, Box]) -> None:
    for shape in placeholders:
        kind = (shape._element.xpath(".//p:ph/@type") or ["body"])[0]
        if kind in boxes:
            shape.left, shape.top, shape.width, shape.height = boxes[kind].emu
        shape._element.xpath(".//p:cNvPr")[0].set("descr", shape.name)


def _band(layout: Any, place: Box, paper: Paper) -> None:
    """A band of the one accent at the edge where the language begins."""
    tree = layout._element.cSld.spTree
    at = place.mirrored(is_rtl(paper.t)).emu
    shape = etree.SubElement(tree, qn("p:sp"))
    properties = etree.SubElement(shape, qn("p:nvSpPr"))
    make_decorative(etree.SubElement(properties, qn("p:cNvPr"), id="99", name="Band"))
    etree.SubElement(properties, qn("p:cNvSpPr"))
    etree.SubElement(properties, qn("p:nvPr"))
    drawn = etree.SubElement(shape, qn("p:spPr"))
    transform = etree.SubElement(drawn, qn("a:xfrm"))
    etree.SubElement(transform, qn("a:off"), x=str(int(at[0])), y=str(int(at[1])))
    etree.SubElement(transform, qn("a:ext"), cx=str(int(at[2])), cy=str(int(at[3])))
    etree.SubElement(etree.SubElement(drawn, qn("a:prstGeom"), prst="rect"), qn("a:avLst"))
    etree.SubElement(etree.SubElement(drawn, qn("a:solidFill")), qn("a:schemeClr"), val="accent1")
    etree.SubElement(etree.SubElement(drawn, qn("a:ln")), qn("a:noFill"))


def _theme(blob: bytes, paper: Paper) -> bytes:
    """The theme with our fonts and colours."""
    colours = paper.colours
    root = etree.fromstring(blob)
    root.set("name", "Trafficking Observatory")
    for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
        fonts.find(qn("a:latin")).set("typeface", LATIN)
        fonts.find(qn("a:cs")).set("typeface", ARABIC)
        for font in fonts.findall(qn("a:font")):
            if font.get("script") in ("Arab", "Uigh"):
                font.set("typeface", ARABIC)
    accents = [colours.latest, *colours.categories[:5]]
    wanted = {
        "dk1": colours.text, "lt1": "#ffffff", "dk2": colours.quiet_text, "lt2": colours.land,
        **{f"accent{number}": colour for number, colour in enumerate(accents, 1)},
        "hlink": colours.latest, "folHlink": colours.quiet_text,
    }  # fmt: skip
    for element in root.find(f".//{qn('a:clrScheme')}"):
        colour = wanted[etree.QName(element).localname]
        for child in list(element):
            element.remove(child)
        etree.SubElement(element, qn("a:srgbClr"), val=colour.lstrip("#"))
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def _styles(master: Any, paper: Paper) -> None:
    """Titles and text begin where the language begins."""
    rtl = is_rtl(paper.t)
    for style, size in (("p:titleStyle", 2400), ("p:bodyStyle", 1800)):
        for level in master.find(f".//{qn(style)}"):
            if not re.fullmatch(r"lvl\dpPr", etree.QName(level).localname):
                continue
            level.set("algn", "r" if rtl else "l")
            level.set("rtl", "1" if rtl else "0")
            letters = level.find(qn("a:defRPr"))
            letters.set("sz", str(size))
            letters.set("b", "1" if style == "p:titleStyle" else "0")
    for body in master.iter(qn("a:bodyPr")):
        for name in ("lIns", "rIns", "tIns", "bIns"):
            body.set(name, "0")


def _direct(deck: Any, paper: Paper) -> None:
    """Whatever somebody adds to a right-to-left deck begins at the right, too."""
    if is_rtl(paper.t):
        for level in deck.element.iter(*(qn(f"a:lvl{number}pPr") for number in range(1, 10))):
            level.set("rtl", "1")
            level.set("algn", "r")
