"""A small world of journeys at both levels, and frames of legs by hand."""

from collections.abc import Sequence

import pandas as pd

from tests.releases import Tables, region

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
GROWTH = {2022: 0.5, 2023: 1.0, 2024: 1.5}


def journeys() -> Tables:
    """The region of tests.releases with legs between provinces, forms by leg, and whole ways, over three years."""
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


def legs_frame(rows: Sequence[tuple[str, str, str, int]], *, error: float = 5.0) -> pd.DataFrame:
    """Legs as data_access.journey_questions.legs answers them; fewer than 10 people are withheld."""
    frame = pd.DataFrame(rows, columns=["from_place", "to_place", "leg", "count"])
    frame["standard_error"] = error
    frame["state"] = ["count" if count >= 10 else "withheld" for count in frame["count"]]
    frame["count"] = frame["count"].astype("Int64").where(frame["state"] == "count")
    return frame
