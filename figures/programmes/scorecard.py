"""The scorecard: one line a result, with what was promised, what came of it, how far that is, why, money and time.

What was not published says so in its cell; no cell is empty, and nothing stands for a number that there is none of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.costs import cost_per_outcome
from analysis.frameworks import Group, Level, Result
from analysis.results import Span
from figures.kit import words
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated, separated
from figures.programmes import cost_words
from figures.programmes import words as says
from figures.programmes.facts import money_of
from locales import N_, Translator

LONGEST_SCALE = 2.0  # of the target: a bar that is longer has a scale of its own, so that others can still be read
NO_BAR = {"target": N_("no target"), "actual": N_("no actual value"), "neutral": N_("not judged")}


@dataclass(frozen=True)
class Cell:
    """What a cell says, and more about it, which is written smaller."""

    text: str
    more: tuple[str, ...] = ()

    @property
    def in_one(self) -> str:
        return " · ".join(part for part in [self.text, *self.more] if part)


@dataclass(frozen=True)
class Line:
    """One result of a programme, one of its groups (is_group), or a programme that published no result (status "").

    code: of the programme. far: value, lower and upper of the bar as shares of the way to the target, or None.
    has_target: whether the bar has a mark for it.
    """

    code: str
    provenance: str
    name: Cell
    baseline: Cell
    target: Cell
    actual: Cell
    far_said: Cell
    status: str
    why: Cell
    money: Cell
    time: Cell
    far: tuple[float, float, float] | None = None
    has_target: bool = False
    is_group: bool = False
    level: Level | Literal[""] | None = None
    source: str = ""


def scorecard(
    programmes: pd.DataFrame,
    results: Mapping[str, list[Result]],
    spent: Mapping[str, pd.DataFrame],
    t: Translator,
    *,
    prices: tuple[int, float],
    is_one: bool = False,
) -> list[Line]:
    """The lines of some programmes: published ones before invented ones, and results with a target before others.

    results, spent: the results framework and the expenditure of each programme, by its code. prices: see
    figures.programmes.cost_words.cost_table. is_one: of one programme, whose name stands above: results from goal to
    activity, each with its groups; else those that are people come first.
    """
    lines = []
    for row in rows_of(programmes):
        found = results[row["code"]]
        for result in found if is_one else sorted(found, key=lambda result: result.unit != cost_words.COSTED):
            lines.append(_line(row, result, spent[row["code"]], prices, t, is_one=is_one))
            if is_one:
                lines += [_group_line(row, result, group, t) for group in result.groups if not group.is_everyone]
        if not results[row["code"]] and not is_one:
            lines.append(_silent_line(row, t))
    if is_one:
        return lines
    return sorted(lines, key=lambda line: (line.provenance != "published", not line.has_target, not line.status))


def scale_of(lines: Iterable[Line]) -> float:
    """How much of the way to the target the bars of these lines show, the same for all of them."""
    return max([1.1, *(1.05 * line.far[2] for line in lines if line.far and line.far[2] <= LONGEST_SCALE)])


def scorecard_table(lines: Iterable[Line], titles: Mapping[str, str], t: Translator) -> pd.DataFrame:
    """The scorecard as a table in words, for a file: one row a line. titles: of the programmes, by code."""
    _ = t.gettext
    return pd.DataFrame(
        [
            {
                _("Programme"): titles[line.code],
                _("Result"): line.name.text,
                _("Published or invented"): _(says.PROVENANCE[line.provenance]),
                _("Baseline"): line.baseline.in_one,
                _("Target"): line.target.in_one,
                _("Actual value"): line.actual.in_one,
                _("How far"): line.far_said.in_one,
                _("Status"): _(says.STATUS[line.status]) if line.status else _(says.NOT_PUBLISHED),
                _("Reason"): line.why.in_one,
                _("Money"): line.money.in_one,
                _("Time"): line.time.in_one,
                _("Source"): line.source,
            }
            for line in lines
        ]
    )


def _line(
    row: Row, result: Result, spent: pd.DataFrame, prices: tuple[int, float], t: Translator, *, is_one: bool
) -> Line:
    group = result.everyone
    under = [isolated(says.listed(result.dimension), t)] if is_one and result.dimension else []
    if is_one and result.standard_tag:
        under.append(result.standard_tag)
    source = says.publishers(result.values, t)
    quoted = [isolated(f"“{note}”", t) for note in says.notes(result.values)]
    return Line(
        code=row["code"],
        provenance=row["provenance"],
        name=Cell(isolated(result.title, t), tuple(under) if is_one else (_whose(row, t),)),
        **_values(group, result, t),
        why=Cell(says.status_reason(group, result.unit, t), (source, *quoted)),
        money=_money(row, result, spent, prices, t),
        time=_time(group.target.span or group.actual.span, row, group, t),
        level=result.level or "",
        source=source,
    )


def _group_line(row: Row, result: Result, group: Group, t: Translator) -> Line:
    whole = Cell("", (t.gettext("as for everyone"),))
    return Line(
        code=row["code"],
        provenance=row["provenance"],
        name=Cell(says.group_name(group, t)),
        **_values(group, result, t),
        why=Cell(says.status_reason(group, result.unit, t)),
        money=whole,
        time=whole,
        is_group=True,
        level=result.level or "",
        source=says.publishers(result.values, t),
    )


def _silent_line(row: Row, t: Translator) -> Line:
    """A programme of which no baseline, target or actual value is published, and what is."""
    missing = Cell(t.gettext(says.NOT_PUBLISHED))
    milestones = t.ngettext("{number} milestone", "{number} milestones", row["milestones"])
    published = t.gettext("No baseline, target or actual value of this programme is published.")
    if row["milestones"]:
        published = t.gettext("Of results it published {milestones} only.").format(
            milestones=milestones.format(number=t.number(row["milestones"]))
        )
    source = t.gettext("Source: {sources}").format(
        sources=t.gettext("{title}, {publisher}").format(title=row["source_title"], publisher=row["source_publisher"])
    )
    return Line(
        code=row["code"],
        provenance=row["provenance"],
        name=Cell(isolated(row["title"], t), (_whose(row, t, is_titled=False),)),
        baseline=missing,
        target=missing,
        actual=missing,
        far_said=Cell(t.gettext(NO_BAR["target"])),
        status="",
        why=Cell(published, (source,)),
        money=_money_of_programme(row, t),
        time=_time(None, row, None, t),
        source=source,
    )


def _values(group: Group, result: Result, t: Translator) -> dict[str, Any]:
    """What groups and everyone have alike: the numbers, how far they are, and the status."""
    far = group.share if group.share is not None else group.progress
    code = group.status.code
    return {
        "baseline": Cell(says.cell(group.baseline, result.unit, t)),
        "target": Cell(says.cell(group.target, result.unit, t)),
        "actual": Cell(says.cell(group.actual, result.unit, t, is_due=code != "not_yet_reported")),
        "far": far if code != "neutral" else None,
        "far_said": _far_said(group, t),
        "has_target": group.target.value is not None,
        "status": code,
    }


def _far_said(group: Group, t: Translator) -> Cell:
    bounds = group.share if group.share is not None else group.progress
    if group.status.code == "neutral":
        return Cell(t.gettext(NO_BAR["neutral"]))
    if bounds is None:
        return Cell(t.gettext(NO_BAR["target" if group.target.value is None else "actual"]))
    more = [] if group.share is not None else [t.gettext("of the way from the baseline")]
    value, lower, upper = bounds
    if lower != upper:
        more.insert(0, t.gettext("{lower} to {upper}").format(lower=t.percent(lower), upper=t.percent(upper)))
    return Cell(words.share_text(value, t), tuple(more))


def _whose(row: Row, t: Translator, *, is_titled: bool = True) -> str:
    """The programme and who pays for it, or that this is not published."""
    donors = t.gettext("; ").join(row["donors"]) or t.gettext("donor not published")
    return separated([row["title"], donors] if is_titled else [donors], t)


def _money(row: Row, result: Result, spent: pd.DataFrame, prices: tuple[int, float], t: Translator) -> Cell:
    """What one person cost, where the result is people, and what the whole programme did."""
    whole = _money_of_programme(row, t)
    if result.unit != cost_words.COSTED:
        return whole
    year, rate = prices
    cost = cost_per_outcome(spent, result.everyone.actual, result.title, constant_prices=(year, rate) if rate else None)
    if cost.value is None:
        return Cell(whole.text, (*whole.more, t.gettext("per person: not published")))
    of_whole = [t.gettext("{name}: {value}").format(name=name, value=whole.text) for name in whole.more]
    return Cell(cost_words.cost_of_one(cost, t), (cost_words.margin_of_one(cost, t), *of_whole))


def _money_of_programme(row: Row, t: Translator) -> Cell:
    """The first kind of money that a programme published, of its budget, what it promised and what it spent."""
    for name, said in money_of(row, t):
        return Cell(said, (t.gettext("{kind}, whole programme").format(kind=name),))
    return Cell(t.gettext(says.NOT_PUBLISHED))


def _time(span: Span | None, row: Row, group: Group | None, t: Translator) -> Cell:
    """The period of a result, or else that of its programme."""
    if span is None and not row["start"] and not row["end"]:
        return Cell(t.gettext(says.NOT_PUBLISHED))
    said = says.span_words(span, t) if span else says.programme_period(row["start"], row["end"], t)
    if group is None:
        return Cell(said)
    return Cell(said, (t.gettext("ended") if group.status.is_over else t.gettext("not ended"),))
