"""Results that tell too much about fewer than ten people are refused; all that is wrong stands in one report."""

import csv

import pytest

from data_access.errors import BadInput

HEADER = (
    "id,body,indicator,dimension,kind,value,unit,sex,age,period_start,period_end,country,place,source_title,"
    "source_publisher,source_document,already_public,note,provenance,programme,disaggregation,lower,upper\n"
)
EXAMPLE = "a-1,Us,Forced marriage,,actual,1,people,female,0-14,2024-03,2024-03,AF,Panjshir,Title,Us,,,,,,,,\n"


def result(**cells: str) -> str:
    """A row of results, with these cells changed."""
    row = next(csv.DictReader([HEADER, EXAMPLE])) | cells
    return HEADER + ",".join(row.values()) + "\n"


PLAIN = {"indicator": "People helped", "sex": "", "age": "", "place": ""}


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"value": "9"},
        {"place": "", "age": ""},  # sex and form
        {"place": "", "indicator": "People helped"},  # sex and age
        {**PLAIN, "sex": "female", "indicator": "Begging"},
        {**PLAIN, "place": "Panjshir"},  # below the country
        {**PLAIN, "indicator": "People helped in Panjshir"},
        {**PLAIN, "indicator": "Girls helped"},  # sex and age, in words
        {**PLAIN, "dimension": "female; sexual exploitation", "unit": ""},
        {**PLAIN, "unit": "girls"},
        {**PLAIN, "unit": "women", "note": "all aged 16"},
        {**PLAIN, "sex": "female", "note": "in forced marriage"},
        {**PLAIN, "note": "all of them in Panjshir"},
        {**PLAIN, "programme": "Way home Panjshir"},
        {**PLAIN, "programme": "Shelter for girls"},
        {**PLAIN, "disaggregation": "district: Rokha"},
        {**PLAIN, "note": "one village"},
        {**PLAIN, "disaggregation": "gender: F; age: 15"},
        {"kind": "baseline"},
        {"kind": "finding"},
        {"already_public": "no"},
        {**PLAIN, "value": "3", "indicator": "Девочки вернулись домой"},
        {**PLAIN, "value": "3", "unit": "", "indicator": "Несовершеннолетние женщины"},
        {**PLAIN, "value": "3", "unit": "نفر", "indicator": "دختران که به خانه برگشتند"},
        {**PLAIN, "value": "3", "unit": "nafar", "indicator": "Yordam olganlar", "disaggregation": "tuman: Termiz"},
        {**PLAIN, "value": "3", "unit": "нафар", "indicator": "Кӯмак гирифтанд", "note": "аз як деҳа"},
        {**PLAIN, "value": "3", "unit": "", "indicator": "لڑکیاں جنہیں مدد ملی"},
        # a finding in words has no value: the words say how many
        {**PLAIN, "value": "", "kind": "finding", "note": "Three young women were found in Panjshir"},
        {**PLAIN, "value": "", "kind": "finding", "indicator": "Two girls in domestic work"},
        {**PLAIN, "value": "", "unit": "", "indicator": "1 boy in begging"},
        # without a value its bounds say how many
        {"value": "", "lower": "1", "upper": "2"},
        {**PLAIN, "place": "Panjshir", "value": "", "upper": "9"},
        {**PLAIN, "place": "Panjshir", "value": "", "lower": "1"},
        # other words for people, and any where their sex or age is told
        {**PLAIN, "place": "Panjshir", "unit": "households"},
        {"value": "0.009", "unit": "thousand people"},
        {**PLAIN, "place": "Panjshir", "unit": "families"},
        {**PLAIN, "place": "Panjshir", "unit": "returns"},
        {**PLAIN, "place": "Panjshir", "unit": "beds", "sex": "female"},
        {**PLAIN, "place": "Panjshir", "unit": "training participants"},
        # a unit that does not say what is counted, and what is called a percentage of people
        {**PLAIN, "place": "Panjshir", "unit": "number"},
        {**PLAIN, "place": "Panjshir", "unit": "число"},
        {**PLAIN, "place": "Panjshir", "unit": "تعداد"},
        # that of the larger number in `value` a few were such
        {**PLAIN, "place": "Panjshir", "value": "20", "note": "Including two boys aged 9 to 14 years"},
        {**PLAIN, "value": "", "kind": "finding", "note": "2-4 girls were in domestic work"},
    ],
)
def test_too_much_about_too_few(sqlite_cases, put, load, everything, cells):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="fewer than 10 people"):
        load(sqlite_cases, put("r.csv", result(**cells)), format="results")
    assert everything(sqlite_cases) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells",
    [
        {**PLAIN, "unit": "women"},
        {**PLAIN, "note": "counted in 2024 by the shelter"},
        {"value": "10"},
        {"value": "0"},
        {"kind": "target"},
        PLAIN,
        {**PLAIN, "sex": "female"},
        {**PLAIN, "unit": "provinces", "place": "Herat"},
        {"unit": "percent"},
        {**PLAIN, "unit": "number", "place": "Panjshir", "indicator": "Shelters opened"},
        {**PLAIN, "place": "Panjshir", "value": "20", "note": "Nine in ten girls stayed at school"},
        {"provenance": "synthetic"},
        {**PLAIN, "value": "3", "unit": "", "indicator": "Центры для женщин"},
        {**PLAIN, "value": "3", "unit": "مرکز", "indicator": "مراکز برای زنان"},
        {**PLAIN, "value": "", "kind": "finding", "note": "One woman in five knows the hotline"},
        {**PLAIN, "value": "", "kind": "finding", "note": "Two shelters for women in Panjshir"},
        {**PLAIN, "value": "", "kind": "finding", "note": "3 women and 4 men sat on the committee"},
        {"already_public": "yes", "source_document": "https://example.org/report.pdf"},
        {"value": "3", "unit": "months"},
        {"value": "2.4", "unit": "thousand people"},
        {**PLAIN, "place": "Panjshir", "value": "12", "lower": "8", "upper": "15"},
        {"value": "", "lower": "10", "upper": "15"},
    ],
)
def test_these_may_be_said(sqlite_cases, put, load, rows, cells):
    load(sqlite_cases, put("r.csv", result(**cells)), format="results")
    assert rows(sqlite_cases, "SELECT count(*) FROM indicator_value") == [(1,)]


