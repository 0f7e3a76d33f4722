"""The questions of the Recovery page: how far people came after they were identified, how long it took, and how they
were.

Filters.place is the province that people were taken from here when its place_role is "source", and the one where they
were identified when it is "province". Sums over codes are asked of the release as one sum, so that their standard
errors are exact. Each question is answered for groups that stand beside each other (`beside`): the column `who`; or,
where its name ends in `_by`, for the known codes of one dimension.

A step is one of STEPS: the dimension that holds the time from identification to it. What cannot have happened
yet (over 12 months, to people of the release's last year) has the state "not_yet" and is not withheld.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Literal, get_args

import numpy as np
import pandas as pd

from data_access.codes.of_release import OTHER, OUTCOMES, SERVICES, STAGES, TIME_BANDS, TIME_LIMITS, TIMES, UNKNOWN
from data_access.release.filters import Filters
from data_access.release.release import Release

Where = Mapping[str, frozenset[str]]
Step = Literal["referral_time", "service_time", "reunification_time"]
# what groups are told apart by
By = Literal["year", "country", "source", "province", "form", "sex", "identified_by"]
STEPS: tuple[Step, ...] = get_args(Step)
OPEN_BANDS = TIMES[len(TIME_BANDS) : 2 * len(TIME_BANDS)]
REUNIFIED = STAGES[STAGES.index("reunified_or_reintegrated") :]
FOLLOWED_UP = tuple(code for code in OUTCOMES if code != "NotFollowedUp")
BEGINS = dict(zip(TIME_BANDS, (0, *TIME_LIMITS), strict=True))  # days, of each band
# days since identification before which nobody is at a follow-up, which comes so long after the return
FOLLOW_UP_DAYS = {"followed_up_3_months": 91, "followed_up_6_months": 182, "followed_up_12_months": 365}
NUMBER = ("count", "standard_error", "state")
CHOICES = ("years", "country", "place", "sex", "age", "form")


def beside(filters: Filters) -> dict[str, Where]:
    """Return the groups to show beside each other: whom each of them is, by its code.

    "chosen": as the visitor chose. With a province: "whole_country" and "everywhere", the same people of the whole
    country and of everywhere, to fall back on where the province's numbers are withheld. Else, unless adults or one sex
    were chosen: "girls" and "boys".
    """
    chosen = filters.where()
    groups: dict[str, Where] = {"chosen": chosen}
    if filters.place:
        country = "source_country" if filters.place_role == "source" else "country"
        others = {dimension: codes for dimension, codes in chosen.items() if dimension != filters.place_role}
        groups["whole_country"] = {**others, country: frozenset({filters.place[:2]})}
        groups["everywhere"] = others
    elif not filters.sex and set(filters.age) <= {"child"}:
        for who, sex in (("girls", "female"), ("boys", "male")):
            groups[who] = {**chosen, "sex": frozenset({sex}), "age": frozenset({"child"})}
    return groups


def without_which(release: Release, filters: Filters, by: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return which choices must be taken back for counts by `by` to be published: the smallest sets, by their names.

    Empty when they are published as it is, and when nothing that is taken back would help.
    """
    made = [name for name in CHOICES if getattr(filters, name)]
    for size in range(len(made) + 1):
        able = [names for names in combinations(made, size) if release.covers(by, filters.without(*names))]
        if able:
            return [names for names in able if names]
    return []


