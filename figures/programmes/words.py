"""Sentences and labels about programmes: what was promised, what came of it, what it cost, and what is not known.

Titles of programmes, indicators and documents are shown as they were published; everything else is translated.
"""

import datetime
from typing import Literal

import pandas as pd

from analysis.frameworks import Group, Level
from analysis.results import Span, Total, period_span
from data_access.release.release import Release
from figures.kit.text import isolated, separated
from locales import N_, Translator

UNITS = {  # one of them, and several
    "people": (N_("person"), N_("people")),
    "provinces": (N_("province"), N_("provinces")),
    "documents": (N_("document"), N_("documents")),
    "mechanisms": (N_("mechanism"), N_("mechanisms")),
    "systems": (N_("system"), N_("systems")),
    "networks": (N_("network"), N_("networks")),
    "groups": (N_("group"), N_("groups")),
    "studies": (N_("study"), N_("studies")),
    "centres": (N_("centre"), N_("centres")),
    "countries": (N_("country"), N_("countries")),
    "cases": (N_("case"), N_("cases")),
    "offices": (N_("office"), N_("offices")),
    "academies": (N_("academy"), N_("academies")),
    "inspections": (N_("inspection"), N_("inspections")),
    "times": (N_("time"), N_("times")),
    "campaigns": (N_("campaign"), N_("campaigns")),
    "complaints": (N_("complaint"), N_("complaints")),
    "consultations": (N_("consultation"), N_("consultations")),
    "convictions": (N_("conviction"), N_("convictions")),
    "crimes": (N_("crime"), N_("crimes")),
    "births": (N_("birth"), N_("births")),
    "entries": (N_("entry"), N_("entries")),
    "events": (N_("event"), N_("events")),
    "gangs": (N_("gang"), N_("gangs")),
    "households": (N_("household"), N_("households")),
    "investigations": (N_("investigation"), N_("investigations")),
    "marriages": (N_("marriage"), N_("marriages")),
    "per 1,000": (N_("per 1,000 people"), N_("per 1,000 people")),
    "prosecutions": (N_("prosecution"), N_("prosecutions")),
    "raids": (N_("raid"), N_("raids")),
    "registrations": (N_("registration"), N_("registrations")),
    "score": (N_("points"), N_("points")),
    "violations": (N_("violation"), N_("violations")),
}
LEVELS: dict[Level | Literal[""], str] = {
    "goal": N_("Goal"),
    "outcome": N_("Outcome"),
    "output": N_("Output"),
    "activity": N_("Activity"),
    "": N_("Level not published"),
}
PROGRAMME_STATUS = {
    "pipeline": N_("Planned"),
    "implementation": N_("Running"),
    "finalisation": N_("Finishing"),
    "closed": N_("Closed"),
    "cancelled": N_("Cancelled"),
    "suspended": N_("Suspended"),
}
THEMES = {
    "Prevention": N_("Prevention"),
    "Protection": N_("Protection"),
    "Prosecution": N_("Prosecution"),
    "Partnership": N_("Partnership"),
}
STATUS = {
    "met": N_("Target reached"),
    "not_met": N_("Target not reached"),
    "uncertain": N_("Too uncertain to say"),
    "on_the_way": N_("Still running"),
    "no_target": N_("No target published"),
    "not_yet_reported": N_("Not yet reported"),
    "no_actual": N_("No actual value published"),
    "neutral": N_("Not judged"),
}
GROUPS = {
    ("total", "total"): N_("Everyone"),
    ("male", "total"): N_("Men and boys"),
    ("female", "total"): N_("Women and girls"),
    ("total", "0-14"): N_("Aged 0 to 14"),
    ("total", "15-19"): N_("Aged 15 to 19"),
    ("total", "0-17"): N_("Children (under 18)"),
    ("total", "18+"): N_("Adults"),
    ("male", "0-17"): N_("Boys (under 18)"),
    ("female", "0-17"): N_("Girls (under 18)"),
    ("male", "18+"): N_("Men"),
    ("female", "18+"): N_("Women"),
}
PROVENANCE = {"published": N_("Published"), "synthetic": N_("Synthetic: invented for demonstration")}
INVENTED = N_("invented")
NOT_PUBLISHED = N_("not published")
NO_RESULT = N_("No result published")


