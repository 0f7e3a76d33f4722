"""Who reports, as a release tells it, and of which kinds of organisation its numbers about people may tell.

The register names no victim, and nothing here is counted from cases: it needs no noise. What is protected are agencies.
No number, and no sum or difference of numbers, is about one or two of them: docs/protection.md has the argument.
"""

from collections import defaultdict
from collections.abc import Iterable, Set

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Integer, cast, func, select

from data_access.cases import schema
from data_access.gazetteer.areas import READ_TOGETHER
from data_access.release.agency_kinds import ALWAYS, EVERYWHERE, KINDS
from data_access.release.workload import LEAST_AGENCIES

COLUMNS = ["place", "year", "agencies", "sites", "months_expected", "months_received", "state", "provenance", "loaded"]
NUMBERS = ["agencies", "sites", "months_expected", "months_received"]
_Presence = tuple[str, str, frozenset[int], frozenset[int]]
KINDS_COLUMNS = ["dimension", "code", "place", "year"]


def registered_sites(connection: Connection) -> pd.DataFrame:
    """One row a site and year of the register. Columns: `place`, `year`, `agency`, `kind` (missing where the register
    does not say it, or says several), `site`; `expected`, `received` (reports that were due, and that came)."""
    table = schema.reporting.c
    query = select(
        table.place,
        table.year,
        table.agency,
        table.site,
        func.count().label("expected"),
        func.sum(cast(table.received, Integer)).label("received"),
    ).group_by(table.place, table.year, table.agency, table.site)
    sites = pd.DataFrame(connection.execute(query).all(), columns=[column.name for column in query.selected_columns])
    one_kind = func.count(table.agency_kind.distinct()) == 1
    kinds = connection.execute(
        select(table.agency, func.max(table.agency_kind)).group_by(table.agency).having(one_kind)
    )
    return sites.assign(kind=sites["agency"].map(dict(kinds.all())).astype(object))


def reporting_frame(connection: Connection) -> pd.DataFrame:
    """One row an area (data_access.gazetteer.areas.areas) or a whole country, and year, that has a site.

    Columns: `place`, `year`; `agencies` (so many or more reported at least once in the year: a multiple of three),
    `sites` (that did); `months_expected`, `months_received` (reports of all its sites that were due, and that came; one
    a site and month, also one that nobody was identified); `state` ("count"; "few": fewer than three agencies reported;
    "withheld": only so that no others can be worked out), the numbers missing unless it is "count"; `provenance`, and
    `loaded` (the day, ISO).
    """
    table, run = schema.reporting, schema.import_run
    frame = protected(registered_sites(connection))
    loaded = connection.scalar(select(func.max(run.c.finished_at)).where(run.c.id.in_(select(table.c.import_run_id))))
    provenances = set(connection.scalars(select(table.c.provenance).distinct()))
    frame["provenance"] = provenances.pop() if len(provenances) == 1 else "mixed"
    return frame.assign(loaded=loaded.date().isoformat() if loaded else None)[COLUMNS]


# ------------------------------------------------------------------------------------------ the numbers of the register


def protected(sites: pd.DataFrame) -> pd.DataFrame:
    """The numbers of `reporting_frame` from one row a site and year: `place`, `year`, `agency`, `site`, `expected` and
    `received` (months).

    From year to year an agency has much the same sites and reports due. So a row is shown only if the agencies that the
    shown rows tell apart, by where and when they are in them, are three or more of a sort. Areas go before their
    country, and newer years before older ones.
    """
    merged = {place: area for area, places in READ_TOGETHER.items() for place in places}
    sites = sites.assign(place=sites["place"].replace(merged))
    country = sites["place"].str[:2]
    shown: set[tuple[str, int]] = set()
    for name, whole in sites.groupby(country):
        for area, of_area in whole.groupby("place"):
            shown |= _shown_rows(of_area, str(area), set()) if area != name else set()
        shown |= _shown_rows(whole, str(name), shown)
    rows = pd.concat([sites[sites["place"] != country], sites.assign(place=country)])
    by_row = rows.groupby(["place", "year"])
    numbers = by_row[["expected", "received"]].sum().set_axis(["months_expected", "months_received"], axis=1)
    reported = rows[rows["received"] > 0].groupby(["place", "year"])[["agency", "site"]].nunique()
    numbers[["agencies", "sites"]] = reported.reindex(numbers.index, fill_value=0)
    few = numbers["agencies"] < LEAST_AGENCIES
    is_shown = numbers.index.isin(shown)
    state = np.select([is_shown, few], ["count", "few"], default="withheld")
    numbers["agencies"] -= numbers["agencies"] % LEAST_AGENCIES  # two such numbers never differ by one or two
    numbers = numbers.astype("Int64")
    numbers.loc[~is_shown] = pd.NA
    frame = numbers.assign(state=state).reset_index()
    return frame[["place", "year", *NUMBERS, "state"]].sort_values(["year", "place"], ignore_index=True)


