"""Views as a document to print or to send: PDF/UA with vector figures, tables, and all that goes with the numbers."""

import datetime
import math
import re
from collections.abc import Sequence
from numbers import Real
from typing import Any

import pandas as pd

from exports.deck.drawing import plain as without_marks
from exports.drawn.worker import WORKER, Drawing, Worker
from exports.views import Opened
from exports.whose import about, source_of, tag_of
from figures.kit import sources
from figures.kit.columns import heading
from figures.kit.paper import Paper
from figures.kit.plots import is_rtl
from figures.kit.tables import NUMBERS, YEARS
from figures.views.panel import Panel
from figures.views.view import is_published
from locales import Translator

PDF = "application/pdf"
REGIONS = {"fa": "AF", "ps": "AF", "ur": "PK", "tg": "TJ", "ru": "RU", "tk": "TM", "uz": "UZ"}
NARROW, WIDE = 440, 800  # pixels of a figure in half a side, and in a whole one
HIGHEST = 1.25  # of its width: what is higher would be too small to be read, and is its table
MOST_ROWS = 60
NARROW_LETTERS = 68  # of the columns of a table that finds room in half a side
# of those that can be read in the smallest letters, in half a side and in a whole one
MOST_NARROW, MOST_WIDE = 90, 170
LONGEST_CELL = 400
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<[^<>]*>\)")
ESCAPED = re.compile(r"\\([\\`*_\[\]#$~<>|:])")
# of the page: what stands in it is on the paper in its own way
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


def make_pdf(
    opened: Sequence[Opened],
    paper: Paper,
    day: datetime.date,
    *,
    sides: int,
    facts: Sequence[tuple[str, str]] = (),
    worker: Worker = WORKER,
) -> bytes:
    """Return views of one release as a PDF of at most so many sides; the first says title and address. facts:
    what it is about, each with its name. Raises BadInput where a figure cannot be drawn."""
    first, t = opened[0], paper.t
    release = first.view.release
    drawings: list[Drawing] = []
    panels = [_panel(panel, one, drawings) for one in opened for panel in one.shown.panels]
    has_map = any("geo" in one.figure.to_dict()["layout"] for one in drawings)
    sentence = first.view.sentence
    shown = [panel for one in opened for panel in one.shown.panels]
    footer = [source_of(shown, release, t), t.gettext("Made on {date}").format(date=t.date(day))]
    data = {
        "lang": t.language.code,
        "region": REGIONS.get(t.language.code, "GB"),
        "rtl": is_rtl(t),
        "fonts": ["Vazirmatn", "Noto Sans"] if is_rtl(t) else ["Noto Sans", "Vazirmatn"],
        "digits": [[str(digit), t.number(digit)] for digit in range(10)],
        "title": plain(first.shown.headline),
        "author": t.gettext("Trafficking Observatory"),
        "header": t.gettext("Trafficking Observatory"),
        "tag": tag_of(shown, release, t),
        "warning": sources.retraction_notice(release, t),
        "below": [plain(said) for said in first.shown.below],
        "facts": [[plain(name), plain(said)] for name, said in facts],
        "choices": t.gettext("Shown: {choices}").format(choices=sentence) if sentence else None,
        "panels": panels,
        "about_title": t.gettext("About these numbers"),
        "about": [plain(one) for one in about(first, shown, day, t, has_map=has_map)],
        "footer": " ".join(one for one in footer if one),
        "address": first.link,
        "page": t.gettext("Page {page} of {pages}"),
        "all_rows": t.gettext("All {all} rows."),
        "some_rows": t.gettext("{rows} of {all} rows; the workbook and the CSV file of the page have all of them."),
        "no_row": t.gettext("No room for its table of {all} rows; the workbook and the CSV file of the page have it."),
        "sides": sides,
    }
    return worker.typeset(drawings, _clean(data))


def plain(text: str) -> str:
    """The words of a text that a page writes in markdown: without its marks, and escaped signs as they are."""
    text = LINK.sub(r"\1", text)
    text = re.sub(r"(?<!\\)`([^`]*)`", r"\1", text)
    return ESCAPED.sub(r"\1", without_marks(text))