PANJSHIR = {**PLAIN, "place": "Panjshir", "value": "30"}
WOMEN = {**PANJSHIR, "sex": "female"}


def several(*cells: dict[str, str]) -> str:
    """A file of rows of results, each with an id of its own."""
    return HEADER + "".join(result(**one, id=f"a-{n}").removeprefix(HEADER) for n, one in enumerate(cells))


@pytest.mark.parametrize(
    "cells",
    [
        (PANJSHIR, WOMEN | {"value": "29"}),
        (WOMEN | {"value": "29"}, PANJSHIR),
        (PANJSHIR, WOMEN | {"value": "14"}, WOMEN | {"value": "12", "sex": "male"}),
        (PANJSHIR, PANJSHIR | {"age": "0-14", "value": "25"}),
        (PANJSHIR | {"age": "0-17"}, PANJSHIR | {"age": "0-14", "value": "25"}),
        (PANJSHIR, WOMEN | {"age": "0-14", "value": "29"}),
        (PANJSHIR, PANJSHIR | {"disaggregation": "disability: yes", "value": "29"}),
        (PANJSHIR | {"place": "Herat|Panjshir"}, PANJSHIR | {"value": "29"}),
        (WOMEN | {"place": ""}, WOMEN | {"place": "", "age": "18+", "value": "22"}),  # girls
        (PANJSHIR | {"already_public": "yes", "source_document": "r"}, WOMEN | {"value": "29"}),
        # the same, written otherwise
        (PANJSHIR, WOMEN | {"value": "29", "dimension": "women"}),
        (PANJSHIR | {"kind": "finding"}, WOMEN | {"value": "29"}),
        (PANJSHIR | {"unit": ""}, WOMEN | {"value": "29"}),
        (PANJSHIR | {"indicator": "people  Helped"}, WOMEN | {"value": "29"}),
        (PANJSHIR | {"period_start": "2024-03-01", "period_end": "2024-03-31"}, WOMEN | {"value": "29"}),
        (PANJSHIR | {"country": ""}, WOMEN | {"value": "29"}),
        (WOMEN | {"value": "90"}, *(WOMEN | {"value": value, "disaggregation": f"district: {name}"}
                                    for name, value in (("Rokha", "44"), ("Unaba", "23"), ("Khenj", "20")))),
        (WOMEN, WOMEN | {"value": "14", "dimension": "Age: 18-24"}, WOMEN | {"value": "12", "dimension": "age: 25-40"}),
        # parts of the time, and several parts of one whole
        (PANJSHIR | {"period_start": "2024", "period_end": "2024"}, PANJSHIR | {"value": "24"}),
        (WOMEN | {"place": "", "age": "0-17", "value": "31"}, WOMEN | {"age": "0-17"}),
        (PANJSHIR | {"place": "Herat|Kabul|Panjshir", "value": "75"},
         *(PANJSHIR | {"place": place, "value": "24"} for place in ("Herat", "Kabul", "Panjshir"))),
    ],
)  # fmt: skip
def test_no_two_figures_leave_a_few(sqlite_cases, put, load, everything, cells):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="leaves fewer than 10 people"):
        load(sqlite_cases, put("r.csv", several(*cells)), format="results")
    assert everything(sqlite_cases) == before


