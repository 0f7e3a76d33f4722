"""What happened to cohorts of people: funnels, shares, times to an event and medians from banded, noisy counts.

The counts come from a release with noise of known size. In a table whose cells are the codes of one dimension, the
noise of any two cells has the same covariance, so one standard error of a cell and one of a sum of cells say it all
(`cell_noise`), and every interval here carries it exactly to first order. Shares and times carry what chance adds to a
cohort of this size as well. People are found in groups, and those of one may be helped alike: `overdispersion`, the
variance over mean of their counts, is the most that this adds.

Sources: Barlow et al. 1972, Statistical inference under order restrictions (`narrowing`); Cutler and Ederer 1958,
Maximum utilization of the life table method in analyzing survival (`life_table`: the Kaplan-Meier estimate for banded
times); Greenwood 1926, The natural duration of cancer (its variance); Brookmeyer and Crowley 1982, A confidence
interval for the median survival time (`banded_median`: the limits of the curve, read off at one half).
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.shares import noise_together, share_interval

__all__ = [
    "add_shares",
    "banded_median",
    "cell_noise",
    "curves",
    "funnel",
    "life_table",
    "medians",
    "narrowing",
    "share_error",
]

Array = NDArray[np.float64]
DAYS_A_MONTH = 365.25 / 12
SHARES = ("share", "share_low", "share_high")
STEP_SHARES = ("step_share", "step_low", "step_high")  # of the step before


def narrowing(counts: Array, errors: Array) -> Array:
    """Return the closest counts that never grow from one step to the next (weighted by precision).

    counts, errors: one a step, people; NaN counts are left out and stay NaN. Steps that noise has put in the wrong
    order share their mean. errors of 0 mean equal weights.
    """
    result = np.full(len(counts), np.nan)
    blocks: list[tuple[float, float, list[int]]] = []  # weighted sum, weight, positions
    for position in np.nonzero(~np.isnan(counts))[0]:
        weight = 1 / errors[position] ** 2 if errors[position] > 0 else 1.0
        block = (weight * counts[position], weight, [int(position)])
        while blocks and blocks[-1][0] / blocks[-1][1] < block[0] / block[1]:
            total, summed, members = blocks.pop()
            block = (total + block[0], summed + block[1], members + block[2])
        blocks.append(block)
    for total, weight, members in blocks:
        result[members] = total / weight
    return result


def share_error(part: float, whole: float, part_error: float, whole_error: float, rest_error: float) -> float:
    """Return the standard error of part / whole that the noise of both leaves, where the part is within the whole.

    rest_error: the standard error of whole - part, which says how the noise of the two goes together. 0 if whole is 0.
    """
    if whole <= 0:
        return 0.0
    share = part / whole
    covariance = float(noise_together(part_error**2, whole_error**2, rest_error**2))
    variance = part_error**2 - 2 * share * covariance + share**2 * whole_error**2
    return math.sqrt(max(variance, 0.0)) / whole


def cell_noise(cell_error: float, sum_error: float, cells: int) -> tuple[float, float]:
    """Return the variance of the noise of one cell and the covariance of two, from the standard errors of a cell and
    of the sum of `cells` cells."""
    variance = cell_error**2
    covariance = (sum_error**2 - cells * variance) / (cells * (cells - 1)) if cells > 1 else 0.0
    return variance, covariance


def life_table(
    limits: Sequence[float],
    events: Array,
    still_open: Array,
    *,
    at_risk: Array | None = None,
    variance: float = 0.0,
    covariance: float = 0.0,
    overdispersion: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate the share to whom the event has happened by each limit, counting those to whom it has not yet.

    limits: the ends of all bands but the last, which has none. events, still_open: people by band of the time to the
    event, and by band of the time so far without it; NaN where not known, and the curve ends there. at_risk: people at
    the beginning of each band, where it is known though a later band is not; otherwise the sum of what follows. Who is
    open in a band counts as half at risk in it. variance, covariance: of the noise of cells. overdispersion: how many
    times as much as of people found one by one chance varies.
    One row a limit: `limit`, `at_risk` (people at the beginning of the band), `share`, `standard_error`, `lower`,
    `upper` (on the scale of log(-log), so within 0 and 1).
    """
    quantile = float(norm.ppf((1 + confidence) / 2))
    bands = len(limits) + 1
    left = np.cumsum((events + still_open)[::-1])[::-1] if at_risk is None else at_risk
    rows = []
    log_survival, greenwood = 0.0, 0.0
    gradient = np.zeros(2 * bands)  # of log survival, by the noise of each cell: events, then open
    for band, limit in enumerate(limits):
        exposed = left[band] - still_open[band] / 2
        happened = max(events[band], 0.0)
        if math.isnan(exposed) or math.isnan(happened) or exposed - happened <= 0:
            rows.append((limit, left[band], *[math.nan] * 4))
            log_survival = math.nan
            continue
        survivors = exposed - happened
        log_survival += math.log(survivors / exposed)
        greenwood += happened / (exposed * survivors)
        later, now = 1 / survivors - 1 / exposed, band
        gradient[now] += -1 / exposed
        gradient[bands + now] += later / 2
        gradient[now + 1 : bands] += later
        gradient[bands + now + 1 :] += later
        noise = (variance - covariance) * float(gradient @ gradient) + covariance * float(gradient.sum()) ** 2
        error = math.sqrt(max(overdispersion * greenwood + noise, 0.0))
        survival = math.exp(log_survival)
        if survival < 1:
            reach = math.exp(quantile * error / -log_survival) if error < 20 * -log_survival else math.inf
            lower, upper = 1 - survival ** (1 / reach), 1 - survival**reach
        else:
            lower, upper = 0.0, min(1.0, quantile * error)
        rows.append((limit, left[band], 1 - survival, survival * error, lower, upper))
    return pd.DataFrame(rows, columns=["limit", "at_risk", "share", "standard_error", "lower", "upper"])


