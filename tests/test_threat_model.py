"""The threat model names tests that exist, and no row is without one."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
MODEL = (PROJECT / "docs" / "threat_model.md").read_text(encoding="utf-8")
ROWS = [line for line in MODEL.splitlines() if re.match(r"\| [STRIDE] \|", line)]
NAMED = [re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row) for row in ROWS]


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_each_row_is_held_by_a_test_that_exists(row: int) -> None:
    assert len(NAMED[row]) == 1, ROWS[row]
    ((path, name),) = NAMED[row]
    tests = {
        node.name
        for node in ast.parse((PROJECT / path).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert name in tests, f"{path} has no {name}"


def test_every_kind_of_threat_is_thought_of() -> None:
    assert {row[2] for row in ROWS} == set("STRIDE")
