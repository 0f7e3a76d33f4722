"""The codes of a release that are not HTCDS's own: what pages and publication both must know."""

from data_access.codes.code_lists import RETURN_CROSSING, RETURN_KIND

UNKNOWN = "unknown"


SEX = {"Feminine": "female", "Masculine": "male", "NonSpecifiedUnknown": UNKNOWN}  # all others: "other"


AGE = {"0-8": "child", "9-17": "child", "child": "child", UNKNOWN: UNKNOWN}  # all others: "adult"


# the furthest step that a case reached; who reached one is counted as having passed those before
STAGES = (
    "identified",
    "referred",
    "sheltered_or_assisted",
    "served",
    "reunified_or_reintegrated",
    "followed_up_3_months",
    "followed_up_6_months",
    "followed_up_12_months",
)


SERVICES = ("LegalAid", "MedicalAid", "PsychosocialCounselling", "Nutrition", "Education", "Livelihood", "Shelter")


OUTCOMES = ("WithFamily", "InSchool", "InWork", "ReTrafficked", "LostToFollowUp", "NotStated", "NotFollowedUp")


# the steps whose time since identification is told: the services that count as the step
TIMED_STEPS = {
    "referral": ("ReferralIn", "ReferralOut"),
    "service": SERVICES,
    "reunification": ("FamilyReunification",),
}


# time from identification to a step; "open" while it has not happened by the end of the period
TIME_LIMITS = (30, 91, 182, 365)


TIME_BANDS = ("up_to_1_month", "1_to_3_months", "3_to_6_months", "6_to_12_months", "over_12_months")


TIMES = (*TIME_BANDS, *(f"open_{band}" for band in TIME_BANDS), UNKNOWN)


# How far proceedings about a case came, and how they stand there: of several the furthest, in this order
PROCEEDINGS = (
    "none",
    "investigation",  # nothing is said of how it stands
    "investigation_closed",
    "investigation_ongoing",
    "prosecution",
    "prosecution_closed",
    "prosecution_ongoing",
    "acquitted",
    "convicted",
)


# What labour inspection found where a person worked: of several inspections the last in this order
INSPECTIONS = ("none", "not_stated", "no_violation", "violation", "violation_investigated")


# Was a person on the way back when identified, and by force; where they came over the border, of those who were
RETURNED = (*RETURN_KIND, UNKNOWN)
CROSSINGS = ("none", *RETURN_CROSSING, "not_stated", UNKNOWN)


# of children whether they were alone
COMPANY = ("alone", "not_alone", "adult", UNKNOWN)


# Whether those whose trafficking is presumed, and those of whom it was found, had been smuggled as well
SMUGGLED = ("presumed_smuggled", "presumed_not", "found_smuggled", "found_not", UNKNOWN)


# time from the investigation to a judgement; "open" without one by the end of the period, also where it was closed
JUDGEMENT_LIMITS = (182, 365, 730, 1095)


JUDGEMENT_BANDS = ("up_to_6_months", "6_to_12_months", "1_to_2_years", "2_to_3_years", "over_3_years")


JUDGEMENT_TIMES = ("none", *JUDGEMENT_BANDS, *(f"open_{band}" for band in JUDGEMENT_BANDS), UNKNOWN)


# a sector that is part of a section of HTCDS' list: who is in the finer one is counted there
FINER_SECTORS = {"X_BrickKilns": "C_Manufacturing", "X_CarpetWeaving": "C_Manufacturing"}
SEVERAL = "several"  # of a list of which a person has more than one code, where it is counted as one


# the kinds of record that a person can be on, for multiple systems estimation; a code joins those that a person is on
LISTS = ("police", "border", "ngo", "hotline", "government")


NO_TRANSIT = "none"  # of a way from the source to the destination without a known place between


OTHER = "other"  # codes that a release pools because too few people have them


def list_codes() -> list[str]:
    """Return every combination of lists, "none" first: the codes of the axis `lists`."""
    return [
        "+".join(name for bit, name in enumerate(LISTS) if mask >> bit & 1) or "none" for mask in range(2 ** len(LISTS))
    ]
