"""What the demonstration data is weighted by, apart from the journeys (flows.py).

Every table says where its shape comes from: the id of a row of published_figures.csv, another published source,
or "invented". A number beside a published fact is still invented unless the comment says that it was published.
"""

# Cases by year: slow growth, and 2020 low as borders and services closed (the growth rate and the dip are invented).
YEARS = list(range(2014, 2026))
DIP = {2020: 0.62, 2021: 0.86}
YEAR_PROFILES = {
    "steady": [1.02**year for year in range(12)],
    # unodc-tripled: detected child victims tripled in fifteen years worldwide, which is 7.6 % a year
    "children": [1.076**year for year in range(12)],
    # iom-young-female: reported as increasing by 2017; the pace, and the level after 2018, are invented
    "into_afghanistan": [0.35, 0.5, 0.75, 1.2, 1.35, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4],
    # invented: the one true cluster begins in 2021
    "since_2021": [0.0] * 7 + [1.6, 1.9, 2.1, 2.3, 2.4],
}

# Millions of people, rounded from population_adm1.csv (OCHA/UNFPA 2021, PBS 2023, national agencies 2022 to 2024).
# The two parts of Punjab are assumed: about a third of its people live in the eleven districts of South Punjab.
POPULATION = {
    "AF": {
        "AF-BAL": 1.94, "AF-BAM": 0.64, "AF-BDG": 0.71, "AF-BDS": 1.36, "AF-BGL": 1.31, "AF-DAY": 0.66, "AF-FRA": 0.72,
        "AF-FYB": 1.43, "AF-GHA": 1.75, "AF-GHO": 0.98, "AF-HEL": 1.86, "AF-HER": 2.76, "AF-JOW": 0.78, "AF-KAB": 6.70,
        "AF-KAN": 1.80, "AF-KAP": 0.63, "AF-KDZ": 1.46, "AF-KHO": 0.82, "AF-KNR": 0.64, "AF-LAG": 0.64, "AF-LOG": 0.56,
        "AF-NAN": 2.19, "AF-NIM": 0.24, "AF-NUR": 0.21, "AF-PAN": 0.22, "AF-PAR": 0.95, "AF-PIA": 0.79, "AF-PKA": 1.00,
        "AF-SAM": 0.55, "AF-SAR": 0.80, "AF-TAK": 1.41, "AF-URU": 0.56, "AF-WAR": 0.85, "AF-ZAB": 0.49,
    },
    "PK": {
        "PK-BA": 14.9, "PK-GB": 1.7, "PK-IS": 2.4, "PK-JK": 4.3, "PK-KP": 40.9, "PK-PB-S": 40.0, "PK-PB-N": 87.7,
        "PK-SD": 55.7,
    },
    "TJ": {"TJ-DU": 1.24, "TJ-GB": 0.23, "TJ-KT": 3.70, "TJ-RA": 2.20, "TJ-SU": 2.92},
    "TM": {"TM-A": 1.92, "TM-B": 0.53, "TM-D": 1.55, "TM-L": 1.45, "TM-M": 1.61},
    "UZ": {
        "UZ-AN": 3.39, "UZ-BU": 2.04, "UZ-FA": 4.06, "UZ-JI": 1.51, "UZ-NG": 3.07, "UZ-NW": 1.08, "UZ-QA": 3.56,
        "UZ-QR": 2.00, "UZ-SA": 4.21, "UZ-SI": 0.91, "UZ-SU": 2.88, "UZ-TK": 3.04, "UZ-TO": 3.05, "UZ-XO": 2.00,
    },
    "IR": {
        "IR-03": 3.9, "IR-04": 3.3, "IR-06": 4.7, "IR-07": 4.9, "IR-08": 3.2, "IR-09": 6.4, "IR-10": 5.1, "IR-11": 2.8,
        "IR-22": 1.8, "IR-23": 13.3, "IR-25": 1.3, "IR-29": 0.8, "IR-30": 2.7,
    },
}  # fmt: skip

# Invented: in these provinces more agencies report, so more cases are found among equally many people.
EFFORT = {"AF-BAL": 2.4, "PK-IS": 3.0, "UZ-TK": 2.0}
AGENCIES = {"AF-BAL": 6, "AF-KAB": 4, "PK-IS": 6, "PK-PB-N": 3, "PK-SD": 3, "UZ-TK": 4, "AF-NUR": 1, "AF-DAY": 1}
AGENCIES_ELSEWHERE = 2
# Invented: where many sites are to report, labour inspection is among them, and where more are, police of three kinds.
SITES_WITH_INSPECTION, SITES_WITH_MORE_POLICE = 8, 10
# Border authorities report from provinces with busy crossings.
WITH_BORDER_AUTHORITY = (
    "AF-HER", "AF-NIM", "AF-KAN", "AF-NAN", "AF-BAL", "AF-KDZ", "PK-BA", "PK-KP", "IR-09", "IR-11", "TJ-KT", "TM-L",
    "UZ-SU", "UZ-AN",
)  # fmt: skip

