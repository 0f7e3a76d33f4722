"""Identifiers of activities: each is written in one way, so that a known activity does not come in a second time."""

import re
import unicodedata
from collections.abc import Collection, Sequence

import numpy as np

from data_access.importing.guard.personal_data import personal_content
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import Mistake
from data_access.importing.telling.problems import ProblemList

NO_IDENTIFIER = Mistake(
    "an activity without identifier could be any of its title; the IATI standard asks for one", "Write it into the "
    "file, as the publisher writes it elsewhere.", "an empty cell",
)  # fmt: skip


def refuse_other_spellings(row_sets: Sequence[RowSet], known: Collection[str], problems: ProblemList) -> None:
    """Note the rows whose identifier is a known one, or one of these files, in other capitals, strokes or blanks.

    known: the identifiers of the database, which are right as they stand.
    """
    first = {_simple(identifier): identifier for identifier in sorted(known)}
    for rows in row_sets:
        named = rows.lookup("iati_identifier")
        for identifier in dict.fromkeys(one for one in named if one):
            other = first.setdefault(_simple(identifier), identifier)
            if identifier not in (other, *known):
                mistake = Mistake(
                    f"{shown(identifier)} is {shown(other)} in other capitals or strokes, and would count twice",
                    "Write an activity as it was written first; where it is another, let the two differ in more.",
                )
                rows.refuse_rows((named == identifier) & ~rows.bad, "iati_identifier", mistake, problems)


def refuse_missing(rows: RowSet, problems: ProblemList) -> None:
    """Note the activities of other programs that have no identifier."""
    places = [
        rows.sheets[sheet].places[row - rows.sheets[sheet].first_row]["row"][2]
        for sheet, row in zip(rows.frame["sheet"], rows.frame["row"], strict=True)
    ]
    is_other = np.array([element == "iati-activity" for element in places], dtype=bool)
    empty = (rows.frame["iati_identifier"].to_numpy() == -1) & is_other & ~rows.bad
    rows.refuse_rows(empty, "iati_identifier", NO_IDENTIFIER, problems)


def _simple(identifier: str) -> str:
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", identifier).casefold())


def shown(text: str, instead: str = "a withheld identifier") -> str:
    """Return an identifier or a name for a message, or words in its place where it may be a person's."""
    return instead if personal_content(text, is_key=False, is_published=True) else text
