"""A small world of journeys at both levels, and frames of legs by hand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from data_access.gazetteer import countries, provinces
from figures.kit.rows import published, sum_error
from tests.worlds.releases import Tables, region

LEGS = [
    ("PK-PB-S", "PK-BA", "source_transit", 600),
    ("PK-BA", "IR-11", "transit_transit", 420),
    ("IR-11", "AE", "transit_destination", 400),
    ("PK-BA", "OM", "transit_destination", 150),
    ("AF-KAB", "IR-23", "source_destination", 120),
    ("AF-HER", "AF-HER", "internal", 300),
    ("AF-KAB", "AF-HER", "internal", 90),
    ("PK-SD", "PK-SD", "internal", 240),
    ("TJ-DU", "RU", "source_destination", 210),
    ("TM-A", "TR", "source_destination", 9),
]
WAYS = [
    ("PK-PB-S", "PK-BA", "IR-11", "AE", 60),
    ("PK-PB-S", "PK-BA", "PK-BA", "OM", 120),
    ("PK", "none", "none", "AE", 10),
    ("TJ", "none", "none", "RU", 50),
    ("PK", "other", "other", "AE", 40),
]
# people a year on each way between countries: source, first and last transit, destination
FIVE_FORMS = [
    ("PK", "IR", "TR", "GR", 30),
    ("PK", "IR", "IR", "TR", 50),
    ("PK", "none", "none", "IR", 40),
    ("PK", "none", "none", "PK", 100),
    ("PK", "other", "other", "IR", 3),
    ("AF", "IR", "IR", "TR", 25),
    ("AF", "none", "none", "IR", 60),
    ("AF", "none", "none", "AF", 150),
    ("AF", "none", "none", "unknown", 20),
    ("unknown", "IR", "IR", "TR", 15),
    ("TJ", "none", "none", "RU", 2),
    ("TR", "none", "none", "TR", 11),
]
FIVE_FORMS_PROVINCES = [
    ("PK-PB-S", "PK-BA", "source_transit", 60),
    ("PK-BA", "IR-11", "transit_transit", 45),
    ("IR-11", "TR", "transit_destination", 40),
    ("AF-KAB", "IR-23", "source_destination", 30),
    ("AF-HER", "AF-HER", "internal", 70),
    ("TJ-DU", "RU", "source_destination", 2),
]
PARTS = ("source_transit", "transit_transit", "transit_destination", "source_destination")
GROWTH = {2022: 0.5, 2023: 1.0, 2024: 1.5}


def journeys() -> Tables:
    """The region of tests.worlds.releases with legs between provinces, forms by leg, and whole ways, over three
    years."""
    tables = dict(region())
    tables["year", "province_leg"] = [(y, a, b, leg, n * k) for y, k in GROWTH.items() for a, b, leg, n in LEGS]
    tables["year", "chain"] = [(y, *way, n * k) for y, k in GROWTH.items() for *way, n in WAYS]
    tables["year", "way", "form"] = [
        (y, a, "none", "none", b, form, share)
        for y in GROWTH
        for a, b in (("AF", "IR"), ("TJ", "RU"))
        for form, share in (("ForcedLabour", 60), ("ForcedBegging", 20), ("Servitude", 2))
    ]
    return tables


def five_forms() -> Tables:
    """A world small enough to be added up by hand: twelve ways between countries and six legs between provinces."""
    who = ("male", "adult")
    return {
        ("year", "way", "sex", "age"): [(year, *way, *who, n) for *way, n in FIVE_FORMS for year in (2023, 2024)],
        ("year", "province_leg"): [(year, *leg, n) for *leg, n in FIVE_FORMS_PROVINCES for year in (2023, 2024)],
        ("way", "recruitment"): [(*way, code, n) for *way, n in FIVE_FORMS for code in ("Abduction", "unknown")],
        ("way", "stop"): [("PK", "IR", "IR", "TR", stop, 70) for stop in ("pk-taftan", "ir-zahedan")],
    }


def many_legs(number: int, *, seed: int = 3) -> Sequence[tuple[str, str, str, int]]:
    """So many legs between provinces and forty countries, a tenth of them loops."""
    draw = np.random.default_rng(seed)
    abroad = draw.choice(countries()["code"].to_numpy(), 40, replace=False)
    places = [*provinces()["code"][lambda codes: codes != "PK-PB"], *abroad]
    rows: dict[tuple[str, str, str], int] = {}
    while len(rows) < number:
        start, end = draw.choice(places, 2)
        end = start if draw.random() < 0.1 and len(start) > 2 else end
        leg = "internal" if start == end else str(draw.choice(PARTS))
        rows[str(start), str(end), leg] = round(10 + 4000 * draw.random() ** 4)  # few large, many small, as they are
    return [(*codes, count) for codes, count in rows.items()]


def arrows_frame(legs: pd.DataFrame) -> pd.DataFrame:
    """Legs by hand as data_access.questions.routes.arrows would sum them."""
    sums: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for leg in published(legs):
        sums.setdefault((leg["from_place"], leg["to_place"]), []).append(leg)
    rows = [
        (*ends, parts[0]["leg"], sum(leg["count"] for leg in parts), sum_error(parts), "count")
        for ends, parts in sums.items()
    ]
    rows.sort(key=lambda row: -row[3])
    columns = ["from_place", "to_place", "main_leg", "count", "standard_error", "state"]
    return pd.DataFrame(rows, columns=columns).astype({"count": "Int64"})


def legs_frame(rows: Sequence[tuple[str, str, str, int]], *, error: float = 5.0) -> pd.DataFrame:
    """Legs as data_access.questions.routes.legs answers them; fewer than 10 people are withheld."""
    rows = sorted(rows, key=lambda row: (-row[3], row))
    frame = pd.DataFrame(rows, columns=["from_place", "to_place", "leg", "count"])
    frame["standard_error"] = error
    frame["state"] = ["count" if count >= 10 else "withheld" for count in frame["count"]]
    frame["count"] = frame["count"].astype("Int64").where(frame["state"] == "count")
    return frame
