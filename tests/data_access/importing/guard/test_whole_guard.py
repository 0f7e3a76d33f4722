# ruff: noqa: E501 - a table of examples reads best with one example a line
"""All that the guard says of each of many texts, and of many figures about few people: whole."""

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from data_access.importing.guard.addresses import is_address
from data_access.importing.guard.described_persons import describes_a_person
from data_access.importing.guard.few_people import about_few, gives_share, leaves_few, says_no_people_of_people, told
from data_access.importing.guard.keys_that_are_days import is_day, keys_that_are_days
from data_access.importing.guard.link_parameters import leads_inside, names_a_path, personal_in_link
from data_access.importing.guard.number_words import parted, tells_few, tells_few_of_a_sex
from data_access.importing.guard.person_names import is_a_name, names_a_person
from data_access.importing.guard.personal_data import is_key_of_a_person, personal_column, personal_content
from data_access.importing.guard.personal_numbers import identity_number, phone_number, phone_number_in_key
from data_access.importing.guard.personal_words import counts_people, counts_things, is_title_of_things, names_people
from data_access.importing.guard.place_names import is_place, names_a_place, one_spelling, without_places
from data_access.importing.guard.published_text import is_coordinate, personal_in_published
from data_access.importing.guard.unlisted_names import names_someone
from tests.held import hold_in, written

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
RESULTS = HERE / "results"
ASKED: dict[str, Callable[[str], object]] = {
    "cell": lambda text: personal_content(text, is_key=False),
    "key": lambda text: personal_content(text, is_key=True),
    "published": personal_in_published,
    "column": personal_column,
    "address": is_address,
    "described": describes_a_person,
    "person": names_a_person,
    "name": is_a_name,
    "someone": names_someone,
    "phone": phone_number,
    "phone key": phone_number_in_key,
    "identity": identity_number,
    "identity key": lambda text: identity_number(text, is_key=True),
    "key of a person": is_key_of_a_person,
    "coordinate": is_coordinate,
    "place": is_place,
    "names a place": names_a_place,
    "day": lambda text: len(text) == 8 and text.isdecimal() and is_day(text),
    "link": lambda text: tuple(personal_in_link(text)),
    "inside": leads_inside,
    "path": names_a_path,
    "few": tells_few,
    "few in a share": lambda text: tells_few(text, is_share=True),
    "few of a sex": tells_few_of_a_sex,
    "counts people": counts_people,
    "counts things": counts_things,
    "people": names_people,
    "things": is_title_of_things,
}
MORE = """the sister of a 15 year old girl|a 14 year old girl from Injil|a 16-year-old boy, nephew of the owner|AF-2024-0017|2024-0017-AF|SHELTER/2024/12|20240331|31032024|1990-05-17|1402-05-12|13651224|0799123456|+93 70 012 3456
3520112345671|35201-1234567-1|0012345679|GB82WEST12345698765432|34.5553, 69.2075|34°33'N 69°12'E|house 12, street 5|P.O. Box 44
https://example.org/report?phone=%2B93700123456|https://docs.google.com/x|http://10.0.0.3/a|https://unodc.org/a?id=12&name=Amina%20Karimi
C:\\Users\\amina\\cases.xlsx|/home/officer/cases|\\\\server\\share\\x|file:///a|https://intranet.local/x|192.168.1.4|http://8.8.8.8/x|localhost
two girls|girls: 2; boys: 10|w3 m17|3/17 (f/m)|both women and men|Table 2 Women|one person may be counted twice|2girls|all boys but one
two of them were under 15|neither نه girls نه boys|households with two children|II girls|age 5 to 9 girls|each team has two women|1 girl
people|women|% of women|wells (no people)|trainings|victims|calls|USD|children under five|kits|number of girls|hectares|cases|beneficiaries
Herat|Islam Qala|Kabul Airport|Badakhshan|هرات|Ҳирот|Khost|Zahir|Ahmad|Fatima Rezai|Mohammad Herati|Rahim & Sons|Ministry of Interior
name|surname|Father's name|phone|date_of_birth|case_key|zarmina|AHMAD ZAHIR|Ahmad Herat|zarmina office|fatima kabul|نام|تلفن|Имя|E-mail|passport no|place|age|sex|latitude|home_address|notes
ahmad17|FatimaRezai3|KBL-17|HERAT-2024-0001|zahir-0799123456|A1B2C3D4E5F6A7B8A1B2C3D4E5F6A7B8|1234567|12-345-678|Case 17|x|0"""


