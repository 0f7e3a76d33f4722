"""Delete cases of people who withdraw (or that were entered twice), and see to it that no file brings them back."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, inspect, select

from data_access.cases import schema
from data_access.cases.case_database import reports_of
from data_access.cases.corrections.cases_by_key import find_cases
from data_access.cases.corrections.journal import forget
from data_access.cases.corrections.key_files import read_keys
from data_access.cases.corrections.remembered import keys_of_person, members, remember
from data_access.cases.loading import parts
from data_access.database import empty_log, migrate
from data_access.errors import number_of
from data_access.publishing.ledger import Entry, entries_of, spent
from data_access.publishing.release_store import erase, still_in_the_file, writing
from data_access.questions.methods import guessed_right
from data_access.release.schema import release
from data_access.transactions import held_back, whole_or_nothing


def withdraw(
    engine: Engine,
    arguments: Sequence[str],
    open_restricted: Callable[[], Engine | None],
    reports: Path | None = None,
    *,
    dry_run: bool = False,
    in_advance: bool = False,
) -> dict[str, Any]:
    """Delete cases with all that hangs on them and all that undo keeps of them.

    arguments: keys, or files of keys (see read_keys). dry_run says what would become of them, and changes nothing.
    in_advance: keys that are of no case are remembered for cases to come. open_restricted opens the database of
    restricted releases, None if there is none: all of them hold exact numbers with these people in them and are
    deleted. The keyed hashes of the keys are remembered. reports: the folder whose marked copies of files are named,
    for the person to delete (default: reports_of).

    Returns message, withdrawn, already (withdrawn before), gone (not there, but undo could have brought them back),
    in_advance (remembered for cases to come) and restricted_releases (deleted). Raises BadInput when a key means no
    case, or two; nothing is changed then.
    """
    names = read_keys(arguments)
    said = "The withdrawal was complete when it was stopped: the cases are deleted."
    with ExitStack() as until_committed, whole_or_nothing(engine, said, is_trial=dry_run) as connection:
        if engine.dialect.name == "sqlite":
            # what is deleted is overwritten, and does not stay in the file until something else needs the room
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        reports = reports or reports_of(connection)
        found = find_cases(connection, names.places, in_advance=in_advance)
        drawn = entries_of(connection)
        joined = members(connection)
        keys = sorted({key for case in found for key in keys_of_person(joined, case.key)})
        ids = {case.id for case in found if case.id}
        already = len({case.key for case in found if case.is_withdrawn})
        to_come = len({case.key for case in found if case.is_to_come})
        gone = len({case.key for case in found if not case.id and not case.is_withdrawn}) - to_come
        for part in parts(sorted(ids)):
            connection.execute(delete(schema.case).where(schema.case.c.id.in_(part)))
        for some in parts(keys):
            connection.execute(delete(schema.joined_record).where(schema.joined_record.c.case_key.in_(some)))
        forget(connection, keys)
        remember(connection, keys, "case")
        # two databases: from here on the command is not stopped, so that both are changed or neither
        until_committed.enter_context(held_back())
        restricted = open_restricted() if ids else None
        releases = _delete_restricted(restricted, is_trial=dry_run)
    is_out_of_the_file = dry_run or empty_log(engine)
    words = number_of(len(ids), "case is deleted, with its", "cases are deleted, with their")
    parts_said = [f"{'. '.join(names.readings)}."] if names.readings else []
    parts_said += ["Nothing was changed: this was a trial. Without --dry-run it would be:"] if dry_run else []
    parts_said += [f"{words} journeys, services and steps of justice."] if ids else []
    if ids and len(keys) > len(ids):
        parts_said.append(f"Of people with several records all went: {len(keys):,} keys in all.")
    parts_said += [f"{number_of(already, 'was', 'were')} withdrawn before."] if already else []
    if gone:
        parts_said.append(
            f"{number_of(gone, 'was', 'were')} deleted by a file or an undo before; what was kept to bring "
            f"{'it' if gone == 1 else 'them'} back is deleted."
        )
    if to_come:
        keys_said = number_of(to_come, "key is of no case: it is", "keys are of no case: they are")
        parts_said.append(f"{keys_said} remembered, and no file brings {'it' if to_come == 1 else 'them'} in.")
    if ids or gone:
        it, its = ("it", "its key") if len(ids) + gone == 1 else ("them", "their keys")
        parts_said.append(f"No file and no undo brings {it} back: a keyed hash of {its} is remembered.")
        parts_said.append(
            f"{number_of(len(releases), 'restricted release was', 'restricted releases were')} deleted, because the "
            "numbers in it are exact; make one without these people: python -m data_access publish --kind restricted."
            if releases
            else "There are no restricted releases where RESTRICTED_RELEASE_DATABASE_URL points."
        )
        parts_said.append(
            "Releases with exact numbers that are elsewhere (another setting, another machine, a copy) must be deleted "
            "there."
        )
        parts_said += _marked_copies(reports)
        parts_said.append(
            f"{_what_public_releases_tell(drawn)} The next publication counts without them. Backups of the case "
            "database still hold them: see docs/import.md."
        )
    if restricted is not None and releases and not dry_run and not empty_log(restricted):
        parts_said.append(still_in_the_file(restricted, releases[0]))
    if not is_out_of_the_file:
        parts_said.append(
            "But what was deleted is still in the file of the case database or in its log: another program has been "
            "reading it all the time. When that is through, or stopped, run this command once more."
        )
    return {
        "message": " ".join(parts_said),
        "withdrawn": len(ids),
        "already": already,
        "gone": gone,
        "in_advance": to_come,
        "restricted_releases": len(releases),
    }


def _what_public_releases_tell(drawn: Sequence[Entry]) -> str:
    if not drawn:
        return "No public release was made of this database."
    right = 100 * guessed_right(sum(entry.rho for entry in drawn))
    return (
        f"Public releases stay: what was read of them, no deletion takes back. Together they spent epsilon "
        f"{spent(drawn):.2f}: who knew everybody else in the data, and used every number of them, would guess right "
        f"whether one case is counted {right:.0f} times of 100 at most, where 50 is chance; whether a person of "
        "several cases is, more often (docs/protection.md)."
    )


def _marked_copies(reports: Path) -> list[str]:
    """Say which copies of files with marked cells stand there: they hold whole rows, keys included."""
    said = []
    if found := _copies(reports):
        said.append(f"Marked copies of files may hold these rows, key and all: delete them in {reports}: {found}.")
    # before each database had its folder
    if older := _copies(reports.parent):
        said.append(
            f"So may these in {reports.parent}, which may be of another database: {older}. Open them, and delete those "
            "that hold a row of this one."
        )
    return said


def _copies(folder: Path) -> str:
    return ", ".join(sorted(path.name for path in folder.glob("*-marked.xlsx")))


def _delete_restricted(releases: Engine | None, *, is_trial: bool) -> Sequence[int]:
    """Delete all restricted releases, or in a trial look which there are; return their ids."""
    if releases is None or not inspect(releases).has_table(release.name):
        return []
    restricted = select(release.c.id).where(release.c.kind == "restricted")
    if is_trial:
        with releases.connect() as connection:
            return connection.scalars(restricted).all()
    migrate(releases, "releases")
    with writing(releases) as connection:
        ids = connection.scalars(restricted).all()
        for release_id in ids:
            erase(connection, release_id)
        return ids
