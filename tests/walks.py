"""Walks: tests that ask the same of many pages, sizes, languages or worlds."""

from collections.abc import Iterable
from typing import Any

import pytest


def walk(cases: Iterable[Any], *, short: int = 1) -> list[Any]:
    """The cases of a walk, as parameters of a test: the first few are in every run, the others in the long one."""
    return [case if place < short else _long(case) for place, case in enumerate(cases)]


def _long(case: Any) -> Any:
    values, marks, name = (
        (case.values, case.marks, case.id)
        if hasattr(case, "marks")
        else (case if isinstance(case, tuple) else (case,), (), None)
    )
    return pytest.param(*values, marks=[*marks, pytest.mark.long], id=name)
