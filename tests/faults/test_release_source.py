"""Release databases that another version of the program made, or that this account may not read or write."""

import os
import shutil
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from data_access.database import open_database
from data_access.errors import DatabaseUnavailable
from data_access.release.release_database import NothingPublished
from data_access.release.source import ReleaseSource
from tests.faults.worlds import MANY, one_cell, release_of
from tests.worlds.releases import make_release

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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for people in (100, 200, 300, 400, 500):
        address = make_release(tmp_path, one_cell(people))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    _change(
        tmp_path / "releases.db",
        "UPDATE release SET name = 'wrong' WHERE id = 4",
        "INSERT INTO retraction (name, retracted_at, why) VALUES ('wrong', '2026-01-01 00:00:00', 'a mistake')",
        "UPDATE release SET content_hash = 'changed' || id WHERE id IN (3, 5)",
    )
    source = ReleaseSource("public")
    shown = source.show()
    assert (shown.release.id, shown.current) == (2, 2)
    assert shown.trouble is not None
    assert (shown.trouble.kind, shown.trouble.instead_of) == ("changed", 5)
    assert "Release 5 is not what was published" in shown.trouble.reason


def test_nothing_restricted_is_shown_from_memory(file: Path) -> None:
    _change(file, "UPDATE active_release SET kind = 'restricted'")
    source = ReleaseSource("restricted")
    assert source.show().release.id == 1
    file.unlink()
    with pytest.raises(DatabaseUnavailable, match="The file of the releases is gone"):
        source.show()


def test_while_the_database_is_away_a_kept_release_is_shown_or_the_last_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for people in (100, 200):
        address = make_release(tmp_path, one_cell(people))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    source = ReleaseSource("public")
    assert [source.show(wanted).release.id for wanted in (1, None)] == [1, 2]
    (tmp_path / "releases.db").rename(tmp_path / "away.db")
    for wanted, shown in ((1, 1), (None, 2), (7, 2)):
        found = source.show(wanted)
        assert (found.release.id, found.current) == (shown, 2)
        assert found.trouble is not None and found.trouble.kind == "away" and found.trouble.instead_of == shown
        assert "The file of the releases is gone" in found.trouble.reason
    with pytest.raises(DatabaseUnavailable, match="There is no release database yet"):
        ReleaseSource("public").show()  # one that has shown nothing yet


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
