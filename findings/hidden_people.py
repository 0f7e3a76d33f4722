"""Estimates of the hidden population: from a release, whose small overlaps are withheld, or from a published table."""

from collections.abc import Hashable, Mapping
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.hidden_population import estimate
from analysis.list_models import read_terms
from analysis.list_table import ListTable
from analysis.withheld_overlaps import noise_spread, reach
from data_access.questions.areas import all_lists, histories
from data_access.questions.published_overlaps import PUBLISHED_MODEL, uk_2013
from data_access.release.filters import Filters
from data_access.release.release import Release

# by the number of lists: what can be searched for every number that withheld overlaps may hold, and leaves something
MOST_WITHHELD = {3: 2, 4: 1}
FEWEST_LISTS = 3
WIDEST = 100.0  # how many times its lower end the upper end of a range may be: a convention; beyond it nothing is said
CONFIDENT = float(norm.ppf(0.975))
COLUMNS = ["model", "chosen_by", "total_low", "total_high", "lower", "upper", "bic", "weight"]


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
                    "is_possible": is_withheld.sum() <= MOST_WITHHELD.get(size, 0)
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

    Columns: `model`, `chosen_by`, `total_low`, `total_high` (the estimate; two numbers where overlaps are withheld, for
    what those may hold), `lower`, `upper` (95 %, with the noise of the release, for every number of people that the
    withheld overlaps may hold; upper may be infinite), `bic`, `weight` (see analysis.hidden_population.Estimate;
    missing where overlaps are withheld, as they depend on what those hold, and then there is no average either).
    What all rows together cover is `whole_range`.
    attrs: `listed` (people on any of the lists), `hidden` (of all `combinations` of the lists, those withheld), `most`
    (people that one of them may hold: the threshold, and the noise above it), `refusal` (why there is no estimate: "",
    "withheld", "no_overlap", "empty_list", "no_model", "wide": the upper end of the range is more than WIDEST times its
    lower one, or there is none; "highest": that, where those on all lists are withheld), `low` (of a range that is too
    wide, its lower end), `has_gaps` (for some of what the withheld overlaps may hold no model has an estimate) and
    `unclear` (published overlaps that noise cannot tell from nobody).
    Raises NotPublished when the release does not say who is on which list.
    """
    table = histories(release, filters, lists)
    hidden = table["state"].eq("withheld").to_numpy()
    counts = table["count"].astype(float).fillna(0).to_numpy()
    error = table["standard_error"].to_numpy()
    most = most_withheld(table)
    membership = table[list(lists)].to_numpy()
    facts: dict[Hashable | None, Any] = {
        "listed": float(counts.sum()),
        "hidden": int(hidden.sum()),
        "combinations": len(table),
        "most": float(most[hidden].max()) if hidden.any() else 0.0,
        "unclear": int((~hidden & (counts < 2 * error)).sum()),
        "has_gaps": False,
        "refusal": "",
    }
    if hidden.sum() > MOST_WITHHELD.get(len(lists), 0):
        return _refused("withheld", facts)
    if (counts @ membership == 0).any():
        return _refused("empty_list", facts)
    if not (counts + hidden)[membership.sum(axis=1) > 1].any():
        return _refused("no_overlap", facts)
    frame = table[list(lists)].assign(count=np.rint(np.where(hidden, np.nan, counts)))
    noise = float(np.mean(error**2))
    if hidden.any():
        models = reach(frame, most, noise_variance=noise)
        facts["has_gaps"] = models.attrs["has_gaps"]
        models = models.assign(chosen_by="BIC may be close to the minimum", bic=np.nan, weight=np.nan)
        models.loc[models["model"] == "main effects", "chosen_by"] = "main effects"
    else:
        models = _of_one_table(frame, noise)
    if models.empty:
        return _refused("no_model", facts)
    models = models[COLUMNS]
    models.attrs = facts
    low, high = whole_range(models)
    if high > WIDEST * low:
        facts["low"] = low
        return _refused("highest" if hidden[membership.all(axis=1)].any() else "wide", facts)
    return models


def most_withheld(table: pd.DataFrame) -> np.ndarray:
    """The most people that a combination of lists may hold where it is withheld: one less than are shown from, and as
    many more as noise hides. table: see data_access.questions.areas.histories."""
    most: np.ndarray = np.ceil(table["threshold"].to_numpy(dtype=float)) - 1
    return most + np.ceil(CONFIDENT * table["standard_error"].to_numpy(dtype=float))


def whole_range(models: pd.DataFrame) -> tuple[float, float]:
    """The least and the most people that any model allows: the one range of headline, chart and table.

    models: see `estimates`, without a refusal. The least is never less than those listed; the most may be infinite.
    """
    return max(float(models["lower"].min()), models.attrs["listed"]), np.inf if models.attrs["has_gaps"] else float(
        models["upper"].max()
    )


def _of_one_table(frame: pd.DataFrame, noise: float) -> pd.DataFrame:
    """The models of a table without gaps, each interval widened by the noise of the release."""
    try:
        found = estimate(frame)
    except (ValueError, ArithmeticError):
        return pd.DataFrame(columns=COLUMNS)
    models = _as_range(found.alternatives)
    if not noise:
        return models
    table = ListTable.read(frame)
    spread = models["model"].map(lambda model: _spread(table, model, noise)).astype(float)
    wider = np.exp(spread.fillna(spread.max()))  # the average is as uncertain as the models in it
    models["lower"] = table.listed + (models["lower"] - table.listed) / wider
    models["upper"] = table.listed + (models["upper"] - table.listed) * wider
    return models


def _spread(table: ListTable, model: str, noise: float) -> float | None:
    """How far the noise moves what a model says, which is named as in a table of models; None for the average."""
    if model == "average":
        return None
    fit = table.fit(read_terms("main" if model == "main effects" else model.split(", "), table.names))
    return noise_spread(fit, noise, np.ones(len(table.counts), dtype=bool)) if fit else None


def _as_range(alternatives: pd.DataFrame) -> pd.DataFrame:
    return alternatives.rename(columns={"total": "total_low"}).assign(total_high=alternatives["total"])[COLUMNS]


@cache
def published_estimates() -> pd.DataFrame:
    """One row a model of the published example (United Kingdom 2013), as `estimates`; the first is the published one.

    Shared between visitors: do not change it."""
    table = uk_2013()
    answer = _as_range(estimate(table, terms=list(PUBLISHED_MODEL)).alternatives)
    answer.attrs = {
        "listed": float(table["count"].sum()),
        "refusal": "",
        "hidden": 0,
        "has_gaps": False,
        "unclear": 0,
    }
    return answer


def _refused(reason: str, facts: Mapping[Hashable | None, Any]) -> pd.DataFrame:
    answer = pd.DataFrame(columns=COLUMNS)
    answer.attrs = {**facts, "refusal": reason}
    return answer
