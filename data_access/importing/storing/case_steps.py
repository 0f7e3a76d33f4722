"""Put the steps that a file gives for a case beside those that are known of it.

A step of the file is one of the steps that are there when, in this order,

1. all that the file says of it stands there already;
2. it is of the same kind and began on the same day (services: not with another provider), or one of the two has no
   beginning and they contradict each other in nothing;
3. events only: the file gives its position, and a step stands there;
4. events only: it is of the same kind, and either a recruitment, or one of as many steps as are there or more: the
   file gives the whole journey again.

Cells that are filled then replace what was known; empty ones change nothing. Any other step is added. No step is
removed.
"""

import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

COLUMNS = {
    "events": ("kind", "country", "province", "place", "start_date", "end_date", "basis"),
    "services": ("service", "provider", "country", "province", "start_date", "end_date", "outcome"),
    "justice": ("step", "country", "start_date", "end_date", "outcome"),
}
RANK = {"Recruitment": 0, "Transit": 1, "Exploitation": 2}
PLACE = ("country", "province", "place")
DEVELOPS = {"end_date", "outcome", "basis"}  # what becomes another in the course of the same step


@dataclass(slots=True)
class Step:
    """One step: its values by column, the columns that the file clears, its position in the file (0: not given), and
    whether the case can have only one of its kind (a referral date of the cases sheet)."""

    values: dict[str, Any]
    cleared: frozenset[str] = frozenset()
    position: int = 0
    is_only_one: bool = False


@dataclass
class MergedSteps:
    """`steps`: as they become, in order. `lost`: values that no longer stand there, by column. `is_sound`: false when
    a step would end before it begins, or the journey would not be in order."""

    steps: list[dict[str, Any]]
    lost: Counter[str] = field(default_factory=Counter)
    is_sound: bool = True


def merge_steps(name: str, said: Sequence[Step], there: list[dict[str, Any]], *, fills_gaps: bool) -> MergedSteps:
    """Return the steps of one case: those of a file of `name` (a key of COLUMNS) put beside those that are there.

    fills_gaps: what is known of a step stays, whatever the file says.
    """
    merged = MergedSteps([dict(step) for step in there])
    free = list(range(len(there)))
    left = list(said)
    kind = COLUMNS[name][0]

    def pair(is_same: Callable[[Step, int], bool]) -> None:
        unmatched = []
        for step in left:
            place = next((place for place in free if is_same(step, place)), None)
            if place is None:
                unmatched.append(step)
            else:
                free.remove(place)
                _write_over(merged, place, step, fills_gaps)
        left[:] = unmatched

    pair(lambda step, place: not step.cleared and step.values == there[place])
    pair(lambda step, place: not step.cleared and _says_nothing_new(step.values, there[place]))
    pair(lambda step, place: _is_same(kind, step, there[place]))
    if name == "events":
        pair(lambda step, place: step.position == place + 1)
        kinds = set(RANK) if len(said) >= len(there) else {"Recruitment"}
        pair(lambda step, place: step.values[kind] == there[place][kind] and step.values[kind] in kinds)
    added = [step for step in left if not step.cleared or any(step.values[column] for column in COLUMNS[name][1:])]
    _put_in_order(name, merged, added)
    merged.is_sound = _is_sound(name, merged.steps)
    return merged


def _says_nothing_new(said: dict[str, Any], there: dict[str, Any]) -> bool:
    return all(value is None or value == there[column] for column, value in said.items())


def _is_same(kind: str, step: Step, there: dict[str, Any]) -> bool:
    said = step.values
    if said[kind] != there[kind]:
        return False
    if step.is_only_one:
        return True
    if said["start_date"] is not None and there["start_date"] is not None:
        return bool(said["start_date"] == there["start_date"]) and not _contradict(said, there, ["provider"])
    return not _contradict(said, there, [column for column in said if column not in DEVELOPS])


def _contradict(said: dict[str, Any], there: dict[str, Any], columns: Sequence[str]) -> bool:
    return any(None not in (said.get(name), there.get(name)) and said[name] != there[name] for name in columns)


def _write_over(merged: MergedSteps, place: int, step: Step, fills_gaps: bool) -> None:
    known = merged.steps[place]
    before = dict(known)
    stays = {column for column in known if fills_gaps and known[column] is not None}
    if stays and _contradict(step.values, known, PLACE):
        stays.update(PLACE)  # a town of another country fills no gap
    for column, value in step.values.items():
        if value is not None and column not in stays:
            known[column] = value
        elif column in step.cleared and not fills_gaps:
            known[column] = None
    # a place lies in a province and that in a country: a new one takes what lies in the old one along
    if known["country"] != before["country"] and str(known.get("province"))[:2] != known["country"]:
        known.update({name: None for name in ("province", "place") if known.get(name)})
    if (
        known.get("place") == before.get("place")
        and known.get("province") != before.get("province")
        and "place" in known
    ):
        known["place"] = None
    for column, value in before.items():
        if value is not None and known[column] != value:
            merged.lost[column] += 1


def _put_in_order(name: str, merged: MergedSteps, added: Sequence[Step]) -> None:
    if name != "events":
        merged.steps += [step.values for step in added]
        if added or merged.lost["start_date"]:
            merged.steps.sort(key=lambda step: step["start_date"] or "9999")
        return
    for step in added:
        merged.steps.insert(_place_in_journey(step, merged.steps), step.values)


def _place_in_journey(step: Step, journey: list[dict[str, Any]]) -> int:
    """Where a further step of a journey stands: where the file says, or else by its date, or else by its kind."""
    kind, start = step.values["kind"], step.values["start_date"]
    if step.position:
        return step.position - 1
    if kind == "Recruitment":
        return sum(other["kind"] == "Recruitment" for other in journey)
    begun = [number for number, other in enumerate(journey, 1) if other["start_date"]]
    if start and begun:
        earlier = bisect.bisect_right([journey[number - 1]["start_date"] for number in begun], start)
        return begun[earlier - 1] if earlier else begun[0] - 1
    last = len(journey)
    if kind == "Transit":
        while last and journey[last - 1]["kind"] == "Exploitation":
            last -= 1
    return last


def _is_sound(name: str, steps: list[dict[str, Any]]) -> bool:
    latest, rank = "", 0
    for step in steps:
        start, end = step["start_date"], step["end_date"]
        if start and end and end < start:
            return False
        if name == "events":
            last = start or end
            # a recruitment comes first, and no step is over before an earlier one began
            if (last and last < latest) or (RANK[step["kind"]] == 0 and rank > 0):
                return False
            latest, rank = max(latest, start or ""), max(rank, RANK[step["kind"]])
    return True
