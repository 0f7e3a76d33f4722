"""The register of reports put through `analysis`: where people look, and what they find for it.

Every function is a question for ui.kit.answers.ask, kept under the release's id.
"""

import numpy as np
import pandas as pd

from analysis.rates import rate_interval, reporting_against_others
from data_access.questions.areas import people_and_populations
from data_access.questions.detection_effort import reports_by_area
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.rates import assumed, overdispersion, people_of


def detection_effort(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an area of the chosen countries: who reported from there, how fully, and what each site found.

    Columns of data_access.questions.detection_effort.reports_by_area, then `complete` (share received of the reports
    due), `population`, `per_million` (reporting sites for a million people), `cases_per_site` (people identified per
    reporting site and year) with `lower` and `upper` (95 %, with what people found in groups add); `country_complete`,
    `country_per_million`, `country_cases_per_site` (of all areas of the country with numbers together); the columns of
    analysis.rates.reporting_against_others. No area has more reports in which each site finds more people than the
    country's beyond chance; one in which fewer than three agencies report has fewer. What that says of an area's rate
    is for findings.verdicts. Raises NotPublished when the release has no register.
    """
    frame = reports_by_area(release, filters)
    frame["complete"] = frame["months_received"] / frame["months_expected"].where(frame["months_expected"] > 0)
    anybody = filters.without("sex", "age", "form")
    people = frame["population"] = people_and_populations(release, anybody, "identified")["population"]
    frame["per_million"] = frame["sites"] / people * 1e6
    site_years = frame["sites"] * frame["years_shown"]
    found = people_of(frame)
    frame["cases_per_site"], frame["lower"], frame["upper"] = rate_interval(
        found,
        site_years,
        per=1,
        noise_variance=frame["standard_error"] ** 2,
        overdispersion=assumed(overdispersion(release, anybody, "identified")),
    )
    totals = pd.DataFrame(
        {
            "received": frame["months_received"],
            "expected": frame["months_expected"],
            "sites": frame["sites"].where(people > 0),
            "people": people.where(frame["sites"].notna()),
            "count": found.where(site_years > 0),
            "site_years": site_years.where(found.notna()),
        }
    )
    country = totals.groupby(frame["country"]).transform("sum").replace(0, np.nan)
    frame["country_complete"] = country["received"] / country["expected"]
    frame["country_per_million"] = country["sites"] / country["people"] * 1e6
    frame["country_cases_per_site"] = country["count"] / country["site_years"]
    person_years = people * frame["years_shown"]
    against_others = reporting_against_others(
        frame["months_received"], frame["months_expected"], person_years, frame["country"].tolist()
    )
    frame[against_others.columns] = against_others
    # where each site finds more than the country's sites do, that there are more of them explains no more than a part
    frame["has_more_reports"] &= ~(frame["lower"] > frame["country_cases_per_site"])
    frame["has_fewer_reports"] |= frame["register"] == "few"
    return frame
