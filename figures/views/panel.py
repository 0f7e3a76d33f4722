"""A panel: one figure with everything that must stand beside it, as pages, slides and files show it."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from data_access.release.release import Release
from figures.kit import tables, words
from figures.kit.rows import published, rows_of
from figures.views.view import is_in_release, is_published
from locales import Translator


@dataclass(frozen=True)
class Panel:
    """One figure, and what is said of it.

    key: its name in files and tests. answer: the frame that the figure, the table and the CSV are all made from. draw:
    makes the figure; None where the panel is its table alone. alt: the figure in words. note: what it does not say by
    itself. table: what a visitor reads, where that is not `figures.kit.tables.table` of the answer. source: of panels
    that are not made from the release. sentence: the filters in words, where they are not those of the view.
    """

    key: str
    title: str
    answer: pd.DataFrame
    draw: Callable[[], go.Figure] | None
    alt: str
    note: str | None = None
    table: pd.DataFrame | None = None
    source: str | None = None
    sentence: str | None = None

    @property
    def has_numbers(self) -> bool:
        """Is there a number to draw?"""
        if not is_published(self.answer):
            return False
        return bool(published(self.answer)) if "state" in self.answer else len(self.answer) > 0

    def read(self, t: Translator) -> pd.DataFrame:
        """The table that a visitor reads: labels, named columns, states in words."""
        return tables.table(self.answer, t) if self.table is None else self.table

    def notes(self, release: Release, t: Translator) -> str | None:
        """All that is said under the figure: its own note, and what its answer leaves out or is unsure of."""
        said = [self.note]
        if "state" in self.answer:
            said += [tables.uncertain_note(self.answer, t), tables.withheld_note(self.answer, t)]
            said.append(tables.clipping_note(self.answer, release, t))
        return words.joined(*said)

    def why_empty(self, t: Translator) -> str:
        """What stands in place of a figure without numbers."""
        _, has_choice = t.gettext, words.has_choice(self.answer)
        if not is_in_release(self.answer):
            return _("Not in this release: it was made before these numbers were published, or without them.")
        if not self.answer.attrs.get("has_population", True):
            return _("No source in this release has the population of exactly this group, so there is no rate.")
        if not is_published(self.answer):
            return words.not_published(t, has_choice=has_choice)
        if "state" not in self.answer:
            return self.alt
        if any(row["state"] == "withheld" for row in rows_of(self.answer)):
            if not has_choice:
                return _("Everything here is withheld to protect people: the groups are too small.")
            return _("Everything here is withheld to protect people: the groups are too small. Choose fewer filters.")
        if not has_choice:
            return _("Nothing may be shown here: too few people, or nobody.")
        return _("Nothing may be shown here: too few people, or nobody. Choose other years, places or people.")


@dataclass(frozen=True)
class Shown:
    """A view as it is read from the top: the sentence that answers its question, what stands below that, and its
    panels."""

    headline: str
    below: tuple[str, ...]
    panels: tuple[Panel, ...]
