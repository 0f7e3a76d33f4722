"""Elements of an IATI file, with the lines where they stand; texts and days of an activity."""

from xml.etree import ElementTree
from xml.parsers import expat

from data_access.importing.reading.invisible_signs import without_ends

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LINE = "@line"  # no attribute of XML is called so
Cells = dict[str, str]


def parse(content: str) -> ElementTree.Element:
    """Return the root of an XML file, each element with its line as an attribute. Raises expat.ExpatError."""
    builder = ElementTree.TreeBuilder()
    # the encoding that the first line names is that of the file, and not of the text any more
    parser = expat.ParserCreate("utf-8", namespace_separator="}")

    def full(name: str) -> str:
        return "{" + name if "}" in name else name

    def start(tag: str, attributes: dict[str, str]) -> None:
        named = {full(name): text for name, text in attributes.items()}
        builder.start(full(tag), named | {LINE: str(parser.CurrentLineNumber)})

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(full(tag))
    parser.CharacterDataHandler = builder.data
    parser.Parse(content.removeprefix("\ufeff").encode(), True)
    return builder.close()


def at(**elements: ElementTree.Element | None) -> Cells:
    """Return where columns of a row were read: "@note": "comment 216". The column `row` stands for all others."""
    found = {name: element for name, element in elements.items() if element is not None}
    return {
        f"@{name}": f"{element.tag.rpartition('}')[2]} {element.get(LINE, '')}".strip()
        for name, element in found.items()
    }


def narrative(element: ElementTree.Element | None, activity: ElementTree.Element) -> str:
    """Return the text of an element: in English where it is given, else the first."""
    if element is None:
        return ""
    texts = {
        (one.get(LANGUAGE) or activity.get(LANGUAGE) or ""): one.text or ""
        for one in reversed(element.findall("narrative"))
    }
    return " ".join((texts.get("en") or element.findtext("narrative") or "").split())


def short(text: str, longest: int) -> str:
    """Return a text cut to a length, with a sign that it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def day(text: str | None) -> str:
    """Return a day without its time zone ("2023-01-01Z")."""
    return without_ends(text or "")[:10]
