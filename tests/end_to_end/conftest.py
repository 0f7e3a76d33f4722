"""The real server on a small release, and a browser that notices every request and every error.

A test asks for `visitor`, opens pages with it and looks around:

    def test_something(visitor):
        page = visitor.open("/routes?lang=fa", size=PHONE)
        visitor.screenshot("routes-fa-phone")

When the test ends it fails if any request left this machine or the console held an error.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.end_to_end.visitor import Visitor, new_profile
from tests.waiting import wait_until_healthy
from tests.worlds.databases import made_once_for_all_workers

PROJECT = Path(__file__).resolve().parents[2]
FACTS = PROJECT / "data_access" / "facts"
CASES = 3_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker has a browser and a server of its own, on the same release."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            # two browsers and two servers on two processors: what takes too long once is tried again
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def release_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a release database made from a few synthetic cases, the same for all workers."""

    return demonstration(tmp_path_factory, CASES, ("results", "published_*"), ("results", "demonstration_*"))


def demonstration(tmp_path_factory: pytest.TempPathFactory, cases: int, *loads: tuple[str, str]) -> str:
    """The address of a release of so many synthetic cases and of these facts (format, names), made once."""

    def make(folder: Path) -> None:
        environment = {
            **os.environ,
            "CASE_DATABASE_URL": f"sqlite:///{folder / 'cases.db'}",
            "RELEASE_DATABASE_URL": f"sqlite:///{folder / 'releases.db'}",
        }
        files = [(kind, [*map(str, sorted(FACTS.glob(f"{names}.csv")))]) for kind, names in loads]
        imports = [["import", *named, "--format", kind] for kind, named in files]
        for arguments in (["init"], ["demo", "--cases", str(cases)], *imports, ["publish"]):
            command = [sys.executable, "-m", "data_access", *arguments]
            result = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
            assert result.returncode == 0, f"{' '.join(arguments)}: {result.stderr}"

    folder = made_once_for_all_workers(tmp_path_factory, f"demonstration-{cases}", make)
    return f"sqlite:///{folder / 'releases.db'}"


@pytest.fixture(scope="session")
def server(release_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running serve.py, which is told where the release is and not where the cases are."""
    with serving(release_url, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(release_url: str, folder: Path, port: int = 0, *, started_by: Sequence[str] = ()) -> Iterator[str]:
    """Run serve.py on a port, by default a free one, with one release, its log in `folder`, and give its address.
    started_by: the command that starts it, if it does not start itself."""
    port = port or free_port()
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment |= {"PORT": str(port), "RELEASE_DATABASE_URL": release_url}
    log, address = folder / "log.txt", f"http://127.0.0.1:{port}"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*started_by, sys.executable, "serve.py"],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def profile(browser: Browser) -> BrowserContext:
    """What all visitors browse with; each leaves it without cookies and notes, with its cache of files."""
    return new_profile(browser)


@pytest.fixture
def visitor(browser: Browser, profile: BrowserContext, server: str) -> Iterator[Visitor]:
    """A person who opens pages; the test fails when a request left this machine or the console held an error."""
    person = Visitor(browser, server, profile=profile)
    yield person
    person.close()
