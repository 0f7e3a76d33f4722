"""A text as a document for a word processor (DOCX), to be written on."""

import datetime
import io

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from exports.text import Text
from figures.kit.paper import Paper
from figures.kit.plots import is_rtl
from locales import Translator

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONTS = ("Noto Sans", "Vazirmatn")  # of Latin and Cyrillic letters, and of Arabic ones


def text_document(text: Text, paper: Paper, day: datetime.date) -> bytes:
    """Return a text as a DOCX of one A4 page, which reads from the right where its language does."""
    t = paper.t
    document = Document()
    _set_page(document, text, t, day)
    _write(document.add_heading("", 1), text.title, t)
    for said in text.below:
        _write(document.add_paragraph(), said, t)
    for title, said in text.sections:
        paragraph = document.add_paragraph()
        _write(paragraph, f"{title}: ", t, is_bold=True)
        _write(paragraph, said, t)
    _write(document.add_heading("", 2), text.about_title, t)
    for said in text.about:
        _write(document.add_paragraph(style="Caption"), said, t)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _set_page(document: Docx, text: Text, t: Translator, day: datetime.date) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name, size in (("Normal", 10), ("Heading 1", 15), ("Heading 2", 11), ("Caption", 8)):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), FONTS[0]
        style.font.bold = style.font.cs_bold = name.startswith("Heading")
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_after = Pt(4)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
        fonts.set(qn("w:cs"), FONTS[1] if is_rtl(t) else FONTS[0])
        size_of_arabic = OxmlElement("w:szCs")
        size_of_arabic.set(qn("w:val"), str(size * 2))
        style.element.rPr.append(size_of_arabic)
    known = document.core_properties
    known.title, known.author, known.comments = text.title, t.gettext("Trafficking Observatory"), ""
    known.language = t.language.code
    known.created = known.modified = datetime.datetime(day.year, day.month, day.day)


def _write(paragraph: Paragraph, text: str, t: Translator, *, is_bold: bool = False) -> None:
    """Add words to a paragraph, in the direction of their language."""
    run = paragraph.add_run(text)
    run.bold = run.font.cs_bold = is_bold or None
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi" if is_rtl(t) else "w:val"), t.language.code)
    if is_rtl(t):
        properties = paragraph._p.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:jc", "w:rPr")
        run.font.rtl = True
    run._r.get_or_add_rPr().append(language)
