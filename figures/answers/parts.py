"""Numbers and names as the answers say them."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pandas as pd

from data_access.gazetteer.areas import areas
from figures.kit import words
from figures.kit.labels import label, place_name
from figures.kit.rows import CONFIDENT, Row, are_apart, published, rows_of
from figures.kit.text import isolated
from locales import Translator

MOST = 3  # rows of a list


def largest(
    answer: pd.DataFrame, dimension: str, t: Translator, *, among: Iterable[str] = (), most: int = MOST
) -> str | None:
    """The largest numbers of an answer with their names, "Sindh: 98 (±71; 21%; 9% to 41%); …"; None without any.

    among: of these codes only, in this order. What its margin does not tell from nobody is no largest of anything. A
    sentence follows where neighbours are not told apart, or one of those left out from the last (see `in_order`)."""
    known = [row for row in published(answer) if dimension in row] if "state" in answer else []
    known.sort(key=lambda row: (not _is_somebody(row), -row["count"]))
    rows = [row for row in known if _is_somebody(row)]
    if among:
        rows = sorted((row for row in rows if row[dimension] in among), key=lambda row: [*among].index(row[dimension]))
    shown = rows if among else rows[:most]
    pattern = t.gettext("{name}: {number}")
    said = t.gettext("; ").join(
        pattern.format(name=isolated(name_of(dimension, row[dimension], t), t), number=number(row, t)) for row in shown
    )
    order = None if among or not shown else in_order(known, len(shown), t)
    return f"{said}. {order}" if order else said


def in_order(rows: Sequence[Row], shown: int, t: Translator) -> str | None:
    """That rows, the largest first, stand in the order of their estimates alone: "In the order of their estimates; the
    first two are not told apart"; None where each is told apart from the next. shown: how many of them are named."""
    inside = [not _are_apart(one, other) for one, other in pairwise(rows[:shown])]
    beyond = [not _are_apart(rows[shown - 1], other) for other in rows[shown:]]
    said = []
    if len(inside) == 1 and inside[0]:
        said.append(t.gettext("the two are not told apart"))
    elif inside and all(inside):
        said.append(t.gettext("none is told apart from the next"))
    elif sum(inside) == 1 and (inside[0] or inside[-1]):
        said.append(
            t.gettext("the first two are not told apart") if inside[0] else t.gettext("the last two are not told apart")
        )
    elif any(inside):
        said.append(t.gettext("not all neighbours are told apart"))
    if any(beyond):
        said.append(t.gettext("one that is not named may be as large"))
    return t.gettext("; ").join([t.gettext("In the order of their estimates"), *said]) if said else None


def _are_apart(one: Row, other: Row) -> bool:
    """Do the limits of two shares of one whole not overlap, or else, are the numbers apart by their noise?"""
    if one.get("asked") != other.get("asked") or any(
        pd.isna(row.get(name)) for row in (one, other) for name in ("share_low", "share_high")
    ):
        return are_apart(one, other)
    return bool(one["share_low"] > other["share_high"])


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
