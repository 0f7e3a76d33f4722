"""Every sentence and label that is made from numbers or codes, in the visitor's language.

Figures, tables, headlines and alternative texts take their words from here, so that they cannot say different things.
"""

from functools import cache

import pandas as pd

from data_access import code_lists
from data_access.coding import UNKNOWN
from data_access.filters import Filters
from data_access.gazetteer import provinces
from data_access.release import Release
from geo.boundaries import ATTRIBUTION, DISCLAIMER
from locales import N_, Translator

SEX = {
    "female": N_("Women and girls"),
    "male": N_("Men and boys"),
    "other": N_("Transgender or non-conforming"),
    UNKNOWN: N_("Sex not recorded"),
}
AGE = {"child": N_("Children (under 18)"), "adult": N_("Adults"), UNKNOWN: N_("Age not recorded")}
LEG = {
    "source_destination": N_("Source to destination"),
    "source_transit": N_("Source to transit"),
    "transit_transit": N_("Transit to transit"),
    "transit_destination": N_("Transit to destination"),
    "internal": N_("Within one country"),
}
STATE = {
    "count": N_("Published"),
    "withheld": N_("Withheld to protect people"),
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
}
COLUMNS = {
    "year": N_("Year"),
    "sex": N_("Sex"),
    "age": N_("Age"),
    "age_band": N_("Age"),
    "form": N_("Form of exploitation"),
    "means": N_("Means of control"),
    "place": N_("Place"),
    "country": N_("Country"),
    "from_country": N_("From"),
    "to_country": N_("To"),
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
    "withheld_cells": N_("Withheld parts"),
    "previous": N_("Year before"),
    "latest": N_("Latest year"),
    "change": N_("Change"),
    "change_error": N_("Standard error"),
    "previous_year": N_("Year before"),
    "latest_year": N_("Latest year"),
}
COUNTRY_DIMENSIONS = {"country", "from_country", "to_country", "source_country", "exploitation_country"}


@cache
def _province_names() -> dict[str, dict[str, str]]:
    names = provinces().set_index("code")
    return {column[5:]: names[column].to_dict() for column in names.columns if column.startswith("name_")}


def place_name(code: str, t: Translator) -> str:
    """The name of a province or country, in the visitor's language or else in English."""
    if code == UNKNOWN:
        return t.gettext("Not recorded")
    if len(code) == 2:
        return t.country(code)
    names = _province_names()
    own = names.get(t.language.code, {}).get(code)
    return own or names["en"].get(code, code)


def place_in_country(code: str, t: Translator) -> str:
    """A province with its country: "Herat, Afghanistan"."""
    if len(code) == 2 or code == UNKNOWN:
        return place_name(code, t)
    return t.gettext("{province}, {country}").format(province=place_name(code, t), country=t.country(code[:2]))


def label(dimension: str, code: str, t: Translator) -> str:
    """The words for a code of a dimension."""
    if dimension in COUNTRY_DIMENSIONS or dimension in ("place", "province"):
        return place_name(code, t)
    if dimension == "year":
        return t.year(int(code)) if code != UNKNOWN else t.gettext("Year not recorded")
    return t.gettext(LISTS.get(dimension, {}).get(code, code))


def people(
    count: float | None, t: Translator, *, error: float = 0, state: str = "count", withheld_cells: int = 0
) -> str:
    """A number of people as it may be said: "1,240 people", "at least 1,240", with ± where it is uncertain."""
    if state == "withheld" or count is None or pd.isna(count):
        return t.gettext(STATE["withheld" if state == "count" else state])
    number = t.number(int(count))
    if withheld_cells:
        number = t.gettext("at least {number}").format(number=number)
    said = t.ngettext("{number} person", "{number} people", int(count)).format(number=number)
    if error >= 0.5:
        said = t.gettext("{people} (±{error})").format(people=said, error=t.number(round(1.96 * error)))
    return said


def row_people(row: pd.Series, t: Translator) -> str:
    """The number of people in a row of an answer."""
    return people(
        row["count"],
        t,
        error=float(row["standard_error"]),
        state=str(row["state"]),
        withheld_cells=int(row["withheld_cells"]),
    )


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
    where = (
        [place_in_country(filters.place, t)]
        if filters.place and role == "identified"
        else [t.country(code) for code in filters.country]
    )
    if where:
        pattern = {
            "identified": t.gettext("identified in {places}"),
            "route": t.gettext("on routes that touch {places}"),
        }[role]
        parts.append(pattern.format(places=t.listed(where)))
    parts.append(period(filters, release, t))
    return t.gettext(", ").join(parts)


def provenance_notice(release: Release, t: Translator) -> str | None:
    """What a visitor must know about where the data come from, or None."""
    return {
        "synthetic": t.gettext("Demonstration data: synthetic. No row stands for a real person."),
        "mixed": t.gettext("This release mixes synthetic demonstration data with published data sets."),
    }.get(release.manifest["provenance"])


def source_line(release: Release, t: Translator) -> str:
    """Source, date and kind of the data, to stand under every figure."""
    provenance = {
        "synthetic": t.gettext("synthetic"),
        "public": t.gettext("published data set"),
        "mixed": t.gettext("synthetic and published"),
    }[release.manifest["provenance"]]
    return t.gettext("Source: {sources} ({provenance}), loaded {date}; release {release}.").format(
        sources="; ".join(release.manifest["sources"]),
        provenance=provenance,
        date=release.manifest["data_until"],
        release=t.number(release.id),
    )


def caveat(t: Translator) -> str:
    """What a count of identified people is not."""
    return t.gettext(
        "Counts are people who were identified and recorded. They are not prevalence: "
        "more may have been found because more was done to find them."
    )


