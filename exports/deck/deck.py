"""A deck: a slide that says what it is, and a slide for each view, with all that must go with its numbers."""

import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.deck import master
from exports.deck.chart_parts import ChartParts, parts_of
from exports.deck.charts import draw_chart
from exports.deck.drawing import LANGUAGES, SMALLEST, Box, Look, Paths, describe, is_rtl, plain, write
from exports.deck.map_shapes import KeyEntry, MapOfFigure
from exports.deck.tables import draw_table
from exports.making import step
from exports.stories import Slide
from exports.views import Opened, named_release, open_view
from exports.whose import about, are_of_release, source_of, tag_of
from figures.kit import sources
from figures.kit.maps import PICTURE_NOTE
from figures.kit.paper import Paper
from figures.kit.plots import PlainFigure
from figures.views.panel import Panel
from figures.views.view import Memory
from locales import N_

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
BODY = Box(40, 134, 880, 340)
FOOTER = Box(40, 486, 880, 40)
MOST_SLIDES = 60
LINE = 1.28  # of the size of letters
LETTER = 0.54  # of the size of letters, on average


@dataclass(frozen=True)
class Page:
    """One slide to be made: a view, which of its panels, and what its author adds. title: in place of the view's
    sentence; note: before all other notes."""

    opened: Opened
    panel: Panel | None
    title: str = ""
    note: str = ""


def page_of(opened: Opened, panel: str | None, title: str = "", note: str = "") -> Page:
    """The slide of a view. panel: the key of the one that is shown, or None for the first. Raises BadInput."""
    panels = {one.key: one for one in opened.shown.panels}
    if panel is not None and panel not in panels:
        raise BadInput(
            N_("{link} has no figure called {name}; it has: {names}."),
            link=opened.link,
            name=repr(panel),
            names=", ".join(panels),
        )
    chosen = panels[panel] if panel else next(iter(panels.values()), None)
    return Page(opened, chosen, title, note)


def pages_of(slides: Iterable[Slide], release: Release, paper: Paper, kept: Memory) -> list[Page]:
    """The slides of a story, opened for one release; without those that may be missing and that the release has no
    figure for. Raises BadInput, with what is wrong of which."""
    t, pages, told = paper.t, [], [*slides]
    for number, slide in enumerate(told):
        step(number, 2 * len(told))  # the other half is to draw them
        named = named_release(slide.view)
        if named is not None and named != str(release.id):
            # numbers of two releases would be read together
            raise BadInput(
                N_("A deck is of one release; {link} names another one than {number}."),
                link=slide.view,
                number=release.id,
            )
        try:
            opened = open_view(slide.view, release, paper, kept)
            pages.append(page_of(opened, slide.panel, slide.title.said(t), slide.note.said(t)))
        except BadInput:
            if not slide.may_be_missing:
                raise
    if not pages:
        raise BadInput(N_("Release {number} has no figure of this story."), number=release.id)
    return pages


def notes_of(page: Page, day: datetime.date) -> list[str]:
    """The notes of a slide: what is shown of whom, what the figure does not say, method, source, citation and address.
    day: on which it is shown."""
    opened, panel, release, t = page.opened, page.panel, page.opened.view.release, page.opened.view.t
    sentence = panel.sentence if panel and panel.sentence is not None else opened.view.sentence
    said = [
        page.note,
        t.gettext("Shown: {choices}").format(choices=sentence) if sentence else None,
        *opened.shown.below,
    ]
    if panel:
        said += [panel.alt, panel.notes(release, t), sources.map_note(release, t) if is_map(panel) else None]
        said.append(panel.source)
    shown = [panel] if panel else []
    said += [source_of(shown, release, t), *about(opened, shown, day, t, has_map=False)]
    return [one for one in dict.fromkeys(said) if one]


def is_map(panel: Panel) -> bool:
    """Does a panel draw a map?"""
    return panel.draw is not None and panel.has_numbers and "geo" in panel.draw().to_dict()["layout"]


def make_deck(
    title: str,
    pages: Sequence[Page],
    paper: Paper,
    day: datetime.date,
    progress: Callable[[int, int], None] = lambda done, all: None,
) -> bytes:
    """Return a deck as a PPTX file. Raises BadInput where there is nothing to show, or too much. progress: is called
    with the slides that are made, and with all."""
    if not pages:
        raise BadInput(N_("A deck needs at least one view."))
    if len(pages) > MOST_SLIDES:
        raise BadInput(
            N_("A deck has at most {most} slides; this one has {number}."), most=MOST_SLIDES, number=len(pages)
        )
    deck = master.empty_deck(paper, title)
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    _first(deck.slides.add_slide(layouts[master.TITLE_SLIDE]), title, pages, paper, day)
    for number, page in enumerate(pages, 1):
        _Slide(deck.slides.add_slide(layouts[master.TITLE]), page, paper, number + 1).draw(day)
        progress(number, len(pages))
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def _first(slide: Any, title: str, pages: Sequence[Page], paper: Paper, day: datetime.date) -> None:
    """The slide that says what the deck is, from which release, and of which day."""
    t, release = paper.t, pages[0].opened.view.release
    shown = [one.panel for one in pages if one.panel]
    is_of_release = are_of_release(shown, release, t)
    said = [
        t.gettext("Trafficking Observatory"),
        source_of(shown, release, t),
        t.gettext("Made on {date}").format(date=t.date(day)),
        sources.provenance_notice(release, t) if is_of_release else None,
        sources.translation_note(t),
    ]
    head, below = slide.shapes.title, slide.placeholders[1]
    write(head.text_frame, [title], t, size=38, colour=paper.colours.latest, bold=True)
    head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    write(below.text_frame, [one for one in said if one], t, size=17, colour=paper.colours.text)
    describe(head, title)
    describe(below, " ".join(one for one in said if one))
    _notes(slide, [*([sources.caveat(t)] if is_of_release else []), *(one for one in said if one)], paper)


