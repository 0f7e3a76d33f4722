"""The sentences of the Recovery page: its answer, its alternative texts and what must stand under its figures."""

import math
from collections.abc import Collection
from itertools import pairwise

import pandas as pd

from data_access.questions.recovery import By
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.labels import STATE, label, place_in_country, place_name
from figures.kit.rows import Row, published, rows_of
from locales import N_, Translator

MOST_SAID = 3
LOSS_STATE = {"withheld": N_("withheld"), "not_yet": N_("not yet, too little time has passed")}
ALL_PEOPLE = N_("All people")


def who_name(who: str, filters: Filters, t: Translator) -> str:
    """The name of a group that stands beside others: see data_access.questions.recovery.beside."""
    if who == "girls":
        return t.gettext("Girls")
    if who == "boys":
        return t.gettext("Boys")
    people = _people_name(filters, t)
    if who == "everywhere":
        return t.gettext("{people} from everywhere").format(people=people)
    if not filters.place:
        return people
    place = t.country(filters.place[:2]) if who == "whole_country" else place_name(filters.place, t)
    if filters.place_role == "province":
        return t.gettext("{people} identified in {place}").format(people=people, place=place)
    return t.gettext("{people} from {place}").format(people=people, place=place)


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


def headline(funnel: pd.DataFrame, filters: Filters, t: Translator, *, is_unfinished: bool = False) -> str:
    """The page's one sentence, with a number in it. is_unfinished: some of the people may come further still."""
    steps = {row["stage"]: row for row in rows_of(funnel) if row["who"] == "chosen"}
    end = steps.get("reunified_or_reintegrated")
    everyone = steps.get("identified")
    who = who_name("chosen", filters, t)
    if everyone and everyone["state"] == "none":
        return t.gettext("{who}: nobody is recorded").format(who=who)
    if not everyone or everyone["state"] != "count":
        return t.gettext("{who}: what happened after they were identified is withheld to protect them").format(who=who)
    if end and end["state"] == "none":
        return t.gettext("{who}: of {people} identified, none is recorded as reunited or reintegrated").format(
            who=who, people=words.row_people(everyone, t)
        )
    if not end or end["state"] != "count":
        return t.gettext("{who}: of {people} identified, the number reunited or reintegrated is withheld").format(
            who=who, people=words.row_people(everyone, t)
        )
    pattern = (
        t.gettext("{share} of {people} identified were reunited with their families or reintegrated so far")
        if is_unfinished
        else t.gettext("{share} of {people} identified were reunited with their families or reintegrated")
    )
    said = pattern.format(share=words.row_share(end, t), people=words.row_people(everyone, t))
    return said if who == t.gettext(ALL_PEOPLE) else t.gettext("{who}: {sentence}").format(who=who, sentence=said)


def largest_loss(funnel: pd.DataFrame, t: Translator, *, is_unfinished: bool = False) -> str | None:
    """Where most people are lost to the records, or that it cannot be told; None where no loss is known.

    It is told only where the fewest that may be lost there are more than may be lost at any other step. is_unfinished:
    some of the people may come further still, and nobody is said to have dropped out.
    """
    steps = _steps(funnel)
    known = [(before, row) for before, row in steps if not pd.isna(row["lost"])]
    if not known:
        return None
    before, row = max(known, key=lambda step: float(step[1]["lost"]))
    others = [float(other["lost_high"]) for _, other in steps if other is not row]
    if float(row["lost_low"]) <= max(others, default=0.0):
        return t.gettext(
            "Between which steps most people are not recorded further cannot be told: with their margins, and what is "
            "withheld, several may be the largest."
        )
    pattern = (
        t.gettext(
            "Most people who are not recorded further yet are between “{before}” and “{after}”: {people}, {share} of "
            "those at that step."
        )
        if is_unfinished
        else t.gettext(
            "Most people drop out of the records between “{before}” and “{after}”: {people}, {share} of those at that "
            "step."
        )
    )
    return pattern.format(**_loss(before, row, t))


def still_open(unfinished: tuple[int, int], t: Translator) -> str:
    """That people of years that are not over (findings.unfinished) may come further still."""
    return t.gettext(
        "People identified in {years} may still be recorded further: it cannot be said yet that they dropped out."
    ).format(years=words.span(unfinished, t))


def losses(funnel: pd.DataFrame, t: Translator, still_to: Collection[str] = ()) -> list[str]:
    """One sentence a step: how many people of the step before are not recorded there, or why that is not said.

    still_to: the steps that some of the people may still come to (findings.unfinished.open_stages)."""
    ended = t.gettext("“{before}” to “{after}”: {people} are not recorded further, {share}.")
    not_yet = t.gettext("“{before}” to “{after}”: {people} are not recorded further yet, {share}.")
    return [
        t.gettext("“{before}” to “{after}”: {state}.").format(
            before=label("stage", before["stage"], t),
            after=label("stage", row["stage"], t),
            state=t.gettext(LOSS_STATE["not_yet" if row["state"] == "not_yet" else "withheld"]),
        )
        if pd.isna(row["lost"])
        else (not_yet if row["stage"] in still_to else ended).format(**_loss(before, row, t))
        for before, row in _steps(funnel)
    ]


def _steps(funnel: pd.DataFrame) -> list[tuple[Row, Row]]:
    """Each step of those who were chosen, after the one before it; without those before which nobody was left."""
    steps = pairwise(row for row in rows_of(funnel) if row["who"] == "chosen")
    return [(before, row) for before, row in steps if pd.isna(before["count"]) or before["count"] > 0]