def banded_median(
    limits: Sequence[float],
    events: Array,
    *,
    variance: float = 0.0,
    covariance: float = 0.0,
    overdispersion: float = 1.0,
    confidence: float = 0.95,
) -> tuple[float, float, float]:
    """Return the median of banded times and its limits, as if times were spread evenly within a band.

    limits: the ends of all bands but the last. events: people by band. Infinite where it lies in the last band;
    NaN when there is nobody. variance, covariance, overdispersion: as in `life_table`.
    """
    total = float(np.sum(events))
    if not total > 0:
        return math.nan, math.nan, math.nan
    quantile = float(norm.ppf((1 + confidence) / 2))
    share = np.clip(np.cumsum(events)[:-1] / total, 0, 1)
    inside = np.tril(np.ones((len(limits), len(events))))
    gradient = (inside - share[:, None]) / total
    noise = (variance - covariance) * (gradient**2).sum(axis=1) + covariance * gradient.sum(axis=1) ** 2
    spread = quantile * np.sqrt(overdispersion * share * (1 - share) / total + np.maximum(noise, 0))
    return (
        _half_reached(limits, share),
        _half_reached(limits, share + spread),
        _half_reached(limits, share - spread),
    )


def _half_reached(limits: Sequence[float], share: Array) -> float:
    times = np.array([0.0, *limits])
    reached = np.maximum.accumulate(np.clip([0.0, *share], 0, 1))
    after = int(np.searchsorted(reached, 0.5))
    if after == len(reached):
        return math.inf
    part = (0.5 - reached[after - 1]) / (reached[after] - reached[after - 1])
    return float(times[after - 1] + part * (times[after] - times[after - 1]))


