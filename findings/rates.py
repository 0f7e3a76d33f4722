"""The statistics of the Hotspots page: what a release counts by area, put through `analysis`.

Every function is a question for ui.kit.answers.ask: (release, filters, …) -> DataFrame, kept under the release's id.

What "expected" means here: the rate of the area's own country, the area among it. Countries differ in who records cases
far more than in what happens, so an area is only ever compared with its own country.

People are found in groups, so counts vary more than those of people who are found one by one. How much more is read off
the years of all areas, and is in every limit, funnel, search and probability here.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.count_likelihood import FACTOR_OF_GROUPS, GROUPS, estimate_overdispersion
from analysis.hotspots import SIGNIFICANCE, getis_ord, local_moran, scan_clusters
from analysis.rates import funnel_limits, is_unreliable, rate_interval, standardised_rates
from analysis.spatial_model import fit
from data_access.gazetteer.areas import area_neighbours
from data_access.questions.areas import Role, people_and_populations, people_by_year
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release

PER = 100_000
# The conventions of the page, in one place: an area holds up when it is, with this probability, so many times its
# country's rate or more.
EXCESS, HOLDS_UP = 1.25, 0.95
# Variance over mean where too few years tell it. Taken as 1, worlds without any cluster had one in 40 to 90 of 100.
UNKNOWN_GROUPS, UNKNOWN_FACTOR = GROUPS, FACTOR_OF_GROUPS
# A release withholds small counts. An area whose expected count is near that threshold would enter the search only when
# chance made its count large, so whether it is searched must not depend on its own count. Without this rule the page
# found a cluster in 20 % of worlds that have none, with it in 2 % (benchmarks/bench_hotspots_page.py).
LEAST_EXPECTED_THRESHOLDS = 2.0
FEWEST_AREAS = 8
MODELLED = ("smoothed", "probability", "surely", "best_rank", "worst_rank")
LARGEST_SHARE = 0.25  # of all expected people that one cluster may hold: half of the region is no hotspot


def hotspot_rates(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area of the chosen countries, the highest smoothed rate first, areas without a rate last.

    All areas of the region are modelled and searched, whatever countries are chosen: one country alone has too few.
    Columns of data_access.questions.areas.people_and_populations, then, per 100,000 people a year:
    `rate`, `lower`, `upper` (95 %), `smoothed` (the median of analysis.spatial_model), `country_rate`; then
    `expected` (people at the country's rate; missing where the area is all of it, with all that is held against the
    country), `relative_risk`, `relative_lower`, `relative_upper` (against its country's rate, the area among it),
    `surely` (what it is of its country's rate with a probability of HOLDS_UP, by the model and at the published
    level the smaller one), `p_below` (two-sided p-value of a count so low at its country's rate; where it is withheld
    that of the threshold below which it lies), `probability` (that its rate is at least EXCESS times its country's: as
    the model has that and as it is published, the one nearer to one half; one half where they lie on either side of
    it), `beyond` (funnel: "", "95", "99.8"),
    `best_rank` and `worst_rank` (1 is the highest rate of all areas with a population in the chosen countries; limits
    that hold all of them at once with 95 %), `shown` ("rate", "unreliable", "withheld", "none", "no_population"),
    `is_tested` (large enough to be searched for clusters; nobody recorded in an exact release is a count), `cluster`
    (its number, missing outside those that hold up).
    attrs: `clusters`, those of `clusters` with an area here; `overdispersion` (variance over mean that all limits
    assume; missing where too few years tell it: UNKNOWN_FACTOR is then used); `is_searched` (enough areas for a
    search); `funnel_noise` (the noise variance that the funnel is drawn for); where countries are chosen, `p_below` of
    all areas of the region by place.
    """
    whole = people_and_populations(release, filters.without("country"), role)
    rates = with_rates(whole, overdispersion(release, filters, role), filters.country)
    if not filters.country:
        return rates
    chosen = rates[rates["country"].isin(filters.country)].reset_index(drop=True)
    here = set(chosen["place"])
    chosen.attrs = rates.attrs | {"p_below": dict(zip(rates["place"], rates["p_below"], strict=True))}
    found = rates.attrs["clusters"]
    # of no clusters too, which an empty list would leave without columns
    chosen.attrs["clusters"] = found[np.array([bool(here & set(places)) for places in found["places"]], dtype=bool)]
    return chosen


def overdispersion(release: Release, filters: Filters, role: Role) -> float:
    """How many times as much the counts of an area vary between years as those of people who are found one by one.

    From all areas and years of the release, for the chosen people; missing where the years that are published do not
    tell it (see analysis.count_likelihood).
    """
    return _overdispersion(release, filters.without("country", "place", "years"), role)


@lru_cache(maxsize=16)  # every panel of a page asks for it, and it takes half a second
def _overdispersion(release: Release, filters: Filters, role: Role) -> float:
    try:
        yearly = people_by_year(release, filters, role)
    except NotPublished:
        return float("nan")
    yearly["count"] = people_of(yearly)
    counts = yearly.pivot(index="place", columns="year", values="count")
    errors, thresholds = (
        yearly.pivot(index="place", columns="year", values=name).to_numpy() for name in ("standard_error", "threshold")
    )
    return estimate_overdispersion(counts.to_numpy(), noise_variance=errors**2, withheld_below=thresholds)


