"""One slide as a browser shows it: its figure at a size that is read from the last row, and its words.

A slide is STAGE pixels large and is drawn at the scale of its screen: two at 1920x1080, so that letters of 12 are 24
pixels high there. What stands on it is what stands on a slide of a deck (exports.deck).
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go

from exports.deck.deck import Page, notes_of, whole_sentences
from exports.deck.tables import in_words
from figures.kit import sources, tables
from figures.kit.plots import PlainFigure, plot
from figures.views.panel import Panel
from locales import Translator

STAGE = (960, 540)
PHONE = 350
EDGE, TOP, BELOW, BOTTOM = 36, 22, 120, 504  # of a map, which stands beside all words; of a chart, below its title
WIDE = STAGE[0] - 2 * EDGE
LINE, LETTER = 19, 6.9  # pixels of a line below a figure, and of one of its letters on average
LARGEST, SMALLEST = 1.3, 0.8  # how much larger or smaller than on a page a figure is drawn
GAP = 24
BESIDE = 320  # pixels that the words beside a map need at least
TITLE, NAME, TEXT = (25.0, 10.9), (31.0, 8.6), (20.3, 7.0)  # beside a map: pixels of a line and of a letter
LONG_TITLE, LONGEST_TITLE = 118, 165  # letters, from which a title is written smaller
MOST_ROWS, MOST_LINES, MOST_COLUMNS = 10, 12, 6  # of a table; lines where it has one row
LONGEST_CELL = 70


@dataclass(frozen=True)
class Drawn:
    """A figure of a slide. is_beside: do all words stand beside it, as beside a map, or above and below? width, height:
    as it is drawn; scale: how much larger it is shown."""

    figure: go.Figure
    is_beside: bool
    width: float
    height: float
    scale: float


def drawn(page: Page) -> Drawn | None:
    """The figure of a slide, fitted into its place; None where it is a table or a sentence."""
    panel = page.panel
    if panel is None or panel.draw is None or not panel.has_numbers:
        return None
    figure = panel.draw()
    assert isinstance(figure, PlainFigure)
    traces, layout = figure.parts
    if page.opened.view.paper.width == "phone":  # where a slide is as long as it needs
        return Drawn(figure, False, float(layout.get("width", PHONE)), float(layout["height"]), 1)
    if "geo" in layout:
        width, height = float(layout["width"]), float(layout["height"])
        scale = min((BOTTOM - TOP) / height, (WIDE - BESIDE) / width)
        return Drawn(figure, True, width, height, scale)
    room = BOTTOM - BELOW - LINE * len(_lines(page)) - 10
    usual = float(layout["height"])
    scale = min(max(room / usual, 1.0), LARGEST)
    height = min(room / scale, usual * 1.5)
    if usual * SMALLEST > height:
        scale = SMALLEST
        height = min(room / scale, usual)
    # few bars are no thicker than on a page
    return Drawn(plot(traces, {**layout, "height": height}), False, WIDE / scale, height, scale)


def head(page: Page) -> str:
    """The sentence of a slide, and below it what its figure shows."""
    title = page.title or page.opened.shown.headline
    look = "longest" if len(title) > LONGEST_TITLE else "long" if len(title) > LONG_TITLE else ""
    panel = page.panel
    named = f"<p>{escape(panel.title)}</p>" if panel else ""
    return f'<header class="{look}"><h2>{escape(title)}</h2>{named}</header>'


def words(page: Page, beside: Drawn | None) -> str:
    """What stands beside or below the figure: what is withheld, what the figure does not say; beside a map also its
    sentence and what it shows, in place of a figure its table or why there is none. beside: the figure that all words
    stand beside."""
    panel, t = page.panel, page.opened.view.t
    if panel is None:
        return f'<div class="said">{"".join(f"<p>{escape(one)}</p>" for one in page.opened.shown.below)}</div>'
    if not panel.has_numbers:
        return f'<div class="said"><p>{escape(panel.why_empty(t))}</p></div>'
    if panel.draw is None:
        return _table(panel.read(t), panel.alt, t) + _below(page)
    if beside:
        title = page.title or page.opened.shown.headline
        said = whole_sentences(_of_map(page, panel), _room_beside(beside, title, panel.title))
        return f'<div class="beside"><h2>{escape(title)}</h2><h3>{escape(panel.title)}</h3><p>{escape(said)}</p></div>'
    return _below(page)


def foot(page: Page, number: str, tag: str | None) -> str:
    """Source and date, the tag of invented data, and which of how many slides this is."""
    release, t = page.opened.view.release, page.opened.view.t
    source = page.panel.source if page.panel and page.panel.source else sources.source_line(release, t)
    is_of_release = source == sources.source_line(release, t)
    shown = f"<b>{escape(tag)}</b>" if tag and is_of_release else ""
    return f"<footer><span>{escape(source)}</span>{shown}<span>{escape(number)}</span></footer>"


def notes(page: Page, day: datetime.date) -> str:
    """What who speaks may want to know: the notes of the slide in a deck."""
    return f"<aside>{''.join(f'<p>{escape(one)}</p>' for one in notes_of(page, day))}</aside>"


def _below(page: Page) -> str:
    return f'<div class="below">{"".join(f"<p>{escape(one)}</p>" for one in _lines(page))}</div>'


def _of_map(page: Page, panel: Panel) -> str:
    """What is said beside a map: first what may not be left out."""
    needed, *others = [*_notes(page), ""]
    return " ".join(filter(None, [needed, panel.alt, *others]))


def _room_beside(beside: Drawn, title: str, name: str) -> int:
    """How many letters find room beside a map, below the sentence of its slide and its name."""
    wide = WIDE - beside.width * beside.scale - GAP
    lines = ((title, *TITLE), (name, *NAME))
    above = sum(line * math.ceil(len(text) * letter / wide) for text, line, letter in lines)
    line, letter = TEXT
    return int((BOTTOM - TOP - above - 2 * GAP) // line * wide / letter)


def _lines(page: Page) -> list[str]:
    """What is said under a figure, in two lines at most: first what may not be left out."""
    said = whole_sentences(" ".join(_notes(page)), int(2 * WIDE / LETTER))
    return [said, *[""] * (len(said) > WIDE / LETTER)] if said else []


def _notes(page: Page) -> Sequence[str]:
    panel, t = page.panel, page.opened.view.t
    if panel is None:
        return []
    needed = []
    if "state" in panel.answer:
        needed = [tables.withheld_note(panel.answer, t), tables.uncertain_note(panel.answer, t)]
    said = panel.notes(page.opened.view.release, t) or ""
    for one in filter(None, needed):
        said = said.replace(one, "")
    return [one for one in (*needed, " ".join(said.split())) if one]


def _table(table: pd.DataFrame, alt: str, t: Translator) -> str:
    """As many rows and columns as can be read from the last row, and how many there are; a single row as a list."""
    names, texts = in_words(table, t)
    if len(texts) == 1 and len(names) > MOST_COLUMNS:
        told = [(name, text) for name, text in zip(names, texts[0], strict=True) if text][:MOST_LINES]
        lines = [f"<tr><th>{escape(name)}</th><td>{escape(_cut(text))}</td></tr>" for name, text in told]
        return f'<div class="table"><table aria-label="{escape(alt)}">{"".join(lines)}</table></div>'
    lines = [f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in names[:MOST_COLUMNS])}</tr>"]
    for row in texts[:MOST_ROWS]:
        lines.append(f"<tr>{''.join(f'<td>{escape(_cut(text))}</td>' for text in row[:MOST_COLUMNS])}</tr>")
    said = ""
    if len(texts) > MOST_ROWS:
        said = t.gettext("{shown} of {number} rows; the file of the page has all of them.").format(
            shown=t.number(MOST_ROWS), number=t.number(len(texts))
        )
    return f'<div class="table"><table aria-label="{escape(alt)}">{"".join(lines)}</table><p>{escape(said)}</p></div>'


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1].rstrip() + "…"
