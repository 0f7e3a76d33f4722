"""Numbers and names as the answers say them."""

import math
from collections.abc import Iterable

import pandas as pd

from data_access.gazetteer.areas import areas
from figures.kit import words
from figures.kit.labels import label, place_name
from figures.kit.rows import CONFIDENT, Row, published, rows_of
from figures.kit.text import isolated
from locales import Translator

MOST = 3  # rows of a list


def largest(
    answer: pd.DataFrame, dimension: str, t: Translator, *, among: Iterable[str] = (), most: int = MOST
) -> str | None:
    """The largest numbers of an answer with their names, "Sindh: 98 (±71; 21%; 9% to 41%); …"; None without any.

    among: of these codes only, in this order. What its margin does not tell from nobody is no largest of anything."""
    rows = [row for row in published(answer) if dimension in row and _is_somebody(row)] if "state" in answer else []
    if among:
        rows = sorted((row for row in rows if row[dimension] in among), key=lambda row: [*among].index(row[dimension]))
    else:
        rows = sorted(rows, key=lambda row: -row["count"])[:most]
    pattern = t.gettext("{name}: {number}")
    return t.gettext("; ").join(
        pattern.format(name=isolated(name_of(dimension, row[dimension], t), t), number=number(row, t)) for row in rows
    )


def name_of(dimension: str, code: str, t: Translator) -> str:
    """What a code is called in a list; among provinces a country that has some is what none of them is named for."""
    if dimension != "place":
        return label(dimension, code, t)
    name = place_name(code, t)
    return (
        name if code not in set(areas()["country"]) else t.gettext("{country} (no province named)").format(country=name)
    )


def _is_somebody(row: Row) -> bool:
    return float(row["count"]) > CONFIDENT * float(row["standard_error"])


def number(row: Row, t: Translator) -> str:
    """A number of people without the word, with its margin, and its share with its limits where the answer has one."""
    said = words.row_number(row, t)
    inside = [t.margin(words.margin(row["standard_error"]))] if row["standard_error"] else []
    if not pd.isna(row.get("share")):
        share, low, high = (float(row.get(name, math.nan)) for name in ("share", "share_low", "share_high"))
        inside += [words.share_text(share, t), *filter(None, [words.share_limits(low, high, t)])]
    return f"{said} ({t.gettext('; ').join(inside)})" if inside else said


def people_of(answer: pd.DataFrame, dimension: str, code: str, t: Translator) -> str | None:
    """The people of one row, or that they are withheld; None where the release has no such row."""
    row = find(answer, dimension, code)
    return words.row_people(row, t) if row else None


def share(row: Row | None, t: Translator) -> str | None:
    """A share of findings.key_shares with its limits; None where it is withheld."""
    if row is None or row["state"] == "withheld":
        return None
    said = words.row_share(row, t)
    return t.gettext("At least {share}").format(share=said) if row["state"] == "least" else said


def find(answer: pd.DataFrame, column: str, code: str) -> Row | None:
    """The row of one code."""
    return next((row for row in rows_of(answer) if row.get(column) == code), None)
