# ruff: noqa: E501 - a table of examples reads best with one example a line
"""A key written in another usual way (without its zeros, with other strokes, as a number of pandas) brings nobody back,
stands in no published text, and is known in a database that is older than the way in which keys are compared."""

import pytest
from sqlalchemy import delete, insert

from data_access.cases import schema
from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.withdraw import withdraw
from data_access.cases.spellings import texts_alike
from data_access.errors import BadInput

HEADER = "case_key,con_Consent\n"
KEYS = ["00003", "00004", "15", "16", "REG/0003/24", "REG/0004/24", "HRT-2024-0005", "HRT-2024-0006", "0456"]
REFUSED = "only in capitals, strokes"
RESULTS = "id,body,indicator,kind,source_title,source_publisher,value,note\n"


@pytest.fixture
def register(case_engine, put, load):
    """Of the keys, the first two of each shape withdrew and said no; the last is a case."""
    load(case_engine, put("first.csv", HEADER + "".join(f"{key},yes\n" for key in KEYS)))
    withdraw(case_engine, ["00003", "15", "REG/0003/24", "HRT-2024-0005"], lambda: None)
    for key in ("00004", "16", "REG/0004/24", "HRT-2024-0006"):
        decide_consent(case_engine, key, False)
    return case_engine


def alike(one, other):
    return bool(texts_alike([one], [other]))


@pytest.mark.parametrize(
    ("one", "other"),
    [("00003", "3"), ("REG-0003", "REG-3"), ("REG-0003", "reg3"), ("2024-0001", "20240001"), ("2024-0001", "2024/1"),
     ("15.0", "15"), ("15.00", "0015"), ("H-1-012", "H1012"), ("H-1-012", "h_1.12"), ("REG/0003/24", "REG 3 24"),
     ("a#1", "A:01"), ("0", "00"), ("REG–0003", "REG-3"), ("REG-12/1", "reg12/1"), ("REG-12/1", "REG121"), ("2024-0117", "20240117")],
)  # fmt: skip
def test_keys_are_alike(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("H-1-12", "H-11-2"), ("REG-1", "REG-10"), ("15.5", "15"), ("2024-10", "2024-1"), ("30", "3"), ("REG-0003", "REG-0030"),
     ("A-1", "B-1"), ("1-01", "10-1"), ("REG-12/1", "REG-121"), ("REG-12/1", "REG-1/21"), ("H-1-12", "H-112"), ("12/1", "1/21")],
)  # fmt: skip
def test_keys_are_two(one, other):
    assert not alike(one, other)


@pytest.mark.slow
def test_nobody_comes_back_under_a_key_in_another_usual_way(register, put, load, rows):
    before = rows(register, 'SELECT case_key, consent_to_share FROM "case" ORDER BY case_key')
    for key in ("3", "0003", "4", "4.0", "15.0", "16.0", "0016", "REG-0003-24", "REG.3.24", "REG:0004:24", "reg#4#24",
                "REG00324", "HRT/2024/0005", "HRT.2024.5", "hrt2024#0006", "456", "456.0"):  # fmt: skip
        with pytest.raises(BadInput, match=rf"{REFUSED} .* {key}\. Nothing was loaded"):
            load(register, put("again.csv", f"{HEADER}{key},yes\nNEW-1,yes\n"))
    assert rows(register, 'SELECT case_key, consent_to_share FROM "case" ORDER BY case_key') == before


def test_another_number_is_another_case(register, put, load):
    others = ["30", "REG/0030/24", "HRT-2024-00050", "155", "HRT-2025-0005"]
    assert load(register, put("other.csv", HEADER + "".join(f"{key},yes\n" for key in others)))["new"] == len(others)


