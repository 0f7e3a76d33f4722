"""Every threshold, limit, size and default: none of them moves without being seen.

They are decisions that texts and documents repeat. RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

import importlib
import inspect
from collections.abc import Iterator
from dataclasses import astuple, is_dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.exports.whole_results import hold

PROJECT = Path(__file__).parents[1]
OTHERS = ("__init__", "__main__", "build_boundaries", "worker")  # rooms themselves, and what runs


def _is_plain(value: object) -> bool:
    if is_dataclass(value) and not isinstance(value, type):
        return _is_plain(astuple(value))
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return isinstance(value, int | float | str | bool | type(None))


def _conventions(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        said = repr(value)
        if name.isupper() and _is_plain(value) and any(map(str.isdigit, said)) and len(said) < 300:
            yield f"{module.__name__}.{name} = {said}"
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            for known in inspect.signature(value).parameters.values():
                if known.default is not inspect.Parameter.empty and _is_plain(known.default):
                    yield f"{module.__name__}.{name}({known.name}={known.default!r})"


@pytest.mark.slow
def test_thresholds_limits_sizes_and_defaults() -> None:
    rooms = ("analysis", "findings", "geo", "serving", "figures", "exports", "ui")
    files = (file for room in rooms for file in sorted((PROJECT / room).rglob("*.py")) if file.stem not in OTHERS)
    names = [".".join(file.relative_to(PROJECT).with_suffix("").parts) for file in files]
    hold("numbers/conventions", (line for name in names for line in _conventions(importlib.import_module(name))))
