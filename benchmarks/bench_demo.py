"""How fast demonstration data is generated and loaded into SQLite, and what memory that takes.

python benchmarks/bench_demo.py [--cases 60000 1000000]
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

CASES_PER_SECOND = 20_000
MEGABYTES = 1536


def measure(cases: int) -> None:
    """Load one set into a new database and print its row of the table."""
    from sqlalchemy import make_url

    from data_access.cases.case_database import prepare
    from data_access.database import open_database
    from data_access.demonstration import load_demonstration

    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(make_url(f"sqlite:///{folder}/cases.db"))
        prepare(engine)
        start, start_of_work = time.perf_counter(), time.process_time()
        result = load_demonstration(engine, cases=cases, seed=7)
        seconds, work = time.perf_counter() - start, time.process_time() - start_of_work
        engine.dispose()
        size = Path(folder, "cases.db").stat().st_size / 2**20
    rows = sum(result[name] for name in ("cases", "events", "services", "justice_steps"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    kept = cases / seconds >= CASES_PER_SECOND and memory <= MEGABYTES
    print(
        f"{cases:>10,} {seconds:>8.1f} {cases / seconds:>12,.0f} {cases / work:>12,.0f} {rows / seconds:>12,.0f} "
        f"{memory:>10,.0f} {size:>10,.0f}  {'yes' if kept else 'NO'}"
    )
    name = f"demonstration data, {cases:,} cases into SQLite"
    print(json.dumps({"name": name, "measured": cases / seconds, "unit": "cases/s", "at_least": CASES_PER_SECOND}))
    print(json.dumps({"name": f"{name}, per second of processor time", "measured": cases / work, "unit": "cases/s"}))
    print(
        json.dumps({"name": f"{name}, peak memory", "measured": memory, "unit": "MB", "limit": MEGABYTES}), flush=True
    )


def main() -> None:
    """Measure each size in a process of its own, so that the peak memory is its own too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[60_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one)
        return
    print(f"Demonstration data into SQLite; to reach: {CASES_PER_SECOND:,} cases/s, at most {MEGABYTES:,} MB")
    # the second rate leaves out the time in which other programs had the processor
    print("     cases  seconds      cases/s  cases/cpu-s       rows/s    peak MB    file MB  reached", flush=True)
    for cases in arguments.cases:
        subprocess.run([sys.executable, __file__, "--one", str(cases)], check=True)


if __name__ == "__main__":
    main()
