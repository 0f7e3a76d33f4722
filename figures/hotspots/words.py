"""The sentences of the Hotspots page: what stands out, how sure that is, and what it does not say."""

from collections import Counter
from functools import lru_cache

import pandas as pd

from data_access.gazetteer.areas import READ_TOGETHER
from data_access.questions.areas import Role
from data_access.release.release import State
from figures.hotspots import verdict_words
from figures.hotspots.views import Measure
from figures.kit import words
from figures.kit.labels import RATE, VERDICT, place_in_country, place_name
from figures.kit.rows import Row, rows_of
from findings.verdicts import HIGH
from locales import Translator

# the published finding that the map can be held against
PUBLISHED_AREAS = ("AF-HER", "AF-KHO", "AF-NAN", "AF-PKA")
PUBLISHED_SOURCE = "Hagar International, Hope for Victims of Child Trafficking"
# a map has hundreds of numbers in its hover texts, and formatting one takes a tenth of a millisecond
MOST_KEPT = 20_000


@lru_cache(maxsize=MOST_KEPT)
def rate_text(value: float, t: Translator) -> str:
    """A rate per 100,000 a year, with as many decimals as it bears."""
    return t.number(value, 0 if value >= 100 else 1 if value >= 10 else 2)


@lru_cache(maxsize=MOST_KEPT)
def times_text(value: float, t: Translator) -> str:
    """A ratio: "2.6 times", "0.42 times"."""
    return t.gettext("{number} times").format(number=t.number(value, 1 if value >= 1.05 else 2))


def is_about_once(value: float) -> bool:
    """Is a ratio too near to 1 to be said as so many times?"""
    return 0.95 <= value < 1.05


@lru_cache(maxsize=MOST_KEPT)
def against_country(value: float, t: Translator) -> str:
    """A rate against that of its country, the area among it: "2.6 times its country's rate"."""
    if is_about_once(value):
        return t.gettext("about its country's rate")
    return t.gettext("{times} its country's rate").format(times=times_text(value, t))


def against_with_limits(row: Row, t: Translator) -> str:
    """A rate against that of its country with its limits: "2.6 times its country's rate (2.4 to 2.8)"."""
    return f"{against_country(row['relative_risk'], t)} ({words.ratio_limits(row, t)})"


def published_areas(only: tuple[str, ...]) -> list[str]:
    """The areas of the published finding in the countries that were chosen."""
    return [area for area in PUBLISHED_AREAS if not only or area[:2] in only]


def people_text(row: Row, t: Translator) -> str:
    """The number of people in a row of an answer."""
    count: int | None = None if pd.isna(row["count"]) else int(row["count"])
    return _people_text(count, float(row["standard_error"]), row["state"], t)


@lru_cache(maxsize=MOST_KEPT)
def _people_text(count: int | None, error: float, state: State, t: Translator) -> str:
    return words.people(count, t, error=error, state=state)


def area_lines(row: Row, t: Translator) -> list[str]:
    """An area as hover text, line by line: name, rate, people, against its country, state."""
    _ = t.gettext
    lines = [f"<b>{place_in_country(row['place'], t)}</b>", people_text(row, t)]
    if row["shown"] in ("rate", "unreliable"):
        lines.insert(1, interval_sentence(row, t))
        if row["relative_risk"] == row["relative_risk"]:
            lines.append(against_with_limits(row, t))
        lines.append(_(VERDICT[row["verdict"]]))
    if row["shown"] in ("unreliable", "no_population"):
        lines.append(_(RATE[row["shown"]]))
    return lines


def interval_sentence(row: Row, t: Translator) -> str:
    """ "11.7 per 100,000 a year (11.4 to 12.1)"."""
    return t.gettext("{rate} per 100,000 a year ({lower} to {upper})").format(
        rate=rate_text(row["rate"], t), lower=rate_text(row["lower"], t), upper=rate_text(row["upper"], t)
    )


def rank_text(row: Row, t: Translator) -> str:
    """The rank of an area as far as it can be told: "2", or "4 to 6"."""
    best, worst = int(row["best_rank"]), int(row["worst_rank"])
    if best == worst:
        return t.number(best)
    return t.gettext("{first} to {last}").format(first=t.number(best), last=t.number(worst))