# Who is to report (invented): sites for a million people where EFFORT is 1, and the share that opened only after 2014.
SITES_A_MILLION = {"AF": 6, "PK": 1, "IR": 0.8, "TJ": 3, "TM": 2.5, "UZ": 2}
OPENED_LATER = 0.3
LAST_OPENING = 2019
# The share of reports that come: in ordinary months, and from one month to another, everywhere or in one country. That
# work stopped in 2020, and in Afghanistan after August 2021, is well known; how far it shows here is invented.
REPORTS_RECEIVED = 0.92
GAPS = [
    ((2020, 3), (2020, 12), None, 0.55),
    ((2021, 9), (2022, 3), "AF", 0.10),
    ((2022, 4), (2025, 12), "AF", 0.60),
]

# Ages by group (invented, in the bands of code_lists.AGE_BAND).
AGES = {
    "boys": {"0-8": 0.09, "9-17": 0.91},
    "girls": {"0-8": 0.11, "9-17": 0.89},
    "women": {
        "18-20": 0.22, "21-23": 0.19, "24-26": 0.16, "27-29": 0.13, "30-38": 0.19, "39-47": 0.08, "48+": 0.03,
    },
    "men": {"18-20": 0.15, "21-23": 0.16, "24-26": 0.16, "27-29": 0.14, "30-38": 0.24, "39-47": 0.11, "48+": 0.04},
}  # fmt: skip
GENDER_OF_GROUP = {"boys": "Masculine", "girls": "Feminine", "women": "Feminine", "men": "Masculine"}

# What is missing, as shares of the rows concerned (invented; the public CTDC file misses more).
MISSING = {
    "gender": 0.03,
    "age": 0.05,
    "age_only_child_or_adult": 0.04,
    "citizenship": 0.03,
    "trafficking_status": 0.03,
    "registration_date": 0.03,
    "form": 0.05,
    "event_country": 0.01,
    "event_province": 0.06,
    "event_place": 0.15,
    "event_start": 0.15,
    "event_end": 0.35,
    "identification_province": 0.04,
    "service_start": 0.05,
    "service_end": 0.25,
    "provider": 0.06,
    "return": 0.12,
    "return_crossing": 0.07,
    "unaccompanied": 0.22,
    "smuggled": 0.30,
}
TRANSGENDER_SHARE = 0.002
NOT_ARRIVED = 0.05  # journeys with a transit that were stopped before a destination
SECOND_FORM = 0.15

# How much of a multi-valued attribute is known: all of its codes, only what was reported, nothing (invented).
KNOWN = {"all": 0.70, "reported_only": 0.12, "nothing": 0.18}

# Means of control by kind of exploitation (invented, in the order of size that CTDC publishes worldwide).
CONTROL = {
    "labour": {
        "DebtBondage": 0.42, "TakesEarnings": 0.38, "ExcessiveWorkingHours": 0.55, "FalsePromises": 0.46,
        "PhysicalAbuse": 0.24, "PhysicalThreats": 0.20, "WithholdsDocuments": 0.22, "RestrictsMovement": 0.34,
        "PsychologicalAbuse": 0.24, "WithholdsNecessities": 0.18, "RestrictsMedicalCare": 0.12, "SexualAbuse": 0.03,
        "RestrictsFinancialAccess": 0.20, "ThreatsLawEnforcement": 0.12, "ThreatensChildrenFamily": 0.06,
        "PsychoactiveSubstance": 0.03, "Other": 0.02,
    },
    "sexual": {
        "DebtBondage": 0.18, "TakesEarnings": 0.34, "ExcessiveWorkingHours": 0.08, "FalsePromises": 0.44,
        "PhysicalAbuse": 0.46, "PhysicalThreats": 0.44, "WithholdsDocuments": 0.14, "RestrictsMovement": 0.50,
        "PsychologicalAbuse": 0.52, "WithholdsNecessities": 0.16, "RestrictsMedicalCare": 0.14, "SexualAbuse": 0.62,
        "RestrictsFinancialAccess": 0.26, "ThreatsLawEnforcement": 0.08, "ThreatensChildrenFamily": 0.20,
        "PsychoactiveSubstance": 0.16, "Other": 0.02,
    },
    "family": {
        "DebtBondage": 0.16, "TakesEarnings": 0.10, "ExcessiveWorkingHours": 0.18, "FalsePromises": 0.30,
        "PhysicalAbuse": 0.40, "PhysicalThreats": 0.36, "WithholdsDocuments": 0.10, "RestrictsMovement": 0.58,
        "PsychologicalAbuse": 0.52, "WithholdsNecessities": 0.14, "RestrictsMedicalCare": 0.16, "SexualAbuse": 0.34,
        "RestrictsFinancialAccess": 0.34, "ThreatsLawEnforcement": 0.03, "ThreatensChildrenFamily": 0.24,
        "PsychoactiveSubstance": 0.02, "Other": 0.03,
    },
    "armed": {
        "DebtBondage": 0.03, "TakesEarnings": 0.06, "ExcessiveWorkingHours": 0.10, "FalsePromises": 0.40,
        "PhysicalAbuse": 0.36, "PhysicalThreats": 0.50, "WithholdsDocuments": 0.06, "RestrictsMovement": 0.60,
        "PsychologicalAbuse": 0.46, "WithholdsNecessities": 0.20, "RestrictsMedicalCare": 0.12, "SexualAbuse": 0.22,
        "RestrictsFinancialAccess": 0.08, "ThreatsLawEnforcement": 0.04, "ThreatensChildrenFamily": 0.30,
        "PsychoactiveSubstance": 0.14, "Other": 0.03,
    },
}  # fmt: skip
CONTROL_OF_FORM = {
    "ForcedLabour": "labour",
    "ChildLabour": "labour",
    "ForcedBegging": "labour",
    "Servitude": "family",
    "ForcedMarriage": "family",
    "SexualExploitation": "sexual",
    "ForcedMilitaryByNonStateActors": "armed",
}

