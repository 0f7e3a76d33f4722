"""A view as a text of one page: its sentences, each with its margin, for a letter, a speech or a report."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from exports.pdf.document import about, plain
from exports.views import Opened
from figures.kit import sources
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import is_published
from locales import Translator

MOST_WORDS = 420  # of what is said of the view, which leaves room on a page for what the numbers are not


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
    sentence = opened.view.sentence
    choices = t.gettext("Shown: {choices}").format(choices=sentence) if sentence else None
    tag = sources.provenance_tag(release, t) if any(one.source is None for one in opened.shown.panels) else None
    below = tuple(plain(one) for one in (tag, choices, *opened.shown.below) if one)
    found = [_section(panel, opened, t) for panel in opened.shown.panels]
    sections = _with_room(found, sum(_words(one) for one in (opened.shown.headline, *below)))
    left_out = len(found) - len(sections)
    if left_out:
        more = t.ngettext("{number} more figure is on the page.", "{number} more figures are on the page.", left_out)
        sections = (*sections, (t.gettext("Not in this text"), more.format(number=t.number(left_out))))
    said = (sources.source_line(release, t), *about([opened], day, t, has_map=False))
    return Text(plain(opened.shown.headline), below, sections, t.gettext("About these numbers"), tuple(said))


def _section(panel: Panel, opened: Opened, t: Translator) -> tuple[str, str]:
    """The title of a figure, and what it shows in words: its margins are in them, and what is withheld is said."""
    release = opened.view.release
    tag = sources.panel_tag(release, t) if panel.source is None else None
    shows = panel.alt if is_published(panel.answer) and panel.has_numbers else panel.why_empty(t)
    choices = panel.sentence if panel.sentence != opened.view.sentence else None
    said = [shows, choices, panel.notes(release, t), panel.source]
    words = plain(" ".join(one for one in said if one))
    return plain(f"{panel.title} ({tag})" if tag else panel.title), words.removeprefix(f"{plain(panel.title)}. ")


def _with_room(sections: Sequence[tuple[str, str]], words: int) -> tuple[tuple[str, str], ...]:
    """The first sections that find room after so many words; one at least."""
    kept: list[tuple[str, str]] = []
    for title, text in sections:
        words += _words(title) + _words(text)
        if kept and words > MOST_WORDS:
            break
        kept.append((title, text))
    return tuple(kept)


def _words(text: str) -> int:
    return len(text.split())
