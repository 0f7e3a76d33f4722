"""The sentences of the Recovery page about how long it took."""

import math

import pandas as pd

from data_access.questions.recovery import By, Step
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.labels import STEP, label
from figures.kit.rows import Row, published, rows_of
from figures.recovery.words import ALL_PEOPLE, group_name, who_name
from locales import N_, Translator

HOME = "reunified_or_reintegrated"
DAYS_A_MONTH = 365.25 / 12
REACHED = {
    "referral_time": N_("{who}: {people} were referred"),
    "service_time": N_("{who}: {people} received a service or shelter"),
    "reunification_time": N_("{who}: {people} were reunited with their families on a known day"),
}
ALL_REACHED = {
    "referral_time": N_("{people} were referred"),
    "service_time": N_("{people} received a service or shelter"),
    "reunification_time": N_("{people} were reunited with their families on a known day"),
}
WITHHELD = {
    "referral_time": N_("{who}: the number referred is withheld to protect them: too few, or none."),
    "service_time": N_("{who}: the number helped with a service is withheld to protect them: too few, or none."),
    "reunification_time": N_(
        "{who}: the number reunited with their families is withheld to protect them: too few, or none."
    ),
}
CURVE = {
    "referral_time": N_("Referred, counting those who still wait"),
    "service_time": N_("Helped with a service or shelter, counting those who still wait"),
    "reunification_time": N_("Reunited with their families, counting those who still wait"),
}


def sentence(row: Row, filters: Filters, t: Translator) -> str:
    """How many of a group reached a step, and how long it took."""
    who = who_name(row["who"], filters, t)
    if row["state"] == "none":
        return t.gettext("{who}: nobody is recorded as having come so far: {step}.").format(
            who=who, step=label("step", row["step"], t)
        )
    if row["state"] != "count":
        return t.gettext(WITHHELD[row["step"]]).format(who=who)
    pattern = ALL_REACHED if who == t.gettext(ALL_PEOPLE) else REACHED
    said = t.gettext(pattern[row["step"]]).format(who=who, people=words.row_people(row, t))
    time = time_text(row, t)
    return f"{t.gettext('; ').join([said, time] if time else [said])}."


def without_time(row: Row, funnel: pd.DataFrame, filters: Filters, t: Translator) -> str | None:
    """How many of those who were chosen came home where only their times are withheld; None where that is not so.

    row: of the time of the return to the family; funnel: see analysis.cohorts.funnel.
    """
    ends = [step for step in published(funnel) if step["who"] == row["who"] and step["stage"] == HOME]
    if row["state"] == "count" or not ends:
        return None
    return t.gettext(
        "{who}: {people} were reunited with their families or reintegrated; how long it took is withheld to protect "
        "them: too few are known by time."
    ).format(who=who_name(row["who"], filters, t), people=words.row_people(ends[0], t))


def time_text(row: Row, t: Translator) -> str | None:
    """How long it took half of those who came so far, with its limits; None where it is not known."""
    middle, low, high = float(row["months"]), float(row["months_low"]), float(row["months_high"])
    if math.isnan(middle):
        return None
    if math.isinf(middle):
        return t.gettext("for at least half of them it took over a year")
    if low == 0 and high <= 1:
        return t.gettext("half of them within the first month")
    if low == 0 and math.isinf(high):
        return t.gettext("whether it took half of them a day or over a year cannot be told")
    limits = {"months": t.number(middle, 1), "low": t.number(low, 1)}
    if math.isinf(high):
        return t.gettext("half of them within {months} months (at least {low})").format(**limits)
    return t.gettext("half of them within {months} months ({low} to {high})").format(high=t.number(high, 1), **limits)


def fallback_note(answer: pd.DataFrame, filters: Filters, t: Translator) -> str | None:
    """Which coarser answer stands in for a withheld one, or None."""
    rows = rows_of(answer)
    if not rows or rows[0]["state"] == "count":
        return None
    next_best = next((row for row in rows[1:] if row["state"] == "count"), None)
    if next_best is None:
        return None
    return t.gettext("The nearest number that may be shown: {sentence}").format(
        sentence=sentence(next_best, filters, t)
    )


