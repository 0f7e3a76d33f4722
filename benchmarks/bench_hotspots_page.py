"""How often the pages find something where there is nothing: the release's own places, noise and thresholds.

python -m benchmarks.bench_hotspots_page [--worlds 400] [--groups 1 2 3] [--parts place change route circle]
                                          [--release URL] [--by-chance] [--unknown]

People are found in groups of one, two or three: then counts vary so many times as much, or 2 × 3 - 1 times where groups
of three are so large on average only, and by chance (--by-chance: geometric). No page is told how much: each
world's factor is estimated from its own years, as the pages do; with --unknown they do not tell it, as where too few
are published, and the pages take what findings.rates assumes then. That case has no power to print. The part "circle"
searches for circles alone, for many worlds in little time.

Every world has each country's own rate everywhere (for trends: each area's in every year), counts by chance, the noise
of the active release, and its threshold, below which counts are withheld. Of each finding at most 5 % of worlds may
have one, give or take 1.5.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import make_url

from benchmarks.bench_pages import CASES, make_release
from benchmarks.null_worlds import Groups, null_legs, null_world
from benchmarks.page_findings import FINDINGS, Templates, beyond_groups, changes, estimated_factor, places, templates_of
from benchmarks.power_of_pages import power
from data_access.database import open_database
from data_access.release.release import Release
from data_access.release.release_database import active_release_id
from findings import rates

LIMIT = 6.5  # % of worlds
FUNNEL_LIMIT = 0.5  # % of areas; 0.2 are expected
GROUPS = (1, 2, 3)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--groups", type=int, nargs="+", default=list(GROUPS))
    parser.add_argument("--parts", choices=list(FINDINGS), nargs="+", default=["place", "change", "route"])
    parser.add_argument("--release", help="simulate this release database instead of a new one")
    parser.add_argument("--by-chance", action="store_true", help="groups are so large on average, each by chance")
    parser.add_argument("--unknown", action="store_true", help="no world's years tell how much counts vary")
    arguments = parser.parse_args()
    if arguments.unknown and "route" in arguments.parts:
        parser.error("Routes have a factor of their own, and none is compared without it: --parts place change")
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.release or make_release(Path(folder), CASES)
        engine = open_database(make_url(url), read_only=True)
        templates = templates_of(Release(engine, active_release_id(engine)))
        for size in arguments.groups:
            found_in = Groups(size, arguments.by_chance)
            simulate(templates, found_in, arguments.worlds, arguments.parts, is_unknown=arguments.unknown)
            parts = [part for part in arguments.parts if part != "circle"]
            if not arguments.unknown and parts:
                power(templates, found_in, max(arguments.worlds // 4, 1), parts, report)


def simulate(
    templates: Templates, found_in: Groups, worlds: int, parts: Sequence[str], *, is_unknown: bool = False
) -> None:
    """Print in how many null worlds the pages would say something, as one JSON object a finding."""
    random = np.random.default_rng([11, found_in.size])
    flagged: Counter[str] = Counter()
    points = outside = 0
    factors = []
    for _ in range(worlds):
        yearly = null_world(templates.steady[1], random, found_in)
        factor = float("nan") if is_unknown else estimated_factor(yearly)
        factors.append(factor)
        if "change" in parts:
            flagged += Counter(
                {name: 1 for name, found in changes(templates, yearly, factor, found_in, random).items() if found}
            )
        if "route" in parts:
            legs = beyond_groups(null_legs(templates.legs, random, found_in), factor)
            flagged["a route that changed"] += bool(legs["is_beyond_error"].any())
        if "circle" in parts:
            alone = rates.area_rates(null_world(templates.whole, random, found_in), factor, has_model=False)
            flagged["circles, searched alone"] += len(rates.clusters(alone)) > 0
        if "place" in parts:
            rated = rates.with_rates(null_world(templates.whole, random, found_in), factor)
            flagged += Counter(
                {name: 1 for name, found in places(templates, rated, factor, found_in, random).items() if found}
            )
            known = rated["is_tested"]
            points, outside = points + int(known.sum()), outside + int((rated.loc[known, "beyond"] == "99.8").sum())
    for part in parts:
        for name in FINDINGS[part]:
            report(
                f"groups of {found_in}: {worlds} worlds without it, {name}", 100 * flagged[name] / worlds, limit=LIMIT
            )
    if points:
        report(
            f"groups of {found_in}: areas outside the 99.8 % limits of the funnel", 100 * outside / points, FUNNEL_LIMIT
        )
    if not is_unknown:
        report(f"groups of {found_in}: factor estimated, median", float(np.nanmedian(factors)), unit="")


def report(name: str, measured: float, limit: float | None = None, unit: str = "%") -> None:
    """Print one figure as JSON."""
    row = {"name": name, "measured": round(measured, 2), "unit": unit, **({"limit": limit} if limit else {})}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
