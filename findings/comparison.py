"""Two sides beside each other: is a difference between their numbers more than chance and protection make?

What chance makes of a number is not that of people found one by one: they are found in groups, and years vary as
findings.change has it. The factor (variance over mean) of a number of people is that of its side's own years, or of
areas where too few of its years tell it; that of a share is that of areas, as on the Recovery page. Of all differences
that one answer tells apart, at most one in twenty is false.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.trends import FEWEST_PERIODS
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from findings.change import group_trends, whole_years
from findings.discoveries import discovered, margins
from findings.rates import assumed, overdispersion
from findings.side_numbers import Number, Topic, numbers
from findings.sides import WITHOUT_OTHER, Sides, sides
from findings.unfinished import open_stages

RANKED: tuple[Topic, ...] = ("form", "means", "sector", "routes")
KEYS = ["dimension", "code", "unit"]


def compared(release: Release, filters: Filters, topic: Topic, beside: str | None = None) -> pd.DataFrame:
    """One row a number of a topic (findings.side_numbers), of what was chosen and of what it is compared with.

    Columns: `dimension`, `code`, `unit` ("people": a year, where the periods are not equally long; "share"; "rate": a
    year, for findings.rates.PER people);
    `one`, `one_error` (standard error of the noise), `one_state`, the same of `other` (its state is "" without another
    side, and where only one side has such a number); `difference` (one less other), `margin` (within which
    the true difference lies as far as all of the answer can be judged together), and `verdict`: "apart", "not_apart",
    or "" where it is not asked. beside: as the address writes it (findings.sides). attrs: `sides`, or None;
    `is_a_year`; `factors`, the smallest and the largest. Raises NotPublished where the release has no number of the
    topic.
    """
    pair = sides(release, filters, beside) if beside else None
    if pair is None or pair.refused in WITHOUT_OTHER:
        side = pair.one if pair else filters
        own = factor(release, side) if topic == "rates" else 1.0
        found = differences(_with_groups(numbers(release, side, topic), own, 1.0, 1), [])
        return _about(_ranked(found, topic), pair)
    lengths = [_years(release, side) if pair.kind == "years" else 1 for side in (pair.one, pair.other)]
    is_a_year = lengths[0] != lengths[1]
    factors = (factor(release, pair.one), factor(release, pair.other))
    both = [
        _with_groups(numbers(release, side, topic), own, _of_areas(release), length if is_a_year else 1)
        for side, own, length in zip((pair.one, pair.other), factors, lengths, strict=True)
    ]
    if pair.kind == "years" and topic == "stage":
        still_open = open_stages(release, pair.one) | open_stages(release, pair.other)
        both = [[_not_yet(one) if one.code in still_open else one for one in mine] for mine in both]
    # proceedings take years: of those identified later fewer can have ended
    is_asked = not pair.refused and (pair.kind, topic) != ("years", "justice")
    found = differences(both[0], both[1], freedom(release), is_asked=is_asked)
    if topic == "routes":  # which both sides may have
        for name in ("one", "other"):
            found[f"{name}_state"] = found[f"{name}_state"].replace("", release.absent)
    found = _ranked(found, topic)
    return _about(found, pair, is_a_year=is_a_year, factors=None if pair.refused else (_of_areas(release), *factors))


def _ranked(found: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    if topic not in RANKED:
        return found
    largest = found[["one", "other"]].max(axis=1).sort_values(ascending=False, kind="stable")
    return found.iloc[largest.index].reset_index(drop=True)


def differences(
    one: Sequence[Number], other: Sequence[Number], freedom: float = math.inf, *, is_asked: bool = True
) -> pd.DataFrame:
    """The frame of `compared` from the numbers of two sides, in the order of the first.

    freedom: of Student's t, by how many years it was estimated how much chance makes. is_asked: may a difference be
    taken?
    """
    left, right = (pd.DataFrame(side, columns=Number._fields) for side in (one, other))
    both = left.merge(right, on=KEYS, how="outer", suffixes=("_one", "_other"))
    order = {key: position for position, key in enumerate(dict.fromkeys(number[:3] for number in (*one, *other)))}
    positions = [order[key] for key in zip(*(both[name] for name in KEYS), strict=True)]
    both = both.iloc[np.argsort(positions)].reset_index(drop=True)
    numbers = {
        name: both[name].astype(float) for name in both if str(name).partition("_")[0] in ("value", "noise", "chance")
    }
    difference = numbers["value_one"] - numbers["value_other"]
    parts = [numbers[f"{part}_{side}"] for part in ("noise", "chance") for side in ("one", "other")]
    error = pd.concat(parts, axis=1).sum(axis=1, skipna=False) ** 0.5
    p_values = pd.Series(2 * student.sf(difference.abs() / error.where(error > 0), freedom), index=both.index)
    is_told = p_values.notna() & is_asked
    answer = both[KEYS].copy()
    for side in ("one", "other"):
        answer[side] = numbers[f"value_{side}"]
        answer[f"{side}_error"] = (numbers[f"noise_{side}"] ** 0.5).where(answer[side].notna())
        answer[f"{side}_state"] = both[f"state_{side}"].fillna("")
    answer["difference"] = difference.where(is_told)
    answer["margin"] = margins(p_values, error, freedom).where(is_told) if is_told.any() else math.nan
    answer["verdict"] = np.where(is_told, np.where(discovered(p_values), "apart", "not_apart"), "")
    return answer


@lru_cache(maxsize=32)  # every topic of a page asks for it
def factor(release: Release, side: Filters) -> float:
    """How many times as much the counts of one side vary as those of people found one by one: by its own years, or by
    those of areas where too few of its years are published or areas vary more."""
    of_areas = _of_areas(release)
    try:
        found = group_trends(release, side.without("years"))
    except NotPublished:
        return of_areas
    own = found.loc[found["dimension"] == "total", "factor"].dropna() if "factor" in found else pd.Series(dtype=float)
    return max(float(own.iloc[0]), of_areas) if len(own) else of_areas


def freedom(release: Release) -> float:
    """Of Student's t: the whole years less the two that a trend takes; without end where the factor is a convention."""
    whole = whole_years(release, Filters())
    years = whole[1] - whole[0] + 1 if whole else 0
    return float(years - 2) if years >= FEWEST_PERIODS else math.inf


def _years(release: Release, side: Filters) -> int:
    first, last = side.years or release.years or (1, 1)
    return last - first + 1


def _of_areas(release: Release) -> float:
    return assumed(overdispersion(release, Filters(), "identified"))


def _with_groups(mine: Sequence[Number], own: float, of_areas: float, years: int) -> list[Number]:
    """Numbers with what people found in groups add to chance, which is in the margin of a rate, and not in that of a
    number or share of those who were found. years: those that numbers of people are divided by."""
    found = []
    for one in mine:
        if one.unit == "people":
            one = one._replace(value=one.value / years, noise=one.noise / years**2, chance=own * one.chance / years**2)
        elif one.unit == "rate":
            one = one._replace(noise=one.noise + own * one.chance, chance=0.0)
        else:
            one = one._replace(chance=of_areas * one.chance)
        found.append(one)
    return found


def _not_yet(number: Number) -> Number:
    return number._replace(value=math.nan, state="not_yet")


def _about(
    found: pd.DataFrame, pair: Sides | None, *, is_a_year: bool = False, factors: tuple[float, ...] | None = None
) -> pd.DataFrame:
    if found.empty:
        raise NotPublished("The release has no number of this topic for these choices.")
    found.attrs = {"sides": pair, "is_a_year": is_a_year, "factors": factors and (min(factors), max(factors))}
    return found