def map_words(rates: pd.DataFrame, t: Translator) -> str:
    """The map in words: its three highest areas."""
    rows = with_rate(rates)[:3]
    if not rows:
        return t.gettext("Map of rates: no rate may be shown.")
    said = t.gettext("; ").join(f"{place_in_country(row['place'], t)}, {interval_sentence(row, t)}" for row in rows)
    return t.gettext("Map of people by place, per 100,000 inhabitants a year. Highest: {rows}.").format(rows=said)


def map_note(rates: pd.DataFrame, unplaced: pd.DataFrame, measure: Measure, role: Role, t: Translator) -> str:
    """How to read the map: the measure, the denominators, and who is not on it."""
    _ = t.gettext
    meaning = {
        "smoothed": _("Rates of areas with few people are drawn towards those of their country and their neighbours."),
        "raw": _("Raw rates of areas with few people swing by chance: compare them with the smoothed ones."),
        "relative": _("People against the number that the country's own rate would give."),
    }.get(measure)
    return _joined(
        meaning,
        verdict_words.assumptions_note(rates, role, t),
        population_note(rates, t),
        unplaced_note(unplaced, t),
        outline_note(rates, t),
    )


def population_note(rates: pd.DataFrame, t: Translator) -> str:
    """Which denominators stand under the rates."""
    _ = t.gettext
    known = rates[rates["population"].notna()]
    if known.empty:
        return _("No source in this release has the population of exactly this group, so there is no rate.")
    years = known.groupby("country")["population_year"].max()
    said = [_("Population of one year for the whole period ({years}).").format(
        years=t.gettext("; ").join(f"{t.country(str(country))} {t.year(int(year))}" for country, year in years.items())
    )]  # fmt: skip
    said.append(
        _(
            "Where the population grew by a tenth since, rates are a tenth too high; an area's place in its country "
            "changes only as far as it grew faster or slower than the rest."
        )
    )
    said.append(words.without_population(rates, t) or "")
    shown = set(rates["place"])
    if "PK-PB" in shown:
        said.append(_("South Punjab has no published population of its own: Punjab is read as a whole."))
    if set(READ_TOGETHER) & shown - {"PK-PB"}:
        said.append(_("Dushanbe and the Districts of Republican Subordination are read together."))
    return _joined(*said)


def unplaced_note(unplaced: pd.DataFrame, t: Translator) -> str | None:
    """How many people are on no map because only their country is known."""
    if unplaced.empty or unplaced["state"].iloc[0] != "count" or not int(unplaced["count"].iloc[0]):
        return None
    row = rows_of(unplaced)[0]
    return t.gettext("Not on the map, because only the country is recorded: {people}.").format(
        people=people_text(row, t)
    )


def outline_note(rates: pd.DataFrame, t: Translator) -> str | None:
    """The published finding that is outlined on the map, with its source."""
    if not set(PUBLISHED_AREAS) & set(rates["place"]):
        return None
    return t.gettext(
        "Outlined: provinces where {source} found child trafficking extremely widespread (interviews, no rate)."
    ).format(source=PUBLISHED_SOURCE)


def held_against(rates: pd.DataFrame, provenance: str, t: Translator) -> str | None:
    """What is concluded here of the provinces of the published finding."""
    _ = t.gettext
    rows = [row for row in rows_of(rates) if row["place"] in PUBLISHED_AREAS]
    if not rows:
        return None
    number = Counter(VERDICT[row["verdict"]] for row in rows)
    said = [_("{finding}: {number}").format(finding=_(verdict), number=t.number(n)) for verdict, n in number.items()]
    parts = [
        _("What is said here of the provinces that {source} names: {findings}.").format(
            source=PUBLISHED_SOURCE, findings=t.gettext("; ").join(said)
        )
    ]
    if provenance in ("synthetic", "mixed"):
        parts.append(
            _("That confirms nothing: the demonstration data were shaped after published findings such as this one.")
        )
    return _joined(*parts)


def ranked_words(rates: pd.DataFrame, t: Translator) -> str:
    """The ranked list in words."""
    rows = with_rate(rates)[:5]
    if not rows:
        return t.gettext("Ranked list: no rate may be shown.")
    return t.gettext("Ranked list of rates with their 95% intervals: {rows}.").format(
        rows=t.gettext("; ").join(f"{place_name(row['place'], t)} {interval_sentence(row, t)}" for row in rows)
    )


