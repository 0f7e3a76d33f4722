"""However a file is written, the cases in it are the same: encodings, delimiters, rows above, digits, languages."""

import datetime
import io
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from babel import Locale, localedata
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.gazetteer import provinces
from data_access.importing.formats import htcds
from data_access.importing.reading.calendars import read_date, solar_to_common, year_of_solar_year
from data_access.importing.reading.limits import read_limits
from data_access.importing.reading.places import LANGUAGES
from data_access.importing.reading.shares import read_countries
from data_access.importing.reading.source_files import open_source
from data_access.importing.reading.tabular import read_sheets
from data_access.importing.reading.text_encoding import find_encoding
from data_access.importing.reading.values import Mistake, read_whole_number
from data_access.importing.telling.problems import FileRefused, ProblemList
from data_access.importing.telling.progress import Progress

CODES = "vic_TypeOfExploitation"
CASES = [
    ["case_key", "registration_date", "age_at_identification", "prs_Citizenship", CODES, "con_Consent"],
    ["HRT-1402-0001", "2023-08-03", "14", "AF", "ForcedLabour;ForcedBegging", "yes"],
    ["HRT-1402-0002", "2024-03-19", "9-17", "PK;AF", "SexualExploitation", "no"],
    ["HRT-1402-0003", "2023-12-22", "31", "IR", "", ""],
    ["HRT-1402-0004", "2023-03-21", "adult", "RU", "ForcedMarriage", "yes"],
]  # fmt: skip
EVENTS = [
    ["case_key", "hte_Type", "hte_Country", "hte_State", "hte_Date"],
    ["HRT-1402-0001", "Recruitment", "AF", "AF-HER", "2023-04-05"],
    ["HRT-1402-0001", "Exploitation", "IR", "IR-23", "2023-06-07"],
    ["HRT-1402-0002", "Recruitment", "PK", "PK-SD", ""],
]
SOLAR = {
    "2023-08-03": "1402-05-12",
    "2024-03-19": "1402-12-29",
    "2023-12-22": "1402/10/01",
    "2023-03-21": "1402-01-01",
    "2023-04-05": "1402-01-16",
    "2023-06-07": "1402-03-17",
}
DIGITS = {"latin": "0123456789", "persian": "۰۱۲۳۴۵۶۷۸۹", "arabic": "٠١٢٣٤٥٦٧٨٩"}
ABOVE = {
    "nothing": [],
    "a title": [["Register of Herat, 2024"]],
    "a title and an empty row": [["Register of Herat"], []],
    "two titles, empty rows": [["Register"], [], ["Office: Herat", "2024"], [], []],
}
HXL = ["#meta+id", "#date+registered", "#affected+age", "#country +code", "#meta", "#meta+consent"]
# what an encoding can write: the whole file in it must be
ENCODINGS = {"utf-8": "all", "utf-8-sig": "all", "utf-16": "all", "utf-16-le": "all", "cp1251": "ru", "cp1256": "fa"}


def read(*paths: Path):
    """Return cases and journeys as they would be stored, and how they were read."""
    problems = ProblemList()
    sheets = [sheet for path in paths for sheet in read_sheets(open_source(path, read_limits()), read_limits())]
    with Progress() as progress:
        found = htcds.read_cases(sheets, problems, progress, lambda keys: np.zeros(len(keys), bool))
    assert problems.count == 0, [problem.sentence() for problem in problems.kept]
    rows = found.rows
    frames = [rows.cases, *(rows.steps[name] for name in sorted(rows.steps))]
    plain_frames = [frame.astype(object).where(frame.notna(), None).to_dict("list") for frame in frames]
    return rows.source_keys, plain_frames, problems.readings()


def translated(rows: list[list[str]], language: str, digits: str, calendar: str, separator: str) -> list[list[str]]:
    """Return the same rows as somebody else would write them."""
    names = Locale.parse(language).territories
    of_province = {"fa": "name_fa", "ps": "name_fa", "ur": "name_ur", "ru": "name_ru"}.get(language, "name_en")
    province = dict(zip(provinces()["code"], provinces()[of_province], strict=True))
    new = [rows[0]]
    for row in rows[1:]:
        cells = dict(zip(rows[0], row, strict=True))
        for column in ("prs_Citizenship", "hte_Country"):
            if cells.get(column):
                cells[column] = separator.join(names[code] for code in cells[column].split(";"))
        if cells.get("hte_State"):
            cells["hte_State"] = province[cells["hte_State"]]
        if cells.get(CODES):
            cells[CODES] = cells[CODES].replace(";", separator)
        for column in ("registration_date", "hte_Date"):
            if cells.get(column) and calendar == "solar":
                cells[column] = SOLAR[cells[column]]
        for column in ("case_key", "registration_date", "hte_Date", "age_at_identification"):
            if column in cells:
                cells[column] = cells[column].translate(str.maketrans(DIGITS["latin"], DIGITS[digits]))
        new.append(list(cells.values()))
    return new


