"""The register of reports put through `analysis`: where people look, and what they find for it.

Every function is a question for ui.kit.answers.ask, kept under the release's id.
"""

import numpy as np
import pandas as pd

from analysis.rates import effort_findings, rate_interval
from data_access.questions.areas import people_and_populations
from data_access.questions.detection_effort import reports_by_area
from data_access.release.filters import Filters
from data_access.release.release import Release


def detection_effort(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an area of the chosen countries: who reported from there, how fully, and what each site found.

    Columns of data_access.questions.detection_effort.reports_by_area, then `complete` (share received of the reports
    due), `population`, `per_million` (reporting sites for a million people), `cases_per_site` (people identified per
    reporting site and year) with `lower` and `upper` (95 %); `country_complete`, `country_per_million`,
    `country_cases_per_site` (of all areas of the country with numbers together); `reports_ratio`, `complete_ratio` and
    `finding` of analysis.rates.effort_findings for the rate of the chosen people by place of identification. Where each
    site finds more people than the country's beyond chance, more reporting is no "effort". Where a count is withheld
    its threshold stands for its upper limit, and where fewer than three agencies report and the rate is low, the
    finding is "silence" as well. Raises NotPublished when the release has no register.
    """
    frame = reports_by_area(release, filters)
    frame["complete"] = frame["months_received"] / frame["months_expected"].where(frame["months_expected"] > 0)
    everybody = people_and_populations(release, filters.without("sex", "age", "form"), "identified")
    people = frame["population"] = everybody["population"]
    frame["per_million"] = frame["sites"] / people * 1e6
    site_years = frame["sites"] * frame["years_shown"]
    frame["cases_per_site"], frame["lower"], frame["upper"] = rate_interval(
        frame["count"].astype(float), site_years, per=1, noise_variance=frame["standard_error"] ** 2
    )
    totals = pd.DataFrame(
        {
            "received": frame["months_received"],
            "expected": frame["months_expected"],
            "sites": frame["sites"].where(people > 0),
            "people": people.where(frame["sites"].notna()),
            "count": frame["count"].astype(float).where(site_years > 0),
            "site_years": site_years.where(frame["count"].notna()),
        }
    )
    country = totals.groupby(frame["country"]).transform("sum").replace(0, np.nan)
    frame["country_complete"] = country["received"] / country["expected"]
    frame["country_per_million"] = country["sites"] / country["people"] * 1e6
    frame["country_cases_per_site"] = country["count"] / country["site_years"]
    lower, upper = _relative_rate(release, filters)
    person_years = people * frame["years_shown"]
    found = effort_findings(
        lower, upper, frame["months_received"], frame["months_expected"], person_years, frame["country"].tolist()
    )
    frame[found.columns] = found
    # where each site finds more than the country's sites do, that there are more of them explains no more than a part
    finds_more = frame["lower"] > frame["country_cases_per_site"]
    frame.loc[(frame["finding"] == "effort") & finds_more, "finding"] = "not_effort"
    frame.loc[(frame["register"] == "few") & (upper < 1), "finding"] = "silence"
    return frame


def _relative_rate(release: Release, filters: Filters) -> tuple[pd.Series, pd.Series]:
    """The limits of each area's rate against its country's, for the chosen people."""
    chosen = people_and_populations(release, filters, "identified")
    expected = chosen["country_count"] / chosen["country_population"] * chosen["population"]
    _, lower, upper = rate_interval(
        chosen["count"].astype(float), expected, per=1, noise_variance=chosen["standard_error"] ** 2
    )
    at_most = chosen["threshold"] / expected.where(expected > 0)
    return pd.Series(lower), pd.Series(upper).where(chosen["state"] != "withheld", at_most)
