"""Whose programmes, values and amounts there are: what one publisher said, no other one's file changes or deletes."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, or_, select, update

from data_access.cases import schema
from data_access.cases.loading import parts
from data_access.codes.value_ids import FROM_IATI, number_of_id
from data_access.errors import number_of
from data_access.importing.formats.providers import is_same, organisation_code
from data_access.importing.guard.identifiers import shown
from data_access.importing.reading.values import Mistake
from data_access.importing.storing.programme_codes import KnownProgramme, assign_codes, known_programmes
from data_access.importing.storing.refused_rows import RefusedRows

FORMATS = ("results", "iati")  # whose files bring programmes
TWICE = Mistake("another row of these files describes the same programme", "Keep one of them.", "a repeated row")


def assign_programmes(connection: Connection, found: dict[str, pd.DataFrame]) -> RefusedRows:
    """Add programme_code to each frame, and to amounts whose they are; return the rows that another publisher's
    programmes, values and amounts refuse, and those that could mean two programmes."""
    refused = assign_codes(connection, found)
    if "expenditure" in found:
        _fill_publishers(connection, found)
    _refuse_descriptions(connection, found, refused)
    value, money = schema.indicator_value, schema.expenditure
    for name, what, table in (("values", "a value", value), ("expenditure", "an amount", money)):
        if name in found:
            # an id made of an activity's identifier is whose the activity is, and that was looked at
            is_edition = "programmes" in found
            ids = [str(one) for one in found[name]["id"]]
            numbers = {number_of_id(one): one for one in ids if not (is_edition and FROM_IATI.fullmatch(one))}
            query = select(table.c.id, table.c.source_publisher)
            said = [
                row for part in parts(list(numbers)) for row in connection.execute(query.where(table.c.id.in_(part)))
            ]
            holders = {numbers[row.id]: row.source_publisher for row in said}
            _refuse_held(found[name], name, "id", holders, _held(what), refused)
    return refused


def _refuse_descriptions(connection: Connection, found: Mapping[str, pd.DataFrame], refused: RefusedRows) -> None:
    if "programmes" not in found:
        return
    frame = found["programmes"]
    codes = frame["programme_code"].dropna()
    refused.add("programmes", "programme", codes.index[codes.duplicated(keep=False)], TWICE)
    known = known_programmes(connection).known
    described = {code: one.publisher for code, one in known.items() if one.is_described}
    others = frame.drop(index=_renamed(frame, known))
    _refuse_held(others, "programmes", "programme_code", described, _described, refused)


def _renamed(frame: pd.DataFrame, known: Mapping[str, KnownProgramme]) -> list[int]:
    """Return the rows whose publisher has the reference of the known programme's and another name."""
    if "publisher_ref" not in frame:
        return []
    said = zip(frame.index, frame["programme_code"], frame["publisher_ref"], frame["source_publisher"], strict=True)
    return [
        index
        for index, code, reference, publisher in said
        if reference and code in known and known[code].reference == reference
        if not is_same(known[code].publisher, publisher)
    ]


def told_of_renamed(connection: Connection, programmes: pd.DataFrame) -> list[str]:
    """Say the new name of each publisher that is called otherwise in its earlier editions.

    programmes: columns programme_code, source_publisher and, of IATI files, publisher_ref.
    """
    known = known_programmes(connection).known
    names: dict[tuple[str, str], int] = {}
    renamed = programmes.loc[_renamed(programmes, known)]
    for code, publisher in zip(renamed["programme_code"], renamed["source_publisher"], strict=True):
        pair = known[code].publisher, str(publisher)
        names[pair] = names.get(pair, 0) + 1
    return [
        f"The publisher “{shown(old, 'an earlier name')}” is called “{new}” now (the same ref of reporting-org): "
        f"{number_of(number, 'activity takes', 'activities take')} the place of earlier editions under the old name."
        for (old, new), number in names.items()
    ]


def _refuse_held(
    frame: pd.DataFrame,
    name: str,
    key: str,
    holders: Mapping[Any, str],
    mistake_of: Callable[[str], Mistake],
    refused: RefusedRows,
) -> None:
    """Refuse the rows of a frame whose key another publisher has, told by who it is."""
    of_holder: dict[str, list[int]] = {}
    for position, one, publisher in zip(frame.index, frame[key], frame["source_publisher"], strict=True):
        holder = holders.get(one)
        if holder is not None and not is_same(holder, publisher):
            of_holder.setdefault(holder, []).append(position)
    for holder, positions in of_holder.items():
        refused.add(name, key.removesuffix("_code"), positions, mistake_of(holder))


