"""Put the steps that a file gives for a case beside those that are known of it.

A step of the file is one of the steps that are there when, in this order,

1. all that the file says of it stands there already;
2. it is of the same kind and began on the same day (services: not with another provider, or kind of provider where
   one of the two names none);
3. it is of the same kind, one of the two has no beginning, and they contradict each other in nothing;
4. events only: the file gives its position, a step of the same kind stands there, and their beginnings do not
   contradict each other (of two records of one person, also where both are a recruitment);
5. it is a referral date of the cases sheet, and what stands there is one.

Cells that are filled then replace what was known; empty ones change nothing. Any other step is added: another kind,
another day or, where nobody knows the day, another place is another step. No step is removed.
"""

import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from data_access.importing.kinds import StepKind

COLUMNS: dict[StepKind, tuple[str, ...]] = {
    "events": ("kind", "country", "province", "place", "start_date", "end_date", "basis"),
    "services": ("service", "provider", "provider_kind", "country", "province", "start_date", "end_date", "outcome"),
    "justice": ("step", "country", "province", "start_date", "end_date", "outcome"),
}
RANK = {"Recruitment": 0, "Transit": 1, "Exploitation": 2}
PLACE = ("country", "province", "place")
PROVIDER = ("provider", "provider_kind")
DEVELOPS = {"outcome", "basis"}  # what becomes another in the course of the same step
Problem = Literal["not in order", "several", "several that day"]
PROBLEMS: tuple[Problem, Problem, Problem] = get_args(Problem)
NOT_IN_ORDER, SEVERAL, SEVERAL_THAT_DAY = PROBLEMS


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
    """`steps`: as they become, in order. `lost`: values that no longer stand there, by column. `assumed`: how many
    steps of the file count as one that is there though no beginning says so. `pairs`: the steps that are there, by
    position, and those of the file that count as one of them. `removed` and `corrected`: how many steps are deleted,
    and how many of the others become another, where a file has all of them. `problem`: NOT_IN_ORDER when a step would
    end before it begins, or the journey would not be in order; SEVERAL when a step of the file may be one or another of
    those that are there, SEVERAL_THAT_DAY when its beginning is known all the same."""

    steps: list[dict[str, Any]]
    lost: Counter[str] = field(default_factory=Counter)
    assumed: int = 0
    pairs: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    removed: int = 0
    corrected: int = 0
    problem: Problem | None = None


def merge_steps(name: StepKind, said: Sequence[Step], there: list[dict[str, Any]], *, fills_gaps: bool) -> MergedSteps:
    """Return the steps of one case: those of a file of `name` (a key of COLUMNS) put beside those that are there.

    fills_gaps: what is known of a step stays, whatever the file says.
    """
    merged = MergedSteps([dict(step) for step in there])
    free = list(range(len(there)))
    left = list(said)

    def pair(is_same: Callable[[Step, int], bool], *, several: Problem | None = None) -> None:
        unmatched = []
        for step in left:
            places = [place for place in free if is_same(step, place)]
            if several == SEVERAL_THAT_DAY:
                # what stands at the position, or contradicts nothing, is meant before what only begins alike
                lasting = [column for column in COLUMNS[name] if column not in {*DEVELOPS, *PROVIDER}]
                places = [place for place in places if step.position == place + 1] or places
                places = [place for place in places if not _contradict(step.values, there[place], lasting)] or places
            if several and not fills_gaps and any(there[place] != there[places[0]] for place in places):
                merged.problem = several
            if not places:
                unmatched.append(step)
                continue
            free.remove(places[0])
            merged.pairs.append((places[0], step.values))
            merged.assumed += _is_assumed(step.values, there[places[0]])
            _write_over(merged, places[0], step, fills_gaps)
        left[:] = unmatched

    pair(lambda step, place: not step.cleared and step.values == there[place])
    pair(lambda step, place: not step.cleared and _says_nothing_new(step.values, there[place]))
    pair(lambda step, place: _began_the_same_day(name, step.values, there[place]), several=SEVERAL_THAT_DAY)
    pair(lambda step, place: _may_be_same(name, step.values, there[place]), several=SEVERAL)
    if name == "events":

        def is_meant(step: Step, place: int) -> bool:
            # two records of one person tell of one recruitment, and the first is right
            is_named = step.position == place + 1 or (fills_gaps and step.values["kind"] == "Recruitment")
            same_kind = step.values["kind"] == there[place]["kind"]
            return is_named and same_kind and not _contradict(step.values, there[place], ["start_date"])

        pair(is_meant)
    if name == "services":
        pair(lambda step, place: step.is_only_one and _is_referral_date(step.values, there[place]))
    added = [step for step in left if not step.cleared or any(step.values[column] for column in COLUMNS[name][1:])]
    _put_in_order(name, merged, added)
    if not _is_sound(name, merged.steps):
        merged.problem = NOT_IN_ORDER
    return merged