def assumed(overdispersion: float) -> float:
    """The variance over mean that limits are made with: UNKNOWN_FACTOR where too few years tell it."""
    return overdispersion if overdispersion >= 1 else UNKNOWN_FACTOR


def of_areas(release: Release) -> float:
    """The variance over mean of everybody's areas, with which limits of shares and times are made."""
    return assumed(overdispersion(release, Filters(), "identified"))


def people_of(frame: pd.DataFrame) -> pd.Series:
    """The `count` of each row as a number: nobody recorded (said by an exact release) is 0, withheld is missing."""
    return frame["count"].astype(float).mask(frame["state"] == "none", 0.0)


def is_all_of_country(frame: pd.DataFrame) -> pd.Series:
    """Is an area the only one of its country with a population, so that there is nothing to compare it with?"""
    return frame["population"] >= frame["country_population"]


def with_rates(people: pd.DataFrame, overdispersion: float = 1.0, ranked: tuple[str, ...] = ()) -> pd.DataFrame:
    """The frame of hotspot_rates from that of data_access.questions.areas.people_and_populations.

    ranked: the countries among whose areas the ranks are; all where none is named."""
    frame = area_rates(people, overdispersion, ranked)
    found = clusters(frame)
    cluster_of = {place: n for n, places in zip(found["cluster"], found["places"], strict=True) for place in places}
    frame["cluster"] = frame["place"].map(cluster_of).astype("Int64")
    frame.attrs["clusters"] = found
    return frame


def area_rates(
    people: pd.DataFrame, overdispersion: float = 1.0, ranked: tuple[str, ...] = (), *, has_model: bool = True
) -> pd.DataFrame:
    """The frame of with_rates without the search for clusters. has_model: with what the model says of each area, which
    no search needs."""
    frame = people.copy()
    dispersion = assumed(overdispersion)
    events = people_of(frame).to_numpy()
    noise = frame["standard_error"].to_numpy() ** 2
    years = frame["years"].to_numpy()
    people_years = frame["population"].to_numpy() * years
    frame["rate"], frame["lower"], frame["upper"] = rate_interval(
        events, people_years, per=PER, noise_variance=noise, overdispersion=dispersion
    )
    country_rate = frame["country_count"].to_numpy() / (frame["country_population"].to_numpy() * years)
    frame["country_rate"] = country_rate * PER
    # held against itself an area says nothing
    is_all = is_all_of_country(frame).to_numpy()
    expected = np.where(is_all, np.nan, country_rate * people_years)
    frame["expected"] = expected
    frame["relative_risk"], frame["relative_lower"], frame["relative_upper"] = rate_interval(
        events, expected, per=1, noise_variance=noise, overdispersion=dispersion
    )
    at_most = np.where(np.isnan(events), frame["threshold"].to_numpy(), events)
    spread = np.sqrt(dispersion * np.maximum(expected, 1e-9) + noise)
    frame["p_below"] = np.minimum(2 * norm.cdf((at_most - expected) / spread), 1)
    known = np.isfinite(events) & (expected > 0)
    # one noise for all areas: points and lines of the funnel then say the same
    funnel_noise = float(np.median(noise[known])) if known.any() else 0.0
    frame["beyond"] = ""
    if known.any():
        limits = funnel_limits(
            events, expected, per=1, noise_variance=funnel_noise, overdispersion=dispersion, target=1
        )
        frame["beyond"] = limits["beyond"]
    unreliable = is_unreliable(events / dispersion, noise_variance=noise / dispersion**2)
    frame["shown"] = np.select(
        [frame["state"] == "withheld", ~(people_years > 0), frame["state"] == "none", unreliable],
        ["withheld", "no_population", "none", "unreliable"],
        default="rate",
    )
    frame[list(MODELLED)] = np.nan
    if has_model:
        _add_model(frame, people_years, dispersion, ranked)
    frame.loc[is_all, ["probability", "surely"]] = np.nan
    frame["is_tested"] = known & (expected >= LEAST_EXPECTED_THRESHOLDS * frame["threshold"].to_numpy())
    frame = frame.sort_values(["smoothed", "place"], ascending=[False, True], na_position="last", ignore_index=True)
    frame.attrs = {
        "overdispersion": overdispersion,
        "is_searched": bool(frame["is_tested"].sum() >= FEWEST_AREAS),
        "funnel_noise": funnel_noise,
    }
    return frame


