"""What each method of the cluster view finds of an area, and in what words.

Four ways to ask whether chance explains what is high: circles (a spatial scan), circles and years (the same over time),
and Gi* and local Moran, which look at shared borders.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from figures.hotspots import words as hotspot_words
from figures.hotspots.views import Method
from figures.kit import words
from figures.kit.labels import CLUSTER, SEARCHED, place_name
from figures.kit.rows import WITHOUT_RATE, Found, Row, Searched, rows_of
from findings.rates import FEWEST_AREAS
from locales import N_, Translator

MOST_NAMED, MOST_IN_HEADLINE = 8, 4
# what a method may say of an area that it has searched, what was found first
KINDS: dict[Method, tuple[Found, ...]] = {
    "scan": ("high", "within", "low", "nothing"),
    "time": ("lasts", "ended", "within", "nothing"),
    "gi": ("hot", "cold", "nothing"),
    "moran": ("high-high", "high-low", "low-high", "low-low", "nothing"),
}
HIGH: set[Found] = {"high", "hot", "high-high", "high-low"}
WITHIN: set[Found] = {"within"}
LOW: set[Found] = {"low", "cold", "low-high", "low-low"}
FALSE_DISCOVERIES = N_("Of all areas marked, about one in twenty may be marked by chance (false discovery rate 5%).")
BY_CHANCE = N_("Chance alone makes a cluster this strong in at most {share} of maps, after looking everywhere.")


def kinds(method: Method, rates: pd.DataFrame, found: pd.DataFrame) -> dict[str, Searched]:
    """The kind of each area: one of KINDS, or why it was not searched (see figures.kit.labels.SEARCHED).

    rates: see findings.rates.hotspot_rates. found: for time findings.clusters_in_time.clusters_in_time, else
    findings.rates.local_patterns.
    """
    answer: dict[str, Searched] = {}
    by_area = found.set_index("place") if method in ("gi", "moran") else None
    in_time = _in_time(found) if method == "time" else {}
    attrs = found.attrs if method == "time" else rates.attrs
    may_search = attrs.get("is_searched", bool(attrs.get("searched")))
    for row in rows_of(rates):
        place = row["place"]
        is_large = place in found.attrs["searched"] if method == "time" else row["is_tested"]
        if not (may_search and is_large):
            none: Searched = "one_year" if found.attrs.get("is_one_year") else "not_searched"
            why = "untested" if may_search else none
            answer[place] = next((state for state in WITHOUT_RATE if state == row["shown"]), why)
        elif by_area is not None:
            answer[place] = by_area.loc[place, {"gi": "hot", "moran": "pattern"}[method]] or "nothing"
        elif method == "time":
            answer[place] = in_time.get(place, "nothing")
        elif pd.isna(row["cluster"]):
            answer[place] = "nothing"
        else:
            is_low = row["relative_upper"] < 1
            answer[place] = "high" if row["relative_lower"] > 1 else "low" if is_low else "within"
    return answer


def _in_time(found: pd.DataFrame) -> dict[str, Found]:
    """The kind of each area in a cluster of years."""
    answer: dict[str, Found] = {}
    for row in rows_of(found):
        when_high: Found = "lasts" if row["last_year"] == found.attrs["last_year"] else "ended"
        answer |= {place: when_high if place in row["above"] else "within" for place in row["places"]}
    return answer


def method_note(method: Method, found: pd.DataFrame, t: Translator) -> str:
    """How the method looks at the areas, in plain words."""
    _ = t.gettext
    if method == "scan":
        return _(
            "Every circle of neighbouring areas is tried; kept are those that together have more people than chance "
            "allows after so many tries. Not every area within is high."
        )
    if method == "time":
        years = found.attrs["years_each"]
        said = _(
            "Every circle is tried in every run of years; expected are the people at the country's rate in the same "
            "years. Not every area within is high. The chance is after looking everywhere, with the noise of the "
            "release and with people found in groups in every simulated world."
        )
        if years <= 1:
            return said
        together = _("Years are taken {number} together: a single one is mostly withheld.")
        return f"{said} {together.format(number=t.number(years))}"
    plain = {
        "gi": _("Gi* asks whether an area and those it shares a border with are high, or low, as a group."),
        "moran": _("Local Moran asks whether an area is like those it shares a border with, or an exception."),
    }[method]
    return f"{plain} {_(FALSE_DISCOVERIES)}"


def finding_lines(method: Method, kind_of: Mapping[str, Searched], rates: pd.DataFrame, t: Translator) -> list[str]:
    """What a method by borders finds, one line a kind; that it finds nothing, or that it cannot search."""
    _ = t.gettext
    if not (searched := _searched(method, kind_of)):
        return [_not_searched(rates, t)]
    lines = []
    for kind in KINDS[method][:-1]:
        areas = [place for place in rates["place"] if kind_of[place] == kind]
        if areas:
            lines.append(_("**{kind}**: {areas}").format(kind=_(CLUSTER[kind]), areas=_named(areas, t)))
    return lines or [f"{_nothing_found(len(searched), t)}."]


def left_out(method: Method, kind_of: Mapping[str, Searched], t: Translator, most: int | None = None) -> str | None:
    """How many areas were not searched, and why; None where all were, or where there was no search. most: of the
    withheld, how many are named."""
    _ = t.gettext
    missing = [kind for kind in kind_of.values() if kind not in KINDS[method]]
    if not missing or "not_searched" in missing:
        return None
    withheld = [place for place, kind in kind_of.items() if kind == "withheld"]
    reasons = {
        _("withheld: {number}"): len(withheld),
        _("without a population: {number}"): missing.count("no_population"),
        _("too small, or withheld in part: {number}"): missing.count("untested"),
    }
    said = t.ngettext(
        "Not searched, so nothing is said of it: {number} area ({reasons}).",
        "Not searched, so nothing is said of them: {number} areas ({reasons}).",
        len(missing),
    ).format(
        number=t.number(len(missing)),
        reasons=t.gettext("; ").join(reason.format(number=t.number(n)) for reason, n in reasons.items() if n),
    )
    if not most or not withheld:
        return said
    return f"{said} {_('Withheld: {areas}.').format(areas=_named(withheld, t, most))}"


def _searched(method: Method, kind_of: Mapping[str, Searched]) -> list[str]:
    return [place for place, kind in kind_of.items() if kind in KINDS[method]]


def _not_searched(rates: pd.DataFrame, t: Translator) -> str:
    if rates.attrs["is_searched"]:  # in areas that are not listed
        return t.gettext("Not searched: no area of this choice is both published and large enough")
    return t.gettext("Not searched: fewer than {number} areas of the region are large enough").format(
        number=t.number(FEWEST_AREAS)
    )


def headline(method: Method, kind_of: Mapping[str, Searched], rates: pd.DataFrame, t: Translator) -> str:
    """What circles, Gi* or local Moran find, in one sentence; that they find nothing; that nothing was searched."""
    _ = t.gettext
    searched = _searched(method, kind_of)
    if not searched:
        return _not_searched(rates, t)
    there = {*kind_of.values()}
    wanted = HIGH & there or WITHIN & there or LOW & there
    if not wanted:
        return _nothing_found(len(searched), t)
    said = [] if wanted & (HIGH | WITHIN) else [_("Nothing found that is higher than chance allows")]
    for kind in sorted(wanted, key=KINDS[method].index):
        areas = [place for place in rates["place"] if kind_of[place] == kind]
        said.append(_("{kind}: {areas}").format(kind=_(CLUSTER[kind]), areas=_named(areas, t, most=3)))
    return _("; ").join(said)


def _nothing_found(searched: int, t: Translator) -> str:
    """That a method found nothing in so many areas; of others it says nothing."""
    return t.ngettext(
        "Nothing found beyond chance in {number} area, searched this way",
        "Nothing found beyond chance in {number} areas, searched this way",
        searched,
    ).format(number=t.number(searched))


def sure(method: Method, kind_of: Mapping[str, Searched], rates: pd.DataFrame, t: Translator) -> str:
    """How strong what circles, Gi* or local Moran find is against chance, and what it does not show."""
    _ = t.gettext
    missing = left_out(method, kind_of, t)
    if not _searched(method, kind_of):
        unknown = _(
            "What was not searched is not known to be like the rest. The other measures still say how sure each is."
        )
        return words.joined(missing, unknown) or unknown
    there = {*kind_of.values()}
    if not (HIGH | LOW | {"within"}) & there:
        return words.joined(_("That nothing is found does not show that all areas are alike."), missing) or ""
    said = (
        _("Chance is not the only explanation: an area that looks harder finds more.")
        if (HIGH | {"within"}) & there
        else _("Chance is not the only explanation: an area that looks less finds fewer.")
    )
    if method != "scan":
        return words.joined(_(FALSE_DISCOVERIES), said, missing) or said
    worst = t.percent(float(rates.attrs["clusters"]["p_value"].max()), decimals=1)
    return words.joined(_(BY_CHANCE).format(share=worst), said, missing) or said


def agreement(rates: pd.DataFrame, patterns: pd.DataFrame, t: Translator) -> str | None:
    """Where circles, Gi* and local Moran agree; None where nothing was searched.

    Found by circles: high itself within a cluster. By Gi*: high with its neighbours. By local Moran: high itself, among
    high or among low.
    """
    _ = t.gettext
    if not _searched("scan", kinds("scan", rates, patterns)):  # all three search the same areas
        return None
    searched: list[tuple[Method, tuple[str, ...]]] = [
        ("scan", ("high",)),
        ("gi", ("hot",)),
        ("moran", ("high-high", "high-low")),
    ]
    circles, hot, moran = (
        {place for place, kind in kinds(method, rates, patterns).items() if kind in wanted}
        for method, wanted in searched
    )
    said = _("Circles find {circles}, Gi* {gi}, local Moran {moran}.").format(
        circles=t.number(len(circles)), gi=t.number(len(hot)), moran=t.number(len(moran))
    )
    by_all = [place for place in rates["place"] if place in circles & hot & moran]
    by_two = [place for place in rates["place"] if (place in circles) + (place in hot) + (place in moran) == 2]
    if by_all:
        said = f"{_('Found by all three: {areas}.').format(areas=_named(by_all, t))} {said}"
    else:
        said = f"{_('No area is found by all three.')} {said}"
    if by_two:
        said = f"{said} {_('By two of them: {areas}.').format(areas=_named(by_two, t))}"
    if circles - hot - moran:
        alone = _("A single area that is high among others that are not is found by circles and not by Gi*.")
        said = f"{said} {alone}"
    return said


def clusters_list(found: pd.DataFrame, t: Translator) -> list[str]:
    """One line a cluster in place and time, the likeliest first."""
    return [cluster_sentence(row, found, t) for row in rows_of(found)]


def cluster_sentence(row: Row, found: pd.DataFrame, t: Translator) -> str:
    """ "**Herat and Farah**, since at least 2014: 4,481 people (±64) where 1,353 are expected…"; names the areas that
    are not above their country themselves."""
    _ = t.gettext
    said = _(
        "**{areas}**, {when}: {people} where {expected} are expected at the country's rate; chance "
        "makes one this strong in at most {share} of maps"
    ).format(
        areas=_named(row["places"], t),
        when=when(row, found, t),
        people=words.people(row["count"], t, error=row["standard_error"]),
        expected=t.number(round(row["expected"])),
        share=t.percent(row["p_value"], decimals=1),
    )
    marked = _("not above its country itself: {areas}").format(areas=_named(not_above(row), t))
    return _("; ").join([said, marked]) if not_above(row) else said


def not_above(row: Row) -> list[str]:
    """The areas of a cluster of years that are not above their country themselves."""
    return [place for place in row["places"] if place not in row["above"]]


def when(row: Row, found: pd.DataFrame, t: Translator) -> str:
    """ "since 2022", "since at least 2014" where the data begin in the cluster, "2016 to 2019", "in 2016"."""
    first, last = int(row["first_year"]), int(row["last_year"])
    years = {"first": t.year(first), "last": t.year(last)}
    if last < found.attrs["last_year"]:
        return (
            t.gettext("in {first}").format(**years) if first == last else t.gettext("{first} to {last}").format(**years)
        )
    if first == found.attrs["first_year"]:
        return t.gettext("since at least {first}").format(**years)
    return t.gettext("since {first}").format(**years)


def headline_in_time(found: pd.DataFrame, t: Translator) -> str:
    """Where and since when, in one sentence; that nothing is found in so many areas; or that it cannot be said."""
    _ = t.gettext
    searched = found.attrs["searched"]
    if not searched:
        return _("There is too little here to say where and since when")
    if found.empty:
        return _nothing_found(len(searched), t)
    named: dict[tuple[str, int], list[str]] = {}  # by span; 0: high each by itself
    for row in rows_of(found)[:MOST_IN_HEADLINE]:
        key = when(row, found, t), 0 if row["above"] else int(row["cluster"])
        named.setdefault(key, []).extend(row["above"] or row["places"])
    said = [
        (_("{areas} together {when}") if number else _("{areas} {when}")).format(areas=_named(areas, t, 3), when=span)
        for (span, number), areas in named.items()
    ]
    more = len(found) - MOST_IN_HEADLINE
    if more > 0:
        said.append(t.ngettext("{number} more cluster", "{number} more clusters", more).format(number=t.number(more)))
    return _("Higher than expected: {clusters}").format(clusters=t.gettext("; ").join(said))


def sure_in_time(found: pd.DataFrame, kind_of: Mapping[str, Searched], t: Translator) -> str:
    """How much of the question could be searched, and how strong what was found is against chance."""
    _ = t.gettext
    searched = found.attrs["searched"]
    missing = left_out("time", kind_of, t)
    if found.attrs.get("is_searched") and not searched:
        return words.joined(missing, _("Areas of other countries are large enough to be searched.")) or ""
    if not searched:
        return _(
            "A search in time needs two parts of it or more, and eight areas with enough people in every part. Choose "
            "all countries, everybody and more years."
        )
    said = t.ngettext(
        "{number} area has enough people in every part of the time to be searched.",
        "{number} areas have enough people in every part of the time to be searched.",
        len(searched),
    ).format(number=t.number(len(searched)))
    if found.empty:
        alike = _("That nothing is found does not show that all areas are alike.")
        return words.joined(said, missing, alike) or said
    by_chance = _(BY_CHANCE).format(share=t.percent(float(found["p_value"].max()), decimals=1))
    looks = _("Chance is not the only explanation: an area that looks harder finds more.")
    return words.joined(said, missing, by_chance, looks) or said


def map_words(
    method: Method, kind_of: Mapping[str, Searched], rates: pd.DataFrame, found: pd.DataFrame, t: Translator
) -> str:
    """The map of a method in words."""
    lines = clusters_list(found, t) if method == "time" else finding_lines(method, kind_of, rates, t)
    said = t.gettext("; ").join(line.replace("**", "") for line in lines[:4]) or headline_in_time(found, t)
    return t.gettext("Map of what stands out. {findings}.").format(findings=said.rstrip("."))


def area_lines(row: Row, kind: Searched, method: Method, found: pd.DataFrame, t: Translator) -> list[str]:
    """An area of the cluster map as hover text."""
    lines = hotspot_words.area_lines(row, t)
    lines.append(t.gettext(SEARCHED[kind]))
    if method == "scan" and not pd.isna(row["cluster"]):
        lines.append(t.gettext("Cluster {number}").format(number=t.number(int(row["cluster"]))))
    if method == "time":
        name = t.gettext("Cluster {number}")
        mine = [one for one in rows_of(found) if row["place"] in one["places"]]
        lines += [f"{name.format(number=t.number(one['cluster']))}: {when(one, found, t)}" for one in mine]
    return lines


def _named(areas: Sequence[str], t: Translator, most: int = MOST_NAMED) -> str:
    said = [place_name(area, t) for area in areas[:most]]
    more = len(areas) - most
    if more > 0:
        said.append(t.ngettext("{number} more area", "{number} more areas", more).format(number=t.number(more)))
    return t.listed(said)
