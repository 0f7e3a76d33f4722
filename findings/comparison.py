"""Two sides beside each other: is a difference between their numbers more than chance and protection make?

What chance makes of a number is not that of people found one by one: they are found in groups, and years vary as
findings.change has it. The factor (variance over mean) of a number of people is that of its own years, each role and
route by itself, or of areas where one of its years is not known or areas vary more; that of a share is that of areas,
as on the Recovery page. Of all differences that one answer tells apart, at most one in twenty is false.

Who was identified later has had less time: between years no difference is taken in what takes long.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.shares import share_interval
from analysis.trends import FEWEST_PERIODS
from data_access.questions.areas import NoPopulation
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from findings.change import trends_of_groups, whole_years
from findings.discoveries import discovered, margins
from findings.rates import of_areas
from findings.side_numbers import Number, Topic, numbers, people_of_place
from findings.sides import WITHOUT_OTHER, Sides, sides
from findings.unfinished import open_stages

RANKED: tuple[Topic, ...] = ("form", "means", "sector", "relation", "routes")
KEYS = ["dimension", "code", "unit"]
# what people may still come to however long ago they were identified: a release does not say how many had come to it
# after the same time
LONG: tuple[Topic, ...] = ("justice", "stage", "service", "outcome")


def compared(release: Release, filters: Filters, topic: Topic, beside: str | None = None) -> pd.DataFrame:
    """One row a number of a topic (findings.side_numbers), of what was chosen and of what it is compared with.

    Columns: `dimension`, `code`, `unit` ("people": a year, where the periods are not equally long; "share"; "rate": a
    year, for findings.rates.PER people);
    `one`, `one_error` (standard error of the noise, and of a rate that of people found in groups), `one_low` and
    `one_high` (95 % limits of a share, of analysis.shares), `one_state`, the same of `other` (its state is "" without
    another side, and where only one side has such a number); `difference` (one less other), `margin` (within which
    the true difference lies as far as all of the answer can be judged together), and `verdict`: "apart", "not_apart",
    or "" where it is not asked. beside: as the address writes it (findings.sides). attrs: `sides`, or None;
    `is_a_year`; `factors`, the smallest and the largest. Raises NotPublished where the release has no number of the
    topic.
    """
    pair = sides(release, filters, beside) if beside else None
    if pair is None or pair.refused in WITHOUT_OTHER:
        side = pair.one if pair else filters
        mine = _with_groups(numbers(release, side, topic), factors(release, side, topic), of_areas(release), 1)
        return _about(_ranked(differences(mine, []), topic), pair, _why_none(release, topic, side))
    lengths = [_years(release, side) if pair.kind == "years" else 1 for side in (pair.one, pair.other)]
    is_a_year = lengths[0] != lengths[1]
    own = [factors(release, side, topic) for side in (pair.one, pair.other)]
    both = [
        _with_groups(numbers(release, side, topic), mine, of_areas(release), length if is_a_year else 1)
        for side, mine, length in zip((pair.one, pair.other), own, lengths, strict=True)
    ]
    if pair.kind == "years" and topic == "stage":
        still_open = open_stages(release, pair.one) | open_stages(release, pair.other)
        both = [[_not_yet(one) if one.code in still_open else one for one in mine] for mine in both]
    is_asked = not pair.refused and not (pair.kind == "years" and topic in LONG)
    found = differences(both[0], both[1], freedom(release), is_asked=is_asked)
    if topic == "routes":  # which both sides may have
        for name in ("one", "other"):
            found[f"{name}_state"] = found[f"{name}_state"].replace("", release.absent)
    used = (of_areas(release), *(mine[key] for mine in own for key in mine))
    why_none = _why_none(release, topic, pair.one, pair.other)
    return _about(_ranked(found, topic), pair, why_none, is_a_year=is_a_year, factors=used if is_asked else None)


def _ranked(found: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    if topic not in RANKED:
        return found
    largest = found[["one", "other"]].max(axis=1).sort_values(ascending=False, kind="stable")
    return found.iloc[largest.index].reset_index(drop=True)


def differences(
    one: Sequence[Number],
    other: Sequence[Number],
    freedom: float = math.inf,
    *,
    is_asked: bool = True,
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
    wanted = ("value", "noise", "chance", "low", "high")
    numbers = {name: both[name].astype(float) for name in both if str(name).partition("_")[0] in wanted}
    difference = numbers["value_one"] - numbers["value_other"]
    parts = [numbers[f"{part}_{side}"] for part in ("noise", "chance") for side in ("one", "other")]
    error = pd.concat(parts, axis=1).sum(axis=1, skipna=False) ** 0.5
    p_values = pd.Series(2 * student.sf(difference.abs() / error.where(error > 0), freedom), index=both.index)
    is_told = p_values.notna() & is_asked
    answer = both[KEYS].copy()
    for side in ("one", "other"):
        answer[side] = numbers[f"value_{side}"]
        answer[f"{side}_error"] = (numbers[f"noise_{side}"] ** 0.5).where(answer[side].notna())
        answer[f"{side}_low"], answer[f"{side}_high"] = numbers[f"low_{side}"], numbers[f"high_{side}"]
        answer[f"{side}_state"] = both[f"state_{side}"].fillna("")
    answer["difference"] = difference.where(is_told)
    answer["margin"] = margins(p_values, error, freedom).where(is_told) if is_told.any() else math.nan
    answer["verdict"] = np.where(is_told, np.where(discovered(p_values), "apart", "not_apart"), "")
    return answer


@lru_cache(maxsize=64)
def factors(release: Release, side: Filters, topic: Topic) -> Mapping[tuple[str, str], float]:
    """How many times as much the numbers of people of one side vary as those of people found one by one.

    By dimension and code: by its own whole years about their trend, or as areas do where these vary more. Of what is
    not in it a whole year is withheld or not published, or the release has too few: it is taken to vary as areas do.
    """
    if topic == "rates":  # of the people that these are of
        found = factors(release, side, "roles")
        return {("rate", code): factor for (_, code), factor in found.items()}
    whole = whole_years(release, Filters())
    if whole is None or whole[1] - whole[0] + 1 < FEWEST_PERIODS:
        return {}
    rows = [
        (one.dimension, one.code, year, year, one.value, one.noise**0.5, one.state)
        for year in range(whole[0], whole[1] + 1)
        for one in numbers(release, side.with_choice(years=(year, year)), topic)
        if one.unit == "people" and one.value == one.value
    ]
    columns = ["dimension", "code", "first_year", "last_year", "count", "standard_error", "state"]
    frame = pd.DataFrame(rows, columns=columns)
    is_whole = frame.groupby(KEYS[:2])["count"].transform("size") == whole[1] - whole[0] + 1
    if not is_whole.any():
        return {}
    trends = trends_of_groups(frame[is_whole], of_areas(release)).dropna(subset="factor")
    return dict(zip(zip(trends["dimension"], trends["code"], strict=True), trends["factor"], strict=True))


def freedom(release: Release) -> float:
    """Of Student's t: the whole years less the two that a trend takes; without end where the factor is a convention."""
    whole = whole_years(release, Filters())
    years = whole[1] - whole[0] + 1 if whole else 0
    return float(years - 2) if years >= FEWEST_PERIODS else math.inf


