"""Every sentence and label that is made from numbers or codes, in the visitor's language.

Figures, tables, headlines and alternative texts take their words from here, so that they cannot say different things.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from data_access import code_lists
from data_access.filters import Filters
from data_access.gazetteer import places, provinces
from data_access.release import Release
from data_access.workload import NO_TRANSIT, OTHER, UNKNOWN
from geo.boundaries import ATTRIBUTION, DISCLAIMER
from locales import N_, Translator
from ui import recovery_labels
from ui.access import words_of_restriction

Row = Mapping[str, Any]  # one row of an answer: see data_access.questions

NOWHERE = (UNKNOWN, OTHER)  # codes that stand for no place: not recorded, and the small ones pooled

# a difference, or a number's margin, that chance alone exceeds once in twenty times
CONFIDENT = 1.96

SEX = {
    "female": N_("Women and girls"),
    "male": N_("Men and boys"),
    "other": N_("Transgender or non-conforming"),
    UNKNOWN: N_("Sex not recorded"),
}
AGE = {"child": N_("Children (under 18)"), "adult": N_("Adults"), UNKNOWN: N_("Age not recorded")}
LEG = {
    "source_destination": N_("The whole journey"),
    "source_transit": N_("First part of a longer journey"),
    "transit_transit": N_("Middle part of a longer journey"),
    "transit_destination": N_("Last part of a longer journey"),
    "internal": N_("Within one country"),
}
# sources that this program names itself; other names are shown as they were given
SOURCES = {N_("Synthetic demonstration data: invented cases, shaped after published facts")}
STATE = {
    "count": N_("Published"),
    "withheld": N_("Withheld: too few to show, or none"),
    "none": N_("None recorded"),
    "not_collected": N_("Not collected"),
}
LISTS = {
    "form": code_lists.FORM_OF_EXPLOITATION,
    "means": code_lists.MEANS_OF_CONTROL,
    "recruitment": code_lists.METHOD_OF_RECRUITMENT,
    "relation": code_lists.RELATION_TO_TRAFFICKER,
    "age_band": code_lists.AGE_BAND,
    "data_source": code_lists.DATA_SOURCE,
    "sex": SEX,
    "age": AGE,
    "leg": LEG,
    "state": STATE,
    **recovery_labels.LISTS,
}
COLUMNS = {
    "year": N_("Year"),
    "sex": N_("Sex"),
    "age": N_("Age"),
    "age_band": N_("Age"),
    "form": N_("Form of exploitation"),
    "means": N_("Means of control"),
    "recruitment": N_("Method of recruitment"),
    "stop": N_("Town or border crossing"),
    "place": N_("Place"),
    "country": N_("Country"),
    "from_country": N_("From"),
    "to_country": N_("To"),
    "chain_source": N_("Source"),
    "first_transit": N_("First transit"),
    "last_transit": N_("Last transit"),
    "chain_destination": N_("Destination"),
    "first_half": N_("People a year, first half"),
    "second_half": N_("People a year, second half"),
    "is_beyond_error": N_("Beyond its margin of error"),
    "from_place": N_("From"),
    "to_place": N_("To"),
    "leg": N_("Part of the journey"),
    "source_country": N_("Source country"),
    "exploitation_country": N_("Destination country"),
    "dimension": N_("Group"),
    "code": N_("Who or what"),
    "count": N_("People"),
    "standard_error": N_("Standard error"),
    "state": N_("State"),
    "asked": N_("People for whom it is recorded"),
    "share": N_("Share"),
    "previous": N_("People in the year before"),
    "latest": N_("People in the latest year"),
    "change": N_("Change"),
    "change_error": N_("Standard error"),
    "margin": N_("Margin of error (95%)"),
    "previous_year": N_("Year before"),
    "latest_year": N_("Latest year"),
    **recovery_labels.COLUMNS,
}
# what a change is about (see data_access.questions.change)
GROUPS = {
    "total": N_("Everyone"),
    "country": N_("Country"),
    "sex": N_("Sex"),
    "age": N_("Age"),
    "form": N_("Form of exploitation"),
}
COUNTRY_DIMENSIONS = {"country", "from_country", "to_country", "source_country", "exploitation_country"} | {
    "from_place",
    "to_place",
    "chain_source",
    "first_transit",
    "last_transit",
    "chain_destination",
    "stop",
}


@cache
def _province_names() -> dict[str, dict[str, str]]:
    names = pd.concat([provinces(), places()]).set_index("code")
    return {str(column)[5:]: dict(names[column].dropna()) for column in names.columns if column.startswith("name_")}


def place_name(code: str, t: Translator) -> str:
    """The name of a province, a country, a town or a border crossing, in the visitor's language or else in English."""
    if code == UNKNOWN:
        return t.gettext("Not recorded")
    if code == OTHER:
        return t.gettext("Other places")
    if code == NO_TRANSIT:
        return t.gettext("No transit known")
    if len(code) == 2:
        return t.country(code)
    if "+" in code:  # provinces that are read together
        return t.listed([place_name(part, t) for part in code.split("+")])
    names = _province_names()
    own = names.get(t.language.code, {}).get(code)
    return own or names["en"].get(code, code)