def add_shares(answer: pd.DataFrame, overdispersion: float, names: Sequence[str] = SHARES) -> pd.DataFrame:
    """Add `share`, `share_low` and `share_high` of people to an answer with their whole beside them: 95 % limits of
    analysis.shares.share_interval.

    answer: rows with `count`, `standard_error`, `asked` (the whole), `asked_error` and `rest_error` (of the whole
    without the part; missing where the part is the whole itself), which are dropped but `asked`. Missing where count or
    asked is. names: of the three columns.
    """
    if answer.empty:
        return answer
    part, whole, *errors = (
        _numbers(answer[name]) for name in ("count", "asked", "standard_error", "asked_error", "rest_error")
    )
    variances = [error**2 for error in errors]
    limits = share_interval(
        part,
        whole,
        reached_variance=variances[0],
        people_variance=variances[1],
        rest_variance=np.nan_to_num(variances[2]),
        overdispersion=overdispersion,
    )
    is_whole = np.isnan(errors[2]) & ~np.isnan(limits[0])
    shares = {name: np.where(is_whole, 1.0, values) for name, values in zip(names, limits, strict=True)}
    return answer.drop(columns=["asked_error", "rest_error"]).assign(**shares)


def funnel(reached: pd.DataFrame, overdispersion: float) -> pd.DataFrame:
    """Make a funnel that only narrows of the people who came at least so far.

    reached: see data_access.questions.recovery.stages_reached. One row a group and step. Columns: those of reached
    without the errors of others; `count` put in order by `narrowing`; `share` of the identified with its limits;
    `lost` (people of the step before who are not recorded at this one), `lost_error` (its standard error),
    `lost_low`, `lost_high` (the fewest and the most that they may be, also where a number is withheld: one that is not
    shown is at most what is shown from, and the noise; 0 where the step cannot have happened yet) and `step_share`
    (share of the step before) with `step_low` and `step_high`. overdispersion: as in add_shares.
    """
    if reached.empty:
        return reached
    parts = []
    for _, steps in reached.groupby("who", sort=False):
        counts = narrowing(_numbers(steps["count"]), _numbers(steps["standard_error"]))
        steps = steps.assign(count=pd.array(np.rint(counts), dtype="Float64").astype("Int64"))
        steps["asked"] = steps["count"].iloc[0]
        before = steps["count"].shift()
        steps["lost"] = before - steps["count"]
        # the people at one step only: as exact as those who were identified and nothing more
        steps["lost_error"] = np.where(steps["lost"].isna(), np.nan, _numbers(steps["rest_error"])[1:2].sum())
        steps["lost_low"], steps["lost_high"] = _losses(steps)
        of_before = steps.assign(
            asked=before, asked_error=steps["standard_error"].shift(), rest_error=steps["lost_error"].fillna(0.0)
        )
        steps[list(STEP_SHARES)] = add_shares(of_before, overdispersion, STEP_SHARES)[list(STEP_SHARES)]
        parts.append(add_shares(steps, overdispersion))
    return pd.concat(parts, ignore_index=True).drop(columns=["asked", "shown_from"])


def _losses(steps: pd.DataFrame) -> tuple[Array, Array]:
    """The fewest and the most people who may be lost at each step."""
    quantile = float(norm.ppf(0.975))
    count, error = _numbers(steps["count"]), _numbers(steps["standard_error"])
    fewest = np.where(np.isnan(count), 0.0, np.maximum(count - quantile * error, 0))
    most = np.where(np.isnan(count), _numbers(steps["shown_from"]), count) + quantile * error
    lost, margin = _numbers(steps["lost"]), quantile * _numbers(steps["lost_error"])
    low = np.maximum(np.append(np.nan, fewest[:-1] - most[1:]), 0)
    high = np.append(np.nan, most[:-1] - fewest[1:])
    known = ~np.isnan(lost)
    # where both steps are shown their noise goes together: the people between them are one number
    low[known], high[known] = np.maximum(lost - margin, 0)[known], (lost + margin)[known]
    not_yet = (steps["state"] == "not_yet").to_numpy()
    low[not_yet], high[not_yet] = 0.0, 0.0
    return low, high


