"""Which installed packages have known weaknesses: python -m deploy.audit FILE, without a network.

FILE is the export of the OSV database for PyPI (all.zip, https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip,
CC BY 4.0), fetched anew on another machine whenever it is asked.
"""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from data_access.errors import BadInput

OLD = timedelta(days=30)
# events of a range that hold at a version, in the order in which they are applied there (OSV schema 1.7, evaluation)
ORDER = {"introduced": 0, "fixed": 1, "last_affected": 2}


class Weakness(NamedTuple):
    """One known weakness of one installed package. fixed: the versions that no longer have it, where any is known."""

    package: str
    version: str
    id: str
    summary: str
    fixed: tuple[str, ...]


def installed() -> dict[str, str]:
    """The version of each package that is installed, by its normalised name."""
    return {canonicalize_name(one.name): one.version for one in metadata.distributions()}


def audit(file: Path, packages: Mapping[str, str]) -> tuple[list[Weakness], datetime, int]:
    """The weaknesses of these packages (normalised name -> version) that the export knows, when it last learned of one,
    and how many it knows. Raises BadInput for a file that is no such export."""
    found, newest, count = [], datetime.min.replace(tzinfo=UTC), 0
    for entry in _entries(file):
        count += 1
        newest = max(newest, datetime.fromisoformat(entry["modified"]))
        if "withdrawn" in entry:
            continue
        for affected in entry.get("affected", []):
            name = canonicalize_name(affected.get("package", {}).get("name", ""))
            if name in packages and _is_affected(packages[name], affected):
                events = [event for one in affected.get("ranges", []) for event in one["events"]]
                fixed = tuple(event["fixed"] for event in events if "fixed" in event)
                found.append(Weakness(name, packages[name], entry["id"], entry.get("summary", ""), fixed))
    if not count:
        raise BadInput(f"{file} holds no weakness at all. Give all.zip of OSV's export for PyPI.")
    return sorted(set(found)), newest, count


def _entries(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with zipfile.ZipFile(file) as export:
            for name in export.namelist():
                if name.endswith(".json"):
                    entry = json.loads(export.read(name))
                    yield {"id": entry["id"], "modified": entry["modified"], **entry}
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{file} is not OSV's export for PyPI (all.zip): {error}") from error


def _is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    if version in affected.get("versions", []):
        return True
    ranges = [one["events"] for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM"]
    return any(_is_within(Version(version), events) for events in ranges)


def _is_within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Is a version affected, by the events of one range?"""
    passed = []
    for event in events:
        for kind, text in event.items():
            at = Version("0.dev0") if text == "0" else _version(text)
            if kind in ORDER and at is not None:
                passed.append((at, ORDER[kind], kind))
    is_affected = False
    for at, _order, kind in sorted(passed):
        if kind == "introduced" and version >= at:
            is_affected = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            is_affected = False
    return is_affected


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:  # of a time before versions had rules
        return None


def main(arguments: list[str] | None = None) -> int:
    """Print what is known. Returns 0 where nothing is, 1 where something is, 2 for a file that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m deploy.audit", description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="all.zip of OSV's export for PyPI")
    parser.add_argument("--accept", nargs="*", default=[], metavar="ID", help="weaknesses that were looked at")
    given = parser.parse_args(arguments)
    packages = installed()
    try:
        found, newest, count = audit(given.file, packages)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    open_ones = [one for one in found if one.id not in given.accept]
    for one in open_ones:
        mended = f"mended in {', '.join(one.fixed)}" if one.fixed else "not mended yet"
        print(f"{one.package} {one.version}: {one.id} {one.summary} ({mended})")
    accepted = len(found) - len(open_ones)
    print(
        f"{len(packages)} packages, {len(open_ones)} known weaknesses, {accepted} accepted, by {count} entries, the "
        f"newest of {newest:%Y-%m-%d}."
    )
    if datetime.now(UTC) - newest > OLD:
        print("The file is older than 30 days: fetch it anew.", file=sys.stderr)
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main())
