"""The panels of the Overview, and the sentences above them."""

from functools import partial

from data_access.questions import overview as questions
from data_access.questions.areas import Role
from figures.kit import maps, trend_words, words
from figures.overview import change_chart, charts
from figures.overview import words as overview_words
from figures.overview.place_map import place_map, place_map_words
from figures.views.panel import Panel, Shown
from figures.views.view import View
from findings import change
from findings.key_shares import listed_shares
from locales import N_

ROLE_OF: dict[Role, questions.Place] = {
    "identified": "province",
    "source": "source",
    "exploitation": "exploitation",
}
PLACE_TITLES: dict[Role, str] = {
    "identified": N_("Where people were identified"),
    "source": N_("Where people were taken from"),
    "exploitation": N_("Where people were exploited"),
}
LISTS = {"form": N_("Form of exploitation"), "means": N_("Means of control")}


def headline(view: View) -> tuple[str, str]:
    """The page's sentence, and what changed, which stands below it."""
    people = view.ask(questions.total)
    changes, trends = view.ask(change.year_changes), view.ask(change.group_trends)
    said = words.joined(
        overview_words.trend_sentences(trends, view.filters, view.t), overview_words.change_sentence(changes, view.t)
    )
    return overview_words.headline(people, view.filters, view.release, view.t), said or ""


def places(view: View, role: Role) -> Panel:
    """The map of people by place."""
    release, t, filters = view.release, view.t, view.filters
    answer = view.ask(questions.by_place, ROLE_OF[role])
    chosen = (filters.place,) if filters.place else filters.country
    return Panel(
        "places",
        t.gettext(PLACE_TITLES[role]),
        answer,
        lambda: place_map(answer, release, view.paper, only=chosen if role == "identified" else ()),
        place_map_words(answer, t),
        overview_words.place_map_note(answer, release, t, by_province=maps.has_provinces(release)),
    )


def trend(view: View) -> Panel:
    """People identified each year."""
    release, t = view.release, view.t
    years, people = view.ask(questions.trend), view.ask(questions.total)
    whole = change.whole_years(release, view.filters)
    known = view.filters.years or release.years
    return Panel(
        "trend",
        t.gettext("People identified each year"),
        years,
        lambda: charts.trend_figure(years, view.paper, whole),
        charts.trend_words(years, t),
        words.joined(
            overview_words.years_note(years, people, view.filters, release, t),
            trend_words.unfinished_sentence(known[1] if known else None, whole, t),
        ),
    )


def changed(view: View) -> Panel:
    """What changed from one year to the next."""
    t = view.t
    changes, trends = view.ask(change.year_changes), view.ask(change.group_trends)
    return Panel(
        "change",
        overview_words.change_title(changes, t),
        changes,
        lambda: change_chart.change_figure(changes, view.paper),
        change_chart.change_words(changes, t),
        overview_words.change_note(changes, trends, view.filters, view.release, t),
    )


def sex_and_age(view: View) -> Panel:
    """People by sex and age."""
    ages = view.ask(questions.sex_and_age)
    return Panel(
        "sex_and_age",
        view.t.gettext("Sex and age"),
        ages,
        lambda: charts.sex_and_age_figure(ages, view.paper),
        charts.sex_and_age_words(ages, view.t),
    )


def ranked(view: View, of: str) -> Panel:
    """People by one of LISTS."""
    t, title = view.t, view.t.gettext(LISTS[of])
    answer = view.ask(listed_shares, of)
    return Panel(
        of,
        title,
        answer,
        partial(charts.ranked_figure, answer, of, view.paper),
        charts.ranked_words(answer, of, title, t),
        words.joined(t.gettext("A person may be counted in several rows."), charts.ranked_note(answer, of, t)),
    )


def shown(view: View, role: Role) -> Shown:
    """The page from the top."""
    said, below = headline(view)
    panels = (places(view, role), trend(view), changed(view), sex_and_age(view), *(ranked(view, of) for of in LISTS))
    return Shown(said, (below,) if below else (), panels)
