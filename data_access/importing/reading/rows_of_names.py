"""Rows among the data that name the columns and hold none: the header once more, or labels under the codes."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from data_access.importing.reading.headers import column_key, is_time, words_of_data

# columns whose cells have a digit whatever they hold
OF_DIGITS = frozenset(
    {"case_key", "registration_date", "registration_year", "reference_year", "total", "amount", "month"}
)
HEADER_AGAIN = "the row holds the names of the columns once more", "Delete the row: the header stands once."
LABELS = (
    "the row under the names of the columns explains them, and holds no data",
    "Delete the row: what stands under the header is read as data.",
)


def headers_again(columns: Sequence[pa.DictionaryArray], header: Sequence[str]) -> list[int]:
    """Return the positions of rows in which every cell is the name of its column, in any capitals."""
    found = np.arange(len(columns[0])) if columns else np.zeros(0, np.int64)
    for column, name in zip(columns, header, strict=True):
        same = [code for code, text in enumerate(column.dictionary.to_pylist()) if column_key(text) == column_key(name)]
        if not same:
            return []
        found = found[np.isin(column.indices.to_numpy(zero_copy_only=False)[found], same)]
    return found.tolist()


def are_labels(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Return whether the first row of data explains the columns: words in most cells, none of them a code, an answer or
    a time, and no digit where each case has one."""
    filled = [(column_key(name), cell.strip()) for name, cell in zip(header, cells, strict=True) if cell.strip()]
    of_digits = [cell for name, cell in filled if name in OF_DIGITS]
    return (
        len(filled) * 2 > len(header)
        and bool(of_digits)
        and not any(re.search(r"\d", cell) for cell in of_digits)
        and not any(is_time(cell) or column_key(cell) in words_of_data() for _, cell in filled)
    )
