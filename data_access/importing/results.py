"""Read what programmes promised and achieved: budgets, targets, actual values, milestones, findings."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, Table, delete, insert, select

from data_access import schema
from data_access.importing.places import read_country
from data_access.importing.prepared import Prepared
from data_access.importing.problems import ProblemList
from data_access.importing.progress import Progress
from data_access.importing.providers import organisation_code
from data_access.importing.tables import (
    count_changes,
    decoded,
    published_text,
    read_number,
    read_table,
    refuse_repeated,
    require,
)
from data_access.importing.tabular import Sheet
from data_access.importing.values import Mistake, Vocabulary, read_code
from data_access.loading import append_rows

KINDS = ["baseline", "target", "actual", "milestone", "finding", "budget"]
REQUIRED = ["id", "body", "indicator", "kind", "source_title", "source_publisher"]
OPTIONAL = ["lower", "upper", "sex", "age", "source_document", "provenance"]
VALUE_COLUMNS = [
    "id", "indicator", "kind", "value", "lower", "upper", "sex", "age", "dimension", "period_start", "period_end",
    "country", "place_text", "source_title", "source_publisher", "source_document", "note", "provenance",
]  # fmt: skip


def prepare_results(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read results, one row a value. An empty value stays empty: a finding in words. Raises FileRefused."""
    vocabularies = _vocabularies()
    columns = {name: name for name in vocabularies} | {"place": "place_text"}
    rows = read_table(
        sheets, vocabularies, columns=columns, ignored=[], required=REQUIRED, problems=problems, progress=progress
    )
    require(rows, REQUIRED, problems)
    refuse_repeated(rows, pd.DataFrame({"id": rows.lookup("id")}), "id", problems)
    start, end = rows.lookup("period_start"), rows.lookup("period_end")
    wrong = np.array([s is not None and e is not None and e < s for s, e in zip(start, end, strict=True)], dtype=bool)
    mistake = Mistake("the period ends before it begins", "Correct it, and write both ends to the same precision.")
    rows.refuse_rows(wrong & ~rows.bad, "period_end", mistake, problems)
    found = decoded(rows, vocabularies)
    found["provenance"] = found["provenance"].fillna("published")
    found[["sex", "age"]] = found[["sex", "age"]].fillna("total")
    is_synthetic = len(found) > 0 and set(found["provenance"]) == {"synthetic"}
    return Prepared(
        len(rows.frame),
        len(found),
        "Programme results: " + "; ".join(sorted(set(found["source_publisher"])))[:170],
        "synthetic" if is_synthetic else "public",
        "values",
        lambda connection, run_id, progress: _store(connection, run_id, found),
    )


def _vocabularies() -> dict[str, Vocabulary]:
    return {
        "id": Vocabulary(_read_id, is_free=True),
        "body": published_text(200),
        "programme": published_text(200),
        "indicator": published_text(300),
        "dimension": published_text(200),
        "value": Vocabulary(read_number),
        "lower": Vocabulary(read_number),
        "upper": Vocabulary(read_number),
        "unit": published_text(40),
        "kind": Vocabulary(read_code({kind: kind for kind in KINDS})),
        "sex": Vocabulary(read_code({word: word for word in ("total", "male", "female")})),
        "age": Vocabulary(read_code({word: word for word in ("total", "0-14", "15-19", "0-17", "18+")})),
        "period_start": Vocabulary(_read_period, holds_dates=True),
        "period_end": Vocabulary(_read_period, holds_dates=True),
        "country": Vocabulary(read_country),
        "place_text": published_text(300),
        "source_title": published_text(300),
        "source_publisher": published_text(200),
        "source_document": published_text(500),
        "note": published_text(1000),
        "provenance": Vocabulary(read_code({word: word for word in ("published", "synthetic")})),
    }


def _read_id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", text):
        raise Mistake("expected an id of small letters, digits and hyphens, such as usaid-trained", "Correct the id.")
    return text


def _read_period(text: str) -> str:
    if not re.fullmatch(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", text):
        raise Mistake("expected a year, month or day, such as 2016, 2016-01 or 2016-01-31", "Correct the period.")
    return text


def value_id(text: str) -> int:
    """Return the number of a value: the same for the same id, so that a newer file replaces it."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") >> 2


def _store(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, int]:
    """Put the values of a newer file in the place of those with the same ids."""
    found = found.copy()
    numbers = found["id"].map(value_id)
    _insert_missing(connection, schema.organisation, "code", _organisations(found["body"].dropna()))
    found["programme_code"] = found["programme"].map(organisation_code, na_action="ignore")
    _insert_missing(connection, schema.programme, "code", _programmes(found, run_id))
    found["indicator_title"] = found["indicator"]
    # values of one thing (its target and its actual) belong to one indicator, named after the first of them
    group = found.groupby(["body", "programme", "indicator_title", "unit"], dropna=False, sort=False)
    found["indicator"] = group["id"].transform("first")
    found["indicator"] = _earlier_indicators(connection, found)
    _insert_missing(connection, schema.indicator, "code", _indicators(found))

    table = schema.indicator_value
    columns = [name for name in VALUE_COLUMNS if name != "id"]
    values = found[columns].assign(id=numbers)
    old_rows = connection.execute(select(table.c.id, *(table.c[name] for name in columns)))
    old = {row[0]: tuple(_plain(value) for value in row[1:]) for row in old_rows}
    new = {
        number: tuple(_plain(value) for value in row)
        for number, row in zip(numbers, values[columns].itertuples(index=False, name=None), strict=True)
    }
    counts = count_changes(old, new)
    connection.execute(delete(table).where(table.c.id.in_([int(number) for number in new])))
    append_rows(connection, table, values.assign(import_run_id=run_id))
    return counts


def _plain(value: object) -> object:
    return None if value is None or value != value else str(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _organisations(bodies: pd.Series) -> list[dict[str, object]]:
    return [{"code": organisation_code(name), "name": name} for name in dict.fromkeys(bodies)]


def _programmes(found: pd.DataFrame, run_id: int) -> list[dict[str, object]]:
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


def _insert_missing(connection: Connection, table: Table, key: str, rows: list[dict[str, object]]) -> None:
    there = set(connection.scalars(select(table.c[key])))
    new = [
        {name: None if value != value else value for name, value in row.items()}
        for row in rows
        if row[key] not in there
    ]
    if new:
        connection.execute(insert(table), new)
