"""What may be concluded of areas, in words: what holds up, what may be effort, what cannot be told, and how sure."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from data_access.gazetteer.areas import area_places
from data_access.gazetteer.places import places
from data_access.questions.areas import Role
from figures.kit import words
from figures.kit.labels import place_name
from figures.kit.rows import Row, rows_of
from figures.kit.trend_words import factor_sentence
from findings.rates import EXCESS, HOLDS_UP
from findings.verdicts import HIGH, VERDICTS, Verdict
from locales import Translator

MOST_NAMED, MOST_IN_HEADLINE = 3, 2
BESIDE_A_CROSSING = 0.3  # degrees of latitude, some 33 km


def standing_out(rates: pd.DataFrame, *verdicts: Verdict) -> list[Row]:
    """The areas with these verdicts (findings.verdicts.judge), one after the other, the highest against its country
    first."""
    rows = [row for row in rows_of(rates) if row["verdict"] in verdicts]
    return sorted(rows, key=lambda row: (verdicts.index(row["verdict"]), -row["relative_risk"]))


def headline(rates: pd.DataFrame, t: Translator) -> str:
    """The page's one short sentence: what holds up, or that nothing does, or that nothing can be said."""
    _ = t.gettext
    if not (rates["verdict"] != "").any():
        return _("There is too little here to say where it is worse than expected")
    if high := standing_out(rates, "holds_up"):
        return t.ngettext(
            "{areas} stands out: {times} times its country's rate",
            "{areas} stand out: {times} times their country's rate",
            len(high),
        ).format(areas=_first_and_more(high, t), times=_up_to(high, t))
    if unknown := standing_out(rates, "effort_unknown"):
        return t.ngettext(
            "{areas} is high, {times} times its country's rate; whether by effort is not known",
            "{areas} are high, {times} times their country's rate; whether by effort is not known",
            len(unknown),
        ).format(areas=_first_and_more(unknown, t), times=_up_to(unknown, t))
    if effort := standing_out(rates, "effort"):
        return t.ngettext(
            "{areas} is high, perhaps only because more is recorded there",
            "{areas} are high, perhaps only because more is recorded there",
            len(effort),
        ).format(areas=_first_and_more(effort, t))
    return _("Of no area can it be said that its rate is {times} times its country's").format(times=t.number(EXCESS, 2))


