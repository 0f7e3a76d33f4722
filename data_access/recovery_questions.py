"""The questions of the Recovery page: how far people came after they were identified, how long it took, and how they
were.

Filters.place is the province that people were taken from here when its place_role is "source". Sums over codes are
asked of the release as one sum, so that their standard errors are exact. Each question is answered for groups that
stand beside each other (`beside`): the column `who`.
"""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from data_access.filters import Filters
from data_access.recovery_coding import OUTCOMES, SERVICES, STAGES, TIME_BANDS, TIME_LIMITS, TIMES
from data_access.release import Release
from data_access.workload import OTHER, UNKNOWN

Where = Mapping[str, frozenset[str]]
OPEN_BANDS = TIMES[len(TIME_BANDS) : 2 * len(TIME_BANDS)]
REUNIFIED = STAGES[STAGES.index("reunified_or_reintegrated") :]
FOLLOWED_UP = tuple(code for code in OUTCOMES if code != "NotFollowedUp")
NUMBER = ("count", "standard_error", "state")


def beside(filters: Filters) -> dict[str, Where]:
    """Return the groups to show beside each other: whom each of them is, by its code.

    "chosen": as the visitor chose. With a province of origin: "origin_country" and "everywhere", the same people from
    the whole country and from everywhere, to fall back on where the province's numbers are withheld. Else, unless
    adults or one sex were chosen: "girls" and "boys".
    """
    chosen = filters.where()
    groups: dict[str, Where] = {"chosen": chosen}
    if filters.place and filters.place_role == "source":
        others = {dimension: codes for dimension, codes in chosen.items() if dimension != "source"}
        groups["origin_country"] = {**others, "source_country": frozenset({filters.place[:2]})}
        groups["everywhere"] = others
    elif not filters.sex and set(filters.age) <= {"child"}:
        for who, sex in (("girls", "female"), ("boys", "male")):
            groups[who] = {**chosen, "sex": frozenset({sex}), "age": frozenset({"child"})}
    return groups


def stages_reached(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group and step of recovery_coding.STAGES: the people who came at least so far.

    Who is recorded at a later step counts as having passed the earlier ones. Columns: `who`, `stage`, `count`,
    `standard_error`, `state`, and for shares of the identified `asked_error` and `rest_error` (see
    analysis.cohorts.add_shares).
    """

    def of_group(where: Where) -> pd.DataFrame:
        at_least = [_people(release, where, "stage", STAGES[step:]) for step in range(len(STAGES))]
        answer = pd.concat(at_least, ignore_index=True)
        answer.insert(0, "stage", STAGES)
        answer["asked_error"] = answer["standard_error"].iloc[0]
        not_so_far = [_error(release, where, "stage", STAGES[:step]) for step in range(len(STAGES))]
        return answer.assign(rest_error=not_so_far)

    return _of_each_group(release, filters, ("stage",), of_group)


def waits(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group and band of the time since identification: who waited for the return to the family.

    Columns: `who`, `reunification_time`, `limit` (days at the end of the band, missing for the last), `count` (people
    who were not reunited when the band began and were observed until then or longer), `standard_error`, `state`,
    `still_waiting` (those of them who were not reunited within the band either), `cell_error` (the standard error of
    one code of reunification_time). People without a known time are in no row.
    """

    def of_group(where: Where) -> pd.DataFrame:
        rows = []
        for band in range(len(TIME_BANDS)):
            later = (*TIME_BANDS[band + 1 :], *OPEN_BANDS[band:])
            waiting = _people(release, where, "reunification_time", (TIME_BANDS[band], *later))
            still = _people(release, where, "reunification_time", later)
            rows.append(waiting.assign(still_waiting=still["count"]))
        answer = pd.concat(rows, ignore_index=True)
        answer.insert(0, "reunification_time", TIME_BANDS)
        answer.insert(1, "limit", pd.Series([*TIME_LIMITS, None], dtype="Int64"))
        return answer.assign(cell_error=_error(release, where, "reunification_time", TIME_BANDS[:1]))

    return _of_each_group(release, filters, ("reunification_time",), of_group)


def reunited(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group: the people who were reunited with their families, whenever.

    Columns: `who`, `count`, `standard_error`, `state`, `asked` (people identified whose time is known), `asked_error`,
    `rest_error`.
    """

    def of_group(where: Where) -> pd.DataFrame:
        answer = _people(release, where, "reunification_time", TIME_BANDS)
        return _of_whole(answer, release, where, "reunification_time", TIMES[:-1], [OPEN_BANDS])

    return _of_each_group(release, filters, ("reunification_time",), of_group)


def services(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group and service: the people who received it, in the order of recovery_coding.SERVICES.

    Columns: `who`, `service`, `count`, `standard_error`, `state`, `asked` (people identified), `asked_error`,
    `rest_error`. A person is in a row for each service received, four at most.
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


def reunified_by(release: Release, filters: Filters, by: str) -> pd.DataFrame:
    """One row a known code of `by` (year, country, source, form or sex): the people who were reunited or reintegrated.

    Columns: the code (`place` for source), `count`, `standard_error`, `state`, `asked` (people identified),
    `asked_error`, `rest_error`. Of a form, a person with two forms is in two rows. A form or province of origin that
    was chosen is set aside where forms or provinces are compared.
    """
    filters = filters.without(*{"form": ["form"], "source": ["place"]}.get(by, []))
    where = filters.where()
    parts = {
        name: release.counts((by,), {**where, "stage": frozenset(stages)})
        for name, stages in (("some", REUNIFIED), ("all", STAGES), ("rest", STAGES[: -len(REUNIFIED)]))
    }
    answer = parts["some"][[by, *NUMBER]].copy()
    answer["asked"] = parts["all"]["count"]
    answer["asked_error"] = parts["all"]["standard_error"]
    answer["rest_error"] = parts["rest"]["standard_error"]
    answer = answer[~answer[by].isin((UNKNOWN, OTHER))].reset_index(drop=True)
    return answer.rename(columns={"source": "place"})


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
    return float(_people(release, where, dimension, codes)["standard_error"].iloc[0]) if codes else 0.0


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