def withheld_note(answer: pd.DataFrame, t: Translator) -> str | None:
    """How many rows of an answer are withheld, in words, or None."""
    hidden = int((answer["state"] == "withheld").sum())
    if not hidden:
        return None
    return t.ngettext(
        "{number} smaller group is withheld to protect people.",
        "{number} smaller groups are withheld to protect people.",
        hidden,
    ).format(number=t.number(hidden))


def table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The answer as a visitor reads it: labels for codes, named columns, states in words."""
    shown = answer.copy()
    for column in shown.columns:
        if column in LISTS or column in COUNTRY_DIMENSIONS or column == "place":
            shown[column] = [label(column, str(code), t) for code in shown[column]]
    if "standard_error" in shown:
        shown["standard_error"] = shown["standard_error"].round(1)
    names = {column: t.gettext(COLUMNS.get(column, column)) for column in shown.columns}
    return shown.rename(columns=names)


def overview_headline(answer: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str:
    """The Overview's one sentence, with a number in it."""
    row = answer.iloc[0]
    when = period(filters, release, t)
    if row["state"] == "withheld":
        return t.gettext("Fewer people were identified in {period} than may be shown").format(period=when)
    if row["state"] == "none":
        return t.gettext("Nobody was recorded as identified in {period}").format(period=when)
    return t.gettext("{people} identified, {period}").format(people=row_people(row, t), period=when)


def change_sentence(changes: pd.DataFrame, t: Translator) -> str:
    """What changed against the year before, only where the difference exceeds its error."""
    whole = changes[changes["dimension"] == "total"]
    if whole.empty:
        return t.gettext("The last two years cannot be compared: at least one of them is withheld or empty.")
    row = whole.iloc[0]
    words = {"year": t.year(int(row["latest_year"])), "before": t.year(int(row["previous_year"]))}
    if abs(row["change"]) <= 1.96 * row["change_error"]:
        return t.gettext("{year} cannot be told apart from {before}.").format(**words)
    share = abs(row["change"]) / row["previous"]
    pattern = (
        t.gettext("{share} more people were identified in {year} than in {before}.")
        if row["change"] > 0
        else t.gettext("{share} fewer people were identified in {year} than in {before}.")
    )
    return pattern.format(share=share_text(share, t), **words)


def routes_headline(pairs: pd.DataFrame, legs: pd.DataFrame, t: Translator) -> str:
    """The Routes page's one sentence: the largest route, or that there is none."""
    known = pairs[(pairs["source_country"] != UNKNOWN) & (pairs["exploitation_country"] != UNKNOWN)]
    abroad = known[(known["source_country"] != known["exploitation_country"]) & (known["state"] == "count")]
    if abroad.empty:
        inside = known[known["state"] == "count"]
        if inside.empty:
            return t.gettext("No route may be shown for this choice")
        row = inside.iloc[0]
        return t.gettext("{people} were trafficked within {country}; no route across a border may be shown").format(
            people=row_people(row, t), country=t.country(row["source_country"])
        )
    row = abroad.iloc[0]
    return t.gettext("The largest known route: {people} from {source} to {destination}").format(
        people=row_people(row, t),
        source=t.country(row["source_country"]),
        destination=t.country(row["exploitation_country"]),
    )


def leg_sentence(row: pd.Series, t: Translator) -> str:
    """One leg in words, for hover, keyboard list and screen reader."""
    if row["from_country"] == row["to_country"]:
        return t.gettext("{people} within {country}").format(
            people=row_people(row, t), country=t.country(row["from_country"])
        )
    return t.gettext("{people} from {source} to {destination} ({leg})").format(
        people=row_people(row, t),
        source=t.country(row["from_country"]),
        destination=t.country(row["to_country"]),
        leg=label("leg", row["leg"], t),
    )


def change_title(changes: pd.DataFrame, t: Translator) -> str:
    """The title of the figure of changes: "2025 against 2024"."""
    if changes.empty:
        return t.gettext("What changed")
    row = changes.iloc[0]
    return t.gettext("What changed: {latest} against {previous}").format(
        latest=t.year(int(row["latest_year"])), previous=t.year(int(row["previous_year"]))
    )


def place_map_note(release: Release, t: Translator) -> str:
    """What must stand under a map of places: its key for missing numbers, and the notes of every map."""
    return t.gettext("Grey: withheld to protect people. As pale as paper: none recorded.") + " " + map_note(release, t)


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
    published = pairs[pairs["state"] == "count"]
    everyone = int(published["count"].sum())
    known = published[(published["source_country"] != UNKNOWN) & (published["exploitation_country"] != UNKNOWN)]
    if not len(known):
        return t.gettext("Of nobody are both the source and the destination recorded.")
    inside = int(known.loc[known["source_country"] == known["exploitation_country"], "count"].sum())
    return t.gettext(
        "Both ends of the route are recorded for {known} of {everyone}; {inside} of these were trafficked within one country."
    ).format(
        known=share_text(int(known["count"].sum()) / everyone, t),
        everyone=people(everyone, t),
        inside=share_text(inside / int(known["count"].sum()), t),
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
    return t.gettext("Data: {sources}").format(sources="; ".join(release.manifest["sources"]))


def years_note(years: pd.DataFrame, whole: pd.DataFrame, filters: Filters, t: Translator) -> str | None:
    """How many people of the total are in no year of the trend, because their year was not recorded."""
    if filters.years or (years["withheld_cells"] > 0).any() or (whole["state"] != "count").any():
        return None
    missing = int(whole["count"].iloc[0]) - int(years["count"].sum())
    if missing <= 0:
        return None
    return t.ngettext(
        "{number} more person was identified in a year that was not recorded.",
        "{number} more people were identified in years that were not recorded.",
        missing,
    ).format(number=t.number(missing))
