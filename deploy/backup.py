"""Back up and restore the databases: python -m deploy.backup FOLDER, python -m deploy.backup --restore FOLDER."""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL

from data_access.database import DEFAULT_URLS, database_url, open_database
from data_access.errors import BadInput


def backup(folder: Path) -> Path:
    """Write a copy of every database into a new folder, named after the moment, which it returns.

    Databases that are not there are left out. Raises BadInput where one cannot be copied, and leaves no half backup.
    """
    moment = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    unfinished, finished = folder / f".{moment}", folder / moment
    os.umask(0o077)  # what is in it is exact
    unfinished.mkdir(parents=True)
    try:
        copied = [_copy(url, unfinished / name) for name, url in _databases().items()]
        if not any(copied):
            raise BadInput("There is no database to back up. Set the addresses that the commands are given.")
        unfinished.rename(finished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return finished


def restore(folder: Path) -> list[str]:
    """Put the databases of a backup where the settings say, and return their names.

    A database that is there is never written over. Raises BadInput, before anything is written.
    """
    found = {name: url for name, url in _databases().items() if (folder / name).is_file()}
    if not found:
        raise BadInput("There is no backup in this folder. Give the one that is named after a day.")
    if there := [name for name, url in found.items() if _is_there(url)]:
        raise BadInput(
            f"Already there: {', '.join(there)}. Move it away first (docs/operating.md). Nothing was changed."
        )
    os.umask(0o077)
    for name, url in found.items():
        if url.get_backend_name() == "sqlite":
            place = Path(url.database or "")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, place)
        else:
            options = ["--single-transaction", "--no-owner", "--dbname", _server(url)]
            _run(["pg_restore", *options, str(folder / name)], url)
    return list(found)


def _databases() -> dict[str, URL]:
    """The file of a backup, and the address, of each database."""
    return {setting.removesuffix("_DATABASE_URL").lower(): database_url(setting) for setting in DEFAULT_URLS}


def _is_there(url: URL) -> bool:
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "").exists()
    engine = open_database(url, read_only=True)
    try:
        return bool(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _copy(url: URL, place: Path) -> bool:
    is_file = url.get_backend_name() == "sqlite"
    if not _is_there(url):
        return False
    if not is_file:
        _run(["pg_dump", "--format=custom", "--file", str(place), "--dbname", _server(url)], url)
        return True
    source, copy = sqlite3.connect(f"file:{url.database}?mode=ro", uri=True), sqlite3.connect(place)
    try:
        source.backup(copy)  # also while others write
        copy.execute("PRAGMA journal_mode = DELETE")
        [(said,)] = copy.execute("PRAGMA quick_check").fetchall()[:1]
    except sqlite3.Error as error:
        raise BadInput(f"The database {place.name} cannot be copied: {error}.") from None
    finally:
        source.close()
        copy.close()
    if said != "ok":
        raise BadInput(f"The database {place.name} is damaged: keep the backups that you have, and restore one.")
    return True


def _server(url: URL) -> str:
    # a password among the arguments could be read by everybody on the machine
    return url.set(drivername="postgresql", password=None).render_as_string()


def _run(command: list[str], url: URL) -> None:
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        result = subprocess.run(command, env=os.environ | password, capture_output=True, text=True)
    except FileNotFoundError:
        raise BadInput(f"{command[0]} is not installed: on Debian or Ubuntu, apt install postgresql-client.") from None
    if result.returncode:
        raise BadInput(f"{command[0]} failed: {result.stderr.strip().splitlines()[-1]}")


def main(arguments: list[str] | None = None) -> int:
    """Run one of both. Returns 0, or 2 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--restore", action="store_true", help="put the databases of the backup in FOLDER back")
    given = parser.parse_args(arguments)
    try:
        if given.restore:
            print(f"Restored: {', '.join(restore(given.folder))}. Now: python -m data_access check")
        else:
            print(f"Backed up into {backup(given.folder)}. Keep it apart, and encrypted: it holds cases and their key.")
    except (BadInput, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
