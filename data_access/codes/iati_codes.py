"""Codes of IATI 2.03 for our own words, and the namespace of what IATI has no place for. Used out and in."""

NAMESPACE = "urn:counter-trafficking-dashboard:results:1"
IATI_VERSION = "2.03"
# ResultType: 1 output, 2 outcome, 3 impact, 9 other; IATI has no activities among results
RESULT_TYPE = {"goal": "3", "outcome": "2", "output": "1", "activity": "9"}
MEASURE = {"unit": "1", "percentage": "2", "nominal": "3", "ordinal": "4", "qualitative": "5"}
# IndicatorVocabulary: 3 US Foreign Assistance Framework, 9 UN Sustainable Development Goals
VOCABULARY = {
    "PS.5.1-28": ("3", "PS.5.1-28"),
    "PS.5.1-29": ("3", "PS.5.1-29"),
    "PS.5.2-23": ("3", "PS.5.2-23"),
    "PS.5.3-15": ("3", "PS.5.3-15"),
    "SDG 16.2.2": ("9", "16.2.2"),
}
# ActivityStatus: 1 pipeline, 2 implementation, 3 finalisation, 4 closed, 5 cancelled, 6 suspended
ACTIVITY_STATUS = {
    "pipeline": "1", "implementation": "2", "finalisation": "3", "closed": "4", "cancelled": "5", "suspended": "6",
}  # fmt: skip
# TransactionType; pledges, loans, interest and guarantees are left: nothing here asks for them
TRANSACTION_TYPE = {
    "incoming_funds": "1", "commitment": "2", "disbursement": "3", "expenditure": "4", "incoming_commitment": "11",
}  # fmt: skip
BUDGET_TYPE = {"budget": "1", "revised_budget": "2"}
MONEY_KINDS = (*BUDGET_TYPE, "planned_disbursement", *TRANSACTION_TYPE)
ROLE = {"donor": "1", "implementer": "4"}
# Region (OECD DAC) and Sector (OECD DAC, five digits), for files that give the code without a name
REGION_NAMES = {
    "998": "Developing countries, unspecified", "798": "Asia, regional", "619": "Central Asia, regional",
    "679": "South Asia, regional", "689": "South and Central Asia, regional", "589": "Middle East, regional",
}  # fmt: skip
SECTOR_NAMES = {
    "11330": "Vocational training", "13010": "Population policy and administrative management",
    "15110": "Public sector policy and administrative management", "15130": "Legal and judicial development",
    "15150": "Democratic participation and civil society", "15160": "Human rights",
    "15170": "Women's rights organisations and movements", "15180": "Ending violence against women and girls",
    "15190": "Facilitation of orderly, safe, regular and responsible migration and mobility",
    "16010": "Social protection", "16070": "Labour rights", "72010": "Material relief assistance and services",
}  # fmt: skip
# of a value: what our own element carries
VALUE_FIELDS = (
    "body", "programme_title", "title", "level", "measure", "unit", "ascending", "standard_tag", "kind", "value",
    "lower", "upper", "sex", "age", "disaggregation", "dimension", "period_start", "period_end", "country",
    "place_text", "source_title", "source_publisher", "source_document", "source_address", "read_on", "firmness",
    "definition", "already_public", "note", "provenance",
)  # fmt: skip
