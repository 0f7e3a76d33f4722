"""The panels of the Justice page."""

import pandas as pd

from analysis import cohorts
from data_access.questions import justice as questions
from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context import panels as official
from figures.justice import words
from figures.justice.charts import bars_figure
from figures.justice.view import JusticeView
from figures.kit import words as kit_words
from figures.kit.labels import label
from figures.kit.rows import Row, rows_of
from figures.recovery.panels import groups
from figures.recovery.time_charts import TimeAxis, curve_figure
from figures.views.panel import Panel, Shown
from figures.views.view import View
from locales import N_

JUDGEMENT_AXIS = TimeAxis((0, 6, 12, 24, 36), N_("Months since the investigation"))
ALL_BUT_COUNTRY = ("years", "place", "sex", "age", "form")


def headline(view: View) -> str:
    """The page's one sentence."""
    said = kit_words.about(words.headline(view.ask(questions.reached), view.t), view.filters, view.t)
    return view.t.gettext(", ").join([said, view.when])


def reached(view: View) -> Panel:
    """From people identified to convictions."""
    t = view.t
    title, note = t.gettext("From people identified to convictions"), words.furthest_note(t)
    return _bars(view, ("reached", title), view.ask(questions.reached), "reached", "identified", note)


def standing(view: View) -> Panel:
    """Where the cases stand that came to the law."""
    title = view.t.gettext("Where the cases stand that were investigated")
    return _bars(view, ("standing", title), view.ask(questions.standing), "justice", "investigated")


def compared(view: View, choice: JusticeView) -> Panel:
    """Years, countries, courts, forms or sexes beside each other."""
    t, _ = view.t, view.t.gettext
    titles = {
        "convicted": _("Convictions in people's cases"),
        "prosecuted": _("Prosecutions in people's cases"),
        "investigated": _("Investigations in people's cases"),
    }
    note = {"year": words.slowness_note(t), "court": words.court_note(t)}.get(choice.by)
    dimension, whole = ("place", "court") if choice.by == "court" else (choice.by, "identified")
    if choice.by == "court":
        view = view.about(view.filters, kit_words.filters_sentence(Filters(), view.release, t))
    answer = view.ask(questions.reached_by, choice.step, choice.by)
    return _bars(view, ("compared", titles[choice.step]), answer, dimension, whole, note)


def sectors(view: View) -> Panel:
    """In which work people were exploited."""
    title, view = view.t.gettext("In which work people were exploited"), _without(view, "years", "place", "form")
    answer = view.ask(questions.sectors)
    return _bars(view, ("sectors", title), answer, "sector", "recorded", words.sector_note(view.t))


def inspections(view: View) -> Panel:
    """What labour inspection found."""
    title, note = view.t.gettext("What labour inspection found"), words.inspection_note(view.t)
    view = _without(view, *ALL_BUT_COUNTRY)
    return _bars(view, ("inspections", title), view.ask(questions.inspections), "inspection", "", note)


def places_of_work(view: View, choice: JusticeView) -> Panel:
    """Where people were exploited in one sector."""
    _, name = view.t.gettext, label("sector", choice.sector, view.t)
    title, view = (
        _("Where people were exploited in this work: {work}").format(work=name),
        _without(view, *ALL_BUT_COUNTRY, role="exploitation"),
    )
    answer = view.ask(questions.places_of_sector, choice.sector)
    return _bars(view, ("places_of_work", title), answer, "place", "", _("All years."))


def inspections_of_work(view: View, choice: JusticeView) -> Panel:
    """What labour inspection found in one sector."""
    _, name = view.t.gettext, label("sector", choice.sector, view.t)
    title = _("What labour inspection found in this work: {work}").format(work=name)
    view = _without(view, *ALL_BUT_COUNTRY, "country")
    answer = view.ask(questions.inspections, choice.sector)
    return _bars(view, ("inspections_of_work", title), answer, "inspection", "", _("All years and countries."))


def recruiters(view: View) -> Panel:
    """Who recruited people: all that is known of those who did it."""
    _ = view.t.gettext
    note = _("All years and countries. Of those who did it nothing else is in case records.")
    view = _without(view, "place", "country", "years")
    if view.filters.form and (view.filters.sex or view.filters.age):  # no table has them with the form
        view = _without(view, "form")
    if view.filters.form:
        of_form = _("Of this form only: {form}.").format(form=label("form", view.filters.form, view.t))
        note = f"{of_form} {note}"
    answer = view.ask(questions.recruiters)
    return _bars(view, ("recruiters", _("Who recruited them")), answer, "relation", "recorded", note)