def place_in_country(code: str, t: Translator) -> str:
    """A province with its country: "Herat, Afghanistan"."""
    if len(code) == 2 or code in NOWHERE:
        return place_name(code, t)
    return t.gettext("{province}, {country}").format(province=place_name(code, t), country=t.country(code[:2]))


def label(dimension: str, code: str, t: Translator) -> str:
    """The words for a code of a dimension."""
    if dimension in COUNTRY_DIMENSIONS or dimension in ("place", "province"):
        return place_name(code, t)
    if dimension == "total":
        return t.gettext(GROUPS["total"])
    if dimension == "year":
        return t.year(int(code)) if code != UNKNOWN else t.gettext("Year not recorded")
    return t.gettext(LISTS.get(dimension, {}).get(code, code))


def people(count: float | None, t: Translator, *, error: float = 0, state: str = "count") -> str:
    """A number of people as it may be said: "1,240 people", with ± where it is uncertain."""
    if state == "withheld" or count is None or pd.isna(count):
        return t.gettext(STATE["withheld" if state == "count" else state])
    number = t.number(int(count))
    said = t.ngettext("{number} person", "{number} people", int(count)).format(number=number)
    if error > 0:
        said = t.gettext("{people} (±{error})").format(people=said, error=t.number(margin(error)))
    return said


def margin(error: float) -> int:
    """The margin within which the true number lies 19 times in 20, for a standard error: never said too small."""
    return math.ceil(CONFIDENT * error)


