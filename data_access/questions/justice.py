"""The questions of the Justice page: how far the law came in the cases of the people identified, and where they worked.

All of them count people who were identified, by what is recorded of proceedings in their cases: neither trials nor the
accused, of whom nothing is recorded. A case with several proceedings is counted by the one that came furthest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

import pandas as pd

from data_access.codes.of_release import (
    INSPECTIONS,
    JUDGEMENT_BANDS,
    JUDGEMENT_LIMITS,
    OTHER,
    PROCEEDINGS,
    SEVERAL,
    UNKNOWN,
)
from data_access.release.filters import Filters
from data_access.release.release import Release, answer_frame

Row = tuple[Any, ...]
Where = Mapping[str, frozenset[str]]
NOBODY: Row = (0, 0.0, "count")
NOTHING_ELSE: Row = (0, float("nan"), "count")  # where a part is the whole itself
Step = Literal["identified", "investigated", "prosecuted", "judged", "convicted"]
# what is compared: the dimension of the table that answers it
By = Literal["year", "country", "court", "form", "sex", "age"]
COMPARED: tuple[By, ...] = get_args(By)
# how far a case came -> the codes of PROCEEDINGS that came so far, or further
REACHED: dict[Step, Sequence[str]] = {
    "identified": PROCEEDINGS,
    "investigated": PROCEEDINGS[PROCEEDINGS.index("investigation") :],
    "prosecuted": PROCEEDINGS[PROCEEDINGS.index("prosecution") :],
    "judged": PROCEEDINGS[PROCEEDINGS.index("acquitted") :],
    "convicted": PROCEEDINGS[PROCEEDINGS.index("convicted") :],
}
NOWHERE = (UNKNOWN, OTHER)


def reached(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a step of REACHED: the people whose cases came at least so far.

    Columns: `reached`, `count`, `standard_error`, `state`, and for shares `asked` (people identified), `asked_error`
    and `rest_error` (see analysis.cohorts.add_shares).
    """
    where, everybody = filters.where(), REACHED["identified"]
    rows = [(step, *_everyone(release, where, "justice", codes)) for step, codes in REACHED.items()]
    rests = [_everyone(release, where, "justice", set(everybody).difference(codes)) for codes in REACHED.values()]
    return _with_whole(("reached",), rows, rows[:1] * len(rows), rests)


