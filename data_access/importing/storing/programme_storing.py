"""Write programmes, their donors, places and sectors, and their money, inside the caller's transaction."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from data_access.cases import schema
from data_access.codes.shares import Share
from data_access.codes.value_ids import number_of_id
from data_access.importing.formats.programmes import first_day, last_day
from data_access.importing.formats.providers import organisation_code
from data_access.importing.formats.tables import count_changes, lost_cells, plain_value

Item = TypeVar("Item")
IDS_A_QUERY = 500
PLURALS = {
    "donor": "donors",
    "implementer": "implementers",
    "country": "countries",
    "region": "regions",
    "sector": "sectors",
}
Earlier = list[tuple[Table, list[int]]]


def known_codes(engine: Engine) -> set[str]:
    """Return the codes of the programmes in the case database."""
    with engine.connect() as connection:
        return set(connection.scalars(select(schema.programme.c.code)))


def known_identifiers(engine: Engine) -> set[str]:
    """Return the IATI identifiers of the programmes in the case database."""
    identifier = schema.programme.c.iati_identifier
    with engine.connect() as connection:
        return set(connection.scalars(select(identifier).where(identifier.is_not(None))))


def store_programmes(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, Any]:
    """Write what is known about programmes over what was known, but for an identifier, by which it is known on; donors,
    places and sectors that go are counted."""
    table, shares = schema.programme, schema.programme_share
    old_shares: dict[str, list[tuple[object, ...]]] = {}
    for share in connection.execute(select(shares).order_by(shares.c.programme, shares.c.position)):
        old_shares.setdefault(share.programme, []).append(tuple(share)[2:])
    there = {row.code: row._asdict() for row in connection.execute(select(table))}
    old = {code: _cells(row) for code, row in there.items()}
    new: dict[str, dict[str, object]] = {}
    new_shares: dict[str, list[tuple[object, ...]]] = {}
    for row in found.to_dict("records"):
        code, parts = row["programme_code"], _shares(row)
        # what stands in the table of programmes is that of which there is only one
        only = {kind: [part[1] for part in parts if part[0] == kind] for kind in ("donor", "implementer", "country")}
        named = {part[1]: part[2] for part in parts if part[0] in ("donor", "implementer")}
        store_organisations(connection, [str(name) for name in named.values()])
        values = {
            "code": code,
            "iati_identifier": plain_value(row["iati_identifier"]) or there.get(code, {}).get("iati_identifier"),
            "title": row["programme"],
            **{kind: codes[0] if len(codes) == 1 else None for kind, codes in only.items()},
            "start_date": first_day(row["start_date"]),
            "end_date": last_day(row["end_date"]),
            "status": plain_value(row["status"]),
            "theme": plain_value(row["theme"]),
            "provenance": plain_value(row["provenance"]) or "published",
            "source_title": row["source_title"],
            "source_publisher": row["source_publisher"],
            "publisher_ref": plain_value(row.get("publisher_ref")) or there.get(code, {}).get("publisher_ref"),
            **{name: plain_value(row[name]) for name in ("source_address", "read_on", "firmness", "definition")},
        }
        new[code], new_shares[code] = _cells(values), parts
        if code in old:
            connection.execute(update(table).where(table.c.code == code).values(**values))
        else:
            connection.execute(insert(table).values(**values, import_run_id=run_id))
        connection.execute(delete(shares).where(shares.c.programme == code))
        if parts:
            names = ("kind", "code", "name", "percentage")
            rows = [dict(zip(names, part, strict=True)) for part in parts]
            connection.execute(
                insert(shares), [{"programme": code, "position": n, **row} for n, row in enumerate(rows, start=1)]
            )
    counts: dict[str, Any] = {
        **count_changes(
            {code: (row, old_shares.get(code, [])) for code, row in old.items()},
            {code: (row, new_shares[code]) for code, row in new.items()},
        )
    }
    lost, removed = lost_cells(old, new), Counter[str]()
    for code, parts in new_shares.items():
        now = {part[:2]: part[2:] for part in parts}
        for kind, of_kind, *said in old_shares.get(code, []):
            if (kind, of_kind) not in now:
                removed[PLURALS[str(kind)]] += 1
            elif now[kind, of_kind] != tuple(said):
                lost[str(kind)] += 1
    return {**counts, "lost": lost, "removed": removed}


def _shares(row: Mapping[Hashable, Any]) -> list[tuple[object, ...]]:
    """The donors, implementers, countries, regions and sectors of a programme: kind, code, name, percentage."""
    parts: list[tuple[object, ...]] = []
    for kind in schema.PROGRAMME_SHARES:
        for one in row[kind] if isinstance(row[kind], tuple) else ():
            if isinstance(one, Share):
                parts.append((kind, one.code, one.name or None, float(one.percentage) if one.percentage else None))
            else:
                parts.append((kind, organisation_code(one), one, None))
    return parts


def store_expenditure(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, Any]:
    """Put the amounts of a newer file in the place of those with the same ids."""
    table = schema.expenditure
    columns = [column.name for column in table.c if column.name != "import_run_id"]
    old = {row.id: _amount(row._asdict()) for row in connection.execute(select(*(table.c[name] for name in columns)))}
    rows = []
    for row in found.to_dict("records"):
        values = {name: plain_value(row.get(name)) for name in columns}
        rows.append(
            values
            | {
                "id": number_of_id(str(row["id"])),
                "programme": row["programme_code"],
                "kind": values["kind"] or "expenditure",
                "amount": round(float(str(values["amount"])), 2),  # as it is kept, or it would be another every time
                "provenance": values["provenance"] or "published",
            }
        )
    new = {row["id"]: _amount({name: row[name] for name in columns}) for row in rows}
    if rows:
        delete_by_id(connection, table, list(new))
        connection.execute(insert(table), [row | {"import_run_id": run_id} for row in rows])
    return {**count_changes(old, new), "lost": lost_cells(old, new)}


def earlier_editions(connection: Connection, programmes: Iterable[str]) -> Earlier:
    """Return the ids of the values and amounts that IATI files brought of these programmes."""
    runs = select(schema.import_run.c.id).where(schema.import_run.c.format == "iati")
    values, money, indicators = schema.indicator_value, schema.expenditure, schema.indicator
    earlier: Earlier = [(values, []), (money, [])]
    for part in _parts(list(dict.fromkeys(programmes))):
        named = values.c.indicator.in_(select(indicators.c.code).where(indicators.c.programme.in_(part)))
        for (table, ids), mine in zip(earlier, (named, money.c.programme.in_(part)), strict=True):
            ids += connection.scalars(select(table.c.id).where(mine, table.c.import_run_id.in_(runs)))
    return earlier


def forget(connection: Connection, earlier: Earlier, run_id: int) -> dict[str, int]:
    """Delete the values and amounts of earlier editions that this import did not bring again, and empty indicators.
    Returns how many rows were deleted, by what they are."""
    removed = {"values": 0, "expenditures": 0}
    for name, (table, ids) in zip(removed, earlier, strict=False):
        for part in _parts(ids):
            gone = delete(table).where(table.c.id.in_(part), table.c.import_run_id != run_id)
            removed[name] += connection.execute(gone).rowcount
    if earlier:
        used = select(schema.indicator_value.c.indicator)
        connection.execute(delete(schema.indicator).where(schema.indicator.c.code.not_in(used)))
    return {name: number for name, number in removed.items() if number}


def delete_by_id(connection: Connection, table: Table, ids: Sequence[object]) -> None:
    """Delete the rows with these ids."""
    for part in _parts([int(str(number)) for number in ids]):
        connection.execute(delete(table).where(table.c.id.in_(part)))


def store_organisations(connection: Connection, names: Iterable[str]) -> None:
    """Write organisations; the newest spelling of a name stands."""
    table = schema.organisation
    for name in names:
        code = organisation_code(name)
        if not connection.execute(update(table).where(table.c.code == code).values(name=name)).rowcount:
            connection.execute(insert(table).values(code=code, name=name))


def insert_missing(connection: Connection, table: Table, key: str, rows: list[dict[str, object]]) -> None:
    """Insert the rows whose key the table does not have."""
    there = set(connection.scalars(select(table.c[key])))
    new = [{name: plain_value(value) for name, value in row.items()} for row in rows if row[key] not in there]
    if new:
        connection.execute(insert(table), new)


def _parts(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + IDS_A_QUERY] for start in range(0, len(items), IDS_A_QUERY)]


def _cells(row: Mapping[str, object]) -> dict[str, object]:
    """What is said of a programme, by column; what stands in its shares too is left to them."""
    left = {"code", "import_run_id", "publisher_ref", "donor", "implementer", "country"}
    named = {"title": "programme"}
    return {named.get(name, name): cell and str(cell) for name, cell in row.items() if name not in left}


def _amount(row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: float(cell) if hasattr(cell, "as_tuple") or isinstance(cell, float) else cell  # type: ignore[arg-type]
        for name, cell in row.items()
    }
