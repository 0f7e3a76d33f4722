"""The sentences of the Recovery page: its answer, its alternative texts and what must stand under its figures."""

import math
from itertools import pairwise

import pandas as pd

from data_access.filters import Filters
from locales import N_, Translator
from ui import words
from ui.words import Row

MOST_SAID = 3
ALL_PEOPLE = N_("All people")


def who_name(who: str, filters: Filters, t: Translator) -> str:
    """The name of a group that stands beside others: see data_access.recovery_questions.beside."""
    if who == "girls":
        return t.gettext("Girls")
    if who == "boys":
        return t.gettext("Boys")
    people = _people_name(filters, t)
    if who == "origin_country" and filters.place:
        return t.gettext("{people} from {place}").format(people=people, place=t.country(filters.place[:2]))
    if who == "everywhere":
        return t.gettext("{people} from everywhere").format(people=people)
    if filters.place:
        return t.gettext("{people} from {place}").format(people=people, place=words.place_name(filters.place, t))
    return people


def _people_name(filters: Filters, t: Translator) -> str:
    """Whom the visitor chose, in a word or two: "Boys"."""
    names = {
        (("male",), ("child",)): t.gettext("Boys"),
        (("female",), ("child",)): t.gettext("Girls"),
        (("male",), ("adult",)): t.gettext("Men"),
        (("female",), ("adult",)): t.gettext("Women"),
        ((), ("child",)): t.gettext("Children"),
        ((), ("adult",)): t.gettext("Adults"),
        (("male",), ()): t.gettext("Men and boys"),
        (("female",), ()): t.gettext("Women and girls"),
        ((), ()): t.gettext(ALL_PEOPLE),
    }
    return names.get((filters.sex, filters.age), t.gettext("People as chosen"))


def headline(funnel: pd.DataFrame, filters: Filters, t: Translator) -> str:
    """The page's one sentence, with a number in it."""
    steps = {row["stage"]: row for row in words.rows_of(funnel) if row["who"] == "chosen"}
    end = steps.get("reunified_or_reintegrated")
    everyone = steps.get("identified")
    who = who_name("chosen", filters, t)
    if not everyone or everyone["state"] != "count":
        return t.gettext("{who}: what happened after they were identified is withheld to protect them").format(who=who)
    if not end or end["state"] != "count":
        return t.gettext("{who}: of {people} identified, the number reunited or reintegrated is withheld").format(
            who=who, people=words.row_people(everyone, t)
        )
    said = {"share": words.share_text(float(end["share"]), t), "people": words.row_people(everyone, t)}
    if who == t.gettext(ALL_PEOPLE):
        return t.gettext("{share} of {people} identified were reunited with their families or reintegrated").format(
            **said
        )
    return t.gettext("{who}: {share} of {people} identified were reunited with their families or reintegrated").format(
        who=who, **said
    )


def largest_loss(funnel: pd.DataFrame, t: Translator) -> str | None:
    """Where most people drop out of the records, or None where it cannot be told."""
    rows = [row for row in words.rows_of(funnel) if row["who"] == "chosen"]
    before = {row["stage"]: earlier for earlier, row in pairwise(rows)}
    losses = [row for row in rows if row["state"] == "count" and not pd.isna(row["lost"])]
    if not losses:
        return None
    row = max(losses, key=lambda row: int(row["lost"]))
    return t.gettext(
        "Most people drop out of the records between “{before}” and “{after}”: {people}, {share} of those at that step."
    ).format(
        before=words.label("stage", before[row["stage"]]["stage"], t),
        after=words.label("stage", row["stage"], t),
        people=words.people(row["lost"], t, error=float(row["lost_error"])),
        share=words.share_text(1 - float(row["step_share"]), t),
    )


def reunited_sentence(row: Row, filters: Filters, t: Translator) -> str:
    """How many of a group were reunited with their families, and how long it took."""
    who = who_name(row["who"], filters, t)
    if row["state"] != "count":
        return t.gettext(
            "{who}: the number reunited with their families is withheld to protect them: too few, or none."
        ).format(who=who)
    pattern = t.gettext("{who}: {people} were reunited with their families")
    if who == t.gettext(ALL_PEOPLE):
        pattern = t.gettext("{people} were reunited with their families")
    said = pattern.format(who=who, people=words.row_people(row, t))
    time = time_text(row, t)
    return f"{said}; {time}." if time else f"{said}."


def time_text(row: Row, t: Translator) -> str | None:
    """How long it took half of those reunited, with its limits; None where it is not known."""
    months = float(row["months"])
    if math.isnan(months):
        return None
    if math.isinf(months):
        return t.gettext("for at least half of them it took over a year")
    low, high = float(row["months_low"]), float(row["months_high"])
    words_of = {
        "months": t.number(months, 1),
        "low": t.number(low, 1),
        "high": t.number(high, 1) if math.isfinite(high) else "",
    }
    if not math.isfinite(high):
        return t.gettext("half of them within {months} months (at least {low})").format(**words_of)
    return t.gettext("half of them within {months} months ({low} to {high})").format(**words_of)


def fallback_note(answer: pd.DataFrame, filters: Filters, t: Translator) -> str | None:
    """Which coarser answer stands in for a withheld one, or None."""
    rows = words.rows_of(answer)
    if not rows or rows[0]["state"] == "count":
        return None
    next_best = next((row for row in rows[1:] if row["state"] == "count"), None)
    if next_best is None:
        return None
    return t.gettext("The nearest number that may be shown: {sentence}").format(
        sentence=reunited_sentence(next_best, filters, t)
    )