def ranked_note(rates: pd.DataFrame, shown: int, t: Translator) -> str:
    """How to read the list, among which areas ranks are, and of which areas the rank cannot be told."""
    _ = t.gettext
    rows = with_rate(rates)[:shown]
    unclear = [place_name(row["place"], t) for row in rows if row["best_rank"] != row["worst_rank"]]
    said = _(
        "The bar is the rate, the line its 95% interval; at the end the ranks that cannot be ruled out. "
        "Dark: holds up; with level lines: high, whether by effort is not known; hatched: may be effort."
    )
    ranked = int((rates["population"] > 0).sum())
    among = t.ngettext(
        "Ranks are among the {number} area of this choice that has a population.",
        "Ranks are among the {number} areas of this choice that have a population, withheld ones too.",
        ranked,
    ).format(number=t.number(ranked))
    if not unclear:
        return _joined(said, among)
    untold = t.ngettext(
        "The rank of {areas} cannot be told exactly.", "The ranks of {areas} cannot be told exactly.", len(unclear)
    ).format(areas=t.listed(unclear if len(unclear) <= 6 else [*unclear[:5], _("others")]))
    return _joined(said, among, untold)


def funnel_words(rates: pd.DataFrame, t: Translator) -> str:
    """The funnel plot in words."""
    rows = [row for row in with_rate(rates) if row["expected"] == row["expected"]]
    beyond = [row for row in rows if row["beyond"] == "99.8"]
    return t.ngettext(
        "Funnel plot of {all} area: people against the number expected at the country's rate. "
        "Outside the 99.8% limits: {number}.",
        "Funnel plot of {all} areas: people against the number expected at the country's rate. "
        "Outside the 99.8% limits: {number}.",
        len(rows),
    ).format(all=t.number(len(rows)), number=t.number(len(beyond)))


def funnel_note(rates: pd.DataFrame, t: Translator) -> str:
    """How to read the funnel."""
    _ = t.gettext
    known = rates[rates["shown"].isin(["rate", "unreliable"]) & rates["expected"].notna()]
    outside = int((known["beyond"] == "99.8").sum())
    said = _("Between the lines lies what chance allows for an area of that size: dashed 95%, solid 99.8%.")
    if outside > len(known) / 2:
        said = _joined(said, _("Most areas lie outside: they differ, in what happens or in who records it."))
    return said


def map_title(measure: Measure, role: Role, t: Translator) -> str:
    """The title of the map: what is divided by what, and where people were."""
    _ = t.gettext
    where = {
        "identified": _("where people were identified"),
        "source": _("where people were taken from"),
        "exploitation": _("where people were exploited"),
    }[role]
    pattern = {
        "smoothed": _("Smoothed rates, {where}"),
        "raw": _("Raw rates, {where}"),
        "relative": _("Each area against its country, {where}"),
        "cluster": _("What holds up against chance, {where}"),
    }[measure]
    return pattern.format(where=where)


def areas_to_explain(rates: pd.DataFrame, most: int = 8) -> list[str]:
    """The areas whose recorders are shown: those that stand out, or else the highest."""
    rows = verdict_words.standing_out(rates, *HIGH, "effort") or with_rate(rates)
    return [row["place"] for row in rows[:most]]


def has_rates(rates: pd.DataFrame) -> bool:
    """Does any area have a rate?"""
    return bool(rates["shown"].isin(["rate", "unreliable"]).any())


def has_comparisons(rates: pd.DataFrame) -> bool:
    """Does any area have a rate that can be held against its country's?"""
    return bool((rates["shown"].isin(["rate", "unreliable"]) & (rates["relative_risk"] > 0)).any())


def no_rate(rates: pd.DataFrame, t: Translator) -> str:
    """Why there is no rate at all."""
    if (rates["shown"] == "no_population").any():
        return population_note(rates, t)
    if not words.has_choice(rates):
        return t.gettext("No rate may be shown: the groups are too small.")
    return t.gettext("No rate may be shown for this choice: the groups are too small. Choose fewer filters.")


def _joined(*sentences: str | None) -> str:
    return words.joined(*sentences) or ""


def with_rate(rates: pd.DataFrame) -> list[Row]:
    """The rows of areas with a rate that may be drawn."""
    return [row for row in rows_of(rates) if row["shown"] in ("rate", "unreliable")]
