"""What happens to people after identification, and how often. All of it is invented, unless a comment says otherwise:
the kinds of service of the real centres are published, their numbers are not.
"""

# Share of identified people who are referred, by year of identification. usaid-nrm: the referral mechanism was
# finalised and referrals began between 2016 and 2019; how much that raised the share is invented.
REFERRED = {year: 0.44 if year < 2017 else 0.50 if year < 2019 else 0.57 for year in range(2014, 2026)}
# Of the referred: the identifying agency recorded it, the receiving one did (at least one of the two does)
REFERRAL_RECORDED = {"ReferralOut": 0.78, "ReferralIn": 0.36}

CARE = ["hagar", "seher", "government", "ngo", "abroad"]
# Who cares for the referred: boys identified in Afghanistan may come to Hagar's centre in Kabul (hagar-centre, since
# 2012), children identified in Balochistan to one of SEHER's centres (seher-centres).
HAGAR_SHARE = 0.34
SEHER_SHARE = 0.72
GOVERNMENT_SHARE = 0.42

# Share of those cared for who get each service. Kinds for SEHER as published (nutrition, legal aid, psychosocial
# counselling, medical aid, family reunification; recreation has no code); for Hagar residential care and recovery.
SERVICES = {
    "hagar": {
        "Shelter": 0.93, "PsychosocialCounselling": 0.90, "MedicalAid": 0.76, "LegalAid": 0.30, "Nutrition": 0.55,
        "Education": 0.80, "Livelihood": 0.22, "FamilyReunification": 0.66, "Reintegration": 0.62,
    },
    "seher": {
        "Shelter": 0.62, "PsychosocialCounselling": 0.74, "MedicalAid": 0.56, "LegalAid": 0.46, "Nutrition": 0.84,
        "Education": 0.16, "Livelihood": 0.04, "FamilyReunification": 0.72, "Reintegration": 0.24,
    },
    "government": {
        "Shelter": 0.54, "PsychosocialCounselling": 0.26, "MedicalAid": 0.32, "LegalAid": 0.28, "Nutrition": 0.12,
        "Education": 0.06, "Livelihood": 0.06, "FamilyReunification": 0.34, "Reintegration": 0.10,
    },
    "ngo": {
        "Shelter": 0.30, "PsychosocialCounselling": 0.46, "MedicalAid": 0.30, "LegalAid": 0.30, "Nutrition": 0.10,
        "Education": 0.14, "Livelihood": 0.20, "FamilyReunification": 0.26, "Reintegration": 0.22,
    },
    "abroad": {
        "Shelter": 0.40, "PsychosocialCounselling": 0.30, "MedicalAid": 0.30, "LegalAid": 0.34, "Nutrition": 0.02,
        "Education": 0.02, "Livelihood": 0.06, "FamilyReunification": 0.10, "Reintegration": 0.08,
    },
}  # fmt: skip
NOT_FOR_CHILDREN = "Livelihood"
NOT_FOR_ADULTS = "Education"

# Days from the referral to the beginning of a service, and how long it lasts: (median, spread) of a lognormal. Shelter
# and everything after it takes longer in residential care.
BEGINS = {
    "ReferralOut": (3, 0.9), "ReferralIn": (5, 0.9), "Shelter": (2, 1.0), "MedicalAid": (5, 1.0), "Nutrition": (3, 0.9),
    "PsychosocialCounselling": (9, 0.9), "LegalAid": (20, 1.0), "Education": (35, 0.8), "Livelihood": (90, 0.8),
    "FamilyReunification": (80, 0.9), "Reintegration": (120, 0.8),
}  # fmt: skip
LASTS = {
    "Shelter": (75, 0.9), "MedicalAid": (20, 1.0), "Nutrition": (40, 0.9), "PsychosocialCounselling": (90, 0.8),
    "LegalAid": (150, 0.9), "Education": (240, 0.6), "Livelihood": (150, 0.6), "FamilyReunification": (1, 0.5),
    "Reintegration": (180, 0.6),
}  # fmt: skip
SLOWER = {"hagar": 1.9, "seher": 0.5, "government": 1.0, "ngo": 1.0, "abroad": 1.3}

# How a finished service ended
SERVICE_ENDED = {"Completed": 0.80, "Declined": 0.08, "NotAvailable": 0.05, "NotStated": 0.07}

# Follow-up begins when a person is back with the family or reintegrated; share of those due who are followed up
FOLLOW_UP = {"FollowUp3Months": (91, 0.62), "FollowUp6Months": (182, 0.76), "FollowUp12Months": (365, 0.72)}
FOLLOW_UP_SPREAD = 14  # days around the due date
FOLLOW_UP_FOUND = {
    "children": {"WithFamily": 0.46, "InSchool": 0.32, "InWork": 0.04, "ReTrafficked": 0.04, "LostToFollowUp": 0.14},
    "adults": {"WithFamily": 0.34, "InSchool": 0.03, "InWork": 0.42, "ReTrafficked": 0.05, "LostToFollowUp": 0.16},
}

# The justice chain: share of cases with an investigation, and of each step with the next; the rise after 2018 is in
# the direction of UNODC GLOTIP Pakistan (more cases since the Act of 2018), its size invented.
INVESTIGATED = {year: 0.09 if year < 2019 else 0.14 for year in range(2014, 2026)}
PROSECUTED = 0.46
CONVICTED = 0.42
INSPECTED = 0.03  # of forced and child labour
# days after the step before it (or after identification), its spread, how long it lasts, its spread
JUSTICE_DAYS = {
    "LabourInspection": (20, 0.9, 5, 0.8),
    "Investigation": (10, 1.0, 120, 0.8),
    "Prosecution": (150, 0.7, 240, 0.8),
    "Conviction": (300, 0.6, 1, 0.5),
}
JUSTICE_ENDED: dict[str, dict[str, float]] = {
    "Investigation": {"Ongoing": 0.24, "Closed": 0.66, "NotStated": 0.10},
    # of those that end without a conviction, or have not ended
    "Prosecution": {"Ongoing": 0.34, "Acquitted": 0.28, "Closed": 0.21, "NotStated": 0.17},
    "Conviction": {"Convicted": 1},
    "LabourInspection": {"ViolationFound": 0.60, "NoViolation": 0.30, "NotStated": 0.10},
}
