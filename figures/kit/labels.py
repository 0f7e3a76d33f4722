"""Names of places and of the codes of a release, in the visitor's language."""

from functools import cache

import pandas as pd

from data_access.codes import code_lists
from data_access.codes.of_release import NO_TRANSIT, OTHER, UNKNOWN
from data_access.gazetteer import places, provinces
from figures.kit import recovery_labels
from locales import N_, Translator

NOWHERE = (UNKNOWN, OTHER)  # codes that stand for no place: not recorded, and the small ones pooled


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


# what a change is about (see data_access.questions.overview.change)
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
