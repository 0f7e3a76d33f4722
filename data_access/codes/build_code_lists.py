"""Write code_lists.py from the HTCDS 2.0 field standard and our stated additions.

Run `python -m data_access.codes.build_code_lists` after a change; a test compares the module with this output.
The order of a many-valued list is the order of bits in the database (see schema.CodeSet): append, never reorder.
"""

import json
from pathlib import Path

STANDARD = Path(__file__).parents[1] / "standards" / "htcds_v2_fields.json"
MODULE = Path(__file__).parent / "code_lists.py"

# name of our list -> (HTCDS field or None, our additions as code -> label, what the list is)
LISTS: dict[str, tuple[str | None, dict[str, str], str]] = {
    "GENDER": ("prs_Gender", {}, "Sex or gender of the victim"),
    "TRAFFICKING_STATUS": ("vic_TraffickingStatus", {}, "Outcome of the identification"),
    "RELATION_TO_TRAFFICKER": (
        "vic_RelationshipToTrafficker",
        {"IntimatePartner": "Intimate partner", "Other": "Other"},
        "Relation of the recruiter to the victim (many)",
    ),
    "METHOD_OF_RECRUITMENT": (
        "vic_MethodOfRecruitment",
        {"Abduction": "Abduction"},
        "How the victim was recruited (many)",
    ),
    "MEANS_OF_CONTROL": (
        "vic_MethodsOfControl",
        {
            "Threats": "Threats, kind not stated",
            "RestrictsMovement": "Restricts movement",
            "DebtBondageOrTakesEarnings": "Debt bondage or takes earnings",
            "PsychologicalPhysicalOrSexualAbuse": "Psychological, physical or sexual abuse",
            "DeniesBasicNeeds": "Denies movement, money, medical care or necessities",
            "UsesChildren": "Uses children",
        },
        "Means of control (many)",
    ),
    "FORM_OF_EXPLOITATION": (
        "vic_TypeOfExploitation",
        {"SlaveryAndSimilarPractices": "Slavery and similar practices"},
        "Form of exploitation (many)",
    ),
    "SECTOR": (
        "vic_ForcedLabourIndustry",
        {
            "X_Begging": "Begging",
            "X_Peddling": "Peddling",
            "X_IllicitActivities": "Illicit activities",
            "X_Other": "Other sector",
            "X_BrickKilns": "Brick kilns",
            "X_CarpetWeaving": "Carpet weaving",
        },
        "Sector of forced labour, ISIC Rev. 4 sections (many)",
    ),
    "TYPE_OF_SEXUAL_EXPLOITATION": (
        "vic_TypeOfSexExploitation",
        {"BachaBazi": "Bacha bazi"},
        "Type of sexual exploitation (many)",
    ),
    "CASE_STATUS": ("cas_Status", {}, "Status of the case file"),
    "EVENT_KIND": ("hte_Type", {}, "Historic trafficking event: source, transit, destination"),
    "ORGANISATION_KIND": (
        "org_Type",
        {"InternationalOrganisation": "International organisation", "Donor": "Donor"},
        "Kind of organisation",
    ),
    "AGE_BAND": (
        None,
        {
            "0-8": "0 to 8",
            "9-17": "9 to 17",
            "18-20": "18 to 20",
            "21-23": "21 to 23",
            "24-26": "24 to 26",
            "27-29": "27 to 29",
            "30-38": "30 to 38",
            "39-47": "39 to 47",
            "48+": "48 and over",
            "child": "Child, age not stated",
            "adult": "Adult, age not stated",
            "unknown": "Age not recorded",
        },
        "Age at identification, in the bands that CTDC publishes",
    ),
    "DATA_SOURCE": (
        None,
        {
            "CaseManagement": "Case management",
            "Hotline": "Hotline",
            "Police": "Police",
            "BorderAuthority": "Border authority",
            "NGO": "NGO",
            "Shelter": "Shelter",
            "LabourInspection": "Labour inspection",
            "NotStated": "Not stated",
        },
        "Who recorded the case",
    ),
    "SERVICE": (
        None,
        {
            "Identification": "Identification",
            "ReferralIn": "Referral received",
            "ReferralOut": "Referral made",
            "Shelter": "Shelter",
            "LegalAid": "Legal aid",
            "MedicalAid": "Medical aid",
            "PsychosocialCounselling": "Psychosocial counselling",
            "Nutrition": "Nutrition",
            "Education": "Education",
            "Livelihood": "Livelihood support",
            "FamilyReunification": "Family reunification",
            "Reintegration": "Reintegration support",
            "FollowUp3Months": "Follow-up at 3 months",
            "FollowUp6Months": "Follow-up at 6 months",
            "FollowUp12Months": "Follow-up at 12 months",
        },
        "Step or service after identification",
    ),
    "SERVICE_OUTCOME": (
        None,
        {
            "Completed": "Completed",
            "Ongoing": "Ongoing",
            "Declined": "Declined by the person",
            "NotAvailable": "Not available",
            "WithFamily": "With family",
            "InSchool": "In school",
            "InWork": "In work",
            "ReTrafficked": "Trafficked again",
            "LostToFollowUp": "Lost to follow-up",
            "NotStated": "Not stated",
        },
        "Outcome of a service or of a follow-up",
    ),
    "JUSTICE_STEP": (
        None,
        {
            "Investigation": "Investigation",
            "Prosecution": "Prosecution",
            "Conviction": "Conviction",
            "LabourInspection": "Labour inspection",
        },
        "Step in the justice chain",
    ),
    "JUSTICE_OUTCOME": (
        None,
        {
            "Ongoing": "Ongoing",
            "Closed": "Closed",
            "Convicted": "Convicted",
            "Acquitted": "Acquitted",
            "ViolationFound": "Violation found",
            "NoViolation": "No violation",
            "NotStated": "Not stated",
        },
        "Outcome of a justice step",
    ),
    "RETURN_KIND": (
        None,
        {
            "NotReturned": "Not on the way back",
            "OwnAccord": "Came back of their own accord",
            "Deported": "Deported or sent back",
            "NotStated": "Came back, by force or not is not stated",
        },
        "Whether a person was on the way back when identified",
    ),
    "RETURN_CROSSING": (
        None,
        {
            "IslamQala": "Islam Qala",
            "ZaranjMilak": "Zaranj / Milak",
            "Torkham": "Torkham",
            "SpinBoldakChaman": "Spin Boldak / Chaman",
            "TaftanMirjaveh": "Taftan / Mirjaveh",
            "SherKhanBandar": "Sher Khan Bandar",
            "Hairatan": "Hairatan",
            "Airport": "An airport",
            "Other": "Another crossing",
        },
        "Where a person came back over the border",
    ),
    "PROVENANCE": (
        None,
        {"synthetic": "Synthetic", "public": "Already public and anonymised", "confidential": "Confidential"},
        "Where a row comes from, and so how it may be published",
    ),
    "FIRMNESS": (
        None,
        {
            "Official": "Official",
            "InternationalOrganisation": "International organisation",
            "ResearchEstimate": "Research estimate",
            "PressQuotingOfficial": "Press quoting an official",
            "PressQuotingReport": "Press quoting a report",
        },
        "How firm a published figure is, by who says it",
    ),
    "CONSENT_POLICY": (
        None,
        {
            "required": "Only with a clear yes",
            "presumed": "Also without an answer",
        },
        "Which cases of a source may be published, by their consent",
    ),
}

