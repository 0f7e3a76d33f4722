"""Look whether everything that the dashboard needs is there and whole."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.cases import schema
from data_access.cases.case_database import key_name, refuse_another_key
from data_access.cases.spellings import older_keys
from data_access.database import database_url, open_database, refuse_newer
from data_access.errors import BadInput, DatabaseUnavailable, number_of
from data_access.publishing.decisions import compare_decisions, names_not_to_copy
from data_access.publishing.ledger import CAP_DELTA, cap, entries_of, fits, spent
from data_access.publishing.ledger_comparison import compare
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import has_numbers
from data_access.release import schema as release_schema
from data_access.release.content import content_of_release
from data_access.release.release_database import SETTINGS, ReleaseKind, active_release_id, read_release_database
from data_access.served_files import look_at_served_files

USUAL_BUDGETS = (4.0, 2.0, 1.0)


def check() -> dict[str, Any]:
    """Check the case database, the releases and the active one. Returns message and checks (name -> what was found).

    Raises BadInput, with every fault and what else was found, when something is missing or was changed.
    """
    found: dict[str, str] = {}
    faults: list[str] = []
    looks = {"case database": _cases, "releases": _releases, "ledger": _ledger, "served files": look_at_served_files}
    if _has_restricted():
        looks["restricted releases"] = lambda: _releases("restricted")
    for name, look in looks.items():
        try:
            found[name] = look()
        except BadInput as error:
            faults.append(f"{name}: {error}")
        except SQLAlchemyError as error:
            faults.append(f"{name}: it cannot be read ({type(error).__name__}). Run: python -m data_access init")
    whole = "\n".join(f"{name}: {what}" for name, what in found.items())
    if faults:  # what is whole is said all the same: the backup of the key is asked for before the first release, too
        raise BadInput("\n".join([*faults, whole]).rstrip())
    return {"message": whole, "checks": found}


def _cases() -> str:
    engine = _case_database()
    with engine.connect() as connection:
        refuse_newer(connection, "cases")
        cases = connection.scalar(select(func.count()).select_from(schema.case)) or 0
        runs = connection.scalar(select(func.count()).select_from(schema.import_run)) or 0
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            whole = connection.exec_driver_sql("PRAGMA quick_check").scalar()
            if broken or whole != "ok":
                raise BadInput("it is damaged: restore it from a backup.")
        refuse_another_key(connection)
        key, older = key_name(connection), len(older_keys(connection))
    known = (
        f" {number_of(older, 'key is', 'keys are')} known only as an older program compared them: load a file of all "
    )
    known += "keys once (docs/import.md, Corrections lose nothing)."
    return (
        f"{number_of(cases, 'case', 'cases')} from {number_of(runs, 'loaded file', 'loaded files')}. Its key is {key}: "
        "without it no file finds its cases again and the withdrawn come back. "
        f"Is there a backup with this key (docs/import.md)?{known if older else ''}"
    )


def _case_database() -> Engine:
    url = database_url("CASE_DATABASE_URL")
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():  # SQLite would make one
        raise DatabaseUnavailable("there is none yet. Make it: python -m data_access init")
    return open_database(url, read_only=True)


def _releases(kind: ReleaseKind = "public") -> str:
    engine = read_release_database(kind)
    with engine.connect() as connection:
        refuse_newer(connection, "releases")
        ids = connection.execute(select(release_schema.release.c.id)).scalars().all()
    for release_id in ids:
        content_of_release(engine, release_id)
    if kind == "restricted" and not ids:  # withdrawing a case deletes them all
        return f"none ({SETTINGS[kind]})"
    return f"{len(ids)} whole, release {active_release_id(engine, kind)} active ({SETTINGS[kind]})"


def _has_restricted() -> bool:
    """Is there a database of restricted releases? It is one where its address is set, or where its file is."""
    url = database_url(SETTINGS["restricted"])
    is_file = url.get_backend_name() == "sqlite"
    return Path(url.database or "").is_file() if is_file else bool(os.environ.get(SETTINGS["restricted"]))


def _ledger() -> str:
    """Say what is spent and what is left, and refuse a ledger that the releases contradict."""
    engine = _case_database()
    with engine.connect() as connection, read_release_database().connect() as target:
        entries, difference = entries_of(connection), compare(connection, target)
        difference.refuse_contradiction()
        ledger = schema.privacy_ledger.c
        drawn = set(connection.scalars(select(ledger.name).where(ledger.manifest.is_not(None))))
        drawn -= names_not_to_copy(connection)
        decided = compare_decisions(connection, target)
        waiting = sum(not has_numbers(target, name) for name in drawn)
    entries += difference.missing
    rho = sum(entry.rho for entry in entries)
    left = ", ".join(f"{fits(cap(), rho_for(e, CAP_DELTA), rho)} at epsilon {e:g}" for e in USUAL_BUDGETS)
    said = f"{number_of(len(entries), 'draw', 'draws')} spent epsilon {spent(entries):.2f} of {cap():g}; left: {left}"
    if difference.missing:
        missing = number_of(len(difference.missing), "of them is", "of them are")
        said += f"; {missing} named by releases only: the next publish takes them over"
    if waiting:
        said += f"; {waiting} drawn and not yet in the release database: the next publish copies them"
    return said + decided
