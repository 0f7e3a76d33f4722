"""An answer as a table that a visitor reads, and what that table leaves out."""

import math
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from data_access.codes.of_release import UNKNOWN
from data_access.release.agency_kinds import KINDS
from data_access.release.release import Release, is_uncertain
from figures.kit import words
from figures.kit.columns import heading
from figures.kit.labels import COUNTRY_DIMENSIONS, GROUPS, LISTS, label
from figures.kit.rows import CONFIDENT, Row, published, rows_of
from locales import N_, Translator

# what a cell without a number says: by the state of its row, by the kind of its rate, and by its column
CELLS = {
    "withheld": N_("withheld"),
    "not_yet": N_("not yet"),
    "none": N_("none"),
    "not_collected": N_("not collected"),
    "no_population": N_("no population"),
}
COLUMN_CELLS = {"points": N_("none published"), "programmes": N_("none published")}
NOTHING = "–"
LABEL = "_label"  # what a file adds to the name of a column of codes, for that of their words
NUMBERS = "numbers"  # attribute of a table: its columns of numbers, also where a cell of them says something else
ROUTES = {
    "from_country",
    "from_place",
    "from_province",
    "source_country",
    "chain_source",
}  # columns of their beginnings
# columns of errors, and of the numbers that they belong to
ERRORS = {"standard_error": "count", "change_error": "change", "change_margin": "change", "lost_error": "lost"}
YEARS = ("year", "previous_year", "latest_year", "first_year", "last_year")

# the columns of lists of which a person may have more codes than are counted
CLIPPED_COLUMNS = {name: name for name in ("form", "means", "recruitment", "stop", "service")}


def withheld_note(answer: pd.DataFrame, t: Translator) -> str | None:
    """How many rows of an answer are withheld, in words, or None."""
    hidden = sum(row["state"] == "withheld" for row in rows_of(answer))
    if not hidden or _is_of_routes(answer):
        return None
    if not KINDS.keys().isdisjoint(answer.columns):
        return t.ngettext(
            "{number} group is withheld to protect people and agencies: too few of either, or none.",
            "{number} groups are withheld to protect people and agencies: too few of either, or none.",
            hidden,
        ).format(number=t.number(hidden))
    return t.ngettext(
        "{number} group is withheld to protect people: too few, or none.",
        "{number} groups are withheld to protect people: too few, or none.",
        hidden,
    ).format(number=t.number(hidden))


def uncertain_note(answer: pd.DataFrame, t: Translator) -> str | None:
    """How many numbers of an answer are so uncertain that noise alone may have made them, in words, or None."""
    return uncertain_sentence(sum(_is_uncertain(row) for row in rows_of(answer)), t)


def uncertain_sentence(uncertain: int, t: Translator) -> str | None:
    """What is said of so many uncertain numbers."""
    if not uncertain:
        return None
    return t.ngettext(
        "{number} number is uncertain (≈): the noise that protects people may have made it where nobody is.",
        "{number} numbers are uncertain (≈): the noise that protects people may have made a few of them where nobody "
        "is.",
        uncertain,
    ).format(number=t.number(uncertain))


def _is_uncertain(row: Row) -> bool:
    return row["state"] == "count" and bool(is_uncertain(row["count"], row["standard_error"]))


def clipping_note(answer: pd.DataFrame, release: Release, t: Translator) -> str | None:
    """What is missing from counts of a list of which some people have more codes than are counted, where that is not
    small beside the margins; or None."""
    for column, group in CLIPPED_COLUMNS.items():
        if column not in answer or group not in release.manifest["bounds"]:
            continue
        lost = release.lost(group)
        rows = [row for row in published(answer) if row[column] != UNKNOWN]
        if any(row["count"] * lost / (1 - lost) > words.margin(row["standard_error"]) / 5 for row in rows):
            return t.gettext(
                "Each person is counted in at most {bound} of these: about {share} of what was recorded is not in the "
                "numbers. The margins allow for it."
            ).format(bound=t.number(release.manifest["bounds"][group]), share=words.share_text(lost, t))
    return None


