# ruff: noqa: E501 - a table of examples reads best with one example a line
"""No e-mail address and no phone number gets through, wherever it stands and however it is written."""

import csv
import json
import re

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bench_guard import cells, measure
from data_access.database import PROJECT
from data_access.importing.formats.ctdc_columns import FIELDS, FLAGS, NOT_STORED
from data_access.importing.formats.htcds_columns import COLUMNS
from data_access.importing.formats.htcds_columns import NOT_STORED as HTCDS_NOT_STORED
from data_access.importing.guard.personal_data import personal_column, personal_content
from data_access.importing.reading.rows import CaseKeys
from data_access.importing.reading.values import Mistake, Vocabulary, read_ignored

FACTS = PROJECT / "data_access" / "facts"
DIGITS = {"latin": "0123456789", "persian": "۰۱۲۳۴۵۶۷۸۹", "arabic": "٠١٢٣٤٥٦٧٨٩", "wide": "０１２３４５６７８９"}
SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u200b", "  ", "\u00a0"])


@st.composite
def phone_numbers(draw) -> str:
    """Numbers as people of the region write them: with + or 00 and country code, or with the national 0."""
    country = draw(
        st.sampled_from(["+93", "0093", "+92", "0092", "+98", "0098", "+992", "+993", "+998", "+971", "0", "(0)"])
    )
    number = draw(st.from_regex(r"[1-9][0-9]{8,9}", fullmatch=True))
    separator = draw(SEPARATORS)
    size = draw(st.integers(2, 4))
    text = country + separator + separator.join(number[start : start + size] for start in range(0, len(number), size))
    return text.translate(str.maketrans(DIGITS["latin"], DIGITS[draw(st.sampled_from(list(DIGITS)))]))


@st.composite
def numbers_of_mobiles(draw) -> str:
    """Numbers that the networks of the region give out, which no register reaches by counting."""
    number = draw(
        st.sampled_from(["+93{}", "0093{}", "0{}", "{}"]).flatmap(lambda form: st.from_regex(r"7[0-9]{8}", fullmatch=True).map(form.format))
        | st.sampled_from(["+92{}", "0092{}", "0{}", "{}"]).flatmap(lambda form: st.from_regex(r"3[0-2][0-9]{8}", fullmatch=True).map(form.format))
        | st.sampled_from(["+98{}", "0098{}", "0{}", "{}"]).flatmap(lambda form: st.from_regex(r"91[0-9]{8}", fullmatch=True).map(form.format))
        | st.sampled_from(["+998{}", "00998{}", "998{}"]).flatmap(lambda form: st.from_regex(r"9[01][0-9]{7}", fullmatch=True).map(form.format))
    )  # fmt: skip
    hypothesis.assume(not number.endswith("00000"))
    return number.translate(str.maketrans(DIGITS["latin"], DIGITS[draw(st.sampled_from(list(DIGITS)))]))


WORDS_AROUND = st.sampled_from(["", "Kabul ", "tel ", "شماره ", "A-", "x"])


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(phone_numbers(), WORDS_AROUND)
def test_no_phone_number_gets_through(number, before):
    assert personal_content(before + number, is_key=False)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(numbers_of_mobiles(), st.sampled_from(["", "REG-", "case/", "x"]))
def test_no_number_of_a_mobile_is_a_key(number, before):
    assert personal_content(before + number, is_key=True)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    numbers_of_mobiles(),
    st.sampled_from(["", "call ", "Seen again; ", "شماره "]),
    st.sampled_from(["", ".", " (evening)"]),
)
def test_no_number_of_a_mobile_is_published(number, before, after):
    assert personal_content(before + number + after, is_key=False, is_published=True)


def _wrong(use: str) -> tuple[float, float]:
    missed, alarms, bad, good = measure([cell for cell in cells() if cell.use == use])
    return len(missed) / bad, len(alarms) / good


def test_the_list_is_long_enough():
    bad = sum(bool(cell.kind) for cell in cells())
    assert bad >= 150
    assert len(cells()) - bad >= 150


def test_text_that_is_published_misses_less_than_five_of_a_hundred():
    missed, alarms = _wrong("published")
    assert missed < 0.05
    assert alarms < 0.05


def test_keys_cry_out_less_than_two_of_a_hundred_times():
    missed, alarms = _wrong("key")
    assert missed < 0.05
    assert alarms < 0.02


def test_organisations_are_told_from_persons():
    missed, alarms = _wrong("provider")
    assert missed < 0.05
    assert alarms < 0.05


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", [*FACTS.glob("published_*.csv"), *FACTS.glob("demonstration_*.csv"), *FACTS.glob("population_*.csv")], ids=lambda file: file.name
)  # fmt: skip
def test_what_is_published_already_is_not_stopped(file):
    rows = list(csv.DictReader(file.open()))
    # a title may name an official where its address has the same words (test_published_sources)
    cells = {text for row in rows for name, text in row.items() if name != "source_title" or not row.get("address")}
    texts = {text for text in cells if text and not text.isdecimal()}
    assert [text for text in texts if personal_content(text, is_key=False, is_published=True)] == []


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(st.emails(), WORDS_AROUND, st.booleans())
def test_no_email_address_gets_through(address, before, is_key):
    assert personal_content(before + address, is_key=is_key)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.one_of(numbers_of_mobiles(), st.emails()))
