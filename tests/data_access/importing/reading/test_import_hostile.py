# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Files that anybody may bring: each gets exit code 2, one clear sentence, and an unchanged database."""

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from data_access.__main__ import main
from data_access.errors import BadInput
from data_access.importing import import_files
from data_access.importing.reading import limits, source_files

HEADER = "case_key,prs_Gender\n"
GOOD = HEADER + "A-1,Feminine\n"


def workbook(cells=(("case_key", "prs_Gender"), ("A-1", "Feminine")), *, sheet="cases", formula=None) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(cells):
            page.write_row(number, 0, row)
        if formula:
            page.write_formula(1, 1, formula, value="Feminine")
    return memory.getvalue()


def with_part(name: str, content: bytes, *, replace: tuple[str, bytes, bytes] | None = None) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            if replace and entry == replace[0]:
                data = data.replace(*replace[1:])
            new.writestr(entry, data)
        if name:
            new.writestr(name, content)
    return memory.getvalue()


@cache
def bomb() -> bytes:
    return gzip.compress(HEADER.encode() + b"A-1,Feminine\n" * 8_000_000, compresslevel=9)


def shared_text_bomb() -> bytes:
    """One text of 30,000 characters that 100,000 cells share: small on disk, 3 GB once it is read."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        page = book.add_worksheet("cases")
        for row in range(10_000):
            for column in range(10):
                page.write_string(row, column, "x" * 30_000)
    return memory.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
# name of the file, content or what makes it, words of the sentence
HOSTILE: dict[str, tuple[str, bytes | str | Callable[[], bytes], list[str]]] = {
    "empty file": ("a.csv", b"", ["empty"]),
    "header only": ("a.csv", HEADER, ["header and no row"]),
    "only empty rows": ("a.csv", "\n\n\n", ["first rows are empty"]),
    "UTF-32": ("a.csv", GOOD.encode("utf-32"), ["UTF-32", "CSV UTF-8"]),
    "damaged UTF-16": ("a.csv", GOOD.encode("utf-16") + b"\x00\xd8", ["UTF-16", "damaged", "CSV UTF-8"]),
    "Windows-1256": ("a.csv", (HEADER + "A-1,زن\n").encode("windows-1256"), ["not in UTF-8", "nobody can be sure", "Windows-1256", "CSV UTF-8"]),
    "Windows-1251": ("a.csv", (HEADER + "A-1,жен\n").encode("windows-1251"), ["not in UTF-8"]),
    "two byte order marks": ("a.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(), ["two byte order marks"]),
    "repeated column": ("a.csv", "case_key,prs_Gender,PRS_gender \nA-1,Feminine,Feminine\n", ["same name as column 2"]),
    "column without a name": ("a.csv", "case_key,\nA-1,x\n", ["no name", "column 2 of 2"]),
    "unknown column": ("a.csv", "case_key,prs_Gendr\nA-1,Feminine\n", ["not known", "Did you mean prs_gender"]),
    "no case key": ("a.csv", "prs_Gender\nFeminine\n", ["no column case_key"]),
    "10,000 columns": ("a.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n" + "," * 9_999 + "\n", ["10,000 columns", "500"]),
    "a cell of 10,000 signs": ("a.csv", HEADER + f"A-1,{'x' * 10_000}\n", ["10,000 characters", "2,000"]),
    "a header of 2 MB": ("a.csv", "x" * 2_000_000 + "\n1\n", ["longer than a header"]),
    "a formula": ("a.csv", HEADER + "A-1,=cmd|'/c calc'!A1\n", ["formula", "row 2"]),
    "a formula with @": ("a.csv", HEADER + "A-1,@SUM(1)\n", ["formula"]),
    "a row that is too long": ("a.csv", GOOD + "A-2,Feminine,3\n", ["2 cells", "row 3"]),
    "a row that is too short": ("a.csv", GOOD + "A-2\n", ["2 cells", "row 3"]),
    "an open quotation mark": ("a.csv", GOOD + 'A-2,"Feminine\n' + "A-3,Feminine\n" * 400, ["quotation mark"]),
    "NUL bytes": ("a.csv", GOOD + "A-2,\0\n", ["NUL"]),
    "an invisible sign in a header": ("a.csv", "case_key,prs\u202e_Gender\nA-1,x\n", ["invisible signs"]),
    "a name column": ("a.csv", "case_key,prs_FirstName\nA-1,Zarghuna\n", ["holds a name", "Remove the column"]),
    "a name column in Dari": ("a.csv", "case_key,نام پدر\nA-1,احمد\n", ["holds a name"]),
    "a birth date column": ("a.csv", "case_key,prs_Birthdate\nA-1,2001-01-01\n", ["holds a birth date"]),
    "a coordinate column": ("a.csv", "case_key,hte_Type,hte_Latitude\nA-1,Transit,34.5\n", ["holds a coordinate"]),
    "a long text column": ("a.csv", "case_key,hte_Type,hte_Description\nA-1,Transit,x\n", ["holds free text"]),
    "a phone number as key": ("a.csv", "case_key\n0700123456\n", ["looks like a phone number"]),
    "an identity card as key": ("a.csv", "case_key\n35202-1234567-1\n", ["looks like an identity number"]),
    "an e-mail in a coded column": ("a.csv", HEADER + "A-1,zarghuna@example.org\n", ["looks like an e-mail address"]),
    "a birth date as age": ("a.csv", "case_key,age_at_identification\nA-1,2001-01-01\n", ["looks like a full date"]),
    "coordinates as place": ("a.csv", 'case_key,hte_Type,place\nA-1,Transit,"34.5553, 69.2075"\n', ["looks like a coordinate"]),
    "a truncated gzip": ("a.csv.gz", gzip.compress(GOOD.encode() * 999)[:-20], ["cut off or damaged"]),
    "a gzip with a wrong checksum": ("a.csv.gz", gzip.compress(GOOD.encode())[:-8] + b"\0" * 8, ["damaged"]),
    "gzip in gzip": ("a.csv.gz", gzip.compress(gzip.compress(GOOD.encode())), ["another archive"]),
    "a decompression bomb": ("a.csv.gz", bomb, ["decompression bomb"]),
    "a gzip that says .csv": ("a.csv", gzip.compress(GOOD.encode()), ["name says .csv"]),
    "a text that says .xlsx": ("a.xlsx", GOOD, ["name says .xlsx"]),
    "another kind of file": ("a.pdf", b"%PDF-1.4", ["only .csv, .csv.gz, .xlsx and .xml"]),
    "an XML file as cases": ("a.xml", "<iati-activities/>", ["as an IATI file only"]),
    "a workbook with macros by name": ("a.xlsm", workbook(), ["macros"]),
    "a workbook with macros": ("a.xlsx", with_part("xl/vbaProject.bin", b"\xd0\xcf"), ["macros"]),
    "a workbook with a macro type": (
        "a.xlsx",
        with_part("", b"", replace=("[Content_Types].xml", b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")),
        ["macros"],
    ),
    "an old workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ["old or password-protected"]),
    "a truncated workbook": ("a.xlsx", workbook()[:-300], ["cut off, damaged or protected"]),
    "a zip that is no workbook": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, ["no Excel workbook"]),
    "a formula in a workbook": ("a.xlsx", workbook(formula="=1+1"), ["formula", "paste them as values"]),
    "a link to another workbook": ("a.xlsx", with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), ["links to other files"]),
    "an XML entity bomb": (
        "a.xlsx",
        with_part("", b"", replace=(SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')),
        ["document type"],
    ),
    "a cell in the far corner": (
        "a.xlsx", with_part("", b"", replace=(SHEET, b'<c r="B2"', b'<c r="XFD1048576"')), ["more than 5,000,000 cells"],
    ),
    "a long text in a million cells": ("a.xlsx", shared_text_bomb, ["repeat a long text"]),
    "a sheet named after a person's number": (
        "a.xlsx", workbook(sheet="0700123456", cells=[("who",), ("x",)]), ["sheet number 1", "neither cases"],
    ),
    "an unknown sheet": ("a.xlsx", workbook(sheet="people", cells=[("who",), ("x",)]), ["neither cases, events"]),
    "a workbook without rows": ("a.xlsx", workbook(cells=[("case_key", "prs_Gender")]), ["no row below"]),
    "a name column in a workbook": ("a.xlsx", workbook(cells=[("case_key", "Телефон"), ("A-1", "x")]), ["holds a phone number"]),
}  # fmt: skip


@pytest.fixture
def command(tmp_path, monkeypatch, sqlite_cases, capsys, everything):
    """Run the import command, expect exit code 2, and give its one sentence; the database must not change."""
    monkeypatch.setenv("CASE_DATABASE_URL", str(sqlite_cases.url))

    def run(*files: Path, format: str = "htcds") -> str:
        before = everything(sqlite_cases)
        arguments = ["import", *map(str, files), "--format", format, "--report", str(tmp_path / "report.csv")]
        assert main(arguments) == 2
        assert everything(sqlite_cases) == before
        assert (tmp_path / "report.csv").read_text().startswith("file,sheet,row,column")
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "Traceback" not in printed.err
        assert printed.err.count("\n") == 1, "one sentence on one line"
        assert "othing was loaded" in printed.err
        return printed.err

    return run


BOMBS = {bomb, shared_text_bomb}  # of a hundred megabytes and more, which take seconds to make


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if HOSTILE[name][1] in BOMBS else ()) for name in HOSTILE]
)
def test_a_hostile_file_is_refused_in_words(command, put, name, tmp_path):
    file_name, content, words = HOSTILE[name]
    sentence = command(put(file_name, content() if callable(content) else content))
    for word in words:
        assert word in sentence
    shown = sentence + (tmp_path / "report.csv").read_text()
    for secret in ("Zarghuna", "zarghuna", "0700123456", "35202", "34.5553", "2001-01-01", "احمد", "calc"):
        assert secret not in shown


def test_folders_links_pipes_and_missing_files_are_refused(command, put, tmp_path):
    assert "a folder" in command(_made(tmp_path / "folder.csv", Path.mkdir))
    (tmp_path / "link.csv").symlink_to(put("a.csv", GOOD))
    assert "a link" in command(tmp_path / "link.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "pipe or device" in command(tmp_path / "pipe.csv")
    assert "no such file" in command(tmp_path / "missing.csv")
    assert "cannot be opened" in command(tmp_path / ("x" * 300 + ".csv"))


def _made(path: Path, make) -> Path:
    make(path)
    return path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x1b[31m\nb.csv", "a[31mb.csv"),
        ("report\u202excod.csv", "reportxcod.csv"),
        ("=cmd.csv", "cmd.csv"),
        ("x" * 240 + ".csv", "x" * 75 + "….csv"),
        ("Zarghuna 0700123456.csv", "file with a withheld name.csv"),
    ],
)
def test_a_hostile_name_is_shown_safely(command, put, name, shown):
    assert command(put(name, "")).startswith(f"{shown}: ")


def test_a_path_that_climbs_is_shown_by_its_last_part(command, put, tmp_path):
    put("a.csv", "")
    (tmp_path / "below").mkdir()
    assert command(tmp_path / "below" / ".." / "a.csv").startswith("a.csv: ")


def test_the_same_content_twice_in_one_command_is_refused(command, put):
    assert "same content" in command(put("a.csv", GOOD), put("b.csv", GOOD))


def test_a_report_never_overwrites_another_file(sqlite_cases, put):
    path = put("a.csv", GOOD)
    with pytest.raises(BadInput, match="no report"):
        import_files(sqlite_cases, [path], format="htcds", report=path)
    assert path.read_text() == GOOD


def test_the_size_limit_is_a_setting(command, put, monkeypatch):
    monkeypatch.setenv("IMPORT_MAX_BYTES", "10")
    assert "larger than the limit of 10 bytes" in command(put("a.csv", GOOD))


@pytest.mark.slow  # makes a bomb
def test_a_bomb_is_stopped_in_bounded_memory(put):
    """The pass over a bomb holds a block at a time: it never asks for the whole content."""
    import tracemalloc

    path = put("a.csv.gz", bomb())
    tracemalloc.start()
    with pytest.raises(source_files.FileRefused):
        source_files.open_source(path, limits.read_limits())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024**2


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode(), (GOOD + ",\n\n").encode()]
)
def test_a_byte_order_mark_and_line_ends_of_windows_are_no_mistake(sqlite_cases, put, load, content):
    assert load(sqlite_cases, put("a.csv", content))["new"] == 1


def test_gzip_and_workbook_load_like_csv(sqlite_cases, put, load):
    assert load(sqlite_cases, put("a.csv.gz", gzip.compress(GOOD.encode())))["new"] == 1
    assert load(sqlite_cases, put("b.csv", GOOD))["already_loaded"], "the same content, packed or not"
    assert load(sqlite_cases, put("a.xlsx", workbook()))["unchanged"] == 1
