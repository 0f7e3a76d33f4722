"""The words for the codes of the Recovery page (see data_access.publishing.recovery_coding) and for the columns of its
tables."""

from data_access.codes import code_lists
from data_access.codes.of_release import UNKNOWN
from locales import N_

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
# the groups that stand beside each other: see data_access.questions.recovery.beside
WHO = {
    "chosen": N_("As chosen"),
    "girls": N_("Girls"),
    "boys": N_("Boys"),
    "whole_country": N_("The whole country"),
    "everywhere": N_("Everywhere"),
}
LISTS = {
    "stage": STAGE,
    "time": TIME,
    "step": STEP,
    "identified_by": code_lists.ORGANISATION_KIND,
    "outcome": OUTCOME,
    "service": {code: name for code, name in code_lists.SERVICE.items() if code != UNKNOWN},
    "who": WHO,
}
COLUMNS = {
    "who": N_("Who"),
    "stage": N_("Came at least so far"),
    "time": N_("Time since identification"),
    "step": N_("Step"),
    "identified_by": N_("Identified by"),
    "outcome": N_("Outcome at the last follow-up"),
    "service": N_("Service"),
    "share_low": N_("Share, lower limit (95%)"),
    "share_high": N_("Share, upper limit (95%)"),
    "lost": N_("Not recorded at this step"),
    "lost_error": N_("Standard error"),
    "limit": N_("Days at the end"),
    "step_share": N_("Share of those at the step before"),
    "months": N_("Half of them within (months)"),
    "months_low": N_("Months, lower limit (95%)"),
    "months_high": N_("Months, upper limit (95%)"),
}
