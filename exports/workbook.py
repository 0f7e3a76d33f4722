"""A figure's table as a workbook: the numbers with their words, a chart that can be edited, and a sheet about them."""

import datetime
import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from data_access.release.release import Release
from exports.cells import inert
from exports.workbook_chart import Series, add_chart, series_of
from figures.address.citation import Seen, citation, published_on
from figures.kit import sources as source_words
from figures.kit.columns import heading, meaning
from figures.kit.labels import STATE
from figures.kit.restriction import words_of_restriction
from figures.kit.rows import rows_of
from figures.kit.tables import LABEL, YEARS, file_rows, reason_of
from figures.methods.glossary import NUMBERS, PEOPLE
from figures.methods.words import promise
from figures.views.panel import Panel
from figures.views.view import View, is_published
from locales import N_, Translator

# of a panel with a source of its own
NOT_OF_CASES = N_("Not made from the cases of the release, and without its noise: see the source.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 32_000  # of a cell; a text that is longer would not be written at all
MOST_WIDE = 44  # letters of a column
NAME_WIDE, SAID_WIDE = 34, 100  # letters of the columns of the sheet about the figure
LINE_HIGH, HEAD_HIGH = 15, 46  # points
LINK_LETTERS = 2_000  # of an address that Excel opens
SHARES = ("share", "share_low", "share_high", "step_share", "step_low", "step_high", "complete", "lost_share")
WORDS_OF_EVERY_FIGURE = ("Identified", "Margin (±)", "Withheld", "Uncertain (≈)", "Release")


def workbook_file(panels: Sequence[Panel], view: View, seen: Seen, *, is_map: bool = False) -> bytes:
    """Return the tables of some panels of a view as a workbook (XLSX), in the language and direction of the view.

    Sheets of each panel: its table, one row a row of the answer, with a column of words beside each column of codes and
    the margin and limits beside the number, where a cell without a number says why it has none; and its chart, with the
    numbers that it is drawn from, where withheld is a gap and never nought. Then one sheet about them: what everything
    means, and where it is from. seen: the link that opens the view again. is_map: has one of them boundaries? The same
    answers give the same bytes: the file says when the release was made, and no other time.
    """
    content, t = io.BytesIO(), view.t
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, options) as book:
        made = datetime.datetime.fromisoformat(str(view.release.manifest["created_at"])).replace(tzinfo=None)
        book.set_properties({"title": _cell(panels[0].title), "comments": _cell(view.sentence), "created": made})
        sheets = _Sheets(book, t)
        shown = [panel for panel in panels if is_published(panel.answer)]
        columns: dict[str, str] = {}
        for number, panel in enumerate(shown, start=1):
            end = f" {t.number(number)}" if len(shown) > 1 else ""
            rows = rows_of_file(panel, t)
            codes = [str(code) for code in rows.columns if not str(code).endswith(LABEL)]
            columns |= {column_name(code, rows, t): meaning(code, t) for code in codes}
            sheets.table(t.gettext("Table") + end, rows)
            if series := series_of(rows, t):
                sheets.chart(t.gettext("Chart") + end, series, panel.title)
        sheets.about(t.gettext("About"), about(panels, view, seen, is_map=is_map), columns)
    return content.getvalue()


def rows_of_file(panel: Panel, t: Translator) -> pd.DataFrame:
    """The rows of a panel as files hold them; what a visitor reads, where its answer has codes that only that has words
    for."""
    return file_rows(panel.answer, t) if panel.table is None else panel.table.reset_index(drop=True)


def about(panels: Sequence[Panel], view: View, seen: Seen, *, is_map: bool) -> list[tuple[str, str]]:
    """What must be known of the panels of a view, each with its name, in the order of the sheet."""
    release, t, _ = view.release, view.t, view.t.gettext
    lines = []
    for panel in panels:
        lines += [
            (_("Title"), panel.title),
            (_("What it shows"), panel.alt if panel.has_numbers else panel.why_empty(t)),
            (_("Notes"), panel.notes(release, t)),
            (_("Choices"), panel.sentence),
            (_("Source"), panel.source),
            (_("Method"), _(NOT_OF_CASES) if panel.source else None),
        ]
    if any(panel.sentence is None for panel in panels):
        lines.append((_("Choices"), view.sentence))
    if any(panel.source is None for panel in panels):
        lines += _of_cases(release, t)
    lines += [
        (_("Release"), f"{t.number(release.id)} ({release.manifest['content_hash'][:12]})"),
        (_("Published"), t.date(datetime.date.fromisoformat(published_on(release)))),
        (_("Data until"), source_words.data_until(release, t)),
        (_("Places"), source_words.boundaries_note(t) if is_map else None),
        (_("This view again"), seen.link),
        (_("How to cite"), citation(release, seen, t)),
        (_("Translation"), source_words.translation_note(t)),
    ]
    return [(name, said) for name, said in lines if said]


def _of_cases(release: Release, t: Translator) -> list[tuple[str, str | None]]:
    """What must be known of numbers that are made from the cases of a release."""
    _ = t.gettext
    real = words_of_restriction(t) if release.is_exact else _("Records of real people, protected.")
    return [
        (_("Source"), source_words.source_line(release, t)),
        (_("Real or invented"), source_words.provenance_notice(release, t) or real),
        (_("What the protection promises"), " ".join(promise(release, t)[:3])),
        (_("What these numbers cannot say"), source_words.caveat(t)),
        (_("Places"), source_words.proxies_note(release, t)),
    ]


