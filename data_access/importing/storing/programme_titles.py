"""Programmes that a file brings, and that may be known ones of the same publisher under a corrected title."""

import pandas as pd
from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.importing.formats.agency_names import MARKS, folded
from data_access.importing.formats.providers import is_same

NEAR = 80  # of 100, whatever the order of the words


def warn_of_new_titles(connection: Connection, programmes: pd.DataFrame) -> list[str]:
    """Return a warning for each new programme without identifier whose title is nearly that of a known one which the
    file does not name. Numbers tell titles apart: a second phase is another programme.

    programmes: columns programme, programme_code, iati_identifier, source_publisher.
    """
    table = schema.programme
    known = connection.execute(select(table.c.code, table.c.title, table.c.source_publisher)).all()
    codes, named = {row.code for row in known}, set(programmes["programme_code"])
    new = programmes[programmes["iati_identifier"].isna() & ~programmes["programme_code"].isin(codes)]
    return [
        f"WARNING: the programme “{title}” is new, and “{row.title}” of the same publisher, which stays, has nearly "
        "its title. If it is the same under a corrected title, take this import back, give the known title an "
        "iati_identifier in a file of its own, and write the new title with the same identifier."
        for title, publisher in zip(new["programme"], new["source_publisher"], strict=True)
        for row in known
        if row.code not in named and is_same(row.source_publisher, publisher) and _are_near(title, row.title)
    ]


def _are_near(one: str, other: str) -> bool:
    one, other = folded(one), folded(other)
    return MARKS.findall(one) == MARKS.findall(other) and fuzz.token_sort_ratio(one, other) >= NEAR