def file_rows(answer: pd.DataFrame, t: Translator | None) -> pd.DataFrame:
    """The answer as files hold it: beside each column of codes one of their words (`<column>_label`; none without a
    language), and beside a standard error the `margin` and the ends `lower` and `upper` of the interval in which the
    number without noise lies 19 times in 20."""
    shown = shown_rows(answer)
    # a table of rates has the ends of their intervals already
    if {"count", "standard_error"} <= {*shown.columns} and "lower" not in shown:
        shown = _with_margins(shown)
    columns = {}
    for column in shown.columns:
        columns[column] = shown[column]
        if t is not None and (said := _words_of(shown, column, t)) is not None:
            columns[f"{column}{LABEL}"] = said
    return pd.DataFrame(columns, index=shown.index)


def _with_margins(shown: pd.DataFrame) -> pd.DataFrame:
    at = int(list(shown.columns).index("standard_error")) + 1
    margins = shown["standard_error"].map(words.margin, na_action="ignore").astype("Int64")
    marked = shown.copy()
    marked.insert(at, "margin", margins)
    marked.insert(at + 1, "lower", (shown["count"] - margins).clip(lower=0))
    marked.insert(at + 2, "upper", shown["count"] + margins)
    return marked


def _words_of(shown: pd.DataFrame, column: str, t: Translator) -> pd.Series | None:
    """The words for the codes of a column; None where they are not codes."""
    if column == "code" and "dimension" in shown:
        said = [label(d, code, t) for d, code in zip(shown["dimension"], shown["code"], strict=True)]
    elif column == "dimension" and "code" in shown:
        said = [t.gettext(GROUPS[dimension]) for dimension in shown["dimension"]]
    elif column in LISTS or column in COUNTRY_DIMENSIONS or column == "place":
        said = [label(column, str(code), t) for code in shown[column]]
    else:
        return None
    return pd.Series(said, index=shown.index, dtype=object)


def shown_rows(answer: pd.DataFrame) -> pd.DataFrame:
    """The answer as tables and files show it: without the pairs of places that have no number.

    A protected release names some pairs by chance, so that nobody can tell from a name that someone was there. A number
    that is withheld has no error either: an error grows with what clipping and levels did to it, which tells its size.
    """
    if "withheld_cells" in answer:
        answer = answer.drop(columns="withheld_cells")
    shown = answer[answer["state"] == "count"] if _is_of_routes(answer) and "state" in answer else answer
    for error, number in ERRORS.items():
        if {error, number} <= {*shown.columns} and shown[number].isna().any():
            shown = shown.assign(**{error: shown[error].mask(shown[number].isna())})
    if {"state", "count", "standard_error"} <= {*shown.columns}:
        uncertain = is_uncertain(shown["count"].astype(float), shown["standard_error"])
        shown = shown.assign(is_uncertain=uncertain & (shown["state"] == "count").astype(bool))
    return shown


def _is_of_routes(answer: pd.DataFrame) -> bool:
    return not ROUTES.isdisjoint(answer.columns)


