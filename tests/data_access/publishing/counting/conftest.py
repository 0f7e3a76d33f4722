import sys
from types import ModuleType

import pytest


@pytest.fixture(autouse=True)
def main_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new process loads what its parent was started as: a page that another test ran stands in that place."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
