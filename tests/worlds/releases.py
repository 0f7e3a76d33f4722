"""Releases of literal worlds: their cells stand here, everything else is the program's own publication."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, make_url

from data_access.codes.of_release import UNKNOWN
from data_access.database import open_database
from data_access.publishing.domains import Code
from data_access.publishing.manifest import manifest_of
from data_access.publishing.measurement import Measured
from data_access.publishing.release_store import write_release
from data_access.release import schema as release_schema
from data_access.release.agency_kinds import ALWAYS, EVERYWHERE, KINDS
from data_access.release.lattice import Array
from data_access.release.release import Release
from data_access.release.workload import Table, dimensions_of

# A row of a table: the codes of its axes (of an axis with several dimensions, their codes in a row), then the people.
Rows = Sequence[tuple[Any, ...]]
Tables = Mapping[tuple[str, ...], Rows]

SOURCES = {
    "provenance": "synthetic",
    "sources": ["Synthetic demonstration data: invented cases, shaped after published facts"],
    "data_until": "2026-11-21",
    "places_are_proxies": False,
}


def make_release(
    folder: Path,
    tables: Tables,
    *,
    standard_error: float = 5.0,
    least_count: int = 10,
    is_exact: bool = False,
    manifest: Mapping[str, Any] | None = None,
    kinds_shown: bool = True,
    frames: dict[str, str] | None = None,
) -> str:
    """Write one active public release into folder/releases.db and return the address of the database.

    tables: for the axes of each table its cells that are not 0. standard_error: of every cell; that of a sum over n
    cells is √n times as large. Counts below least_count are withheld. is_exact: no noise and nothing withheld.
    manifest: what differs from that of an exact publication. kinds_shown: may all numbers by kind of organisation be
    shown? frames: what is not about people, as JSON by name.
    """
    axes: dict[str, list[tuple[str, ...]]] = {}
    for names, rows in tables.items():
        for row in rows:
            position = 0
            for axis in names:
                size = len(dimensions_of(axis))
                code = tuple(str(part) for part in row[position : position + size])
                position += size
                if code not in axes.setdefault(axis, []):
                    axes[axis].append(code)
    axes = {name: sorted(codes, key=lambda code: (UNKNOWN in code, code)) for name, codes in axes.items()}
    measured = [
        Measured(
            Table(names, "", share=0.0),
            {name: axes[name] for name in names},
            _cells(names, rows, axes),
            _variances(names, axes, 0.0 if is_exact else standard_error**2),
        )
        for names, rows in tables.items()
    ]
    years = [int(code) for (code,) in axes.get("year", []) if code != UNKNOWN]
    # exact as they stand, so that no number is changed to agree with another; what follows says that they have noise
    stated = manifest_of(measured, SOURCES, kind="public", epsilon=None, delta=None)
    stated |= {"period": [min(years), max(years)] if years else None, "bounds": {}, "method": "written by hand"}
    if not is_exact:
        stated |= {"epsilon": 4.0, "delta": 1e-6, "rho": 0.3, "least_count": least_count}
    stated |= {"cases_about": 1000, "created_at": "2026-11-21T12:00:00+00:00", **(manifest or {})}
    if kinds_shown:
        frames = {"agency_kinds": json.dumps(_all_kinds(axes)), **(frames or {})}
    url = f"sqlite:///{folder / 'releases.db'}"
    engine = open_database(make_url(url))
    release_schema.metadata.create_all(engine)
    write_release(engine, "by hand", stated, measured, frames)
    engine.dispose()
    return url


def restricted_release(folder: Path) -> str:
    """A database of one exact release of the restricted kind."""
    url = make_release(folder, WORLDS["region"](), is_exact=True, manifest={"kind": "restricted"})
    engine = open_database(make_url(url))
    with engine.begin() as connection:
        connection.execute(release_schema.active_release.delete())
        connection.execute(release_schema.release.update().values(kind="restricted"))
        connection.execute(insert(release_schema.active_release).values(kind="restricted", release_id=1))
    engine.dispose()
    return url


def open_release(url: str) -> Release:
    """Open the release that make_release wrote."""
    return Release(open_database(make_url(url), read_only=True), 1)


def _cells(names: tuple[str, ...], rows: Rows, axes: Mapping[str, list[Code]]) -> Array:
    cells = np.zeros([len(axes[name]) for name in names])
    for row in rows:
        position, place = 0, []
        for axis in names:
            size = len(dimensions_of(axis))
            place.append(axes[axis].index(tuple(str(part) for part in row[position : position + size])))
            position += size
        cells[tuple(place)] += row[-1]
    return cells


def _all_kinds(axes: Mapping[str, list[tuple[str, ...]]]) -> Mapping[str, Any]:
    """The frame of a release in which all numbers by kind of organisation may be shown."""
    years, places = ([code for (code,) in axes.get(name, [])] for name in ("year", "province"))
    places = list({place[:length] for place in places for length in (2, len(place))})
    rows = [("data_source", code, place, year) for code in KINDS["data_source"] for place in places for year in years]
    rows += [("identified_by", code, EVERYWHERE, ALWAYS) for code in KINDS["identified_by"]]
    return {"columns": ["dimension", "code", "place", "year"], "data": rows}


def _variances(names: tuple[str, ...], axes: Mapping[str, list[Code]], variance: float) -> dict[frozenset[str], float]:
    """Independent noise of the same variance in every cell, by subset of axes."""
    parts = {frozenset[str](): variance}
    for name in names:
        # a sum over k of `size` independent cells has the variance k = k (1 - k/size) + size (k/size)²
        whole = {part: value * len(axes[name]) for part, value in parts.items()}
        parts = whole | {part | {name}: value for part, value in parts.items()}
    return parts


# ---- worlds ----

YEARS = (2022, 2023, 2024)
PROVINCES = ("AF-HER", "AF-KAB", "AF-NAN", "PK-BA", "PK-SD", "IR-23", "UZ-TK", "TJ-DU")
ROUTES = {
    ("AF", "IR"): 300,
    ("AF", "AF"): 900,
    ("PK", "PK"): 700,
    ("PK", "AE"): 250,
    ("UZ", "KZ"): 200,
    ("TJ", "RU"): 180,
    ("AF", "TR"): 120,
    ("AF", "unknown"): 60,
    ("UZ", "TR"): 4,
}
FORMS = {"ForcedLabour": 500, "ForcedMarriage": 220, "SexualExploitation": 210, "OrganRemoval": 3, "unknown": 90}
MEANS = {"FalsePromises": 400, "DebtBondage": 395, "PhysicalAbuse": 120, "unknown": 50}
PEOPLE = {("female", "child"): 90, ("male", "child"): 140, ("female", "adult"): 70, ("male", "adult"): 100}


def region() -> Tables:
    """A small world like the demonstration data: provinces, routes, forms and means over three years."""
    year_weight = {2022: 1.0, 2023: 0.7, 2024: 1.2}
    who = [(year, sex, age, round(n * year_weight[year])) for year in YEARS for (sex, age), n in PEOPLE.items()]
    bands = {"child": "9-17", "adult": "30-38"}
    countries = {"AF": 3, "PK": 2, "IR": 1, "UZ": 1, "TJ": 1}
    ways = [
        (y, a, "none", "none", b, sex, age, n * m / 400 / 3)
        for y in YEARS
        for (a, b), n in ROUTES.items()
        for (sex, age), m in PEOPLE.items()
    ] + [(2024, UNKNOWN, "IR", "IR", "TR", "male", "adult", 80)]
    by_form = [(y, c, sex, age, form, n * k * m / 4000) for y in YEARS for c, k in countries.items()
               for (sex, age), m in PEOPLE.items() for form, n in FORMS.items()]  # fmt: skip
    by_means = [
        (y, sex, age, means, n * m / 400)
        for y in YEARS
        for (sex, age), m in PEOPLE.items()
        for means, n in MEANS.items()
    ]
    places = [(y, p, sex, age, n) for (y, sex, age, n) in who for p in PROVINCES]
    return {
        ("year", "country", "sex", "age"): [
            (y, c, sex, age, n * k) for (y, sex, age, n) in who for c, k in countries.items()
        ],
        ("year", "country", "sex", "age_band"): [
            (y, c, sex, bands[age], n * k) for (y, sex, age, n) in who for c, k in countries.items()
        ],
        ("year", "province", "sex", "age"): [
            *places,
            (2024, "AE", "male", "adult", 40),
            (2024, "TM-A", "male", "adult", 2),
        ],
        ("year", "source", "sex", "age"): places,
        ("year", "exploitation", "sex", "age"): places,
        ("year", "way", "sex", "age"): ways,
        ("year", "country", "sex", "age", "form"): by_form,
        ("year", "sex", "age", "means"): by_means,
    }


def countries_only() -> Tables:
    """A world like CTDC's: countries, a province that is named by chance, and many years without a number."""
    people = [("US", 400), ("UA", 300), ("PH", 120), ("AF", 40), ("KH", 8)]
    who = [(y, c, "female", "adult", n) for y in (2010, 2015, 2019) for c, n in people]
    ends = {"US": "US", "UA": "RU", "PH": "PH"}
    ways = [(y, c, "none", "none", ends.get(c, UNKNOWN), s, a, n) for (y, c, s, a, n) in who]
    return {
        ("year", "country", "sex", "age"): who,
        ("year", "country", "sex", "age_band"): [(y, c, s, "18-20", n) for (y, c, s, _, n) in who],
        ("year", "province", "sex", "age"): [
            *who,
            (2019, "AF-BDG", "female", "adult", 1),
            (2019, UNKNOWN, "female", "adult", 500),
        ],
        ("year", "source", "sex", "age"): who,
        ("year", "exploitation", "sex", "age"): who,
        ("year", "way", "sex", "age"): ways,
        ("year", "province_leg"): [
            (2019, "UA", "RU", "source_destination", 300),
            (2019, "AF-BDG", "IR", "source_destination", 1),
            (2019, UNKNOWN, "IR", "source_destination", 400),
        ],
        ("year", "country", "sex", "age", "form"): [
            (y, c, s, a, form, n) for (y, c, s, a, n) in who for form in ("SexualExploitation", UNKNOWN)
        ],
        ("year", "sex", "age", "means"): [(2019, "female", "adult", code, 300) for code in ("DebtBondage", UNKNOWN)],
    }


