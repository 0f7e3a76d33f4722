"""The panels of the Recovery page that are one figure of one answer, and the sentences above them."""

from functools import partial

import pandas as pd

from analysis import cohorts
from data_access.questions import recovery as questions
from figures.kit import words
from figures.kit.rows import rows_of
from figures.recovery import charts as figures
from figures.recovery import time_charts as times
from figures.recovery import time_words
from figures.recovery import view as recovery_view
from figures.recovery import words as recovery_words
from figures.views.panel import Panel, Shown
from figures.views.view import View, is_published
from findings.rates import of_areas
from findings.unfinished import unfinished_years


def funnel_of(view: View) -> pd.DataFrame:
    """How many people came how far: see analysis.cohorts.funnel."""
    return view.made_once(lambda: cohorts.funnel(view.ask(questions.stages_reached), groups(view)), "funnel")


def headline(view: View) -> tuple[str, list[str]]:
    """The page's sentence, and below it how long the way home took, and what stands in for a number that is
    withheld."""
    t, filters, funnel = view.t, view.filters, funnel_of(view)
    reunited = how_long(view, "reunification_time")
    unfinished = unfinished_years(view.release, filters)
    said = recovery_words.headline(funnel, filters, t, is_unfinished=unfinished is not None)
    below = [
        *(
            time_words.without_time(row, funnel, filters, t) or time_words.sentence(row, filters, t)
            for row in rows_of(reunited)[:1]
        ),
        time_words.fallback_note(reunited, filters, t),
    ]
    # people and province are named by the sentence itself
    return words.about(said, filters.without("sex", "age", "place"), t), [one for one in below if one]


def how_long(view: View, *steps: questions.Step) -> pd.DataFrame:
    """How many reached each of some steps and how long it took half of them: see analysis.cohorts.medians.

    Steps that the release does not publish for the choice are left out; without any, the answer is not published.
    """
    parts = [view.made_once(partial(_took, view, step), "how long", step) for step in steps]
    found = [part for part in parts if is_published(part)]
    return pd.concat(found, ignore_index=True) if found else parts[0]


def _took(view: View, step: questions.Step) -> pd.DataFrame:
    return cohorts.medians(
        view.ask(questions.reached, step), view.ask(questions.waits, step), overdispersion=groups(view)
    )


def groups(view: View) -> float:
    """How many times as much counts vary as those of people found one by one: that of the release's areas."""
    return of_areas(view.release)


def curve_of(view: View, step: questions.Step) -> pd.DataFrame:
    """How many came to a step by when, those who still wait among them: see analysis.cohorts.curves."""
    return view.made_once(
        lambda: cohorts.curves(view.ask(questions.waits, step), view.ask(questions.reached, step), groups(view)),
        "curve", step,
    )  # fmt: skip


def funnel(view: View) -> Panel:
    """How far people came."""
    answer = funnel_of(view)
    return Panel(
        "funnel",
        view.t.gettext("How far people came after they were identified"),
        recovery_words.chosen(answer),
        lambda: figures.funnel_figure(answer, view.paper),
        recovery_words.funnel_words(answer, view.filters, view.t),
        recovery_words.page_caveat(view.t),
    )


def beside(view: View) -> Panel:
    """Shares of groups beside each other."""
    answer, title = funnel_of(view), view.t.gettext("Share of the people identified who came so far")
    return Panel(
        "beside",
        title,
        answer,
        lambda: figures.beside_figure(answer, "stage", view.filters, view.paper),
        recovery_words.shares_words(answer, "stage", title, view.filters, view.t),
    )


def steps(view: View) -> Panel:
    """How long each step took."""
    answer = how_long(view, *questions.STEPS)
    return Panel(
        "steps",
        view.t.gettext("How long it took half of those who came so far"),
        answer,
        lambda: times.steps_figure(answer, view.filters, view.paper),
        time_words.steps_words(answer, view.filters, view.t),
        time_words.steps_note(answer, groups(view), view.t),
    )


def curve(view: View, step: questions.Step) -> Panel:
    """How long one step takes, with those who still wait."""
    answer = curve_of(view, step)
    return Panel(
        "curve",
        view.t.gettext(time_words.CURVE[step]),
        answer,
        lambda: times.curve_figure(answer, view.filters, view.paper),
        time_words.curve_words(answer, step, view.filters, view.t),
        time_words.curve_note(groups(view), view.t),
    )


def bands(view: View, step: questions.Step) -> Panel:
    """The time to one step in bands, of those who came so far."""
    title = view.t.gettext("Time since identification, of those who came so far")
    answer = view.made_once(
        lambda: cohorts.add_shares(view.ask(questions.time_bands, step), groups(view)), "bands", step
    )
    return Panel(
        "bands",
        title,
        answer,
        lambda: figures.beside_figure(answer, "time", view.filters, view.paper),
        recovery_words.shares_words(answer, "time", title, view.filters, view.t),
        time_words.bands_note(view.t),
    )


def services(view: View) -> Panel:
    """Which services people received."""
    title = view.t.gettext("Services received")
    return _shares(view, view.ask(questions.services), "service", title, recovery_words.services_note(view.t))


def outcomes(view: View) -> Panel:
    """How people were at the last follow-up."""
    title = view.t.gettext("How they were at the last follow-up")
    return _shares(view, view.ask(questions.outcomes), "outcome", title, recovery_words.outcomes_note(view.t))


def _shares(view: View, asked: pd.DataFrame, code: str, title: str, note: str) -> Panel:
    answer = view.made_once(lambda: cohorts.add_shares(asked, groups(view)), "shares", code)
    return Panel(
        code,
        title,
        answer,
        lambda: figures.beside_figure(answer, code, view.filters, view.paper),
        recovery_words.shares_words(answer, code, title, view.filters, view.t),
        note,
    )


def shown(view: View, chosen: recovery_view.RecoveryView) -> Shown:
    """The page from the top; without the panels that compare groups."""
    said, below = headline(view)
    step = chosen.timed
    panels = (funnel(view), beside(view), steps(view), curve(view, step), bands(view, step), services(view))
    return Shown(said, tuple(below), (*panels, outcomes(view)))