def as_text(rows: list[list[str]], above: list[list[str]], delimiter: str, *, sep: bool, hxl: bool) -> str:
    def line(row: list[str]) -> str:
        return delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row)

    width = len(rows[0])
    padded = [row + [""] * (width - len(row)) for row in above]
    below = [HXL[:width]] if hxl else []
    lines = [f"sep={delimiter}"] if sep else []
    return "\r\n".join([*lines, *map(line, padded), line(rows[0]), *map(line, below), *map(line, rows[1:])]) + "\r\n"


def as_workbook(sheets: dict[str, list[list[str]]], above: list[list[str]], *, dates: bool, hxl: bool) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            below = [HXL[: len(rows[0])]] if hxl else []
            for number, row in enumerate([*above, rows[0], *below, *rows[1:]]):
                for column, cell in enumerate(row):
                    if dates and rows[0][column].casefold().endswith("date") and len(cell) == 10:
                        page.write_datetime(number, column, datetime.datetime.fromisoformat(f"{cell}T14:30"), day)
                    elif cell:
                        page.write_string(number, column, cell)
    return memory.getvalue()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    for name, rows in (("cases", CASES), ("events", EVENTS)):
        (folder / f"{name}.csv").write_text(as_text(rows, [], ",", sep=False, hxl=False))
    keys, frames, said = read(folder / "cases.csv", folder / "events.csv")
    assert said == []
    assert frames[0]["age_band"] == ["9-17", "9-17", "30-38", "adult"]
    return keys, frames


