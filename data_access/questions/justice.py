"""The questions of the Justice page: how far the law came in the cases of the people identified, and where they worked.

All of them count people who were identified, by what is recorded of proceedings in their cases: neither trials nor the
accused, of whom nothing is recorded. A case with several proceedings is counted by the one that came furthest.
"""

import pandas as pd

from data_access.codes.of_release import INSPECTIONS, OTHER, PROCEEDINGS, SEVERAL, UNKNOWN
from data_access.release.filters import Filters
from data_access.release.release import Release, answer_frame

# how far a case came -> the codes of PROCEEDINGS that came so far, or further
REACHED = {
    "identified": PROCEEDINGS,
    "investigated": PROCEEDINGS[PROCEEDINGS.index("investigation") :],
    "prosecuted": PROCEEDINGS[PROCEEDINGS.index("prosecution") :],
    "judged": PROCEEDINGS[PROCEEDINGS.index("acquitted") :],
    "convicted": PROCEEDINGS[PROCEEDINGS.index("convicted") :],
}
# what is compared -> the dimensions of the table that answers it
COMPARED = ("year", "country", "court", "form", "sex", "age")
NOWHERE = (UNKNOWN, OTHER)


def reached(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a step of REACHED: the people whose cases came at least so far.

    Columns: `reached`, `count`, `standard_error`, `state`, `asked` (people identified), `share` (of them; missing where
    either is withheld).
    """
    rows = [
        (step, *row)
        for step, codes in REACHED.items()
        for row in release.rows((), {**filters.where(), "justice": frozenset(codes)})
    ]
    return _with_shares(("reached",), rows, [rows[0][1]] * len(rows))


def standing(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a code of PROCEEDINGS but "none", the furthest first: where the cases that came to the law stand.

    Columns: `justice`, `count`, `standard_error`, `state`, `asked` (people with any proceedings), `share`.
    """
    found = {code: row for code, *row in release.rows(("justice",), filters)}
    rows = [(code, *found[code]) for code in reversed(PROCEEDINGS[1:]) if code in found]
    [(everyone, *_)] = release.rows((), {**filters.where(), "justice": frozenset(REACHED["investigated"])})
    return _with_shares(("justice",), rows, [everyone] * len(rows))


def reached_by(release: Release, filters: Filters, step: str, by: str) -> pd.DataFrame:
    """One row a known code of `by`: the people whose cases came at least so far (`step`, one of REACHED).

    by: one of COMPARED. Columns: the code (`place` for a court: the province, or the country where no more is
    recorded, in which the furthest step was taken), `count`, `standard_error`, `state`, `asked` (people identified;
    for a court people whose case was investigated there) and `share`. Courts are those of all years and of
    everybody; filters.country keeps those that lie in it.
    """
    whole = REACHED["investigated" if by == "court" else "identified"]
    where = filters.without(by).where() if by == "form" else filters.where()
    if by == "court":
        where = Filters().where()
    some, everyone = (
        {row[0]: row for row in release.rows((by,), {**where, "justice": frozenset(codes)})}
        for codes in (REACHED[step], whole)
    )
    named = [str(year) for year in release.named_years] if by == "year" else everyone
    known = [code for code in everyone if code in named and code not in NOWHERE]
    if by == "court" and filters.country:
        known = [code for code in known if code[:2] in filters.country]
    if by != "year":
        known.sort(key=lambda code: -(some[code][1] or 0))
    name = "place" if by == "court" else by
    return _with_shares((name,), [some[code] for code in known], [everyone[code][1] for code in known])


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

    Columns: `sector`, `count`, `standard_error`, `state`, `asked` (people whose sector is recorded) and `share`. Who
    worked in several is in none of them but in `several`.
    """
    where = filters.without("years", "place", "form").where()
    found = release.rows(("sector",), where)
    known = frozenset(code for code, *_ in found) - {UNKNOWN}
    [(everyone, *_)] = release.rows((), {**where, "sector": known})
    rows = sorted((row for row in found if row[0] != UNKNOWN), key=lambda row: (row[0] == SEVERAL, -(row[1] or 0)))
    return _with_shares(("sector",), rows, [everyone] * len(rows))


def places_of_sector(release: Release, filters: Filters, sector: str) -> pd.DataFrame:
    """One row a place in which people were exploited in a sector, the largest first, of all years; filters.country
    keeps those that lie in it. Columns: `place`, `count`, `standard_error`, `state`."""
    found = release.rows(("exploitation",), {"sector": frozenset({sector})})
    rows = [row for row in found if row[0] not in NOWHERE and (not filters.country or row[0][:2] in filters.country)]
    return answer_frame(("place",), sorted(rows, key=lambda row: -(row[1] or 0)))


def recruiters(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a relation of the recruiter to the person, the largest first, of all years. filters.place is the province
    that people were taken from.

    Columns: `relation`, `count`, `standard_error`, `state`, `asked` (people of whom it is recorded), `share`.
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
    known = frozenset(code for code, *_ in found)
    [(everyone, *_)] = release.rows((), {**where, of: known})
    rows = sorted(found, key=lambda row: (row[0] in (SEVERAL, OTHER), -(row[1] or 0)))
    return _with_shares((of,), rows, [everyone] * len(rows))


def _with_shares(by: tuple[str, ...], rows: list[tuple], asked: list[int | None]) -> pd.DataFrame:  # type: ignore[type-arg]
    shares = [
        min(row[len(by)] / whole, 1.0) if row[len(by)] is not None and whole else float("nan")
        for row, whole in zip(rows, asked, strict=True)
    ]
    return answer_frame(by, rows, asked=pd.array(asked, dtype="Int64"), share=shares)