def test_a_register_that_numbers_within_a_case_is_no_register_of_misspelt_keys(case_engine, put, load, rows):
    """REG-12/1 is the first person of a case and REG-121 another case, also when one of the two withdrew."""
    load(case_engine, put("first.csv", f"{HEADER}REG-12/1,yes\n12/1,yes\n"))
    assert load(case_engine, put("second.csv", f"{HEADER}REG-121,yes\n"))["new"] == 1
    with pytest.raises(BadInput, match=rf"{REFUSED} .* 121\. "):  # it may be 12/1 without its stroke
        load(case_engine, put("third.csv", f"{HEADER}121,yes\n"))
    withdraw(case_engine, ["12/1"], lambda: None)
    assert load(case_engine, put("fourth.csv", f"{HEADER}121,yes\n12/1,yes\n"))["new"] == 1
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(3,)]


def test_two_keys_of_one_file_are_two_but_for_who_withdrew_or_said_no(register, put, load):
    assert load(register, put("both.csv", f"{HEADER}0456,yes\n456,yes\n"))["new"] == 1
    for known, new in (("00003", "3"), ("00004", "4"), ("HRT-2024-0005", "hrt-2024-5")):
        with pytest.raises(BadInput, match=REFUSED):
            load(register, put("again.csv", f"{HEADER}{known},yes\n{new},yes\n"))


def test_a_no_in_the_same_file_holds_for_the_key_without_zeros(case_engine, put, load):
    with pytest.raises(BadInput, match=REFUSED):
        load(case_engine, put("one.csv", f"{HEADER}0007,no\n7,yes\n"))


def test_keys_of_an_older_database_are_known_in_usual_ways(register, put, load):
    with register.begin() as connection:
        connection.execute(delete(schema.spelling))
    for key in ("3", "0004", "15.0", "REG-0003-24", "reg.0004.24", "HRT/2024/5", "hrt_2024_0006"):
        with pytest.raises(BadInput, match=REFUSED):
            load(register, put("again.csv", f"{HEADER}{key},yes\n"))


@pytest.mark.parametrize("is_kept", [True, False])
def test_they_are_known_in_all_ways_once_they_are_seen_again(register, put, load, rows, is_kept):
    # as the program before kept it, or the one before that
    known = rows(register, "SELECT case_key FROM withdrawal") if is_kept else []
    with register.begin() as connection:
        connection.execute(delete(schema.spelling))
        for (key,) in known:
            connection.execute(insert(schema.spelling).values(case_key=key, letters=key, strokes=0))
    load(register, put("seen.csv", "case_key\n" + "".join(f"{key}\n" for key in KEYS)))
    assert rows(register, "SELECT count(*) FROM spelling WHERE NOT is_whole") == [(0,)]
    with pytest.raises(BadInput, match=REFUSED):
        load(register, put("again.csv", f"{HEADER}rEg#003:24,yes\n"))


# text that is published


def _notes(notes):
    lines = [f'r{number},IOM,People helped,actual,Report,IOM,120,"{note}"\n' for number, note in enumerate(notes)]
    return RESULTS + "".join(lines)


@pytest.mark.slow
def test_a_key_in_another_usual_way_is_not_published(register, put, load):
    load(register, put("more.csv", f"{HEADER}2024-0117,yes\n"))
    for note in ("HRT/2024/0006 was helped", "HRT#2024#6", "see hrt.2024.0006", "REG-0004-24 returned", "REG 4 24",
                 "case 0456", "of 00456 we know", "HRT / 2024 / 0006 left", "2024/0117", "2024-117", "see 2024-0117.",
                 "2024.0117"):  # fmt: skip
        with pytest.raises(BadInput, match="the key of a case"):
            load(register, put("results.csv", _notes([note])), format="results")


def test_numbers_that_are_no_keys_are_published(register, put, load):
    load(register, put("more.csv", f"{HEADER}2023-2024,yes\n2023-24,yes\n125,yes\n2024,yes\n"))
    notes = ["456 people in 16 districts", "15 of 24", "2023-2024", "2023/24", "in 2024", "12.5 percent", "Report 0457"]
    assert load(register, put("results.csv", _notes(notes)), format="results")["rows_accepted"] == len(notes)
