"""The rules of the code itself: style, types, layers, and a README that names everything a user can type."""

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.__main__ import _parser
from data_access.importing.reading.limits import DEFAULTS
from data_access.release.release_database import SETTINGS
from exports.named_views import WORDS

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = [
    *PROJECT.glob("*.py"),
    *(
        path
        for folder in ("serving", "ui", "figures", "findings", "data_access", "exports")
        for path in (PROJECT / folder).rglob("*.py")
    ),
]


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "ruff", "check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ],
    ids=["ruff", "mypy", "layers"],
)
def test_code_keeps_the_rules(command: list[str]) -> None:
    result = subprocess.run([sys.executable, *command], cwd=PROJECT, capture_output=True, text=True)
    assert result.returncode == 0, f"\n{result.stdout}{result.stderr}"


MISSPELT = """
import datetime
from analysis.programme_change import Change
from data_access.codes.value_ids import iati_id
from data_access.importing.formats.htcds_columns import vocabularies
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.source_files import SourceFile
from data_access.publishing.ledger import Entry
from data_access.questions import justice, recovery
from data_access.questions.routes import is_along
from figures.kit.rows import Row
from figures.views.view import View

def ask(view: View) -> None:
    view.ask(justice.reached_by, "convictd", "court")
    view.ask(justice.reached_by, "convicted", "curt")
    view.ask(recovery.waits, "referal_time")
    view.ask(recovery.stages_by, "provider")

def compare(row: Row, source: SourceFile) -> list[bool]:
    return [
        row["state"] == "witheld",
        row["shown"] == "unrelyable",
        source.kind == "xslx",
    ]

RowSet("case", {}, None)
vocabularies("event", datetime.date.today())
iati_id("amount", "", 1)
Change(reason="few_year")
is_along("", "", "internal", (), "inboud")
Entry("", 1, 1, 1, None, datetime.datetime.now(), "fail")
"""


def test_a_misspelt_kind_is_an_error_of_mypy(tmp_path: Path) -> None:
    (tmp_path / "misspelt.py").write_text(MISSPELT)
    command = [sys.executable, "-m", "mypy", "--no-error-summary", tmp_path / "misspelt.py"]
    said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True).stdout
    wrong = [int(line.split(":")[1]) for line in said.splitlines() if ": error:" in line]
    lines = MISSPELT.splitlines()
    meant = [number for number, line in enumerate(lines, 1) if re.search(r"==|view\.ask|^[A-Za-z]\w*\(", line)]
    assert wrong == meant, said


def test_a_page_is_short() -> None:
    long = {page.name: len(page.read_text().splitlines()) for page in (PROJECT / "pages").glob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 120} == {}


def _make_targets() -> list[str]:
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), flags=re.MULTILINE)
    return [f"make {target}" for target in targets if target != "help"]


def _settings() -> list[str]:
    """Every environment variable that the program reads, where its name stands in the code; and those of tables."""
    found = {*SETTINGS.values(), "CASE_DATABASE_URL", *DEFAULTS}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = None
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv"):
                name = node.args[0]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                name = node.slice
            if isinstance(name, ast.Constant):
                found.add(str(name.value))
    return sorted(found)


def _commands() -> list[str]:
    return [f"python -m data_access {name}" for name in _parsers()] + [
        f"python -m locales {name}" for name in ("extract", "update", "check")
    ]


def _parsers() -> dict[str, argparse.ArgumentParser]:
    (commands,) = (action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(commands.choices)


def _options() -> list[str]:
    options = {
        option for parser in _parsers().values() for action in parser._actions for option in action.option_strings
    }
    return sorted(option for option in options if option.startswith("--") and option != "--help")


def _pages() -> list[str]:
    return [path.stem for path in sorted((PROJECT / "pages").glob("*.py"))]


@pytest.mark.parametrize("words", [*_make_targets(), *_commands()])
def test_readme_names(words: str) -> None:
    assert words in (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [*_settings(), *_options(), *_pages()])
def test_readme_or_docs_name(words: str) -> None:
    documents = [PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in documents)
    said = said.casefold() if words.islower() else said
    assert re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", said)


@pytest.mark.parametrize("page", WORDS)
def test_every_word_of_a_view_is_documented_with_its_page(page: str) -> None:
    said = (PROJECT / "docs" / "addresses.md").read_text(encoding="utf-8")
    (of_page,) = (part for part in said.split("\n**")[1:] if part.startswith(f"{page.capitalize()}**"))
    assert [word for words in WORDS[page] for word in words if word and f"`{word}`" not in of_page] == []


def test_every_page_that_reads_a_view_has_its_words_in_the_table() -> None:
    reads = re.compile(r"(start_from_address|take_view|choose_\w*view)\(")
    read = {path.stem for path in (PROJECT / "pages").glob("*.py") if reads.search(path.read_text(encoding="utf-8"))}
    assert read == set(WORDS)


def test_every_parameter_of_an_address_is_documented() -> None:
    said = (PROJECT / "docs" / "addresses.md").read_text(encoding="utf-8").split("\n## ")[0]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "ui").rglob("*.py"))
    asked = re.findall(r"\b(?:asked(?:_all)?|_known|_only)\(\"(\w+)\"", code)
    assert len(set(asked)) > 5
    assert [name for name in sorted(set(asked)) if f"`{name}`" not in said] == []