def _held(what: str) -> Callable[[str], Mistake]:
    return lambda holder: Mistake(
        f"{shown(holder, 'another publisher')} has {what} of this id, and it would be lost",
        f"Write an id of your own. If it is {what} of the same publisher, write source_publisher as before.",
    )


def _described(holder: str) -> Mistake:
    return Mistake(
        f"{shown(holder, 'another publisher')} has described this programme, and that would be lost",
        "If it is another programme, write a title that tells the two apart; if it is the same, leave the row out: "
        "values may name a programme that others described. If the publisher has another name now, and its files or "
        "earlier ones do not give its ref, take its import back first (python -m data_access undo NUMBER).",
    )


def _fill_publishers(connection: Connection, found: dict[str, pd.DataFrame]) -> None:
    """Say of each amount whose it is, where its row does not: of the publisher of its programme."""
    frame = found["expenditure"]
    said: dict[str, dict[Any, str]] = {"values": {}, "programmes": {}}
    for name in said.keys() & found.keys():
        named = found[name].dropna(subset="programme_code")
        said[name] = named.groupby("programme_code")["source_publisher"].first().to_dict()
    known = {code: one.publisher for code, one in known_programmes(connection).known.items()}
    of_programme = said["values"] | known | said["programmes"]
    frame["source_publisher"] = frame["source_publisher"].where(
        frame["source_publisher"].notna(), frame["programme_code"].map(of_programme)
    )


def remove_said(connection: Connection, run_id: int, found: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Delete what earlier files said, and a run did not say again, of the programmes that a file names, and of its
    bodies outside programmes, as far as the same publishers said it. Returns how many rows were deleted, by what.

    found: frames with `programme_code` and `source_publisher`, and `body` among "values". Other programmes stay, and so
    do the titles, donors and dates of those that are named.
    """
    value, indicator, spent = schema.indicator_value, schema.indicator, schema.expenditure
    said = _said(found)
    run = schema.import_run.c
    earlier = select(run.id).where(run.format.in_(FORMATS), run.id != run_id)
    of_value = select(value.c.id, indicator.c.programme, indicator.c.body, value.c.source_publisher)
    of_value = of_value.join(indicator, indicator.c.code == value.c.indicator).where(value.c.import_run_id.in_(earlier))
    values = [row for row in connection.execute(of_value)
              if (row.programme or f"body {row.body}", organisation_code(row.source_publisher)) in said]  # fmt: skip
    of_money = select(spent.c.id, spent.c.programme, spent.c.source_publisher)
    amounts = [row for row in connection.execute(of_money.where(spent.c.import_run_id.in_(earlier)))
               if (row.programme, organisation_code(str(row.source_publisher))) in said]  # fmt: skip
    for table, rows in ((value, values), (spent, amounts)):
        for part in parts([row.id for row in rows]):
            connection.execute(delete(table).where(table.c.id.in_(part)))
    codes, bodies = ([name for name, _ in said if name.startswith("body ") is is_body] for is_body in (False, True))
    outside = indicator.c.programme.is_(None) & indicator.c.body.in_([name.removeprefix("body ") for name in bodies])
    unused = indicator.c.code.not_in(select(value.c.indicator)) & or_(indicator.c.programme.in_(codes), outside)
    connection.execute(delete(indicator).where(unused))
    return {"values": len(values), "expenditures": len(amounts)}


def _said(found: Mapping[str, pd.DataFrame]) -> set[tuple[str, str]]:
    """Of which programmes ("body …": of which bodies outside programmes) a file speaks, and whose words those are."""
    pairs: set[tuple[str, str]] = set()
    for name, frame in found.items():
        of = frame["programme_code"]
        if name == "values":
            of = of.where(of.notna(), "body " + frame["body"].map(lambda body: organisation_code(str(body))))
        publishers = frame["source_publisher"].map(lambda publisher: organisation_code(str(publisher)))
        pairs |= set(zip(of, publishers, strict=True))
    return pairs


def forget_levels(connection: Connection, run_id: int) -> None:
    """Forget what was said about the indicators of a run's values, where its publishers alone have values of them."""
    value, indicator = schema.indicator_value, schema.indicator
    query = select(value.c.indicator, value.c.source_publisher, value.c.import_run_id == run_id)
    rows = connection.execute(query).all()
    mine = {(code, organisation_code(publisher)) for code, publisher, is_of_run in rows if is_of_run}
    others = {code for code, publisher, _ in rows if (code, organisation_code(publisher)) not in mine}
    said = dict.fromkeys(["level", "ascending", "standard_tag"])
    for part in parts(sorted({code for code, _ in mine} - others)):
        connection.execute(update(indicator).where(indicator.c.code.in_(part)).values(**said))
