"""Read the register of sources: who the cases come from, as those who answer for the data declare it."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, delete, select

from data_access.cases import schema
from data_access.cases.corrections.declarations import refuse_forgetting, refuse_loosening
from data_access.cases.loading import declare_source, note_sources
from data_access.codes import code_lists
from data_access.errors import BadInput
from data_access.importing.formats.tables import (
    count_changes,
    decoded,
    plain_value,
    published_text,
    read_table,
    refuse_repeated,
    require,
)
from data_access.importing.guard.keys_in_text import keys_in_database, refuse_keys
from data_access.importing.reading.answers import read_yes_no
from data_access.importing.reading.coded_cells import read_code
from data_access.importing.reading.tabular import Sheet
from data_access.importing.reading.values import Mistake, Vocabulary
from data_access.importing.storing.prepared import Prepared
from data_access.importing.telling.problems import ProblemList
from data_access.importing.telling.progress import Progress

REQUIRED = ["code", "name", "provenance"]
LONGEST_CODE, LONGEST_NAME = 40, 200


def prepare_sources(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read a register of sources, one row a source. Without an answer its places are no proxies, and a case whose
    consent was not asked is not published. Raises FileRefused."""
    vocabularies = {
        "code": Vocabulary(_read_code, is_free=True),
        "name": published_text(LONGEST_NAME),
        "provenance": Vocabulary(read_code(code_lists.PROVENANCE)),
        "places_are_proxies": Vocabulary(read_yes_no),
        "consent_policy": Vocabulary(read_code(code_lists.CONSENT_POLICY)),
    }
    rows = read_table(
        sheets,
        vocabularies,
        columns={name: name for name in vocabularies},
        ignored=[],
        required=REQUIRED,
        problems=problems,
        progress=progress,
    )
    refuse_keys(rows, partial(keys_in_database, engine), problems)
    refuse_repeated(rows, pd.DataFrame({"code": rows.lookup("code")}), "code", problems)
    require(rows, REQUIRED, problems)
    found = decoded(rows, vocabularies)
    with engine.connect() as connection:
        register = _register(connection)
    # those who answer for the data declare sources: the file itself has no one provenance
    return Prepared(
        len(rows.frame),
        len(found),
        "Register of sources",
        "confidential",
        "sources",
        lambda connection, run_id, progress: _store(connection, found.to_dict("records"), register),
        remove_earlier=lambda connection, _: _remove_others(connection, set(found["code"])),
        refuse=lambda connection: _refuse_register(connection, register),
    )


def _read_code(text: str) -> str:
    if not re.fullmatch(rf"[a-z][a-z0-9-]{{0,{LONGEST_CODE - 1}}}", text):
        raise Mistake(
            f"expected a code of small letters, digits and hyphens, {LONGEST_CODE} signs at most",
            "Write a short code, such as shelter-herat.",
        )
    return text


def _register(connection: Connection) -> dict[Any, dict[str, Any]]:
    return {row.code: dict(row._mapping) for row in connection.execute(select(schema.source))}


def _remove_others(connection: Connection, named: set[str]) -> dict[str, int]:
    """Delete the sources that a file does not name."""
    note_sources(connection)
    table = schema.source
    return {"sources": int(connection.execute(delete(table).where(table.c.code.not_in(named))).rowcount)}


def _refuse_register(connection: Connection, old: dict[Any, dict[str, Any]]) -> None:
    """Raise BadInput when a source that holds cases left the register, when one left that may have been withdrawn from,
    and when two have one name. old: the register as it was, by code."""
    _refuse_leaving(connection, old)
    refuse_forgetting(connection, old)
    _refuse_same_name(connection)


def _store(connection: Connection, rows: list[dict[Any, Any]], old: dict[Any, dict[str, Any]]) -> dict[str, int]:
    """Put what the file says of a source in the place of what was declared of it before; other sources stay.

    old: the register as it was, by code. Raises BadInput when a source would be less strict, and when another command
    has changed the register meanwhile.
    """
    if any(old.get(code) != row for code, row in _register(connection).items()):
        raise BadInput(
            "Another command changed the register while the file was read. Nothing was changed; do it again."
        )
    new: dict[Any, dict[str, Any]] = {}
    for row in rows:
        said = {name: plain_value(value) for name, value in row.items()}
        new[str(said["code"])] = {
            **said,
            "places_are_proxies": bool(said["places_are_proxies"]),
            "consent_policy": said["consent_policy"] or "required",
            # keys that are there keep their hash, and what was withdrawn is known by it for good
            "keys_name_source": old[said["code"]]["keys_name_source"]
            if said["code"] in old
            else said["code"] != schema.OWN_SOURCE,
        }
    refuse_loosening(connection, old, new)
    # the default leaves with the first other source; where the file names it, it stays
    for declared in sorted(new.values(), key=lambda one: one["code"] == schema.OWN_SOURCE):
        declare_source(connection, declared)
    return count_changes(old, new)


def _refuse_leaving(connection: Connection, old: dict[Any, dict[str, Any]]) -> None:
    said = {
        code
        for table in (schema.case, schema.joined_record)
        for code in connection.scalars(select(table.c.source).distinct())
    }
    left = sorted(said - set(connection.scalars(select(schema.source.c.code))))
    if not left:
        return
    lines = "\n".join(
        f'{code},"{old[code]["name"]}",{old[code]["provenance"]},'
        f"{'yes' if old[code]['places_are_proxies'] else 'no'},{old[code]['consent_policy']}"
        for code in left
        if code in old
    )
    raise BadInput(
        f"There are cases of {', '.join(left)}, and the register would have no such source any more. Nothing was "
        f"changed. Either add to the file, with the name that the public may read:\n{lines}\nor, where the cases "
        "belong to another source, take their import back (python -m data_access undo NUMBER) and load them under "
        "that one."
    )


def _refuse_same_name(connection: Connection) -> None:
    """Raise BadInput when two sources have one name: the second code would be a source that nobody withdrew from."""
    first: dict[str, str] = {}
    for code, row in sorted(_register(connection).items()):
        other = first.setdefault(" ".join(row["name"].casefold().split()), code)
        if other != code:
            raise BadInput(
                f"The sources {other} and {code} have the same name. Nothing was changed. If they are one source, keep "
                "the code that it has: who withdrew or refused is known by it. If they are two, write names by which "
                "the public can tell them apart."
            )
