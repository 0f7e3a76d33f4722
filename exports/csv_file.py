"""A table of the dashboard as a CSV file that carries its own source."""

import pandas as pd


def csv_file(answer: pd.DataFrame, *, title: str, choices: str, source: str, release_id: int) -> bytes:
    """Return the answer as CSV, UTF-8 with a byte order mark so that spreadsheets read its letters.

    The columns are the answer's own, in codes, then `table`, `choices` (the filters in words), `source` and `release`,
    the same in every row. Cells that a spreadsheet would run as a formula are preceded by an apostrophe.
    """
    frame = answer.assign(table=title, choices=choices, source=source, release=release_id)
    for column in frame.select_dtypes(exclude=["number", "bool"]).columns:
        frame[column] = pd.Series([_inert(value) for value in frame[column]], index=frame.index, dtype=object)
    return frame.to_csv(index=False).encode("utf-8-sig")


def _inert(value: object) -> object:
    if not isinstance(value, str):
        return value
    # a lone carriage return is not quoted by pandas, and ends the line for some readers
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\n") else text
