"""What changed between two releases: only what exceeds the noise of both."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm
from sqlalchemy import Engine

from data_access.release.release import Release
from data_access.release.release_database import list_releases

BY = ("year", "country")
# the chance that anything is said to have changed where nothing did, over all numbers that are compared
FALSE_ALARM = 0.05


def revised(before: Release, after: Release, by: tuple[str, ...] = BY) -> pd.DataFrame:
    """One row a combination of the codes of `by` whose number in both releases differs by more than their noise.

    Columns: those of `by`; `before` and `after` (people); `difference`; `standard_error` (of the difference). Two
    releases have independent noise, so almost every number differs; where one of them is withheld nothing is known.
    """
    answers = []
    for release in (before, after):
        answer = release.counts(by, {})
        answers.append(answer[answer["state"] == "count"].drop(columns="state"))
    both = answers[0].merge(answers[1], on=list(by), suffixes=("_before", "_after"))
    difference = both["count_after"].astype(int) - both["count_before"].astype(int)
    error = np.hypot(both["standard_error_before"], both["standard_error_after"])
    least = norm.isf(FALSE_ALARM / 2 / max(len(both), 1)) * error
    frame = both[list(by)].assign(
        before=both["count_before"], after=both["count_after"], difference=difference, standard_error=error
    )
    exceeds: pd.DataFrame = frame[difference.abs() > least].reset_index(drop=True)
    return exceeds


def added_since(before: Release, after: Release) -> pd.DataFrame:
    """One row a year that both releases have: what came in after the first of them, registered late or corrected.

    Columns: `year`; `before` and `after` (people, missing where withheld); `difference` and its `standard_error`,
    by the noise of both; `is_told` (does it exceed that noise, over all years together?).
    """
    answers = [release.counts(("year",), {}).set_index("year") for release in (before, after)]
    years = [str(year) for year in range(*_span(before)) if all(str(year) in answer.index for answer in answers)]
    old, new = (answer.loc[years] for answer in answers)
    counts = [one["count"].astype(float).where(one["state"] != "withheld") for one in (old, new)]
    frame = pd.DataFrame({"year": [int(year) for year in years], "before": list(counts[0]), "after": list(counts[1])})
    frame["difference"] = frame["after"] - frame["before"]
    frame["standard_error"] = np.hypot(old["standard_error"].to_numpy(float), new["standard_error"].to_numpy(float))
    least = norm.isf(FALSE_ALARM / 2 / max(len(frame), 1)) * frame["standard_error"]
    return frame.assign(is_told=frame["difference"].abs() > least)


def _span(release: Release) -> tuple[int, int]:
    first, last = release.years or (1, 0)
    return first, last + 1


def changes_since_the_one_before(engine: Engine, release_id: int) -> dict[str, Any]:
    """Return compared_with (the id of the newest earlier release that was not retracted, or None), changed (rows of
    `revised`) and retracted (the sentence, or None)."""
    listed = list_releases(engine)
    retracted = next((entry["retracted"] for entry in listed if entry["id"] == release_id), None)
    earlier = [entry["id"] for entry in listed if entry["id"] < release_id and not entry["retracted"]]
    if not earlier:
        return {"retracted": retracted, "compared_with": None, "changed": []}
    changed = revised(Release(engine, earlier[0]), Release(engine, release_id))
    return {"retracted": retracted, "compared_with": earlier[0], "changed": changed.to_dict("records")}
