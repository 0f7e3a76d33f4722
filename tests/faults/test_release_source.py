"""Release databases that another version of the program made, or that this account may not read or write."""

import os
import shutil
import sys
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import make_url, text

from data_access.database import open_database
from data_access.errors import DatabaseUnavailable
from data_access.release.content import NotAsPublished
from data_access.release.release_database import NothingPublished
from data_access.release.source import Listed, ReleaseSource, Trouble
from tests.faults.worlds import MANY, release_of

NOBODY = 65534


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = release_of(tmp_path / "releases", MANY)
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{made}")
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", f"sqlite:///{made}")
    return made


def _change(file: Path, *statements: str) -> None:
    engine = open_database(make_url(f"sqlite:///{file}"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_database_of_an_older_program_is_to_be_brought_up_to_date(file: Path) -> None:
    _change(file, "DROP TABLE retraction")
    with pytest.raises(DatabaseUnavailable, match="brought up to date: python -m data_access init"):
        ReleaseSource("public").show()


def test_a_database_of_a_newer_program_is_read_while_it_says_what_this_one_asks(file: Path) -> None:
    _change(file, "ALTER TABLE release ADD COLUMN reviewed_by TEXT", "CREATE TABLE review (id INTEGER PRIMARY KEY)")
    assert ReleaseSource("public").show().release.id == 1


def test_a_release_of_a_newer_program_that_says_something_else_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = release_of(tmp_path, MANY, manifest={"axes": {"year": {"codes_by_name": {}}}})
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{made}")
    with pytest.raises(DatabaseUnavailable, match="made by another version of the program"):
        ReleaseSource("public").show()


def test_a_deleted_release_is_not_shown_from_memory(file: Path) -> None:
    source = ReleaseSource("public")
    assert source.show().release.id == 1
    _change(file, "DELETE FROM active_release", "DELETE FROM shown_release")
    with pytest.raises(NothingPublished):
        source.show()


def test_in_the_place_of_a_release_that_was_changed_the_newest_other_is_shown(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = {1: None, 2: None, 3: None, 4: "a mistake", 5: None}
    listed = Listed(
        5, {number: SimpleNamespace(id=number, why=said) for number, said in why.items()}, datetime.now(UTC)
    )
    changed = {5, 3}

    def opened(row: SimpleNamespace) -> SimpleNamespace:
        if row.id in changed:
            raise NotAsPublished(row.id)
        return SimpleNamespace(id=row.id)

    source = ReleaseSource("public")
    monkeypatch.setattr(source, "_look", lambda: listed)
    monkeypatch.setattr(source, "_opened", opened)
    shown = source.show()
    trouble = Trouble("changed", str(NotAsPublished(5)), listed.at, 5)
    assert (shown.release.id, shown.current, shown.trouble) == (2, 2, trouble)
    changed.clear()
    assert (source.show().release.id, source.show().trouble) == (5, None)


def test_the_releases_that_were_asked_for_last_are_kept_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []

    def made(engine: object, number: int, why: str | None) -> SimpleNamespace:
        opened.append(number)
        return SimpleNamespace(id=number)

    monkeypatch.setattr("data_access.release.source.Release", made)
    source = ReleaseSource("public")
    for number in (1, 2, 3, 4, 4, 3, 2):
        source._opened(SimpleNamespace(id=number, content_hash=f"hash {number}", why=None))
    assert opened == [1, 2, 3, 4]
    source._opened(SimpleNamespace(id=1, content_hash="hash 1", why=None))
    assert opened == [1, 2, 3, 4, 1]


def test_nothing_restricted_is_shown_from_memory(file: Path) -> None:
    _change(file, "UPDATE active_release SET kind = 'restricted'")
    source = ReleaseSource("restricted")
    assert source.show().release.id == 1
    file.unlink()
    with pytest.raises(DatabaseUnavailable, match="The file of the releases is gone"):
        source.show()


def _said(folder: Path, of: Any) -> None:
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    os.environ["RELEASE_DATABASE_URL"] = f"sqlite:///{folder / 'releases.db'}"
    of.send(ReleaseSource("public").why_not_ready())
    of.close()
    sys.stdout.flush()
    os._exit(0)


@pytest.mark.parametrize(
    ("of_file", "of_folder", "reason"),
    [(0o644, 0o555, "write to its folder|cannot be written to"), (0o000, 0o777, "able to read the file")],
)
def test_a_folder_or_a_file_that_may_not_be_used_is_said(file: Path, of_file: int, of_folder: int, reason: str) -> None:
    folder = Path("/tmp") / f"releases-{os.getpid()}-{of_file}"  # pytest's own folders are closed to other accounts
    folder.mkdir()
    try:
        shutil.copyfile(file, folder / "releases.db")
        (folder / "releases.db").chmod(of_file)
        folder.chmod(of_folder)
        here, there = get_context("fork").Pipe()
        process = get_context("fork").Process(target=_said, args=(folder, there))
        process.start()
        assert here.poll(60)
        said = here.recv()
        process.join(20)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert said and any(words in said for words in reason.split("|")), said
