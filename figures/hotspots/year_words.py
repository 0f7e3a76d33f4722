"""The sentences about areas over the years: the small charts, and what rose or fell beyond how much years vary."""

from collections.abc import Sequence

import pandas as pd

from figures.hotspots.words import with_rate
from figures.kit import trend_words, words
from figures.kit.labels import place_name
from locales import Translator

MOST_MOVED = 5


def areas_to_chart(rates: pd.DataFrame, yearly: pd.DataFrame, most: int) -> list[str]:
    """The areas that have a chart by year: the highest with at least one year that may be shown."""
    if not yearly.attrs.get("is_published", True):
        return []
    usable = set(yearly.loc[yearly["rate"].notna(), "place"])
    return [row["place"] for row in with_rate(rates) if row["place"] in usable][:most]


def years_words(shown: Sequence[str], t: Translator) -> str:
    """The small multiples in words."""
    names = t.listed([place_name(area, t) for area in shown])
    return t.gettext("Small charts of the rate by year, one an area, all on one scale for their own: {areas}.").format(
        areas=names
    )


def years_note(trends: pd.DataFrame, whole: tuple[int, int] | None, last: int | None, t: Translator) -> str:
    """How to read the small charts, and which areas rose or fell (findings.change.area_trends).

    whole: the whole years that were chosen; last: the last year that was."""
    said = t.gettext(
        "The highest smoothed rates first, each chart on its own scale. The band is the 95% interval, × a year that is "
        "withheld."
    )
    unfinished = trend_words.last_year_sentence(last, whole, t) if whole else None
    return words.joined(areas_moved(trends, whole, t), unfinished, said) or said


def areas_moved(trends: pd.DataFrame, whole: tuple[int, int] | None, t: Translator) -> str | None:
    """Of which areas it can be said that they rose or fell, of all that were asked together; or that none was asked."""
    _ = t.gettext
    if too_few := trend_words.not_asked(whole, t):
        return too_few
    if "years" not in trends.attrs:
        return None
    asked, unclear = int((trends["verdict"] != "").sum()), int((trends["verdict"] == "unclear").sum())
    left_out = _(
        "Not asked, because too few of their years may be shown or hardly anybody is recorded: {number}."
    ).format(number=t.number(len(trends) - asked))
    if not asked:
        return words.joined(_("Of no area was it asked whether its number rose or fell."), left_out)
    when = {"first": t.year(trends.attrs["years"][0]), "last": t.year(trends.attrs["years"][1])}
    moved = trend_words.moved(trends)
    named = [f"{place_name(row['place'], t)} {trend_words.short_trend(row, t)}" for row in moved[:MOST_MOVED]]
    if (more := len(moved) - MOST_MOVED) > 0:
        named.append(t.ngettext("{number} more area", "{number} more areas", more).format(number=t.number(more)))
    said = (
        _("From {first} to {last}, beyond how much years vary: {areas}.").format(
            **when, areas=t.gettext("; ").join(named)
        )
        if moved
        else _("Of no area can it be said that its number rose or fell from {first} to {last}.").format(**when)
    )
    together = t.ngettext(
        "This was asked of {number} area; of {unclear} it cannot be told from how much years vary.",
        "This was asked of {number} areas together, which tells less of each than asking one alone; of {unclear} it "
        "cannot be told from how much years vary.",
        asked,
    ).format(number=t.number(asked), unclear=t.number(unclear))
    return words.joined(said, together, left_out)
