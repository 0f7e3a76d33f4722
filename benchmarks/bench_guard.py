"""How often the guard against personal data misses, and how often it cries out: on a list of cells made for it.

    python -m benchmarks.bench_guard [--wrong]

The list (tests/data_access/importing/guard_cells.csv) is invented: what stands in text that is published, in case keys
and in the column of providers, with its kind where it is personal. --wrong prints the cells that are judged wrongly.
"""

import argparse
import csv
import json
import time
from pathlib import Path
from typing import NamedTuple

from data_access.importing.guard.personal_data import personal_content

CELLS = Path(__file__).resolve().parents[1] / "tests" / "data_access" / "importing" / "guard_cells.csv"


class Cell(NamedTuple):
    """One cell: what it is used for (published, key, provider), the kind of personal data ("" if none), its text."""

    use: str
    kind: str
    text: str

    def judged(self) -> str | None:
        """What the guard takes it for."""
        return personal_content(self.text, is_key=self.use == "key", is_published=self.use != "key")


def cells() -> list[Cell]:
    """Return the labelled list."""
    with CELLS.open(encoding="utf-8", newline="") as file:
        return [Cell(row["use"], row["kind"], row["text"]) for row in csv.DictReader(file)]


def measure(chosen: list[Cell]) -> tuple[list[Cell], list[Cell], int, int]:
    """Return the personal cells that pass, the others that are refused, and how many there are of both."""
    bad, good = [cell for cell in chosen if cell.kind], [cell for cell in chosen if not cell.kind]
    missed, alarms = [cell for cell in bad if not cell.judged()], [cell for cell in good if cell.judged()]
    return missed, alarms, len(bad), len(good)


LIMITS = {"published": (5.0, None), "key": (None, 2.0), "provider": (None, None), "all": (None, None)}  # of a hundred


def main() -> None:
    """Print misses and false alarms by use and overall."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wrong", action="store_true", help="print the cells that are judged wrongly")
    show = arguments.parse_args().wrong
    everything, start = cells(), time.perf_counter()
    for use, limits in LIMITS.items():
        missed, alarms, bad, good = measure([cell for cell in everything if use in (cell.use, "all")])
        for name, wrong, of, limit in (("missed", missed, bad, limits[0]), ("false alarms", alarms, good, limits[1])):
            row = {"name": f"guard, {use}: {name} of {of}", "measured": 100 * len(wrong) / of, "unit": "%"}
            print(json.dumps(row if limit is None else row | {"limit": limit}))
        for cell in (missed + alarms) if show and use != "all" else []:
            print(f"    {'missed' if cell.kind else cell.judged()}: {cell.text}")
    seconds = time.perf_counter() - start
    print(json.dumps({"name": "guard", "measured": 2 * len(everything) / seconds, "unit": "cells/s"}))


if __name__ == "__main__":
    main()