def _add_model(
    frame: pd.DataFrame, people_years: NDArray[np.floating], dispersion: float, ranked: tuple[str, ...]
) -> None:
    """Add what the spatial model says of each area: MODELLED.

    Counts are held against one rate for the whole region, and countries have parts of their own in the model. A
    withheld area is in the model, as lying below its threshold, and gets no number of it.
    """
    has_rate = frame["rate"].notna()
    counts = people_of(frame)
    if not counts[has_rate].sum() > 0:
        return
    rate = counts[has_rate].sum() / people_years[has_rate].sum()
    inside = np.flatnonzero(people_years > 0)
    row_of = {place: row for row, place in enumerate(frame["place"].to_numpy()[inside])}
    pairs = [(row_of[one], row_of[other]) for one, other in area_neighbours() if one in row_of and other in row_of]
    country = frame["country"].to_numpy()[inside]
    found = fit(
        counts.to_numpy()[inside],
        people_years[inside] * rate,
        pairs,
        country=country,
        noise_variance=frame["standard_error"].to_numpy()[inside] ** 2,
        withheld_below=frame["threshold"].to_numpy()[inside],
        overdispersion=dispersion,
    )
    best, worst = found.rank_limits(np.isin(country, ranked)) if ranked else (found.rank_lower, found.rank_upper)
    # the model does not know how many are withheld in all: where a country shows few areas, its rate can be far off
    level = frame["country_rate"].to_numpy()[inside] / PER / rate / found.reference.mean(axis=0)
    level = np.where(level > 0, level, 1.0)
    said = {
        "smoothed": found.rate_ratio * rate * PER,
        # the one nearer to one half, and one half where they lie on either side of it
        "probability": np.median([found.exceeds(EXCESS), found.exceeds(EXCESS * level), level * 0 + 0.5], axis=0),
        "surely": found.exceeded(HOLDS_UP) / np.maximum(level, 1),
        "best_rank": best,
        "worst_rank": worst,
    }
    for name, values in said.items():
        frame.loc[inside, name] = values
        frame[name] = frame[name].where(has_rate)


def clusters(rates: pd.DataFrame, permutations: int = 999) -> pd.DataFrame:
    """One row a group of neighbouring areas with more people than chance allows, the most likely first.

    rates: see hotspot_rates. Columns of analysis.hotspots.scan_clusters, those with p_value ≤ 0.05 only, and `places`
    (tuple of area codes, the centre first; an area that is itself lower than its country beyond chance is in no
    cluster, whatever circle lies over it). None where fewer than eight areas are large enough to be searched.
    """
    tested = rates[rates["is_tested"]]
    if len(tested) < FEWEST_AREAS:
        return pd.DataFrame({"cluster": [], "members": [], "places": [], "relative_risk": [], "p_value": []})
    found = scan_clusters(
        people_of(tested).to_numpy(),
        tested["expected"].to_numpy(),
        tested["longitude"].to_numpy(),
        tested["latitude"].to_numpy(),
        metric="haversine",
        max_share=LARGEST_SHARE,
        permutations=permutations,
        noise_variance=tested["standard_error"].to_numpy() ** 2,
        overdispersion=assumed(rates.attrs["overdispersion"]),
    )
    found = found[found["p_value"] <= SIGNIFICANCE].copy()
    places, is_low = tested["place"].to_numpy(), (tested["relative_upper"] < 1).to_numpy()
    found["places"] = [tuple(str(places[one]) for one in members if not is_low[one]) for members in found["members"]]
    return found


def local_patterns(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area: `place`, `pattern` ("high-high", "low-low", "high-low", "low-high" by local Moran, or ""),
    `hot` ("hot", "cold" by Gi*, or ""); only findings that survive a false discovery rate of 5 %."""
    whole = people_and_populations(release, filters.without("country"), role)
    found = patterns_of(area_rates(whole, overdispersion(release, filters, role)))
    return found[found["place"].str[:2].isin(filters.country)] if filters.country else found


def patterns_of(rates: pd.DataFrame) -> pd.DataFrame:
    """The frame of local_patterns from that of area_rates."""
    events = people_of(rates).where(rates["is_tested"]).to_numpy()
    expected = rates["expected"].where(rates["is_tested"]).to_numpy()
    noise = rates["standard_error"].to_numpy() ** 2
    row_of = {place: row for row, place in enumerate(rates["place"])}
    pairs = [(row_of[one], row_of[other]) for one, other in area_neighbours() if one in row_of and other in row_of]
    answer = pd.DataFrame({"place": rates["place"], "pattern": "", "hot": "", "state": rates["state"]})
    if rates["is_tested"].sum() < FEWEST_AREAS:
        return answer
    moran = local_moran(events, expected, pairs, noise_variance=noise)
    hot = getis_ord(standardised_rates(events, expected, noise_variance=noise), pairs)
    answer["pattern"] = moran["quadrant"].where(moran["significant"], "")
    answer["hot"] = np.where(hot["significant"], np.where(hot["z"] > 0, "hot", "cold"), "")
    return answer


def yearly_rates(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area and year: the columns of people_by_year, then `rate`, `lower`, `upper` per 100,000 people, limits
    that hold what people found in groups add (`overdispersion`)."""
    frame = people_by_year(release, filters, role)
    frame["rate"], frame["lower"], frame["upper"] = rate_interval(
        people_of(frame),
        frame["population"],
        per=PER,
        noise_variance=frame["standard_error"] ** 2,
        overdispersion=assumed(overdispersion(release, filters, role)),
    )
    return frame
