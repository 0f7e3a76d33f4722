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
# of a value: what our own element carries
VALUE_FIELDS = (
    "body", "programme_title", "title", "level", "measure", "unit", "ascending", "standard_tag", "kind", "value",
    "lower", "upper", "sex", "age", "dimension", "period_start", "period_end", "country", "place_text",
    "source_title", "source_publisher", "source_document", "note", "provenance",
)  # fmt: skip