def _loss(before: Row, row: Row, t: Translator) -> dict[str, str]:
    return {
        "before": label("stage", before["stage"], t),
        "after": label("stage", row["stage"], t),
        "people": words.people(row["lost"], t, error=float(row["lost_error"])),
        "share": words.row_share(
            {
                "share": 1 - float(row["step_share"]),
                "share_low": 1 - float(row["step_high"]),
                "share_high": 1 - float(row["step_low"]),
            },
            t,
        ),
    }


def funnel_words(funnel: pd.DataFrame, filters: Filters, t: Translator) -> str:
    """The funnel in words, for screen readers."""
    rows = [row for row in published(funnel) if row["who"] == "chosen"]
    if not rows:
        return t.gettext("Steps after identification: nothing may be shown.")
    said = [
        t.gettext("{name}, {people}").format(name=label("stage", row["stage"], t), people=words.row_people(row, t))
        for row in rows
    ]
    return t.gettext("Bars that narrow from step to step. {who}: {rows}.").format(
        who=who_name("chosen", filters, t), rows=t.gettext("; ").join(said)
    )


def shares_words(answer: pd.DataFrame, dimension: str, title: str, filters: Filters, t: Translator) -> str:
    """The largest shares of each group in words."""
    said = []
    for who in dict.fromkeys(answer["who"]) if "who" in answer else []:
        rows = [row for row in published(answer) if row["who"] == who and not pd.isna(row["share"])]
        if dimension == "stage":
            rows = [row for row in rows if row["stage"] == "reunified_or_reintegrated"]
        rows = sorted(rows, key=lambda row: -float(row["share"]))[:MOST_SAID]
        names = [f"{label(dimension, row[dimension], t)} {words.row_share(row, t)}" for row in rows]
        if names:
            said.append(
                t.gettext("{name}: {change}").format(name=who_name(who, filters, t), change=t.gettext(", ").join(names))
            )
    if not said:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    return f"{title}. {'; '.join(said)}."


def group_name(row: Row, by: By, t: Translator) -> str:
    """The name of a group that is compared with others; a country stands for those without a recorded province."""
    if "place" not in row:
        return label(by, row[by], t)
    if len(row["place"]) > 2:
        return place_in_country(row["place"], t)
    return t.gettext("{country}, province not recorded").format(country=t.country(row["place"]))


def groups_words(answer: pd.DataFrame, by: By, t: Translator) -> str:
    """The shares of groups in words, in the order of the answer: several may be the highest, and of years the last have
    had less time."""
    rows = [row for row in published(answer) if not pd.isna(row.get("share", math.nan))]
    if not rows:
        return t.gettext("Share reunited or reintegrated: nothing may be shown.")
    said = [f"{group_name(row, by, t)} {words.row_share(row, t)}" for row in rows]
    return t.gettext("Share of the people identified who were reunited or reintegrated: {only}.").format(
        only=t.gettext("; ").join(said)
    )


def cell_words(group: str, stage: str, row: Row | None, t: Translator) -> str:
    """What one cell of groups by steps says. row: None where it is withheld."""
    title = f"<b>{group}</b><br>{label('stage', stage, t)}"
    if row is None or pd.isna(row["share"]):
        return f"{title}<br>{t.gettext(STATE['not_yet' if row and row['state'] == 'not_yet' else 'withheld'])}"
    return f"{title}<br>{words.row_share(row, t)}<br>{words.row_people(row, t)}"


def stages_by_words(answer: pd.DataFrame, by: By, title: str, t: Translator) -> str:
    """The steps of the largest groups in words."""
    groups: dict[str, list[str]] = {}
    rows = [row for row in published(answer) if not pd.isna(row.get("share", math.nan))]
    for row in sorted(rows, key=lambda row: -int(row["asked"])):
        said = f"{label('stage', row['stage'], t)} {words.row_share(row, t)}"
        groups.setdefault(group_name(row, by, t), []).append(said)
    if not groups:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    named = [
        t.gettext("{name}: {change}").format(name=name, change=t.gettext(", ").join(said))
        for name, said in list(groups.items())[:MOST_SAID]
    ]
    return f"{title}. {'; '.join(named)}."


def page_caveat(t: Translator) -> str:
    """What the steps on this page are not."""
    return t.gettext(
        "Whoever is recorded at a later step counts as having passed the earlier ones. What was known by the date of "
        "the release to be declined, not available or lost to follow-up is no step. Leaving the records is not the "
        "same as being abandoned: help may have gone on unrecorded, a person may have wanted none, and recent cases "
        "may still be on their way."
    )


def chosen(answer: pd.DataFrame) -> pd.DataFrame:
    """The rows of the people whom the visitor chose, without those who stand beside them."""
    return answer[answer["who"] == "chosen"].reset_index(drop=True) if "who" in answer else answer


def services_note(t: Translator) -> str:
    """How services were counted."""
    return t.gettext(
        "Of all people identified. Received is what had begun by the date of the release and was not known then to be "
        "declined, not available or lost to follow-up. A person may have received several; five are counted at most."
    )


def outcomes_note(t: Translator) -> str:
    """Of whom the outcomes are shares."""
    return t.gettext(
        "Of the people who were followed up at all: how those were who were not is unknown. An outcome whose day was "
        "not written down counts as known at any date."
    )


def groups_note(by: By, t: Translator) -> str | None:
    """What must be known to compare groups, or None."""
    return {
        "year": t.gettext("People identified lately have had less time to return: their share can still grow."),
        "form": t.gettext("A person with two forms is counted in both."),
        "source": t.gettext("The provinces that most people were taken from; all are in the table."),
        "province": t.gettext("The provinces where most people were identified; all are in the table."),
        "identified_by": t.gettext(
            "The kind of organisation that identified them, which need not have helped them afterwards. Kinds with few "
            "people, or of which fewer than three agencies report, are withheld, and no organisation is named: "
            "agencies are protected like the people they help."
        ),
    }.get(by)