def funnel_words(funnel: pd.DataFrame, filters: Filters, t: Translator) -> str:
    """The funnel in words, for screen readers."""
    rows = [row for row in words.published(funnel) if row["who"] == "chosen"]
    if not rows:
        return t.gettext("Steps after identification: nothing may be shown.")
    said = [
        t.gettext("{name}, {people}").format(
            name=words.label("stage", row["stage"], t), people=words.row_people(row, t)
        )
        for row in rows
    ]
    return t.gettext("Bars that narrow from step to step. {who}: {rows}.").format(
        who=who_name("chosen", filters, t), rows="; ".join(said)
    )


def shares_words(answer: pd.DataFrame, dimension: str, title: str, filters: Filters, t: Translator) -> str:
    """The largest shares of each group in words."""
    said = []
    for who in dict.fromkeys(answer["who"]) if "who" in answer else []:
        rows = [row for row in words.published(answer) if row["who"] == who and not pd.isna(row["share"])]
        if dimension == "stage":
            rows = [row for row in rows if row["stage"] == "reunified_or_reintegrated"]
        rows = sorted(rows, key=lambda row: -float(row["share"]))[:MOST_SAID]
        names = [f"{words.label(dimension, row[dimension], t)} {share_range(row, t)}" for row in rows]
        if names:
            said.append(
                t.gettext("{name}: {change}").format(name=who_name(who, filters, t), change=t.gettext(", ").join(names))
            )
    if not said:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    return f"{title}. {'; '.join(said)}."


def share_range(row: Row, t: Translator) -> str:
    """A share with its limits: "24% (18% to 31%)"."""
    return t.gettext("{share} ({low} to {high})").format(
        share=words.share_text(float(row["share"]), t),
        low=words.share_text(float(row["share_low"]), t),
        high=words.share_text(float(row["share_high"]), t),
    )


def curve_words(curve: pd.DataFrame, filters: Filters, t: Translator) -> str:
    """Where each curve ends, in words."""
    said = []
    for who in dict.fromkeys(curve["who"]) if "who" in curve else []:
        rows = [row for row in words.published(curve) if row["who"] == who and not pd.isna(row["share"])]
        if rows:
            said.append(
                t.gettext("{who}: {share} within {months} months").format(
                    who=who_name(who, filters, t),
                    share=share_range(rows[-1], t),
                    months=t.number(month(rows[-1]["limit"])),
                )
            )
    if not said:
        return t.gettext("Time to reunification: nothing may be shown.")
    return t.gettext("Curves of the share reunited with their families since identification. {rows}.").format(
        rows="; ".join(said)
    )


def month(days: float) -> int:
    """The whole months of a limit in days."""
    return round(float(days) / (365.25 / 12))


def group_name(code: str, column: str, t: Translator) -> str:
    """The name of a group that is compared with others; a country stands for those without a recorded province."""
    if column != "place":
        return words.label(column, code, t)
    if len(code) > 2:
        return words.place_in_country(code, t)
    return t.gettext("{country}, province not recorded").format(country=t.country(code))


def groups_words(answer: pd.DataFrame, by: str, t: Translator) -> str:
    """The highest and the lowest share among groups, in words."""
    rows = [row for row in words.published(answer) if not pd.isna(row.get("share", math.nan))]
    if not rows:
        return t.gettext("Share reunited or reintegrated: nothing may be shown.")
    rows = sorted(rows, key=lambda row: -float(row["share"]))
    column = "place" if by == "source" else by
    return t.gettext(
        "Share of the people identified who were reunited or reintegrated. Highest: {high}. Lowest: {low}."
    ).format(
        high=f"{group_name(rows[0][column], column, t)} {share_range(rows[0], t)}",
        low=f"{group_name(rows[-1][column], column, t)} {share_range(rows[-1], t)}",
    )


def page_caveat(t: Translator) -> str:
    """What the steps on this page are not."""
    return t.gettext(
        "Whoever is recorded at a later step counts as having passed the earlier ones. Leaving the records is not the "
        "same as being abandoned: help may have gone on unrecorded, a person may have wanted none, and recent cases "
        "may still be on their way."
    )


def chosen(answer: pd.DataFrame) -> pd.DataFrame:
    """The rows of the people whom the visitor chose, without those who stand beside them."""
    return answer[answer["who"] == "chosen"].reset_index(drop=True) if "who" in answer else answer


def curve_note(t: Translator) -> str:
    """How to read the curves."""
    return t.gettext(
        "People who were not reunited by the end of the period count for as long as they were observed (life-table "
        "estimate, Cutler and Ederer 1958; Greenwood's variance, with the variance of the protective noise added). "
        "Only the time to reunification is published; times of other steps are not. In the table, people are those who "
        "still waited when the time began."
    )


def months_note(t: Translator) -> str:
    """What the median leaves out."""
    return t.gettext(
        "Only people who were reunited: those who still wait are not in it, so the way home takes longer than this for "
        "people as a whole. Times are published in bands; within a band they are taken as evenly spread."
    )


def services_note(t: Translator) -> str:
    """How services were counted."""
    return t.gettext("Of all people identified. A person may have received several; four are counted at most.")


def outcomes_note(t: Translator) -> str:
    """Of whom the outcomes are shares."""
    return t.gettext("Of the people who were followed up at all: how those were who were not is unknown.")


def groups_note(by: str, t: Translator) -> str | None:
    """What must be known to compare groups, or None."""
    return {
        "year": t.gettext("People identified lately have had less time to return: their share can still grow."),
        "form": t.gettext("A person with two forms is counted in both."),
        "source": t.gettext("The provinces that most people were taken from; all are in the table."),
    }.get(by)
