"""Write a workbook to fill in: a sheet for each kind of row, drop-downs, an explanation, the code lists."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from data_access.errors import BadInput
from data_access.gazetteer import countries, places, provinces
from data_access.importing.telling.problems import OF_TEMPLATE
from data_access.importing.templates.template_columns import LISTS, READ_ME, TEMPLATES, TemplateColumn

ROWS_WITH_DROP_DOWNS = 20_000


def write_template(file: Path, *, format: str) -> dict[str, Any]:
    """Write a workbook for "htcds", "results", "population", "reporting" or "sources" files.

    The first row below each header is an example that is not imported. Returns "message" and "file". Raises BadInput
    when the format has no template, the name does not end in .xlsx, or the file exists or cannot be written.
    """
    if format not in TEMPLATES:
        raise BadInput(f"There is no template for that format. Choose one of {', '.join(TEMPLATES)}.")
    if file.suffix.lower() != ".xlsx":
        raise BadInput("A template is an Excel workbook. Give a file name that ends in .xlsx.")
    if file.exists():
        raise BadInput("There is a file of that name already, and it may be filled in. Choose another name.")
    try:
        with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
            _write(workbook, format)
    except (OSError, xlsxwriter.exceptions.FileCreateError):
        raise BadInput(
            "The template cannot be written there. Check the folder, and that you may write in it."
        ) from None
    return {
        "message": f"{file} is ready to be filled in. The sheet read_me explains it; example rows are not imported.",
        "file": str(file),
    }


def _write(workbook: Any, format: str) -> None:
    header = workbook.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "num_format": "@"})
    example = workbook.add_format({"italic": True, "font_color": "#7A7A7A", "num_format": "@"})
    # text everywhere: otherwise a spreadsheet turns the age band 9-17 into the 17th of September
    text = workbook.add_format({"num_format": "@"})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    lists = _lists(format)
    places_of_lists = {name: xl_col_to_name(number) for number, name in enumerate(lists)}
    for sheet_name, columns in TEMPLATES[format].items():
        sheet = workbook.add_worksheet(sheet_name)
        sheet.freeze_panes(1, 1)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, max(14, len(column.name) + 2), date if column.is_date else text)
            sheet.write_string(0, number, column.name, header)
            sheet.write_comment(0, number, column.comment, {"x_scale": 2, "y_scale": 1.6, "author": OF_TEMPLATE})
            sheet.write_string(1, number, column.example, example)
            _add_rule(sheet, number, column, places_of_lists, lists)
    _write_read_me(workbook, format)
    sheet = workbook.add_worksheet("lists")
    for number, (name, values) in enumerate(lists.items()):
        sheet.set_column(number, number, 24)
        sheet.write_string(0, number, name, header)
        for row, value in enumerate(values, start=1):
            sheet.write_string(row, number, value)


def _add_rule(
    sheet: Any, number: int, column: TemplateColumn, places_of_lists: dict[str, str], lists: dict[str, Sequence[str]]
) -> None:
    if column.list_name is not None:
        letter = places_of_lists[column.list_name]
        rule: dict[str, Any] = {
            "validate": "list",
            "source": f"=lists!${letter}$2:${letter}${len(lists[column.list_name]) + 1}",
            "error_title": "Not in the list",
            "error_message": "Choose a value of the list.",
            # several codes in one cell, separated by semicolons, are no entry of the list but are right
            "error_type": "warning" if column.is_many or column.allows_more else "stop",
        }
    elif column.is_date:
        rule = {
            "validate": "custom",
            "value": f"=OR(ISNUMBER({xl_col_to_name(number)}3),LEN({xl_col_to_name(number)}3)=10)",
            "error_title": "Not a date",
            "error_message": "Write the date as year-month-day, such as 2024-03-31.",
        }
    else:
        return
    sheet.data_validation(2, number, ROWS_WITH_DROP_DOWNS, number, rule)


def _write_read_me(workbook: Any, format: str) -> None:
    sheet = workbook.add_worksheet("read_me")
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    row = 0
    for line in READ_ME[format]:
        sheet.merge_range(row, 0, row, 1, line, wrap)
        row += 1
    for sheet_name, columns in TEMPLATES[format].items():
        row += 1
        sheet.write_string(row, 0, f"Sheet {sheet_name}", bold)
        for column in columns:
            row += 1
            sheet.write_string(row, 0, column.name)
            sheet.write_string(row, 1, column.comment, wrap)
        row += 1


def _lists(format: str) -> dict[str, Sequence[str]]:
    used = {column.list_name for columns in TEMPLATES[format].values() for column in columns if column.list_name}
    from_gazetteer: dict[str, Sequence[str]] = {
        "country": list(countries()["code"]),
        "province": list(provinces()["code"]),
        "place": list(places()["code"]),
    }
    chosen = {name: (LISTS | from_gazetteer)[name] for name in sorted(used)}
    # codes alone say little: their names stand beside them, for people to look up
    if "country" in chosen:
        chosen["country (name)"] = list(countries()["name_en"])
    if "province" in chosen:
        chosen["province (name)"] = list(provinces()["name_en"])
    if "place" in chosen:
        chosen["place (name)"] = list(places()["name_en"])
    return chosen
