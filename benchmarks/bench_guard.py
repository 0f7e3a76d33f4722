"""How often the guard against personal data misses, and how often it cries out: on lists of cells made for it.

    python -m benchmarks.bench_guard [--wrong]

Both lists are invented, and stand in tests/data_access/importing/guard. guard_cells.csv: what stands in text that is
published, in case keys and in the column of providers, with its kind where it is personal. guard_notes.csv: notes of
reports in the languages of the region, written before the rules that they test; a part of them, `held out`, is never
looked at while rules are made, and says best what happens to notes that nobody has seen. --wrong prints the cells that
are judged wrongly, but for those held out.
"""

import argparse
import csv
import json
import time
from pathlib import Path
from typing import NamedTuple

from data_access.importing.guard.personal_data import personal_content

LISTS = Path(__file__).resolve().parents[1] / "tests" / "data_access" / "importing" / "guard"


class Cell(NamedTuple):
    """One cell: what it is used for (published, key, provider), the kind of personal data ("" if none), its text.

    `language` and `part` (seen, held out): of the notes.
    """

    use: str
    kind: str
    text: str
    language: str = ""
    part: str = ""

    def judged(self) -> str | None:
        """What the guard takes it for."""
        return personal_content(self.text, is_key=self.use == "key", is_published=self.use != "key")


def cells() -> list[Cell]:
    """Return the labelled list of cells of all uses."""
    return [Cell(**row) for row in _rows("guard_cells.csv")]


def notes() -> list[Cell]:
    """Return the labelled list of notes that would be published."""
    return [Cell(use="published", **row) for row in _rows("guard_notes.csv")]


def _rows(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measure(chosen: list[Cell]) -> tuple[list[Cell], list[Cell], int, int]:
    """Return the personal cells that pass, the others that are refused, and how many there are of both."""
    bad, good = [cell for cell in chosen if cell.kind], [cell for cell in chosen if not cell.kind]
    missed, alarms = [cell for cell in bad if not cell.judged()], [cell for cell in good if cell.judged()]
    return missed, alarms, len(bad), len(good)


LIMITS = {"published": (5.0, None), "key": (None, 2.0), "provider": (None, None), "all": (None, None)}  # of a hundred
OF_NOTES = (5.0, 5.0)


def main() -> None:
    """Print misses and false alarms by use, and of the notes by part and language."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wrong", action="store_true", help="print the cells that are judged wrongly")
    show = arguments.parse_args().wrong
    everything, start = cells(), time.perf_counter()
    for use, limits in LIMITS.items():
        _print(use, [cell for cell in everything if use in (cell.use, "all")], limits, show and use != "all")
    seconds = time.perf_counter() - start
    written = notes()
    for part in ("seen", "held out"):
        _print(f"notes {part}", [cell for cell in written if cell.part == part], OF_NOTES, show and part == "seen")
    for spoken in dict.fromkeys(cell.language for cell in written):
        _print(f"notes in {spoken}", [cell for cell in written if cell.language == spoken], (None, None), show=False)
    print(json.dumps({"name": "guard", "measured": 2 * len(everything) / seconds, "unit": "cells/s"}))


def _print(name: str, chosen: list[Cell], limits: tuple[float | None, float | None], show: bool) -> None:
    missed, alarms, bad, good = measure(chosen)
    for what, wrong, of, limit in (("missed", missed, bad, limits[0]), ("false alarms", alarms, good, limits[1])):
        row = {"name": f"guard, {name}: {what} of {of}", "measured": 100 * len(wrong) / of, "unit": "%"}
        print(json.dumps(row if limit is None else row | {"limit": limit}))
    for cell in (missed + alarms) if show else []:
        print(f"    {'missed' if cell.kind else cell.judged()}: {cell.text}")


if __name__ == "__main__":
    main()
