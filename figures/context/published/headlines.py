"""The one sentence over each view of what others have published: numbers as they stand in their sources."""

import pandas as pd

from figures.context.published import words
from figures.context.published.provinces import FIA, PROVINCES, province_name
from figures.context.published.returns import REFUGEES, of
from locales import Translator


def returns(figures: pd.DataFrame, t: Translator) -> str:
    """The latest whole year in which UNHCR counted refugees from both countries."""
    latest = {country: rows[-1] for country, title in REFUGEES.items() if (rows := of(figures, title))}
    if len(latest) < len(REFUGEES) or len({row["period_end"] for row in latest.values()}) > 1:
        return t.gettext("Returns to Afghanistan, and deportations of Pakistanis")
    return t.gettext(
        "UNHCR counted {iran} refugees who returned to Afghanistan from Iran and {pakistan} from Pakistan in {year}"
    ).format(
        iran=words.bare_value(latest["IR"], t),
        pakistan=words.bare_value(latest["PK"], t),
        year=words.period_words(latest["IR"], t),
    )


def provinces(figures: pd.DataFrame, t: Translator) -> str:
    """The province in which FIA registered most cases in the latest year, beside the number of the whole country."""
    rows = of(figures, next(iter(FIA)))
    latest = [row for row in rows if row["period_end"] == rows[-1]["period_end"]]
    country = next((row for row in latest if not words.is_there(row["place_text"])), None)
    most = max((row for row in latest if row["place_text"] in PROVINCES), key=lambda row: row["value"], default=None)
    if country is None or most is None:
        return t.gettext("Pakistan's provinces in published figures")
    return t.gettext("FIA registered {number} cases in {province} in {year}, of {total} in all of Pakistan").format(
        number=words.bare_value(most, t),
        province=province_name(most["place_text"], t),
        year=words.period_words(most, t),
        total=words.bare_value(country, t),
    )


def estimates(t: Translator) -> str:
    """What the estimates of this view are and are not."""
    return t.gettext("Ratings and estimates are views and models: none of them counts people")


def two_sources(found: pd.DataFrame, t: Translator) -> str:
    """How many questions have several published answers."""
    number = int(found["number"].max()) if len(found) else 0
    if not number:
        return t.gettext("No two published figures contradict each other for this choice")
    return t.ngettext(
        "{number} question has more than one published answer",
        "{number} questions have more than one published answer",
        number,
    ).format(number=t.number(number))


def figure_list(number: int, of_all: int, t: Translator) -> str:
    """How many figures there are, or how many of them were found."""
    if number == of_all:
        return t.gettext("{number} published figures, each with its source").format(number=t.number(number))
    return t.ngettext("{number} of {all} published figures", "{number} of {all} published figures", number).format(
        number=t.number(number), all=t.number(of_all)
    )
