"""A view as text: every sentence, table and chart of it, to be held against what it was."""

import base64
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import plotly.graph_objects as go
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from data_access.release.release import Release
from exports.views import Opened
from figures.kit.tables import file_rows
from figures.views.panel import Panel
from locales import Translator
from tests.held import hold_in

RESULTS = Path(__file__).parent / "results"
MOST = 16  # values of a list that are written; of a longer one its ends and a sum that changes with each of them
# of a chart: what is said in it, where, how large and in which colour
SAID = {"type", "name", "mode", "x", "y", "z", "text", "hovertext", "customdata", "locations", "color", "array",
        "arrayminus", "marker", "line", "error_x", "error_y", "annotations", "xaxis", "yaxis", "range",
        "tickvals", "ticktext", "title", "base", "orientation", "link", "node", "source", "target",
        "value", "label", "width", "size", "dash", "barmode"}  # fmt: skip


def hold(name: str, lines: Iterable[str]) -> None:
    """Fail where the text is not that of the file of this name; RESULTS=write writes it."""
    hold_in(RESULTS, name, lines)


def view_lines(opened: Opened, t: Translator) -> Iterator[str]:
    """What a view says from the top."""
    yield f"==== /{opened.path}: {opened.view.sentence}"
    yield opened.shown.headline
    yield from opened.shown.below
    for panel in opened.shown.panels:
        yield from panel_lines(panel, opened.view.release, t)


def panel_lines(panel: Panel, release: Release, t: Translator) -> Iterator[str]:
    """One figure with everything that stands beside it."""
    yield f"-- {panel.key}: {panel.title}"
    yield from filter(None, (panel.sentence, panel.alt, panel.notes(release, t), panel.source))
    yield from table_lines(panel.read(t))
    if panel.table is None:
        yield from table_lines(file_rows(panel.answer, t))
    if panel.draw and panel.has_numbers:
        yield from chart_lines(panel.draw())


def table_lines(table: pd.DataFrame) -> Iterator[str]:
    """The columns, then a line a row."""
    if len(table.columns):
        yield " | ".join(map(str, table.columns))
    rows = [" | ".join(_written(value) for value in row) for row in table.itertuples(index=False)]
    yield from rows if len(rows) <= MOST else [*rows[: MOST - 1], f"… {len(rows)} {sum_of(rows)} …", rows[-1]]


def chart_lines(figure: go.Figure) -> Iterator[str]:
    """A line a trace, and one for the layout."""
    drawn = figure.to_dict()
    for trace in drawn["data"]:
        yield f"* {_written(trace)}"
    yield f"* {_written(drawn['layout'])}"


def workbook_lines(content: bytes) -> Iterator[str]:
    """Each sheet with what stays in sight and how wide its columns are, a line a row of cells with their formats."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        wide = {column: size.width for column, size in sheet.column_dimensions.items()}
        yield f"== {sheet.title}; {sheet.freeze_panes}; {sheet.auto_filter.ref}; {sheet.page_setup.orientation}; {wide}"
        for row in sheet.iter_rows():
            yield " | ".join(f"{_written(cell.value)} {cell.number_format}" for cell in row if cell.value is not None)
        for chart in sheet._charts:
            yield " | ".join(
                f"{one.val.numRef.f} {one.cat and (one.cat.strRef or one.cat.numRef).f}" for one in chart.series
            )


def deck_lines(content: bytes) -> Iterator[str]:
    """Each slide with its texts, and of its charts each series: its numbers, colours and margins."""
    for number, slide in enumerate(Presentation(io.BytesIO(content)).slides, 1):
        yield f"== {number}"
        for shape in slide.shapes:
            if shape.has_chart:
                yield from _native_lines(shape.chart._chartSpace)
            elif shape.has_table:
                yield from (" | ".join(cell.text for cell in row.cells) for row in shape.table.rows)
            elif shape.has_text_frame and shape.text_frame.text:
                yield shape.text_frame.text


def _native_lines(space: Any) -> Iterator[str]:
    for kind in ("c:barChart", "c:scatterChart"):
        for chart in space.iter(qn(kind)):
            yield f"* {kind} {[each.get('val') for each in chart.iter(qn('c:barDir'), qn('c:grouping'))]}"
    for series in space.iter(qn("c:ser")):
        for tag in ("c:tx", "c:cat", "c:xVal", "c:val", "c:yVal", "c:plus", "c:minus"):
            found = [each.text or "" for part in series.iter(qn(tag)) for each in part.iter(qn("c:v"))]
            if found:
                yield f"  {tag} {_written(found)}"
        yield f"  {[each.get('val') for each in series.iter(qn('a:srgbClr'), qn('c:idx'))]}"
    ends = [(each.tag.rpartition("}")[2], each.get("val")) for each in space.iter(qn("c:max"), qn("c:min"))]
    yield f"  {ends} {sorted({each.get('formatCode') for each in space.iter(qn('c:numFmt'))})}"


def result_lines(name: str, *results: Any) -> Iterator[str]:
    """Each result as a table with its types: a frame, arrays or numbers in a list, or objects with the same fields."""
    yield f"-- {name}"
    for result in results:
        if not isinstance(result, pd.DataFrame):
            rows = result if isinstance(result, list | tuple) else [result]
            result = pd.DataFrame([vars(row) if is_dataclass(row) else np.atleast_1d(row).tolist() for row in rows])
        yield " ".join(f"{column}={kind}" for column, kind in result.dtypes.items())
        yield from table_lines(result)
        yield from (f"{attribute}: {_written(value)}" for attribute, value in result.attrs.items())


def refusals(*calls: Callable[[], Any]) -> Iterator[str]:
    """What each call says when it refuses what it was given."""
    for call in calls:
        with pytest.raises(ValueError) as refused:
            call()
        yield str(refused.value)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        if "bdata" in value:
            return _written(np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist())
        return "; ".join(f"{key}: {_written(one)}" for key, one in value.items() if _is_said(key))
    if isinstance(value, list | tuple | np.ndarray):
        parts = [_written(one) for one in value]
        if len(parts) <= MOST:
            return f"[{', '.join(parts)}]"
        return f"[{parts[0]}, … {len(parts)} {sum_of(parts)} …, {parts[-1]}]"
    if isinstance(value, float | np.floating):
        return f"{value:.4g}"
    return re.sub(r"\s+", " ", str(value))


def sum_of(parts: list[str]) -> str:
    """A short text that another text hardly has."""
    return f"{zlib.crc32(' '.join(parts).encode()):x}"


def _is_said(key: str) -> bool:
    return key in SAID or key.startswith(("xaxis", "yaxis"))
