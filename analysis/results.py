"""What programmes promised and delivered: sums over periods, shares of targets, status by interval.

Pure arithmetic on published values. Nothing is filled in: where a number is missing or cannot be made from what is
there, the answer says which (`reason`), and a page says it in words.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

__all__ = [
    "Span",
    "Status",
    "StatusCode",
    "Total",
    "period_span",
    "periods",
    "progress_from_baseline",
    "share_of_target",
    "status",
    "whole",
]

Span = tuple[datetime.date, datetime.date]
NoTotal = Literal["", "nothing", "overlapping", "several"]  # why there is no total: see Total
StatusCode = Literal[
    "met", "not_met", "uncertain", "on_the_way", "no_target", "not_yet_reported", "no_actual", "neutral"
]


def period_span(start: str | None, end: str | None) -> Span | None:
    """First and last day of a period written as years, months or days ("2016" to "2019-06"); None without both ends.

    One end alone stands for a period of that length: 2024 is the whole of 2024. Raises ValueError for other texts.
    """
    start, end = _text(start), _text(end)
    start, end = start or end, end or start
    if not start or not end:
        return None
    return _day(start, first=True), _day(end, first=False)


def _day(text: str, *, first: bool) -> datetime.date:
    year = int(text[:4])
    if len(text) == 10:
        return datetime.date.fromisoformat(text)
    month = int(text[5:7]) if len(text) == 7 else 1 if first else 12
    if first:
        return datetime.date(year, month, 1)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Total:
    """One number for the whole of several periods, or why there is none.

    lower, upper: the interval; equal to the value where none was published, or one end of it alone. span: the days it
    covers, or None where no period was published. reason: "" | "nothing" (no value) | "overlapping" (periods overlap
    without one that contains them all, so that a sum would count twice) | "several" (several values for a period, or
    without one). lowest, highest: the same, with one end of it alone as well: it is no interval to show, and not to be
    overlooked where a target is judged; missing: lower and upper.
    """

    value: float | None
    lower: float | None = None
    upper: float | None = None
    span: Span | None = None
    reason: NoTotal = ""
    lowest: float | None = None
    highest: float | None = None

    @property
    def has_error(self) -> bool:
        """Was an interval published with it?"""
        return self.value is not None and (self.lower, self.upper) != (self.value, self.value)


def whole(values: pd.DataFrame, *, is_level: bool) -> Total:
    """What several values of one indicator and group come to.

    values: one row a value; columns value, lower, upper, period_start, period_end (text or missing). Rows without a
    value are left out. is_level: the values are levels (a percentage, a rate) and are not added: the latest stands.
    Otherwise values of periods that do not overlap are added, and a value whose period contains all others stands
    alone. Bounds are added too, which is never too narrow, whether the errors of periods go together or not.
    """
    rows = [_read(row) for row in values.to_dict("records")]
    known = [row for row in rows if row.value is not None]
    if not known:
        return Total(None, reason="nothing")
    if len(known) == 1:
        return known[0]
    if any(row.span is None for row in known):
        return Total(None, reason="several")
    spans = [row.span for row in known if row.span is not None]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if is_level:
        latest = [row for row in known if row.span and row.span[1] == end]
        return latest[0] if len(latest) == 1 else Total(None, reason="several")
    outer = [row for row in known if row.span == (start, end)]
    if outer:
        return outer[0] if len(outer) == 1 else Total(None, reason="several")
    ordered = sorted(spans)
    if any(one[1] >= other[0] for one, other in pairwise(ordered)):
        return Total(None, reason="overlapping")
    value, lower, upper, lowest, highest = (
        _sum([getattr(row, name) for row in known]) for name in ("value", "lower", "upper", "lowest", "highest")
    )
    if (lower, upper) != (lowest, highest):  # a limit without the other among them: no interval of the sum either
        lower = upper = value
    return Total(value, lower, upper, (start, end), lowest=lowest, highest=highest)


def _read(row: Mapping[object, object]) -> Total:
    value = _number(row.get("value"))
    lower, upper = _number(row.get("lower")), _number(row.get("upper"))
    lowest, highest = (value if one is None else one for one in (lower, upper))
    if lower is None or upper is None:  # one limit is no interval: the other would be said to be the value
        lower = upper = value
    return Total(
        value,
        lower,
        upper,
        period_span(_text(row.get("period_start")), _text(row.get("period_end"))),
        lowest=lowest,
        highest=highest,
    )


def _number(value: object) -> float | None:
    return None if value is None or value != value else float(value)  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _sum(values: Sequence[float | None]) -> float:
    return math.fsum(value for value in values if value is not None)


def periods(targets: pd.DataFrame, actuals: pd.DataFrame, *, is_level: bool) -> pd.DataFrame:
    """Targets and actual values side by side, period by period, in order of time.

    targets, actuals: as in `whole`, values of one indicator and group. One row a period that either has. Columns:
    `start`, `end` (dates), `target`, `actual`, `lower`, `upper` (of the period), `cumulative_target` and
    `cumulative_actual` (up to the period's end; missing from the first period without a value on: a sum with a gap
    would be too small; for levels the same as the period's own). A period that contains others, such as a target for
    the whole programme, is no increment and has no row.
    """
    columns = ["start", "end", "target", "actual", "lower", "upper", "cumulative_target", "cumulative_actual"]
    cells: dict[Span, dict[str, float | None]] = {}
    for name, values in (("target", targets), ("actual", actuals)):
        for row in map(_read, values.to_dict("records")):
            if row.span is None:
                continue
            cell = cells.setdefault(row.span, {})
            cell[name] = row.value
            if name == "actual":
                cell["lower"], cell["upper"] = row.lower, row.upper
    inner = [span for span in cells if not any(_contains(span, other) for other in cells)]
    frame = pd.DataFrame(
        [
            {"start": span[0], "end": span[1], **{name: cells[span].get(name) for name in columns[2:6]}}
            for span in sorted(inner)
        ],
        columns=columns[:6],
    )
    for name in ("target", "actual", "lower", "upper"):
        frame[name] = frame[name].astype(float)
    for name in ("target", "actual"):
        running = frame[name] if is_level else frame[name].cumsum(skipna=False)
        frame[f"cumulative_{name}"] = running.astype(float)
    return frame[columns]


def _contains(span: Span, other: Span) -> bool:
    return span != other and span[0] <= other[0] and other[1] <= span[1]


def share_of_target(actual: Total, target: Total) -> tuple[float, float, float] | None:
    """The actual value and its bounds as shares of the target (1 is all of it); None without both or for a target of 0.

    Only where more is better: a fall from 14 to 9 with a target of 8 is not "112 %". See progress_from_baseline.
    """
    if actual.value is None or not target.value:
        return None
    bounds = [bound / target.value for bound in (actual.value, actual.lower, actual.upper) if bound is not None]
    return (bounds[0], min(bounds[1:]), max(bounds[1:]))


def progress_from_baseline(actual: Total, target: Total, baseline: Total) -> tuple[float, float, float] | None:
    """How much of the way from baseline to target was gone, and its bounds; None where one is missing or both agree.

    Right for both directions. The baseline's own error is not in the bounds.
    """
    if actual.value is None or target.value is None or baseline.value is None or target.value == baseline.value:
        return None
    way = target.value - baseline.value
    ends = [(bound - baseline.value) / way for bound in (actual.lower, actual.upper) if bound is not None]
    return ((actual.value - baseline.value) / way, min(ends), max(ends))


@dataclass(frozen=True)
class Status:
    """What an interval says about a target.

    code: "met" (the whole interval reaches the target) | "not_met" (none of it does, and the time is over) |
    "on_the_way" (not reached, and the time is not over) | "uncertain" (the target lies inside the interval, or between
    the value and the one limit that was published) |
    "no_target" | "not_yet_reported" (no actual value, and the time is not over) | "no_actual" (and it is) |
    "neutral" (whether more is better was not said). is_over: has the target's period ended by the given day?
    """

    code: StatusCode
    actual: Total
    target: Total
    is_over: bool


def status(actual: Total, target: Total, *, ascending: bool | None, today: datetime.date) -> Status:
    """Judge an actual value by its interval, not by its point.

    ascending: is more better? None: neither, or not said, and then nothing is judged. A target without a period is
    never over.
    """
    span = target.span or actual.span
    is_over = span is not None and span[1] < today
    if actual.value is None:
        code: StatusCode = "no_actual" if is_over or span is None else "not_yet_reported"
        return Status(code, actual, target, is_over)
    if target.value is None:
        return Status("no_target", actual, target, is_over)
    if ascending is None:
        return Status("neutral", actual, target, is_over)
    lower = actual.lower if actual.lowest is None else actual.lowest
    upper = actual.upper if actual.highest is None else actual.highest
    assert lower is not None and upper is not None
    reached = (lower >= target.value, upper >= target.value)
    if not ascending:
        reached = (upper <= target.value, lower <= target.value)
    if reached[0]:
        return Status("met", actual, target, is_over)
    if reached[1]:
        return Status("uncertain", actual, target, is_over)
    return Status("not_met" if is_over else "on_the_way", actual, target, is_over)
