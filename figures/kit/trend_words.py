"""Trends (findings.change) in words: what rose or fell beyond how much years vary, since when, what cannot be told."""

import pandas as pd

from analysis.trends import FEWEST_PERIODS
from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.rows import Row, rows_of
from findings.change import Refusal
from findings.rates import UNKNOWN_FACTOR, UNKNOWN_GROUPS
from locales import Translator


def trend_sentence(row: Row, years: tuple[int, int], t: Translator) -> str:
    """One trend with its interval: "From 2014 to 2024 the number rose by 8% a year (3% to 13%), …"."""
    _ = t.gettext
    when = {"first": t.year(years[0]), "last": t.year(years[1])}
    if row["verdict"] == "":
        return not_asked(years, t) or _(
            "Whether it rose or fell from {first} to {last} cannot be told: some of these years are withheld, or "
            "hardly anybody was counted in them."
        ).format(**when)
    if row["verdict"] == "bent":
        return _("From {first} to {bend} the number {before}; since then, until {last}, it {after}.").format(
            **when, bend=t.year(int(row["bend"])), before=_course(row, "before", t), after=_course(row, "after", t)
        )
    if row["verdict"] == "unclear":
        return _(
            "Whether it rose or fell from {first} to {last} cannot be told from how much years vary: "
            "{lower} to {upper} a year."
        ).format(**when, lower=t.change(row["lower"] - 1), upper=t.change(row["upper"] - 1))
    pattern = (
        _("From {first} to {last} the number rose by {share} a year ({lower} to {upper}), beyond how much years vary.")
        if row["verdict"] == "rose"
        else _(
            "From {first} to {last} the number fell by {share} a year ({lower} to {upper}), beyond how much years vary."
        )
    )
    share, lower, upper = _shares(row["per_year"], row["lower"], row["upper"], t)
    return pattern.format(**when, share=share, lower=lower, upper=upper)


def not_asked(years: tuple[int, int] | None, t: Translator) -> str | None:
    """That nothing is asked of so few years; None where there are enough. years: the whole ones that were chosen."""
    chosen = years[1] - years[0] + 1 if years else 0
    if chosen >= FEWEST_PERIODS:
        return None
    return t.ngettext(
        "Whether numbers rose or fell was not asked: {needed} whole years are needed, {number} is chosen.",
        "Whether numbers rose or fell was not asked: {needed} whole years are needed, {number} are chosen.",
        chosen,
    ).format(needed=t.number(FEWEST_PERIODS), number=t.number(chosen))


def refusal_sentence(refusal: Refusal, t: Translator) -> str:
    """Why no years are compared (findings.change.why_not_compared)."""
    _ = t.gettext
    pattern = {
        "no_years": _("Nothing can be compared: no year was recorded, or none has enough people to be named."),
        "one_year": _("Only {chosen} is chosen: choose more years to see what changed."),
        "unfinished": _("{chosen} cannot be compared: cases of that time may still be recorded. Choose earlier years."),
        "one_whole": _(
            "Of {chosen} only {whole} can be compared, for cases of the rest may still be recorded. Choose an earlier "
            "first year."
        ),
        "not_published": _("Nothing can be compared: for these choices together no years are published."),
        "scatter": _(
            "Nothing can be compared: how much years vary is not known. It is read off all whole years of the release, "
            "{needed} or more, of which none may be withheld."
        ),
        "withheld": _(
            "{whole} cannot be compared with each other: in one of them are too few people to show, or nobody."
        ),
    }[refusal.reason]
    return pattern.format(
        chosen=words.span(refusal.chosen, t), whole=words.span(refusal.whole, t), needed=t.number(FEWEST_PERIODS)
    )


def only_sentence(filters: Filters, t: Translator, role: words.Role = "identified") -> str | None:
    """Who alone is counted in all that is said of change; None where everybody is."""
    who = words.who(filters, t, role=role)
    return t.gettext("Counted are only: {who}.").format(who=who) if who else None


