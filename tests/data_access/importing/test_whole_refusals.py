"""Every refusal whole: the sentence, and each line of its report with file, row, column and what to do."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.errors import BadInput
from data_access.importing.formats import providers
from data_access.importing.reading.workbook.number_formats import shows_another_number
from tests.data_access.importing.formats.test_import_htcds import MISTAKES, TOMORROW
from tests.data_access.importing.reading.test_import_hostile import BOMBS, HOSTILE, with_part
from tests.held import hold_in

RESULTS = Path(__file__).parent / "results"
TRIED = {f"mistake: {name}": (f"{kind}.csv", content) for name, (kind, content, _words) in MISTAKES.items()} | {
    f"hostile: {name}": (file, content() if callable(content) else content)
    for name, (file, content, _words) in HOSTILE.items()
    if content not in BOMBS
}
TRIED["hostile: a part that leaves its folder"] = ("a.xlsx", with_part("xl/../../evil", b"x"))


def _refused(engine: Engine, load: Callable[..., dict[str, Any]], folder: Path, *files: Path) -> list[str]:
    report = folder / "report.csv"
    report.unlink(missing_ok=True)
    with pytest.raises(BadInput) as refused:
        load(engine, *files)
    lines = [str(refused.value)]
    if report.exists():
        lines += [" | ".join(row) for row in list(csv.reader(report.open(encoding="utf-8-sig")))[1:4]]
    return [line.replace(str(TOMORROW), "TOMORROW").replace(str(folder), "FOLDER") for line in lines]


@pytest.mark.long
def test_each_mistake_is_told_whole(
    sqlite_cases: Engine, put: Callable[..., Path], load: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    told = []
    for name, (file, content) in TRIED.items():
        files = [put(file, content)]
        if name.startswith("mistake") and file != "cases.csv":
            files.append(put("cases.csv", "case_key\nA-1\n"))
        told += [f"{name}:", *(f"  {line}" for line in _refused(sqlite_cases, load, tmp_path, *files))]
    hold_in(RESULTS, "refusals", told)


def test_so_many_providers_must_be_people(
    sqlite_cases: Engine,
    put: Callable[..., Path],
    load: Callable[..., dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(providers, "MOST_PROVIDERS", 2)
    cases = put("cases.csv", "case_key\nA-1\n")
    rows = "case_key,service,provider\n" + "".join(f"A-1,Shelter,Shelter of {name}\n" for name in "ABC")
    said = _refused(sqlite_cases, load, tmp_path, cases, put("services.csv", rows))
    assert "services.csv" in said[0] and "column provider" in said[0]
    assert "expected the names of at most 2 organisations" in said[0] and "not persons" in said[0]
    fewer = put("services.csv", rows.rpartition("A-1")[0])
    assert load(sqlite_cases, cases, fewer)["new"] == 1


@pytest.mark.parametrize(
    ("code", "does"),
    [("General", False), ("0.00", False), ("#,##0", False), ("yyyy-mm-dd", False), ("h:mm", False), ("@", False),
     ('"x"', True), (";;;", True), ('0"7"', True), ("0%", True), ("0,", True), ("", False)],
)  # fmt: skip
def test_a_format_that_shows_another_number_is_known(code: str, does: bool) -> None:
    assert shows_another_number(164, {164: code}) is does
