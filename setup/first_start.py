"""Give a first start something to show: demonstration data, the carried facts and a release of them.

Does nothing when there is a release, when an address of a database is set, or when cases are already there that
somebody imported: real cases are published by a person's own command only.
"""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from data_access.cases import schema
from data_access.cases.case_database import open_case_database
from data_access.release.release_database import list_releases, open_release_database

PROJECT = Path(__file__).resolve().parents[1]
FACTS = PROJECT / "data_access" / "facts"
DEMONSTRATION_CASES = 60_000


def run(*arguments: str) -> None:
    """Run one data_access command, and stop with its exit code when it fails."""
    code = subprocess.run([sys.executable, "-m", "data_access", *arguments], cwd=PROJECT).returncode
    if code:
        sys.exit(code)


run("init")
if list_releases(open_release_database()):
    sys.exit()
if os.environ.get("CASE_DATABASE_URL") or os.environ.get("RELEASE_DATABASE_URL"):
    print("There is no release yet. Make one: python -m data_access publish")
    sys.exit()

with open_case_database().connect() as connection:
    cases = connection.scalar(select(func.count()).select_from(schema.case)) or 0
    imported = connection.scalar(select(func.count()).where(schema.case.c.provenance != "synthetic")) or 0
if imported:
    print(f"There are {imported} imported cases and no release yet. Make one: python -m data_access publish")
    sys.exit()
if not cases:
    print(f"First start: making {DEMONSTRATION_CASES} synthetic demonstration cases.", flush=True)
    run("demo", "--cases", str(DEMONSTRATION_CASES))
# what was published and what is invented are loaded apart: each load has one provenance
for kind, names in (("population", "population_*"), ("results", "published_*"), ("results", "demonstration_*")):
    if files := sorted(str(path) for path in FACTS.glob(f"{names}.csv")):
        run("import", *files, "--format", kind)
run("publish")
