"""How long does a publication take, and how much memory?

    python -m benchmarks.bench_publish [--cases 60000 1000000]

Publishes demonstration cases as the command does, noise and consistency included, each time in a process of its own.
Loading the cases is not counted.
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

# number of cases -> the most seconds and megabytes
LIMITS = {60_000: (60.0, 1_000.0), 1_000_000: (60.0, 1_000.0)}


def main() -> None:
    """Print one line of JSON a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[60_000])
    parser.add_argument("--publish", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.publish:
        _publish()
        return
    for cases in arguments.cases:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "CASE_DATABASE_URL": f"sqlite:///{Path(folder) / 'cases.db'}",
                "RELEASE_DATABASE_URL": f"sqlite:///{Path(folder) / 'releases.db'}",
            }
            load = [sys.executable, "-m", "data_access", "demo", "--cases", str(cases)]
            subprocess.run(load, env=environment, check=True, capture_output=True)
            again = [sys.executable, "-m", "benchmarks.bench_publish", "--publish"]
            result = subprocess.run(again, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        seconds, megabytes = json.loads(result.stdout)
        most_seconds, most_megabytes = LIMITS.get(cases, (None, None))
        _say(f"publish {cases:,} cases", seconds, "s", most_seconds)
        _say(f"publish {cases:,} cases, most memory", megabytes, "MB", most_megabytes)


def _say(name: str, measured: float, unit: str, limit: float | None) -> None:
    row = {"name": name, "measured": round(measured, 1), "unit": unit}
    print(json.dumps(row if limit is None else {**row, "limit": limit}), flush=True)


def _publish() -> None:
    start = time.perf_counter()
    from data_access.cases.case_database import open_case_database
    from data_access.publishing.publish import publish
    from data_access.release.release_database import open_release_database

    publish(open_case_database(), open_release_database(), kind="public", epsilon=4.0, delta=1e-6)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000]))


if __name__ == "__main__":
    main()
