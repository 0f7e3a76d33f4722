"""What the Hotspots page asks of a release about who looked: the register of reports beside the people identified."""

import numpy as np
import pandas as pd

from data_access.questions.areas import by_area, chosen_areas
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release

NUMBERS = ["agencies", "sites", "months_expected", "months_received"]


def reports_by_area(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an area of the chosen countries, in the order of data_access.gazetteer.areas.areas.

    Columns: `place`, `country`; `register` ("count"; "part": in some of the years only; "few": fewer than three
    agencies reported; "withheld": only so that no others can be worked out; "none": its country has a register, and it
    has no site; "no_register": its country has none in these years); `years_shown` (how many years of the period have
    numbers; for "none" the years of its country's register), and over these: `agencies` (so many or more reported: the
    mean of a year's multiple of three), `sites` (that reported, the mean of a year), `months_expected`,
    `months_received` (monthly reports of all sites, due and received), missing without numbers and 0 for "none";
    `count`, `standard_error`, `state`: everybody identified there in the years shown,
    or in the period where none is shown. Sex, age and form are set aside: reports are about sites.
    attrs["provenance"] and attrs["loaded"] say where the register is from.
    Raises NotPublished when the release has no register.
    """
    register = release.frame("reporting")
    period = filters.years or release.years
    if register.empty or period is None:
        raise NotPublished("The release has no register of reports.")
    source = {name: register[name].iloc[0] for name in ("provenance", "loaded")}
    register = register[register["year"].between(*period)]
    frame = chosen_areas(filters)[["place", "country"]]
    shown = register[register["state"] == "count"].groupby("place")
    frame["years_shown"] = frame["place"].map(shown["year"].size()).fillna(0).astype(int)
    for name in NUMBERS:
        values = shown[name].sum() if name.startswith("months") else shown[name].mean()
        frame[name] = frame["place"].map(values).astype(float)
    # where no year has numbers, the reason of the newest
    reason = register.sort_values("year").groupby("place")["state"].last()
    hidden = frame["place"].map(reason.astype(object)).astype(object).fillna("none")
    frame["register"] = np.select(
        [
            ~frame["country"].isin(register["place"]),
            frame["years_shown"] == 0,
            frame["years_shown"] < frame["place"].map(register.groupby("place").size()),
        ],
        ["no_register", hidden, "part"],
        default="count",
    )
    nobody = frame["register"] == "none"
    frame.loc[nobody, NUMBERS] = 0.0
    of_country = register.groupby(register["place"].str[:2])["year"].nunique()
    frame.loc[nobody, "years_shown"] = frame["country"].map(of_country)[nobody]
    frame = frame.join(_people(release, filters, frame, register), on="place")
    frame.attrs |= source
    return frame


def _people(release: Release, filters: Filters, frame: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Everybody identified in each area in the years in which it has numbers: as many questions as sets of years."""
    where = filters.without("country", "place", "sex", "age", "form").where()
    if not release.covers(("province",), where):
        return pd.DataFrame({"count": pd.NA, "standard_error": 0.0, "state": "withheld"}, index=frame["place"])
    shown = register[register["state"] == "count"].groupby("place")["year"]
    years_of = {str(place): frozenset(map(str, years)) for place, years in shown}
    places_of: dict[frozenset[str] | None, list[str]] = {}
    for place in frame["place"]:
        places_of.setdefault(years_of.get(place), []).append(place)
    parts = [
        by_area(release, "province", {**where, "year": years} if years else where, places)
        for years, places in places_of.items()
    ]
    return pd.concat(parts).set_index("place")
