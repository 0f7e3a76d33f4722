"""Hold the ledger of a case database against the releases: a backup forgets, and another database counts apart."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.ledger import Entry, database_name, entries_of, ledger_of, other_people, record
from data_access.publishing.noise import rho_for
from data_access.release import schema as release_schema

# the older program named a release by 64 letters, and its entry in the ledger by the first 60 of them and a number
NAMED_BY = 60

CONTRADICTION = (
    "The releases in RELEASE_DATABASE_URL were made from another case database, and one person may be in both: what "
    "both spend would add up without anybody counting. Publish from the other database (CASE_DATABASE_URL), restore "
    "its backup, or give these cases a release database of their own. Only if truly no person is in both, say so: "
    "python -m data_access publish --declare-other-people. The release then says it. Nothing was published or spent."
)
CHANGED = (
    "The ledger of the case database and what was published (in RELEASE_DATABASE_URL, or kept beside the ledger) do "
    "not say the same of the draw of {when}: {fields}. One of them was changed. Restore the case database from its "
    "newest backup. Nothing was published or spent."
)
FIELDS = ("drawn_at", "as_of", "rho", "epsilon", "delta", "reason")  # what a manifest says of each draw


@dataclass(frozen=True)
class Difference:
    """What a release database knows and the ledger does not.

    missing: entries that were drawn from this database, or (from releases of the older program, which name no
    database) may have been. strangers: names of other case databases. changed: the days of draws of which both say
    something else, with the fields.
    """

    missing: list[Entry]
    strangers: list[str]
    changed: dict[str, list[str]]

    def refuse_contradiction(self) -> None:
        """Raise BadInput, with what to do, where the ledger and the releases cannot both be right."""
        for when, fields in self.changed.items():
            raise BadInput(CHANGED.format(when=when, fields=", ".join(fields)))
        if self.strangers:
            raise BadInput(CONTRADICTION)


def compare(connection: Connection, target: Connection) -> Difference:
    """Compare the ledger, in all that it says, with the manifest of every public release in the release database
    `target` (the deleted ones too) and of every draw that is kept beside it."""
    ours, declared, entries = database_name(connection), set(other_people(connection)), entries_of(connection)
    known = {row["name"]: row for row in ledger_of(connection)}
    missing: dict[str, Entry] = {}
    strangers: set[str] = set()
    older: Counter[tuple[Any, ...]] = Counter()
    changed: dict[str, list[str]] = {}
    for name, manifest in [*_manifests(target), *_kept_manifests(connection)]:
        origin = _origin(name, manifest)
        if origin in declared or ours in manifest.get("other_people", []):
            continue
        if "database" not in manifest:
            # the older program gave entries no name: how often one occurs is all that can be compared
            older |= Counter(_facts(row) for row in manifest.get("ledger", []))
        elif origin != ours:
            strangers.add(origin)
        else:
            rows = {row["name"]: row for row in manifest["ledger"]}
            about = {field: manifest[field] for field in ("rho", "epsilon", "delta")}
            about["as_of"] = manifest["data_until"]
            for row in [*rows.values(), *([rows[name] | about] if name in rows else [])]:
                if row["name"] not in known:
                    missing[row["name"]] = _entry(row)
                elif differs := [field for field in FIELDS if row[field] != known[row["name"]][field]]:
                    changed[row["drawn_at"]] = differs
    have = Counter(
        (entry.drawn_at.date().isoformat(), entry.epsilon, entry.delta)
        for entry in (*entries, *missing.values())
        if entry.as_of is None
    )
    unnamed = [
        Entry(f"{ours}-{day}-{epsilon:g}-{number}"[:64], rho_for(epsilon, delta), epsilon, delta, None, _day(day))
        for (day, epsilon, delta), times in older.items()
        for number in range(have[day, epsilon, delta], times)
    ]
    return Difference([*unnamed, *missing.values()], sorted(strangers), changed)


def take_over(connection: Connection, target: Connection, *, declare_other_people: bool) -> str:
    """Enter what the ledger has forgotten, and say so ("" where there is nothing to say).

    declare_other_people: nobody in this database is in those of the other releases; write that down. Raises BadInput
    where the ledger and the releases contradict each other.
    """
    if declare_other_people:
        ours = {database_name(connection), *(entry.name[:NAMED_BY] for entry in entries_of(connection))}
        others = {_origin(name, manifest) for name, manifest in _manifests(target)} | {*other_people(connection)}
        connection.execute(update(schema.identity).values(other_people=json.dumps(sorted(others - ours))))
    difference = compare(connection, target)
    difference.refuse_contradiction()
    for entry in difference.missing:
        record(connection, entry)
    if not difference.missing:
        return ""
    number = len(difference.missing)
    return (
        f"The ledger of the case database did not have {number} {'entry' if number == 1 else 'entries'} that the "
        "releases name, as after restoring a backup: they were taken over, and count. "
    )


def _origin(name: str, manifest: dict[str, Any]) -> str:
    """What a release was made from: the name of its case database or, of the older program, that of its draw."""
    return str(manifest.get("database", name[:NAMED_BY]))


def _manifests(target: Connection) -> Sequence[tuple[str, dict[str, Any]]]:
    """The name and the manifest of every public release with noise, the oldest first."""
    found = []
    for table in (release_schema.deleted_release, release_schema.release):
        query = select(table.c.name, table.c.manifest).where(table.c.kind == "public").order_by(table.c.id)
        found += [(row.name, json.loads(row.manifest)) for row in target.execute(query)]
    return found


def _kept_manifests(connection: Connection) -> Sequence[tuple[str, dict[str, Any]]]:
    """The name and the manifest of every draw that the case database keeps."""
    ledger = schema.privacy_ledger.c
    rows = connection.execute(select(ledger.name, ledger.manifest).where(ledger.manifest.is_not(None)))
    return [(row.name, json.loads(row.manifest)) for row in rows]


def _facts(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["drawn_at"], float(row["epsilon"]), float(row["delta"])


def _entry(row: dict[str, Any]) -> Entry:
    as_of = date.fromisoformat(row["as_of"]) if row["as_of"] else None
    return Entry(row["name"], row["rho"], row["epsilon"], row["delta"], as_of, _day(row["drawn_at"]), row["reason"])


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text)