def _texts() -> list[str]:
    found = [text for line in MORE.splitlines() for text in line.split("|")]
    for name in ("guard_cells.csv", "guard_notes.csv"):
        with (HERE / name).open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file) if "text" in row]
    return list(dict.fromkeys(found))


def test_all_that_is_said_of_each_text() -> None:
    def lines() -> Iterator[str]:
        for text in _texts():
            said = {name: answer for name, ask in ASKED.items() if (answer := ask(text))}
            yield f"{written(text)} → {written(said)}"
        yield written({text: one_spelling(text) for text in MORE.splitlines()[7].split("|")})
        yield written({text: without_places(text) for text in MORE.splitlines()[7].split("|")})
        yield written({text: parted(text) for text in MORE.splitlines()[4].split("|")})
        yield written(keys_that_are_days([f"{day:02}{month:02}2024" for day in range(1, 32) for month in (1, 2, 12)]))
        yield written(keys_that_are_days(["20240101", "20240230", "13650101", "99999999"]))

    hold_in(RESULTS, "texts", lines())


def figures(number: int, seed: int = 3) -> pd.DataFrame:
    """Figures of programmes that tell this and that of few people or many, and parts of each other."""
    lot = random.Random(seed)
    rows = [
        {
            "body": "Us",
            "programme": lot.choice(["p", "P", "P", "P", None]),
            "indicator": lot.choice([*["People helped"] * 6, "Girls married", "Wells dug", "Share of staff trained"]),
            "dimension": lot.choice([*[None] * 6, "everybody", "type: returned", "type: resident", "aged 14"]),
            "disaggregation": lot.choice([*[None] * 6, "disability: yes", "disability: no"]),
            "kind": lot.choice([*["actual"] * 6, "target", "baseline", "budget"]),
            "value": lot.choice([None, 0.0, 3.0, 7.0, 9.0, 10.0, 12.0, 14.0, 40.0, 44.0, 47.0, 100.0, 0.004]),
            "lower": lot.choice([None, None, 2.0]),
            "upper": lot.choice([None, None, 8.0, 60.0]),
            "unit": lot.choice(
                [None, "people", "women", "% of women", "wells (no people)", "thousand people", "girls"]
            ),
            "measure": lot.choice(["unit", "unit", "percentage", None]),
            "sex": lot.choice([None, "total", "female", "male"]),
            "age": lot.choice([None, "total", "0-14", "0-17", "15-19", "18+"]),
            "place_text": lot.choice([None, None, "Herat", "Herat|Kabul", "Injil, Herat", "Afghanistan"]),
            "country": lot.choice(["AF", "AF", None, "PK"]),
            "period_start": lot.choice([*["2020"] * 6, "2020-01", "2021", None]),
            "period_end": lot.choice([*["2020"] * 6, "2020-06", "2021", None]),
            "already_public": lot.choice([*[None] * 9, True]),
            "provenance": lot.choice([*["published"] * 9, "synthetic"]),
            "note": lot.choice([*[None] * 5, "two girls among them", "forced marriage", "in the shelter of Herat"]),
            "source_title": "Report",
            "source_publisher": "Us",
            "source_document": None,
            "definition": None,
        }
        for _ in range(number)
    ]
    return pd.DataFrame(rows).astype(object).where(lambda frame: frame.notna(), None)


def test_all_figures_that_tell_too_much_of_few_people() -> None:
    def lines() -> Iterator[str]:
        values, earlier = figures(400), figures(120, seed=4)
        about, leaves = about_few(values), leaves_few(values)
        beside = leaves_few(values.iloc[:120].reset_index(drop=True), earlier)
        yield f"{about.sum()} {leaves.sum()} {beside.sum()} {about.dtype} {leaves.dtype}"
        for number, row in enumerate(values.to_dict("records")):
            said = [about[number], leaves[number], number < 120 and beside[number]]
            said += [gives_share(row), says_no_people_of_people(row)]
            given = [
                str(value) for name, value in row.items() if value is not None and name not in ("body", "source_title")
            ]
            yield f"{''.join('.x'[bool(one)] for one in said)} {', '.join(given)}"
        yield from (written(told(row)) for row in values.to_dict("records")[:60])

    hold_in(RESULTS, "figures", lines())
