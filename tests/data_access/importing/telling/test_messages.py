# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Every refusal says what to write instead, all of them in one run, and a marked copy shows them cell by cell."""

import csv
import io
import stat
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from data_access.errors import BadInput

DOUBTFUL = [
    "yes?",
    "yes??",
    "~yes",
    "1?",
    "true?",
    "yes*",
    "y*",
    "(yes)",
    "yes -",
    "ye s",
    "no?",
    "(no)",
    "'yes'",
    "да?",
]


@pytest.fixture
def refused(sqlite_cases, load, tmp_path):
    """Import files that cannot be loaded; give the sentence and the report by cell."""

    def run(*paths, **options):
        with pytest.raises(BadInput, match="othing was loaded") as caught:
            load(sqlite_cases, *paths, **options)
        with (tmp_path / "report.csv").open() as file:
            report = list(csv.DictReader(file))
        return str(caught.value), {row["cell"]: row for row in report}

    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("prs_Gender", "F", "Write Feminine."),
        ("prs_Gender", "m", "Write Masculine."),
        ("prs_Gender", "زن", "Write Feminine."),
        ("prs_Gender", "мужской", "Write Masculine."),
        ("prs_Citizenship", "Афганситан", "Did you mean AF (Afghanistan)?"),
        ("prs_Citizenship", "افغانستن", "Did you mean AF (Afghanistan)?"),
        *[("prs_Citizenship", cell, "AF (Afghanistan)") for cell in ("Afghan", "afghans", "Афганец", "افغان", "Afghan/PK")],
        *[("prs_Citizenship", cell, "PK (Pakistan)") for cell in ("Pakistani", "пакистанка", "پاکستانی")],
        *[("prs_Citizenship", cell, "IR (Iran)") for cell in ("Iranian", "иранец", "ایرانی")],
        *[("prs_Citizenship", cell, "TJ (Tajikistan)") for cell in ("Tajik", "таджик", "تاجیک")],
        ("prs_Citizenship", "Uzbek", "a people of other countries too"),
        ("prs_Citizenship", "Turkmen", "TM (Turkmenistan)"),
        ("vic_TypeOfExploitation", "ForcedLabour,Servitud", "Did you mean"),
        ("registration_date", "2024", "or the year in registration_year"),
        ("registration_date", "03/04/2024", "2024-04-03 or 2024-03-04"),
        ("registration_date", "5/6/2023", "2023-06-05 or 2023-05-06"),
        ("registration_year", "1409", "expected a year between"),
        *[("registration_year", cell, "Write the year alone.") for cell in ("2024-03-31", "31.03.2024", "1402/05/12")],
        ("age_at_identification", "under 18", "found text of 8 characters; expected years"),
        ("age_at_identification", "17.сен", "Excel has made a date of 9-17"),
        ("age_at_identification", "2024-09-17", "Excel has made a date of 9-17"),
        ("age_at_identification", "Sep-17", "Excel has made a date of 9-17"),
        ("age_at_identification", "17 years", "Write the number alone"),
        ("age_at_identification", "14 лет", "Write the number alone"),
        *[("con_Consent", word, "Write no.") for word in ("withdrawn", "Refused", "нет", "نه", "نہیں", "йўқ", "ýok")],
        *[("con_Consent", word, "Write yes.") for word in ("да", "بلی", "ہاں", "ҳа", "hawa", "agreed")],
        *[("con_Consent", word, "otherwise write no") for word in ("Unknown", "-99", "null", "?", "#N/A", "=A1")],
        *[("con_Consent", word, "otherwise write no") for word in DOUBTFUL],
        *[("prs_Gender", word, "when a formula fails") for word in ("#NAME?", "#N/A", "#REF!", "#ССЫЛКА!", "Err:508")],
        ("case_key", "#REF!", "when a formula fails"),
        ("vic_Vulnerabilities", "#VALUE!", "when a formula fails"),
    ],
)  # fmt: skip
def test_a_refused_cell_says_what_to_write(refused, put, column, cell, said):
    columns = ["case_key", column] if column != "case_key" else ["case_key", "prs_Gender"]
    values = ["A-1", cell] if column != "case_key" else [cell, "Feminine"]
    sentence, report = refused(put("a.csv", ";".join(columns) + "\n" + ";".join(values) + "\n"))
    assert said in sentence
    assert set(report) - {""} == {"B2" if column != "case_key" else "A2"}
    if column == "con_Consent":
        assert "empty" not in sentence
        assert all(row["severity"] == "refusal" for row in report.values() if row["cell"])


