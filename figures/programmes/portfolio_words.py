"""Sentences about the portfolio and about a programme as a whole: how much is published, and how much was reached."""

from collections.abc import Sequence

import pandas as pd

from analysis.frameworks import Result
from analysis.results import StatusCode
from figures.programmes.words import THEMES
from locales import Translator

JUDGED: tuple[StatusCode, ...] = ("not_met", "uncertain", "on_the_way", "not_yet_reported")


def headline(programmes: pd.DataFrame, t: Translator) -> str:
    """The page's one sentence: how much is published, and how much of it can be held against a target."""
    published = programmes[programmes["provenance"] == "published"]
    if published.empty:
        return t.ngettext(
            "{number} programme, invented for demonstration",
            "{number} programmes, invented for demonstration",
            len(programmes),
        ).format(number=t.number(len(programmes)))
    count = len(published)
    return t.ngettext(
        "{number} published programme: {actuals} and {targets}",
        "{number} published programmes: {actuals} and {targets}",
        count,
    ).format(
        number=t.number(count),
        actuals=counted(int(published["actuals"].sum()), "actual", t),
        targets=counted(int(published["targets"].sum()), "target", t),
    )


def counted(number: int, kind: str, t: Translator) -> str:
    """A number of actual values or targets, in words."""
    said = (
        t.ngettext("{number} actual value", "{number} actual values", number)
        if kind == "actual"
        else t.ngettext("{number} target", "{number} targets", number)
    )
    return said.format(number=t.number(number))


def synthetic_note(programmes: pd.DataFrame, t: Translator) -> str | None:
    """How many of the programmes are invented."""
    number = int((programmes["provenance"] == "synthetic").sum())
    if not number:
        return None
    return t.ngettext(
        "{number} more programme is invented, to show what complete results would look like; it is marked synthetic.",
        "{number} more programmes are invented, to show what complete results would look like; "
        "they are marked synthetic.",
        number,
    ).format(number=t.number(number))


def choices_sentence(
    years: tuple[int, int] | None, countries: Sequence[str], donor: str | None, theme: str | None, t: Translator
) -> str:
    """Which programmes are shown, in words."""
    parts = [t.gettext("All programmes") if not (donor or theme or countries or years) else t.gettext("Programmes")]
    if donor:
        parts.append(t.gettext("paid for by {donor}").format(donor=donor))
    if theme:
        parts.append(t.gettext(THEMES.get(theme, theme)))
    if countries:
        parts.append(t.gettext("in {places}").format(places=t.listed([t.country(code) for code in countries])))
    if years:
        said = t.gettext("{first} to {last}").format(first=t.year(years[0]), last=t.year(years[1]))
        parts.append(t.gettext("that run in {years}").format(years=said))
    return t.gettext(", ").join(parts)


def programme_headline(results: Sequence[Result], t: Translator) -> str:
    """How many targets of a programme were reached, and how many cannot be told, in one sentence."""
    with_target = [result.everyone.status.code for result in results if result.everyone.target.value is not None]
    if not with_target:
        return t.gettext("No target of this programme is published, so nothing can be said to be reached or missed.")
    said = t.ngettext(
        "{reached} of {number} target is reached.", "{reached} of {number} targets are reached.", len(with_target)
    ).format(reached=t.number(with_target.count("met")), number=t.number(len(with_target)))
    counts = {code: with_target.count(code) for code in JUDGED}
    parts: dict[StatusCode, str] = {
        "not_met": t.ngettext("{number} is not.", "{number} are not.", counts["not_met"]),
        "uncertain": t.ngettext(
            "{number} is too uncertain to say.", "{number} are too uncertain to say.", counts["uncertain"]
        ),
        "on_the_way": t.ngettext("{number} is still running.", "{number} are still running.", counts["on_the_way"]),
        "not_yet_reported": t.ngettext(
            "{number} is not yet reported.", "{number} are not yet reported.", counts["not_yet_reported"]
        ),
    }
    for code, number in counts.items():
        if number:
            said += " " + parts[code].format(number=t.number(number))
    silent = with_target.count("no_actual")
    if silent:
        said += " " + t.ngettext(
            "For {number} no actual value is published.", "For {number} no actual values are published.", silent
        ).format(number=t.number(silent))
    return said
