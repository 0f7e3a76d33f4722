"""python -m exports workbook | data: a file or a sentence."""

import json
import threading
from pathlib import Path

import openpyxl
import pytest

from exports.__main__ import main
from exports.file_commands import written
from tests.worlds.releases import make_release, open_release, region


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("release"), region())


@pytest.fixture(autouse=True)
def database(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)


def test_a_link_becomes_a_workbook_with_the_numbers_of_its_page(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "overview.xlsx"
    assert main(["workbook", str(out), "--view", "/?sex=female&years=2023-2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(out)
    tables = [
        [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(out)
        if sheet.title.startswith("Table")
    ]
    where = {"sex": frozenset({"female"}), "year": frozenset({"2023", "2024"})}
    asked = {row[0]: row[1] for row in open_release(address).rows(("province",), where) if row[3] == "count"}
    found = [
        {row[head.index("Place (code)")]: row[head.index("People")] for row in rows}
        for head, *rows in tables
        if "Place (code)" in head
    ]
    assert asked
    assert any(asked.items() <= places.items() for places in found)


def test_the_language_is_that_of_the_link(tmp_path: Path) -> None:
    assert main(["workbook", str(tmp_path / "fa.xlsx"), "--view", "/?lang=fa"]) == 0
    assert openpyxl.load_workbook(tmp_path / "fa.xlsx").worksheets[0].sheet_view.rightToLeft
    assert main(["workbook", str(tmp_path / "en.xlsx"), "--view", "/?lang=fa", "--lang", "en"]) == 0
    assert not openpyxl.load_workbook(tmp_path / "en.xlsx").worksheets[0].sheet_view.rightToLeft


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["workbook", "x.xlsx", "--view", "/nowhere"], "No page is called /nowhere"),
        (["workbook", "x.xlsx", "--view", "/?form=Nothing"], "form=Nothing"),
        (["workbook", "x.xlsx", "--view", "http://["], "This is no link of the dashboard"),
        (["deck", "x.pptx", "--view", "http://["], "This is no link of the dashboard"),
        (["workbook", "x.xlsx", "--view", "/", "--lang", "xx"], "There is no language 'xx'. There are: en, fa."),
        (["data", "x.txt"], "x.txt does not end in .zip, and the file would open in no program. Write x.zip."),
        (["data", "x"], "x does not end in .zip"),
        (["workbook", "x.csv", "--view", "/"], "Write x.xlsx."),
        (["deck", "x.pdf", "--view", "/"], "Write x.pptx."),
        (["brief", "x.doc", "--view", "/"], "x.doc ends in none of .pdf, .docx, .txt"),
        (["picture", "x", "--view", "/"], "x ends in none of .svg, .png"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("data x.zip", []),
        ("workbook x.xlsx", ["--view", "/"]),
        ("picture x.svg", ["--view", "/#trend"]),
        ("deck x.pptx", ["--view", "/"]),
        ("brief x.pdf", ["--place", "PK"]),
    ],
)
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("no/such/folder", "There is no folder no/such/folder. Make it first. Nothing was written."),
        ("file", "cannot be written: Not a directory. Nothing was written."),
        ("folder", "is there and is a folder. Name a file to be written. Nothing was written."),
        ("n" * 300, "cannot be written: "),
        ("/proc", "cannot be written: "),  # where nobody may make a file
    ],
)
def test_where_nothing_can_be_written_is_said_before_anything_is_made(
    command: str,
    asked: list[str],
    where: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, out = command.split()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RELEASE_DATABASE_URL")  # which would be told first, were it asked
    (tmp_path / "file").touch()
    (tmp_path / "folder" / out).mkdir(parents=True)
    assert main([name, f"{where}/{out}", *asked]) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(["file", "folder", out])


@pytest.mark.parametrize(
    ("folder", "said"),
    [("file", "is there and is no folder"), ("file/below", "cannot be written"), ("/proc/x", "cannot be written")],
)
def test_an_edition_says_so_before_it_reads_a_release(
    folder: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RELEASE_DATABASE_URL")
    (tmp_path / "file").touch()
    assert main(["site", folder]) == 2
    assert said in capsys.readouterr().err


def test_the_ending_may_be_in_large_letters(tmp_path: Path) -> None:
    assert main(["brief", str(tmp_path / "X.TXT"), "--view", "/"]) == 0
    assert "people" in (tmp_path / "X.TXT").read_text(encoding="utf-8")


def test_without_a_release_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert main(["data", str(tmp_path / "x.zip")]) == 2
    assert "There is no release database yet" in capsys.readouterr().err


def test_two_runs_that_write_one_file_at_once_both_do_and_it_is_whole(tmp_path: Path) -> None:
    out, contents, failed = tmp_path / "one.zip", [letter * 4_000_000 for letter in (b"a", b"b", b"c")], []

    def write(content: bytes, start: threading.Barrier) -> None:
        start.wait()
        try:
            written(out, content)
        except Exception as error:
            failed.append(error)

    for _ in range(8):
        start = threading.Barrier(len(contents))
        runs = [threading.Thread(target=write, args=(content, start)) for content in contents]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert out.read_bytes() in contents
    assert not failed
    assert [*tmp_path.iterdir()] == [out]


def test_a_name_as_long_as_a_folder_allows_is_written(tmp_path: Path) -> None:
    out = tmp_path / f"{'ن' * 125}.zip"
    written(out, b"x")
    assert out.read_bytes() == b"x"


@pytest.mark.parametrize("title", ["a\x01b", "\udcff", "safe\u202efas", "x" * 201])
def test_a_title_that_no_story_may_have_is_refused(
    title: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deck", str(tmp_path / "a.pptx"), "--view", "/#trend", "--title", title]) == 2
    assert capsys.readouterr().err.startswith("--title, en: ")
