"""The sentences about who looked: whether a hotspot may be one of effort, and what is not known of it."""

from collections.abc import Sequence

import pandas as pd

from data_access.questions.areas import Role
from figures.hotspots import verdict_words
from figures.hotspots import words as hotspot_words
from figures.kit import words
from figures.kit.labels import label, place_name
from figures.kit.rows import Row, published
from findings.verdicts import rests_on_recorder
from locales import Translator


def warning_of(areas: list[str], t: Translator) -> str:
    """The warning at the head of the page: which areas may be hotspots of effort."""
    return t.ngettext(
        "{areas} may be a hotspot of effort: much of what it has above its country was recorded by one kind of source.",
        "{areas} may be hotspots of effort: much of what they have above their country was recorded by one kind of "
        "source.",
        len(areas),
    ).format(areas=t.listed([place_name(area, t) for area in areas]))


def warnings(effort: pd.DataFrame, rates: pd.DataFrame, t: Translator) -> dict[str, str]:
    """Area -> one sentence, for each area that is high and whose excess rests in large part on one kind of recorder."""
    found = {}
    if not effort.attrs.get("is_published", True):
        return {}
    rows = published(effort[rests_on_recorder(effort)])
    for area in verdict_words.standing_out(rates, "effort"):
        of_area = [row for row in rows if row["place"] == area["place"]]
        if not of_area:
            continue
        row = max(of_area, key=lambda row: row["part"])
        found[row["place"]] = t.gettext(
            "{area}: {share} of its cases were recorded by {recorder} ({elsewhere} in the whole country). "
            "Now it is {times}; without them it would be {without}."
        ).format(
            area=place_name(row["place"], t),
            share=words.row_share(row, t),
            recorder=label("data_source", row["data_source"], t),
            elsewhere=words.share_text(row["country_share"], t),
            without=hotspot_words.against_with_limits(_without(row), t),
            times=hotspot_words.against_with_limits(row, t),
        )
    return found


def _without(row: Row) -> Row:
    """An area as it would be without the people of its recorder."""
    names = {"relative_risk": "relative_without", "relative_lower": "without_lower", "relative_upper": "without_upper"}
    return {name: row[other] for name, other in names.items()}


def alt_text(effort: pd.DataFrame, shown: Sequence[str], t: Translator) -> str:
    """Who recorded most in each area."""
    rows = [row for row in published(effort) if row["place"] in set(shown) and row["share"] == row["share"]]
    said = []
    for area in shown:
        of_area = [row for row in rows if row["place"] == area]
        if of_area:
            row = max(of_area, key=lambda row: row["share"])
            recorder = label("data_source", row["data_source"], t)
            said.append(f"{place_name(area, t)}, {recorder} {words.row_share(row, t)}")
    if not said:
        return t.gettext("Chart of who recorded the cases: nothing may be shown.")
    return t.gettext(
        "Chart of who recorded the cases. Largest recorder that may be shown of each area: {rows}."
    ).format(rows=t.gettext("; ").join(said))


def note(has_people_chosen: bool, role: Role, t: Translator, *, is_registered: bool = False) -> str:
    """What the release says about effort, and what it does not."""
    _ = t.gettext
    parts = [_("Beside how many report, who records can make an area look high.")] if is_registered else []
    parts.append(
        _("Kinds of source are shown where at least three agencies of the kind report, and in years that are known.")
    )
    if has_people_chosen:
        parts.append(_("Everybody identified there, whatever people are chosen above."))
    if role != "identified":
        parts.append(_("By the place of identification, which is not the place of this map."))
    return " ".join(parts)
