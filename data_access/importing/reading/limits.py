"""How large a file may be. Each limit is a setting, so that a big institution can raise it and a small one lower it."""

import os
from dataclasses import dataclass

from data_access.errors import BadInput

DEFAULTS = {
    "IMPORT_MAX_BYTES": 8 * 1024**3,  # after decompression; a million cases with all their steps take about 0.5 GB
    "IMPORT_MAX_RATIO": 300,  # decompressed to compressed; coded case files reach 70, a bomb 1,000
    "IMPORT_MAX_COLUMNS": 500,
    "IMPORT_MAX_CELL": 2_000,  # characters
    "IMPORT_MAX_ROWS": 20_000_000,  # of all files of one command
    "IMPORT_MAX_WORKBOOK_CELLS": 5_000_000,  # of one sheet, empty ones within its corners included
}
# a small file may compress very well; below this size the ratio says nothing
RATIO_COUNTS_FROM_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class Limits:
    """Limits of one import: bytes after decompression and their ratio, columns, characters of a cell, rows, cells."""

    bytes: int
    ratio: int
    columns: int
    cell: int
    rows: int
    workbook_cells: int


def read_limits() -> Limits:
    """Return the limits from the environment, or their defaults. Raises BadInput for a setting that is no number."""
    numbers = []
    for setting, default in DEFAULTS.items():
        text = os.environ.get(setting, str(default))
        if not text.isascii() or not text.isdigit() or int(text) == 0:
            raise BadInput(f"The setting {setting} is not a whole number above 0. Correct or remove it.")
        numbers.append(int(text))
    return Limits(*numbers)