def steps_words(answer: pd.DataFrame, filters: Filters, t: Translator) -> str:
    """How many reached each step and how long it took, in words."""
    return " ".join(sentence(row, filters, t) for row in rows_of(answer))


def curve_words(curve: pd.DataFrame, step: Step, filters: Filters, t: Translator) -> str:
    """Where each curve ends, in words."""
    said = []
    for who in dict.fromkeys(curve["who"]) if "who" in curve else []:
        rows = [row for row in published(curve) if row["who"] == who and not pd.isna(row["share"])]
        if rows:
            limit = round(months_of(rows[-1]["limit"]))
            said.append(
                t.ngettext(
                    "{who}: {share} within {months} month", "{who}: {share} within {months} months", limit
                ).format(who=who_name(who, filters, t), share=words.row_share(rows[-1], t), months=t.number(limit))
            )
    if not said:
        return t.gettext("{title}: nothing may be shown.").format(title=t.gettext(CURVE[step]))
    return t.gettext("Curves of a share by the months since identification. {title}. {rows}.").format(
        title=t.gettext(CURVE[step]), rows=t.gettext("; ").join(said)
    )


def groups_words(answer: pd.DataFrame, by: By, title: str, t: Translator) -> str:
    """How long it took each group, in words, in the order of the answer: several may be the quickest."""
    rows = [row for row in published(answer) if math.isfinite(row.get("months", math.nan))]
    if not rows:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = [f"{group_name(row, by, t)}, {time_text(row, t)}" for row in rows]
    return t.gettext("{title}. {rows}.").format(title=title, rows=t.gettext("; ").join(said))


def months_of(days: float) -> float:
    """Days as months."""
    return float(days) / DAYS_A_MONTH


def curve_note(overdispersion: float, t: Translator) -> str:
    """How to read the curves, and what their limits assume."""
    note = t.gettext(
        "People who had not come so far by the end of the period count for as long as they were observed (life-table "
        "estimate, Cutler and Ederer 1958; Greenwood's variance, with the variance of the protective noise added). In "
        "the table, people are those who still waited when the time began."
    )
    return f"{note} {groups_sentence(overdispersion, t)}"


def groups_sentence(overdispersion: float, t: Translator) -> str:
    """That people are found in groups, and are helped alike at most: what limits of times hold."""
    return t.gettext(
        "People found together may be helped together: limits of times and shares hold that counts vary {factor} times "
        "as much as if people were found one by one. A ± behind a number of people holds only the noise that protects "
        "them."
    ).format(factor=t.number(overdispersion, 1))


def steps_note(answer: pd.DataFrame, overdispersion: float, t: Translator) -> str:
    """What the median leaves out, what its limits hold, and the steps that are not published for the choice."""
    note = t.gettext(
        "Only people who came so far: those who still wait are not in it, so it takes longer than this for people as a "
        "whole. Times are published in bands; within a band they are taken as evenly spread, and within the first "
        "month nothing finer is known."
    )
    note = f"{note} {groups_sentence(overdispersion, t)}"
    silent = [t.gettext(STEP[step]) for step in STEP if "step" in answer and step not in set(answer["step"])]
    if not silent:
        return note
    said = t.gettext("Not published for these choices: {steps}.").format(steps=t.listed(silent))
    return f"{said} {note}"


def groups_note(t: Translator) -> str:
    """Where a group without a time is."""
    return t.gettext(
        "Only people who came so far. Groups whose number is withheld, or that took half of them over a year, have no "
        "mark; all are in the table."
    )


def other_steps(steps: list[Step], t: Translator) -> str:
    """The steps whose time the release can compare by a dimension: what may be asked where another one is not."""
    if not steps:
        return t.gettext("How long it took can be compared by sex, country and province of origin instead.")
    return t.gettext("Published here: {steps}.").format(steps=t.listed([t.gettext(STEP[step]) for step in steps]))


def bands_note(t: Translator) -> str:
    """Of whom the bands are shares."""
    return t.gettext("Of the people who came so far; those who still wait are in the curve beside it.")
