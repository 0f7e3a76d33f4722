"""Where rates are high and services are few: shares with margins, and which areas stand out, for the gaps view."""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from analysis.hotspots import SIGNIFICANCE
from analysis.shares import p_below_others, share_interval
from data_access.questions.areas import Role, people_and_populations
from data_access.questions.service_gaps import STEPS, people_by_step, published_services
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.rates import HOLDS_UP, area_rates, overdispersion

ORDER = {"gap": 0, "unpublished": 1, "low_service": 2, "high_rate": 3, "none": 4, "": 5}
RATE_COLUMNS = ["relative_risk", "probability"]


def coverage_gaps(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area: is its rate high, do few of its people come on, and what is published to be there?

    In the order of concern (see `gap`); within it the smallest share served first, or else the highest rate.
    Columns of data_access.questions.service_gaps.people_by_step and published_services, then `relative_risk` (the rate
    against its country's) and `probability` of findings.rates; for each step, `referred` and `served`: `<step>_share`,
    `<step>_lower`, `<step>_upper` (95 %, analysis.shares) and `<step>_country` (of all its country's areas together);
    `each` (services received a person) with its standard error `each_error`; `is_high` (the rate holds up), `is_low`
    (referred or served less than in the rest of its country, after a false discovery rate of 5 % over all areas and
    both steps); and `gap`: "gap" (high and low), "unpublished" (high, and neither a service point nor a programme is
    published there), "low_service", "high_rate", "none", "" (unknown).
    """
    people = people_and_populations(release, filters.without("years", "form", "country"), role)
    dispersion = overdispersion(release, filters.without("form"), role)
    frame = gaps_of(
        people_by_step(release, filters.without("country"), role).merge(_published(release), on="place"),
        area_rates(people, dispersion),
        dispersion,
    )
    return frame[frame["country"].isin(filters.country)].reset_index(drop=True) if filters.country else frame


def gaps_of(steps: pd.DataFrame, rates: pd.DataFrame, overdispersion: float) -> pd.DataFrame:
    """The frame of coverage_gaps from those of people_by_step with published_services and of findings.rates."""
    frame = steps.merge(rates[["place", *RATE_COLUMNS]], on="place", how="left")
    dispersion = overdispersion if overdispersion >= 1 else 1.0
    count = frame["count"].astype(float).to_numpy()
    noise = frame["standard_error"].to_numpy() ** 2
    below = []
    for step in STEPS:
        reached, reached_noise = frame[step].to_numpy(dtype=float), frame[f"{step}_error"].to_numpy() ** 2
        limits = share_interval(
            reached, count, reached_variance=reached_noise, people_variance=noise, overdispersion=dispersion
        )
        frame[f"{step}_share"], frame[f"{step}_lower"], frame[f"{step}_upper"] = limits
        frame[f"{step}_country"] = (frame[f"country_{step}"] / frame["country_count"]).clip(0, 1)
        below.append(
            p_below_others(
                reached,
                count,
                frame[f"country_{step}"],
                frame["country_count"],
                reached_variance=reached_noise,
                people_variance=noise,
                all_reached_variance=frame[f"country_{step}_error"] ** 2,
                all_people_variance=frame["country_error"] ** 2,
                overdispersion=dispersion,
            )
        )
    frame["is_low"] = pd.Series(_discovered(np.array(below)).any(axis=0))
    some = np.where(count > 0, count, np.nan)
    frame["each"] = frame["services"] / some
    frame["each_error"] = np.hypot(frame["services_error"], frame["each"] * np.sqrt(noise)) / some
    frame["is_high"] = frame["probability"] >= HOLDS_UP
    known = frame["served_share"].notna() & frame["probability"].notna()
    high, low = frame["is_high"], frame["is_low"]
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


def _discovered(p_values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of them survive a false discovery rate of 5 % (Benjamini and Hochberg 1995); missing ones do not."""
    known = np.isfinite(p_values)
    found = np.zeros(p_values.shape, dtype=bool)
    if known.any():
        found[known] = false_discovery_control(p_values[known]) <= SIGNIFICANCE
    return found


@lru_cache(maxsize=3)  # as many as are open: it is the same for all filters, and takes a tenth of a second
def _published(release: Release) -> pd.DataFrame:
    return published_services(release, Filters())