def sexual_types(view: View) -> Panel:
    """Kinds of sexual exploitation."""
    _ = view.t.gettext
    note = _("All years. Bacha bazi is an addition of this dashboard; the standard counts it among private services.")
    view = _without(view, "years", "place", "form")
    title, answer = _("Kinds of sexual exploitation"), view.ask(questions.sexual_types)
    return _bars(view, ("sexual_types", title), answer, "sexual_type", "recorded", note)


def citizens(view: View) -> Panel:
    """Of which citizenship the people are who were identified: a panel of the Overview."""
    _ = view.t.gettext
    title, note = (
        _("Citizenship of the people identified"),
        _("All years; of the filters only the country is followed."),
    )
    view = _without(view, *ALL_BUT_COUNTRY)
    answer = view.ask(questions.citizenships)
    return _bars(view, ("citizenship", title), answer, "citizenship", "recorded", note)


def published(view: View) -> list[Row]:
    """What others have published of investigations, arrests and convictions."""
    figures = view.about(Filters(country=view.filters.country), "").ask(published_figures)
    return [row for row in rows_of(figures) if row["theme"] == "justice"] if "theme" in figures else []


def judgement_time(view: View) -> Panel:
    """How long it takes from an investigation to a judgement, with those who still wait."""
    t, _ = view.t, view.t.gettext
    view = _without(view, *ALL_BUT_COUNTRY, "country")
    overdispersion = groups(view)
    curve = view.made_once(
        lambda: cohorts.curves(
            view.ask(questions.judgement_waits), view.ask(questions.judged), overdispersion=overdispersion
        ),
        "judgement curve",
    )
    has_rows = "who" in curve
    table = curve.drop(columns="who").rename(columns={"time": "judgement_time"}) if has_rows else curve
    return Panel(
        "judgement_time",
        _("How long it takes from an investigation to a judgement"),
        table,
        lambda: curve_figure(curve, view.filters, view.paper, axis=JUDGEMENT_AXIS),
        words.judgement_words(curve, t),
        words.judgement_note(overdispersion, t),
        sentence=view.sentence,
    )


def shown(view: View, choice: JusticeView) -> Shown:
    """The page from the top, without what others have published."""
    work = (sectors(view), inspections(view), places_of_work(view, choice), inspections_of_work(view, choice))
    law = (reached(view), standing(view), compared(view, choice), judgement_time(view))
    panels = (*law, *work, recruiters(view), sexual_types(view))
    states = official.series(official.chosen_countries(view.filters.country), view.paper)
    return Shown(headline(view), (words.unit_sentence(view.t), words.change_of_unit(view.t)), (*panels, states))


def _without(view: View, *names: str, role: kit_words.Role = "identified") -> View:
    """The view of a figure that sets these filters aside: its file must not say that they were followed."""
    filters = view.filters.without(*names)
    return view.about(filters, kit_words.filters_sentence(filters, view.release, view.t, role=role))


def with_shares(answer: pd.DataFrame, overdispersion: float) -> pd.DataFrame:
    """An answer with the shares that its rows are of their wholes, and the limits of these, where it has what that
    takes: see analysis.cohorts.add_shares."""
    if "rest_error" not in answer:
        return answer
    found = cohorts.add_shares(answer, overdispersion)
    found.attrs |= answer.attrs
    return found


def _bars(
    view: View,
    key_and_title: tuple[str, str],
    answer: pd.DataFrame,
    dimension: str,
    share_of: str,
    note: str | None = None,
) -> Panel:
    """share_of: a key of words.SHARE_OF, or nothing."""
    key, title = key_and_title
    answer = with_shares(answer, groups(view))
    said = view.t.gettext(words.SHARE_OF[share_of]) if share_of else ""
    return Panel(
        key,
        title,
        answer,
        lambda: bars_figure(answer, dimension, view.paper, share_of=said),
        words.bars_words(answer, dimension, title, view.t),
        note,
        sentence=view.sentence,
    )
