"""Small worlds with places and populations, for the tests of the Hotspots page."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data_access.release.filters import Filters
from data_access.release.release import Release
from findings import rates as hotspot_statistics
from findings import recorders, verdicts
from tests.worlds.releases import Tables, make_release

AFGHAN = ("AF-HER", "AF-FRA", "AF-BDG", "AF-GHO", "AF-NIM", "AF-HEL", "AF-KAN", "AF-DAY", "AF-BAM", "AF-BAL", "AF-SAR",
          "AF-JOW")  # fmt: skip
MILLION = 1_000_000
# every area has a million people; Tajikistan's have no sex
POPULATIONS = {
    **dict.fromkeys((*AFGHAN, "PK-PB", "PK-SD"), (MILLION, 480000)),
    **dict.fromkeys(("TJ-DU", "TJ-RA", "TJ-KT"), (MILLION, None)),
}
OTHERS = {"PK-PB-N": 300, "PK-PB-S": 200, "PK-SD": 500, "TJ-DU": 60, "TJ-RA": 40, "TJ-KT": 400}


def people(herat: int) -> dict[str, int]:
    """People by place: 200 in each Afghan province but Herat."""
    return {**dict.fromkeys(AFGHAN, 200), "AF-HER": herat, **OTHERS}


def tables(herat: int = 800, recorded_by_border: int = 0) -> Tables:
    """One year, 2024. recorded_by_border: of Herat's people; all others are recorded by the police.

    As many people on the lists police, ngo, hotline and their overlaps as in `LISTS`; half of each province's people
    reached a service, of Herat's a tenth.
    """
    places = people(herat)
    who = [(2024, place, "female", "adult", n) for place, n in places.items()]
    stages = []
    for place, n in places.items():
        served = n // 10 if place == "AF-HER" else n // 2
        stages += [(place, "female", "adult", "served", served), (place, "female", "adult", "identified", n - served)]
    recorded = [(2024, place, "Police", n) for place, n in places.items() if place != "AF-HER"]
    recorded += [(2024, "AF-HER", "Police", herat - recorded_by_border)]
    recorded += [(2024, "AF-HER", "BorderAuthority", recorded_by_border)] if recorded_by_border else []
    return {
        ("year", "province", "sex", "age"): who,
        ("year", "source", "sex", "age"): who,
        ("year", "exploitation", "sex", "age"): who,
        ("year", "province", "data_source"): recorded,
        ("source", "sex", "age", "stage"): stages,
        ("year", "country", "lists"): [(2024, "AF", lists, n) for lists, n in LISTS.items()],
    }


LISTS: Mapping[str, int] = {
    "none": 50,
    "police": 600,
    "ngo": 500,
    "hotline": 400,
    "police+ngo": 120,
    "police+hotline": 100,
    "ngo+hotline": 90,
    "police+ngo+hotline": 40,
    "police+border": 30,
}


# Place, agencies and sites that reported, reports due and received in 2024; Jowzjan has no site, Pakistan no register.
REGISTER = [
    ("AF", 4, 67, 804, 675, "count"),
    ("AF-HER", 4, 20, 240, 240, "count"),
    *((place, 3, 5, 60, 48, "count") for place in AFGHAN if place not in ("AF-HER", "AF-BAL", "AF-JOW")),
    ("AF-BAL", None, None, None, None, "few"),
]


def register_frame(year: int = 2024) -> pd.DataFrame:
    """REGISTER as a release holds it."""
    columns = ["place", "agencies", "sites", "months_expected", "months_received", "state"]
    frame = pd.DataFrame(REGISTER, columns=columns)
    return frame.assign(year=year, provenance="synthetic", loaded="2026-11-20")


def make_world(
    folder: Path,
    content: Tables | None = None,
    register: pd.DataFrame | None = None,
    frames: Mapping[str, pd.DataFrame] | None = None,
    **options: object,
) -> str:
    """Write a release with populations, and with a register, and return its address.

    frames: other tables that are not about people. options: those of tests.worlds.releases.make_release."""
    rows = [
        {"place": place, "year": 2021, "sex": sex, "age": "total", "persons": persons}
        for place, (total, female) in POPULATIONS.items()
        for sex, persons in (("total", total), ("female", female))
        if persons
    ]
    population = pd.DataFrame(rows).assign(source_title="Census", source_publisher="Office", licence="", note="")
    frames = {"population": population, **(frames or {})} | ({} if register is None else {"reporting": register})
    held = {name: frame.to_json(orient="split", index=False) for name, frame in frames.items()}
    return make_release(folder, content or tables(), frames=held, **options)  # type: ignore[arg-type]


def judged(release: Release, filters: Filters, role: str = "identified") -> pd.DataFrame:
    """The rates as the page judges them; without a register, as these worlds have none."""
    rates = hotspot_statistics.hotspot_rates(release, filters, role)
    return verdicts.judge(rates, recorders.effort(release, filters), None)


def rates_of(rows: list[dict], **attrs: object) -> pd.DataFrame:
    """Areas of one country, each with what a row says; whatever it does not say is harmless."""
    plain = {"country": "AF", "shown": "rate", "count": 100, "population": 1e6, "years": 1, "country_count": 1000}
    plain |= {"country_population": 1e7, "expected": 100.0, "relative_risk": 1.0, "relative_lower": 0.8}
    plain |= {"relative_upper": 1.2, "probability": 0.5, "surely": 1.0, "cluster": pd.NA, "is_tested": True}
    frame = pd.DataFrame([plain | row for row in rows])
    frame.attrs = {"overdispersion": 2.0, "is_searched": True, "clusters": pd.DataFrame({"p_value": []})} | attrs
    return frame
