"""What the methods page asks of a release: not about people, but about how exact its numbers are."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from data_access.release.filters import Filters
from data_access.release.release import Release, is_uncertain


def accuracy(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a published table, in the order of the workload; filters are not used.

    Columns: `table`, `question` (what it serves, in English), `cells`, `standard_error` (people, of one cell),
    `shown_from` (the smallest count that is shown), `uncertain_share` (share of the shown cells that noise alone may
    have made), `withheld_share` (share of cells that are not shown).
    """
    rows = []
    for table in release.manifest["tables"]:
        by = tuple(dimension for axis in table["axes"] for dimension in release.manifest["axes"][axis]["dimensions"])
        answer = release.counts(by, {})
        shown = answer[answer["state"] == "count"]
        uncertain = is_uncertain(shown["count"].astype(float), shown["standard_error"])
        error = float(answer["standard_error"].median())
        rows.append(
            {
                "table": table["name"],
                "question": table["question"],
                "cells": len(answer),
                "standard_error": error,
                "shown_from": int(np.ceil(release.shown_from(by, {}, error))),
                "uncertain_share": float(uncertain.mean()) if len(uncertain) else 0.0,
                "withheld_share": float((answer["state"] == "withheld").mean()),
            }
        )
    return pd.DataFrame(rows)


def guessed_right(rho: float, cases: int = 1) -> float:
    """Return how often, at most, somebody guesses right whether a person of so many cases is in the data, who knows
    everybody else and uses every number that cost `rho` together; one half is chance.

    The distance of two Gaussians: one case moves all measurements together by at most sqrt(2 rho) standard deviations,
    k cases by k times as much, and the best guess between two normal distributions so far apart is right with
    probability Phi(distance / 2) (Dong, Roth and Su 2022, Gaussian differential privacy).
    """
    return float(norm.cdf(cases * np.sqrt(2 * rho) / 2))


def noise_around(count: int, standard_error: float, shown_from: int) -> pd.DataFrame:
    """One row a number that may be published where `count` people are: `published`, `chance`, `shown`.

    The sum of many independent discrete Gaussian variables, as in a published cell, is taken as a discrete Gaussian
    of the same variance. Without noise the one row is the count itself.
    """
    if standard_error <= 0:
        return pd.DataFrame({"published": [count], "chance": [1.0], "shown": [count >= shown_from]})
    reach = int(np.ceil(4 * standard_error))
    published = np.arange(count - reach, count + reach + 1)
    weight = np.exp(-((published - count) ** 2) / (2 * standard_error**2))
    return pd.DataFrame({"published": published, "chance": weight / weight.sum(), "shown": published >= shown_from})
