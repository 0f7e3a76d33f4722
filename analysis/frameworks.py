"""The results framework of a programme: its indicators, each group under its own target."""

import datetime
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from analysis.results import Status, Total, period_span, periods, progress_from_baseline, share_of_target, status, whole

__all__ = ["Group", "Level", "Result", "framework"]

Level = Literal["goal", "outcome", "output", "activity"]
LEVELS: tuple[Level, ...] = get_args(Level)
LEVEL_MEASURES = ("percentage", "nominal", "ordinal")  # measures whose values are levels and are never added


@dataclass(frozen=True)
class Group:
    """One group of people of an indicator, or all of them (sex and age "total"), with its own baseline and target.

    other: what else the group is told by, in the words of the source ("disability: yes"), or None.

    share: of the target, with bounds, where more is better; progress: from baseline to target, with bounds. due: the
    part of the target whose periods had ended when the actual value was counted. periods: see analysis.results.
    """

    sex: str
    age: str
    other: str | None
    baseline: Total
    target: Total
    actual: Total
    due: Total
    status: Status
    share: tuple[float, float, float] | None
    progress: tuple[float, float, float] | None
    periods: pd.DataFrame

    @property
    def is_everyone(self) -> bool:
        return self.sex == "total" and self.age == "total" and self.other is None


@dataclass(frozen=True)
class Result:
    """One indicator (for one definition) with its groups, everyone first, and the values that it is made of."""

    indicator: str
    title: str
    level: Level | None
    dimension: str | None
    unit: str | None
    measure: str | None
    ascending: bool | None
    standard_tag: str | None
    groups: tuple[Group, ...]
    values: pd.DataFrame

    @property
    def everyone(self) -> Group:
        return self.groups[0]


def framework(values: pd.DataFrame, today: datetime.date) -> list[Result]:
    """Put values together into indicators, from goal to activity, those without a level last.

    values: one row a value; columns indicator, title, level, measure, unit, ascending, standard_tag, kind, value,
    lower, upper, sex, age, disaggregation, dimension, period_start, period_end. Only baselines, targets and actual
    values are looked at. A target is never taken for an actual value, nor one group's for another's. Of an indicator
    whose groups only are published, everyone has no values.
    """
    counted = values[values["kind"].isin(("baseline", "target", "actual"))]
    results = []
    for (indicator, dimension), part in counted.groupby(["indicator", "dimension"], dropna=False, sort=False):
        first = part.iloc[0]
        ascending = None if pd.isna(first["ascending"]) else bool(first["ascending"])
        is_level = first["measure"] in LEVEL_MEASURES
        everyone = ("total", "total", None)
        keys = list(zip(part["sex"], part["age"], map(_text, part["disaggregation"]), strict=True))
        groups = tuple(
            _group(part[[key == group for key in keys]], group, is_level, ascending, today)
            for group in dict.fromkeys([everyone, *keys])
        )
        results.append(
            Result(
                str(indicator), str(first["title"]), _level(first["level"]), _text(dimension), _text(first["unit"]),
                _text(first["measure"]), ascending, _text(first["standard_tag"]), groups, part,
            )
        )  # fmt: skip
    order = [*LEVELS, None]
    return sorted(results, key=lambda result: order.index(result.level))


def _group(
    part: pd.DataFrame,
    group: tuple[str, str, str | None],
    is_level: bool,
    ascending: bool | None,
    today: datetime.date,
) -> Group:
    of = {kind: part[part["kind"] == kind] for kind in ("baseline", "target", "actual")}
    baseline, target, actual = (whole(of[kind], is_level=is_level) for kind in ("baseline", "target", "actual"))
    due = target
    if actual.span is not None and not is_level:
        ended = [
            span is not None and span[1] <= actual.span[1]
            for span in map(period_span, of["target"]["period_start"], of["target"]["period_end"])
        ]
        due = whole(of["target"][ended], is_level=False)
    return Group(
        *group, baseline, target, actual, due,
        status(actual, target, ascending=ascending, today=today),
        share_of_target(actual, target) if ascending else None,
        progress_from_baseline(actual, target, baseline) if ascending is not None else None,
        periods(of["target"], of["actual"], is_level=is_level),
    )  # fmt: skip


def _level(value: object) -> Level | None:
    return next((level for level in LEVELS if level == value), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
