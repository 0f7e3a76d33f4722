"""The columns of CTDC's data sets, in each edition that was published, and the codes that they mean here.

Sources: the header of the Global K-anonymised Dataset (July 2021); CTDC Global Synthetic Data Codebook v2 (2024); the
headers of the synthetic data sets of 37 columns (names cut at 32 signs) and of 2026 (sectorOf… instead of typeOf…).
Cite as "Counter Trafficking Data Collaborative (CTDC)"; CTDC's terms of use apply to the files.
"""

from collections.abc import Iterable

# group -> flag column -> code; two flags of one code are one code that either of them reports
FLAGS = {
    "means_of_control": {
        "meansOfControlDebtBondage": "DebtBondage",
        "meansOfControlTakesEarnings": "TakesEarnings",
        "meansOfControlRestrictsFinancialAccess": "RestrictsFinancialAccess",
        "meansOfControlThreats": "Threats",
        "meansOfControlPsychologicalAbuse": "PsychologicalAbuse",
        "meansOfControlPhysicalAbuse": "PhysicalAbuse",
        "meansOfControlSexualAbuse": "SexualAbuse",
        "meansOfControlFalsePromises": "FalsePromises",
        "meansOfControlPsychoactiveSubstances": "PsychoactiveSubstance",
        "meansOfControlRestrictsMovement": "RestrictsMovement",
        "meansOfControlRestrictsMedicalCare": "RestrictsMedicalCare",
        "meansOfControlExcessiveWorkingHours": "ExcessiveWorkingHours",
        "meansOfControlUsesChildren": "UsesChildren",
        "meansOfControlThreatOfLawEnforcement": "ThreatsLawEnforcement",
        "meansOfControlWithholdsNecessities": "WithholdsNecessities",
        "meansOfControlWithholdsDocuments": "WithholdsDocuments",
        "meansOfControlOther": "Other",
        # the synthetic set has wider means, which our list holds as codes of their own
        "meansDebtBondageEarnings": "DebtBondageOrTakesEarnings",
        "meansThreats": "Threats",
        "meansAbusePsyPhySex": "PsychologicalPhysicalOrSexualAbuse",
        "meansFalsePromises": "FalsePromises",
        "meansDrugsAlcohol": "PsychoactiveSubstance",
        "meansDenyBasicNeeds": "DeniesBasicNeeds",
        "meansExcessiveWorkHours": "ExcessiveWorkingHours",
        "meansWithholdDocs": "WithholdsDocuments",
    },
    "form_of_exploitation": {
        "isForcedLabour": "ForcedLabour",
        "isSexualExploit": "SexualExploitation",
        "isForcedMarriage": "ForcedMarriage",
        "isForcedMilitary": "ForcedMilitaryByNonStateActors",
        "isOrganRemoval": "OrganRemoval",
        "isSlaveryAndPractices": "SlaveryAndSimilarPractices",
        "isOtherExploit": "Other",
    },
    "sector": {
        "typeOfLabourAgriculture": "A_AgricultureForestryAndFishing",
        "typeOfLabourAquafarming": "A_AgricultureForestryAndFishing",
        "typeOfLabourBegging": "X_Begging",
        "typeOfLabourConstruction": "F_Construction",
        "typeOfLabourDomesticWork": "T_ActivitiesOfHouseholdsAsEmployers",
        "typeOfLabourHospitality": "I_AccommodationAndFoodServiceActivities",
        "typeOfLabourIllicitActivities": "X_IllicitActivities",
        "typeOfLabourManufacturing": "C_Manufacturing",
        "typeOfLabourMiningOrDrilling": "B_MiningAndQuarrying",
        "typeOfLabourPeddling": "X_Peddling",
        "typeOfLabourTransportation": "H_TransportationAndStorage",
        "typeOfLabourOther": "X_Other",
    },
    "type_of_sexual_exploitation": {
        "typeOfSexProstitution": "Prostitution",
        "typeOfSexPornography": "Pornography",
        "typeOfSexRemoteInteractiveServices": "RemoteInteractiveServices",
        "typeOfSexPrivateSexualServices": "PrivateSexualServices",
    },
    "method_of_recruitment": {"isAbduction": "Abduction"},
    "relation_to_trafficker": {
        "recruiterRelationIntimatePartner": "IntimatePartner",
        "recruiterRelationFriend": "Acquainted",
        "recruiterRelationFamily": "Familial",
        "recruiterRelationOther": "Other",
    },
}

FIELDS = {
    "yearOfRegistration": "registration_year",
    "Datasource": "data_source",
    "gender": "gender",
    "ageBroad": "age_band",
    "majorityStatus": "majority",
    "citizenship": "citizenship",
    "CountryOfExploitation": "exploitation",
}

# the names of one edition that stand for a name above
OTHER_NAMES = {
    "meansOfControlPsychoactiveSubsta": "meansOfControlPsychoactiveSubstances",
    "meansOfControlRestrictsMedicalCa": "meansOfControlRestrictsMedicalCare",
    "meansOfControlExcessiveWorkingHo": "meansOfControlExcessiveWorkingHours",
    "meansOfControlThreatOfLawEnforce": "meansOfControlThreatOfLawEnforcement",
    "meansOfControlWithholdsNecessiti": "meansOfControlWithholdsNecessities",
    "sectorOfLabourAgriculture": "typeOfLabourAgriculture",
    "sectorOfLabourConstruction": "typeOfLabourConstruction",
    "sectorOfLabourDomesticWork": "typeOfLabourDomesticWork",
    "sectorOfLabourHospitality": "typeOfLabourHospitality",
    "sectorOfSexProstitution": "typeOfSexProstitution",
    "sectorOfSexPornography": "typeOfSexPornography",
}

# columns that say the same again, or what the case database does not hold
NOT_STORED = {
    "majorityStatusAtExploit", "majorityEntry", "traffickMonths", "meansOfControlNotSpecified",
    "meansOfControlConcatenated", "isSexAndLabour", "typeOfExploitConcatenated", "typeOfLabourNotSpecified",
    "typeOfLabourConcatenated", "typeOfSexConcatenated", "RecruiterRelationship", "recruiterRelationUnknown",
    "typeOfSexOther",
}  # fmt: skip

GENDERS = {
    "Female": "Feminine",
    "Woman": "Feminine",
    "Male": "Masculine",
    "Man": "Masculine",
    "Transgender/NonConforming": "NonConforming",
    "Trans/Transgender/NonConforming": "NonConforming",
}
DATA_SOURCES = {"Case Management": "CaseManagement", "Hotline": "Hotline"}
MAJORITIES = {"Minor": "child", "Adult": "adult"}

CTDC = "Counter Trafficking Data Collaborative (CTDC)"
K_ANONYMISED = f"{CTDC}, Global K-anonymised Dataset"
SYNTHETIC = f"{CTDC}, Global Synthetic Dataset"


def edition(header: Iterable[str]) -> tuple[str, str]:
    """Return which data set a header is that of, to be cited, and which edition of it; its columns alone tell."""
    names = {name.strip().casefold() for name in header}
    if "datasource" in names:
        return K_ANONYMISED, "63 columns, 2021"
    if "sectoroflabouragriculture" in names:
        return SYNTHETIC, "27 columns, 2026, with the names sectorOf…"
    if "meansdebtbondageearnings" in names:
        return SYNTHETIC, "27 columns, 2024 and 2025"
    return SYNTHETIC, "37 columns"
