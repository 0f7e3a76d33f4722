"""Where rates are high and services are few: shares with margins, and which areas stand out, for the gaps view."""

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.rates import rate_interval
from data_access.questions.areas import Role, people_and_populations
from data_access.questions.service_gaps import STEPS, people_by_step, published_services
from data_access.release.filters import Filters
from data_access.release.release import Release

CONFIDENT = 1.96
ORDER = {"gap": 0, "unpublished": 1, "low_service": 2, "high_rate": 3, "none": 4, "": 5}


def coverage_gaps(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area: is its rate high, do few of its people come on, and what is published to be there?

    In the order of concern (see `gap`); within it the smallest share served first, or else the highest rate.
    Columns of data_access.questions.service_gaps.people_by_step and published_services, then `relative_risk`,
    `relative_lower` (the rate against its country's); for each step, `referred` and `served`: `<step>_share`,
    `<step>_lower`, `<step>_upper` (95 %, Wald with the noise of both numbers) and `<step>_overall` (of all areas with a
    share); `each` (services received a person) with its standard error `each_error`; and `gap`: "gap" (rate high, and
    referred or served less than overall, all beyond chance), "unpublished" (rate high, and neither a service point nor
    a programme is published there), "low_service", "high_rate", "none", "" (unknown).
    """
    frame = people_by_step(release, filters, role).merge(_published(release), on="place")
    rates = people_and_populations(release, filters.without("years", "form"), role).set_index("place")
    rates = rates.loc[frame["place"]]
    count = frame["count"].astype(float).to_numpy()
    expected = (rates["country_count"] / rates["country_population"] * rates["population"]).to_numpy()
    noise = frame["standard_error"].to_numpy() ** 2
    frame["relative_risk"], frame["relative_lower"], _ = rate_interval(count, expected, per=1, noise_variance=noise)
    for step in STEPS:
        _add_share(frame, step, count, noise)
    some = np.where(count > 0, count, np.nan)
    frame["each"] = frame["services"] / some
    frame["each_error"] = np.hypot(frame["services_error"], frame["each"] * np.sqrt(noise)) / some
    known = frame["served_share"].notna() & np.isfinite(expected)
    high = frame["relative_lower"] > 1
    low = (frame["referred_upper"] < frame["referred_overall"]) | (frame["served_upper"] < frame["served_overall"])
    nothing = frame["points"].isna() & frame["programmes"].isna()
    frame["gap"] = np.select(
        [~known, high & low, high & nothing, low, high],
        ["", "gap", "unpublished", "low_service", "high_rate"],
        default="none",
    )
    worst = frame["served_share"].where(low, -frame["relative_risk"])
    ordered = frame.assign(order=frame["gap"].map(ORDER), worst=worst).sort_values(
        ["order", "worst", "place"], ignore_index=True
    )
    return ordered.drop(columns=["order", "worst"])


@lru_cache(maxsize=3)  # as many as are open: it is the same for all filters, and takes a tenth of a second
def _published(release: Release) -> pd.DataFrame:
    return published_services(release, Filters())


def _add_share(frame: pd.DataFrame, step: str, count: np.ndarray, noise: np.ndarray) -> None:
    reached = frame[step].to_numpy(dtype=float)
    known = np.isfinite(count) & np.isfinite(reached) & (count > 0)
    share = np.clip(np.divide(reached, count, out=np.full(len(frame), np.nan), where=known), 0, 1)
    # the noise of both numbers, as if independent: they are not quite, and the interval is then too wide, not too short
    errors = frame[f"{step}_error"].to_numpy() ** 2 + share**2 * noise
    variance = share * (1 - share) / np.where(known, count, np.nan) + errors / np.where(known, count, np.nan) ** 2
    half = CONFIDENT * np.sqrt(variance)
    frame[f"{step}_share"] = share
    frame[f"{step}_lower"], frame[f"{step}_upper"] = np.maximum(share - half, 0), np.minimum(share + half, 1)
    frame[f"{step}_overall"] = reached[known].sum() / count[known].sum() if known.any() else np.nan