def standing(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a code of PROCEEDINGS but "none", the furthest first: where the cases that came to the law stand.

    Columns: `justice`, `count`, `standard_error`, `state`, `asked` (people with any proceedings), and the errors.
    """
    found = {code: row for code, *row in release.rows(("justice",), filters)}
    rows = [(code, *found[code]) for code in reversed(PROCEEDINGS[1:]) if code in found]
    return _of_known(release, filters.where(), "justice", rows, REACHED["investigated"])


def reached_by(release: Release, filters: Filters, step: Step, by: By) -> pd.DataFrame:
    """One row a known code of `by`: the people whose cases came at least so far (`step`, one of REACHED).

    by: one of COMPARED. Columns: the code (`place` for a court: the province, or the country where no more is
    recorded, in which the furthest step was taken), `count`, `standard_error`, `state`, `asked` (people identified;
    for a court people whose case was investigated there) and the errors. Courts are those of all years and of
    everybody; filters.country keeps those that lie in it.
    """
    whole = REACHED["investigated" if by == "court" else "identified"]
    where = filters.without(by).where() if by == "form" else filters.where()
    if by == "court":
        where = Filters().where()
    rest = whole[: -len(REACHED[step])]
    some, everyone, others = (
        {row[0]: row for row in release.rows((by,), {**where, "justice": frozenset(codes)})}
        for codes in (REACHED[step], whole, rest or whole)
    )
    named = [str(year) for year in release.named_years] if by == "year" else everyone
    known = [code for code in everyone if code in named and code not in NOWHERE]
    if by == "court" and filters.country:
        known = [code for code in known if code[:2] in filters.country]
    if by != "year":
        known.sort(key=lambda code: -(some[code][1] or 0))
    name = "place" if by == "court" else by
    rows, wholes, rests = ([one.get(code, NOBODY) for code in known] for one in (some, everyone, others))
    return _with_whole((name,), rows, wholes, rests if rest else [NOTHING_ELSE] * len(known))


def inspections(release: Release, filters: Filters, sector: str | None = None) -> pd.DataFrame:
    """One row a code of INSPECTIONS but "none": the people where labour inspection came, and what it found.

    sector: of these who worked in it; filters are set aside then, and else all but the countries. Columns:
    `inspection`, `count`, `standard_error`, `state`.
    """
    where = {"sector": frozenset({sector})} if sector else Filters(country=filters.country).where()
    found = {code: row for code, *row in release.rows(("inspection",), where)}
    return answer_frame(("inspection",), [(code, *found[code]) for code in reversed(INSPECTIONS[1:]) if code in found])


def sectors(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a sector, the largest first: the people who were exploited in it, of all years.

    Columns: `sector`, `count`, `standard_error`, `state`, `asked` (people whose sector is recorded) and the errors. Who
    worked in several is in none of them but in `several`.
    """
    where = filters.without("years", "place", "form").where()
    found = release.rows(("sector",), where)
    rows = sorted((row for row in found if row[0] != UNKNOWN), key=lambda row: (row[0] == SEVERAL, -(row[1] or 0)))
    return _of_known(release, where, "sector", rows, [row[0] for row in rows])


def places_of_sector(release: Release, filters: Filters, sector: str) -> pd.DataFrame:
    """One row a place in which people were exploited in a sector, the largest first, of all years; filters.country
    keeps those that lie in it. Columns: `place`, `count`, `standard_error`, `state`."""
    found = release.rows(("exploitation",), {"sector": frozenset({sector})})
    rows = [row for row in found if row[0] not in NOWHERE and (not filters.country or row[0][:2] in filters.country)]
    return answer_frame(("place",), sorted(rows, key=lambda row: -(row[1] or 0)))


def recruiters(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a relation of the recruiter to the person, the largest first, of all years. filters.place is the province
    that people were taken from.

    Columns: `relation`, `count`, `standard_error`, `state`, `asked` (people of whom it is recorded), and the errors.
    """
    return _ranked(release, filters.without("years", "country"), "relation")


def sexual_types(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a kind of sexual exploitation, the largest first, of all years. Columns: as `recruiters`, by
    `sexual_type`."""
    return _ranked(release, filters.without("years", "place", "form"), "sexual_type")


def citizenships(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a citizenship, the largest first, of all years, of everybody who was identified in filters.country.
    Columns: as `recruiters`, by `citizenship`."""
    return _ranked(release, Filters(country=filters.country), "citizenship")


def _ranked(release: Release, filters: Filters, of: str) -> pd.DataFrame:
    where = filters.where()
    found = [row for row in release.rows((of,), where) if row[0] != UNKNOWN]
    rows = sorted(found, key=lambda row: (row[0] in (SEVERAL, OTHER), -(row[1] or 0)))
    return _of_known(release, where, of, rows, [row[0] for row in rows])


def _of_known(release: Release, where: Where, of: str, rows: Sequence[Row], known: Sequence[str]) -> pd.DataFrame:
    """Rows by the codes of a dimension, as parts of the people with the known ones."""
    everyone = _everyone(release, where, of, known)
    rests = [_everyone(release, where, of, set(known) - {code}) for code, *_ in rows]
    return _with_whole((of,), rows, [everyone] * len(rows), rests)


def judgement_waits(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a band of the time since the investigation: the people whose case had not been judged when it began, and
    was observed until then or longer; of all years and everybody.

    A case that was closed without a judgement is among those that wait. Columns: `who` (everybody), `time` (the band),
    `limit` (days at its end, missing for the last), `count`, `standard_error`, `state`, `still_waiting` and
    `cell_error`: see data_access.questions.recovery.waits.
    """
    opened = [f"open_{band}" for band in JUDGEMENT_BANDS]
    cell = _everyone(release, {}, "judgement_time", JUDGEMENT_BANDS[:1])[1]
    rows, still = [], []
    for place, band in enumerate(JUDGEMENT_BANDS):
        later = (*JUDGEMENT_BANDS[place + 1 :], *opened[place:])
        rows.append(("everybody", band, *_everyone(release, {}, "judgement_time", (*later, band))))
        still.append(_everyone(release, {}, "judgement_time", later)[0])
    limits = pd.array([*JUDGEMENT_LIMITS, None], dtype="Int64")
    return answer_frame(
        ("who", "time"), rows, limit=limits, still_waiting=pd.array(still, dtype="Int64"), cell_error=cell
    )


def judged(release: Release, filters: Filters) -> pd.DataFrame:
    """One row: the people whose case was judged, of those whose time is known. Columns: `who`, `count`,
    `standard_error`, `state`."""
    return answer_frame(("who",), [("everybody", *_everyone(release, {}, "judgement_time", JUDGEMENT_BANDS))])


def _with_whole(by: tuple[str, ...], rows: Sequence[Row], wholes: Sequence[Row], rests: Sequence[Row]) -> pd.DataFrame:
    """Rows, and beside each its whole, and the errors of the whole and of the whole without it. wholes, rests: the last
    three of each are count, standard error and state."""
    return answer_frame(
        by,
        rows,
        asked=pd.array([row[-3] for row in wholes], dtype="Int64"),
        asked_error=[row[-2] for row in wholes],
        rest_error=[row[-2] for row in rests],
    )


def _everyone(release: Release, where: Where, of: str, codes: Iterable[str]) -> Row:
    """The people with some codes of a dimension; for no code nobody, of whom nothing is uncertain or said."""
    wanted = frozenset(codes)
    return release.rows((), {**where, of: wanted})[0] if wanted else NOTHING_ELSE