class _Sheets:
    """The sheets of one workbook, all in the direction and digits of one language."""

    def __init__(self, book: Workbook, t: Translator) -> None:
        self._book, self._t = book, t
        digits = "[$-3000429]" if t.number(1) == "۱" else ""  # Persian digits of numbers that stay numbers
        self._formats = {
            "number": book.add_format({"num_format": f"{digits}#,##0"}),
            "decimal": book.add_format({"num_format": f"{digits}#,##0.0##"}),
            "share": book.add_format({"num_format": f"{digits}0.0%"}),
            "year": book.add_format({"num_format": f"{digits}0"}),
            "reason": book.add_format({"italic": True, "font_color": "#5a5a5a"}),
            "word": book.add_format({"indent": 1}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "name": book.add_format({"bold": True, "valign": "top", "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "link": book.add_format({"font_color": "#0b57a4", "underline": 1, "text_wrap": True, "valign": "top"}),
        }

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(name[:31])
        if self._t.language.direction == "rtl":
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def table(self, name: str, rows: pd.DataFrame) -> None:
        """One row a row of a file; see `workbook_file`."""
        sheet = self._sheet(name)
        reasons = [reason_of(row, self._t) for row in rows_of(rows)]
        for column, code in enumerate(rows.columns):
            head = column_name(code, rows, self._t)
            written = [_cell(head)]
            sheet.write_string(0, column, written[0], self._formats["head"])
            for row, (value, reason) in enumerate(zip(rows[code].tolist(), reasons, strict=True), start=1):
                written.append(self._value(sheet, row, column, code, value, reason))
            longest = max([len(head) // 2, *(len(text) for text in written[1:200])])
            sheet.set_column(column, column, min(max(longest + 2, 9), MOST_WIDE))
        sheet.set_row(0, HEAD_HIGH)
        sheet.freeze_panes(1, 0)
        if len(rows) and len(rows.columns):
            sheet.autofilter(0, 0, len(rows), len(rows.columns) - 1)
        sheet.repeat_rows(0)

    def _value(self, sheet: Worksheet, row: int, column: int, code: str, value: Any, reason: str) -> str:
        """Write a cell, and return how it reads."""
        t = self._t
        if pd.api.types.is_scalar(value) and pd.isna(value):
            sheet.write_string(row, column, reason, self._formats["reason"])
            return reason
        if isinstance(value, bool):
            text = t.gettext("Yes") if value else t.gettext("No")
        elif isinstance(value, int | float) and math.isfinite(value):
            kind = "year" if code in YEARS else "share" if code in SHARES else _kind_of(value)
            sheet.write_number(row, column, value, self._formats[kind])
            return t.number(value)
        elif code in YEARS and str(value).isdecimal():
            sheet.write_number(row, column, int(value), self._formats["year"])
            return str(value)
        else:
            text = _cell(value)
        sheet.write_string(row, column, text, self._formats["word"])
        return text

    def chart(self, name: str, series: Series, title: str) -> None:
        """The numbers of the chart, and the chart beside them."""
        sheet = self._sheet(name)
        sheet.write_string(0, 0, _cell(title), self._formats["title"])
        add_chart(self._book, sheet, series, self._formats, self._t)

    def about(self, name: str, lines: Sequence[tuple[str, str]], columns: Mapping[str, str]) -> None:
        """What everything means, and where it is from."""
        _ = self._t.gettext
        sheet = self._sheet(name)
        sheet.set_column(0, 0, NAME_WIDE)
        sheet.set_column(1, 1, SAID_WIDE)
        at = 0
        for label, said in lines:
            sheet.set_row(at, _height(label, said))
            sheet.write_string(at, 0, label, self._formats["name"])
            if said.startswith(("https://", "http://")) and len(said) < LINK_LETTERS:
                sheet.write_url(at, 1, said, self._formats["link"], string=said)
            else:
                sheet.write_string(at, 1, _cell(said), self._formats["text"])
            at += 1
        states = [(_(STATE["count"]), _("A number is shown."))]
        states += [(_(said), _("No number is shown.")) for state, said in STATE.items() if state != "count"]
        meant = [(_(one.name), _(one.said)) for one in (*PEOPLE, *NUMBERS) if one.name in WORDS_OF_EVERY_FIGURE]
        for title, more in ((_("Columns"), list(columns.items())), (_("States"), states), (_("Words"), meant)):
            if more:
                sheet.write_string(at + 1, 0, title, self._formats["title"])
                for at, (label, said) in enumerate(more, start=at + 2):  # noqa: B020
                    sheet.set_row(at, _height(label, said))
                    sheet.write_string(at, 0, _cell(label), self._formats["name"])
                    sheet.write_string(at, 1, _cell(said), self._formats["text"])
                at += 1


def column_name(code: str, rows: pd.DataFrame, t: Translator) -> str:
    """The heading of a column of a file: of codes it says so, for the same heading stands over their words."""
    if code.endswith(LABEL):
        return heading(code.removesuffix(LABEL), t)
    if f"{code}{LABEL}" in rows:
        return t.gettext("{column} (code)").format(column=heading(code, t))
    return heading(code, t)


def _height(label: str, said: str) -> float:
    """How high a row is in which both texts can be read: not every program finds that itself."""
    lines = [math.ceil(len(text) * 1.1 / wide) for text, wide in ((label, NAME_WIDE), (said, SAID_WIDE))]
    return min(max(1, *lines) * LINE_HIGH, 400)


def _kind_of(value: float) -> str:
    return "number" if float(value).is_integer() else "decimal"


def _cell(value: object) -> str:
    return str(inert(str(value)))[:MOST_LETTERS]
