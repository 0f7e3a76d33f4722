"""The first publication of small institutions, over the whole workload, from their file to the open dashboard."""

import datetime
from io import BytesIO
from pathlib import Path

import pytest
import streamlit as st
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, update
from streamlit.testing.v1 import AppTest

from data_access.__main__ import main
from data_access.cases import schema
from data_access.database import PROJECT
from tests.worlds.people import Person, add
from tests.worlds.publications import address, ledger

pytestmark = pytest.mark.slow


def publish_and_open(cases: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    """Publish by the command, in one try, and open the first page."""
    monkeypatch.delenv("PRIVACY_CAP_EPSILON", raising=False)
    monkeypatch.setenv("CASE_DATABASE_URL", address(cases))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{folder / 'releases.db'}")
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", f"sqlite:///{folder / 'restricted.db'}")
    assert main(["publish", *options]) == 0
    assert len(ledger(cases)) == 1
    assert main(["publish", "--kind", "restricted"]) == 0
    assert main(["check"]) == 0
    st.cache_resource.clear()
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=120).run()
    assert not app.exception


def filled_template(path: Path, cases: int) -> Path:
    """The template with rows in its sheet of cases, and nothing in the others."""
    book = BytesIO()
    template = CalamineWorkbook.from_path(str(path))
    with xlsxwriter.Workbook(book) as written:
        day = written.add_format({"num_format": "yyyy-mm-dd"})
        for name in template.sheet_names:
            rows = template.get_sheet_by_name(name).to_python()
            if name == "cases":
                header = [str(cell) for cell in rows[0]]
                values = {"registration_date": datetime.date(2024, 5, 6), "prs_Gender": "Feminine"}
                values |= {"age_at_identification": "9-17", "con_Consent": "yes", "data_source": "Shelter"}
                rows += [[f"KBL-2024-{n}", *(values.get(column, "") for column in header[1:])] for n in range(cases)]
            sheet = written.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell != "":
                        sheet.write(number, column, cell)
    filled = path.with_name("filled.xlsx")
    filled.write_bytes(book.getvalue())
    return filled


def test_a_workbook_of_thirty_cases_without_events(
    case_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", address(case_engine))
    assert main(["template", str(tmp_path / "cases.xlsx")]) == 0
    file = filled_template(tmp_path / "cases.xlsx", 30)
    assert main(["import", str(file), "--format", "htcds", "--report", str(tmp_path / "report.csv")]) == 0
    publish_and_open(case_engine, tmp_path, monkeypatch)


def test_three_thousand_cases_with_only_exploitation_steps(
    case_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the police and labour inspectors record them."""
    places = ("AF-KAB", "PK-PB", "IR-23")
    people = [Person(2015 + n % 10, journey=(("Exploitation", places[n % 3]),), forms=("Other",)) for n in range(3_000)]
    with case_engine.begin() as connection:
        add(connection, people)
        connection.execute(update(schema.case).values(data_source="Police"))
    publish_and_open(case_engine, tmp_path, monkeypatch)


@pytest.mark.parametrize("people", [[], [Person()], [Person(year=None)] * 60], ids=["nobody", "one", "without a year"])
def test_nobody_and_almost_nobody(
    sqlite_cases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: list[Person]
) -> None:
    with sqlite_cases.begin() as connection:
        add(connection, people)
    publish_and_open(sqlite_cases, tmp_path, monkeypatch, "--even-if-empty")
