"""What the server counts for those who run it: at a port of its own, true, and nothing of what visitors chose."""

import logging
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from serving import metrics
from tests.end_to_end.conftest import PROJECT, free_port, serving
from tests.serving.browsing_by_hand import asking_for_a_run, session
from tests.waiting import wait_until
from tests.worlds.releases import WORLDS, make_release

ALERTS = (PROJECT / "deploy" / "alerts.yml").read_text()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a running dashboard, and that of its counts."""
    folder, port = tmp_path_factory.mktemp("counted"), str(free_port())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("METRICS_PORT", port)
        with serving(make_release(folder, WORLDS["region"]()), folder) as address:
            yield address, f"http://127.0.0.1:{port}/metrics"


def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def _counted(address: str) -> dict[str, float]:
    families = text_string_to_metric_families(_text(address))
    return {one.name: one.value for family in families for one in family.samples if "le" not in one.labels}


@pytest.mark.slow
def test_sessions_and_runs_are_counted_and_the_release_is_ready(served: tuple[str, str]) -> None:
    address, counts = served
    before = _counted(counts)
    assert (before["dashboard_sessions"], before["dashboard_run_seconds_count"]) == (0, 0)
    assert before["dashboard_ready"] == 1
    assert before["dashboard_release_timestamp_seconds"] > 1.7e9
    with session(address) as visitor:
        visitor.send(asking_for_a_run("country=PK&place=PK-BA"))
        assert wait_until(lambda: _counted(counts)["dashboard_run_seconds_count"] >= 1, seconds=60)
        assert _counted(counts)["dashboard_sessions"] == 1
    assert wait_until(lambda: _counted(counts)["dashboard_sessions"] == 0, seconds=20)
    assert _counted(counts)["dashboard_failed_pages_total"] == 0
    assert _counted(counts)["process_resident_memory_bytes"] > 1e7
    # neither what was chosen nor by whom
    assert not re.search(r"PK|127\.0\.0\.1", _text(counts))


@pytest.mark.slow
def test_visitors_do_not_see_them(served: tuple[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        _text(f"{served[0]}/metrics")


def test_each_alert_asks_for_what_is_counted() -> None:
    known = {"up", "process_resident_memory_bytes", "process_open_fds", "process_max_fds"}
    for metric in (metrics.SESSIONS, metrics.READY, metrics.PUBLISHED):
        known.add(metric._name)
    for counter in (metrics.FAILED, metrics.REFUSED, metrics.FROZEN):
        known.add(f"{counter._name}_total")
    for histogram in (metrics.RUN, metrics.WAIT):
        known |= {f"{histogram._name}_{part}" for part in ("bucket", "sum", "count")}
    asked = set(re.findall(r"\b(?:dashboard|process)_\w+|\bup\b", "\n".join(re.findall(r"expr: (.*)", ALERTS))))
    assert asked <= known
    assert {"up", "dashboard_ready", "dashboard_run_wait_seconds_bucket", "dashboard_failed_pages_total"} <= asked


@pytest.mark.parametrize("port", ["0", "70000", "nine", "-1", "9464 "])
def test_a_port_that_is_none_stops_the_start(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_PORT", port)
    assert metrics.why_no_metrics() == f"METRICS_PORT is {port!r}; it must be a number from 1 to 65535."


def test_a_port_that_is_taken_is_said_and_visitors_are_served(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("METRICS_PORT", str(other.getsockname()[1]))
        with caplog.at_level(logging.ERROR):
            metrics.serve_metrics()
    assert "Nothing is counted for METRICS_PORT" in caplog.text


@pytest.mark.slow
def test_the_start_says_what_is_wrong_with_the_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("METRICS_PORT", "nine")
    done = subprocess.run([sys.executable, "serve.py"], cwd=PROJECT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 1
    assert "METRICS_PORT is 'nine'; it must be a number from 1 to 65535." in done.stderr
    assert "Traceback" not in done.stderr
