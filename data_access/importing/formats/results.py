"""Read what programmes promised and achieved: budgets, targets, actual values, milestones, findings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, select, update

from data_access.cases import schema
from data_access.cases.loading import append_rows, parts
from data_access.codes.value_ids import number_of_id
from data_access.importing.formats import published_sources
from data_access.importing.formats.programmes import PROVENANCE, kind_of_sheet, read_expenditure, read_programmes
from data_access.importing.formats.providers import organisation_code
from data_access.importing.formats.tables import (
    READ_PAST_SHEETS,
    count_changes,
    decoded,
    lost_cells,
    plain_value,
    published_identifier,
    published_number,
    published_text,
    read_table,
    refuse_repeated,
    require,
)
from data_access.importing.guard.few_people import FEW_PEOPLE, PUBLIC_WITHOUT_SOURCE, about_few
from data_access.importing.guard.identifiers import refuse_missing, refuse_other_spellings
from data_access.importing.guard.keys_in_text import keys_in_database, refuse_keys
from data_access.importing.reading.answers import read_yes_no
from data_access.importing.reading.coded_cells import read_code
from data_access.importing.reading.places import read_country
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet
from data_access.importing.reading.value_columns import LEVELS, MEASURES, STANDARD_TAGS, read_flag, read_id, read_period
from data_access.importing.reading.values import Mistake, Vocabulary
from data_access.importing.storing.prepared import Prepared
from data_access.importing.storing.programme_storing import (
    assign_codes,
    delete_by_id,
    earlier_editions,
    forget,
    insert_missing,
    known_identifiers,
    known_programmes,
    remove_programmes,
    store_expenditure,
    store_organisations,
    store_programmes,
)
from data_access.importing.storing.whole_activities import (
    leave_out_whole,
    refuse_in_several_files,
    said_of_left_out,
)
from data_access.importing.telling.problems import ProblemList
from data_access.importing.telling.progress import Progress

KINDS = ["baseline", "target", "actual", "milestone", "finding", "budget"]
REQUIRED = ["id", "body", "indicator", "kind", "source_title", "source_publisher"]
# what is said about an indicator rather than about one of its values: column of the file -> column of the table
OF_THE_INDICATOR = {"level": "level", "measure": "measure", "ascending": "ascending", "standard": "standard_tag"}
VALUE_COLUMNS = [
    "id", "indicator", "kind", "value", "lower", "upper", "sex", "age", "disaggregation", "dimension", "period_start",
    "period_end", "country", "place_text", "source_title", "source_publisher", "source_document", "source_address",
    "read_on", "firmness", "definition", "already_public", "note", "provenance",
]  # fmt: skip


def prepare_results(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read results, one row a value, and, from sheets of their own, programmes and what they spent.

    An empty value stays empty: a finding in words. Raises FileRefused.
    """
    sheets_of: dict[str, list[Sheet]] = {"values": [], "programmes": [], "expenditure": []}
    # an edition of an IATI activity says all that there is to say about it
    is_whole = all(sheet.source.kind == "xml" for sheet in sheets)
    for sheet in refuse_in_several_files(sheets, problems) if is_whole else sheets:
        if sheet.name.casefold() not in READ_PAST_SHEETS:
            sheets_of[kind_of_sheet(sheet)].append(sheet)
    row_sets: dict[str, RowSet] = {}
    found: dict[str, pd.DataFrame] = {}
    for name, read in (("values", _read_values), ("programmes", read_programmes)):
        if sheets_of[name]:
            row_sets[name], found[name] = read(sheets_of[name], problems, progress)
    if sheets_of["expenditure"]:
        named = pd.concat([frame["programme"] for frame in found.values()]).dropna() if found else []
        known = known_programmes(engine) | {organisation_code(str(name)) for name in named}
        row_sets["expenditure"], found["expenditure"] = read_expenditure(
            sheets_of["expenditure"], known, problems, progress
        )
    for rows in row_sets.values():
        refuse_keys(rows, partial(keys_in_database, engine), problems)
    if not sum(len(rows.frame) for rows in row_sets.values()):
        sheets[0].source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    if is_whole and "programmes" in row_sets:
        refuse_missing(row_sets["programmes"], problems)
    refuse_other_spellings([*row_sets.values()], known_identifiers(engine), problems)
    note = ""
    if is_whole and (left_out := leave_out_whole([*row_sets.values()])):
        found = {name: frame[~row_sets[name].bad[frame.index]] for name, frame in found.items()}
        note = said_of_left_out(left_out)
    provenance = pd.concat([frame["provenance"] for frame in found.values()]).fillna("published")
    publishers = pd.concat([frame["source_publisher"] for frame in found.values() if "source_publisher" in frame]
                           or [pd.Series(["expenditure"])])  # fmt: skip
    return Prepared(
        sum(len(rows.frame) for rows in row_sets.values()),
        sum(map(len, found.values())),
        "Programme results: " + "; ".join(sorted(set(publishers)))[:170],
        "synthetic" if len(provenance) and set(provenance) == {"synthetic"} else "public",
        "values",
        lambda connection, run_id, progress: _store(connection, run_id, found, is_whole),
        remove_earlier=lambda connection, run_id: _remove_earlier(connection, run_id, found),
        note=note,
        whole="activity" if is_whole else "",
    )