def _panel(panel: Panel, opened: Opened, drawings: list[Drawing]) -> dict[str, Any]:
    """A panel as the document shows it; its drawing is added to the others."""
    release, t = opened.view.release, opened.view.t
    tag = sources.panel_tag(release, t) if panel.source is None else None
    table = table_of(panel, t) if is_published(panel.answer) and panel.has_numbers else None
    said = [panel.notes(release, t), panel.sentence if panel.sentence != opened.view.sentence else None, panel.source]
    shown: dict[str, Any] = {
        "title": plain(f"{panel.title} ({tag})" if tag else panel.title),
        "alt": plain(panel.alt) or plain(panel.title),
        "notes": plain(" ".join(one for one in said if one)) or None,
        "drawing": None,
        "wide": 1,
        "instead": None if table else plain(panel.why_empty(t)),
        "table": table,
        "is_wide": table is not None and sum(table["wide"]) > NARROW_LETTERS,
    }
    if panel.has_numbers and panel.draw is not None:
        figure = panel.draw()
        layout = figure.to_dict()["layout"]
        is_map = "geo" in layout
        is_wide = layout["width"] > NARROW if is_map else is_crowded(figure.to_dict())
        width = None if is_map else WIDE if is_wide else NARROW
        is_drawn = table is None or is_map or layout.get("height", 450) <= HIGHEST * (width or layout["width"])
        if is_drawn:
            shown |= {"drawing": len(drawings), "is_wide": is_wide, "wide": 0.8 if is_map else 1}
            drawings.append(Drawing(figure, width))
    if table is not None:
        shown["table"] = _readable(table, MOST_WIDE if shown["is_wide"] else MOST_NARROW, t)
    return shown


def _readable(table: dict[str, Any], most: float, t: Translator) -> dict[str, Any]:
    """The first columns of a table, as many as do not run into each other; and what is said of the others."""
    columns = len(table["head"])
    while columns > 1 and sum(table["wide"][:columns]) > most:
        columns -= 1
    said = t.gettext("{columns} of {all} columns; the workbook and the CSV file of the page have all of them.")
    left_out = said.format(columns=t.number(columns), all=t.number(len(table["head"])))
    return {
        **{name: table[name][:columns] for name in ("head", "numeric", "wide")},
        "rows": [row[:columns] for row in table["rows"]],
        "left_out": left_out if columns < len(table["head"]) else None,
    }


def is_crowded(figure: dict[str, Any]) -> bool:
    """Does a figure need the whole width: a matrix, or many small charts?"""
    axes = sum(name.startswith("xaxis") for name in figure["layout"])
    return axes > 2 or any(trace.get("type") in ("heatmap", "sankey") for trace in figure["data"])


def table_of(panel: Panel, t: Translator) -> dict[str, Any]:
    """The table of a panel as a reader of a file sees it: head, rows, which columns are of numbers, and the letters
    that each needs."""
    table = panel.read(t)
    # margins say the same as standard errors, words as codes, and cells without a number say why
    spare = (heading("standard_error", t), heading("state", t), t.gettext("Code"))
    # a heading that is there twice has a number behind it
    table = table.drop(columns=[name for name in table.columns if re.sub(r" \(\d+\)$", "", str(name)) in spare])
    years = {heading(year, t) for year in YEARS}
    numbers = table.attrs.get(NUMBERS, [])
    names = [str(name) for name in table.columns]
    rows = [
        [_cell(value, t, is_year=name in years) for value, name in zip(row, names, strict=True)]
        for row in table.itertuples(index=False, name=None)
    ]
    heads = [plain(name) for name in names]
    return {"head": heads, "numeric": [name in numbers for name in names], "rows": rows, "wide": _widths(heads, rows)}


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """The letters that each column needs: its longest word, or more where it has much to say."""
    columns = [[head, *(row[at] for row in rows[:MOST_ROWS])] for at, head in enumerate(heads)]
    words = [max(len(word) for text in column for word in text.split() or [""]) for column in columns]
    texts = [max(map(len, column)) for column in columns]
    return [max(word + 1.5, min(text + 1, 10), 2.6 * math.sqrt(text)) for word, text in zip(words, texts, strict=True)]


def _cell(value: Any, t: Translator, *, is_year: bool) -> str:
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
        return "" if math.isnan(number) else t.year(int(number)) if is_year else t.number(number)
    text = plain(str(value)).replace("\n", " ")
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _clean(value: Any) -> Any:
    """The same without what no document holds."""
    if isinstance(value, str):
        return UNSEEN.sub("", value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    return value