def how_sure(rates: pd.DataFrame, t: Translator) -> str:
    """How sure the headline is: how many areas hold up, may be effort, cannot be told; and what would overturn it."""
    _ = t.gettext
    number = rates["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    all_areas = int(number.sum() - number[""])
    if not all_areas:
        return _("Without a rate, nothing is known: that is not a low rate.")
    said = _(
        "Areas with a rate: {all}. High with a probability of {sure} or more: {high}; as high, whether by effort is "
        "not known: {unknown}; high, but perhaps by effort: {effort}; cannot be told: {unclear}; not {times} times as "
        "high: {low}. High is {times} times the rate of its country or more."
    ).format(
        all=t.number(all_areas),
        sure=t.percent(HOLDS_UP),
        high=t.number(number["holds_up"]),
        unknown=t.number(number["effort_unknown"]),
        effort=t.number(number["effort"]),
        unclear=t.number(number["unclear"]),
        low=t.number(number["not_high"]),
        times=t.number(EXCESS, 2),
    )
    return words.joined(said, _effort_unknown(rates, t), _register_alone(rates, t), *_overturned(rates, t)) or said


def _effort_unknown(rates: pd.DataFrame, t: Translator) -> str | None:
    """Which areas are as high as those that stand out, though nobody could look whether by effort: all of them, for a
    headline that names others says nothing of them."""
    rows = standing_out(rates, "effort_unknown")
    if not rows:
        return None
    named = [
        t.gettext("{area} ({number} times; {limits})").format(
            area=place_name(row["place"], t),
            number=t.number(row["relative_risk"], 1),
            limits=words.ratio_limits(row, t),
        )
        for row in rows
    ]
    return t.gettext("High, but whether by effort is not known: {areas}.").format(areas=t.listed(named))


def _register_alone(rates: pd.DataFrame, t: Translator) -> str | None:
    """Of which areas that hold up only the register of reports was looked at, for who recorded is withheld, or explains
    no excess of everybody's."""
    rows = [row for row in standing_out(rates, "holds_up") if not row["knows_recorders"]]
    if not rows:
        return None
    return t.gettext(
        "Of {areas} only how much is reported was looked at: who recorded them is withheld, in part or in whole, or "
        "not known of the people chosen."
    ).format(areas=_names_and_more(rows, t))


def _overturned(rates: pd.DataFrame, t: Translator) -> list[str]:
    """What would have to be missing elsewhere for an area not to be high: the first, and the one that needs least."""
    rows = [row for row in standing_out(rates, *HIGH) if row["missing_elsewhere"] == row["missing_elsewhere"]]
    if not rows:
        return []
    pattern = t.gettext(
        "{area} would no longer be high for certain if {share} of the people in the rest of {country} had gone "
        "unrecorded, and nobody in {area}."
    )
    least = min(rows, key=lambda row: row["missing_elsewhere"])
    shown = {row["place"]: row for row in (rows[0], least)}
    return [
        pattern.format(
            area=place_name(row["place"], t),
            country=t.country(row["country"]),
            share=words.share_text(row["missing_elsewhere"], t),
        )
        for row in shown.values()
    ]


def assumptions_note(rates: pd.DataFrame, role: Role, t: Translator) -> str:
    """What areas are compared with, what the limits assume, and whether effort was looked at."""
    _ = t.gettext
    groups = factor_sentence(rates.attrs["overdispersion"], t)
    effort = {
        "identified": None,
        "source": _("Whether effort explains a high rate is not known by the place that people were taken from."),
        "exploitation": _("Whether effort explains a high rate is not known by the place where people were exploited."),
    }[role]
    return words.joined(country_sentence(t), groups, effort, _crossings_note(rates, role, t)) or groups


def country_sentence(t: Translator) -> str:
    """What "its country's rate" is."""
    return t.gettext("A country's rate is that of all its areas together: the area that is compared is among them.")


def _crossings_note(rates: pd.DataFrame, role: Role, t: Translator) -> str | None:
    """That people found at a border crossing are divided by residents, who they mostly are not."""
    with_crossing = _provinces_at_crossings()
    found = [row for row in standing_out(rates, *HIGH) if with_crossing & set(area_places(row["place"]))]
    if role != "identified" or not found:
        return None
    return t.ngettext(
        "{areas} has a border crossing: people found there are divided by residents, who they mostly are not.",
        "{areas} have border crossings: people found there are divided by residents, who they mostly are not.",
        len(found),
    ).format(areas=_names(found, t))


@cache
def _provinces_at_crossings() -> frozenset[str]:
    """The provinces of crossings and of towns beside one: the other side of a border has the same travellers."""
    frame = places()
    crossings = frame[frame["kind"] == "border_crossing"]
    points, gates = (one[["lon", "lat"]].to_numpy(dtype=float) for one in (frame, crossings))
    east, north = np.moveaxis(points[:, None] - gates, -1, 0)
    east = east * np.cos(np.radians(points[:, 1:]))
    is_near = (np.hypot(east, north) < BESIDE_A_CROSSING).any(axis=1)
    return frozenset(frame.loc[is_near, "province"])


def _first_and_more(rows: Sequence[Row], t: Translator) -> str:
    """One or two areas by name, or the first and how many more: a headline is short."""
    return _names(rows, t) if len(rows) <= MOST_IN_HEADLINE else _names_and_more(rows, t, most=1)


def _up_to(rows: Sequence[Row], t: Translator) -> str:
    times = [f"{t.number(row['relative_risk'], 1)} ({words.ratio_limits(row, t)})" for row in rows]
    return t.listed(times) if len(rows) <= MOST_IN_HEADLINE else t.gettext("up to {number}").format(number=times[0])


def _names_and_more(rows: Sequence[Row], t: Translator, *, most: int = MOST_NAMED) -> str:
    said = [place_name(row["place"], t) for row in rows[:most]]
    if more := len(rows) - len(said):
        said.append(t.ngettext("{number} more area", "{number} more areas", more).format(number=t.number(more)))
    return t.listed(said)


def _names(rows: Sequence[Row], t: Translator) -> str:
    return t.listed([place_name(row["place"], t) for row in rows])
