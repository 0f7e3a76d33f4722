"""Waiting for what a test needs, and never for a time: the one place of the tests that sleeps."""

import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path


def wait_until(condition: Callable[[], bool], *, seconds: float = 60, every: float = 0.01) -> bool:
    """Wait until a condition holds, `seconds` at most, and say whether it does."""
    deadline = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < deadline:
        time.sleep(every)
    return holds


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path, at: str = "/healthz") -> None:
    """Wait until a server answers at a path. Fails with its log where it ends, or does not answer within a minute."""

    def answers() -> bool:
        try:
            urllib.request.urlopen(f"{address}{at}", timeout=1).close()
        except OSError:
            return False
        return True

    wait_until(lambda: process.poll() is not None or answers(), every=0.1)
    assert process.poll() is None and answers(), f"The server did not start:\n{log.read_text()}"
