"""Estimates of the hidden population: from a release, whose small overlaps are withheld, or from a published table."""

from functools import cache
from itertools import combinations, product

import numpy as np
import pandas as pd

from analysis.hidden_population import estimate
from data_access.questions.areas import all_lists, histories
from data_access.questions.published_overlaps import PUBLISHED_MODEL, uk_2013
from data_access.release.filters import Filters
from data_access.release.release import Release

# Each withheld overlap doubles the number of tables to be fitted, and more than three leave nothing to say.
MOST_WITHHELD = 3
FEWEST_LISTS = 3


def choices_of_lists(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a choice of three or more lists, the one that bears most first.

    Columns: `lists` (tuple), `overlaps` (combinations of two or more lists), `withheld` (of these), `hidden` (withheld
    combinations of any size), `shared` (people in the published overlaps), `is_possible` (few enough are withheld, no
    list is empty, and some overlap is published). Fewest hidden come first, then more lists, then most people shared.
    Raises NotPublished when the release does not say who is on which list.
    """
    rows = []
    offered = all_lists(release)
    for size in range(FEWEST_LISTS, len(offered) + 1):
        for lists in combinations(offered, size):
            table = histories(release, filters, lists)
            membership = table[list(lists)].to_numpy()
            is_overlap = membership.sum(axis=1) > 1
            is_withheld = table["state"].eq("withheld").to_numpy()
            counts = table["count"].astype(float).fillna(0).to_numpy()
            shared = float(counts[is_overlap].sum())
            rows.append(
                {
                    "lists": lists,
                    "overlaps": int(is_overlap.sum()),
                    "withheld": int((is_overlap & is_withheld).sum()),
                    "hidden": int(is_withheld.sum()),
                    "shared": shared,
                    "is_possible": is_withheld.sum() <= MOST_WITHHELD
                    and (counts @ membership > 0).all()
                    and shared > 0,
                }
            )
    frame = pd.DataFrame(rows, columns=["lists", "overlaps", "withheld", "hidden", "shared", "is_possible"])
    return frame.sort_values(
        ["is_possible", "hidden", "overlaps", "shared"], ascending=[False, True, False, False], ignore_index=True
    )


def estimates(release: Release, filters: Filters, lists: tuple[str, ...]) -> pd.DataFrame:
    """One row a model: what it says of the number of people on the lists and on none.

    Columns: `model`, `chosen_by`, `total`, `lower`, `upper` (95 %), `bic`, `weight` (see
    analysis.hidden_population.Estimate) and `withheld_as`: "" where nothing is withheld; otherwise each model is there
    twice, with the withheld overlaps as "nobody" and as "most" (the most people that may be withheld).
    attrs: `listed` (people on any of the lists), `refusal` (why there is no estimate: "", "withheld", "no_overlap",
    "empty_list", "no_model"); with a refusal `hidden` (of all `combinations` of the lists, those withheld) and
    `threshold` (people that one may hide); else `low` and `high` (the widest of all intervals, over every combination
    of withheld overlaps; high may be infinite), `first_low` and `first_high` (of the totals of all models), `unclear`
    (overlaps that noise cannot tell from nobody). Raises NotPublished when the release does not say who is on which
    list.
    """
    table = histories(release, filters, lists)
    hidden = table["state"].eq("withheld").to_numpy()
    counts = table["count"].astype(float).fillna(0).to_numpy()
    most = table["threshold"].to_numpy()
    error = table["standard_error"].to_numpy()
    noise = float(np.mean(error**2)) or None
    listed = float(counts.sum())
    membership = table[list(lists)].to_numpy()
    reason = ""
    if hidden.sum() > MOST_WITHHELD:
        reason = "withheld"
    elif (counts @ membership == 0).any():
        reason = "empty_list"
    elif not (counts + hidden)[membership.sum(axis=1) > 1].any():
        reason = "no_overlap"
    if reason:
        return _refused(reason, listed, int(hidden.sum()), len(table), float(most.max()))
    parts, low, high = [], np.inf, 0.0
    corners = list(product((0, 1), repeat=int(hidden.sum())))
    for corner in corners:
        filled = counts.copy()
        filled[hidden] = most[hidden] * np.array(corner) if hidden.any() else 0
        frame = table[list(lists)].assign(count=np.rint(filled))
        try:
            found = estimate(frame, noise_variance=noise)
        except (ValueError, ArithmeticError):
            # the least favourable values of what is withheld leave no estimate, so there is no honest upper limit
            high = np.inf
            continue
        models = found.alternatives
        # the noise widens the interval of the chosen model; its rivals are as uncertain, so theirs widen as much
        own = models.iloc[0]
        low = min(low, float(models["lower"].min()) * min(found.lower / own["lower"], 1))
        high = max(high, float(models["upper"].max()) * max(found.upper / own["upper"], 1))
        if len(set(corner)) <= 1:
            parts.append(models.assign(withheld_as=("most" if corner and corner[0] else "nobody") if corner else ""))
    if not parts:
        return _refused("no_model", listed, int(hidden.sum()), len(table), float(most.max()))
    answer = pd.concat(parts, ignore_index=True)
    answer.attrs = {
        "listed": listed,
        "refusal": "",
        "low": low,
        "high": high,
        "first_low": float(answer["total"].min()),
        "first_high": float(answer["total"].max()),
        "unclear": int((counts < 2 * error).sum()),
    }
    return answer


@cache
def published_estimates() -> pd.DataFrame:
    """One row a model of the published example (United Kingdom 2013), as `estimates`; the first is the published one.

    Shared between visitors: do not change it."""
    table = uk_2013()
    found = estimate(table, terms=list(PUBLISHED_MODEL))
    answer = found.alternatives.assign(withheld_as="")
    answer.attrs = {
        "listed": float(table["count"].sum()),
        "refusal": "",
        "low": float(answer["lower"].min()),
        "high": float(answer["upper"].max()),
        "first_low": float(answer["total"].min()),
        "first_high": float(answer["total"].max()),
        "unclear": 0,
    }
    return answer


def _refused(reason: str, listed: float, hidden: int, combinations: int, threshold: float) -> pd.DataFrame:
    columns = ["model", "chosen_by", "total", "lower", "upper", "bic", "weight", "withheld_as"]
    answer = pd.DataFrame(columns=columns)
    answer.attrs = {
        "listed": listed,
        "refusal": reason,
        "hidden": hidden,
        "combinations": combinations,
        "threshold": threshold,
    }
    return answer
