"""Estimates of the hidden population: from a release, whose small overlaps are withheld, or from a published table."""

from itertools import product

import numpy as np
import pandas as pd
import streamlit as st

from analysis.hidden_population import estimate
from data_access.filters import Filters
from data_access.hotspot_questions import histories
from data_access.published_overlaps import PUBLISHED_MODEL, uk_2013
from data_access.release import Release

# Each withheld overlap doubles the number of tables to be fitted, and more than three leave nothing to say.
MOST_WITHHELD = 3


def estimates(release: Release, filters: Filters, lists: tuple[str, ...]) -> pd.DataFrame:
    """One row a model: what it says of the number of people on the lists and on none.

    Columns: `model`, `chosen_by`, `total`, `lower`, `upper` (95 %), `bic`, `weight` (see
    analysis.hidden_population.Estimate) and `withheld_as`: "" where nothing is withheld; otherwise each model is there
    twice, with the withheld overlaps as "nobody" and as "most" (the most people that may be withheld).
    attrs: `listed` (people on any of the lists), `refusal` (why there is no estimate: "", "withheld", "no_overlap",
    "empty_list", "no_model"), `low` and `high` (the widest of all intervals, over every combination of withheld
    overlaps; high may be infinite), `first_low` and `first_high` (of the totals of all models), `unclear` (overlaps
    that noise cannot tell from nobody). Raises NotPublished when the release does not say who is on which list.
    """
    table = histories(release, filters, lists)
    hidden = table["state"].eq("withheld").to_numpy()
    counts = table["count"].astype(float).fillna(0).to_numpy()
    most = table["threshold"].to_numpy()
    error = table["standard_error"].to_numpy()
    noise = float(np.mean(error**2)) or None
    listed = float(counts.sum())
    membership = table[list(lists)].to_numpy()
    if hidden.sum() > MOST_WITHHELD:
        return _refused("withheld", listed)
    if (counts @ membership == 0).any():
        return _refused("empty_list", listed)
    if not (counts + hidden)[membership.sum(axis=1) > 1].any():
        return _refused("no_overlap", listed)
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
        return _refused("no_model", listed)
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


@st.cache_resource(show_spinner=False)
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


def _refused(reason: str, listed: float) -> pd.DataFrame:
    columns = ["model", "chosen_by", "total", "lower", "upper", "bic", "weight", "withheld_as"]
    answer = pd.DataFrame(columns=columns)
    answer.attrs = {"listed": listed, "refusal": reason}
    return answer
