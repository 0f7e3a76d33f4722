"""The wall between cases and releases as it stands when the program runs, and rooms that one can look over."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SIDE_OF_THE_CASES = ("cases", "importing", "publishing", "demonstration")
PACKAGES = ("serving", "pages", "ui", "exports", "figures", "findings", "analysis", "geo", "data_access", "locales")
MOST_FILES = 20


def _loaded(code: str) -> set[str]:
    """The modules of the project that a fresh Python has after this code."""
    command = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", command], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import data_access.release.release, data_access.questions.overview, data_access.questions.routes",
        "import serve, importlib; [importlib.import_module(module) for module in serve.WARM_UP]",
        "import importlib, pathlib\n"
        "for room in ('ui', 'figures', 'findings', 'exports'):\n"
        "    for path in pathlib.Path(room).rglob('*.py'):\n"
        "        importlib.import_module('.'.join(path.with_suffix('').parts))",
    ],
    ids=["release", "server", "everything that pages may load"],
)
def test_what_is_published_is_shown_without_loading_the_side_of_the_cases(code: str) -> None:
    loaded = _loaded(code)
    assert "data_access.release.schema" in loaded
    walls = tuple(f"data_access.{room}" for room in SIDE_OF_THE_CASES)
    assert sorted(name for name in loaded if name.startswith(walls)) == []


def test_importing_is_seen_to_load_the_case_schema() -> None:
    """The test above would see it."""
    assert "data_access.cases.schema" in _loaded("import data_access.importing")


def test_no_room_has_more_files_than_one_can_look_over() -> None:
    files = [
        path.parent.relative_to(PROJECT)
        for package in (*PACKAGES, "tests", "deploy", "setup", "benchmarks")
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and not {"versions", "__pycache__"} & {*path.parts}
    ]
    rooms = {str(room): number for room, number in Counter(files).items() if number > MOST_FILES}
    assert rooms == {}


def test_contributing_says_what_belongs_in_each_room() -> None:
    said = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [path.parent for package in ("ui", "figures", "data_access") for path in (PROJECT / package).glob("*/*.py")]
    rooms += [PROJECT / package for package in PACKAGES if package not in ("ui", "figures", "data_access")]
    names = sorted({str(room.relative_to(PROJECT)) for room in rooms} - {"data_access/migrations"})
    missing = [name for name in names if f"`{name}/`" not in said]
    assert missing == [], "say in the table of folders of CONTRIBUTING.md what belongs there"