@pytest.mark.parametrize("cell", ["Source", "مبدا", "Bogus", ""])
def test_a_field_that_a_row_needs_is_never_asked_to_be_left_empty(refused, put, cell):
    events = put("events.csv", f"case_key,hte_Type,hte_Country\nA-1,{cell},AF\n")
    sentence, _ = refused(put("cases.csv", "case_key\nA-1\n"), events)
    assert "leave the cell empty" not in sentence
    if cell in ("Source", "مبدا"):
        assert "Write Recruitment." in sentence


NAMES = "case_key,registration_date,prs_Gender,con_Consent"


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (f"sep=;\n{NAMES}\nA-1,2024-03-05,Feminine,yes\n", "row 1", "write sep=, into it"),
        (f"sep=,\n{NAMES}\nA-1,2024-03-05,Feminine,yes\n".replace(",", ";").replace("sep=;", "sep=,"), "row 1", "write sep=; into it"),
        (f"{NAMES}\n{NAMES}\nA-1,2024-03-05,Feminine,yes\n", "row 2", "the names of the columns once more"),
        (f"{NAMES}\nA-1,2024-03-05,Feminine,yes\n{NAMES.upper()}\n", "row 3", "the names of the columns once more"),
        (f"{NAMES}\nKey,Date of registration,Sex,Consent\nA-1,2024-03-05,Feminine,yes\n", "row 2", "explains them"),
        (f"{NAMES}\nКлюч,Дата,Пол,Согласие\nA-1,2024-03-05,Feminine,yes\n", "row 2", "explains them"),
    ],
)  # fmt: skip
def test_rows_that_name_the_columns_otherwise_or_again_are_named_and_nothing_else(refused, put, content, place, said):
    sentence, report = refused(put("a.csv", content))
    assert place in sentence
    assert said in sentence
    assert len([row for row in report.values() if row["severity"] == "refusal"]) == 1


@pytest.mark.parametrize("dash", ["-", "–", "—", " - "])
def test_a_lone_dash_is_an_empty_cell_but_in_the_consent(sqlite_cases, put, load, rows, dash):
    said = load(sqlite_cases, put("a.csv", f"case_key,prs_Gender,age_at_identification\nA-1,{dash},{dash}\n"))[
        "message"
    ]
    assert "a dash that stands alone" in said
    assert rows(sqlite_cases, 'SELECT gender, age_band FROM "case"') == [("NonSpecifiedUnknown", "unknown")]
    with pytest.raises(BadInput, match="con_Consent"):
        load(sqlite_cases, put("b.csv", f"case_key,con_Consent\nA-1,{dash}\n"))


@pytest.mark.parametrize("content", ["Ключ,Пол,Согласие\nA-1,Female,yes\n", "کلید,جنس,رضایت\nA-1,Male,yes\nTotal,2,\n"])
def test_names_in_another_language_are_named_and_not_said_to_be_above_the_header(refused, put, content):
    sentence, report = refused(put("a.csv", content))
    assert "row 1" in sentence
    assert "the column is not known" in sentence
    assert {"A1", "B1", "C1"} <= report.keys()