def _shown_rows(sites: pd.DataFrame, place: str, areas: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """The years in which a place has numbers, as rows. areas: rows that are shown of areas, which may be in it."""
    # an agency in a place: the years in which a report of it was due, and those in which one came
    due = sites.groupby(["agency", "place"])["year"].agg(frozenset)
    came = sites[sites["received"] > 0].groupby(["agency", "place"])["year"].agg(frozenset)
    presences = [(agency, area, due[agency, area], came.get((agency, area), frozenset())) for agency, area in due.index]
    shown: set[int] = set()
    for year in sorted(set(sites["year"]), reverse=True):
        if not _singles_out(presences, areas, shown | {year}):
            shown.add(year)
    return {(place, year) for year in shown}


def _singles_out(presences: list[_Presence], areas: set[tuple[str, int]], shown: set[int]) -> bool:
    """Do rows of these years tell fewer than three agencies from all others?

    areas: rows of areas that are shown as well. Reports due are summed over those who were to report, all other numbers
    over those who did. Nor is it said of fewer than three that they did not report.
    """
    sorts_due, sorts_came = defaultdict(list), defaultdict(set)
    for agency, area, due, came in presences:
        rows = {(area, year) for year in due if (area, year) in areas} | {("", year) for year in due & shown}
        if rows:
            sorts_due[frozenset(rows)].append((agency, came))
        if rows := {row for row in rows if row[1] in came}:
            sorts_came[frozenset(rows)].add(agency)
    reporting = (
        {agency for agency, came in of_sort if year in came} for rows, of_sort in sorts_due.items() for _, year in rows
    )
    return any(len(agencies) < LEAST_AGENCIES for agencies in (*sorts_came.values(), *reporting))


# ------------------------------------------------------------------------------------ numbers by kind of organisation


class Agencies:
    """Agencies that reported, by their kind (None: not known) and place."""

    def __init__(self, presences: Iterable[tuple[str, str | None, str]]) -> None:
        self._presences = frozenset(presences)
        self.kinds = {kind for _, kind, _ in self._presences}
        self.places = {place for *_, place in self._presences}

    def within(self, place: str) -> "Agencies":
        """Those of one place."""
        return Agencies(presence for presence in self._presences if presence[2] == place)

    def outside(self, places: list[str]) -> "Agencies":
        """Those of all other places."""
        return Agencies(presence for presence in self._presences if presence[2] not in places)

    def number(self, kinds: Set[str | None]) -> int:
        """How many there are of some kinds."""
        return len({agency for agency, kind, _ in self._presences if kind in kinds})

    def enough(self, kinds: Iterable[str]) -> list[str]:
        """The kinds of which there are three or more, the smallest first."""
        number = {kind: self.number({kind}) for kind in sorted(kinds)}
        return sorted((kind for kind in number if number[kind] >= LEAST_AGENCIES), key=number.__getitem__)

    def with_a_rest(self, kinds: list[str]) -> list[str]:
        """The kinds without the first ones, so that three agencies or more are of none of them."""
        while kinds and self.number(self.kinds - {*kinds}) < LEAST_AGENCIES:
            kinds = kinds[1:]
        return kinds


def kinds_frame(sites: pd.DataFrame) -> pd.DataFrame:
    """Which numbers by kind of organisation a release may show (data_access.release.agency_kinds.KindsShown): one row
    each.

    sites: see `registered_sites`. Columns: KINDS_COLUMNS. Of each kind, place and year that is shown, three agencies or
    more reported; so they did of the same kind in the rest of its country, and of the kinds that are not shown in any
    place or rest of a country where others are. Empty without a register.
    """
    reported = sites.loc[sites["received"] > 0, ["agency", "kind", "place", "year"]].drop_duplicates()
    reported["kind"] = reported["kind"].astype(object).where(reported["kind"].notna(), None)
    source_kinds = {kind for kind in KINDS["data_source"].values() if kind}
    rows, uncovered = [], []
    for (country, year), whole in reported.groupby([reported["place"].str[:2], "year"]):
        presences = list(whole[["agency", "kind", "place"]].itertuples(index=False, name=None))
        shown = _kinds_of_country(str(country), Agencies(presences), source_kinds)
        for kind, place in sorted(shown):
            rows += [("data_source", code, place, str(year)) for code, of in KINDS["data_source"].items() if of == kind]
        uncovered += [row for row in presences if not {row[1:], (row[1], country)} & shown]
    everywhere = Agencies(reported[["agency", "kind", "place"]].itertuples(index=False, name=None))
    kinds = everywhere.enough(kind for kind in KINDS["identified_by"].values() if kind)
    # taking from a kind what is shown of it by place and year leaves three agencies as well, or none
    left = Agencies(uncovered)
    kinds = [kind for kind in kinds if left.number({kind}) not in range(1, LEAST_AGENCIES)]
    rows += [("identified_by", kind, EVERYWHERE, ALWAYS) for kind in everywhere.with_a_rest(kinds)]
    return pd.DataFrame(rows, columns=KINDS_COLUMNS)


def _kinds_of_country(country: str, agencies: Agencies, kinds: set[str]) -> set[tuple[str, str]]:
    """The kinds and places of a country and year that may be shown: its provinces, and the country as a whole.

    What can be worked out from them and from the numbers of all kinds together is made of: a kind in a province; a kind
    in the rest of its country; the other kinds in a province, or in what contains such a rest. Each has three agencies.
    """
    provinces = {place: agencies.within(place) for place in agencies.places if place != country}
    able = agencies.with_a_rest(agencies.enough(kinds))
    others = agencies.kinds - {*able}
    numbers = {(kind, country) for kind in able}
    shown = {place: of_place.with_a_rest(of_place.enough(able)) for place, of_place in provinces.items()}
    for kind in able:
        number = {place: provinces[place].number({kind}) for place in shown if kind in shown[place]}
        with_it = sorted(number, key=number.__getitem__)
        while min(agencies.outside(with_it).number(some) for some in ({kind}, others)) < LEAST_AGENCIES:
            del with_it[0]  # of all of the country there is enough
        numbers |= {(kind, place) for place in with_it}
    return numbers
