"""How long does a publication take, with one process that counts and with two, and how much memory does each need?

    python -m benchmarks.bench_publish [--cases 60000 1000000] [--workers 1 2] [--database cases.db]

Publishes demonstration cases as the command does, noise and consistency included, each time in a process of its own.
Loading the cases is not counted. --database: a SQLite database of such cases that is there already, instead of loading
some; its ledger is written. Processor time is that of all processes, and does not tell of others on the machine.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

# number of cases -> the most seconds with one process
SECONDS = {60_000: 60.0, 1_000_000: 60.0}
MEGABYTES = 700.0
FASTER = 1.7
# from so many on the time to start processes does not count
LARGE = 1_000_000


def main() -> None:
    """Print one line of JSON a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[60_000, 1_000_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--database", type=Path)
    parser.add_argument("--publish", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.publish:
        _publish(arguments.publish)
        return
    for cases in arguments.cases:
        with tempfile.TemporaryDirectory() as folder:
            database = arguments.database or Path(folder) / "cases.db"
            environment = {
                **os.environ,
                "CASE_DATABASE_URL": f"sqlite:///{database.absolute()}",
                "RELEASE_DATABASE_URL": f"sqlite:///{Path(folder) / 'releases.db'}",
                "PRIVACY_CAP_EPSILON": "1000",
            }
            if not arguments.database:
                load = [sys.executable, "-m", "data_access", "demo", "--cases", str(cases)]
                subprocess.run(load, env=environment, check=True, capture_output=True)
            counting = {}
            for workers in arguments.workers if cases >= LARGE else [1]:
                again = [sys.executable, "-m", "benchmarks.bench_publish", "--publish", str(workers)]
                result = subprocess.run(again, env=environment, check=True, stdout=subprocess.PIPE, text=True)
                found = json.loads(result.stdout)
                counting[workers] = found["counting"]
                name = f"publish {cases:,} cases, counted by {workers}"
                _say(name, found["all"], "s", SECONDS.get(cases) if workers == 1 else None)
                _say(f"{name}: counting", found["counting"], "s")
                _say(f"{name}: processor time of counting", found["processor"], "s")
                _say(f"{name}: most memory of a process", found["megabytes"], "MB", MEGABYTES)
            if {1, 2} <= counting.keys():
                name = f"counting {cases:,} cases, one process against two"
                _say(name, counting[1] / counting[2], "times", least=FASTER)


def _say(name: str, measured: float, unit: str, limit: float | None = None, least: float | None = None) -> None:
    row = {"name": name, "measured": round(measured, 2), "unit": unit}
    bounds = {"limit": limit, "at_least": least}
    print(json.dumps(row | {bound: value for bound, value in bounds.items() if value is not None}), flush=True)


def _publish(workers: int) -> None:
    start = time.perf_counter()
    from data_access.cases.case_database import open_case_database
    from data_access.publishing import publish
    from data_access.publishing.counting.workers import Workers
    from data_access.release.release_database import open_release_database

    count, spent = publish.count, []

    def timed(*arguments: Any, **options: Any) -> Any:
        before = time.perf_counter(), _processor()
        counts = count(*arguments, **options)
        spent.extend([time.perf_counter() - before[0], _processor() - before[1]])
        return counts

    budget: dict[str, Any] = {"kind": "public", "epsilon": 4.0, "delta": 1e-6, "redraw": True}
    with patch.object(publish, "count", timed):
        publish.publish(open_case_database(), open_release_database(), workers=Workers(workers), **budget)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    figures = {"all": time.perf_counter() - start, "counting": spent[0], "processor": spent[1]}
    print(json.dumps({**figures, "megabytes": most / 1_000}))


def _processor() -> float:
    """Seconds of this process, and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