def test_a_column_of_another_sheet_is_not_said_to_be_unknown(refused, put):
    events = put("a.csv", "case_key,hte_Type,hte_Country,prs_Gender\nA-1,Recruitment,AF,Female\n")
    _, report = refused(events)
    assert (report["D1"]["expected"], report["D1"]["how to mend"]) == (
        "the column belongs into another sheet or kind of file",
        "Look whether --format is right; columns of cases and of their steps stand in sheets of their own.",
    )


YEARS = "case_key,registration_date,registration_year\nA-1,1402-12-25,{}\nA-2,1402-05-12,{}\nA-3,1402-12-25,1400\n"


@pytest.mark.parametrize(("year", "wrong"), [("1402", ["C4"]), ("2023", ["C2", "C4"])])
def test_a_solar_year_is_that_of_its_solar_date(sqlite_cases, put, load, tmp_path, year, wrong):
    years = YEARS.format(year, year) if year == "1402" else YEARS.format(year, year).replace("1400", "2021")
    load(sqlite_cases, put("a.csv", years))
    report = csv.DictReader((tmp_path / "report.csv").open())
    assert [row["cell"] for row in report if row["severity"] == "warning"] == wrong


@pytest.mark.parametrize("key", ["A1", "Fatima"])
def test_a_first_row_of_data_is_no_row_of_labels(sqlite_cases, put, load, key):
    content = f"{NAMES}\n{key},2024-03-05,Feminine,yes\n"
    if key == "A1":
        assert load(sqlite_cases, put("a.csv", content))["new"] == 1
    else:
        with pytest.raises(BadInput, match="case key"):
            load(sqlite_cases, put("a.csv", content))


def workbook(sheets, formulas=()) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            for cell in formulas:
                page.write_formula(cell, "=1+1", value="")
    return memory.getvalue()


def test_each_formula_is_named_by_its_cell(refused, put):
    content = workbook({"cases": [["case_key", "prs_Gender"], ["A-1", ""], ["A-2", ""]]}, formulas=["B2", "B3"])
    sentence, report = refused(put("a.xlsx", content))
    assert "sheet cases, row 2, cell B2: found a formula" in sentence
    assert "paste them as values" in sentence
    assert set(report) == {"B2", "B3"}


def test_htcds_own_workbook_is_told_which_sheets_are_needed(refused, put):
    person, case = [["prs_ID", "prs_Gender"], ["1", "Feminine"]], [["cas_ID", "cas_Status"], ["1", "Active"]]
    sentence, _ = refused(put("htcds.xlsx", workbook({"Person": person, "Case": case})))
    assert "HTCDS's own workbook" in sentence
    assert "one sheet cases with case_key" in sentence
    assert "elete" not in sentence


def test_population_tables_of_ocha_are_no_names(refused, put):
    sentence, report = refused(put("p.csv", "ADM1_EN,ADM1_PCODE,T_TL\nHerat,AF32,1000\n"), format="population")
    assert "COD-PS" in sentence
    assert "holds a name" not in str(report)


def test_rows_above_the_header_that_are_no_title_are_refused(refused, put):
    sentence, _ = refused(put("a.csv", "A-0,Feminine,AF\ncase_key,prs_Gender,prs_Citizenship\nA-1,Feminine,AF\n"))
    assert "row 1 stands above the names of the columns and is no title" in sentence


@pytest.mark.parametrize(
    ("row", "cell"),
    [("K-0009,,no,", "A1"), (",,no,", "C1"), ("K-0009,,,", "A1"), (",Feminine,,", "B1"), ("2024-03-31,,,2024", "A1")],
)
def test_a_case_above_the_header_is_no_title(refused, put, row, cell):
    sentence, _ = refused(
        put("a.csv", f"{row}\ncase_key,prs_Gender,con_Consent,prs_Citizenship\nA-1,Feminine,yes,AF\n")
    )
    assert f"row 1 stands above the names of the columns and is no title (cell {cell} looks like data)" in sentence