def test_no_case_key_and_no_cell_takes_them(text):
    import pyarrow as pa

    keys = CaseKeys()
    assert (keys.encode(pa.array([text, "PLAIN-1"])) >= 0).tolist() == [False, True]
    ignored = Vocabulary(read_ignored, is_free=True)
    assert ignored.encode([text])[0] < -1
    assert text not in str(vars(ignored.mistake(-2)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("35202-1234567-1", "an identity number"),
        ("3520212345671", "an identity number"),
        ("1399-0601-12345", "an identity number"),
        ("۱۳۹۹-۰۶۰۱-۱۲۳۴۵", "an identity number"),
        ("جلد ۱۲ صفحه ۳۴", "an identity number"),
        ("P01234567", "an identity number"),
        ("AB1234567", "an identity number"),
        ("GB82 WEST 1234 5698 7654 32", "an identity number"),
        ("PK36SCBL0000001123456702", "an identity number"),
        ("34.5553, 69.2075", "a coordinate"),
        ("34.5553", "a coordinate"),
        ("34° 31' N", "a coordinate"),
        ("1990-05-01", "a full date"),
        ("1.5.1990", "a full date"),
        ("12 May 1999", "a full date"),
        ("۱۳۷۰/۰۲/۱۱", "a full date"),
        ("ali at example dot com", "an e-mail address"),
        ("ali [at] example.com", "an e-mail address"),
        ("93 70 012 3456", "a phone number"),  # no + and no 0 before it
        ("1234567891", "a phone number"),  # also the form of Iran's national code
    ],
)
def test_these_are_recognised(text, kind):
    assert personal_content(text, is_key=False) == kind


@pytest.mark.parametrize("code", ["4632245380", "4699767631", "4675826989", "4613912474"])
def test_a_code_of_iran_is_known_by_its_check_digit(code):
    """The remainders of the four are 0, 1, 2 and 7: below 2 it is the digit itself, from there on 11 less it."""
    for options in ({"is_key": True}, {"is_key": False, "is_published": True}):
        found = {digit for digit in DIGITS["latin"] if personal_content(code[:9] + digit, **options)}
        assert found == {code[9]}


@pytest.mark.parametrize(
    "key", ["HERAT-2024-0001", "CASE-1", "C000123", "2019-000123", "2019-03-00123", "0001234", "AFG/2020/17",
            "3f2a9c1de4b5a6978899aabbccdd", "550e8400-e29b-41d4-a716-446655440000"],
)  # fmt: skip
def test_these_keys_are_welcome(key):
    import pyarrow as pa

    assert CaseKeys().encode(pa.array([key]))[0] == 0


@pytest.mark.parametrize(
    "title",
    ["Name", "first_name", "FatherName", "prs_FirstName", "DOB", "Date of birth", "passport no", "CNIC", "Mobile", "e-mail",
     "Home Address", "GPS", "hte_Latitude", "hte_Street", "hte_Description", "cas_CaseOwner", "نام", "نام پدر", "تاريخ تولد",
     "شمارهٔ تذکره", "شماره تماس", "آدرس", "د پلار نوم", "د زیږېدو نېټه", "پته", "والد کا نام", "شناختی کارڈ نمبر", "تاریخ پیدائش",
     "فون نمبر", "ФИО", "Дата рождения", "паспорт", "Телефон", "Адрес", "Ному насаб", "Номи падар", "Санаи таваллуд", "шиноснома",
     "familiya", "tug‘ilgan sana"],
)  # fmt: skip
def test_these_columns_are_refused_by_name(title):
    assert personal_column(title)


def test_no_column_that_is_stored_is_mistaken_for_personal_data():
    titles = {title for columns in COLUMNS.values() for title in columns} | HTCDS_NOT_STORED
    titles |= set(FIELDS) | {flag for flags in FLAGS.values() for flag in flags} | NOT_STORED
    assert {title for title in titles if personal_column(title)} == set()


def test_every_htcds_field_is_stored_or_read_past_or_refused():
    fields = json.loads((PROJECT / "data_access/standards/htcds_v2_fields.json").read_text())["fields"]
    stored = {title.casefold() for columns in COLUMNS.values() for title in columns} | HTCDS_NOT_STORED
    open_fields = {
        field["full_name"]
        for field in fields
        if re.match("(prs|vic|cas|cco|hte|spl|con)_", field["full_name"])
        and field["full_name"].casefold() not in stored
        and not personal_column(field["full_name"])
    }
    assert open_fields == set()


def test_a_mistake_never_carries_the_text():
    vocabulary = Vocabulary(_refuse)
    code = vocabulary.encode(["Zarghuna Ahmadi"])[0]
    assert vocabulary.mistake(code).value == "text of 15 characters"
    assert "Zarghuna" not in str(vars(vocabulary.mistake(code)))


def _refuse(text: str) -> object:
    raise Mistake("x", "y")