HEADER = '''"""Code lists. Generated by build_code_lists.py; do not edit by hand.

Source: {source} (IOM, {licence}), version {version}.
Lists or codes marked "ours" are additions; no endorsement by IOM is implied.
Each list maps a code, as stored, to its English label, which is also the message to translate.
"""
'''


def sentence_case(label: str) -> str:
    """Give the standard's Title Case label in sentence case, keeping abbreviations."""
    first, *rest = label.split(" ")
    return " ".join([first, *(word if word.isupper() else word.lower() for word in rest)])


def write_module() -> str:
    """Return the text of code_lists.py."""
    standard = json.loads(STANDARD.read_text(encoding="utf-8"))
    fields = {field["full_name"]: field for field in standard["fields"]}
    parts = [HEADER.format(source=standard["source"], licence=standard["licence"], version=standard["version"])]
    for name, (field_name, additions, what) in LISTS.items():
        codes: dict[str, str] = {}
        if field_name:
            field = fields[field_name]
            labels = field["value_labels"] or field["values"]
            codes = {code: sentence_case(label) for code, label in zip(field["values"], labels, strict=True)}
        lines = [f"    {json.dumps(code)}: {json.dumps(label, ensure_ascii=False)}," for code, label in codes.items()]
        lines += [
            f"    {json.dumps(code)}: {json.dumps(label, ensure_ascii=False)},  # ours"
            for code, label in additions.items()
        ]
        origin = f"HTCDS {field_name}" if field_name else "ours"
        parts.append(f"# {what} ({origin})\n{name} = {{\n" + "\n".join(lines) + "\n}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    MODULE.write_text(write_module(), encoding="utf-8")