def test_merged_cells_of_the_data_are_refused_with_their_range(refused, put, sqlite_cases, load):
    def merged(*cells) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet("cases")
            for number, row in enumerate([["Register"], ["case_key", "con_Consent"], ["A-1", "no"], ["A-2", ""]]):
                sheet.write_row(number, 0, row)
            sheet.merge_range(*cells)
        return stream.getvalue()

    sentence, report = refused(put("a.xlsx", merged(2, 1, 3, 1, "no")))
    assert "the cells B3:B4 are merged" in sentence
    assert report["B3"]["row"] == "3"
    assert load(sqlite_cases, put("b.xlsx", merged(0, 0, 0, 1, "Register")))["new"] == 2


def test_everything_wrong_in_all_files_is_said_in_one_run(refused, put, tmp_path):
    cases = put("cases.csv", "Register\n\ncase_key,prs_Gender,prs_FirstName,prs_Citizenship\nA-1,F,Zarghuna,AF\n"
                             "A-2,Feminine,,zarghuna@example.org\nA-3,Feminine,,Atlantis,x\n")  # fmt: skip
    events = put("events.csv", "case_key,hte_Type\nA-1,Transit\nA-1,Departed\n,Transit\n")
    broken = put("services.csv", b"\xff\xfe\x00")
    book = put(
        "justice.xlsx",
        workbook({"justice": [["case_key", "justice_step", "country"], ["A-1", "Trial"]]}, formulas=["C2"]),
    )
    sentence, _ = refused(cases, events, broken, book)
    found = {(row["file"], row["cell"]): row for row in csv.DictReader((tmp_path / "report.csv").open())}
    kinds = {place: row["severity"] for place, row in found.items()}
    assert kinds == {
        ("services.csv", ""): "refusal",
        ("cases.csv", ""): "reading",
        ("cases.csv", "C3"): "refusal",  # a column of names
        ("cases.csv", "B4"): "mistake",  # F
        ("cases.csv", "D5"): "refusal",  # an e-mail address
        ("cases.csv", "A6"): "refusal",  # one cell too many
        ("events.csv", "B3"): "mistake",
        ("events.csv", "A4"): "mistake",
        ("justice.xlsx", "C2"): "refusal",
        ("justice.xlsx", "B2"): "mistake",
    }
    assert "4 further reasons to refuse and 4 mistakes" in sentence
    text = sentence + (tmp_path / "report.csv").read_text()
    assert not any(secret in text for secret in ("Zarghuna", "zarghuna", "Atlantis"))
    # what --accept-valid may not pass over, it does not
    refused(cases, events, accept_valid=True)


