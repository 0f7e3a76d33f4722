"""The stops and legs of a journey, as codes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data_access.codes.of_release import NO_TRANSIT, UNKNOWN

# of the legs of a journey, so many at either end are counted before those between
SURE_LEGS = 2


def stops_between(
    events: pd.DataFrame, level: str, source: np.ndarray, destination: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last known place of transit of each case that is neither its source nor its destination."""
    transits = events.loc[(events["kind"] == "Transit") & (events[level] != UNKNOWN), ["case", level]]
    case, place = transits["case"].to_numpy(), transits[level].to_numpy()
    between = (place != source[case]) & (place != destination[case])
    first, last = (np.full(len(source), NO_TRANSIT, dtype=object) for _ in range(2))
    first[case[between][::-1]] = place[between][::-1]
    last[case[between]] = place[between]
    return first, last


def legs(events: pd.DataFrame) -> tuple[np.ndarray, Sequence[np.ndarray | pd.Series], np.ndarray]:
    """One entry a leg of a case's journey between two different known places, or within one for an internal journey:
    its case, the columns from_province, to_province and province_leg, and whether it is one of the first or last two.

    Steps in the same place follow each other without a leg. A journey whose steps are all in one country is
    `internal`; otherwise a leg is named by the roles of its two ends.
    """
    known = events[events["where"] != UNKNOWN]
    case, (where, kind, country) = (
        known["case"].to_numpy(),
        (known[name].array for name in ("where", "kind", "country")),
    )
    # steps that follow each other in one place are one stay; its role is that of its first or last step
    begins = np.ones(len(known), dtype=bool)
    begins[1:] = (case[1:] != case[:-1]) | (where[1:] != where[:-1])
    firsts = np.nonzero(begins)[0]
    lasts = np.append(firsts[1:], len(known)) - 1 if len(firsts) else firsts
    steps = lasts - firsts + 1
    is_source, is_destination = kind[firsts] == "Recruitment", kind[lasts] == "Exploitation"
    case, where, country = case[firsts], where[firsts], country[firsts]

    follows = np.zeros(len(firsts), dtype=bool)
    follows[1:] = case[1:] == case[:-1]
    here = np.arange(len(firsts))
    before, from_source = np.roll(here, 1), np.roll(is_source, 1)
    internal = ~np.isin(case, np.unique(case[follows & (country != country[before])]))
    # a journey that is one stay from recruitment to exploitation is kept as one loop
    loop = is_source & is_destination & (steps > 1) & ~np.isin(case, np.unique(case[follows]))
    chosen = follows | loop
    begin = np.where(loop, here, before)[chosen]
    roles = np.select(
        [internal, from_source & is_destination, from_source, is_destination],
        ["internal", "source_destination", "source_transit", "transit_destination"],
        default="transit_transit",
    )
    found = pd.DataFrame(
        {"case": case[chosen], "start": where[begin], "end": where[chosen], "role": pd.Categorical(roles[chosen])}
    ).drop_duplicates()
    position = found.groupby("case").cumcount()
    from_end = found.groupby("case").cumcount(ascending=False)
    ends = np.minimum(position.to_numpy(), from_end.to_numpy()) < SURE_LEGS
    return found["case"].to_numpy(), [found["start"], found["end"], found["role"]], ends
