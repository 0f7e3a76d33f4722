"""A view as a text of one page: its sentences, each with its margin, for a letter, a speech or a report."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from exports.pdf.document import plain, table_of
from exports.text_without_pictures import without_pictures
from exports.views import Opened
from exports.whose import about, source_of, tag_of
from figures.kit import sources, trend_words, words
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import is_published
from findings.change import whole_years
from locales import Translator

MOST_WORDS = 420  # of what is said of the view, which leaves room on a page for what the numbers are not
MOST_OF_A_TABLE = 120  # words
ENDS, CLOSING = (".", "!", "?", "؟", "…"), '\u2069”")'


@dataclass(frozen=True)
class Text:
    """A view in words. sections: of each figure its title and what is said of it. about: whose the numbers are, what
    they are not, how to cite them."""

    title: str
    below: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    about_title: str
    about: tuple[str, ...]

    def __str__(self) -> str:
        """The whole text, paragraph by paragraph."""
        said = [self.title, *self.below, *(f"{title}: {text}" for title, text in self.sections)]
        return "\n\n".join([*said, self.about_title, *self.about]) + "\n"


def text_of(opened: Opened, paper: Paper, day: datetime.date) -> Text:
    """Say a view in words: its sentence, and of each figure that finds room what it shows and what must be said of it.
    day: on which it is written. All sentences are those of the page."""
    t, release = paper.t, opened.view.release
    sentence, panels = opened.view.sentence, opened.shown.panels
    choices = t.gettext("Shown: {choices}").format(choices=sentence) if sentence else None
    below = [one for one in (plain(without_pictures(said, t)) for said in opened.shown.below) if one]
    room = _with_room(below, _words(opened.shown.headline))
    said = [below[at] for at in room]
    if more_below := _left_out(below, room, t):
        said.append(more_below)
    found = [_section(panel, opened, t) for panel in panels]
    kept = _with_room([" ".join(one) for one in found], sum(_words(one) for one in (opened.shown.headline, *said)))
    sections = [found[at] for at in kept]
    if left_out := len(found) - len(kept):
        more = t.ngettext("{number} more figure is on the page.", "{number} more figures are on the page.", left_out)
        sections.append((t.gettext("Not in this text"), more.format(number=t.number(left_out))))
    shown = [panels[at] for at in kept]
    if choices and not (shown and all(one.sentence == "" for one in shown)):
        said.insert(0, choices)
    if tag := tag_of(shown, release, t):
        said.insert(0, tag)
    unfinished = _unfinished(opened, t)
    is_by_year = any(one.source is None for one in shown)
    if is_by_year and unfinished and unfinished not in " ".join([*said, *(text for _title, text in sections)]):
        said.append(unfinished)
    whose = [source_of(shown, release, t), *about(opened, shown, day, t, has_map=False)]
    title, of_numbers = plain(opened.shown.headline), tuple(plain(one) for one in whose if one)
    return Text(title, tuple(said), tuple(sections), t.gettext("About these numbers"), of_numbers)


def _unfinished(opened: Opened, t: Translator) -> str | None:
    """That cases of the last year that is shown may still come in; None where it is whole."""
    release, filters = opened.view.release, opened.view.filters
    last = (filters.years or release.years or (None, None))[1]
    return trend_words.unfinished_sentence(last, whole_years(release, filters), t)


def _section(panel: Panel, opened: Opened, t: Translator) -> tuple[str, str]:
    """The title of a figure, and what it shows in words: its margins are in them, and what is withheld is said."""
    release = opened.view.release
    tag = sources.panel_tag(release, t) if panel.source is None else None
    is_told = is_published(panel.answer) and panel.has_numbers
    shows = _shows(panel, t) if is_told else panel.why_empty(t)
    choices = panel.sentence if panel.sentence != opened.view.sentence else None
    # of numbers that are not there nothing is noted
    notes = without_pictures(panel.notes(release, t) or "", t) if is_published(panel.answer) else None
    said = plain(" ".join(_ended(one) for one in (shows, choices, notes, panel.source) if one))
    return plain(f"{panel.title} ({tag})" if tag else panel.title), said


def _shows(panel: Panel, t: Translator) -> str:
    """What a figure shows: its words; of a table alone its first rows, for its words are its name."""
    shown = without_pictures(panel.alt, t).removeprefix(f"{panel.title}. ")
    if panel.draw is not None and shown not in (panel.title, ""):
        return shown
    table = table_of(panel, t)
    heads = table["head"][1:]
    rows = [
        f"{first}: " + t.gettext(", ").join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True) if cell)
        for first, *cells in table["rows"]
    ]
    kept = _with_room(rows, 0, MOST_OF_A_TABLE)
    return words.joined(_ended(t.gettext("; ").join(rows[at] for at in kept)), _left_out(rows, kept, t)) or ""


def _left_out(all_of_them: Sequence[str], kept: Sequence[int], t: Translator) -> str | None:
    """How many rows or sentences of the page a text has no room for."""
    left = len(all_of_them) - len(kept)
    more = t.ngettext("{number} more is on the page.", "{number} more are on the page.", left)
    return more.format(number=t.number(left)) if left else None


def _ended(text: str) -> str:
    """A text that the next sentence can follow."""
    return text if text.rstrip(CLOSING).endswith(ENDS) else f"{text}."


def _with_room(texts: Sequence[str], words: int, most: int = MOST_WORDS) -> list[int]:
    """Which texts find room after so many words; the first does."""
    kept: list[int] = []
    for at, text in enumerate(texts):
        if not kept or words + _words(text) <= most:
            kept.append(at)
            words += _words(text)
    return kept


def _words(text: str) -> int:
    return len(text.split())