def test_the_marked_copy_shows_each_finding_in_its_cell_and_can_be_mended_and_imported(
    refused, put, load, sqlite_cases, tmp_path
):
    content = "Register of Herat\ncase_key;prs_Gender;con_Consent\nA-1;F;yes\nA-2;Feminine;no\n"
    sentence, _ = refused(put("cases.csv", content))
    copy = tmp_path / "report-cases-csv-marked.xlsx"
    assert str(copy) in sentence
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    rows = CalamineWorkbook.from_path(str(copy)).get_sheet_by_name("data").to_python()
    assert rows[0][0] == "Register of Herat"
    assert rows[1:] == [["case_key", "prs_Gender", "con_Consent"], ["A-1", "F", "yes"], ["A-2", "Feminine", "no"]]
    with zipfile.ZipFile(copy) as archive:
        comments = archive.read("xl/comments1.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'ref="B3"' in comments
    assert "Write Feminine." in comments
    assert comments.count("<comment ") == 1
    styles = {part.split('"')[0]: part.split('s="')[1].split('"')[0] for part in sheet.split('<c r="')[1:]}
    assert styles["B3"] != styles["B4"], "the cell has a colour of its own"
    mended = workbook({"data": [[cell if cell != "F" else "Feminine" for cell in row] for row in rows]})
    assert load(sqlite_cases, put("mended.xlsx", mended))["new"] == 2


def test_a_file_without_mistakes_has_no_marked_copy(sqlite_cases, load, put, tmp_path):
    result = load(sqlite_cases, put("cases.csv", "case_key;registration_date;registration_year\nA-1;1402-05-12;2022\n"))
    assert list(tmp_path.glob("*-marked.xlsx")) == [tmp_path / "report-cases-csv-marked.xlsx"], "a warning is marked"
    report = {row["severity"]: row for row in csv.DictReader((tmp_path / "report.csv").open())}
    assert (report["warning"]["cell"], report["reading"]["cell"]) == ("C2", "B2")
    assert "Solar Hijri" in result["message"]


CTDC_37 = (
    "yearOfRegistration,gender,ageBroad,majorityStatusAtExploit,traffickMonths,citizenship,CountryOfExploitation,"
    "meansOfControlDebtBondage,meansOfControlTakesEarnings,meansOfControlThreats,meansOfControlPsychologicalAbuse,"
    "meansOfControlPhysicalAbuse,meansOfControlSexualAbuse,meansOfControlFalsePromises,meansOfControlPsychoactiveSubsta,"
    "meansOfControlRestrictsMovement,meansOfControlRestrictsMedicalCa,meansOfControlExcessiveWorkingHo,"
    "meansOfControlThreatOfLawEnforce,meansOfControlWithholdsNecessiti,meansOfControlWithholdsDocuments,"
    "meansOfControlOther,isForcedLabour,isSexualExploit,isOtherExploit,typeOfLabourAgriculture,typeOfLabourConstruction,"
    "typeOfLabourDomesticWork,typeOfLabourHospitality,typeOfLabourOther,typeOfSexProstitution,typeOfSexPornography,"
    "typeOfSexOther,recruiterRelationIntimatePartner,recruiterRelationFriend,recruiterRelationFamily,"
    "recruiterRelationOther"
)
CTDC_2026 = (
    "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,traffickMonths,meansDebtBondageEarnings,"
    "meansThreats,meansAbusePsyPhySex,meansFalsePromises,meansDrugsAlcohol,meansDenyBasicNeeds,meansExcessiveWorkHours,"
    "meansWithholdDocs,isForcedLabour,isSexualExploit,isOtherExploit,sectorOfLabourAgriculture,"
    "sectorOfLabourConstruction,sectorOfLabourDomesticWork,sectorOfLabourHospitality,sectorOfSexProstitution,"
    "sectorOfSexPornography,recruiterRelationIntimatePartner,recruiterRelationFriend,recruiterRelationFamily,"
    "recruiterRelationOther"
)


@pytest.mark.parametrize(
    ("header", "columns", "edition"), [(CTDC_37, 37, "37 columns"), (CTDC_2026, 27, "27 columns, 2026")]
)
def test_each_edition_of_ctdc_is_read_and_named(sqlite_cases, load, put, rows, declare, header, columns, edition):
    declare(sqlite_cases, "ctdc", provenance="public", places_are_proxies=True)
    names = header.split(",")
    assert len(names) == columns
    given = {"yearOfRegistration": "2019", "gender": "Woman", "ageBroad": "09--17", "citizenship": "AFG",
             "CountryOfExploitation": "PAK", "isForcedLabour": "1", "typeOfLabourConstruction": "1",
             "sectorOfLabourConstruction": "1"}  # fmt: skip
    content = f"{header}\n{','.join(given.get(name, '') for name in names)}\n"
    result = load(sqlite_cases, put("ctdc.csv", content), format="ctdc")
    assert f"Global Synthetic Dataset ({edition}" in result["message"]
    # F_Construction is the sixth sector
    assert rows(sqlite_cases, 'SELECT age_band, citizenship, sector FROM "case"') == [("9-17", "AF", 2**5)]
