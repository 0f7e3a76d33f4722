"""A PostgreSQL server that a test may stop: the one that tests share must run on."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import OLDEST_POSTGRES, postgres_programs
from tests.faults.servers import Postgres


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    programs = postgres_programs()
    if programs is None:
        pytest.skip(f"needs PostgreSQL {OLDEST_POSTGRES} or newer (apt-get install postgresql)")
    folder = Path("/tmp") / f"pg{secrets.token_hex(4)}"  # a socket's path may have 107 characters at most
    folder.mkdir(mode=0o700)
    as_user = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")
    try:
        initialise = [
            *as_user,
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync",
        ]
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*initialise, *locale], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        server = Postgres(programs, folder, as_user)
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
