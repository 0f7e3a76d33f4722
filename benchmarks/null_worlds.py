"""Worlds in which chance and noise are all that tells areas, years, groups and routes apart, for the benchmarks.

People are found in groups of `size`, all alike or by chance; places, noise and thresholds are those of a release, and
so are the frames.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data_access.questions.service_gaps import STEPS


@dataclass(frozen=True)
class Groups:
    """What people are found in: groups of so many, on average where sizes are by chance (geometric)."""

    size: int
    are_by_chance: bool = False

    @property
    def factor(self) -> float:
        """Variance over mean of the counts of people."""
        return 2.0 * self.size - 1 if self.are_by_chance else float(self.size)

    def people(self, mean: ArrayLike, random: np.random.Generator) -> NDArray[np.int64]:
        """Draw counts of people with these means."""
        return self.in_groups(random.poisson(np.asarray(mean) / self.size), random)

    def in_groups(self, groups: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
        """How many people are in so many groups."""
        if not self.are_by_chance or self.size == 1:
            return self.size * groups
        more = random.negative_binomial(np.maximum(groups, 1), 1 / self.size)  # beside the one that each has
        return groups + np.where(groups > 0, more, 0)

    def __str__(self) -> str:
        return f"{self.size} on average, by chance" if self.are_by_chance else str(self.size)


def growth_of(frame: pd.DataFrame, rows: pd.Series, times: float) -> pd.Series:
    """So many times as many people in the last year as in the first, in these rows; their whole is as it was."""
    middle = (frame["first_year"] + frame["last_year"]) / 2
    since_start = (middle - frame["first_year"].min()) / (frame["last_year"].max() - frame["first_year"].min())
    return (times ** (since_start - 0.5)).where(rows, 1.0)


def null_world(
    template: pd.DataFrame,
    random: np.random.Generator,
    found_in: Groups,
    hot: Mapping[str, float] | None = None,
    growth: pd.Series | float = 1.0,
) -> pd.DataFrame:
    """The frame of a question about areas as it would be if chance and noise were all that told areas apart.

    found_in: the groups of people. hot: areas that are so many times their country's rate after all.
    growth: how many times as many people as that are in each row.
    """
    mean = (template["country_count"] / template["country_population"] * template["population"]).fillna(0)
    mean = mean * template["place"].map(hot or {}).fillna(1.0).astype(float) * growth
    wholes = template["country"]
    if "first_year" in template:
        wholes = wholes + template["first_year"].astype(str)
    noisy = found_in.people(mean, random) + noise(
        template["standard_error"], wholes, template.get("country_error"), random
    )
    count = np.maximum(noisy, 0).round()
    hidden = count < template["threshold"]
    totals = noisy.groupby(wholes).transform("sum")
    return template.assign(
        count=count.mask(hidden).astype("Int64"),
        state=np.where(hidden, "withheld", "count"),
        country_count=totals,
    )


def null_steps(
    template: pd.DataFrame, random: np.random.Generator, found_in: Groups, times: float = 1.0
) -> pd.DataFrame:
    """The frame of people_by_step where in all areas of a country the same share comes to each step, in groups.

    What is withheld is what the release withholds, whatever chance makes of the world. times: one area by chance, of
    100 people or more whose steps are published, has so many times fewer who come to the first step; attrs: `low`."""
    world = template.copy()
    shown = template[template["count"].fillna(0).ge(100) & template[list(STEPS)].notna().all(axis=1)]
    low = str(random.choice(shown["place"].to_numpy())) if times > 1 else ""
    fewer = np.where(template["place"] == low, times, 1.0)
    came = random.poisson(template["count"].astype(float).fillna(template["standard_error"]) / found_in.size)
    groups, totals = [], []
    before = template["country_count"].astype(float)
    errors = {"count": "standard_error", **{step: f"{step}_error" for step in STEPS}}
    for step in errors:
        totals.append("country_count" if step == "count" else f"country_{step}")
        # who was served was referred: those who come to a step are among those who came to the one before
        part = (template[totals[-1]] / before).clip(0, 1).fillna(0)
        came = random.binomial(came, part / fewer if step == "referred" else part)
        before = template[totals[-1]].astype(float)
        groups.append(came)
    # of each group the step that it came to last
    alone = [one - later for one, later in zip(groups, [*groups[1:], 0], strict=True)]
    people = np.cumsum([found_in.in_groups(one, random) for one in reversed(alone)], axis=0)[::-1]
    for (step, error), total, exact in zip(errors.items(), totals, people, strict=True):
        total_error = template["country_error"] if step == "count" else template[f"{total}_error"]
        noisy = exact + noise(template[error], template["country"], total_error, random)
        world[total] = noisy.groupby(template["country"]).transform("sum")
        world[step] = np.maximum(noisy, 0).mask(template[step].isna())
    world = world.assign(count=world["count"].round().astype("Int64"))
    world.attrs["low"] = low
    return world


def noise(
    errors: pd.Series, countries: pd.Series, country_errors: pd.Series | None, random: np.random.Generator
) -> pd.Series:
    """Noise with each area's error that adds up to noise with the country's, where this is known: a release knows a
    whole better than by adding up its parts."""
    alone = pd.Series(random.normal(0, errors.fillna(0)), index=errors.index)
    if country_errors is None:
        return alone
    together = countries.map({code: random.normal() for code in countries.unique()}) * country_errors
    by_country = alone.groupby(countries)
    return alone + (together - by_country.transform("sum")) / by_country.transform("size")


def null_groups(
    template: pd.DataFrame, random: np.random.Generator, found_in: Groups, growth: pd.Series | float = 1.0
) -> pd.DataFrame:
    """The frame of change.groups_by_year where every year has as many people of a group; growth: how many times as many
    in each row."""
    mean = template.groupby(["dimension", "code"])["count"].transform("mean").astype(float) * growth
    people = found_in.people(mean, random) + random.normal(0, template["standard_error"])
    return template.assign(count=np.maximum(np.rint(people), 0))


def last_two(groups: pd.DataFrame) -> pd.DataFrame:
    """The frame of data_access.questions.overview.change of a world's groups."""
    last = int(groups["first_year"].max())
    by_year = groups.pivot(index=["dimension", "code"], columns="first_year", values=["count", "standard_error"])
    frame = pd.DataFrame({"previous": by_year["count", last - 1], "latest": by_year["count", last]})
    frame["change"] = frame["latest"] - frame["previous"]
    frame["change_error"] = np.hypot(by_year["standard_error", last - 1], by_year["standard_error", last])
    return frame.reset_index()


def null_legs(
    template: pd.DataFrame, random: np.random.Generator, found_in: Groups, grown: tuple[int, float] | None = None
) -> pd.DataFrame:
    """The frame of data_access.questions.routes.changed where no route changed, but the one in this row by so many
    times from the first half to the second; its whole is as it was."""
    world = template.copy()
    lengths = [last - first + 1 for first, last in template.attrs["halves"]]
    both = (template["first_half"] * lengths[0] + template["second_half"] * lengths[1]) / sum(lengths)
    noise = template["change_error"] / 2**0.5
    row, times = grown or (-1, 1.0)
    share_before = sum(lengths) / (lengths[0] + times * lengths[1])
    for half, length, factor in zip(("first_half", "second_half"), lengths, (1.0, times), strict=True):
        mean = both.where(template.index != row, both * share_before * factor)
        world[half] = found_in.people(mean * length, random) / length + random.normal(0, noise)
    world["change"] = world["second_half"] - world["first_half"]
    # a half that is too small is withheld, and the leg is not compared
    world = world[world[["first_half", "second_half"]].min(axis=1) >= 3 * noise].reset_index(drop=True)
    world.attrs = dict(template.attrs)
    return world