@pytest.mark.parametrize(
    "cells",
    [
        (PANJSHIR, WOMEN),  # leaves nobody
        (PANJSHIR, WOMEN | {"value": "20"}),
        (PANJSHIR, WOMEN | {"value": "29", "period_start": "2024-04", "period_end": "2024-04"}),
        (PANJSHIR | {"place": ""}, WOMEN | {"place": "", "value": "29"}),  # one thing is told: the sex
        (PANJSHIR | {"place": ""}, PANJSHIR | {"value": "29"}),  # the rest of a country
        (
            WOMEN,
            *(
                WOMEN | {"value": value, "disaggregation": said}  # may be the same women
                for value, said in (("14", "service: shelter"), ("12", "service: law"))
            ),
        ),
        (WOMEN, WOMEN | {"value": "14", "dimension": "age: 18-24"}, WOMEN | {"value": "12", "dimension": "age: 20-40"}),
        (PANJSHIR, PANJSHIR | {"kind": "target", "value": "29", "sex": "female"}),
        tuple(one | {"already_public": "yes", "source_document": "r"} for one in (PANJSHIR, WOMEN | {"value": "29"})),
    ],
)
def test_two_figures_that_leave_nobody_known(sqlite_cases, put, load, rows, cells):
    load(sqlite_cases, put("r.csv", several(*cells)), format="results")
    assert rows(sqlite_cases, "SELECT count(*) FROM indicator_value") == [(len(cells),)]


def test_what_is_called_a_percentage_of_people_counts_them(sqlite_cases, put, load):
    rows_of = result(**PLAIN | {"place": "Panjshir"}).replace("provenance", "provenance,measure", 1)
    header, row = rows_of.splitlines()
    cells = row.split(",")
    cells.insert(header.split(",").index("measure"), "percentage")
    with pytest.raises(BadInput, match="fewer than 10 people"):
        load(sqlite_cases, put("r.csv", f"{header}\n{','.join(cells)}\n"), format="results")


def test_a_figure_that_is_public_needs_its_source(sqlite_cases, put, load):
    with pytest.raises(BadInput, match="needs its source"):
        load(sqlite_cases, put("r.csv", result(already_public="yes")), format="results")


