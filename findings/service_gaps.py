"""Where rates are high and services are few: shares with margins, and which areas stand out, for the gaps view."""

from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from analysis.hotspots import SIGNIFICANCE
from analysis.shares import p_below_others, share_interval
from data_access.questions.areas import Role, people_and_populations
from data_access.questions.service_gaps import STEPS, people_by_step, published_services
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from findings.detection_effort import detection_effort
from findings.rates import area_rates, assumed, overdispersion
from findings.recorders import effort
from findings.verdicts import HIGH, VERDICTS, judge

# what may be found of an area, in the order of concern; then why it is not judged
Judged = Literal["gap", "unpublished", "low_service", "high_rate", "effort", "none"]
Gap = Literal[Judged, "alone", "withheld"]
JUDGED: tuple[Judged, ...] = get_args(Judged)
RATE_COLUMNS = ["relative_risk", "relative_lower", "relative_upper", "verdict"]


def coverage_gaps(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area: is its rate high, do few of its people come on, and what is published to be there?

    In the order of concern (see `gap`); within it the smallest share served first, or else the highest rate.
    Columns of data_access.questions.service_gaps.people_by_step and published_services, then `relative_risk` (the rate
    against its country's, the area among it) with `relative_lower` and `relative_upper`, and `verdict` of
    findings.verdicts; for each step, `referred` and `served`: `<step>_share`, `<step>_lower`, `<step>_upper` (95 %,
    analysis.shares) and `<step>_country` (of all its country's areas together);
    `each` (services received a person) with its standard error `each_error` (of the noise); `is_high` (the rate holds
    up, whether or not effort is known), `is_low` (referred or served less than in the rest of its country, after a
    false discovery rate of 5 % over all areas and both steps); and `gap`: one of JUDGED: "gap" (high and low),
    "unpublished" (high, and neither a service point nor a programme is published there), "low_service", "high_rate",
    "effort" (the rate may be effort), "none"; or "alone" (nothing is known of the rest of its country),
    "withheld" (a share is, or there is no share or no rate).
    attrs: `overdispersion`, as findings.rates.hotspot_rates.
    """
    chosen = filters.without("years", "form", "country")
    dispersion = overdispersion(release, chosen, role)
    rates = area_rates(people_and_populations(release, chosen, role), dispersion)
    frame = gaps_of(
        people_by_step(release, chosen, role).merge(_published(release), on="place"),
        judge(rates, *_looked(release, chosen, role)),
        dispersion,
    )
    here = frame[frame["country"].isin(filters.country)].reset_index(drop=True) if filters.country else frame
    here.attrs["overdispersion"] = dispersion
    return here


def _looked(release: Release, filters: Filters, role: Role) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Who recorded, and who reports: None where the release does not say, and by another place than identification."""
    found: list[pd.DataFrame | None] = []
    for question in (effort, detection_effort):
        try:
            found.append(question(release, filters) if role == "identified" else None)
        except NotPublished:
            found.append(None)
    return found[0], found[1]


def gaps_of(steps: pd.DataFrame, rates: pd.DataFrame, overdispersion: float) -> pd.DataFrame:
    """The frame of coverage_gaps from people_by_step with published_services and of findings.verdicts.judge."""
    frame = steps.merge(rates[["place", *RATE_COLUMNS]], on="place", how="left")
    dispersion = assumed(overdispersion)
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
    p_values = np.array(below)
    frame["is_low"] = pd.Series(_discovered(p_values).any(axis=0))
    some = np.where(count > 0, count, np.nan)
    frame["each"] = frame["services"] / some
    frame["each_error"] = np.hypot(frame["services_error"], frame["each"] * np.sqrt(noise)) / some
    frame["is_high"] = frame["verdict"].isin(HIGH)
    high, low = frame["is_high"], frame["is_low"]
    nothing = frame["points"].isna() & frame["programmes"].isna()
    has_rate = frame["verdict"].isin(VERDICTS[:-1])
    is_shown = low | frame[[f"{step}_share" for step in STEPS]].notna().all(axis=1)
    is_compared = low | pd.DataFrame(p_values).notna().all()
    frame["gap"] = np.select(
        [~has_rate | ~is_shown, ~is_compared, high & low, high & nothing, low, high, frame["verdict"] == "effort"],
        ["withheld", "alone", "gap", "unpublished", "low_service", "high_rate", "effort"],
        default="none",
    )
    worst = frame["served_share"].where(low, -frame["relative_risk"])
    order = {gap: place for place, gap in enumerate(get_args(Gap))}
    ordered = frame.assign(order=frame["gap"].map(order), worst=worst).sort_values(
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
