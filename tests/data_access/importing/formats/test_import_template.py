# ruff: noqa: E501 - a table of examples reads best with one example a line
"""The template can be filled in and imported, and its examples are not."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from data_access.database import PROJECT
from data_access.errors import BadInput
from data_access.importing import write_template
from data_access.importing.formats.htcds_columns import COLUMNS
from data_access.importing.templates.template_columns import LISTS, TEMPLATES


def filled(path, rows):
    """Return the template as a person saves it: every sheet as it was, with rows below the example."""
    memory = BytesIO()
    template = CalamineWorkbook.from_path(str(path))
    with xlsxwriter.Workbook(memory) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name in template.sheet_names:
            sheet = book.add_worksheet(name)
            for number, row in enumerate([*template.get_sheet_by_name(name).to_python(), *rows.get(name, [])]):
                for column, cell in enumerate(row):
                    if hasattr(cell, "year"):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell != "":
                        sheet.write(number, column, cell)
    return memory.getvalue()


def test_a_filled_template_loads(case_engine, put, load, rows, tmp_path):
    import datetime

    template = tmp_path / "template.xlsx"
    write_template(template, format="htcds")
    case = ["KBL-2024-1", datetime.date(2024, 3, 31), "", "NGO", "Feminine", "9-17", "PK;AF"]
    result = load(
        case_engine,
        put("filled.xlsx", filled(template, {
            "cases": [case],
            "events": [["KBL-2024-1", 2, "Exploitation", "IR"], ["KBL-2024-1", 1, "Recruitment", "PK", "PK-PB"]],
            "services": [["KBL-2024-1", "Shelter", "Centre", "NGO", "PK", "", datetime.date(2024, 4, 2)]],
        })),
    )  # fmt: skip
    assert (result["rows_read"], result["new"]) == (4, 1)
    assert rows(case_engine, 'SELECT registration_date, age_band, citizenship, second_citizenship FROM "case"') == [
        ("2024-03-31", "9-17", "PK", "AF")
    ]
    assert rows(case_engine, "SELECT position, kind, country, province FROM case_event ORDER BY 1") == [
        (1, "Recruitment", "PK", "PK-PB"), (2, "Exploitation", "IR", None),
    ]  # fmt: skip
    assert rows(case_engine, "SELECT service, provider, start_date FROM case_service") == [
        ("Shelter", "centre", "2024-04-02")
    ]


@pytest.mark.parametrize("format", ["htcds", "results", "population", "reporting", "sources"])
def test_an_empty_template_has_no_row_to_load(sqlite_cases, load, tmp_path, format):
    write_template(tmp_path / "t.xlsx", format=format)
    with pytest.raises(BadInput, match="no row below"):
        load(sqlite_cases, tmp_path / "t.xlsx", format=format)


def test_every_coded_column_has_a_drop_down(tmp_path):
    write_template(tmp_path / "t.xlsx", format="htcds")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        for number, columns in enumerate(TEMPLATES["htcds"].values(), start=1):
            sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert sheet.count('type="list"') == sum(column.list_name is not None for column in columns)


def test_the_template_names_only_columns_that_the_import_knows():
    for kind, columns in TEMPLATES["htcds"].items():
        assert {column.name for column in columns} <= set(COLUMNS[kind])
    assert set(LISTS) >= {column.list_name for sheet in TEMPLATES["htcds"].values() for column in sheet if column.list_name} - {
        "country", "province", "place",
    }  # fmt: skip


def test_a_template_never_overwrites_a_file(tmp_path):
    (tmp_path / "t.xlsx").write_text("filled in")
    with pytest.raises(BadInput, match="already"):
        write_template(tmp_path / "t.xlsx", format="htcds")
    with pytest.raises(BadInput, match=r"\.xlsx"):
        write_template(tmp_path / "t.csv", format="htcds")


@pytest.mark.parametrize("format", ["htcds", "results", "population", "reporting", "sources"])
def test_the_templates_in_docs_are_those_that_the_command_writes(tmp_path, format):
    write_template(tmp_path / "now.xlsx", format=format)
    found = [
        {name: CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python() for name in sheets}
        for path in (tmp_path / "now.xlsx", PROJECT / "docs" / "templates" / f"{format}.xlsx")
        for sheets in [CalamineWorkbook.from_path(str(path)).sheet_names]
    ]
    assert found[0] == found[1], f"write it again: python -m data_access template docs/templates/{format}.xlsx"