def curves(waits: pd.DataFrame, reached: pd.DataFrame, overdispersion: float = 1.0) -> pd.DataFrame:
    """Estimate the share who reached a step by the end of each band of time, for each group: see `life_table`.

    waits, reached: see data_access.questions.recovery; a group whose number is withheld has no shares, which could not
    be told from none. One row a group and band with an end. Columns: `who`, `time`, `limit` (days), `count` (people
    waiting at the beginning of the band), `standard_error`, `state`, `share`, `share_low`, `share_high`.
    """
    if waits.empty:
        return waits
    parts = []
    states = dict(zip(reached["who"], reached["state"], strict=True))
    for who, bands in waits.groupby("who", sort=False):
        at_risk, events, still_open, noise = _cells(bands)
        limits = [float(limit) for limit in bands["limit"].iloc[:-1]]
        table = life_table(
            limits,
            events,
            still_open,
            at_risk=at_risk,
            variance=noise[0],
            covariance=noise[1],
            overdispersion=overdispersion,
        )
        shown = bands.iloc[:-1][["who", "time", "limit", "count", "standard_error", "state"]]
        shown = shown.reset_index(drop=True).join(
            table[["share", "lower", "upper"]].set_axis(list(SHARES), axis="columns")
        )
        if states[who] != "count":
            shown[list(SHARES)] = np.nan
        missing = "none" if states[who] == "none" else "withheld"
        is_hidden = shown["share"].isna() & (shown["state"] != "not_yet")
        shown["state"] = np.where(is_hidden, missing, shown["state"])
        parts.append(shown)
    return pd.concat(parts, ignore_index=True)


def medians(
    reached: pd.DataFrame, waits: pd.DataFrame, group: str = "who", overdispersion: float = 1.0
) -> pd.DataFrame:
    """Add to the number who reached a step how long it took half of them: `months`, `months_low`, `months_high`.

    reached, waits: see data_access.questions.recovery, with the same groups, named by the column `group`. Missing where
    the number is. Only people who reached the step count here, so that the slow ones who still wait are not in it.
    Infinite: over the last limit. Within the first band, which says no more than that, the limits are its two ends, or
    further on.
    """
    if reached.empty or waits.empty:
        return reached
    by_group = {str(code): bands for code, bands in waits.groupby(group, sort=False)}
    rows = []
    for code, state in zip(reached[group], reached["state"], strict=True):
        bands = by_group[code]
        _, events, _, noise = _cells(bands)
        times = (math.nan, math.nan, math.nan)
        if state == "count" and not np.isnan(events).any():
            limits = [float(limit) for limit in bands["limit"].iloc[:-1]]
            times = banded_median(limits, events, variance=noise[0], covariance=noise[1], overdispersion=overdispersion)
            if times[0] <= limits[0]:
                times = (times[0], 0.0, max(times[2], limits[0]))
        rows.append([days / DAYS_A_MONTH for days in times])
    months = pd.DataFrame(rows, columns=["months", "months_low", "months_high"], index=reached.index)
    return add_shares(reached, overdispersion).join(months)


def _cells(bands: pd.DataFrame) -> tuple[Array, Array, Array, tuple[float, float]]:
    """People at risk, events and open people by band from the nested counts of a group, and the noise of such a cell.

    Nobody is in a band that cannot have begun yet."""
    not_yet = (bands["state"] == "not_yet").to_numpy()
    waiting, still = (np.where(not_yet, 0.0, _numbers(bands[name])) for name in ("count", "still_waiting"))
    noise = cell_noise(float(bands["cell_error"].iloc[0]), float(bands["standard_error"].iloc[0]), 2 * len(bands))
    return waiting, waiting - still, still - np.append(waiting[1:], 0.0), noise


def _numbers(column: pd.Series) -> Array:
    return np.asarray(column.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
