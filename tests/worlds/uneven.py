# ruff: noqa: E501 - rows of files read best with one row a line
"""A world in which hardly two numbers are alike: where a mistake of a sum, a sign or a column changes something.

Each year, sex, age, place and step has a number of its own, some of them too small to be shown, and one year is not
known; populations are told by sex and age, of two years, and of one place not at all; who reports is registered; a
programme has results of all kinds.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data_access.publishing.publish import frames_of
from tests.worlds.hotspots import people, register_frame
from tests.worlds.programmes import import_into
from tests.worlds.releases import Tables, make_release

YEARS = (*range(2014, 2025), "unknown")
GROUPS = {("female", "child"): 0.31, ("male", "child"): 0.17, ("female", "adult"): 0.4, ("male", "adult"): 0.12}
FORMS = {"ForcedLabour": 0.45, "SexualExploitation": 0.3, "ForcedMarriage": 0.13, "OrganRemoval": 0.002}
BANDS = {"child": "9-17", "adult": "30-38"}
PEOPLE = {**people(900), "AF-FRA": 430, "AF-BDG": 95, "AF-NIM": 12, "PK-SD": 610, "PK-BA": 77, "TJ-DU": 9}
# of the people of a place: referred and no more, and served too
STEPS = {"AF-HER": (0.3, 0.1), "AF-FRA": (0.46, 0.04), "AF-BDG": (0.0, 0.5), "TJ-KT": (0.35, 0.15)}
SEX, AGE = {"total": 1.0, "female": 0.48, "male": 0.52}, {"total": 1.0, "0-17": 0.44, "18+": 0.56}
RESULTS = """id,body,programme,indicator,level,dimension,measure,unit,ascending,standard,kind,value,lower,upper,sex,age,period_start,period_end,country,place,source_title,source_publisher,note,provenance
u-1,Us,Uneven,Children home,outcome,,unit,people,TRUE,PS.5.1-29,baseline,12,,,,,2018-06,2019-05,AFG,Herat,Report,Us,,published
u-2,Us,Uneven,Children home,outcome,,unit,people,TRUE,PS.5.1-29,target,40,,,,,2020,2020,AFG,Herat,Report,Us,,published
u-3,Us,Uneven,Children home,outcome,,unit,people,TRUE,PS.5.1-29,target,60,,,,,2021,2022,AFG,Herat,Report,Us,,published
u-4,Us,Uneven,Children home,outcome,,unit,people,TRUE,PS.5.1-29,actual,31,29,34,,,2020,2020,AFG,Herat,Report,Us,About,published
u-5,Us,Uneven,Children home,outcome,,unit,people,TRUE,PS.5.1-29,actual,11,9,,female,,2020,2020,AFG,Herat,Report,Us,,published
u-6,Us,Uneven,Share trained,output,Of officers,percentage,percent,FALSE,,baseline,0.5,,,,,2019,2019,AFG,,Report,Us,,published
u-7,Us,Uneven,Laws changed,goal,,unit,laws,TRUE,,actual,1,,,,,2021-03,2021-09,AFG,,Report,Us,,published
u-8,Us,Uneven,Centres opened,output,,unit,centres,TRUE,,milestone,2,,,,,2020-02,2020-02,AFG,,Report,Us,Opened,published
u-9,Us,Uneven,Shelters named,,,,centres,,,finding,3,,,,,2020-05,,AFG,Herat,Report,Us,,published
u-10,Us,Uneven,Budget,,,,USD,,,budget,90000,,,,,2020,2022-06,AFG,,Report,Us,,published
"""
PROGRAMMES = """programme,donor,implementer,country,start_date,end_date,status,theme,source_title,source_publisher,provenance
Uneven,Giver|Other giver,Us,AFG,2020-02,2022-06,closed,Protection,Report,Us,published
Silent,Giver,Them,TJK,2023,,,Prevention,Report,Us,published
"""
EXPENDITURE = """id,programme,amount,currency,category,period_start,period_end,source_title,provenance
s-1,Uneven,1200.5,USD,Children home,2020,2020,Report,published
s-2,Uneven,300,USD,Shared costs,2020-03,2020-09,Report,published
s-3,Uneven,900,USD,Laws changed,2021,2021,Report,published
"""


def uneven() -> Tables:
    """Counts by everything that pages ask in years, and how far people came by place."""
    weight = {year: 0.04 * (9 + 3 * at + 4 * math.sin(2.7 * at)) for at, year in enumerate(YEARS)}
    by_place = [
        (year, place, *who, round(n * weight[year] * part * (1 + 0.1 * math.cos(at + 2.1 * part))))
        for year in YEARS
        for at, (place, n) in enumerate(PEOPLE.items())
        for who, part in GROUPS.items()
    ]
    by_country: dict[tuple[Any, ...], int] = {}
    for year, place, sex, age, n in by_place:
        by_country[year, place[:2], sex, age] = by_country.get((year, place[:2], sex, age), 0) + n
    stages, served = [], []
    for place in PEOPLE:
        n = sum(row[-1] for row in by_place if row[1] == place)
        referred, helped = STEPS.get(place, (0.06, 0.44))
        steps = {"referred": referred, "served": helped, "identified": 1 - referred - helped}
        stages += [(place, step, round(n * part)) for step, part in steps.items()]
        served += [(place, "Shelter", round(n * helped)), (place, "LegalAid", round(n * helped / 3))]
    return {
        ("year", "country", "sex", "age"): [(*who, n) for who, n in by_country.items()],
        ("year", "country", "sex", "age_band"): [(*who, BANDS[age], n) for (*who, age), n in by_country.items()],
        ("year", "province", "sex", "age"): by_place,
        ("year", "source", "sex", "age"): [(*who, round(n * 0.7)) for *who, n in by_place],
        ("year", "exploitation", "sex", "age"): [(*who, round(n * 0.8)) for *who, n in by_place],
        ("year", "country", "sex", "age", "form"): [
            (*who, form, round(n * part)) for who, n in by_country.items() for form, part in FORMS.items()
        ],
        ("province", "stage"): stages,
        ("province", "service"): served,
    }


def make_uneven(folder: Path) -> str:
    """Write a release of it and return its address."""
    return make_release(folder, uneven(), frames=uneven_frames(folder))


def uneven_frames(folder: Path) -> dict[str, str]:
    """What such a release holds beside its counts, as JSON by name."""
    files = {"results.csv": RESULTS, "programmes.csv": PROGRAMMES, "expenditure.csv": EXPENDITURE}
    for name, said in files.items():
        (folder / name).write_text(said, encoding="utf-8")
    engine = import_into(folder, ([folder / name for name in files], "results"))
    with engine.connect() as connection:
        frames: dict[str, str] = frames_of(connection)
    engine.dispose()
    known = [place for place in PEOPLE if place != "AF-HEL"]
    places: Mapping[str, float] = {**dict.fromkeys(known, 1e6), "AF": 14e6, "PK": 5e6, "TJ": 3e6}
    population = [
        (
            place,
            year,
            sex,
            age,
            round(n * of_sex * of_age * (year - 2000) * (1 + 0.1 * (sex == "female") * (age == "18+"))),
        )
        for place, n in places.items()
        for year in (2017, 2021)
        for sex, of_sex in SEX.items()
        for age, of_age in AGE.items()
    ]
    frame = pd.DataFrame(population, columns=["place", "year", "sex", "age", "persons"])
    frame = frame.assign(source_title="Census", source_publisher="Office", licence="", note="")
    more = {
        name: one.to_json(orient="split", index=False)
        for name, one in (("population", frame), ("reporting", register_frame()))
    }
    return {**frames, **more}
