"""Write the values of results and the indicators that they belong to, inside the caller's transaction."""

import hashlib
import json
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from data_access.cases import schema
from data_access.cases.loading import append_rows, parts
from data_access.codes.value_ids import number_of_id
from data_access.importing.formats.providers import organisation_code
from data_access.importing.formats.tables import count_changes, lost_cells, plain_value
from data_access.importing.guard.few_people import plain as plain_title
from data_access.importing.storing.programme_codes import known_programmes
from data_access.importing.storing.programme_storing import delete_by_id, insert_missing, store_organisations

# what is said about an indicator rather than about one of its values: column of the file -> column of the table
OF_THE_INDICATOR = {"level": "level", "measure": "measure", "ascending": "ascending", "standard": "standard_tag"}
IDENTITY = ["indicator", "body", "programme", "unit"]  # values with the same four belong to one indicator
VALUE_COLUMNS = [
    "kind", "value", "lower", "upper", "sex", "age", "disaggregation", "dimension", "period_start", "period_end",
    "country", "place_text", "source_title", "source_publisher", "source_document", "source_address", "read_on",
    "firmness", "definition", "already_public", "note", "provenance",
]  # fmt: skip
Cells = dict[str, object]


def store_values(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, Any]:
    """Put the values of a newer file in the place of those with the same ids.

    A value whose title, body, programme or unit is another now, or that says something else of its indicator, counts as
    changed. The indicator and the programme that it leaves go where nothing else is known of them.
    """
    found = found.assign(number=found["id"].map(number_of_id))
    for name in ("value", "lower", "upper"):  # as they are kept, or the same content would be another value
        found[name] = found[name].map(lambda number: round(number, 4), na_action="ignore")
    store_organisations(connection, [str(name) for name in dict.fromkeys(found["body"].dropna())])
    insert_missing(connection, schema.programme, "code", _programmes(found, run_id))
    _identify(connection, found)
    there = _values(connection, found["number"].tolist())
    old = {number: _cells(row) for number, row in there.items()}
    new = {
        row["number"]: _cells({**row, **_identity(row), **_said_of_indicator(row, there.get(row["number"], {}))})
        for row in found.to_dict("records")
    }

    table = schema.indicator_value
    delete_by_id(connection, table, list(new))
    left = {str(row["code"]) for row in there.values()}
    found["indicator_code"] = _indicator_codes(connection, found, there, left)
    values = found.assign(indicator=found["indicator_code"], id=found["number"], import_run_id=run_id)
    append_rows(connection, table, values[["id", "indicator", *VALUE_COLUMNS, "import_run_id"]])
    say_more(connection, found)
    _drop_empty_programmes(connection, {str(row["programme"]) for row in there.values() if row["programme"]})
    return {**count_changes(old, new), "lost": lost_cells(old, new)}


def earlier_values(connection: Connection, found: pd.DataFrame, *, is_edition: bool) -> pd.DataFrame:
    """The values that other files brought of the indicators and bodies of a file: VALUE_COLUMNS, IDENTITY, `measure`.

    Also those that a file has removed or changed since, for releases may have shown them. Without those that the file
    replaces: of the same ids and, where it is an edition of whole activities, what earlier editions said of its
    programmes. body and programme: their codes.
    """
    table = {row.code: dict(row._mapping) for row in connection.execute(select(schema.indicator))}
    removed = {name: _removed(connection, name) for name in ("indicator", "indicator_value")}
    of_indicator = {row["code"]: row for row in removed["indicator"]} | table
    titles = {plain_title(title) for title in found["indicator"].dropna()}
    bodies = {organisation_code(str(body)) for body in found["body"].dropna()}
    codes = sorted(
        code for code, row in of_indicator.items() if plain_title(row["title"]) in titles or row["body"] in bodies
    )
    value, run = schema.indicator_value, schema.import_run
    there = [
        dict(row)
        for part in parts(codes)
        for row in connection.execute(select(value).where(value.c.indicator.in_(part))).mappings()
    ]
    formats = {row.id: row.format for row in connection.execute(select(run.c.id, run.c.format))}
    replaced, programmes = set(found["id"].map(number_of_id)), set(found["programme_code"].dropna())
    left = []
    for row in (*there, *removed["indicator_value"]):
        of = of_indicator.get(row["indicator"])
        if of is None or row["indicator"] not in codes or row["id"] in replaced:
            continue
        if is_edition and formats.get(row["import_run_id"]) == "iati" and of["programme"] in programmes:
            continue
        said = {name: of[name] for name in ("body", "programme", "unit", "measure")} | {"indicator": of["title"]}
        left.append({**row, **said, "value": None if row["value"] is None else float(row["value"])})
    return pd.DataFrame(left, columns=[*VALUE_COLUMNS, *IDENTITY, "measure"], dtype=object)


def _removed(connection: Connection, name: str) -> list[dict[str, Any]]:
    """Rows of a table that a file removed or changed, as long as the import can be undone."""
    change = schema.change.c
    query = select(change.before).where(change.table_name == name, change.before.is_not(None))
    return [json.loads(str(before)) for before in connection.scalars(query)]


