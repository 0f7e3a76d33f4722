"""Who recorded the people of an area, and how much of what it has above its country rests on one kind of source.

A question for ui.kit.answers.ask, kept under the release's id.
"""

import numpy as np
import pandas as pd

from analysis.rates import rate_interval
from analysis.shares import share_interval
from data_access.questions.areas import people_and_populations, recorders
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.rates import EXCESS, assumed, overdispersion, people_of

CONFIDENT = 1.96


def effort(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an area and kind of source that recorded cases in it: does one recorder make the area look high?

    Columns of data_access.questions.areas.recorders, then `share` (of the area's people), `country_share` (of the
    country's), `relative_risk` (the area against its country's rate, everybody counted) and `relative_without` (the
    same with the cases of this recorder left out in the area and in its country: 0 where it recorded everybody in the
    area, the same as before where it recorded everybody in the country); `part` (of the area's excess over its country
    that rests on this recorder; missing without excess); `share_low` and `share_high` (95 %, analysis.shares);
    `relative_lower`, `relative_upper`, `without_lower` and `without_upper`, 95 % limits, and `part_error`, a standard
    error: of the noise, and of chance among people found in groups. Missing where a part is withheld.
    """
    everybody = filters.without("sex", "age", "form")
    frame = recorders(release, everybody)
    factor = assumed(overdispersion(release, everybody, "identified"))
    whole = people_and_populations(release, everybody, "identified").set_index("place")
    of_all = whole[["count", "standard_error", "population", "country_population"]].add_prefix("all_")
    joined = frame.join(of_all, on="place")
    here, there = joined["all_count"].astype(float), joined["place"].map(whole["country_count"])
    there_error = joined["place"].map(whole["country_error"])
    share, frame["share_low"], frame["share_high"] = share_interval(
        people_of(frame),
        frame["people"].astype(float),
        reached_variance=frame["standard_error"] ** 2,
        people_variance=frame["people_error"] ** 2,
        overdispersion=factor,
    )
    of_country, country_low, country_high = share_interval(
        frame["country_count"],
        frame["country_people"],
        reached_variance=frame["country_error"] ** 2,
        people_variance=frame["country_people_error"] ** 2,
        overdispersion=factor,
    )
    frame["share"], frame["country_share"] = share, of_country
    expected = there * joined["all_population"] / joined["all_country_population"]
    risk, frame["relative_lower"], frame["relative_upper"] = rate_interval(
        here, expected, per=1, noise_variance=joined["all_standard_error"] ** 2, overdispersion=factor
    )
    relative_error = np.hypot(
        np.sqrt(factor * here.clip(lower=1) + joined["all_standard_error"] ** 2) / here, there_error / there
    )
    rest = (1 - frame["country_share"]).where(frame["country_share"] < 1)
    is_only = frame["share"].eq(1) & frame["country_share"].eq(1)
    left = ((1 - frame["share"]) / rest).mask(is_only, 1.0)
    share_error, of_country_error = (frame["share_high"] - frame["share_low"]), country_high - country_low
    left_error = np.hypot(share_error, left * of_country_error) / (2 * CONFIDENT * rest.fillna(1.0))
    frame["relative_risk"], frame["relative_without"] = risk, risk * left
    reach = CONFIDENT * risk * np.hypot(left * relative_error, left_error)
    frame["without_lower"] = (frame["relative_without"] - reach).clip(lower=0)
    frame["without_upper"] = frame["relative_without"] + reach
    excess = (frame["relative_risk"] - 1).where(frame["relative_risk"] >= EXCESS)
    frame["part"] = risk * (1 - left) / excess
    frame["part_error"] = risk / excess * np.hypot((1 - left) * relative_error / excess, left_error)
    return frame