def replace_steps(name: StepKind, said: Sequence[Step], there: list[dict[str, Any]]) -> MergedSteps:
    """Return the steps of one case of which a file has all: those of the file. What of them was there already in
    another form is corrected and not deleted."""
    pairs = merge_steps(name, said, there, fills_gaps=False).pairs
    replaced = MergedSteps([step.values for step in said], removed=len(there) - len(pairs))
    for place, values in pairs:
        replaced.corrected += values != there[place]
        replaced.lost.update(
            column for column, value in there[place].items() if value is not None and value != values[column]
        )
    return replaced


def _says_nothing_new(said: dict[str, Any], there: dict[str, Any]) -> bool:
    return all(value is None or value == there[column] for column, value in said.items())


def _is_same_kind(name: StepKind, said: dict[str, Any], there: dict[str, Any]) -> bool:
    column = COLUMNS[name][0]
    return bool(said[column] == there[column])


def _began_the_same_day(name: StepKind, said: dict[str, Any], there: dict[str, Any]) -> bool:
    same_day = said["start_date"] is not None and said["start_date"] == there["start_date"]
    return same_day and _is_same_kind(name, said, there) and not _is_another_provider(said, there)


def _is_another_provider(said: dict[str, Any], there: dict[str, Any]) -> bool:
    """Whether both name a provider and not the same; where one of them names none, their kinds tell."""
    names = said.get("provider"), there.get("provider")
    return names[0] != names[1] if all(names) else _contradict(said, there, ["provider_kind"])


def _may_be_same(name: StepKind, said: dict[str, Any], there: dict[str, Any]) -> bool:
    """Whether they contradict each other in nothing, one of them having no beginning."""
    if said["start_date"] is not None and there["start_date"] is not None:
        return False
    lasting = [column for column in said if column not in {*DEVELOPS, *PROVIDER}]
    if _contradict(said, there, lasting) or _is_another_provider(said, there):
        return False
    start, end = (said[column] or there[column] for column in ("start_date", "end_date"))
    return _is_same_kind(name, said, there) and not (start and end and end < start)


def _is_referral_date(said: dict[str, Any], there: dict[str, Any]) -> bool:
    """Whether what is there is no more than a referral date, as the cases sheet gives it."""
    return {name for name, value in there.items() if value is not None} == {"service", "start_date"} and (
        said["service"] == there["service"]
    )


def _is_assumed(said: dict[str, Any], there: dict[str, Any]) -> bool:
    """Whether no beginning says that the two are one."""
    return said["start_date"] is None or there["start_date"] is None


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
    if before.get("provider") and not known["provider"] and not step.values["provider_kind"]:
        known["provider_kind"] = None  # it was the kind of the one that is cleared
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


def _put_in_order(name: StepKind, merged: MergedSteps, added: Sequence[Step]) -> None:
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


def _is_sound(name: StepKind, steps: list[dict[str, Any]]) -> bool:
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
