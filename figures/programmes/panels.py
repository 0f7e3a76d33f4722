"""The panels of the Programmes page, and the sentences above them."""

from collections.abc import Mapping

import pandas as pd

from analysis.frameworks import Result, framework
from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from figures.kit import sources, words
from figures.kit.rows import rows_of
from figures.kit.text import isolated
from figures.programmes import charts, portfolio_words
from figures.programmes import words as says
from figures.programmes.scorecard import Line, scorecard, scorecard_table
from figures.programmes.tables import milestones_of, only, timeline_table
from figures.views.panel import Panel, Shown
from figures.views.view import View

AS_SPENT = (2024, 0.0)  # prices of this year, which are assumed not to have changed: see cost_words.cost_table


def frameworks(view: View, programmes: pd.DataFrame) -> dict[str, list[Result]]:
    """The results framework of each programme, by its code. Shared: do not change it."""
    return {code: _framework(view.about(Filters(programme=code))) for code in programmes["code"]}


def _framework(view: View) -> list[Result]:
    return view.made_once(lambda: framework(view.ask(questions.values), says.today(view.release)), "framework")


def spent_by(view: View, programmes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What each programme spent, by its code."""
    return {code: view.about(Filters(programme=code)).ask(questions.expenditure) for code in programmes["code"]}


def lines_of(view: View, programmes: pd.DataFrame, prices: tuple[int, float], *, is_one: bool = False) -> list[Line]:
    """The lines of the scorecard of some programmes, or of one: see figures.programmes.scorecard."""
    found, spent = frameworks(view, programmes), spent_by(view, programmes)
    return scorecard(programmes, found, spent, view.t, prices=prices, is_one=is_one)


def source_of(view: View, programmes: pd.DataFrame) -> str:
    """Where what is said of programmes comes from: of published ones their publishers, of invented ones the release."""
    t, published = view.t, programmes[programmes["provenance"] == "published"]
    names = dict.fromkeys(published["source_publisher"].dropna())
    said = t.gettext("Source: {sources}").format(sources=isolated(t.gettext("; ").join(names), t)) if names else None
    of_release = sources.source_line(view.release, t) if not names or len(published) < len(programmes) else None
    return words.joined(said and f"{said}.", of_release) or ""


def scorecard_panel(view: View, lines: list[Line], programmes: pd.DataFrame, *, is_one: bool = False) -> Panel:
    """What was promised and what came of it, as a table."""
    t, _ = view.t, view.t.gettext
    title = _("Target and actual value") if is_one else _("Promised and delivered")
    table = scorecard_table(lines, dict(zip(programmes["code"], programmes["title"], strict=True)), t)
    note = _(
        "How far: the actual value as a share of its target, which is the upright mark; a line over the bar is the "
        "interval that was published. It needs a target and an actual value."
    )
    hatched = _("Hatched bars are invented.") if any(line.provenance != "published" for line in lines) else None
    return Panel(
        "scorecard",
        title,
        table,
        None,
        title,
        words.joined(note, hatched),
        table=table,
        source=source_of(view, programmes),
    )


def timeline(view: View, programmes: pd.DataFrame) -> Panel:
    """When the programmes ran."""
    t = view.t
    milestones = milestones_of(view.about(Filters()).ask(questions.values))
    return Panel(
        "timeline",
        t.gettext("When they ran"),
        timeline_table(programmes, t),
        lambda: charts.timeline_figure(programmes, milestones, view.paper),
        charts.timeline_words(programmes, t),
        charts.timeline_note(programmes, t),
        source=source_of(view, programmes),
    )


def headline_of_one(view: View, programme: pd.DataFrame) -> tuple[str, str]:
    """The name of a programme, and what came of it."""
    [row] = rows_of(programme)
    return str(row["title"]), portfolio_words.programme_headline(frameworks(view, programme)[row["code"]], view.t)


def shown_one(view: View, everything: pd.DataFrame, code: str) -> Shown:
    """The page of one programme from the top. everything: the portfolio without filters."""
    one = only(everything, code)
    title, said = headline_of_one(view, one)
    lines = lines_of(view, one, AS_SPENT, is_one=True)
    return Shown(title, (said,), (scorecard_panel(view, lines, one, is_one=True),))


def shown(view: View, everything: pd.DataFrame, choices: Mapping[str, str | None], *, with_invented: bool) -> Shown:
    """The page of the portfolio from the top. choices: of donor and theme."""
    t, donor, theme = view.t, choices.get("donor"), choices.get("theme")
    found = view.ask(questions.portfolio, donor=donor, theme=theme)
    is_published = everything["provenance"] == "published"
    if is_published.any() and not with_invented:
        found = found[found["provenance"] == "published"].reset_index(drop=True)
    phrase = portfolio_words.choice_phrase(view.filters, donor, theme, found, t)
    results = frameworks(view, found)
    lines = lines_of(view, found, AS_SPENT)
    return Shown(
        portfolio_words.headline(found, results, phrase, t),
        (),
        (scorecard_panel(view, lines, found), timeline(view, found)) if len(found) else (),
    )
