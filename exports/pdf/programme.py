"""What a report of one programme says beyond its page for files: what it is, and its results by period."""

from dataclasses import replace

import pandas as pd

from analysis.frameworks import Result
from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from exports.views import Opened
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated
from figures.programmes import period_chart
from figures.programmes import words as says
from figures.programmes.facts import facts
from figures.programmes.panels import frameworks, source_of
from figures.programmes.tables import only
from figures.programmes.view import read_view
from figures.views.panel import Panel
from figures.views.view import View
from locales import Translator

MOST_INDICATORS = 12


def report(opened: Opened, word: str | None, code: str | None) -> tuple[Opened, list[tuple[str, str]]]:
    """The page of one programme with a chart for each result that was published by period, and what it is in a few
    lines, milestones among them; unchanged where it is the portfolio. word, code: `view`, `programme` of its link."""
    shape, _with_invented = read_view(word, code)
    view = opened.view.about(Filters())
    everything = view.ask(questions.portfolio)
    if shape == "portfolio" or everything.empty:
        return opened, []
    code = code or str(everything["code"].iloc[0])
    one = only(everything, code)
    [row] = rows_of(one)
    t = view.t
    values = view.about(Filters(programme=code)).ask(questions.values)
    told = values[values["kind"].isin(("milestone", "finding", "budget"))]
    kinds = {"milestone": t.gettext("Milestones"), "finding": t.gettext("Findings"), "budget": t.gettext("Budget")}
    said = [
        (kinds[row["kind"]], f"{says.value_sentence(row, t)}. {isolated(says.source(row, t), t)}")
        for _number, row in told.iterrows()
    ]
    # the programme is in the title of the document
    panels = [_without(panel, t.gettext("Programme")) for panel in opened.shown.panels]
    panels += _periods(view, one, code)
    if row["provenance"] == "synthetic":  # what is invented is of the release, and tagged like all of it
        panels = [replace(panel, source=None) for panel in panels]
    shown = replace(opened.shown, panels=tuple(panels))
    return replace(opened, shown=shown), [(name, value) for name, value in (*facts(row, t), *said)]


def _without(panel: Panel, column: str) -> Panel:
    """The panel without a column of its table."""
    return panel if panel.table is None else replace(panel, table=panel.table.drop(columns=column, errors="ignore"))


def _periods(view: View, one: pd.DataFrame, code: str) -> list[Panel]:
    """The results that were published by period, a small chart each."""
    results = frameworks(view, one)[code]
    results = [result for result in results if len(result.everyone.periods) > 1]
    return [
        Panel(
            f"period_{number}",
            result.title,
            result.everyone.periods,
            lambda result=result: period_chart.periods_figure(result, result.everyone, view.paper),  # type: ignore[misc]
            period_chart.periods_words(result, result.everyone, view.t),
            table=_period_table(result, view.t),
            source=source_of(view, one),
        )
        for number, result in enumerate(results[:MOST_INDICATORS])
    ]


def _period_table(result: Result, t: Translator) -> pd.DataFrame:
    """What a reader sees of a result by period: one row a period, numbers with their unit and published interval."""
    unit, rows = result.unit, rows_of(result.everyone.periods)
    table = {
        t.gettext("Period"): [says.span_words((row["start"], row["end"]), t) for row in rows],
        t.gettext("Target"): [says.amount(row["target"], unit, t) for row in rows],
        t.gettext("Actual value"): [_with_interval(row, unit, t) for row in rows],
    }
    if result.measure not in period_chart.OF_LEVELS:
        table[t.gettext("Target, added up")] = [says.amount(row["cumulative_target"], unit, t) for row in rows]
        table[t.gettext("Actual, added up")] = [says.amount(row["cumulative_actual"], unit, t) for row in rows]
    return pd.DataFrame(table)


def _with_interval(row: Row, unit: str | None, t: Translator) -> str:
    said = says.amount(row["actual"], unit, t)
    if not row["upper"] > row["lower"]:
        return said
    lower, upper = (says.amount(row[name], "percent" if unit == "percent" else None, t) for name in ("lower", "upper"))
    return t.gettext("{number} ({lower} to {upper})").format(number=said, lower=lower, upper=upper)