def test_the_reading_list_names_every_document() -> None:
    reading = (PROJECT / "README.md").read_text(encoding="utf-8").split("## Where to read more")[1].split("\n## ")[0]
    assert [path.name for path in (PROJECT / "docs").glob("*.md") if f"docs/{path.name}" not in reading] == []


ROOMS = ("pages", "ui", "exports", "figures", "findings", "analysis", "geo", "data_access", "locales")
CODE = [
    *sorted(PROJECT.glob("*.py")),
    *(
        path
        for folder in ("serving", *ROOMS, "deploy", "setup", "benchmarks")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if "versions" not in path.parts  # migrations stay as they were written
    ),
]
MOST_LINES = 350
MOST_LINES_OF_TESTS = 400
MOST_PARAMETERS = 6
WIDE_FUNCTIONS = {
    # options of a method, each with a default or a source of its own
    "analysis/hidden_population.py": {"bootstrap_interval", "_widen"},
    "analysis/cohorts.py": {"life_table"},
    "analysis/hotspots.py": {"scan_clusters", "space_time_scan", "_prepared"},
    "analysis/spatial_model.py": {"fit"},
    # options of a command
    "data_access/importing/command.py": {"import_files"},
    "data_access/publishing/publication_plan.py": {"plan"},
    "data_access/publishing/publish.py": {"publish"},
    # columns of what they write or read
    "data_access/cases/loading.py": {"record_import"},
    "data_access/demonstration/journeys.py": {"_cases"},
    "data_access/demonstration/services.py": {"_follow_up"},
    "data_access/demonstration/steps.py": {"add"},
    "data_access/importing/formats/tables.py": {"read_table"},
    "data_access/importing/reading/values.py": {"__init__"},
    "data_access/importing/formats/case_formats.py": {"_prepared"},
    "data_access/importing/storing/people.py": {"_say", "store_people"},
    # two shares are four numbers, each with its noise
    "analysis/shares.py": {"p_below_others"},
    # what a map or a panel is made of, most of it with a default
    "figures/hotspots/class_maps.py": {"class_map"},
    "figures/kit/map_labels.py": {"label_traces"},
    "figures/routes/layout.py": {"route_map"},
    "figures/routes/map.py": {"flow_map"},
    "ui/hotspots/hidden.py": {"_published_figure"},
    "ui/kit/page.py": {"panel"},
}


def test_no_module_is_longer_than_one_can_read() -> None:
    lines = {str(path.relative_to(PROJECT)): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {name: number for name, number in lines.items() if number > MOST_LINES} == {}


def test_no_module_of_tests_is_longer_than_one_can_read() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (PROJECT / "tests").rglob("*.py")}
    assert [str(path.relative_to(PROJECT)) for path, number in lines.items() if number > MOST_LINES_OF_TESTS] == []


def test_tests_wait_for_what_they_need_and_never_for_a_time() -> None:
    """A wait for a time is too long on most days and too short on the busy one. tests.waiting is the one place."""
    waits = re.compile(r"\bwait_for_timeout\b|\b(?:time|asyncio)\.sleep\b|\bfrom time import\b.*\bsleep\b")
    found = {
        str(path.relative_to(PROJECT)): sorted(set(waits.findall(path.read_text(encoding="utf-8"))))
        for path in sorted((PROJECT / "tests").rglob("*.py"))
        if path not in (PROJECT / "tests" / "waiting.py", Path(__file__).resolve())
    }
    assert {name: waits for name, waits in found.items() if waits} == {}


def test_no_function_takes_more_than_one_can_keep_in_mind() -> None:
    wide: dict[str, set[str]] = {}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                if sum(argument.arg not in ("self", "cls") for argument in taken) > MOST_PARAMETERS:
                    wide.setdefault(str(path.relative_to(PROJECT)), set()).add(node.name)
    assert wide == WIDE_FUNCTIONS
