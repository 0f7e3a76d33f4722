"""The register of reports as tables and files show it."""

import pandas as pd

from figures.hotspots import register_words as effort_register
from figures.kit import tables as answer_table
from figures.kit.labels import LISTS
from locales import N_

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
LISTS |= {"register": effort_register.REGISTER, "finding": effort_register.FINDINGS}
answer_table.COLUMNS |= {
    "agencies": N_("Agencies that reported (at least, mean year)"),
    "sites": N_("Sites that reported (mean year)"),
    "per_million": N_("Sites per million people"),
    "months_received": N_("Monthly reports received"),
    "months_expected": N_("Monthly reports due"),
    "complete": N_("Share received"),
    "cases_per_site": N_("People per site a year"),
    "years_shown": N_("Years with numbers"),
    "register": N_("Register"),
    "finding": N_("Finding"),
}


def register_table(effort: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """One row an area of the chart and in its order, then every other area that the register knows of."""
    order = {area: position for position, area in enumerate(shown)}
    kept = effort[effort["register"] != "no_register"]
    kept = kept.sort_values("place", key=lambda codes: codes.map(order).fillna(len(order)), kind="stable")
    kept = kept[list(REGISTER_COLUMNS)].reset_index(drop=True)
    kept.attrs = {}
    return kept.round({name: decimals for name, decimals in REGISTER_COLUMNS.items() if decimals is not None})
