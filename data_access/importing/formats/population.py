"""Read populations of countries and provinces, the denominators of rates."""

import datetime
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, delete, select

from data_access.cases import schema
from data_access.cases.loading import append_rows
from data_access.importing.formats.journeys import resolve_places
from data_access.importing.formats.providers import is_same, organisation_code
from data_access.importing.formats.tables import (
    count_changes,
    decoded,
    published_text,
    read_persons,
    read_table,
    refuse_repeated,
    remove_rows,
    require,
)
from data_access.importing.guard.few_people import FEW
from data_access.importing.guard.identifiers import shown
from data_access.importing.guard.keys_in_text import keys_in_database, refuse_keys
from data_access.importing.guard.number_words import tells_few
from data_access.importing.guard.personal_data import plain_text
from data_access.importing.reading.calendars import read_year
from data_access.importing.reading.places import read_country
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet
from data_access.importing.reading.values import Mistake, Vocabulary
from data_access.importing.storing.prepared import Prepared
from data_access.importing.telling.problems import ProblemList
from data_access.importing.telling.progress import Progress

# file column -> sex and age of the rows that it becomes
GROUPS = {
    "total": ("total", "total"),
    "male": ("male", "total"),
    "female": ("female", "total"),
    "age_0_14": ("total", "0-14"),
    "age_15_19": ("total", "15-19"),
    "age_0_17": ("total", "0-17"),
    "age_18_plus": ("total", "18+"),
}
PARTS = (("male", "female"), ("age_0_14", "age_15_19"), ("age_0_17", "age_18_plus"))
ROUNDING = 1.001  # parts of one total may be rounded to thousands, each by itself
COLUMNS = {
    "country_iso3": "country",
    "adm1_code": "province",
    "reference_year": "year",
    "source_title": "source_title",
    "source_publisher": "source_publisher",
    "licence_or_terms": "licence",
    "note": "note",
    **{name: name for name in GROUPS},
}
NAMES_OF_PLACES = {"country_name", "adm1_name", "pcode", "source_year"}
KEY = ["place", "year", "sex", "age"]


