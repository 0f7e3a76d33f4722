"""The public server is given the release and nothing else: its environment, its open files and its memory hold neither
the address nor the secret of the case database or of the restricted releases."""

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import websockets
from sqlalchemy import Engine, make_url, select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data_access.cases import schema
from data_access.database import migrate, open_database
from data_access.release.workload import CHOSEN_AXES, WORKLOAD
from tests.waiting import wait_until_healthy
from tests.worlds.people import Person, exact_counts_of, released, small_domains

PROJECT = Path(__file__).resolve().parents[2]
PROCESS = Path("/proc")

pytestmark = pytest.mark.skipif(not (PROCESS / "self" / "mem").exists(), reason="needs /proc")


@pytest.fixture
def small() -> Iterator[None]:
    with small_domains(chosen=CHOSEN_AXES):
        yield


@pytest.fixture
def server(engine: Engine, tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The process number and port of a server that was told where the release is, and not where the cases are."""
    address = f"sqlite:///{tmp_path / 'releases.db'}"
    releases = open_database(make_url(address))
    migrate(releases, "releases")
    people = [Person(identified="AF-KAB", journey=(("Recruitment", "AF-KAB"), ("Exploitation", "IR-10")))] * 500
    released(exact_counts_of(engine, people, WORKLOAD), epsilon=4, engine=releases)
    releases.dispose()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment |= {"PORT": str(port), "RELEASE_DATABASE_URL": address}
    log = tmp_path / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "serve.py"], cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
            yield process.pid, port
        finally:
            process.terminate()
            process.wait(10)


async def visit(port: int) -> bytes:
    """Open the first page as a browser does, and return everything that is sent until it is complete."""
    origin = f"http://127.0.0.1:{port}"
    received = b""
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], origin=origin, max_size=None
    ) as connection:
        message = BackMsg()
        message.rerun_script.query_string = ""
        await connection.send(message.SerializeToString())
        while True:
            part = await asyncio.wait_for(connection.recv(), 60)
            received += part
            forward = ForwardMsg()
            forward.ParseFromString(part)
            if forward.WhichOneof("type") == "script_finished":
                return received


def memory_holds(process: int, *wanted: bytes) -> set[bytes]:
    """Which of these byte strings are in the memory of a process."""
    found = set()
    with (PROCESS / str(process) / "mem").open("rb", buffering=0) as memory:
        for line in (PROCESS / str(process) / "maps").read_text().splitlines():
            region = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if not region:
                continue
            start, end = (int(number, 16) for number in region.groups())
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, OverflowError):
                continue  # a region that went away meanwhile, or that may not be read
            found |= {text for text in wanted if text in content}
    return found


def test_the_public_server_holds_no_way_to_the_cases(server: tuple[int, int], engine: Engine) -> None:
    process, port = server
    with engine.connect() as connection:
        salt = str(connection.scalar(select(schema.key_salt.c.salt)))
    sent = asyncio.run(visit(port))
    assert len(sent) > 10_000

    environment = (PROCESS / str(process) / "environ").read_bytes().split(b"\0")
    names = {entry.partition(b"=")[0] for entry in environment}
    assert b"RELEASE_DATABASE_URL" in names
    assert not names & {b"CASE_DATABASE_URL", b"RESTRICTED_RELEASE_DATABASE_URL", b"ACCESS"}

    open_files = []
    for file in (PROCESS / str(process) / "fd").iterdir():
        try:
            open_files.append(str(file.readlink()))
        except OSError:
            continue  # closed meanwhile
    databases = {Path(file).name.partition(".db")[0] for file in open_files if ".db" in Path(file).name}
    assert databases - {"proj"} == {"releases"}  # PROJ keeps coordinate systems in a database of its own

    address = str(engine.url.database).encode()
    assert memory_holds(process, b"releases.db", address, salt.encode()) == {b"releases.db"}
    assert salt.encode() not in sent
    assert address not in sent
