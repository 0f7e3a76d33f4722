"""The panels of returns, children alone and smuggling, from the release."""

import pandas as pd

from data_access.questions import returns as questions
from figures.justice.charts import bars_figure
from figures.justice.panels import with_shares
from figures.justice.words import bars_words
from figures.kit import words as kit_words
from figures.returns.charts import years_figure
from figures.returns.words import years_words
from figures.views.panel import Panel
from figures.views.view import View
from findings.rates import of_areas

ALL_BUT_YEARS = ("country", "place", "sex", "age", "form")


def came_back(view: View) -> Panel:
    """Over which crossing people came back."""
    _ = view.t.gettext
    title = _("Where people came back who were then identified")
    note = _(
        "Victims of trafficking who were on the way back over a border when they were identified, of all years: a "
        "small part of all who return there. Crossings are those of a list of this dashboard."
    )
    return _bars(view, ("came_back", title), view.ask(questions.came_back), "crossing", "", note)


def came_back_by_year(view: View) -> Panel:
    """Over which crossing people came back in each year."""
    t, view = view.t, _about(view, "years")
    answer = view.ask(questions.came_back_by_year)
    title = t.gettext("Where they came back, by year of identification")
    return Panel(
        "came_back_by_year",
        title,
        answer,
        lambda: years_figure(answer, view.release, view.paper),
        years_words(answer, title, t),
        t.gettext(
            "A dash: withheld. By quarter nothing is published: the numbers would be too small to protect people."
        ),
        sentence=view.sentence,
    )


def deported(view: View) -> Panel:
    """Who was deported or sent back."""
    _ = view.t.gettext
    title = _("Deported or sent back, by crossing")
    note = _(
        "Of all years. What share of them was helped is not published by crossing; Recovery has it for countries and "
        "provinces."
    )
    share_of = _("{share} of those of whom it is known whether they came back by force")
    return _bars(view, ("own_deported", title), view.ask(questions.deported), "crossing", share_of, note)


def children_alone(view: View) -> Panel:
    """Which children were alone."""
    _ = view.t.gettext
    title = _("Children without parent or guardian, by crossing")
    note = _(
        "Of all years: victims of trafficking under 18 who were alone when identified, on the way back and elsewhere. "
        "By year, sex or country nothing is published."
    )
    share_of = _("{share} of the children of whom it is recorded")
    return _bars(view, ("children_alone", title), view.ask(questions.children_alone), "crossing", share_of, note)


def smuggled(view: View) -> Panel:
    """Who was smuggled as well."""
    _ = view.t.gettext
    title, view = _("Smuggled as well: people trafficked, or presumed to be"), _about(view, "years")
    note = _(
        "Smuggling is a crime against a state, trafficking one against a person. Who was smuggled and is no victim of "
        "trafficking is not counted here. By country nothing is published."
    )
    share_of = _("{share} of those of whom both is recorded")
    return _bars(view, ("smuggled", title), view.ask(questions.smuggled), "smuggled", share_of, note)


def _about(view: View, *kept: str) -> View:
    """The view of a figure that follows only some filters: its file must not say more."""
    filters = view.filters.without(*(name for name in ("years", *ALL_BUT_YEARS) if name not in kept))
    return view.about(filters, kit_words.filters_sentence(filters, view.release, view.t))


def _bars(
    view: View, key_and_title: tuple[str, str], answer: pd.DataFrame, dimension: str, share_of: str, note: str
) -> Panel:
    key, title = key_and_title
    if dimension == "crossing":
        view = _about(view)
    answer = with_shares(answer, of_areas(view.release))
    return Panel(
        key,
        title,
        answer,
        lambda: bars_figure(answer, dimension, view.paper, share_of=share_of),
        bars_words(answer, dimension, title, view.t),
        note,
        sentence=view.sentence,
    )