def _years(release: Release, side: Filters) -> int:
    first, last = side.years or release.years or (1, 1)
    return last - first + 1


def _with_groups(
    mine: Sequence[Number], own: Mapping[tuple[str, str], float], of_areas: float, years: int
) -> list[Number]:
    """Numbers with what people found in groups add to chance, which is in the margin of a rate and in the limits of a
    share, and not in the margin of a number of those who were found. years: those that numbers of people are divided
    by."""
    found = []
    for one in mine:
        chance = own.get(one[:2], of_areas) * one.chance
        if one.unit == "people":
            one = one._replace(value=one.value / years, noise=one.noise / years**2, chance=chance / years**2)
        elif one.unit == "rate":
            one = one._replace(noise=one.noise + chance, chance=0.0)
        else:
            one = _with_limits(one._replace(chance=chance), own.get(one[:2], of_areas))
        found.append(one)
    return found


def _with_limits(share: Number, factor: float) -> Number:
    if share.of != share.of:
        return share
    noise = share.noise * share.of**2
    _, [low], [high] = share_interval(
        share.value * share.of, share.of, reached_variance=noise, overdispersion=max(factor, 1.0)
    )
    return share._replace(low=float(low), high=float(high))


def _not_yet(number: Number) -> Number:
    return number._replace(value=math.nan, low=math.nan, high=math.nan, state="not_yet")


def _why_none(release: Release, topic: Topic, *sides: Filters) -> type[NotPublished]:
    """Why a topic has no number, where it has none."""
    is_counted = topic == "rates" and any(row for side in sides for row in people_of_place(release, side))
    return NoPopulation if is_counted else NotPublished


def _about(
    found: pd.DataFrame,
    pair: Sides | None,
    why_none: type[NotPublished],
    *,
    is_a_year: bool = False,
    factors: tuple[float, ...] | None = None,
) -> pd.DataFrame:
    if found.empty:
        raise why_none("The release has no number of this topic for these choices.")
    found.attrs = {"sides": pair, "is_a_year": is_a_year, "factors": factors and (min(factors), max(factors))}
    return found
