"""The figures of a page of the frozen edition: title, drawing, what it does not say, and its table."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup

from exports.deck.deck import Page as Slide
from exports.drawn.worker import Drawing
from exports.pdf.document import NARROW, UNSEEN, WIDE, is_crowded, plain, table_of
from exports.site.leaves import Leaf
from exports.site.pictures import HERE, picture
from figures.kit import sources
from figures.kit.rows import rows_of
from figures.kit.tables import shown_rows
from figures.views.panel import Panel
from figures.views.view import Memory, is_published
from locales import Translator

Draw = Callable[[Drawing], str]


@dataclass(frozen=True)
class Picture:
    """A drawing as it stands in a page. is_wide: does it need the whole width of the page? is_large: and more
    than a phone has? is_map: is it one?"""

    svg: str
    is_wide: bool
    is_large: bool
    is_map: bool


def pictures(leaf: Leaf, draw: Draw, kept: Memory) -> list[Picture | None]:
    """The drawing of each figure of a page; None where there is none. draw: makes a drawing SVG. kept: remembers
    them."""
    return [_picture(one.panel, draw, kept) if one.panel else None for one in leaf.slides]


def _picture(panel: Panel, draw: Draw, kept: Memory) -> Picture | None:
    if not panel.has_numbers or panel.draw is None:
        return None
    figure = panel.draw()
    parts = figure.to_dict()
    is_map = "geo" in parts["layout"]
    is_wide = not is_map and is_crowded(parts)
    is_large = is_wide or (is_map and parts["layout"]["width"] > NARROW)
    drawing = Drawing(figure, None if is_map else WIDE if is_wide else NARROW)
    content = orjson.dumps(parts, option=orjson.OPT_SERIALIZE_NUMPY)
    alt = clean(panel.alt) or clean(panel.title)
    key = ("picture", hashlib.sha256(content).digest(), drawing.width, alt)
    return kept(key, lambda: Picture(picture(draw(drawing), alt), is_wide, is_large, is_map))


def panels(
    leaf: Leaf,
    drawn: Sequence[Picture | None],
    links: Callable[[str], str | None],
    more: Callable[[Slide], dict[str, str] | None],
) -> list[dict[str, Any]]:
    """What the page says of each figure. links: where the page of a place is, by its code; more: the page that a figure
    of a story is from."""
    keys: dict[str, int] = {}
    found = []
    for number, (slide, one) in enumerate(zip(leaf.slides, drawn, strict=True)):
        if slide.panel is None:
            continue
        key = slide.panel.key
        keys[key] = keys.get(key, 0) + 1
        said = _panel(leaf, slide, slide.panel, one, links)
        said |= {"key": key if keys[key] == 1 else f"{key}-{keys[key]}", "more": more(slide)}
        if one:
            said["picture"] = Markup(one.svg.replace(HERE, f"f{number}-"))
        found.append(said)
    _fill_rows(found)
    return found


def _fill_rows(found: Sequence[dict[str, Any]]) -> None:
    """Two panels stand beside each other; one that is left alone has its words beside its drawing."""
    beside = 0
    for panel, following in zip(found, [*found[1:], None], strict=False):
        beside = 0 if panel["wide"] else beside + 1
        panel["alone"] = beside % 2 == 1 and (following is None or following["wide"])


def _panel(
    leaf: Leaf, slide: Slide, panel: Panel, drawn: Picture | None, links: Callable[[str], str | None]
) -> dict[str, Any]:
    release, t = slide.opened.view.release, slide.opened.view.t
    tag = sources.panel_tag(release, t) if panel.source is None else None
    is_told = is_published(panel.answer) and panel.has_numbers
    sentence = panel.sentence if panel.sentence is not None else slide.opened.view.sentence
    is_of_story = leaf.group == "story"
    is_other = is_of_story or sentence != leaf.opened.view.sentence
    notes = [slide.note, panel.notes(release, t), sentence if is_other and sentence else None, panel.source]
    said = slide.title or (slide.opened.shown.headline if is_of_story else "")
    return {
        "title": clean(f"{panel.title} ({tag})" if tag else panel.title),
        "said": clean(said),
        "wide": bool(drawn and drawn.is_wide) or (drawn is None and is_told),
        "large": bool(drawn and drawn.is_large),
        "picture": None,
        "instead": None if is_told else clean(panel.why_empty(t)),
        "notes": [clean(note) for note in notes if note],
        "table": _table(panel, t, links) if is_told else None,
    }


def _table(panel: Panel, t: Translator, links: Callable[[str], str | None]) -> dict[str, Any]:
    """The whole table: each row with the page of its place, where its first cell names one."""
    read = table_of(panel, t)
    rows = read["rows"]
    places: list[str | None] = [None] * len(rows)
    if panel.table is None and next(iter(panel.answer.columns), "") == "place":
        places = [links(str(row["place"])) for row in rows_of(shown_rows(panel.answer))]
    title = t.ngettext("Table: {title} ({number} row)", "Table: {title} ({number} rows)", len(rows))
    return {
        "title": clean(title.format(title=panel.title, number=t.number(len(rows)))),
        "head": [clean(name) for name in read["head"]],
        "numeric": read["numeric"],
        "rows": [
            {"cells": [clean(cell) for cell in row], "href": place} for row, place in zip(rows, places, strict=True)
        ],
    }


def clean(text: str) -> str:
    """The words of a text that a page writes in markdown, without what no file holds."""
    return re.sub(r"\s+", " ", UNSEEN.sub("", plain(text))).strip()
