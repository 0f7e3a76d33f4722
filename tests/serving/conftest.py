"""The real server on a small release, for what is said to it without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import serving
from tests.worlds.releases import WORLDS, make_release


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a running serve.py, and its log."""
    folder = tmp_path_factory.mktemp("served")
    with serving(make_release(folder, WORLDS["region"]()), folder) as address:
        yield address, folder / "log.txt"