def plain_number(value: float, t: Translator) -> str:
    """A number as published, with a decimal only where it has one."""
    return t.number(value) if float(value).is_integer() else t.number(value, decimals=1)


def amount(value: float | None, unit: str | None, t: Translator) -> str:
    """A number with its unit: "2,400 people", "USD 7,000,000", "33%"."""
    if value is None or pd.isna(value):
        return t.gettext(NOT_PUBLISHED)
    if unit == "percent":
        return t.percent(value / 100, decimals=0 if float(value).is_integer() else 1)
    number = plain_number(value, t)
    if unit and len(unit) == 3 and unit.isupper():
        return t.gettext("{currency} {number}").format(currency=unit, number=number)
    if not unit:
        return number
    one, several = UNITS.get(unit, (unit, unit))
    return t.gettext("{number} {unit}").format(number=number, unit=t.gettext(one if value == 1 else several))


def total(value: Total, unit: str | None, t: Translator) -> str:
    """A number for the whole of a programme, with its interval where one was published."""
    said = amount(value.value, unit, t)
    if not value.has_error or value.lower is None or value.upper is None:
        return said
    lower, upper = amount(value.lower, _bare(unit), t), amount(value.upper, _bare(unit), t)
    return t.gettext("{number} ({lower} to {upper})").format(number=said, lower=lower, upper=upper)


def _bare(unit: str | None) -> str | None:
    return unit if unit == "percent" else None


def cell(value: Total, unit: str | None, t: Translator, *, is_due: bool = True) -> str:
    """A baseline, target or actual value, or why there is none. is_due: could it have been published by now?"""
    if value.value is not None:
        return total(value, unit, t)
    if value.reason != "nothing":
        return t.gettext("Published values cannot be added: their periods overlap or are not given")
    return t.gettext(NOT_PUBLISHED) if is_due else t.gettext("not yet reported")


def status_reason(group: Group, unit: str | None, t: Translator) -> str:
    """Why the status is what it is, in one sentence with its numbers."""
    numbers = {"actual": total(group.actual, unit, t), "target": amount(group.target.value, unit, t)}
    code = group.status.code
    if code == "no_actual" and group.target.value is not None:
        return t.gettext("{target} was the target; no actual value was published.").format(**numbers)
    if code == "on_the_way" and group.due.value is not None and group.due.value != group.target.value:
        return t.gettext("{actual} so far, against {due} due by then and {target} in all.").format(
            due=amount(group.due.value, unit, t), **numbers
        )
    has_error = group.actual.has_error
    return {
        "met": t.gettext("All of the interval of {actual} reaches the target of {target}.")
        if has_error
        else t.gettext("The actual value of {actual} reaches the target of {target}."),
        "not_met": t.gettext("No part of the interval of {actual} reaches the target of {target}.")
        if has_error
        else t.gettext("The actual value of {actual} does not reach the target of {target}."),
        "uncertain": t.gettext("The target of {target} lies inside the interval of {actual}.")
        if has_error
        else t.gettext("The target of {target} lies between {actual} and the one limit that was published with it."),
        "on_the_way": t.gettext("{actual} so far of {target}."),
        "no_target": t.gettext("Reported: {actual}, without a target to compare it with."),
        "not_yet_reported": t.gettext("{target} is the target; its period is not over."),
        "no_actual": t.gettext("Neither a target nor an actual value was published."),
        "neutral": t.gettext("{actual} against {target}: more is neither better nor worse by itself."),
    }[code].format(**numbers)