def _read_values(sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> tuple[RowSet, pd.DataFrame]:
    vocabularies = _vocabularies(sheets)
    columns = {name: name for name in vocabularies} | {"place": "place_text", **published_sources.COLUMNS}
    rows = read_table(
        sheets, vocabularies, columns=columns, ignored=[], required=REQUIRED, problems=problems,
        progress=progress, may_be_empty=True,
    )  # fmt: skip
    require(rows, REQUIRED, problems)
    refuse_repeated(rows, pd.DataFrame({"id": rows.lookup("id")}), "id", problems)
    start, end = rows.lookup("period_start"), rows.lookup("period_end")
    wrong = np.array([s is not None and e is not None and e < s for s, e in zip(start, end, strict=True)], dtype=bool)
    mistake = Mistake("the period ends before it begins", "Correct it, and write both ends to the same precision.")
    rows.refuse_rows(wrong & ~rows.bad, "period_end", mistake, problems)
    _refuse_contradictions(rows, problems)
    _refuse_few_people(rows, vocabularies, problems)
    found = decoded(rows, vocabularies)
    found["provenance"] = found["provenance"].fillna("published")
    found[["sex", "age"]] = found[["sex", "age"]].fillna("total")
    return rows, found


def _refuse_contradictions(rows: RowSet, problems: ProblemList) -> None:
    """Note the rows that say something else about their indicator than an earlier row of it."""
    key = pd.DataFrame({name: rows.lookup(name) for name in ("body", "programme", "indicator", "unit")})
    for column in OF_THE_INDICATOR:
        said = pd.Series(rows.lookup(column), dtype=object)
        first = said.groupby([key[name] for name in key], dropna=False, sort=False).transform("first")
        other = (said.notna() & (said != first)).to_numpy()
        mistake = Mistake(
            "another row of the same indicator says something else here", "Say it once, or the same in each row."
        )
        rows.refuse_rows(other & ~rows.bad, column, mistake, problems)


def _refuse_few_people(rows: RowSet, fields: Iterable[str], problems: ProblemList) -> None:
    values = pd.DataFrame({field: pd.Series(rows.lookup(field), dtype=object) for field in fields})
    # whoever gives the page and the day says that everybody can read it there
    on_a_page = values["source_address"].notna() & values["read_on"].notna()
    unsourced = values["already_public"].eq(True) & values["source_document"].isna() & ~on_a_page
    values["already_public"] = values["already_public"].eq(True) | on_a_page
    rows.refuse_rows(unsourced.to_numpy() & ~rows.bad, "already_public", PUBLIC_WITHOUT_SOURCE, problems)
    rows.refuse_rows(about_few(values).to_numpy() & ~rows.bad, "value", FEW_PEOPLE, problems)


def _vocabularies(sheets: Sequence[Sheet]) -> dict[str, Vocabulary]:
    return {
        "id": Vocabulary(read_id, is_free=True),
        "iati_identifier": published_identifier(150),
        "body": published_text(200),
        "programme": published_text(200),
        "indicator": published_text(300),
        "dimension": published_text(200),
        "value": published_number(),
        "lower": published_number(),
        "upper": published_number(),
        "unit": published_text(40),
        "kind": Vocabulary(read_code({kind: kind for kind in KINDS})),
        "sex": Vocabulary(read_code({word: word for word in ("total", "male", "female")})),
        "age": Vocabulary(read_code({word: word for word in ("total", "0-14", "15-19", "0-17", "18+")})),
        "disaggregation": published_text(300),
        "period_start": Vocabulary(read_period, holds_dates=True),
        "period_end": Vocabulary(read_period, holds_dates=True),
        "country": Vocabulary(read_country),
        "place_text": published_text(300),
        "source_title": published_sources.published_title(sheets),
        "source_publisher": published_text(200),
        "source_document": published_text(500),
        **published_sources.published_at(),
        "already_public": Vocabulary(read_yes_no),
        "note": published_text(1000),
        "provenance": Vocabulary(read_code(PROVENANCE)),
        "level": Vocabulary(read_code({level: level for level in LEVELS})),
        "measure": Vocabulary(read_code({measure: measure for measure in MEASURES})),
        "ascending": Vocabulary(read_flag),
        "standard": Vocabulary(read_code({tag: tag for tag in STANDARD_TAGS})),
    }


def _store(connection: Connection, run_id: int, found: dict[str, pd.DataFrame], is_whole: bool) -> dict[str, Any]:
    """Write programmes, values and money; what a file says about a programme goes before what is read off its values.

    is_whole: what earlier IATI files said about these programmes and this one does not is deleted, and counted.
    """
    assign_codes(connection, found)
    counts: dict[str, Any] = {"new": 0, "changed": 0, "unchanged": 0}
    stores = {"programmes": store_programmes, "values": _store_values, "expenditure": store_expenditure}
    earlier = earlier_editions(connection, found["programmes"]["programme_code"]) if is_whole else []
    removed, lost = Counter[str](), Counter[str]()
    for name, store in stores.items():
        if len(found.get(name, ())):
            stored = store(connection, run_id, found[name])
            removed.update(stored.pop("removed", {}))
            lost.update(stored.pop("lost"))
            for state, number in stored.items():
                counts[state] += number
    removed.update(forget(connection, earlier, run_id))
    return counts | {name: dict(one) for name, one in (("removed", removed), ("lost", lost)) if one}


def _remove_earlier(connection: Connection, run_id: int, found: dict[str, pd.DataFrame]) -> dict[str, int]:
    """Delete what earlier files said of the programmes and bodies of a file, also of the indicators that stay."""
    removed = remove_programmes(connection, run_id, found)
    value, indicator = schema.indicator_value, schema.indicator
    of_values = connection.execute(select(value.c.id, value.c.indicator).where(value.c.import_run_id == run_id)).all()
    said = dict.fromkeys(["level", "ascending", "standard_tag"])
    for part in parts(sorted({row.indicator for row in of_values})):
        connection.execute(update(indicator).where(indicator.c.code.in_(part)).values(**said))
    if len(found.get("values", ())):
        codes = {row.id: row.indicator for row in of_values}
        _say_more(connection, found["values"].assign(indicator=found["values"]["id"].map(number_of_id).map(codes)))
    return removed


def _store_values(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, Any]:
    """Put the values of a newer file in the place of those with the same ids."""
    found = found.copy()
    numbers = found["id"].map(number_of_id)
    bodies = dict.fromkeys(found["body"].dropna())
    store_organisations(connection, [str(name) for name in bodies])
    insert_missing(connection, schema.programme, "code", _programmes(found, run_id))
    found["indicator_title"] = found["indicator"]
    # values of one thing (its target and its actual) belong to one indicator, named after the first of them
    group = found.groupby(["body", "programme_code", "indicator_title", "unit"], dropna=False, sort=False)
    found["indicator"] = group["id"].transform("first")
    found["indicator"] = _earlier_indicators(connection, found)
    insert_missing(connection, schema.indicator, "code", _indicators(found))
    _say_more(connection, found)

    table = schema.indicator_value
    columns = [name for name in VALUE_COLUMNS if name != "id"]
    values = found[columns].assign(id=numbers)
    old_rows = connection.execute(select(table.c.id, *(table.c[name] for name in columns)))
    old = {row[0]: dict(zip(columns, map(_plain, row[1:]), strict=True)) for row in old_rows}
    new = {
        number: dict(zip(columns, map(_plain, row), strict=True))
        for number, row in zip(numbers, values[columns].itertuples(index=False, name=None), strict=True)
    }
    counts = {**count_changes(old, new), "lost": lost_cells(old, new)}
    delete_by_id(connection, table, list(new))
    append_rows(connection, table, values.assign(import_run_id=run_id))
    return counts


def _say_more(connection: Connection, found: pd.DataFrame) -> None:
    """Write what the file says about its indicators over what was known, and leave what it does not say."""
    table = schema.indicator
    for code, part in found.groupby("indicator", sort=False):
        said = {column: part[name].dropna() for name, column in OF_THE_INDICATOR.items()}
        values = {column: plain_value(texts.iat[0]) for column, texts in said.items() if len(texts)}
        if values:
            connection.execute(update(table).where(table.c.code == code).values(**values))


def _plain(value: object) -> object:
    return None if value is None or value != value else str(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _programmes(found: pd.DataFrame, run_id: int) -> list[dict[str, object]]:
    """The programmes that values name: inserted where nothing else is known of them."""
    rows = []
    for code, part in found[found["programme_code"].notna()].groupby("programme_code", sort=False):
        countries = set(part["country"].dropna())
        rows.append(
            {
                "code": code,
                "title": part["programme"].iat[0],
                # whose programme it is may be the donor or the implementer: the file does not say, so neither is set
                "country": countries.pop() if len(countries) == 1 else None,
                "provenance": "synthetic" if set(part["provenance"]) == {"synthetic"} else "published",
                "source_title": part["source_title"].iat[0],
                "source_publisher": part["source_publisher"].iat[0],
                "import_run_id": run_id,
            }
        )
    return rows


def _earlier_indicators(connection: Connection, found: pd.DataFrame) -> pd.Series:
    """Give a value that was loaded before its indicator of then, so that a target and a later actual stay together."""
    table = schema.indicator
    there = {(row.body, row.programme, row.title, row.unit): row.code for row in connection.execute(select(table))}
    keys = zip(
        found["body"].map(organisation_code),
        found["programme_code"],
        found["indicator_title"],
        found["unit"],
        strict=True,
    )
    known = [there.get(tuple(None if part != part else part for part in key)) for key in keys]  # type: ignore[arg-type]
    earlier = pd.Series(known, index=found.index, dtype=object)
    return found["indicator"].where(earlier.isna(), earlier)


def _indicators(found: pd.DataFrame) -> list[dict[str, object]]:
    first = found.drop_duplicates("indicator")
    return [
        {
            "code": row["indicator"],
            "programme": row["programme_code"],
            "body": organisation_code(str(row["body"])),
            "title": row["indicator_title"],
            "measure": _measure(row["unit"], row["value"]),
            "unit": row["unit"],
        }
        for row in first.to_dict("records")
    ]


def _measure(unit: object, value: object) -> str:
    if unit is None or unit != unit:
        return "qualitative" if value is None or value != value else "unit"
    return "percentage" if str(unit).casefold() in {"percent", "%"} else "unit"