@pytest.mark.long
@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(list(ENCODINGS)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(list(DIGITS)),
    st.sampled_from(["common", "solar"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([";", ",", "|", "; "]),
    st.sampled_from(list(ABOVE)),
    st.booleans(),
    st.booleans(),
)
def test_a_text_file_gives_the_same_cases_however_it_is_written(
    plain, tmp_path, encoding, language, digits, calendar, delimiter, separator, above, sep, hxl
):
    if ENCODINGS[encoding] != "all":
        # an 8-bit file has no Persian digits, and holds words enough of its own language to be known by
        language, digits = ENCODINGS[encoding], "latin"
    paths = []
    for name, rows in (("cases", CASES), ("events", EVENTS)):
        changed = translated(rows, language, digits, calendar, separator)
        text = as_text(changed, ABOVE[above], delimiter, sep=sep, hxl=hxl)
        if encoding == "cp1256":
            text = text.translate({ord("ی"): "ي"})
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_bytes(text.encode(encoding))
    keys, frames, said = read(*paths)
    assert (keys, frames) == plain
    words = " ".join(said)
    assert ("Windows" in words) == encoding.startswith("cp")
    assert ("UTF-16" in words) == encoding.startswith("utf-16")
    assert ("Solar Hijri" in words) == (calendar == "solar")
    assert ("title" in words) == (above != "nothing")
    assert ("HXL" in words) == hxl
    assert ("Persian or Arabic digits" in words) == (digits != "latin")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("above", "language", "digits", "calendar", "dates", "hxl"),
    [
        *itertools.product(ABOVE, ["en", "fa"], ["latin"], ["common"], [True, False], [True, False]),
        *itertools.product(["a title"], LANGUAGES, DIGITS, ["common", "solar"], [False], [False]),
    ],
)
def test_a_workbook_gives_the_same_cases_however_it_is_written(
    plain, tmp_path, above, language, digits, calendar, dates, hxl
):
    sheets = {
        name: translated(rows, language, digits, calendar, ";") for name, rows in (("cases", CASES), ("events", EVENTS))
    }
    (tmp_path / "a.xlsx").write_bytes(as_workbook(sheets, ABOVE[above], dates=dates, hxl=hxl))
    keys, frames, said = read(tmp_path / "a.xlsx")
    assert (keys, frames) == plain
    assert ("the time of day was left out" in said) == dates


@pytest.mark.slow
def test_no_language_writes_the_month_first_between_points():
    """Why 03.04.2024 is read as the third of April, and 03/04/2024 is not read."""
    month_first = set()
    for name in localedata.locale_identifiers():
        pattern = re.sub("'[^']*'", "", str(Locale.parse(name).date_formats["short"].pattern))
        if pattern.find("M") < pattern.find("d") and not pattern.startswith("y"):
            month_first.add(re.sub("[a-zA-Z]", "", pattern))
    assert any("/" in signs for signs in month_first)
    assert not any("." in signs for signs in month_first), month_first


def test_between_points_the_day_is_first_and_between_strokes_it_may_not_be():
    read = read_date(datetime.date(2026, 1, 1))
    assert read("03.04.2024").value == "2024-04-03"
    with pytest.raises(Mistake):
        read("03/04/2024")


@pytest.mark.slow
@pytest.mark.parametrize("leap", [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403])
def test_solar_hijri_years_are_as_long_as_the_calendar_says(leap):
    """The leap years since 1370, as published in Iran; a year begins on the 20th or 21st of March."""
    assert solar_to_common(leap, 12, 30) + datetime.timedelta(1) == solar_to_common(leap + 1, 1, 1)
    for year in {leap - 1, leap + 1}:
        with pytest.raises(ValueError, match="no such day"):
            solar_to_common(year, 12, 30)
    assert solar_to_common(leap, 1, 1).strftime("%m-%d") in {"03-20", "03-21"}


@pytest.mark.parametrize("month", range(1, 13))
def test_six_solar_months_have_31_days_and_the_others_30_or_29(month):
    last = 31 if month <= 6 else 30 if month <= 11 else 29
    following = solar_to_common(1402, month + 1, 1) if month < 12 else solar_to_common(1403, 1, 1)
    assert solar_to_common(1402, month, last) + datetime.timedelta(1) == following
    with pytest.raises(ValueError, match="no such day"):
        solar_to_common(1402, month, last + 1)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "cp866"), ("fa", "cp1256"), ("ur", "cp1256"),
                     ("uz", "cp1252"), ("tk", "cp1254")]),
    st.lists(st.integers(0, 293), min_size=1, max_size=12),
)  # fmt: skip
def test_an_encoding_is_known_or_refused_and_never_mistaken(language_and_encoding, chosen):
    language, encoding = language_and_encoding
    names = list(Locale.parse(language).territories.values())
    text = "case_key,hte_Country\n" + "".join(f"A-1,{names[number % len(names)]}\n" for number in chosen)
    content = text.translate({ord("ی"): "ي", ord("ʻ"): "'", ord("ʼ"): "'"}).encode(encoding, errors="ignore")
    try:
        found = find_encoding(lambda: iter([content]), "a.csv")
    except FileRefused as refusal:
        assert "nobody can be sure" in str(refusal)
    else:
        assert content.decode(found) == content.decode(encoding)


def test_today_has_come_and_tomorrow_has_not() -> None:
    read = read_date(datetime.date(2026, 3, 31))
    assert read("2026-03-31") == "2026-03-31"
    with pytest.raises(Mistake):
        read("2026-04-01")


@pytest.mark.parametrize("text", ["0", "0.0", "1000", "-1", "1.5", "one"])
def test_a_position_is_a_whole_number_from_one(text: str) -> None:
    assert [read_whole_number(good) for good in ("1", "1.0", "999")] == [1, 1, 999]
    with pytest.raises(Mistake, match="from 1 to 999"):
        read_whole_number(text)


@pytest.mark.parametrize(("day", "year"), [("2024-03-19", 2023), ("2024-03-20", 2024), ("2025-03-20", 2024)])
def test_a_solar_year_begins_with_its_first_day(day: str, year: int) -> None:
    """The year 1403 was of 366 days: it began on 2024-03-20, and 1404 on 2025-03-21."""
    assert year_of_solar_year(datetime.date.fromisoformat(day)) == year


def test_shares_may_be_as_much_more_than_the_whole_as_publishers_round() -> None:
    assert [(one.code, one.percentage) for one in read_countries("AF 50.5|PK 50.5")] == [("AF", "50.5"), ("PK", "50.5")]
    with pytest.raises(Mistake, match=r"the percentages add up to 101\.1, and together they can be 100 at most"):
        read_countries("AF 50.5|PK 50.6")