def group_name(group: Group, t: Translator) -> str:
    """The name of a group of people."""
    known = GROUPS.get((group.sex, group.age))
    name = t.gettext(known) if known else f"{group.sex}, {group.age}"
    if group.other is None:
        return name
    other = isolated(group.other, t)
    if group.sex == group.age == "total":
        return other
    return t.gettext("{group}; {other}").format(group=name, other=other)


def period(start: str | None, end: str | None, t: Translator) -> str:
    """A period as published: "2021", "January 2016 to June 2019", or that none was."""
    return span_words(period_span(start, end), t)


def span_words(span: Span | None, t: Translator) -> str:
    """The days of a period as years where they are whole years, else as months."""
    if span is None:
        return t.gettext("period not published")
    first, last = span
    whole_years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    ends = [t.year(day.year) if whole_years else t.month(day) for day in span]
    if ends[0] == ends[1]:
        return ends[0]
    return t.gettext("{first} to {last}").format(first=ends[0], last=ends[1])


def programme_period(start: str | None, end: str | None, t: Translator) -> str:
    """The begin and end of a programme, and which of them was not published. Days are kept of a source that names a
    month or a year alone: where they begin or end a year, no more than the year is said."""
    first, last = (span[place] if (span := period_span(day, day)) else None for place, day in enumerate((start, end)))
    ends = [
        None if day is None else t.year(day.year) if (day.month, day.day) == edge else t.month(day)
        for day, edge in ((first, (1, 1)), (last, (12, 31)))
    ]
    if ends[0] is None and ends[1] is None:
        return t.gettext("period not published")
    if ends[0] is None:
        return t.gettext("up to {time}, begin not published").format(time=ends[1])
    if ends[1] is None:
        return t.gettext("from {time}, end not published").format(time=ends[0])
    return ends[0] if ends[0] == ends[1] else t.gettext("{first} to {last}").format(first=ends[0], last=ends[1])


def invented_badge(provenance: str, t: Translator) -> str:
    """The tag of what is invented; what is published has none."""
    return f":orange-badge[{t.gettext(INVENTED)}]" if provenance == "synthetic" else ""


def today(release: Release) -> datetime.date:
    """The day against which a period is over: that of the release, so that a page always says the same."""
    manifest = release.manifest
    return datetime.date.fromisoformat(str(manifest.get("published_at", manifest["created_at"]))[:10])


def source(row: pd.Series, t: Translator) -> str:
    """Where a value was published, with its document if that is named."""
    said = t.gettext("{title}, {publisher}").format(title=row["source_title"], publisher=row["source_publisher"])
    if isinstance(row["source_document"], str):
        said = t.gettext("{source}: {document}").format(source=said, document=row["source_document"])
    return isolated(said, t)


def publishers(values: pd.DataFrame, t: Translator) -> str:
    """The sources of several values, each once, without their documents."""
    titles = dict.fromkeys(zip(values["source_title"], values["source_publisher"], strict=True))
    named = [t.gettext("{title}, {publisher}").format(title=title, publisher=publisher) for title, publisher in titles]
    return t.gettext("Source: {sources}").format(sources=isolated(t.gettext("; ").join(named), t))


def notes(values: pd.DataFrame) -> list[str]:
    """What the sources say about their values, each once."""
    return [note for note in dict.fromkeys(values["note"]) if isinstance(note, str)]


def listed(text: str) -> str:
    """Several things in one published text, which separates them by bars."""
    return ", ".join(part.strip() for part in text.split("|"))


def value_sentence(row: pd.Series, t: Translator) -> str:
    """One published value that stands by itself: a milestone, a finding, a budget."""
    parts = [row["title"]]
    has_number = row["value"] is not None and not pd.isna(row["value"])
    if has_number and row["kind"] != "milestone":
        parts.append(amount(row["value"], row["unit"], t))
    parts += [listed(text) for text in (row["dimension"], row["place_text"]) if isinstance(text, str)]
    if row["period_start"] or row["period_end"]:
        parts.append(period(row["period_start"], row["period_end"], t))
    return separated(parts, t)
