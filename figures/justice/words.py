"""The sentences of the Justice page: its answer, its alternative texts, and what must stand under its figures."""

import pandas as pd

from data_access.codes.of_release import FINER_SECTORS
from figures.justice.charts import shown_rows
from figures.kit import words
from figures.kit.labels import label
from figures.kit.rows import rows_of
from figures.recovery.time_words import groups_sentence, months_of
from figures.views.view import is_in_release
from locales import N_, Translator

SHARE_OF = {
    "identified": N_("{share} of the people identified"),
    "investigated": N_("{share} of those whose case was investigated"),
    "court": N_("{share} of those whose case was investigated there"),
    "recorded": N_("{share} of those of whom it is recorded"),
}


def headline(reached: pd.DataFrame, t: Translator) -> str:
    """The page's one sentence."""
    if not is_in_release(reached):
        return t.gettext("This release does not say how far the law came in these cases")
    rows = {row["reached"]: row for row in rows_of(reached)} if "reached" in reached else {}
    everyone, investigated, convicted = (rows.get(step) for step in ("identified", "investigated", "convicted"))
    if not everyone or everyone["state"] != "count" or not investigated or investigated["state"] == "withheld":
        return t.gettext("How far the law came in these cases is withheld to protect the people in them")
    said = {"people": words.row_people(everyone, t), "investigated": words.row_people(investigated, t)}
    if not convicted or convicted["state"] == "withheld":
        return t.gettext(
            "Of {people} identified, the cases of {investigated} were investigated; how many ended in a conviction is "
            "withheld"
        ).format(**said)
    return t.gettext(
        "Of {people} identified, the cases of {investigated} were investigated, and those of {convicted} ended in a "
        "conviction"
    ).format(**said, convicted=words.row_people(convicted, t))


def unit_sentence(t: Translator) -> str:
    """Whom this page counts, and whom nobody can count from case records."""
    return t.gettext(
        "Counted are people who were found, by what is recorded of proceedings in their cases. Who was investigated, "
        "tried or convicted is not in case records: one trial may be about many people, and one person may have been "
        "exploited by several."
    )


def bars_words(answer: pd.DataFrame, dimension: str, title: str, t: Translator) -> str:
    """The bars in words, for screen readers."""
    rows = shown_rows(answer, dimension) if dimension in answer else []
    if not rows:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = [
        t.gettext("{name}, {people}").format(name=label(dimension, row[dimension], t), people=words.row_people(row, t))
        for row in rows
    ]
    return t.gettext("{title}. {rows}").format(title=title, rows=t.gettext("; ").join(said))


def judgement_words(curve: pd.DataFrame, t: Translator) -> str:
    """The curve of judgements in words."""
    title = t.gettext("How long it takes from an investigation to a judgement")
    rows = [row for row in rows_of(curve) if "share" in row and not pd.isna(row["share"])]
    if not rows:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = [
        t.gettext("{share} judged within {months} months").format(
            share=words.row_share(row, t), months=t.number(round(months_of(row["limit"])))
        )
        for row in rows
    ]
    return t.gettext("{title}. {rows}").format(title=title, rows=t.gettext("; ").join(said))


def judgement_note(overdispersion: float, t: Translator) -> str:
    """What the curve counts, and what there is none of."""
    note = t.gettext(
        "Of all years, countries and people together: for each of them the numbers would be too small to publish. From "
        "the first dated investigation to the judgement, whichever way it went. Cases closed without one, and those "
        "that are open, count among those that wait, for as long as they were observed (life table)."
    )
    return f"{note} {groups_sentence(overdispersion, t)}"


def furthest_note(t: Translator) -> str:
    """How a case with several proceedings is counted."""
    return t.gettext("A case with several proceedings is counted by the one that came furthest.")


def slowness_note(t: Translator) -> str:
    """Why few cases of late years have ended."""
    return t.gettext(
        "By the year in which people were identified. Proceedings take years: of those identified lately, fewer can "
        "have ended."
    )


def court_note(t: Translator) -> str:
    """What a place of proceedings is, and what its numbers leave out."""
    return t.gettext(
        "Where the furthest step was taken, of all years and everybody. A country stands for its provinces that are "
        "too small to name, and for steps of which no province is recorded."
    )


def inspection_note(t: Translator) -> str:
    """What is not known of inspections."""
    return t.gettext(
        "People where inspectors came, of all years, not inspections. That an inspector handed a case to the police is "
        "not recorded; that it was investigated afterwards, or before, is."
    )


def sector_note(t: Translator) -> str:
    """What a sector is, and which of them are not of the standard."""
    finer = t.listed([label("sector", code, t) for code in FINER_SECTORS])
    return t.gettext(
        "All years. Sectors of the Human Trafficking Case Data Standard; {finer} are additions of this dashboard, and "
        "part of its manufacturing."
    ).format(finer=finer)


def change_of_unit(t: Translator) -> str:
    """The line between what the cases say and what states report."""
    return t.gettext(
        "From here on the unit is another: states report crimes, cases, and persons accused or convicted, each by its "
        "own definition and in its own year. None of these numbers is a part of those above, none is added to another."
    )
