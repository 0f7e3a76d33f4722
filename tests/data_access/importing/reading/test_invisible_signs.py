"""Signs that nobody sees: read past where they say nothing, and named where they do."""

import csv
import datetime

import pytest

from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from data_access.importing.formats.tables import published_number
from data_access.importing.reading.calendars import read_date
from data_access.importing.reading.values import MISSING, Vocabulary

MARKS = ["\u200e", "\u200f", "\u061c", "\u200b", "\u2060", "\ufeff", "\u202b", "\u00ad"]


@pytest.mark.parametrize("mark", MARKS)
def test_marks_around_what_is_written_are_read_past_and_named(case_engine, put, load, rows, tmp_path, mark):
    cells = ["A-1", "Feminine", "14", "2024-03-31", "yes", "AF"]
    header = "case_key,prs_Gender,age_at_identification,registration_date,con_Consent,prs_Citizenship"
    marked = ",".join(f"{mark}{cell}{mark}" for cell in cells)
    load(case_engine, put("c.csv", f"{header}\n{marked}\n"))
    found = list(csv.DictReader((tmp_path / "report.csv").open(encoding="utf-8-sig")))
    assert {one["severity"] for one in found} == {"reading"}
    assert len(found) == len(cells)
    assert all(f"U+{ord(mark):04X}" in one["expected"] and "digits" not in one["expected"] for one in found)
    # the key is the same, whoever writes it
    plain = load(case_engine, put("p.csv", f"{header}\n{','.join(cells)}\n"))
    assert (plain["new"], plain["unchanged"]) == (0, 1)
    assert withdraw(case_engine, [f"{mark}A-1"], lambda: None)["withdrawn"] == 1


@pytest.mark.parametrize("mark", MARKS)
def test_a_column_whose_name_has_a_mark_at_its_end_is_known(sqlite_cases, put, load, mark):
    assert load(sqlite_cases, put("c.csv", f"case_key{mark},{mark}prs_Gender\nA-1,Feminine\n"))["new"] == 1


@pytest.mark.parametrize("mark", [*MARKS, "\u200c", "\u200d"])
def test_a_mark_within_a_key_is_refused_by_name(sqlite_cases, put, load, mark):
    with pytest.raises(BadInput, match=rf"invisible sign stands within the case key \(U\+{ord(mark):04X}"):
        load(sqlite_cases, put("c.csv", f"case_key\nA{mark}-1\n"))


def test_marks_between_digits_turn_their_order_and_are_refused():
    numbers, dates = published_number(), Vocabulary(read_date(datetime.date.today()), holds_dates=True)
    for vocabulary, text in ((numbers, "12\u200f34"), (dates, "20\u200f24-03-31")):
        (code,) = vocabulary.encode([text])
        assert "U+200F, right-to-left mark" in vocabulary.mistake(code).expected
    # as the short dates of Arabic locales are written
    assert dates.lookup(dates.encode(["31\u200f/12\u200f/2023"])).tolist() == ["2023-12-31"]


def test_a_cell_of_marks_alone_is_empty_but_for_consent(sqlite_cases, put, load):
    (code,) = published_number().encode(["\u200f"])
    assert code == MISSING
    with pytest.raises(BadInput, match="an empty cell, with an invisible sign"):
        load(sqlite_cases, put("c.csv", "case_key,con_Consent\nA-1,\u200f\n"))


def test_what_cannot_be_read_names_the_mark(sqlite_cases, put, load):
    with pytest.raises(BadInput, match=r"text of 7 characters, with an invisible sign \(U\+200E, left-to-right mark\)"):
        load(sqlite_cases, put("c.csv", "case_key,prs_Gender\nA-1,Fem\u200exyz\n"))
