"""Whether people were on the way back when identified, and where, whether children were alone, and who was smuggled: as
codes with one value a case."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.codes.of_release import AGE, UNKNOWN

_STATUS = {"PossibleVictimOfTrafficking": "presumed", "ActualVictimOfTrafficking": "found"}

Codes = NDArray[np.object_]


def returned(records: pd.DataFrame) -> Codes:
    """Return the code of RETURNED of each case. records: `return_kind` and `return_crossing`. Who came over a crossing
    has returned, by force or not."""

    def code(kind: str | None, crossing: str | None) -> str:
        return kind or (UNKNOWN if crossing is None else "NotStated")

    return _of_pairs(records["return_kind"], records["return_crossing"], code)


def crossing(records: pd.DataFrame) -> Codes:
    """Return the code of CROSSINGS of each case. records: `return_kind` and `return_crossing`."""

    def code(kind: str | None, crossing: str | None) -> str:
        if kind == "NotReturned":
            return "none"
        return crossing or (UNKNOWN if kind is None else "not_stated")

    return _of_pairs(records["return_kind"], records["return_crossing"], code)


def company(records: pd.DataFrame) -> Codes:
    """Return the code of COMPANY of each case. records: `is_unaccompanied` (1, 0, or -1 where not known) and
    `age_band`."""

    def code(alone: int, age: str) -> str:
        if AGE.get(age, "adult") == "adult":
            return "adult"
        return {1: "alone", 0: "not_alone"}.get(alone, UNKNOWN)

    return _of_pairs(records["is_unaccompanied"], records["age_band"], code)


def smuggled(records: pd.DataFrame) -> Codes:
    """Return the code of SMUGGLED of each case. records: `was_smuggled` (1, 0, or -1 where not known) and
    `trafficking_status`."""

    def code(was: int, status: str | None) -> str:
        known = _STATUS.get(status or "")
        return f"{known}_{'smuggled' if was else 'not'}" if known and was >= 0 else UNKNOWN

    return _of_pairs(records["was_smuggled"], records["trafficking_status"], code)


def _of_pairs(first: pd.Series, second: pd.Series, code: Callable[[Any, Any], str]) -> Codes:
    """The code of each pair of values, where None is missing; each pair is looked at once."""
    (firsts, names), (seconds, others) = pd.factorize(first), pd.factorize(second)
    pairs, place = np.unique(np.stack([firsts, seconds]), axis=1, return_inverse=True)
    codes = [code(names[a] if a >= 0 else None, others[b] if b >= 0 else None) for a, b in pairs.T]
    return np.array(codes, dtype=object)[place.ravel()] if codes else np.zeros(0, dtype=object)
