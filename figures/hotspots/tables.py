"""The frames of the Hotspots page as tables and files show them: the columns a reader needs, rounded as they bear."""

from collections.abc import Sequence

import pandas as pd

from figures.hotspots import finding_words as hotspot_findings
from figures.hotspots import gap_words
from figures.hotspots.views import Method
from figures.kit.labels import GAP, place_in_country, place_name
from figures.kit.rows import rows_of
from locales import Translator

RATE_COLUMNS = {
    "place": None,
    "verdict": None,
    "probability": 2,
    "count": None,
    "standard_error": None,
    "state": None,
    "population": 0,
    "rate": 2,
    "lower": 2,
    "upper": 2,
    "smoothed": 2,
    "country_rate": 2,
    "expected": 0,
    "relative_risk": 2,
    "best_rank": 0,
    "worst_rank": 0,
    "cluster": None,
    "shown": None,
}
TIME_COLUMNS = {
    "cluster": None,
    "areas": None,
    "not_above": None,
    "first_year": None,
    "last_year": None,
    "count": None,
    "standard_error": None,
    "expected": 0,
    "relative_risk": 2,
    "p_value": 3,
}
GAP_COLUMNS = {
    "place": None,
    "gap": None,
    "verdict": None,
    "count": None,
    "standard_error": None,
    "state": None,
    "relative_risk": 2,
    "referred_share": 3,
    "referred_lower": 3,
    "referred_upper": 3,
    "served_share": 3,
    "served_lower": 3,
    "served_upper": 3,
    "each": 2,
    "points": 0,
    "programmes": 0,
}
YEAR_COLUMNS = {
    "place": None,
    "year": None,
    "count": None,
    "standard_error": None,
    "state": None,
    "rate": 2,
    "lower": 2,
    "upper": 2,
    "trend": None,
}
EFFORT_COLUMNS = {
    "place": None,
    "data_source": None,
    "count": None,
    "standard_error": None,
    "state": None,
    "share": 3,
    "share_low": 3,
    "share_high": 3,
    "relative_risk": 2,
    "relative_without": 2,
    "without_lower": 2,
    "without_upper": 2,
}


def rates_table(rates: pd.DataFrame) -> pd.DataFrame:
    """One row an area: people, population, rates and ranks."""
    return _rounded(rates, RATE_COLUMNS)


def findings_table(method: Method, rates: pd.DataFrame, found: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row an area with what a method of the cluster view finds of it; for clusters in time one row a cluster, if
    there are any."""
    if method == "time" and len(found):
        rows = rows_of(found)
        areas = [_listed(row["places"], t) for row in rows]
        return _rounded(
            found.assign(areas=areas, not_above=[_listed(hotspot_findings.not_above(row), t) for row in rows]),
            TIME_COLUMNS,
        )
    kind_of = hotspot_findings.kinds(method, rates, found)
    table = rates_table(rates)
    table.insert(1, "kind", [kind_of[place] for place in table["place"]])
    return table.drop(columns="shown")


def gaps_table(gaps: pd.DataFrame) -> pd.DataFrame:
    """One row an area: its rate, the shares referred and served with their limits, and what is published there."""
    return _rounded(gaps, GAP_COLUMNS)


def gaps_list(gaps: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The areas with a finding as a visitor reads them, one row an area, each with the reasons in words."""
    rows = rows_of(gaps)
    _ = t.gettext
    return pd.DataFrame(
        {
            _("Place"): [place_in_country(row["place"], t) for row in rows],
            _("Finding"): [_(GAP[row["gap"]]) for row in rows],
            _("Times its country's rate"): [t.number(row["relative_risk"], 2) for row in rows],
            _("Referred"): [gap_words.with_limits(row, "referred", t) for row in rows],
            _("Reached a service"): [gap_words.with_limits(row, "served", t) for row in rows],
            _("Services a person"): [gap_words.each_text(row, t) for row in rows],
            _("Service points"): [gap_words.number_published(row["points"], t) for row in rows],
            _("Programmes"): [gap_words.number_published(row["programmes"], t) for row in rows],
        }
    )


def years_table(yearly: pd.DataFrame, trends: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """One row an area and year, the areas in the order of the chart; in each what findings.change says of its years."""
    order = {area: position for position, area in enumerate(shown)}
    kept = yearly[yearly["place"].isin(shown)] if len(yearly) else yearly
    verdicts = dict(zip(trends["place"], trends["verdict"], strict=True)) if "verdict" in trends else {}
    kept = kept.assign(trend=[verdicts.get(place, "") for place in kept["place"]])
    return _rounded(kept.sort_values("place", key=lambda codes: codes.map(order), kind="stable"), YEAR_COLUMNS)


def effort_table(effort: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """One row an area and kind of source that recorded cases there."""
    order = {area: position for position, area in enumerate(shown)}
    kept = effort[effort["place"].isin(shown)] if len(effort) else effort
    return _rounded(kept.sort_values("place", key=lambda codes: codes.map(order), kind="stable"), EFFORT_COLUMNS)


def _listed(places: Sequence[str], t: Translator) -> str:
    return t.listed([place_name(place, t) for place in places]) if places else ""


def _rounded(frame: pd.DataFrame, columns: dict[str, int | None]) -> pd.DataFrame:
    if not frame.attrs.get("is_published", True):
        return frame
    kept = frame[list(columns)].reset_index(drop=True)
    kept.attrs = {}  # what it is computed from need not travel with it
    for column, decimals in columns.items():
        if decimals is not None:
            values = kept[column].astype(float).round(decimals)
            kept[column] = values if decimals else values.astype("Int64")
    return kept
