"""The rules of the code itself: style, types, layers, and a README that names everything a user can type."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = [
    *PROJECT.glob("*.py"),
    *(
        path
        for folder in ("ui", "figures", "findings", "data_access", "exports")
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


def test_a_page_is_short() -> None:
    long = {page.name: len(page.read_text().splitlines()) for page in (PROJECT / "pages").glob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 120} == {}


def _make_targets() -> list[str]:
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), flags=re.MULTILINE)
    return [f"make {target}" for target in targets if target != "help"]


def _environment_variables() -> list[str]:
    patterns = (r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"", r"\"([A-Z_]+_DATABASE_URL)\"")
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    return sorted({name for pattern in patterns for name in re.findall(pattern, text)})


def _commands() -> list[str]:
    main = (PROJECT / "data_access" / "__main__.py").read_text(encoding="utf-8")
    commands = [f"python -m data_access {name}" for name in re.findall(r"command\(\"([a-z]+)\"", main)]
    return commands + [f"python -m locales {name}" for name in ("extract", "update", "check")]


@pytest.mark.parametrize("words", [*_make_targets(), *_environment_variables(), *_commands()])
def test_readme_names(words: str) -> None:
    readme = PROJECT / "README.md"
    assert readme.exists(), "README.md is missing"
    assert words in readme.read_text(encoding="utf-8")