def rows_of(answer: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of an answer as dictionaries: a hundred times faster to walk through than the frame."""
    names = list(answer.columns)
    columns = [answer[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def published(answer: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of an answer that have a number."""
    return [row for row in rows_of(answer) if row["state"] == "count"]


def row_people(row: Row, t: Translator) -> str:
    """The number of people in a row of an answer."""
    return people(row["count"], t, error=float(row["standard_error"]), state=str(row["state"]))


def share_text(share: float, t: Translator) -> str:
    """A share of 1 as a percentage, with a decimal below one in a hundred."""
    if share and share < 0.01:
        return t.percent(share, decimals=1)
    return t.percent(share)


def period(filters: Filters, release: Release, t: Translator) -> str:
    """The years that an answer is about: "2019 to 2024"."""
    years = filters.years or release.years
    if years is None:
        return t.gettext("all years")
    if years[0] == years[1]:
        return t.year(years[0])
    return t.gettext("{first} to {last}").format(first=t.year(years[0]), last=t.year(years[1]))


def filters_sentence(filters: Filters, release: Release, t: Translator, *, role: str = "identified") -> str:
    """What is shown, in words: "Women and girls, children (under 18), identified in Afghanistan, 2019 to 2024"."""
    parts = []
    if filters.sex:
        parts.append(t.listed([label("sex", code, t) for code in filters.sex]))
    if filters.age:
        parts.append(t.listed([label("age", code, t) for code in filters.age]))
    if not parts:
        parts.append(t.gettext("All people"))
    if filters.form:
        parts.append(label("form", filters.form, t))
    if filters.place and role == "origin":
        parts.append(t.gettext("taken from {place}").format(place=place_in_country(filters.place, t)))
    where = (
        [place_in_country(filters.place, t)]
        if filters.place and role == "identified"
        else [t.country(code) for code in filters.country]
    )
    if where:
        pattern = {
            "identified": t.gettext("identified in {places}"),
            "origin": t.gettext("identified in {places}"),
            "route": t.gettext("on routes that touch {places}"),
            "source": t.gettext("taken from {places}"),
            "exploitation": t.gettext("exploited in {places}"),
        }[role]
        parts.append(pattern.format(places=t.listed(where)))
    parts.append(period(filters, release, t))
    return t.gettext(", ").join(parts)


def provenance_notice(release: Release, t: Translator) -> str | None:
    """What a visitor must know about where the data come from, or None."""
    return {
        "synthetic": t.gettext("Demonstration data: synthetic. No row stands for a real person."),
        "mixed": t.gettext("This release mixes several kinds of source; some of it may be synthetic."),
    }.get(release.manifest["provenance"])


def source_line(release: Release, t: Translator) -> str:
    """Source, date and kind of the data, to stand under every figure."""
    provenance = {
        "synthetic": t.gettext("synthetic"),
        "public": t.gettext("published data set"),
        "mixed": t.gettext("several kinds of source"),
        "confidential": t.gettext("case records"),
    }[release.manifest["provenance"]]
    line = t.gettext("Source: {sources} ({provenance}), loaded {date}; release {release}.").format(
        sources=_sources(release, t),
        provenance=provenance,
        date=t.date(datetime.date.fromisoformat(release.manifest["data_until"][:10])),
        release=t.number(release.id),
    )
    return f"{words_of_restriction(t)} {line}" if release.manifest["kind"] == "restricted" else line


def _sources(release: Release, t: Translator) -> str:
    return "; ".join(t.gettext(name) if name in SOURCES else name for name in release.manifest["sources"])


def caveat(t: Translator) -> str:
    """What a count of identified people is not."""
    return t.gettext(
        "Counts are people who were identified and recorded. They are not prevalence: "
        "more may have been found because more was done to find them."
    )


def withheld_note(answer: pd.DataFrame, t: Translator) -> str | None:
    """How many rows of an answer are withheld, in words, or None."""
    hidden = shown_rows(answer)["state"].tolist().count("withheld")
    if not hidden:
        return None
    return t.ngettext(
        "{number} group is withheld to protect people: too few, or none.",
        "{number} groups are withheld to protect people: too few, or none.",
        hidden,
    ).format(number=t.number(hidden))


def shown_rows(answer: pd.DataFrame) -> pd.DataFrame:
    """The answer as tables and files show it: without the pairs of places that have no number.

    A protected release names some pairs by chance, so that nobody can tell from a name that someone was there.
    """
    if "withheld_cells" in answer:
        answer = answer.drop(columns="withheld_cells")
    is_pairs = not {"from_country", "from_place", "source_country"}.isdisjoint(answer.columns)
    return answer[answer["state"] == "count"] if is_pairs else answer


def table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The answer as a visitor reads it: labels for codes, named columns, states in words, and where numbers are
    uncertain their margin beside them."""
    shown = shown_rows(answer).copy()
    if "dimension" in shown:
        shown["code"] = [label(d, code, t) for d, code in zip(shown["dimension"], shown["code"], strict=True)]
        shown["dimension"] = [t.gettext(GROUPS.get(d, d)) for d in shown["dimension"]]
    for column in shown.columns:
        if column in LISTS or column in COUNTRY_DIMENSIONS or column == "place":
            shown[column] = [label(column, str(code), t) for code in shown[column]]
    for error, of in (("standard_error", "count"), ("change_error", "change")):
        if error not in shown:
            continue
        if (shown[error] > 0).any():
            # between words and numbers: "±12" is read together with the number before it
            said = [f"±{t.number(margin(value))}" if value > 0 else "" for value in shown[error].fillna(0)]
            shown.insert(int(list(shown.columns).index(of)) + 1, "margin", said)
        shown[error] = shown[error].round(1)
    names = {column: t.gettext(COLUMNS.get(column, column)) for column in shown.columns}
    return _apart(shown, names)


def _apart(shown: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The frame with these column names; a name that is there twice gets a number, which grids and files need."""
    taken: dict[str, int] = {}
    columns = []
    for column in shown.columns:
        name = names[column]
        taken[name] = taken.get(name, 0) + 1
        columns.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return shown.set_axis(columns, axis=1)


def overview_headline(answer: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str:
    """The Overview's one sentence, with a number in it."""
    if answer.empty:
        return t.gettext("Nothing is published for this choice.")
    row = rows_of(answer)[0]
    when = period(filters, release, t)
    if row["state"] == "withheld":
        return t.gettext("Fewer people were identified in {period} than may be shown").format(period=when)
    if row["state"] == "none":
        return t.gettext("Nobody was recorded as identified in {period}").format(period=when)
    return t.gettext("{people} identified, {period}").format(people=row_people(row, t), period=when)


def change_sentence(changes: pd.DataFrame, t: Translator) -> str:
    """What changed against the year before, only where the difference exceeds its error."""
    whole = changes[changes["dimension"] == "total"]
    if whole.empty or not whole["previous"].iloc[0]:
        return t.gettext("The last two years cannot be compared: at least one of them is withheld or empty.")
    row = whole.iloc[0]
    words = {"year": t.year(int(row["latest_year"])), "before": t.year(int(row["previous_year"]))}
    if abs(row["change"]) <= CONFIDENT * row["change_error"] or not row["change"]:
        return t.gettext("{year} cannot be told apart from {before}.").format(**words)
    share = abs(row["change"]) / row["previous"]
    pattern = (
        t.gettext("{share} more people were identified in {year} than in {before}.")
        if row["change"] > 0
        else t.gettext("{share} fewer people were identified in {year} than in {before}.")
    )
    return pattern.format(share=share_text(share, t), **words)


def has_both_ends(row: Row) -> bool:
    """Are both the source and the destination of a pair known?"""
    return row["source_country"] not in NOWHERE and row["exploitation_country"] not in NOWHERE


def routes_headline(pairs: pd.DataFrame, legs: pd.DataFrame, t: Translator) -> str:
    """The Routes page's one sentence: the largest route, or that there is none."""
    known = [row for row in published(pairs) if has_both_ends(row)]
    abroad = [row for row in known if row["source_country"] != row["exploitation_country"]]
    if not known:
        return t.gettext("No route may be shown for this choice")
    if not abroad:
        return t.gettext("{people} were trafficked within {country}; no route across a border may be shown").format(
            people=row_people(known[0], t), country=t.country(known[0]["source_country"])
        )
    is_largest = len(abroad) == 1 or are_apart(abroad[0], abroad[1])
    pattern = (
        t.gettext("The largest known route: {people} from {source} to {destination}")
        if is_largest
        else t.gettext("Among the largest known routes: {people} from {source} to {destination}")
    )
    return pattern.format(
        people=row_people(abroad[0], t),
        source=t.country(abroad[0]["source_country"]),
        destination=t.country(abroad[0]["exploitation_country"]),
    )


def leg_sentence(row: Row, t: Translator) -> str:
    """One leg in words: "2,975 people from Pakistan to Iran"."""
    if row["from_country"] == row["to_country"]:
        return t.gettext("{people} within {country}").format(
            people=row_people(row, t), country=t.country(row["from_country"])
        )
    return t.gettext("{people} from {source} to {destination}").format(
        people=row_people(row, t), source=t.country(row["from_country"]), destination=t.country(row["to_country"])
    )


def leg_part(row: Row, t: Translator) -> str | None:
    """Which part of a longer journey a leg is, or None where it is the whole."""
    is_part = row["leg"] in ("source_transit", "transit_transit", "transit_destination")
    return label("leg", row["leg"], t) if is_part else None


def whole_leg_sentence(row: Row, t: Translator) -> str:
    """One leg in words with its part of the journey, for hover and screen readers."""
    part = leg_part(row, t)
    sentence = leg_sentence(row, t)
    return t.gettext("{route} ({part})").format(route=sentence, part=part) if part else sentence


def are_apart(one: Row, other: Row) -> bool:
    """Do two numbers differ by more than their errors explain?"""
    error = math.hypot(one["standard_error"], other["standard_error"])
    return bool(abs(one["count"] - other["count"]) > CONFIDENT * error)


def not_published(t: Translator) -> str:
    """Why a figure is not there under the filters that were chosen."""
    return t.gettext(
        "Kept from view to protect people: for these choices together the groups are too small to publish. "
        "Clear a choice to see this."
    )


def ranking_note(rows: Sequence[Row], dimension: str, t: Translator) -> str | None:
    """Which neighbours of a ranking are too close to say which is larger, or None."""
    if all(row["standard_error"] == 0 for row in rows):
        return None
    runs: list[list[str]] = [[label(dimension, rows[0][dimension], t)]]
    for row, following in pairwise(rows):
        name = label(dimension, following[dimension], t)
        if are_apart(row, following):
            runs.append([name])
        else:
            runs[-1].append(name)
    close = [t.listed(run) for run in runs if len(run) > 1]
    return t.gettext("Too uncertain to rank: {groups}.").format(groups="; ".join(close)) if close else None


def joined(*sentences: str | None) -> str | None:
    """The sentences that there are, in one paragraph; None when there is none."""
    return " ".join(sentence for sentence in sentences if sentence) or None


def change_title(changes: pd.DataFrame, t: Translator) -> str:
    """The title of the figure of changes: "2025 against 2024"."""
    if changes.empty:
        return t.gettext("What changed")
    row = changes.iloc[0]
    return t.gettext("What changed: {latest} against {previous}").format(
        latest=t.year(int(row["latest_year"])), previous=t.year(int(row["previous_year"]))
    )


def place_map_note(places: pd.DataFrame, release: Release, t: Translator, *, by_province: bool) -> str:
    """What must stand under a map of places: who is not on it, and the notes of every map."""
    beyond = [row for row in published(places) if by_province and len(row["place"]) == 2]
    said = None
    if beyond:
        number = sum(int(row["count"]) for row in beyond)
        said = t.ngettext(
            "{people} in {number} country without a recorded province is in the table, not on the map.",
            "{people} in {number} countries without a recorded province are in the table, not on the map.",
            len(beyond),
        ).format(people=people(number, t, error=_sum_error(beyond)), number=t.number(len(beyond)))
    return joined(said, map_note(release, t)) or ""


def _sum_error(rows: Sequence[Row]) -> float:
    return math.sqrt(sum(row["standard_error"] ** 2 for row in rows))


def map_note(release: Release, t: Translator) -> str:
    """What must stand under every map: proxies, and whose boundaries it shows."""
    parts = []
    if release.manifest["places_are_proxies"]:
        parts.append(
            t.gettext(
                "Places are proxies: citizenship stands for the source country, and the country of exploitation "
                "for the destination and for the place of identification."
            )
        )
    parts += [t.gettext(DISCLAIMER), t.gettext(ATTRIBUTION)]
    return " ".join(parts)


def routes_known(pairs: pd.DataFrame, t: Translator) -> str:
    """Of how many people both ends of the route are recorded, and how many stayed within one country."""
    rows = published(pairs)
    known = [row for row in rows if has_both_ends(row)]
    if not known:
        return t.gettext("Of nobody are both the source and the destination recorded.")
    everyone, both = (sum(int(row["count"]) for row in some) for some in (rows, known))
    inside = sum(int(row["count"]) for row in known if row["source_country"] == row["exploitation_country"])
    return t.gettext(
        "Both ends of the route are recorded for {known} of {everyone}; "
        "{inside} of these were trafficked within one country."
    ).format(
        known=share_text(both / everyone if everyone else 0, t),
        everyone=people(everyone, t, error=_sum_error(rows)),
        inside=share_text(inside / both if both else 0, t),
    )


def flow_note(left_out: int, release: Release, t: Translator) -> str:
    """What must stand under a flow map: what it leaves out, how to read it, and the notes of every map."""
    parts = [
        t.gettext(
            "An arrow is as wide as its number of people, its head points the way they were taken; a loop is "
            "trafficking within one country. Someone with several legs is counted in each. Countries beyond the map "
            "stand at its edge."
        )
    ]
    if left_out:
        parts.append(
            t.ngettext(
                "{number} smaller route is not drawn.", "{number} smaller routes are not drawn.", left_out
            ).format(number=t.number(left_out))
        )
    return " ".join([*parts, map_note(release, t)])


def source_short(release: Release, t: Translator) -> str:
    """The sources in one short line, for the top of the page."""
    return t.gettext("Data: {sources}").format(sources=_sources(release, t))


def years_note(years: pd.DataFrame, whole: pd.DataFrame, filters: Filters, t: Translator) -> str | None:
    """How many people of the total are in no year of the trend, because their year was not recorded."""
    rows = [*rows_of(years), *rows_of(whole)]
    if whole.empty or filters.years or any(row["state"] == "withheld" for row in rows):
        return None
    missing = int(whole["count"].iloc[0]) - int(years["count"].sum())
    if missing <= CONFIDENT * _sum_error(rows):
        return None
    return t.ngettext(
        "{number} more person was identified in a year that was not recorded.",
        "{number} more people were identified in years that were not recorded.",
        missing,
    ).format(number=t.number(missing))
