"""The files that officers bring and that the import once got wrong, each with its right outcome.

The files are synthetic and stand in ../shared/cases/imports; without them these tests skip.
"""

import csv
from pathlib import Path

import pytest

from data_access.database import PROJECT
from data_access.errors import BadInput
from data_access.publishing.publish import publish
from tests.worlds.people import DELTA
from tests.worlds.publications import releases, small

__all__ = ["releases", "small"]

FILES = PROJECT.parent / "shared" / "cases" / "imports"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the files of officers are not beside the project")


@pytest.fixture
def refusal(sqlite_cases, load, everything, tmp_path):
    """Import files, expect that nothing is loaded, and give the sentence and the rows of the report."""

    def run(*names: str, **options) -> tuple[str, list[dict[str, str]]]:
        before = everything(sqlite_cases)
        with pytest.raises(BadInput, match="othing was loaded") as caught:
            load(sqlite_cases, *(FILES / name for name in names), **options)
        assert everything(sqlite_cases) == before
        return str(caught.value), list(csv.DictReader((tmp_path / "report.csv").open()))

    return run


@pytest.mark.parametrize(
    ("names", "file", "cell"),
    [
        (["01_blank_key_cases.csv", "01_blank_key_events.csv"], "01_blank_key_events.csv", "A3"),
        (["01_blank_key_cases.csv", "01b_blank_key_services.csv"], "01b_blank_key_services.csv", "A3"),
        (["01_blank_key_cases.csv", "01c_blank_key_justice.csv"], "01c_blank_key_justice.csv", "A3"),
        (["01d_blank_key_only_cases.csv"], "01d_blank_key_only_cases.csv", "A3"),
    ],
)
def test_01_a_row_without_a_key_is_refused_with_its_place(refusal, names, file, cell):
    sentence, report = refusal(*names)
    assert sentence.startswith(f"{file}, row 3, column case_key, cell {cell}: found an empty cell; every row needs")
    assert [(row["file"], row["row"], row["column"], row["cell"]) for row in report] == [(file, "3", "case_key", cell)]


def test_02_cases_and_events_of_exploitation_only_load(sqlite_cases, load):
    files = [FILES / "02_cases_only.csv", FILES / "02_exploitation_only_events.csv"]
    assert load(sqlite_cases, *files)["new"] == 300


@pytest.mark.slow
def test_02_is_published_and_paid_once(case_engine, releases, load, declare):
    declare(case_engine, "office", consent_policy="presumed")
    load(case_engine, FILES / "02_cases_only.csv", FILES / "02_exploitation_only_events.csv", source="office")
    order = {"kind": "public", "epsilon": 1.0, "delta": DELTA}
    first, again = (publish(case_engine, releases, **order) for _ in range(2))
    assert (first["drawn"], again["drawn"]) == (True, False)
    assert again["release"] == first["release"]
    assert again["epsilon_spent"] == first["epsilon_spent"]


def test_03_children_of_the_newer_ctdc_edition_are_children(sqlite_cases, load, rows, declare):
    declare(sqlite_cases, "ctdc", provenance="public", places_are_proxies=True)
    result = load(sqlite_cases, FILES / "03_ctdc_09-17.csv", format="ctdc")
    assert result["new"] == 3
    assert "Global Synthetic Dataset (27 columns, 2024 and 2025)" in result["message"]
    assert rows(sqlite_cases, 'SELECT age_band FROM "case" ORDER BY id') == [("9-17",), ("9-17",), ("18-20",)]


def test_10_a_register_does_not_stop_at_ten_thousand(sqlite_cases, load):
    assert load(sqlite_cases, FILES / "10_keys_seven_digits.csv")["new"] == 2


def test_11_a_month_is_no_coordinate(refusal):
    sentence, report = refusal("11_month_year_is_no_coordinate.csv")
    assert "Write a full date, or the year in registration_year." in sentence
    assert [row["severity"] for row in report] == ["mistake"]


def test_12_a_withdrawn_consent_is_answered_with_write_no(refusal):
    sentence, _ = refusal("12_consent_withdrawn.csv")
    assert "Write no." in sentence
    assert "empty" not in sentence
    # left out, a case that is there already would keep the consent that was withdrawn
    refusal("12_consent_withdrawn.csv", accept_valid=True)


def test_13_a_file_of_two_columns_changes_these_two(case_engine, load, rows):
    said = 'SELECT gender, age_band, form_of_exploitation, consent_to_share FROM "case"'
    load(case_engine, FILES / "13_first_file.csv")
    (gender, age, form, agreed) = rows(case_engine, said)[0]
    assert (gender, age, bool(form), bool(agreed)) == ("Feminine", "9-17", True, True)
    load(case_engine, FILES / "13_second_file_two_columns.csv")
    (after,) = rows(case_engine, said)
    assert after[:3] == (gender, age, form)
    assert not after[3]


@pytest.mark.slow
def test_14_an_error_cell_is_a_mistake_above_all_in_the_consent(refusal):
    sentence, report = refusal("14_error_cells.xlsx")
    assert sentence.startswith("14_error_cells.xlsx, sheet cases, row 3, column con_Consent, cell J3: found an error")
    assert {row["cell"] for row in report if row["severity"] != "reading"} == {"J3", "C3", "D4", "F5"}
    refusal("14_error_cells.xlsx", accept_valid=True)


def test_15_excel_made_a_date_of_an_age_band(refusal):
    sentence, report = refusal("15_excel_made_a_date_of_9-17.xlsx")
    assert "Excel has made a date of 9-17" in sentence
    assert "personal data" not in str(report)


def test_17_the_row_sep_is_no_header(sqlite_cases, load):
    result = load(sqlite_cases, FILES / "17_sep_line.csv")
    assert result["new"] == 1
    assert "sep=" in result["message"]


def test_18_men_and_women_are_not_more_than_all(refusal):
    sentence, report = refusal("18_population_male_over_total.csv", format="population")
    assert "row 2" in sentence
    assert [row["severity"] for row in report] == ["mistake"]


def test_every_file_has_its_right_outcome():
    rooms = Path(__file__).parents[1]
    tests = ("telling/test_files_of_officers.py", "formats/test_import_iati.py")
    tested = "".join((rooms / name).read_text() for name in tests)
    assert [file.name for file in sorted(FILES.iterdir()) if file.name not in tested] == []


def test_19_semicolons_are_read_and_said(sqlite_cases, load, rows, tmp_path):
    result = load(sqlite_cases, FILES / "19_semicolons_of_a_russian_excel.csv")
    assert "the cells are separated by semicolons" in result["message"]
    assert "the cells are separated by semicolons" in Path(tmp_path / "report.csv").read_text()
    assert rows(sqlite_cases, 'SELECT registration_date, form_of_exploitation FROM "case"') == [("2024-03-31", 1)]