def factor_sentence(factor: float, t: Translator) -> str:
    """How much counts of areas vary, which limits hold that, and what does not."""
    _ = t.gettext
    if factor != factor:
        return _(
            "The years that are shown do not tell how much counts vary: people are taken as found in groups of {size} "
            "on average, which is {factor} times as much as one by one. Limits hold that; a ± behind a number of "
            "people holds only the noise that protects them."
        ).format(size=t.number(UNKNOWN_GROUPS), factor=t.number(UNKNOWN_FACTOR))
    return _(
        "Counts of areas vary {factor} times as much as if people were found one by one. Limits of rates and shares "
        "hold that, and those of changes that or more; a ± behind a number of people holds only the noise that "
        "protects them."
    ).format(factor=t.number(factor, 1))


def own_factors_sentence(factors: tuple[float, float] | None, t: Translator) -> str | None:
    """How much the years of each of several series vary, and at least as areas do: the smallest and the largest factor;
    None where none is known."""
    if factors is None:
        return None
    lowest, highest = (t.number(factor, 1) for factor in factors)
    said = (
        t.gettext("Counts vary {lowest} times as much as if people were found one by one.")
        if lowest == highest
        else t.gettext(
            "Counts vary {lowest} to {highest} times as much as if people were found one by one: each by its own "
            "years, or as areas do where these vary more or its years do not tell."
        )
    ).format(lowest=lowest, highest=highest)
    held = t.gettext(
        "The limits given here hold that; a ± behind a number of people holds only the noise that protects them."
    )
    return words.joined(said, held)


def last_year_sentence(chosen_last: int | None, years: tuple[int, int], t: Translator) -> str | None:
    """Why the last year that was chosen is not compared; None where it is."""
    if chosen_last is None or chosen_last <= years[1]:
        return None
    return t.gettext("{year} is not compared: cases of that year may still be recorded.").format(
        year=t.year(chosen_last)
    )


def unfinished_sentence(chosen_last: int | None, whole: tuple[int, int] | None, t: Translator) -> str | None:
    """That cases of the last year that was chosen may still come in; None where it is whole."""
    if chosen_last is None or (whole and chosen_last <= whole[1]):
        return None
    return t.gettext("{year} is not finished: cases may still be recorded, in some areas more than in others.").format(
        year=t.year(chosen_last)
    )


def moved(trends: pd.DataFrame) -> list[Row]:
    """The rows of which something is said, the surest first."""
    rows = [row for row in rows_of(trends) if row["verdict"] in ("rose", "fell", "bent")]
    return sorted(rows, key=lambda row: row["bend_p_value" if row["verdict"] == "bent" else "p_value"])


def short_trend(row: Row, t: Translator) -> str:
    """A trend in few words, for lists: "rose by 8% a year (3% to 13%)", "fell by 5% a year (…) since 2019"."""
    if row["verdict"] == "bent":
        return t.gettext("{course} since {year}").format(course=_course(row, "after", t), year=t.year(int(row["bend"])))
    return _course(row, "per_year", t)


def _course(row: Row, side: str, t: Translator) -> str:
    _ = t.gettext
    lower, upper = (row[name] for name in _limits(side))
    if lower <= 1 <= upper:
        return _("neither rose nor fell for certain ({lower} to {upper} a year)").format(
            lower=t.change(lower - 1), upper=t.change(upper - 1)
        )
    pattern = (
        _("rose by {share} a year ({lower} to {upper})")
        if row[side] > 1
        else _("fell by {share} a year ({lower} to {upper})")
    )
    share, low, high = _shares(row[side], lower, upper, t)
    return pattern.format(share=share, lower=low, upper=high)


def _limits(side: str) -> tuple[str, str]:
    return ("lower", "upper") if side == "per_year" else (f"{side}_lower", f"{side}_upper")


def _shares(middle: float, lower: float, upper: float, t: Translator) -> tuple[str, str, str]:
    """The change as shares without a sign, the smaller limit first."""
    low, high = sorted((abs(lower - 1), abs(upper - 1)))
    return t.percent(abs(middle - 1)), t.percent(low), t.percent(high)