def stages_reached(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group and step of of_release.STAGES: the people who came at least so far.

    Who is recorded at a later step counts as having passed the earlier ones. Columns: `who`, `stage`, `count`,
    `standard_error`, `state`, `shown_from` (people from which on a number is shown), and for shares of the identified
    `asked_error` and `rest_error` (see analysis.cohorts.add_shares).
    """

    def of_group(where: Where) -> pd.DataFrame:
        at_least = [_people(release, where, "stage", STAGES[step:]) for step in range(len(STAGES))]
        answer = pd.concat(at_least, ignore_index=True)
        answer.insert(0, "stage", STAGES)
        answer["shown_from"] = release.shown_from((), {**where, "stage": frozenset(STAGES)}, answer["standard_error"])
        answer = _not_yet(answer, release, where, answer["stage"].map(FOLLOW_UP_DAYS))
        answer["asked_error"] = answer["standard_error"].iloc[0]
        not_so_far = [_error(release, where, "stage", STAGES[:step]) for step in range(len(STAGES))]
        return answer.assign(rest_error=not_so_far)

    return _of_each_group(release, filters, ("stage",), of_group)


def waits(release: Release, filters: Filters, step: Step) -> pd.DataFrame:
    """One row a group and band of the time since identification: who waited for a step.

    Columns: `who`, `time` (the band), `limit` (days at its end, missing for the last), `count` (people who had not
    reached the step when the band began and were observed until then or longer), `standard_error`, `state`,
    `still_waiting` (those of them who did not reach it within the band either), `cell_error` (the standard error of
    one code of the step). People without a known time are in no row.
    """
    return _of_each_group(release, filters, (step,), lambda where: _waits(release, (), where, step))


def waits_by(release: Release, filters: Filters, by: By, step: Step) -> pd.DataFrame:
    """As `waits`, one row a known code of `by` and band: the code in `place` for a province, else in its own column."""
    return _known(release, _waits(release, (by,), _set_aside(filters, by).where(), step), by)


def reached(release: Release, filters: Filters, step: Step) -> pd.DataFrame:
    """One row a group: the people who reached a step, whenever.

    Columns: `who`, `step`, `count`, `standard_error`, `state`, `asked` (people identified whose time is known),
    `asked_error`, `rest_error`.
    """

    def of_group(where: Where) -> pd.DataFrame:
        answer = _people(release, where, step, TIME_BANDS)
        answer.insert(0, "step", step)
        return _of_whole(answer, release, where, step, TIMES[:-1], [OPEN_BANDS])

    return _of_each_group(release, filters, (step,), of_group)


def reached_by(release: Release, filters: Filters, by: By, step: Step) -> pd.DataFrame:
    """As `reached`, one row a known code of `by`: the code in `place` for a province, else in its own column."""
    answer = _parts_by(release, filters, by, step, TIME_BANDS, OPEN_BANDS)
    answer.insert(1, "step", step)
    return answer


def time_bands(release: Release, filters: Filters, step: Step) -> pd.DataFrame:
    """One row a group and band of the time since identification: the people who reached a step within it.

    Columns: `who`, `time`, `count`, `standard_error`, `state`, `asked` (people who reached the step, whenever),
    `asked_error`, `rest_error`.
    """

    def of_group(where: Where) -> pd.DataFrame:
        answer = pd.concat([_people(release, where, step, (band,)) for band in TIME_BANDS], ignore_index=True)
        answer.insert(0, "time", TIME_BANDS)
        answer = _not_yet(answer, release, where, answer["time"].map(BEGINS))
        others = [[other for other in TIME_BANDS if other != band] for band in TIME_BANDS]
        return _of_whole(answer, release, where, step, TIME_BANDS, others)

    return _of_each_group(release, filters, (step,), of_group)


def services(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group and service: the people who received it, in the order of of_release.SERVICES.

    Columns: `who`, `service`, `count`, `standard_error`, `state`, `asked` (people identified), `asked_error`,
    `rest_error`. A person is in a row for each service received, five at most.
    """

    def of_group(where: Where) -> pd.DataFrame:
        answer = release.counts(("service",), where).set_index("service").reindex(SERVICES).reset_index()
        answer["state"] = answer["state"].fillna(release.absent)
        answer["standard_error"] = answer["standard_error"].fillna(0.0)
        everyone = release.counts((), where).iloc[0]
        error = float(everyone["standard_error"])
        # the two are counted in different tables, so their noise is independent
        rest = (answer["standard_error"] ** 2 + error**2) ** 0.5
        answer["asked"] = pd.array([everyone["count"]] * len(answer), dtype="Int64")
        return answer[["service", *NUMBER, "asked"]].assign(asked_error=error, rest_error=rest)

    return _of_each_group(release, filters, ("service",), of_group)


def outcomes(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group and outcome at the last follow-up, of those who were followed up at all.

    Columns: `who`, `outcome`, `count`, `standard_error`, `state`, `asked` (people followed up), `asked_error`,
    `rest_error`.
    """

    def of_group(where: Where) -> pd.DataFrame:
        answer = pd.concat([_people(release, where, "outcome", (code,)) for code in FOLLOWED_UP], ignore_index=True)
        answer.insert(0, "outcome", FOLLOWED_UP)
        others = [[other for other in FOLLOWED_UP if other != code] for code in FOLLOWED_UP]
        return _of_whole(answer, release, where, "outcome", FOLLOWED_UP, others)

    return _of_each_group(release, filters, ("outcome",), of_group)


def reunified_by(release: Release, filters: Filters, by: By) -> pd.DataFrame:
    """One row a known code of `by`: the people who were reunited or reintegrated.

    by: year, country, source, province, form, sex or identified_by (the kind of organisation that identified them).
    Columns: the code (`place` for a province), `count`, `standard_error`, `state`, `asked` (people identified),
    `asked_error`, `rest_error`. Of a form, a person with two forms is in two rows. A form or province that was chosen
    is set aside where forms or such provinces are compared.
    """
    return _parts_by(release, filters, by, "stage", REUNIFIED, STAGES[: -len(REUNIFIED)])


def stages_by(release: Release, filters: Filters, by: By) -> pd.DataFrame:
    """One row a step after identification and known code of `by`: the people who came at least so far.

    Columns: as `reunified_by`, and `stage`.
    """
    parts = []
    for step in range(1, len(STAGES)):
        part = _parts_by(release, filters, by, "stage", STAGES[step:], STAGES[:step])
        part.insert(1, "stage", STAGES[step])
        parts.append(_not_yet(part, release, filters.where(), part["stage"].map(FOLLOW_UP_DAYS)))
    return pd.concat(parts, ignore_index=True)


def service_points(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a place that operators publish for their centres; filters are set aside.

    Columns: `body` (code of the operator), `title`, `place_text` (as published; missing where the place is not),
    `country`, `source_title`, `source_publisher`, `note`. Empty if the release has no such facts.
    """
    values, indicators = release.frame("indicator_value"), release.frame("indicator")
    columns = ["body", "title", "place_text", "country", "source_title", "source_publisher", "note"]
    if values.empty or indicators.empty:
        return pd.DataFrame(columns=columns)
    centres = indicators[indicators["unit"] == "centres"]
    rows = values.merge(centres[["code", "body", "title"]], left_on="indicator", right_on="code")
    rows = rows.assign(place_text=rows["place_text"].str.split("|")).explode("place_text", ignore_index=True)
    return rows[columns]


def _parts_by(
    release: Release, filters: Filters, by: By, dimension: str, some: Iterable[str], rest: Iterable[str]
) -> pd.DataFrame:
    """The people with some codes of a dimension, and those with these or the rest, for each known code of `by`."""
    where = _set_aside(filters, by).where()
    some, rest = frozenset(some), frozenset(rest)
    answer, everyone, others = (
        release.counts((by,), {**where, dimension: codes}) for codes in (some, some | rest, rest)
    )
    answer = answer[[by, *NUMBER]].assign(
        asked=everyone["count"], asked_error=everyone["standard_error"], rest_error=others["standard_error"]
    )
    return _known(release, answer, by)


def _set_aside(filters: Filters, by: By) -> Filters:
    return filters.without(*{"form": ["form"], filters.place_role: ["place"]}.get(by, []))


def _known(release: Release, answer: pd.DataFrame, by: By) -> pd.DataFrame:
    is_known = answer[by].isin(map(str, release.named_years)) if by == "year" else ~answer[by].isin((UNKNOWN, OTHER))
    answer = answer[is_known].reset_index(drop=True)
    return answer.rename(columns={"source": "place", "province": "place"})


def _waits(release: Release, by: tuple[str, ...], where: Where, step: Step) -> pd.DataFrame:
    cell = release.counts(by, {**where, step: frozenset(TIME_BANDS[:1])})["standard_error"]
    rows = []
    for band, code in enumerate(TIME_BANDS):
        later = frozenset((*TIME_BANDS[band + 1 :], *OPEN_BANDS[band:]))
        waiting = release.counts(by, {**where, step: later | {code}})[[*by, *NUMBER]]
        waiting.insert(len(by), "time", code)
        still = release.counts(by, {**where, step: later})["count"]
        rows.append(waiting.assign(still_waiting=still, cell_error=cell))
    answer = pd.concat(rows, ignore_index=True)
    limits = dict(zip(TIME_BANDS, TIME_LIMITS, strict=False))
    answer.insert(len(by) + 1, "limit", answer["time"].map(limits).astype("Int64"))
    return _not_yet(answer, release, where, answer["time"].map(BEGINS))


def _not_yet(answer: pd.DataFrame, release: Release, where: Where, days: pd.Series) -> pd.DataFrame:
    """An answer in which what is withheld, and comes only so many days after identification, has the state "not_yet"
    where nobody has been observed so long. days: missing where anything may have happened at once."""
    until = release.manifest.get("data_until")
    if not until:
        return answer
    years = release.years or (0, 0)
    first = min(map(int, where["year"]), default=years[0]) if "year" in where else years[0]
    firsts = answer["year"].astype(int) if "year" in answer else pd.Series(first, index=answer.index)
    observed = firsts.map(lambda year: (date.fromisoformat(str(until)) - date(max(year, 1), 1, 1)).days)
    is_too_early = answer["state"].eq("withheld") & (days.fillna(0) >= observed)
    return answer.assign(state=np.where(is_too_early, "not_yet", answer["state"]))


def _of_each_group(
    release: Release, filters: Filters, by: tuple[str, ...], of_group: Callable[[Where], pd.DataFrame]
) -> pd.DataFrame:
    parts = []
    for who, where in beside(filters).items():
        # what was chosen must be answered, or is refused; what stands beside it may be missing
        if who == "chosen" or release.covers(by, where):
            answer = of_group(where)
            answer.insert(0, "who", who)
            parts.append(answer)
    return pd.concat(parts, ignore_index=True)


def _people(release: Release, where: Where, dimension: str, codes: Iterable[str]) -> pd.DataFrame:
    wanted = {**where, dimension: frozenset(codes)}
    return release.counts((), wanted)[list(NUMBER)].copy()


def _error(release: Release, where: Where, dimension: str, codes: Iterable[str]) -> float:
    codes = tuple(codes)
    return float(_people(release, where, dimension, codes)["standard_error"].iloc[0]) if codes else float("nan")


def _of_whole(
    answer: pd.DataFrame,
    release: Release,
    where: Where,
    dimension: str,
    whole: Iterable[str],
    rests: Iterable[Iterable[str]],
) -> pd.DataFrame:
    everyone = _people(release, where, dimension, whole).iloc[0]
    answer["asked"] = pd.array([everyone["count"]] * len(answer), dtype="Int64")
    answer["asked_error"] = float(everyone["standard_error"])
    return answer.assign(rest_error=[_error(release, where, dimension, rest) for rest in rests])
