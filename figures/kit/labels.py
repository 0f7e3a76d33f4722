"""Names of places and of the codes of a release, in the visitor's language."""

import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from data_access.codes import code_lists
from data_access.codes.of_release import NO_TRANSIT, OTHER, SEVERAL, UNKNOWN
from data_access.gazetteer import places, provinces
from figures.kit.rows import Found, RowState, Searched, Shown
from locales import N_, Translator, country_names

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


STATE: dict[RowState, str] = {
    "count": N_("Published"),
    "withheld": N_("Withheld: too few to show, or none"),
    "not_yet": N_("Not yet: too little time has passed"),
    "none": N_("None recorded"),
    "not_collected": N_("Not collected"),
}


STAGE = {
    "identified": N_("Identified"),
    "referred": N_("Referred"),
    "sheltered_or_assisted": N_("Sheltered or assisted"),
    "served": N_("Received a service"),
    "reunified_or_reintegrated": N_("Reunited or reintegrated"),
    "followed_up_3_months": N_("Followed up at 3 months"),
    "followed_up_6_months": N_("Followed up at 6 months"),
    "followed_up_12_months": N_("Followed up at 12 months"),
}
TIME = {
    "up_to_1_month": N_("Up to 1 month"),
    "1_to_3_months": N_("1 to 3 months"),
    "3_to_6_months": N_("3 to 6 months"),
    "6_to_12_months": N_("6 to 12 months"),
    "over_12_months": N_("Over 12 months"),
}
STEP = {
    "referral_time": N_("First referral"),
    "service_time": N_("First service or shelter"),
    "reunification_time": N_("Return to the family"),
}
OUTCOME = {
    "WithFamily": N_("With family"),
    "InSchool": N_("In school"),
    "InWork": N_("In work"),
    "ReTrafficked": N_("Trafficked again"),
    "LostToFollowUp": N_("Lost to follow-up"),
    "NotStated": N_("Outcome not stated"),
    "NotFollowedUp": N_("Not followed up"),
}
PROCEEDINGS = {
    "none": N_("No proceedings recorded"),
    "investigation": N_("Investigated, no more stated"),
    "investigation_closed": N_("Investigation closed"),
    "investigation_ongoing": N_("Under investigation"),
    "prosecution": N_("Prosecuted, no more stated"),
    "prosecution_closed": N_("Prosecution closed"),
    "prosecution_ongoing": N_("Being prosecuted"),
    "acquitted": N_("Acquittal"),
    "convicted": N_("Conviction"),
}
REACHED = {
    "identified": N_("People identified"),
    "investigated": N_("Their case was investigated"),
    "prosecuted": N_("It was prosecuted"),
    "judged": N_("A court decided"),
    "convicted": N_("It ended in a conviction"),
}
INSPECTION = {
    "none": N_("No inspection recorded"),
    "not_stated": N_("Inspected, finding not stated"),
    "no_violation": N_("No violation found"),
    "violation": N_("Violation found, no investigation recorded"),
    "violation_investigated": N_("Violation found, and investigated"),
}
# in the words of those who work there, shorter than the sections of ISIC
SECTOR = {
    **code_lists.SECTOR,
    "A_AgricultureForestryAndFishing": N_("Farms, forests, fishing"),
    "C_Manufacturing": N_("Factories and workshops"),
    "E_WaterSupplySewerageWasteManagement": N_("Water, sewerage, waste"),
    "D_ElectricityGasSteamAndAirConditioningSupply": N_("Electricity and gas"),
    "G_WholesaleAndRetailTradeRepairOfMotorVehicles": N_("Shops, markets, repair of vehicles"),
    "I_AccommodationAndFoodServiceActivities": N_("Hotels and restaurants"),
    "T_ActivitiesOfHouseholdsAsEmployers": N_("Domestic work"),
    SEVERAL: N_("Several kinds of work"),
}
RELATION = {
    "Familial": N_("Family"),
    "Acquainted": N_("Somebody they knew"),
    "Unaquainted": N_("Somebody unknown to them"),
    "IntimatePartner": N_("Partner"),
    "Other": N_("Somebody else"),
    SEVERAL: N_("Several of them"),
}
COMPANY = {
    "alone": N_("Children without parent or guardian"),
    "not_alone": N_("Children with parent or guardian"),
    "adult": N_("Adults"),
}
SMUGGLED = {
    "presumed_smuggled": N_("Presumed trafficked, and smuggled"),
    "presumed_not": N_("Presumed trafficked, not smuggled"),
    "found_smuggled": N_("Found to be trafficked, and smuggled"),
    "found_not": N_("Found to be trafficked, not smuggled"),
}
JUDGEMENT_TIME = {
    "none": PROCEEDINGS["none"],
    "up_to_6_months": N_("Up to 6 months"),
    "6_to_12_months": TIME["6_to_12_months"],
    "1_to_2_years": N_("1 to 2 years"),
    "2_to_3_years": N_("2 to 3 years"),
    "over_3_years": N_("Over 3 years"),
}
# the groups that stand beside each other: see data_access.questions.recovery.beside
WHO = {
    "chosen": N_("As chosen"),
    "girls": N_("Girls"),
    "boys": N_("Boys"),
    "whole_country": N_("The whole country"),
    "everywhere": N_("Everywhere"),
}
RATE: dict[Shown | Searched, str] = {
    "rate": N_("Published"),
    "unreliable": N_("Unreliable: fewer than 20 people, or error over 30%"),
    "withheld": N_("Withheld: too few to show, or none"),
    "none": N_("None recorded"),
    "no_population": N_("No population to divide by"),
    "untested": N_("Not searched: too small, or withheld in part"),
    "not_searched": N_("Not searched: too few areas are large enough"),
}
# what may be concluded of an area: see findings.verdicts
VERDICT = {
    "holds_up": N_("Holds up"),
    "effort_unknown": N_("High; whether by effort is not known"),
    "effort": N_("May be effort"),
    "unclear": N_("Cannot be told"),
    "not_high": N_("Not 1.25 times its country's rate"),
    "": N_("No rate"),
}
GAP = {
    "gap": N_("High rate, few referred or served"),
    "unpublished": N_("High rate, nothing published there"),
    "low_service": N_("Few referred or served"),
    "high_rate": N_("High rate"),
    "effort": N_("High rate that may be effort"),
    "none": N_("Neither"),
    "alone": N_("Not judged: nothing known of the rest of its country"),
    "withheld": N_("Not judged: no share or no rate to show"),
}
# of the number of an area's people over the years: see findings.change
TREND = {
    "rose": N_("Rose"),
    "fell": N_("Fell"),
    "bent": N_("Changed its course"),
    "unclear": N_("Cannot be told"),
    "": N_("Not asked: too few years"),
}
CLUSTER: dict[Found, str] = {
    "high": N_("In a cluster, and above its country itself"),
    "within": N_("In a cluster, not above its country itself"),
    "low": N_("In a cluster, and below its country itself"),
    "lasts": N_("In a cluster that lasts"),
    "ended": N_("In a cluster that has ended"),
    "hot": N_("High together with its neighbours"),
    "cold": N_("Low together with its neighbours"),
    "high-high": N_("High among high"),
    "high-low": N_("High among low"),
    "low-high": N_("Low among high"),
    "low-low": N_("Low among low"),
    "nothing": N_("Searched, nothing beyond chance"),
}
# what a search says of an area: what it found, or why it did not look
SEARCHED: dict[Shown | Searched, str] = {
    **(RATE | CLUSTER),
    "one_year": N_("Not searched: one year alone was chosen"),
    "withheld": N_("Not searched: withheld"),
    "no_population": N_("Not searched: no population to divide by"),
}
REGISTER = {
    "count": N_("Numbers in every year"),
    "part": N_("Numbers in some of the years"),
    "few": N_("Fewer than 3 agencies"),
    "withheld": N_("Withheld to protect an agency"),
    "none": N_("No site registered"),
    "no_register": N_("No register of these years"),
}
FINDING = {
    "effort": N_("High rate, and far more reporting than in the rest of its country"),
    "not_effort": N_("High rate, without far more reporting"),
    "silence": N_("Low rate, and little or no reporting"),
    "": N_("No finding"),
}
# kinds of record that a person can be on: ours, and those of the published example
ON_LISTS = {
    "police": N_("Police"),
    "border": N_("Border authorities"),
    "ngo": N_("NGOs, international bodies"),
    "hotline": N_("Hotlines"),
    "government": N_("Government, shelters"),
    "LA": N_("Local authorities (LA)"),
    "NG": N_("NGOs (NG)"),
    "PFNCA": N_("Police and crime agency (PFNCA)"),
    "GO": N_("Government bodies (GO)"),
    "GP": N_("General public (GP)"),
}
# the words for the codes of each column
LISTS: dict[str, Mapping[Any, str]] = {
    "form": code_lists.FORM_OF_EXPLOITATION,
    "means": code_lists.MEANS_OF_CONTROL,
    "recruitment": code_lists.METHOD_OF_RECRUITMENT,
    "relation": RELATION,
    "sexual_type": {**code_lists.TYPE_OF_SEXUAL_EXPLOITATION, SEVERAL: N_("Several kinds")},
    "age_band": code_lists.AGE_BAND,
    "data_source": code_lists.DATA_SOURCE,
    "sex": SEX,
    "age": AGE,
    "leg": LEG,
    "main_leg": {**LEG, "withheld": STATE["withheld"]},
    "state": STATE,
    "stage": STAGE,
    "time": TIME,
    "step": STEP,
    "identified_by": code_lists.ORGANISATION_KIND,
    "outcome": OUTCOME,
    "service": {code: name for code, name in code_lists.SERVICE.items() if code != UNKNOWN},
    "justice": PROCEEDINGS,
    "reached": REACHED,
    "inspection": INSPECTION,
    "sector": SECTOR,
    "returned": code_lists.RETURN_KIND,
    "crossing": {**code_lists.RETURN_CROSSING, "none": N_("Not on the way back"), "not_stated": N_("Not stated where")},
    "company": COMPANY,
    "smuggled": SMUGGLED,
    "judgement_time": JUDGEMENT_TIME,
    "who": WHO,
    "shown": RATE,
    "kind": SEARCHED,
    "trend": TREND,
    "verdict": VERDICT,
    "gap": GAP,
    "register": REGISTER,
    "finding": FINDING,
}