# How people were recruited and by whom, by kind of exploitation (invented).
RECRUITMENT = {
    "labour": {
        "AtAPlaceOfBusiness": 0.16, "AtWork": 0.12, "ThroughFriendsOrSocialEvents": 0.30, "Other": 0.06,
        "ThroughFamilyOrFamilyEvents": 0.24, "ThroughOnlineSocialNetworks": 0.06, "ThroughAnOnlineAdvertisement": 0.04,
        "ThroughANewspaperAdvert": 0.01, "ThroughATelevisionAdvert": 0.01,
    },
    "sexual": {
        "ThroughFriendsOrSocialEvents": 0.30, "ThroughOnlineSocialNetworks": 0.16, "ThroughFamilyOrFamilyEvents": 0.20,
        "Abduction": 0.12, "ThroughAnOnlineAdvertisement": 0.06, "AtAPlaceOfBusiness": 0.08, "Other": 0.08,
    },
    "family": {
        "ThroughFamilyOrFamilyEvents": 0.66, "ThroughFriendsOrSocialEvents": 0.18, "Abduction": 0.10, "Other": 0.06,
    },
    "armed": {
        "AtAnEducationalInstitution": 0.30, "Abduction": 0.28, "ThroughFriendsOrSocialEvents": 0.20,
        "ThroughFamilyOrFamilyEvents": 0.14, "Other": 0.08,
    },
}  # fmt: skip
RELATION = {
    "labour": {"Acquainted": 0.46, "Unaquainted": 0.32, "Familial": 0.18, "Other": 0.04},
    "sexual": {"Acquainted": 0.36, "Unaquainted": 0.28, "Familial": 0.16, "IntimatePartner": 0.17, "Other": 0.03},
    "family": {"Familial": 0.62, "Acquainted": 0.22, "IntimatePartner": 0.10, "Unaquainted": 0.06},
    "armed": {"Acquainted": 0.44, "Unaquainted": 0.42, "Familial": 0.10, "Other": 0.04},
}
SECOND_RELATION = 0.08
SECOND_RECRUITMENT = 0.06
SEXUAL_TYPES = {
    "Prostitution": 0.62,
    "PrivateSexualServices": 0.24,
    "Pornography": 0.09,
    "RemoteInteractiveServices": 0.05,
}
# that boys in Afghanistan are kept for bacha bazi is published (hagar-provinces and others); how many is invented
SEXUAL_TYPES_OF_AFGHAN_BOYS = {"BachaBazi": 0.7, "Prostitution": 0.2, "PrivateSexualServices": 0.1}
FORMS_WITH_A_SECTOR = ["ForcedLabour", "ChildLabour", "Servitude", "ForcedBegging"]

# Days from recruitment to travel, of one leg, of exploitation and from its end to identification: (median, spread) of
# a lognormal (invented). LONGER multiplies the exploitation: a forced marriage lasts longer than other kinds.
DAYS = {"recruitment": (12, 0.8), "transit": (6, 0.9), "exploitation": (210, 1.0), "escape": (14, 1.2)}
LONGER = {"family": 3.0, "labour": 1.2, "sexual": 0.8, "armed": 0.7}
REGISTRATION_DELAY = 14  # at most, in days
