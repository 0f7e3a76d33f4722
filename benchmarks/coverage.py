"""How often do printed intervals hold what sources recorded?"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from data_access.release import Release
from data_access.workload import NO_TRANSIT, OTHER, Table, dimensions_of
from ui.words import margin

LEAST = 100
PLACES = ("province", "source", "exploitation", "chain_source")


def coverage(publications: Iterable[Release], recorded: Release, workload: Sequence[Table]) -> pd.DataFrame:
    """One row a measured table: `table`, `cells` of 100 people or more, `shown`, `covered` (by number ± margin, as
    pages print it) and `bias` (the mean of all differences, in standard errors).

    recorded: an exact release of the same cases, whose lists were not clipped. Cells into which a publication pools
    others are left out: countries among provinces, ways without a known stop, and all that is `other`.
    """
    measured = [axes for table in workload for axes in (table.axes, *(part for part, _ in table.parts))]
    questions = {"-".join(axes): tuple(name for axis in axes for name in dimensions_of(axis)) for axes in measured}
    truth = {name: _own(recorded.counts(by, {}), by) for name, by in questions.items()}
    sums: dict[str, np.ndarray] = {name: np.zeros(4) for name in questions}
    for release in publications:
        for name, by in questions.items():
            both = truth[name].join(release.counts(by, {}).set_index(list(by)), how="inner")
            both = both[both["recorded"] >= LEAST]
            shown = both[both["state"] == "count"]
            away = (shown["count"] - shown["recorded"]).to_numpy(dtype=float)
            error = shown["standard_error"].to_numpy()
            covered = np.abs(away) <= [margin(one) for one in error]
            sums[name] += [len(both), len(shown), covered.sum(), (away / np.maximum(error, 1)).sum()]
    rows = [(name, *map(int, found[:3]), found[3] / max(found[1], 1)) for name, found in sums.items()]
    return pd.DataFrame(rows, columns=["table", "cells", "shown", "covered", "bias"])


def _own(answer: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    kept = np.ones(len(answer), dtype=bool)
    for name in by:
        codes = answer[name].astype(str)
        if name != "sex":
            kept &= (codes != OTHER).to_numpy()
        if name in PLACES:
            kept &= (codes.str.len() > 2).to_numpy()
        if name in ("first_country", "first_transit"):
            kept &= (codes != NO_TRANSIT).to_numpy()
    return answer[kept].set_index(list(by))[["count"]].rename(columns={"count": "recorded"})
