"""A table of the dashboard as a CSV file that carries its own source."""

import pandas as pd

from exports.cells import inert


def csv_file(
    answer: pd.DataFrame, *, title: str, choices: str, source: str, release_id: int, caveat: str | None = None
) -> bytes:
    """Return the answer as CSV, UTF-8 with a byte order mark so that spreadsheets read its letters.

    The columns are the answer's own (codes beside their words and numbers beside their margins, where
    figures.kit.tables.file_rows made it), then `table`, `choices` (the filters in words), `source`, `release` and,
    where there is one, `caveat` (what the numbers are not), the same in every row. Cells that a spreadsheet would run
    as a formula are preceded by an apostrophe.
    """
    frame = answer.assign(table=title, choices=choices, source=source, release=release_id)
    if caveat:
        frame["caveat"] = caveat
    for column in frame.select_dtypes(exclude=["number", "bool"]).columns:
        frame[column] = pd.Series([inert(value) for value in frame[column]], index=frame.index, dtype=object)
    return frame.to_csv(index=False).encode("utf-8-sig")
