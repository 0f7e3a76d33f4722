"""How far people came after they were found, and how far the law came."""

from data_access.questions import justice, overview
from data_access.questions import recovery as recovery_questions
from figures.answers import parts
from figures.answers import published as of_others
from figures.kit import words
from figures.kit.rows import rows_of
from figures.recovery import panels as recovery
from figures.recovery import time_words
from figures.recovery.home_words import less_time_note
from figures.views.view import View, is_published
from findings.change import whole_years
from findings.comparison import compared

KILNS = "X_BrickKilns"
MOST_COURTS = 6
# titles of published figures
PUBLISHED_KILNS = (
    "Inspections at brick kilns",
    "Child labour violations found at brick kilns",
    "People arrested for child labour at brick kilns",
)
PUBLISHED_LAW = ("People arrested in human trafficking cases", "Human traffickers convicted")


def referred(view: View) -> str | None:
    """What share was referred? Whether it fell as more were identified cannot be said: they had less time."""
    t, years = view.t, whole_years(view.release, view.filters)
    if years is None or years[0] == years[1]:
        return None
    first, last = years
    of_last = view.about(view.filters.with_choice(years=(last, last)))
    row = parts.find(of_last.ask(compared, "stage", str(first)), "code", "referred")
    is_known = row is not None and row["one"] == row["one"] and row["other"] == row["other"]
    found = view.ask(overview.trend)
    people = {row["year"]: words.row_people(row, t) for row in rows_of(found)} if "year" in found else {}
    if row is None or not is_known or not {first, last} <= {*people}:
        return None
    said = [
        t.gettext("In {year} {share} of {people} identified were referred to help.").format(
            year=t.year(year),
            people=people[year],
            share=words.row_share(row, t, (side, f"{side}_low", f"{side}_high")),
        )
        for year, side in ((first, "other"), (last, "one"))
    ]
    return words.joined(*said, less_time_note(t))


def courts(view: View) -> str | None:
    """Which provinces convict?"""
    t, found = view.t, view.ask(justice.reached_by, "convicted", "court")
    listed = parts.largest(found, "place", t, most=MOST_COURTS)
    if not listed:
        return None
    withheld = sum(row["state"] == "withheld" for row in rows_of(found))
    return words.joined(
        t.gettext("Convictions in people's cases, by the place of the court: {list}.").format(list=listed),
        t.ngettext("{number} other place is withheld.", "{number} other places are withheld.", withheld).format(
            number=t.number(withheld)
        )
        if withheld
        else None,
    )


def brick_kilns(view: View) -> str | None:
    """Bonded labour in brick kilns by province, and labour inspection."""
    t = view.t
    listed = parts.largest(view.ask(justice.places_of_sector, KILNS), "place", t)
    inspections = view.about(view.filters.without("country")).ask(justice.inspections, KILNS)
    investigated, not_investigated = (
        parts.people_of(inspections, "inspection", code, t) for code in ("violation_investigated", "violation")
    )
    return words.joined(
        t.gettext("People exploited in brick kilns: {list}.").format(list=listed) if listed else None,
        t.gettext(
            "In all countries, labour inspectors found a violation, and the case was investigated as well: {people}."
        ).format(people=investigated)
        if investigated
        else None,
        t.gettext("They found one, and the case was not investigated: {people}.").format(people=not_investigated)
        if not_investigated
        else None,
        of_others.newest(view, PUBLISHED_KILNS),
    )


def last_year(view: View) -> str | None:
    """How many were arrested and convicted last year?"""
    t, years = view.t, whole_years(view.release, view.filters)
    if years is None:
        return None
    reached = view.about(view.filters.with_choice(years=(years[1], years[1]))).ask(justice.reached)
    names = ("investigated", "prosecuted", "convicted")
    said = parts.largest(reached, "reached", t, among=names)
    own = said and t.gettext("Of the people identified in {year}, the last whole year: {list}.").format(
        year=t.year(years[1]), list=said
    )
    return words.joined(own, of_others.newest(view, PUBLISHED_LAW))


def bacha_bazi(view: View) -> str | None:
    """How many boys are kept for bacha bazi, and was anybody convicted?"""
    t, view = view.t, view.about(view.filters.with_choice(sex=("male",), age=("child",)))
    kept = parts.people_of(view.ask(justice.sexual_types), "sexual_type", "BachaBazi", t)
    convicted = parts.people_of(view.ask(justice.reached), "reached", "convicted", t)
    return words.joined(
        t.gettext("Boys kept for bacha bazi, of whom the kind is recorded: {people}.").format(people=kept)
        if kept
        else None,
        t.gettext("Convictions in the cases of all boys: {people}.").format(people=convicted) if convicted else None,
    )


def how_promptly(view: View) -> str | None:
    """How promptly do agencies refer?"""
    found = recovery.how_long(view, "referral_time")
    row = parts.find(found, "who", "chosen") if is_published(found) else None
    return time_words.sentence(row, view.filters, view.t) if row and row["state"] == "count" else None


def a_year_later(view: View) -> str | None:
    """How are people a year later?"""
    t = view.t
    funnel = recovery.funnel_of(view)
    row = next(
        (row for row in rows_of(funnel) if row.get("stage") == "followed_up_12_months" and row["who"] == "chosen"), None
    )
    outcomes = view.ask(recovery_questions.outcomes)
    chosen = outcomes[outcomes["who"] == "chosen"] if "who" in outcomes else outcomes
    listed = parts.largest(chosen, "outcome", t)
    return words.joined(
        t.gettext("Followed up 12 months after return: {people}.").format(people=words.row_people(row, t))
        if row and row["state"] == "count"
        else None,
        t.gettext("At the last follow-up: {list}.").format(list=listed) if listed else None,
    )
