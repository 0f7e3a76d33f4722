"""Who reports, as a release tells it: how many agencies and sites, and how many of the reports that were due came.

The register names no victim, and nothing here is counted from cases: it needs no noise. What is protected are agencies.
A row stands for three that reported or more, and so does whatever is left when shown rows are taken from their country.
"""

import pandas as pd
from sqlalchemy import Connection, Integer, cast, func, select

from data_access import schema
from data_access.hotspot_questions import READ_TOGETHER
from data_access.workload import LEAST_AGENCIES

COLUMNS = ["place", "year", "agencies", "sites", "months_expected", "months_received", "state", "provenance", "loaded"]
NUMBERS = ["agencies", "sites", "months_expected", "months_received"]


def reporting_frame(connection: Connection) -> pd.DataFrame:
    """One row an area (data_access.hotspot_questions.areas) or a whole country, and year, that has a site.

    Columns: `place`, `year`; `agencies` and `sites` (that reported at least once in the year); `months_expected`,
    `months_received` (reports of all its sites that were due, and that came; one a site and month, also one that nobody
    was identified); `state` ("count"; "few": fewer than three agencies reported; "withheld": only so that no others can
    be worked out), the numbers missing unless it is "count"; `provenance`, and `loaded` (the day, ISO).
    """
    table, run = schema.reporting, schema.import_run
    query = select(
        table.c.place,
        table.c.year,
        table.c.agency,
        table.c.site,
        func.count().label("expected"),
        func.sum(cast(table.c.received, Integer)).label("received"),
    ).group_by(table.c.place, table.c.year, table.c.agency, table.c.site)
    sites = pd.DataFrame(connection.execute(query).all(), columns=[column.name for column in query.selected_columns])
    frame = protected(sites)
    loaded = connection.scalar(select(func.max(run.c.finished_at)).where(run.c.id.in_(select(table.c.import_run_id))))
    provenances = set(connection.scalars(select(table.c.provenance).distinct()))
    frame["provenance"] = provenances.pop() if len(provenances) == 1 else "mixed"
    return frame.assign(loaded=loaded.date().isoformat() if loaded else None)[COLUMNS]


def protected(sites: pd.DataFrame) -> pd.DataFrame:
    """The numbers of `reporting_frame` from one row a site and year: `place`, `year`, `agency`, `site`, `expected` and
    `received` (months)."""
    merged = {place: area for area, places in READ_TOGETHER.items() for place in places}
    sites = sites.assign(place=sites["place"].replace(merged), country=sites["place"].str[:2])
    rows = []
    for (country, year), whole in sites.groupby(["country", "year"]):
        parts = {str(place): part for place, part in whole.groupby("place") if place != country}
        state = {place: _state(part) for place, part in parts.items()}
        shown = sorted((place for place in parts if state[place] == "count"), key=lambda place: len(parts[place]))
        # whoever takes the shown areas from the country is left with these, sites of no one area among them
        rest = whole[~whole["place"].isin(shown)]
        if shown and len(rest) and _state(rest) == "few":
            state[shown[0]] = "withheld"  # the smallest: with its three agencies the rest has three
        state[str(country)], parts[str(country)] = _state(whole), whole
        rows += [(place, year, *_numbers(parts[place], state[place]), state[place]) for place in sorted(parts)]
    frame = pd.DataFrame(rows, columns=["place", "year", *NUMBERS, "state"])
    return frame.astype(dict.fromkeys(NUMBERS, "Int64"))


def _state(sites: pd.DataFrame) -> str:
    return "count" if sites.loc[sites["received"] > 0, "agency"].nunique() >= LEAST_AGENCIES else "few"


def _numbers(sites: pd.DataFrame, state: str) -> list[object]:
    if state != "count":
        return [pd.NA] * len(NUMBERS)
    reported = sites[sites["received"] > 0]
    return [reported["agency"].nunique(), reported["site"].nunique(), sites["expected"].sum(), sites["received"].sum()]