# what a change is about (see data_access.questions.overview.change)
GROUPS = {
    "total": N_("Everyone"),
    "country": N_("Country"),
    "sex": N_("Sex"),
    "age": N_("Age"),
    "form": N_("Form of exploitation"),
}


COUNTRY_DIMENSIONS = {
    "country", "from_country", "to_country", "source_country", "exploitation_country", "from_place", "to_place",
    "chain_source", "first_transit", "last_transit", "chain_destination", "stop", "court", "citizenship",
}  # fmt: skip


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


@cache
def names_of_place(code: str) -> tuple[str, ...]:
    """All names of a province, a country, a town or a border crossing, in every language that has one, offered to
    visitors or not."""
    if len(code) == 2:
        return country_names(code)
    return tuple(dict.fromkeys(names[code] for names in _province_names().values() if names.get(code)))


def place_in_country(code: str, t: Translator) -> str:
    """A province with its country: "Herat, Afghanistan"."""
    if len(code) == 2 or code in NOWHERE:
        return place_name(code, t)
    return t.gettext("{province}, {country}").format(province=place_name(code, t), country=t.country(code[:2]))


def label(dimension: str, code: str, t: Translator) -> str:
    """The words for a code of a dimension. One that is missing is shown as it is, and warned of, which no
    test lets pass."""
    if dimension in COUNTRY_DIMENSIONS or dimension in ("place", "province"):
        return place_name(code, t)
    if dimension == "total":
        return t.gettext(GROUPS["total"])
    if dimension == "year":
        return t.year(int(code)) if code != UNKNOWN else t.gettext("Year not recorded, or too small to name")
    words = LISTS.get(dimension, {})
    if code == UNKNOWN and code not in words:
        return t.gettext("Not recorded")
    if code not in words:
        warnings.warn(f"No words for the code {code} of {dimension}: figures/kit/labels.py", stacklevel=2)
        return code
    return t.gettext(words[code])