def say_more(connection: Connection, found: pd.DataFrame) -> None:
    """Write what the file says about its indicators over what was known, and leave what it does not say.

    found: values with their `indicator_code`.
    """
    table = schema.indicator
    for code, part in found.groupby("indicator_code", sort=False):
        said = {column: part[name].dropna() for name, column in OF_THE_INDICATOR.items()}
        values = {column: plain_value(texts.iat[0]) for column, texts in said.items() if len(texts)}
        if values:
            connection.execute(update(table).where(table.c.code == code).values(**values))


def _values(connection: Connection, numbers: list[int]) -> dict[int, Mapping[str, Any]]:
    """The values of some numbers with the indicator of each."""
    value, indicator = schema.indicator_value, schema.indicator
    query = select(
        value, indicator.c.code, indicator.c.title.label("title"), indicator.c.body, indicator.c.programme,
        indicator.c.unit, indicator.c.level, indicator.c.measure, indicator.c.ascending, indicator.c.standard_tag,
    ).join(indicator, indicator.c.code == value.c.indicator)  # fmt: skip
    rows = [row for part in parts(numbers) for row in connection.execute(query.where(value.c.id.in_(part))).mappings()]
    return {row["id"]: {**row, "indicator": row["title"], "standard": row["standard_tag"]} for row in rows}


def _identity(row: Mapping[Hashable, Any]) -> Cells:
    """What the indicator of a row of a file is known by."""
    body, programme, unit = organisation_code(str(row["body"])), row["programme_code"], row["unit"]
    return {"indicator": row["indicator"], "body": body, "programme": plain_value(programme), "unit": plain_value(unit)}


def _cells(row: Mapping[Any, Any]) -> Cells:
    return {name: _plain(row[name]) for name in [*IDENTITY, *OF_THE_INDICATOR, *VALUE_COLUMNS]}


def _said_of_indicator(row: Mapping[Hashable, Any], before: Mapping[str, Any]) -> Cells:
    """What a row says of its indicator; what it does not say stays as it was."""
    return {name: before.get(name) if plain_value(row[name]) is None else row[name] for name in OF_THE_INDICATOR}


def _plain(value: object) -> object:
    return None if value is None or value != value else str(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _indicator_codes(
    connection: Connection, found: pd.DataFrame, there: Mapping[int, Mapping[str, Any]], left: set[str]
) -> pd.Series:
    """Return the code of the indicator of each value; new ones are written, those that lost their last value deleted.

    An indicator is named after the first of its values. there: the rows that stood under the same ids, by number;
    what was said about the indicator of one of them is said of the new one too.
    """
    table, value = schema.indicator, schema.indicator_value
    known = {tuple(_of(row._mapping)): row.code for row in connection.execute(select(table))}
    identities = [tuple(_identity(row).values()) for row in found.to_dict("records")]
    kept = {known[one] for one in identities if one in known}
    used = set(connection.scalars(select(value.c.indicator).distinct())) | kept
    for part in parts(sorted(left - used)):
        connection.execute(delete(table).where(table.c.code.in_(part)))
    taken = set(known.values()) - (left - used)
    new: list[Cells] = []
    for identity, row in zip(identities, found.to_dict("records"), strict=True):
        if identity not in known or known[identity] in left - used:
            code = str(row["id"])
            if code in taken:
                code = f"{code[:60]}-{hashlib.blake2b(repr(identity).encode(), digest_size=4).hexdigest()}"
            known[identity] = code
            taken.add(code)
            new.append(_indicator(code, identity, row, there.get(row["number"])))
    if new:
        connection.execute(insert(table), new)
    return pd.Series([known[one] for one in identities], index=found.index, dtype=object)


def _of(row: Mapping[Any, Any]) -> list[object]:
    return [row["title"], row["body"], row["programme"], row["unit"]]


def _indicator(
    code: str, identity: tuple[object, ...], row: Mapping[Hashable, Any], before: Mapping[str, Any] | None
) -> Cells:
    title, body, programme, unit = identity
    said = {"level": None, "ascending": None, "standard_tag": None, "measure": _measure(unit, row["value"])}
    if before:
        said |= {name: before[name] for name in said if name != "measure" or before["unit"] == unit}
    return {"code": code, "programme": programme, "body": body, "title": title, "unit": unit, **said}


def _measure(unit: object, value: object) -> str:
    if unit is None:
        return "qualitative" if value is None or value != value else "unit"
    return "percentage" if str(unit).casefold() in {"percent", "%"} else "unit"


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


def _identify(connection: Connection, found: pd.DataFrame) -> None:
    """Write the identifiers that values give to the programmes that have none."""
    table = schema.programme
    named = found.loc[found["iati_identifier"].notna(), ["programme_code", "iati_identifier"]].drop_duplicates()
    for code, identifier in named.itertuples(index=False, name=None):
        has_none = (table.c.code == code) & table.c.iati_identifier.is_(None)
        connection.execute(update(table).where(has_none).values(iati_identifier=identifier))


def _drop_empty_programmes(connection: Connection, codes: set[str]) -> None:
    """Delete those of these programmes that nothing is known of any more: no value, no amount, no description."""
    indicator, money = schema.indicator, schema.expenditure
    used = {*connection.scalars(select(indicator.c.programme)), *connection.scalars(select(money.c.programme))}
    known = known_programmes(connection).known if codes - used else {}
    empty = [code for code in sorted(codes - used) if not known[code].is_described and not known[code].identifier]
    for part in parts(empty):
        connection.execute(delete(schema.programme).where(schema.programme.c.code.in_(part)))
