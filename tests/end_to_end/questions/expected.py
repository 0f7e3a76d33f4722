"""What a release answers to each question, asked of it without any page: the numbers that must be read there."""

from collections.abc import Callable

import pandas as pd

from data_access.questions import justice, overview, programmes, recovery, returns, routes
from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.change import whole_years
from findings.detection_effort import detection_effort
from findings.key_shares import key_shares
from findings.published_contradictions import contradictions
from findings.rates import hotspot_rates
from findings.recorders import effort
from findings.verdicts import judge
from findings.victim_rates import victim_rates

Numbers = list[str]
ALL, KILNS = Filters(), "X_BrickKilns"
CHILDREN, BOYS = Filters(age=("child",)), Filters(sex=("male",), age=("child",))


def _counts(answer: pd.DataFrame, most: int = 1, **codes: str) -> Numbers:
    """The numbers of an answer with these codes, the largest first."""
    for name, code in codes.items():
        answer = answer[answer[name] == code]
    found = answer[answer["state"] == "count"].sort_values("count", ascending=False)
    return [f"{count:,}" for count in found["count"].head(most)]


def _first_and_last(release: Release) -> Numbers:
    years = whole_years(release, ALL) or (0, 0)
    trend = overview.trend(release, ALL)
    stages = recovery.stages_by(release, ALL, "year")
    referred = stages[(stages["stage"] == "referred") & stages["year"].astype(int).isin(years)]
    people = [number for year in years for number in _counts(trend[trend["year"] == year])]
    return [
        *people,
        *(f"{count / asked:.0%}" for count, asked in zip(referred["count"], referred["asked"], strict=True)),
    ]


def _share_of_women(release: Release) -> Numbers:
    shares = key_shares(release, ALL).set_index("what")["share"]
    return [f"{shares['women_and_girls']:.0%}", *_counts(overview.shares(release, Filters(sex=("female",)), "form"), 3)]


def _last_year(release: Release) -> Numbers:
    years = whole_years(release, ALL) or (0, 0)
    reached = justice.reached(release, Filters(years=(years[1], years[1])))
    return [number for step in ("investigated", "prosecuted", "convicted") for number in _counts(reached, reached=step)]


def _published(release: Release, text: str, dimension: str | None = None) -> Numbers:
    """The newest figure at Islam Qala of the indicators that have this text."""
    found = published_figures(release, ALL)
    found = found[found["title"].str.contains(text) & found["place_text"].fillna("").str.contains("Islam Qala")]
    found = found[found["dimension"] == dimension] if dimension else found
    return [f"{found.sort_values('period_end')['value'].iloc[-1]:,.0f}"]


def _rates(release: Release) -> Numbers:
    found = victim_rates(release, ALL)
    everyone = found[(found["form"] == "total") & (found["country"] == "AF") & (found["age"] == "total")]
    return [f"{rate:.2f}" if rate < 10 else f"{rate:.1f}" for rate in everyone["rate"].dropna()]


def _verdicts(release: Release) -> Numbers:
    found = judge(hotspot_rates(release, ALL, "identified"), effort(release, ALL), detection_effort(release, ALL))
    verdicts = found["verdict"]
    return [str((verdicts != "").sum()), *(str((verdicts == code).sum()) for code in ("holds_up", "effort"))]


EXPECTED: list[Callable[[Release], Numbers]] = [
    _first_and_last,
    lambda release: _counts(justice.reached_by(release, ALL, "convicted", "court"), 3),
    lambda release: _counts(justice.places_of_sector(release, ALL, KILNS), 3),
    _share_of_women,
    _last_year,
    lambda release: [f"{share:.0%}" for share in key_shares(release, ALL)["share"].head(3)],
    lambda release: [f"{value:,.0f}" for value in contradictions(release, ALL)["value"].head(2)],
    lambda release: [*_counts(overview.total(release, ALL)), *_counts(returns.smuggled(release, ALL), 2)],
    lambda release: _counts(routes.arrows(release, Filters(place="PK-BA"), "province", "through"), 3),
    lambda release: [
        *_published(release, "Undocumented Afghans returned from Iran", "deported"),
        *_counts(returns.came_back(release, ALL), 3),
    ],
    lambda release: [
        *_published(release, "Unaccompanied"),
        *_counts(returns.children_alone(release, ALL), crossing="IslamQala"),
    ],
    lambda release: _counts(justice.sexual_types(release, BOYS), sexual_type="BachaBazi"),
    lambda release: _counts(justice.recruiters(release, CHILDREN), 3),
    lambda release: _counts(overview.shares(release, ALL, "form"), form="ForcedLabour"),
    lambda release: _counts(recovery.reached(release, ALL, "referral_time"), who="chosen"),
    _rates,
    _verdicts,
    lambda release: _counts(recovery.stages_reached(release, ALL), who="chosen", stage="followed_up_12_months"),
    lambda release: [str((programmes.portfolio(release, ALL)["provenance"] == "published").sum())],
    lambda release: _counts(overview.total(release, Filters(place="AF-NAN"))),
]