def _notes(slide: Any, said: Sequence[str], paper: Paper) -> None:
    frame = slide.notes_slide.notes_text_frame
    frame.text = ""
    write(frame, said, paper.t, size=12, colour=paper.colours.text)
    for shape in slide.notes_slide.shapes:
        describe(shape, shape.name)


class _Slide:
    """One slide as it is drawn."""

    def __init__(self, slide: Any, page: Page, paper: Paper, number: int) -> None:
        self.slide, self.page, self.paper, self.number = slide, page, paper, number
        slide.shapes.turbo_add_enabled = True  # else each shape looks for its number among all others
        self.t, self.release = paper.t, page.opened.view.release
        self.rtl = is_rtl(paper.t)

    def draw(self, day: datetime.date) -> None:
        page, t = self.page, self.t
        title = page.title or page.opened.shown.headline
        head = self.slide.shapes.title
        write(
            head.text_frame, [title], t, size=24 if len(title) < 125 else 20, colour=self.paper.colours.text, bold=True
        )
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        describe(head, title)
        panel = page.panel
        if panel is None:
            self._text("\n".join(page.opened.shown.below), BODY, size=18)
        else:
            unit = self._body(panel)
            title = f"{panel.title} · {unit}" if unit else panel.title
            self._text(title, Box(40, 102, 880, 26), size=17, colour=self.paper.colours.quiet_text)
        self._footer(panel)
        _notes(self.slide, notes_of(self.page, day), self.paper)

    def _body(self, panel: Panel) -> str:
        """Draw what the panel shows; return the unit of its axis, or ""."""
        if not panel.has_numbers:
            self._text(panel.why_empty(self.t), BODY, size=18)
            return ""
        figure = panel.draw() if panel.draw else None
        if isinstance(figure, PlainFigure):
            traces, layout = figure.parts
            if "geo" in layout:
                self._map(panel, MapOfFigure(traces, layout, self.paper))
                return ""
            if parts := parts_of(traces, layout, self.t):
                self._chart(panel, parts)
                return parts.unit
        self._table(panel)
        return ""

    def _chart(self, panel: Panel, parts: ChartParts) -> None:
        """The chart, and below it as much of its notes as finds room; of many rows, one line."""
        lines = 1 if len(parts.categories) > 9 and parts.kind == "bars" else 2
        note = self._trimmed(panel.notes(self.release, self.t) or "", 880, 20.0 * lines)
        room = 348 - (20.0 * lines + 2 if note else 0)
        draw_chart(self.slide, parts, Box(40, 128, 880, room), panel.title, f"{panel.title}. {panel.alt}", self.paper)
        if note:
            self._text(note, Box(40, 130 + room, 880, 20.0 * lines), colour=self.paper.colours.quiet_text)

    def _table(self, panel: Panel) -> None:
        table = panel.read(self.t)
        rows, _columns = draw_table(
            self.slide, table, Box(40, 134, 880, 312), f"{panel.title}. {panel.alt}", self.paper
        )
        if rows < len(table):
            said = self.t.gettext("{shown} of {number} rows; the file of the page has all of them.").format(
                shown=self.t.number(rows), number=self.t.number(len(table))
            )
            self._text(said, Box(40, 452, 880, 24), colour=self.paper.colours.quiet_text)

    def _map(self, panel: Panel, drawn: MapOfFigure) -> None:
        """The map, and beside it its key, what it says, and whose boundaries it shows."""
        width, height = drawn.fitted(540, 344)
        at = Box(40, 130 + (344 - height) / 2, width, height).mirrored(self.rtl)
        drawn.draw(self.slide, at, panel.title, f"{panel.title}. {panel.alt}")
        left, wide = 40 + width + 24, 856 - width
        top = 132.0
        title, entries = drawn.key()
        if title:
            self._text(title, Box(left, top, wide, 20), bold=True)
            top += 22
        top = self._key(entries, left, top, wide)
        disclaimer = self.t.gettext(PICTURE_NOTE)
        below = 20.0 * (1 if len(disclaimer) * LETTER * SMALLEST < wide else 2)
        room = 474 - below - top - 16
        said = self._trimmed(" ".join(filter(None, [panel.alt, panel.notes(self.release, self.t)])), wide, room)
        if said and room > 36:
            self._text(said, Box(left, top + 8, wide, room))
        self._text(disclaimer, Box(left, 474 - below, wide, below), colour=self.paper.colours.quiet_text)

    def _key(self, entries: Sequence[KeyEntry], left: float, top: float, wide: float) -> float:
        """Draw the key; return where it ends."""
        if not entries:
            return top
        longest = max(len(entry.words) for entry in entries) * LETTER * SMALLEST + 44
        columns = 2 if len(entries) > 4 and longest * 2 < wide else 1
        down = -(-len(entries) // columns)
        for position, entry in enumerate(entries):
            x = left + wide / columns * (position // down)
            y = top + 20.0 * (position % down)
            square = Box(x, y + 4, 24, 13).mirrored(self.rtl)
            mark = Paths(self.slide, square, f"Key: {entry.words}", entry.words)
            corners = [(0.0, 0.0), (24.0, 0.0), (24.0, 13.0), (0.0, 13.0)]
            if entry.is_line:
                steps: list[Any] = [("moveTo", [(0.0, 6.5)]), ("lnTo", [(24.0, 6.5)])]
            else:
                steps = [("moveTo", [corners[0]]), *(("lnTo", [one]) for one in corners[1:]), ("close", [])]
            look = entry.look if entry.look.fill or entry.look.line else Look(line="#999999", width=1)
            mark.draw(steps, look, name=entry.words, alt=None)
            if entry.pattern:
                lines = [(step, [(24.0 * x, 13.0 * y) for x, y in points]) for step, points in entry.pattern]
                mark.draw(lines, Look(line=entry.ink, width=0.9), name="Pattern", alt=None)
            self._text(entry.words, Box(x + 34, y, wide / columns - 36, 20))
        return top + 20.0 * down

    def _footer(self, panel: Panel | None) -> None:
        """Source and date, the tag of invented data, and the number of the slide."""
        t, colours = self.t, self.paper.colours
        source = panel.source if panel and panel.source else sources.source_line(self.release, t)
        tag = tag_of([panel] if panel else [], self.release, t)
        wide = (len(tag) * LETTER * SMALLEST + 24) if tag else 0
        if tag:
            place = Box(920 - 44 - wide, FOOTER.top, wide, 24).mirrored(self.rtl)
            shape = self._text(tag, place, bold=True, align="ctr")
            shape.fill.solid()
            shape.fill.fore_color.rgb = _rgb("#f6d28b")
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        room = 880 - 56 - wide
        self._text(self._trimmed(source, room, 40), Box(40, FOOTER.top, room, 40), colour=colours.quiet_text)
        number = self._text("", Box(884, FOOTER.top, 36, 24), colour=colours.quiet_text)
        self._number(number)

    def _number(self, shape: Any) -> None:
        """The number of the slide, which follows it when it is moved."""
        shape.name = "Slide number"
        paragraph = shape.text_frame.paragraphs[0]._p
        for run in paragraph.findall(qn("a:r")):
            paragraph.remove(run)
        one = etree.SubElement(paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
        letters = etree.SubElement(
            one, qn("a:rPr"), lang=LANGUAGES.get(self.t.language.code, "en-GB"), sz=str(SMALLEST * 100)
        )
        fill = etree.SubElement(letters, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr"), val=self.paper.colours.quiet_text.lstrip("#"))
        etree.SubElement(one, qn("a:t")).text = self.t.number(self.number)
        describe(shape, self.t.number(self.number))

    def _text(
        self, text: str, place: Box, *, size: float = SMALLEST, colour: str = "", bold: bool = False, align: str = ""
    ) -> Any:
        shape = self.slide.shapes.add_textbox(*(place if align else place.mirrored(self.rtl)).emu)
        shape.name = plain(text)[:60] or "Text"
        describe(shape, text)
        write(
            shape.text_frame, text.split("\n"), self.t, size=size, colour=colour or self.paper.colours.text, bold=bold
        )
        if align:
            shape.text_frame.paragraphs[0]._p.get_or_add_pPr().set("algn", align)
        return shape

    def _trimmed(self, text: str, width: float, height: float) -> str:
        """As many whole sentences of a text as find room in SMALLEST letters; all of it stands in the notes."""
        lines = int(height // (SMALLEST * LINE))
        return whole_sentences(text, int(lines * width / (LETTER * SMALLEST) * 0.94))


def whole_sentences(text: str, room: int) -> str:
    """As many whole sentences of a text as have no more letters than this; of a longer first one its beginning."""
    text = " ".join(plain(text).split())
    if len(text) <= room:
        return text
    ends = [position + 1 for position, letter in enumerate(text[:room]) if letter in ".؟!" and _ends(text, position)]
    return text[: ends[-1]] if ends else (text[: max(room - 1, 0)].rsplit(" ", 1)[0] + "…" if room > 20 else "")


def _ends(text: str, position: int) -> bool:
    """Does a sentence end at this mark, and not a number?"""
    return position + 1 < len(text) and text[position + 1] == " "


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.lstrip("#").upper())
