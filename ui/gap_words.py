"""The sentences about gaps in services: where rates are high and few people reach one."""

import pandas as pd

from locales import N_, Translator
from ui import words
from ui.hotspot_words import times_text
from ui.words import Row

GAPS = {
    "gap": N_("High rate, few reach a service"),
    "low_service": N_("Few reach a service"),
    "high_rate": N_("High rate"),
    "none": N_("Neither"),
    "": N_("Cannot be said"),
}


def headline(gaps: pd.DataFrame, t: Translator) -> str:
    """Where the rate is high and few people reach a service, in one sentence."""
    _ = t.gettext
    if not (gaps["gap"] != "").any():
        return _("It cannot be said where services are missing: too much is withheld")
    found = gaps[gaps["gap"] == "gap"]["place"].tolist()
    if not found:
        return _("No area has both a high rate and, beyond chance, few people who reach a service")
    return t.ngettext(
        "{areas} has a high rate and few people who reach a service",
        "{areas} have high rates and few people who reach a service",
        len(found),
    ).format(areas=t.listed([words.place_name(area, t) for area in found]))


def sure(gaps: pd.DataFrame, t: Translator) -> str:
    """How much of the question the release can answer."""
    known = gaps[gaps["gap"] != ""]
    if known.empty:
        return t.gettext("Choose all countries and everybody: larger groups may be published.")
    width = float(((known["share_upper"] - known["share_lower"]) / 2).median())
    return t.gettext(
        "{number} of {all} areas can be judged; the typical margin of a share is ±{margin}. "
        "Over all of them {overall} of the people taken from there were sheltered, assisted or served."
    ).format(
        number=t.number(len(known)),
        all=t.number(len(gaps)),
        margin=t.percent(width),
        overall=t.percent(float(known["overall"].iloc[0])),
    )


def note(t: Translator) -> str:
    """What the gap view cannot show."""
    return t.gettext(
        "By the place that people were taken from, all years together. No source says where service points are, how "
        "many they can take, or how many referrals were made there; programmes are published by country. A low share "
        "may also be a record that nobody completed."
    )


def lines(row: Row, t: Translator) -> list[str]:
    """An area of the gap view as hover text."""
    _ = t.gettext
    lines = [f"<b>{words.place_in_country(row['place'], t)}</b>", words.row_people(row, t)]
    if row["relative_risk"] == row["relative_risk"]:
        lines.append(_("{times} its country's rate").format(times=times_text(row["relative_risk"], t)))
    lines.append(share_sentence(row, t) if row["share"] == row["share"] else _(GAPS[""]))
    return lines


def share_sentence(row: Row, t: Translator) -> str:
    """The share that reached a service, with its interval."""
    return t.gettext("{share} reached a service ({lower} to {upper})").format(
        share=t.percent(row["share"]), lower=t.percent(row["share_lower"]), upper=t.percent(row["share_upper"])
    )


def alt_text(gaps: pd.DataFrame, t: Translator) -> str:
    """The gap view in words: the areas with the smallest shares."""
    rows = [row for row in words.rows_of(gaps) if row["share"] == row["share"]]
    rows.sort(key=lambda row: row["share"])
    if not rows:
        return t.gettext("Map of gaps in services: nothing may be shown.")
    return t.gettext("Map of gaps in services. Smallest shares: {rows}.").format(
        rows="; ".join(f"{words.place_name(row['place'], t)}, {share_sentence(row, t)}" for row in rows[:3])
    )
