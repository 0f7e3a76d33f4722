"""The register of reports as tables and files show it."""

import pandas as pd

# column -> decimals
REGISTER_COLUMNS = {
    "place": None,
    "agencies": 1,
    "sites": 1,
    "per_million": 1,
    "months_received": 0,
    "months_expected": 0,
    "complete": 3,
    "count": None,
    "standard_error": None,
    "state": None,
    "cases_per_site": 2,
    "lower": 2,
    "upper": 2,
    "years_shown": None,
    "register": None,
    "finding": None,
}


def register_table(effort: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """One row an area of the chart and in its order, then every other area that the register knows of."""
    order = {area: position for position, area in enumerate(shown)}
    kept = effort[effort["register"] != "no_register"]
    kept = kept.sort_values("place", key=lambda codes: codes.map(order).fillna(len(order)), kind="stable")
    kept = kept[list(REGISTER_COLUMNS)].reset_index(drop=True)
    kept.attrs = {}
    return kept.round({name: decimals for name, decimals in REGISTER_COLUMNS.items() if decimals is not None})
