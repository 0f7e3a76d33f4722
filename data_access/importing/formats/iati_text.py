"""Texts and days of an IATI activity."""

from xml.etree import ElementTree

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Cells = dict[str, str]


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
    return (text or "").strip()[:10]