def test_what_an_earlier_file_said_of_the_same_is_compared_too(sqlite_cases, put, load, everything):
    """Either may come first, and two parts in two files count as two parts in one."""

    def give(cells, **more):
        load(sqlite_cases, put("r.csv", result(**cells | more)), format="results")

    def refused(cells, **more):
        before = everything(sqlite_cases)
        with pytest.raises(BadInput, match="of earlier ones"):
            give(cells, **more)
        assert everything(sqlite_cases) == before

    later = {"period_start": "2024-05", "period_end": "2024-05"}
    give(PANJSHIR, id="all-1", value="30")
    give(WOMEN, id="women-1", value="16")
    refused(WOMEN, id="men-1", value="12", sex="male")
    refused(WOMEN, id="women-2", value="24")
    # a figure in its own place is no other one; other bodies, times and indicators are not compared
    give(WOMEN, id="women-1", value="15")
    for number, other in enumerate(({"body": "Them"}, later, {"indicator": "People met"})):
        give(WOMEN, id=f"other-{number}", value="24", **other)
    # the whole after its part, in another spelling of the body
    refused(PANJSHIR, id="all-2", body="US", value="27", **later)
    give(PANJSHIR, id="all-2", body="US", value="40", **later)


ACTIVITY = """<iati-activities version="2.03"><iati-activity xml:lang="en"><iati-identifier>XX-1-A</iati-identifier>
<reporting-org ref="XX-1" type="22"><narrative>Helping Hands</narrative></reporting-org>
<title><narrative>Way home</narrative></title><activity-status code="2"/><activity-date type="1" iso-date="2022-01-01"/>
<recipient-country code="AF"/><location ref="P"><name><narrative>Panjshir</narrative></name></location>
<result type="2"><title><narrative>R</narrative></title><indicator measure="1">
<title><narrative>Helped</narrative></title><period><period-start iso-date="2022-01-01"/>
<period-end iso-date="2022-12-31"/><actual value="4">{inside}</actual></period>
</indicator></result></iati-activity></iati-activities>"""
PLACE = '<location ref="P"/>'
GIRLS = '<dimension name="Sex" value="Female"/><dimension name="Age" value="0-17"/>'
LINK = (
    '<document-link format="text/html" url="https://example.org/r"><title><narrative>r</narrative></title>'
    '<category code="A09"/></document-link>'
)


def test_it_makes_no_difference_in_which_row_the_measure_is_said(sqlite_cases, put, load):
    text = several(PANJSHIR, WOMEN | {"value": "29"}).replace(",upper\n", ",upper,measure\n", 1)
    said, *other = text.splitlines()[1:]
    text = "\n".join([text.splitlines()[0], f"{said},unit", *(f"{row}," for row in other), ""])
    with pytest.raises(BadInput, match="leaves fewer than 10 people"):
        load(sqlite_cases, put("r.csv", text), format="results")


def test_a_figure_that_a_file_removed_still_counts(sqlite_cases, put, load, rows):
    """A release may have shown it."""
    load(sqlite_cases, put("1.csv", result(**PANJSHIR)), format="results")
    load(
        sqlite_cases, put("2.csv", result(**PANJSHIR, id="b").replace(",30,", ",500,")), format="results", replace=True
    )
    assert [float(value) for (value,) in rows(sqlite_cases, "SELECT value FROM indicator_value")] == [500]
    with pytest.raises(BadInput, match="leaves fewer than 10 people"):
        load(sqlite_cases, put("3.csv", result(**WOMEN | {"value": "29"}, id="c")), format="results")


@pytest.mark.parametrize("inside", [PLACE + GIRLS, GIRLS])
def test_in_iati_too(sqlite_cases, put, load, rows, inside):
    with pytest.raises(BadInput, match="fewer than 10 people"):
        load(sqlite_cases, put("a.xml", ACTIVITY.format(inside=inside)), format="iati")
    load(sqlite_cases, put("a.xml", ACTIVITY.format(inside=inside + LINK)), format="iati")
    assert rows(sqlite_cases, "SELECT already_public, source_document FROM indicator_value") == [
        (1, "https://example.org/r")
    ]


@pytest.mark.parametrize("value", ["NaN", "nan", "unknown", "null"])
def test_what_is_no_number_is_no_empty_value(sqlite_cases, put, load, everything, value):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="expected a number"):
        load(
            sqlite_cases,
            put("a.xml", ACTIVITY.format(inside="").replace('value="4"', f'value="{value}"')),
            format="iati",
        )
    assert everything(sqlite_cases) == before


