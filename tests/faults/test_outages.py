"""The database of the releases goes away under a running server: visitors, /readyz and the log say so at once."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.servers import Postgres, Server, serving
from tests.faults.worlds import FEW, MANY, on_postgres, release_of
from tests.waiting import wait_until

pytestmark = pytest.mark.slow
AWAY = "The database of the releases cannot be read at present. This is release 1, as it was last read on "
NOTHING = "The published numbers cannot be shown just now"
FEW_SECONDS = 8  # on a machine that does much else; a frozen database kept a page blank for 25


def _is_shown(said: list[str], people: int) -> bool:
    return any(words.startswith(f"{people:,} people") for words in said)


def _is_said_to_be_away(said: list[str]) -> bool:
    return _is_shown(said, MANY) and any(words.startswith(AWAY) for words in said)


def _garble(file: Path) -> None:
    file.write_bytes(b"This is no database at all." * 1000)


def _flip_each_header(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start] ^= 0xFF  # what kind a page is
    file.write_bytes(content)


HARMS: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (lambda file: file.unlink(), "The file of the releases is gone"),
    "another file": (_garble, "The file of the releases is no database"),
    "damaged pages": (_flip_each_header, "damaged"),
}


@pytest.mark.long
@pytest.mark.parametrize("harm", HARMS)
def test_a_file_that_cannot_be_read_is_said_and_the_last_good_release_shown(harm: str, tmp_path: Path) -> None:
    do, reason = HARMS[harm]
    file = release_of(tmp_path, MANY)
    with serving(f"sqlite:///{file}", tmp_path) as server:
        assert server.ready() == (200, "ready")
        assert _is_shown(server.visit(), MANY)
        do(file)
        assert _is_said_to_be_away(server.visit())
        status, why = server.ready()
        assert status == 503
        assert reason in why
        assert server.said().count(reason) == 1
        for beside in tmp_path.glob("releases.db-*"):
            beside.unlink()
        release_of(tmp_path / "restored", FEW).replace(file)
        assert wait_until(lambda: server.ready()[0] == 200, every=0.3)
        assert _is_shown(server.visit(), FEW)
        assert "can be read again" in server.said()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_server_that_starts_in_an_outage_says_so_in_words(language: str, tmp_path: Path) -> None:
    file = tmp_path / "releases.db"
    _garble(file)
    with serving(f"sqlite:///{file}", tmp_path) as server:
        said = server.visit(f"lang={language}")
        assert (NOTHING in said) == (language == "en")
        assert not [words for words in said if "Exception" in words or "There is nothing to show yet" in words]
        assert server.ready()[0] == 503
        assert "is no database" in server.said()
        assert "Traceback" not in server.said()


def test_a_flipped_bit_in_the_numbers_is_found_when_the_release_is_opened(tmp_path: Path) -> None:
    file = release_of(tmp_path, MANY)
    with sqlite3.connect(file) as connection:
        [(content,)] = connection.execute("SELECT content FROM published_table LIMIT 1").fetchall()
    connection.close()
    whole = file.read_bytes()
    place = whole.index(content) + len(content) // 2
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with serving(f"sqlite:///{file}", tmp_path) as server:
        assert NOTHING in server.visit()
        assert "Release 1 is not what was published" in server.ready()[1]
        assert "Traceback" not in server.said()


@pytest.mark.postgres
def test_a_postgresql_server_that_stops_is_said_and_comes_back(own_postgres: Postgres, tmp_path: Path) -> None:
    with on_postgres(own_postgres.url, release_of(tmp_path, MANY)) as url, serving(url, tmp_path) as server:
        assert _is_shown(server.visit(), MANY)
        own_postgres.stop()
        assert _is_said_to_be_away(server.visit())
        status, why = server.ready()
        assert (status, "The PostgreSQL server cannot be reached" in why) == (503, True)
        assert "The PostgreSQL server cannot be reached" in server.said()
        own_postgres.start()
        assert wait_until(lambda: server.ready() == (200, "ready"), every=0.3)
        assert not _is_said_to_be_away(server.visit())


@pytest.mark.long
@pytest.mark.postgres
def test_a_frozen_postgresql_server_keeps_nobody_waiting(own_postgres: Postgres, tmp_path: Path) -> None:
    with on_postgres(own_postgres.url, release_of(tmp_path, MANY)) as url, serving(url, tmp_path) as server:
        assert _is_shown(server.visit(), MANY)
        with own_postgres.frozen():
            assert _is_said_to_be_away(_quickly(server))
            assert _is_said_to_be_away(_quickly(server))
            assert server.ready()[0] == 503
        assert wait_until(lambda: server.ready() == (200, "ready"), every=0.3)
        assert not _is_said_to_be_away(server.visit())


@pytest.mark.long
@pytest.mark.postgres
def test_a_server_that_starts_while_postgresql_is_frozen_says_so(own_postgres: Postgres, tmp_path: Path) -> None:
    database = on_postgres(own_postgres.url, release_of(tmp_path, MANY))
    with database as url, own_postgres.frozen(), serving(url, tmp_path) as server:
        assert NOTHING in _quickly(server)
        assert "does not answer" in server.ready()[1] or "cannot be reached" in server.ready()[1]


def _quickly(server: Server) -> list[str]:
    began = time.monotonic()
    said = server.visit()
    assert time.monotonic() - began < FEW_SECONDS
    return said


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_mistake_in_a_page_is_said_without_a_traceback(language: str, tmp_path: Path) -> None:
    """A release that is whole and says something that no page understands, as of a program that nobody has yet."""
    file = release_of(tmp_path, MANY, manifest={"data_until": None})
    with serving(f"sqlite:///{file}", tmp_path) as server:
        said = server.visit(f"lang={language}")
        assert not [words for words in said if words.startswith("Exception")]
        sentence = "This could not be shown: there is a mistake in the program or in the release."
        assert (language == "en") == any(words.startswith(sentence) for words in said)
        assert "A page could not be made: " in server.said()
        assert "Traceback" not in server.said()
