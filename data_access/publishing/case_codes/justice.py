"""How far the law came in a case, as codes with one value a case.

A case may have several proceedings. It is counted by the one that came furthest: so the steps of a funnel, each of
those who came at least so far, can only narrow, and one case moves one cell, which needs far less noise than one cell
for every step would.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.codes.of_release import (
    INSPECTIONS,
    JUDGEMENT_BANDS,
    JUDGEMENT_LIMITS,
    PROCEEDINGS,
    UNKNOWN,
)

_PROCEEDINGS = {"Investigation": "investigation", "Prosecution": "prosecution", "Conviction": "convicted"}
_STATES = {"Ongoing": "_ongoing", "Closed": "_closed"}
_JUDGEMENTS = {"Convicted": "convicted", "Acquitted": "acquitted"}
_FINDINGS = {"ViolationFound": "violation", "NoViolation": "no_violation"}


def proceedings(steps: pd.DataFrame, cases: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the code of PROCEEDINGS of each case, and the place where what it says happened, or unknown.

    steps: rows with `case`, `step`, `outcome` and `where`. A judgement is what an outcome says, whatever the step; a
    conviction of which no outcome is written is one, and one that is ongoing is none yet.
    """
    number = {code: place for place, code in enumerate(PROCEEDINGS)}
    codes = [_proceeding(step, outcome) for step, outcome in _pairs(steps)]
    reached = np.array([number[code] for code in codes], dtype=np.int64)
    furthest = np.zeros(cases, dtype=np.int64)
    case = steps["case"].to_numpy()
    np.maximum.at(furthest, case, reached)
    where = np.full(cases, UNKNOWN, dtype=object)
    decides = (reached == furthest[case]) & (reached > 0)
    # of several the first
    where[case[decides][::-1]] = steps["where"].to_numpy(dtype=object)[decides][::-1]
    return np.array(PROCEEDINGS, dtype=object)[furthest], where


def _proceeding(step: str, outcome: str | None) -> str:
    if step not in _PROCEEDINGS:
        return "none"
    code = "prosecution" if (step, outcome) == ("Conviction", "Ongoing") else _PROCEEDINGS[step]
    return _JUDGEMENTS.get(outcome or "") or code + (_STATES.get(outcome or "", "") if code != "convicted" else "")


def time_to_judgement(steps: pd.DataFrame, reached: NDArray[np.object_], until: date) -> NDArray[np.object_]:
    """Return the code of JUDGEMENT_TIMES of each case: how long it took from its first investigation to a judgement.

    steps: also `start_date` and `end_date`. reached: the code of PROCEEDINGS of each case. A judgement is dated by its
    own step, or by the end of what ended in it. Who was never judged is open until the day `until`, also where the
    proceedings were closed: else those who wait longest would be left out, and all seem quick.
    """
    pairs = _pairs(steps)
    judged = np.array([_proceeding(*pair) in ("convicted", "acquitted") for pair in pairs], dtype=bool)
    begun = np.array([step == "Investigation" for step, _ in pairs], dtype=bool)
    own = np.array([step == "Conviction" for step, _ in pairs], dtype=bool)
    start, end = (steps[name].to_numpy(dtype="datetime64[D]") for name in ("start_date", "end_date"))
    begin = _first(steps, start, begun, len(reached))
    judgement = _first(steps, np.where(own & ~np.isnat(start), start, end), judged, len(reached))
    is_judged = np.isin(reached, ("convicted", "acquitted"))
    days = (np.where(is_judged, judgement, np.datetime64(until)) - begin) / np.timedelta64(1, "D")
    band = np.searchsorted(JUDGEMENT_LIMITS, np.nan_to_num(days, nan=0.0), side="left")
    open_bands = np.array([f"open_{name}" for name in JUDGEMENT_BANDS], dtype=object)
    codes = np.where(is_judged, np.array(JUDGEMENT_BANDS, dtype=object)[band], open_bands[band])
    codes[np.isnan(days) | (days < 0)] = UNKNOWN
    codes[reached == "none"] = "none"
    return codes


def _first(
    steps: pd.DataFrame, days: NDArray[np.datetime64], chosen: NDArray[np.bool_], cases: int
) -> NDArray[np.datetime64]:
    """The earliest known day of the chosen steps of each case."""
    found = np.full(cases, np.iinfo(np.int64).max)
    known = chosen & ~np.isnat(days)
    np.minimum.at(found, steps["case"].to_numpy()[known], days[known].astype(np.int64))
    return np.where(found == np.iinfo(np.int64).max, np.datetime64("NaT", "D"), found.astype("datetime64[D]"))


def inspections(steps: pd.DataFrame, reached: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the code of INSPECTIONS of each case. reached: its code of PROCEEDINGS: where one is known, a violation
    that was found was investigated too."""
    number = {code: place for place, code in enumerate(INSPECTIONS)}
    found = [
        number[_FINDINGS.get(outcome or "", "not_stated") if step == "LabourInspection" else "none"]
        for step, outcome in _pairs(steps)
    ]
    most = np.zeros(len(reached), dtype=np.int64)
    np.maximum.at(most, steps["case"].to_numpy(), np.array(found, dtype=np.int64))
    handed_on = (most == number["violation"]) & (reached != "none")
    return np.array(INSPECTIONS, dtype=object)[np.where(handed_on, number["violation_investigated"], most)]


def _pairs(steps: pd.DataFrame) -> list[tuple[str, str | None]]:
    return list(zip(steps["step"].array, steps["outcome"].array, strict=True))