@pytest.mark.parametrize("said", ["internal report", "c/report", "report.docx", "ftp://example.org/r"])
def test_in_iati_words_are_no_place_where_a_figure_is_public(sqlite_cases, put, load, said):
    link = LINK.replace("https://example.org/r", said)
    with pytest.raises(BadInput, match="fewer than 10 people"):
        load(sqlite_cases, put("a.xml", ACTIVITY.format(inside=GIRLS + link)), format="iati")


def test_personal_data_hides_no_other_mistake(sqlite_cases, put, load, everything, tmp_path):
    before = everything(sqlite_cases)
    rows_ = HEADER + EXAMPLE.replace("actual,1,", "actual,many,").replace("Title,Us,,,,", "Title,Us,,,call 0799123456,")
    rows_ += EXAMPLE.replace("a-1", "a-2") + EXAMPLE.replace("a-1", "a-3").replace("actual,1,", "actual,many,")
    programmes = "programme,donor,country,status,source_title,source_publisher\nHome,Ahmad Zahir,AF,finished,T,Us\n"
    files = [put("r.csv", rows_), put("p.csv", programmes)]
    with pytest.raises(BadInput, match="found personal data"):
        load(sqlite_cases, *files, format="results", accept_valid=True)
    report = list(csv.DictReader((tmp_path / "report.csv").open()))
    assert {(row["file"], row["row"], row["column"]) for row in report} == {
        ("r.csv", "2", "note"), ("p.csv", "2", "donor"), ("r.csv", "2", "value"), ("r.csv", "3", "value"),
        ("r.csv", "4", "value"), ("p.csv", "2", "status"),
    }  # fmt: skip
    assert "0799" not in (tmp_path / "report.csv").read_text()
    assert everything(sqlite_cases) == before


def test_what_is_said_to_be_no_people_is_said_to_the_officer(sqlite_cases, put, load, tmp_path):
    three = result(indicator="Wells dug", unit="wells (no people)", value="3", sex="", age="")
    load(sqlite_cases, put("r.csv", three + three.splitlines()[1].replace("a-1", "a-2").replace(",3,", ",300,") + "\n"),
         format="results")  # fmt: skip
    [row] = list(csv.DictReader((tmp_path / "report.csv").open()))
    assert (row["row"], row["column"], row["severity"]) == ("2", "unit", "warning")
    assert "no people are counted" in row["expected"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"upper": "3"}, "upper"), ({"lower": "2", "upper": "30"}, "lower"), ({"value": "3"}, "value"),
     ({"value": "20", "lower": "10", "upper": "15"}, "upper"), ({"value": "20", "lower": "25"}, "lower")],
)  # fmt: skip
def test_a_mistake_stands_at_the_number_that_has_it(sqlite_cases, put, load, tmp_path, cells, column):
    with pytest.raises(BadInput):
        load(sqlite_cases, put("r.csv", result(**PANJSHIR | {"value": ""} | cells)), format="results")
    [row] = list(csv.DictReader((tmp_path / "report.csv").open()))
    assert row["column"] == column


def test_nobody_is_sent_where_it_does_not_help(sqlite_cases, put, load, tmp_path):
    with pytest.raises(BadInput, match="fewer than 10 people"):
        load(sqlite_cases, put("r.csv", result(**PANJSHIR | {"value": "3", "unit": "girls (no people)"})),
             format="results")  # fmt: skip
    [row] = [row for row in csv.DictReader((tmp_path / "report.csv").open()) if row["severity"] != "warning"]
    assert "does not help" in row["how to mend"] and "wells (no people)" not in row["how to mend"]


@pytest.mark.parametrize(
    ("indicator", "value", "is_refused"),
    [("Share of girls in school", "150", True), ("Share of girls in school", "-5", True),
     ("Change in the share of girls", "-5", False), ("Increase in cases", "150", False),
     ("Target reached", "150", False), ("Share of girls in school", "100", False)],
)  # fmt: skip
def test_a_share_is_none_below_nobody_or_above_all(sqlite_cases, put, load, indicator, value, is_refused):
    file = put("r.csv", result(**PLAIN | {"indicator": indicator, "value": value, "unit": "%"}))
    if is_refused:
        with pytest.raises(BadInput, match="0 to 100"):
            load(sqlite_cases, file, format="results")
    else:
        load(sqlite_cases, file, format="results")
