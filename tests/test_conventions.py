"""Every threshold, limit and default of a method or of the server: none of them moves without being seen.

They are decisions that texts and documents repeat. RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from tests.exports.whole_results import hold

PROJECT = Path(__file__).parents[1]
PLAIN = (int, float, str, bool, type(None))


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_plain, value))
    return isinstance(value, PLAIN)


def _conventions(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        if name.isupper() and _is_plain(value) and len(str(value)) < 300:
            yield f"{module.__name__}.{name} = {value!r}"
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            for known in inspect.signature(value).parameters.values():
                if known.default is not inspect.Parameter.empty and _is_plain(known.default):
                    yield f"{module.__name__}.{name}({known.name}={known.default!r})"


def test_thresholds_limits_and_defaults() -> None:
    files = (
        file for room in ("analysis", "findings", "geo", "serving") for file in sorted((PROJECT / room).glob("*.py"))
    )
    names = [f"{file.parent.name}.{file.stem}" for file in files if file.stem not in ("__init__", "build_boundaries")]
    hold("numbers/conventions", (line for name in names for line in _conventions(importlib.import_module(name))))