def prepare_population(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read populations, one row a country or province and year. An empty cell stays absent. Raises FileRefused."""
    vocabularies = {
        "country": Vocabulary(read_country),
        "province": Vocabulary(str),
        "year": Vocabulary(read_year(datetime.date.today())),
        "source_title": published_text(300),
        "source_publisher": published_text(200),
        "licence": published_text(300),
        "note": published_text(1000),
        **{name: Vocabulary(read_persons) for name in GROUPS},
    }
    required = ["country", "year", "total", "source_title", "source_publisher"]
    rows = read_table(
        sheets,
        vocabularies,
        columns=COLUMNS,
        ignored=NAMES_OF_PLACES,
        required=required,
        problems=problems,
        progress=progress,
    )
    refuse_keys(rows, partial(keys_in_database, engine), problems)
    resolve_places(rows, problems)
    place = np.where(rows.frame["province"] >= 0, rows.lookup("province"), rows.lookup("country"))
    refuse_repeated(rows, pd.DataFrame({"place": place, "year": rows.lookup("year")}), "year", problems)
    require(rows, required, problems)
    _refuse_parts_above_the_whole(rows, problems)
    _refuse_few(rows, problems)
    with engine.connect() as connection:
        _refuse_others(connection, rows, place, problems)
    wide = decoded(rows, vocabularies).assign(place=place[~rows.bad])
    return Prepared(
        len(rows.frame),
        len(wide),
        "Populations: " + "; ".join(sorted(set(wide["source_publisher"])))[:180],
        "public",
        "populations of places",
        lambda connection, run_id, progress: _store(connection, run_id, to_rows(wide)),
        remove_earlier=lambda connection, run_id: {
            "numbers of persons": _remove_publishers(connection, run_id, set(wide["source_publisher"]))
        },
    )


def _refuse_others(connection: Connection, rows: RowSet, place: np.ndarray, problems: ProblemList) -> None:
    """Note every row of a place and year of which another publisher's numbers are there: they would be lost."""
    there = schema.population.c
    query = select(there.place, there.year, there.source_publisher, there.import_run_id).distinct()
    holders = {(row.place, row.year): (row.source_publisher, row.import_run_id) for row in connection.execute(query)}
    said = zip(place, rows.lookup("year"), rows.lookup("source_publisher"), strict=True)
    held = [None if publisher is None else holders.get((where, year)) for where, year, publisher in said]
    others = [
        None if holder is None or is_same(holder[0], publisher) else holder
        for holder, publisher in zip(held, rows.lookup("source_publisher"), strict=True)
    ]
    for holder, run in sorted({one for one in others if one}):
        mistake = Mistake(
            f"{shown(holder, 'another publisher')} has numbers of this place and year, and they would be lost",
            "Leave the row out, or take those back first, with all that their import brought (python -m data_access "
            f"undo {run}).",
        )
        wrong = np.array([one == (holder, run) for one in others], dtype=bool)
        rows.refuse_rows(wrong & ~rows.bad, "source_publisher", mistake, problems)


def _refuse_parts_above_the_whole(rows: RowSet, problems: ProblemList) -> None:
    """Note every row in which a part, or parts that do not overlap, are more persons than all."""
    persons = pd.DataFrame({name: pd.to_numeric(pd.Series(rows.lookup(name), dtype=object)) for name in GROUPS})
    for parts in PARTS:
        # an empty cell counts as nobody: what is given must fit into the whole without it
        above = persons[list(parts)].fillna(0).sum(axis=1) > persons["total"] * ROUNDING + 1
        named = " and ".join(parts)
        mistake = Mistake(f"{named} together are more than total", "Correct the numbers.", "parts above the whole")
        rows.refuse_rows(above.to_numpy() & ~rows.bad, parts[0], mistake, problems)


def _refuse_few(rows: RowSet, problems: ProblemList) -> None:
    """Note every number of fewer than ten persons, and every one that leaves so few of all: that is no population, and
    somebody may be known by it."""
    mistake = Mistake(
        f"a population of fewer than {FEW} persons is none, and they may be known by it", "Leave the cell empty.",
        "a few persons",
    )  # fmt: skip
    left = Mistake(
        f"the rest of total is fewer than {FEW} persons, and they may be known by it", "Leave the cell empty.",
        "a few persons",
    )  # fmt: skip
    total = pd.to_numeric(pd.Series(rows.lookup("total"), dtype=object))
    for name in GROUPS:
        persons = pd.to_numeric(pd.Series(rows.lookup(name), dtype=object))
        rows.refuse_rows(persons.between(1, FEW - 1).to_numpy() & ~rows.bad, name, mistake, problems)
        rows.refuse_rows((total - persons).between(1, FEW - 1).to_numpy() & ~rows.bad, name, left, problems)
    in_words = Mistake(
        f"the note tells of fewer than {FEW} persons, and they may be known by it", "Leave that out of the note.",
        "a few persons",
    )  # fmt: skip
    notes = np.array([tells_few(plain_text(str(note or ""))) for note in rows.lookup("note")], dtype=bool)
    rows.refuse_rows(notes & ~rows.bad, "note", in_words, problems)


def to_rows(wide: pd.DataFrame) -> pd.DataFrame:
    """Turn one row a place and year into one row a place, year, sex and age; cells without a number give no row."""
    sources = ["place", "year", "source_title", "source_publisher", "licence", "note"]
    parts = [
        wide[[*sources, name]].rename(columns={name: "persons"}).assign(sex=sex, age=age).dropna(subset="persons")
        for name, (sex, age) in GROUPS.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _store(connection: Connection, run_id: int, rows: pd.DataFrame) -> dict[str, Any]:
    """Put the newer numbers of each place and year in the place of those that are there."""
    table = schema.population
    columns = [*KEY, "persons", "source_title", "source_publisher", "licence", "note"]
    old = {tuple(row[:4]): tuple(row[4:]) for row in connection.execute(select(*(table.c[name] for name in columns)))}
    new = {tuple(row[:4]): tuple(row[4:]) for row in rows[columns].itertuples(index=False, name=None)}
    counts = count_changes(_by_place(old), _by_place(new))
    for place, year in {(key[0], key[1]) for key in new}:
        connection.execute(delete(table).where(table.c.place == place, table.c.year == int(year)))
    append_rows(connection, table, rows.assign(import_run_id=run_id))
    named = {key[:2] for key in new}
    gone = sum(key[:2] in named and key not in new for key in old)
    return counts | ({"removed": {"numbers of persons": gone}} if gone else {})


def _remove_publishers(connection: Connection, run_id: int, names: set[str]) -> int:
    """Delete what earlier files said in the name of some publishers, in whatever capitals."""
    column = schema.population.c.source_publisher
    wanted = {organisation_code(name) for name in names}
    same = [name for name in connection.scalars(select(column).distinct()) if organisation_code(name) in wanted]
    return remove_rows(connection, {"population"}, run_id, schema.population, column.in_(same))


def _by_place(rows: dict[tuple[object, ...], tuple[object, ...]]) -> dict[object, object]:
    """Group by place and year, so that what is counted is what a reader counts."""
    places: dict[object, object] = {}
    for key in sorted(rows, key=str):
        places[key[:2]] = (*places.get(key[:2], ()), key[2:], rows[key])  # type: ignore[misc]
    return places
