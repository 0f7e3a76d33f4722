"""Time how a release is opened: python -m benchmarks.bench_opening, on the release at RELEASE_DATABASE_URL.

Opening reads all of it and compares it with its hash; a run of a page asks which releases there are.
"""

import json
import time
from collections.abc import Callable
from statistics import median

from data_access.release.content import content_hash, content_of_release
from data_access.release.release import Release
from data_access.release.release_database import active_release_id, read_release_database
from data_access.release.source import ReleaseSource

TIMES = 15


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of a piece of work that was done once before."""
    work()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)


def main() -> None:
    engine, source = read_release_database(), ReleaseSource("public")
    number = active_release_id(engine)
    content = content_of_release(engine, number)
    manifest = {name: value for name, value in content.manifest.items() if name not in ("id", "content_hash")}
    figures: dict[str, tuple[Callable[[], object], float]] = {
        "open and verify a release": (lambda: Release(engine, number), 300),
        "of it, the hash": (lambda: content_hash(manifest, content.tables, content.frames), 200),
        "ask in a run which release is shown": (source.show, 2),
    }
    for name, (work, limit) in figures.items():
        measured = round(milliseconds(work), 3)
        print(json.dumps({"name": name, "measured": measured, "unit": "ms", "limit": limit}), flush=True)


if __name__ == "__main__":
    main()