def table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The answer as a visitor reads it: labels for codes, named columns, states in words, and where numbers are
    uncertain their margin beside them. A cell without a number says why it has none."""
    shown = shown_rows(answer).copy()
    reasons = [reason_of(row, t) for row in rows_of(shown)]
    if "dimension" in shown:
        shown["code"] = [label(d, code, t) for d, code in zip(shown["dimension"], shown["code"], strict=True)]
        shown["dimension"] = [t.gettext(GROUPS[d]) for d in shown["dimension"]]
    for column in shown.columns:
        if column in LISTS or column in COUNTRY_DIMENSIONS or column == "place":
            shown[column] = [label(column, str(code), t) for code in shown[column]]
    if "is_uncertain" in shown:
        if shown["is_uncertain"].any():
            shown["is_uncertain"] = [t.gettext("uncertain") if one else "" for one in shown["is_uncertain"]]
        else:
            shown = shown.drop(columns="is_uncertain")
    margins = {
        "count": [words.margin(error) for error in shown.get("standard_error", pd.Series(dtype=float)).fillna(0)],
        "change": [math.ceil(margin) for margin in _change_margins(shown).fillna(0)],
    }
    for column, said in margins.items():
        if column in shown and any(said):
            # between words and numbers: "±12" is read together with the number before it
            at = list(shown.columns).index(column) + 1
            shown.insert(at, "margin", [t.margin(one) if one else "" for one in said])
    shown = shown.drop(columns="change_margin", errors="ignore")
    for error in ("standard_error", "change_error"):
        if error in shown:
            shown[error] = shown[error].round(1)
    numbers = [name for name in shown.columns if _has_numbers(shown[name])]
    for column in shown.columns:
        why = [t.gettext(COLUMN_CELLS[column])] * len(shown) if column in COLUMN_CELLS else reasons
        shown[column] = filled(shown[column], why, t, is_year=column in YEARS)
    names = {column: heading(column, t) for column in shown.columns}
    named = _apart(shown, names)
    named.attrs[NUMBERS] = [name for name, code in zip(named.columns, shown.columns, strict=True) if code in numbers]
    return named


def _change_margins(shown: pd.DataFrame) -> pd.Series:
    """The margins of changes: as they are judged (findings.change), else of the noise alone."""
    if "change_margin" in shown or "change_error" not in shown:
        return shown.get("change_margin", pd.Series(dtype=float))
    return CONFIDENT * shown["change_error"]


def _has_numbers(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def reason_of(row: Row, t: Translator) -> str:
    """Why a cell of a row has no number."""
    kind = next((row[name] for name in ("state", "shown") if row.get(name) in CELLS), None)
    return t.gettext(CELLS[kind]) if kind else NOTHING


def filled(column: pd.Series, reasons: Sequence[str], t: Translator, *, is_year: bool = False) -> pd.Series:
    """A column whose missing cells say why, one reason a row; as it is where none is missing. What is left of its
    numbers is then written as in charts, for a column is either of numbers or of words."""
    missing = column.isna()
    if not missing.any():
        return column
    said = [
        reason if is_missing else t.year(int(value)) if is_year else _in_words(value, t)
        for value, is_missing, reason in zip(column, missing, reasons, strict=True)
    ]
    return pd.Series(said, index=column.index, dtype=object)


def _in_words(value: object, t: Translator) -> object:
    return t.number(float(value)) if isinstance(value, Real) and not isinstance(value, bool) else value


def _apart(shown: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The frame with these column names; a name that is there twice gets a number, which grids and files need."""
    taken: dict[str, int] = {}
    columns = []
    for column in shown.columns:
        name = names[column]
        taken[name] = taken.get(name, 0) + 1
        columns.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return shown.set_axis(columns, axis=1)


def written(shown: pd.DataFrame, t: Translator) -> Styler:
    """A table whose numbers are written as in charts, and sorted as the numbers that they are."""
    years = {heading(name, t) for name in YEARS}
    whole = shown.apply(lambda column: filled(column, [NOTHING] * len(column), t)).reset_index(drop=True)
    written_as: dict[Any, str | Callable[[Any], str] | None] = {
        name: (lambda year: t.year(int(year))) if name in years else t.number
        for name in whole.columns
        if _has_numbers(whole[name])
    }
    return whole.style.format(written_as)


def mirrored(shown: pd.DataFrame) -> pd.DataFrame:
    """A table as a grid shows it in a language written from right to left: the first column at the right. A grid
    writes columns from the left."""
    return shown[shown.columns[::-1]]