def one_cell(people: int = 25, year: object = 2024) -> Tables:
    """A world of one group of people."""
    who = [(year, "AF", "male", "adult", people)]
    return {
        ("year", "country", "sex", "age"): who,
        ("year", "country", "sex", "age_band"): [(year, "AF", "male", "30-38", people)],
        ("year", "province", "sex", "age"): [(year, "AF-KAB", "male", "adult", people)],
        ("year", "source", "sex", "age"): [(year, "AF-KAB", "male", "adult", people)],
        ("year", "exploitation", "sex", "age"): [(year, "AF-KAB", "male", "adult", people)],
        ("year", "way", "sex", "age"): [(year, "AF", "none", "none", "AF", "male", "adult", people)],
        ("year", "country", "sex", "age", "form"): [
            (year, "AF", "male", "adult", "ForcedLabour", people),
            (year, "AF", "male", "adult", "unknown", 0),
        ],
        ("year", "sex", "age", "means"): [
            (year, "male", "adult", "DebtBondage", people),
            (year, "male", "adult", "unknown", 0),
        ],
    }


WORLDS = {
    "region": region,
    "countries": countries_only,
    "one cell": one_cell,
    "withheld": lambda: one_cell(people=3),
    "unknown years": lambda: one_cell(year=UNKNOWN),
}
