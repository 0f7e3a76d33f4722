"""What the template workbooks hold: the columns of each sheet, what is said about them, and the lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.codes import code_lists
from data_access.codes.iati_codes import MONEY_KINDS
from data_access.importing.reading.value_columns import LEVELS, MEASURES, STANDARD_TAGS, STATUSES, THEMES


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a template. `is_many`: several codes separated by semicolons; `allows_more`: also values outside
    the list (an age in years, a name)."""

    name: str
    comment: str
    example: str = ""
    list_name: str | None = None
    is_many: bool = False
    allows_more: bool = False
    is_date: bool = False


def _date(name: str, comment: str, example: str = "") -> TemplateColumn:
    return TemplateColumn(name, f"{comment} As year-month-day.", example, is_date=True)


def _many(name: str, comment: str, list_name: str, example: str) -> TemplateColumn:
    comment += " Several codes are separated by semicolons. Empty means that nothing is known about it; as soon as one "
    comment += "code is there, the others count as absent."
    return TemplateColumn(name, comment, example, list_name, is_many=True)


_KEY = TemplateColumn(
    "case_key", "Your own key of the case, without meaning to others. No name, no number of a document."
)
_EXAMPLE_KEY = TemplateColumn(_KEY.name, _KEY.comment, "EXAMPLE-1")
_COUNTRY = TemplateColumn(
    "country", "Country as its ISO 3166 code (AF, AFG) or name.", "AF", "country", allows_more=True
)
_PROVINCE = TemplateColumn(
    "province", "Province as its ISO 3166-2 code, P-code or name.", "AF-HER", "province", allows_more=True
)

CASES = [
    _EXAMPLE_KEY,
    _date("registration_date", "Day on which the case was registered.", "2024-03-31"),
    TemplateColumn("registration_year", "Year of registration, where the day is not known.", "2024"),
    TemplateColumn("data_source", "Who recorded the case (our addition).", "Shelter", "data_source"),
    TemplateColumn("prs_Gender", "Sex or gender (HTCDS).", "Masculine", "gender"),
    TemplateColumn(
        "age_at_identification", "Age in years when identified, or a band; never a birth date (our addition).",
        "9-17", "age", allows_more=True,
    ),
    TemplateColumn(
        "prs_Citizenship", "Country; two countries are separated by a semicolon (HTCDS).", "AF", "country", is_many=True
    ),
    TemplateColumn(
        "vic_TraffickingStatus", "Outcome of the identification (HTCDS).", "ActualVictimOfTrafficking", "status"
    ),
    TemplateColumn("cas_Status", "Status of the case file (HTCDS).", "Active", "case_status"),
    TemplateColumn(
        "con_Consent", "Consent to share (HTCDS): yes or no; no where it was refused or withdrawn.", "yes", "yes_no"
    ),
    _many("vic_MethodsOfControl", "Means of control (HTCDS).", "means", "PhysicalThreats;DebtBondage"),
    _many("vic_MethodOfRecruitment", "How the victim was recruited (HTCDS).", "recruitment", "AtWork"),
    _many("vic_RelationshipToTrafficker", "Relation of the recruiter to the victim (HTCDS).", "relation", "Acquainted"),
    _many("vic_TypeOfExploitation", "Form of exploitation (HTCDS).", "form", "ForcedLabour"),
    _many("vic_ForcedLabourIndustry", "Sector of forced labour (HTCDS, ISIC Rev. 4).", "sector", "F_Construction"),
    _many("vic_TypeOfSexExploitation", "Type of sexual exploitation (HTCDS).", "sexual", ""),
    TemplateColumn("unaccompanied_child", "Of a child: had it no parent or guardian with it (ours)?", "yes", "yes_no"),
    TemplateColumn("return_kind", "On the way back when identified, and by force (ours)?", "Deported", "return_kind"),
    TemplateColumn("return_crossing", "Where they came back over the border (ours).", "IslamQala", "return_crossing"),
    TemplateColumn(
        "smuggled_migrant", "yes if they had also paid, or agreed, to be taken over a border (ours).", "no", "yes_no"
    ),
    _date("cas_IncomingReferralDate", "Day on which the case was referred to you (HTCDS).", "2024-04-01"),
    _date("cas_OutgoingReferralDate", "Day on which you referred the case (HTCDS)."),
]  # fmt: skip
EVENTS = [
    _EXAMPLE_KEY,
    TemplateColumn("position", "1 for the first step of the journey, 2 for the next; empty: as the rows stand.", "1"),
    TemplateColumn(
        "hte_Type", "Recruitment (source), Transit, Exploitation (destination) (HTCDS).", "Recruitment", "event"
    ),
    TemplateColumn("hte_Country", "Country of the step (HTCDS).", "AF", "country", allows_more=True),
    TemplateColumn("hte_State", "Province of the step (HTCDS).", "AF-HER", "province", allows_more=True),
    TemplateColumn("place", "Town or border crossing, from the list (our addition).", "", "place", allows_more=True),
    _date("hte_Date", "Day on which the step began (HTCDS)."),
    _date("end_date", "Day on which the step ended (our addition)."),
]
SERVICES = [
    _EXAMPLE_KEY,
    TemplateColumn("service", "Step or service after identification (our addition).", "Shelter", "service"),
    TemplateColumn("provider", "Name of the organisation, never of a person (our addition).", "Example organisation"),
    TemplateColumn("provider_kind", "Kind of organisation, in every row (HTCDS org_Type).", "NGO", "organisation"),
    _COUNTRY,
    _PROVINCE,
    _date("start_date", "Day on which it began.", "2024-04-02"),
    _date("end_date", "Day on which it ended (HTCDS spl_ActualEndDate)."),
    TemplateColumn("outcome", "Outcome (our addition).", "Ongoing", "service_outcome"),
]
JUSTICE = [
    _EXAMPLE_KEY,
    TemplateColumn("justice_step", "Step in the justice chain (our addition).", "Investigation", "justice_step"),
    _COUNTRY,
    _PROVINCE,
    _date("start_date", "Day on which it began.", "2024-05-01"),
    _date("end_date", "Day on which it ended."),
    TemplateColumn("outcome", "Outcome (our addition).", "Ongoing", "justice_outcome"),
]
_PUBLISHED_AT = [
    TemplateColumn("address", "Address of the public page where it stands (https://...). Nobody's home: only a page."),
    TemplateColumn("read_on", "Day on which it was read there, as year-month-day."),
    TemplateColumn("firmness", "How firm it is, by who says it there.", "", "firmness"),
    TemplateColumn("definition", "What the source counts, in words."),
]
RESULTS = [
    TemplateColumn(
        "id", "Your id of the value: small letters, digits, hyphens. A newer file replaces the same id.", "example-1"
    ),
    TemplateColumn("body", "Organisation that published or reports it."),
    TemplateColumn("programme", "Programme, if it belongs to one."),
    TemplateColumn(
        "level", "Where the indicator stands in the results framework; once an indicator is enough.", "outcome", "level"
    ),
    TemplateColumn("indicator", "What was counted. Baseline, target and actual value have the same words here."),
    TemplateColumn("dimension", "Definition of what counts, or the group that it is about, in words."),
    TemplateColumn(
        "measure", "unit (a count, added over periods) or percentage (a level, never added).", "", "measure"
    ),
    TemplateColumn("unit", "people, provinces, USD, percent ...", "people"),
    TemplateColumn(
        "ascending", "TRUE if more is better, FALSE if less is better, empty if neither.", "TRUE", "true_false"
    ),
    TemplateColumn("standard", "Standard indicator, if it is one.", "", "standard"),
    TemplateColumn("kind", "budget, baseline, target, actual, milestone or finding.", "actual", "result_kind"),
    TemplateColumn("value", "Number without separators. Empty for a finding in words. Nothing is filled in for you."),
    TemplateColumn("lower", "Lower end of the interval, if the value was estimated."),
    TemplateColumn("upper", "Upper end of the interval."),
    TemplateColumn("sex", "male or female; empty for everyone. A group needs its own target to be judged.", "", "sex"),
    TemplateColumn("age", "Age group; empty for everyone.", "", "age_group"),
    TemplateColumn("disaggregation", "What else the group is told by, in words (disability: yes). Empty for everyone."),
    TemplateColumn("period_start", "2016, 2016-01 or 2016-01-31. Each period has its own row: what it added.", "2024"),
    TemplateColumn("period_end", "To the same precision as the beginning.", "2024"),
    _COUNTRY,
    TemplateColumn("place", "Provinces or towns, separated by | (Herat|Khost), or a place in words."),
    TemplateColumn("source_title", "Title of the document."),
    TemplateColumn("source_publisher", "Who published it."),
    TemplateColumn("source_document", "Part of it, or its address: report, annex, page."),
    *_PUBLISHED_AT,
    TemplateColumn(
        "already_public",
        "yes if a figure about fewer than ten people is public already, in source_document. Else leave it empty.",
        "",
        "yes_no",
    ),
    TemplateColumn("note", "What a reader must know."),
    TemplateColumn("provenance", "published; synthetic only for invented values.", "", "provenance"),
]
PROGRAMMES = [
    TemplateColumn("programme", "Title of the programme, as in the results.", "EXAMPLE programme"),
    TemplateColumn("iati_identifier", "Its identifier in IATI, if it has one."),
    TemplateColumn("donor", "Organisation that pays; several separated by |. Empty if it is not published."),
    TemplateColumn("implementer", "Organisation that carries it out; several separated by |."),
    TemplateColumn(
        "country", "Country; several with their percentages: AF 60|PK 40.", "AF", "country", allows_more=True
    ),
    TemplateColumn("region", "Region beside or instead of countries: code, percentage, name (619 50 Central Asia)."),
    TemplateColumn("sector", "Sectors: code, percentage, name (15160 70 Human rights|15130 30)."),
    TemplateColumn("start_date", "2016, 2016-01 or 2016-01-31.", "2024-01"),
    TemplateColumn("end_date", "Likewise.", "2026-12"),
    TemplateColumn("status", "Where it stands (IATI).", "implementation", "programme_status"),
    TemplateColumn("theme", "Prevention, Protection, Prosecution or Partnership.", "Protection", "theme"),
    TemplateColumn("source_title", "Title of the document."),
    TemplateColumn("source_publisher", "Who published it."),
    *_PUBLISHED_AT,
    TemplateColumn("provenance", "published; synthetic only for invented programmes.", "", "provenance"),
]
EXPENDITURE = [
    TemplateColumn("id", "Your id of the amount.", "example-1"),
    TemplateColumn("programme", "Title of the programme, as in the results."),
    TemplateColumn(
        "kind",
        "What the money is; empty for expenditure. Kinds are never added to each other.",
        "expenditure",
        "money_kind",
    ),
    TemplateColumn("amount", "Amount without separators."),
    TemplateColumn("currency", "Three letters: USD, EUR, AFN ...", "USD"),
    TemplateColumn("price_year", "Year of constant prices; empty for the prices of the period."),
    TemplateColumn(
        "category",
        "What it was spent on: the words of an indicator, or Shared costs. Without it no cost can be given.",
        "Shared costs",
    ),
    TemplateColumn("period_start", "2016, 2016-01 or 2016-01-31.", "2024"),
    TemplateColumn("period_end", "To the same precision as the beginning.", "2024"),
    TemplateColumn("source_title", "Title of the document."),
    TemplateColumn("source_publisher", "Who published it; empty if it is whoever published the programme."),
    TemplateColumn("provenance", "published; synthetic only for invented amounts.", "", "provenance"),
]
POPULATION = [
    TemplateColumn("country_iso3", "Country.", "EXAMPLE", "country", allows_more=True),
    TemplateColumn("adm1_code", "Province; empty for the whole country.", "", "province", allows_more=True),
    TemplateColumn("reference_year", "Year that the numbers are of."),
    *(
        TemplateColumn(name, "Persons. Empty if the source has no such number: it is never filled in.")
        for name in ("total", "male", "female", "age_0_14", "age_15_19", "age_0_17", "age_18_plus")
    ),
    TemplateColumn("source_title", "Title of the source."),
    TemplateColumn("source_publisher", "Who published it."),
    TemplateColumn("licence_or_terms", "Terms of use."),
    TemplateColumn("note", "What a reader must know."),
]
REPORTING = [
    TemplateColumn("agency", "Your own key of the agency. Only a keyed hash of it is stored.", "EXAMPLE-AGENCY-1"),
    TemplateColumn("agency_kind", "Kind of organisation (HTCDS org_Type).", "NGO", "organisation"),
    TemplateColumn("site", "Your own key of the office, shelter, police station or crossing that is to report.", "1"),
    _COUNTRY,
    TemplateColumn(
        "province", "Province; empty if the site serves the whole country.", "AF-HER", "province", allows_more=True
    ),
    TemplateColumn("year", "Year of the report.", "2024"),
    TemplateColumn("month", "Month of the report, 1 to 12.", "3"),
    TemplateColumn(
        "received",
        "yes if the report came, also if it says that nobody was identified; no if it was due and did not come.",
        "yes",
        "yes_no",
    ),
]
SOURCES = [
    TemplateColumn("code", "Your code of the source: small letters, digits, hyphens.", "example-shelter"),
    TemplateColumn("name", "Its name as the public reads it under every figure.", "Shelters of the example network"),
    TemplateColumn(
        "provenance", "confidential (case records), public (published and anonymised) or synthetic (invented).",
        "confidential", "source_provenance",
    ),
    TemplateColumn(
        "places_are_proxies",
        "yes if citizenship stands for the place of origin, as in CTDC's data sets. Empty: no.",
        "no",
        "yes_no",
    ),
    TemplateColumn(
        "consent_policy",
        "Which of its cases may be published: required (only with a clear yes to sharing) or presumed (also where "
        "nothing is recorded; never after a no). Empty: required.",
        "required",
        "consent_policy",
    ),
]  # fmt: skip

TEMPLATES: dict[str, dict[str, list[TemplateColumn]]] = {
    "htcds": {"cases": CASES, "events": EVENTS, "services": SERVICES, "justice": JUSTICE},
    "results": {"results": RESULTS, "programmes": PROGRAMMES, "expenditure": EXPENDITURE},
    "population": {"population": POPULATION},
    "reporting": {"reporting": REPORTING},
    "sources": {"sources": SOURCES},
}

LISTS: dict[str, Sequence[str]] = {
    "data_source": list(code_lists.DATA_SOURCE),
    "gender": list(code_lists.GENDER),
    "age": list(code_lists.AGE_BAND),
    "status": list(code_lists.TRAFFICKING_STATUS),
    "case_status": list(code_lists.CASE_STATUS),
    "yes_no": ["yes", "no"],
    "return_kind": list(code_lists.RETURN_KIND),
    "return_crossing": list(code_lists.RETURN_CROSSING),
    "means": list(code_lists.MEANS_OF_CONTROL),
    "recruitment": list(code_lists.METHOD_OF_RECRUITMENT),
    "relation": list(code_lists.RELATION_TO_TRAFFICKER),
    "form": list(code_lists.FORM_OF_EXPLOITATION),
    "sector": list(code_lists.SECTOR),
    "sexual": list(code_lists.TYPE_OF_SEXUAL_EXPLOITATION),
    "event": list(code_lists.EVENT_KIND),
    "service": list(code_lists.SERVICE),
    "organisation": list(code_lists.ORGANISATION_KIND),
    "service_outcome": list(code_lists.SERVICE_OUTCOME),
    "justice_step": list(code_lists.JUSTICE_STEP),
    "justice_outcome": list(code_lists.JUSTICE_OUTCOME),
    "level": LEVELS,
    "measure": MEASURES,
    "standard": STANDARD_TAGS,
    "true_false": ["TRUE", "FALSE"],
    "sex": ["male", "female"],
    "age_group": ["0-14", "15-19", "0-17", "18+"],
    "provenance": ["published", "synthetic"],
    "firmness": list(code_lists.FIRMNESS),
    "programme_status": STATUSES,
    "theme": THEMES,
    "source_provenance": list(code_lists.PROVENANCE),
    "consent_policy": list(code_lists.CONSENT_POLICY),
    "money_kind": list(MONEY_KINDS),
    "result_kind": ["budget", "baseline", "target", "actual", "milestone", "finding"],
}

_COMMON = [
    "The row that begins with EXAMPLE (or example) shows how a row looks and is not imported as it stands: leave it or "
    "delete it, and write your rows below it, with keys of your own (EXAMPLE-2 is refused). Leave a cell empty when "
    "nothing is known. Do not add columns: a column that the program does not know refuses the file.",
    "Never write names, birth dates, numbers of documents, phone numbers, e-mail or street addresses, coordinates or "
    "free text about a person anywhere. The program refuses files that hold them.",
]
READ_ME = {
    "htcds": [
        *_COMMON,
        "One row in the sheet cases is one victim's case. Rows in events (the journey), services and justice belong to "
        "the case with the same case_key. Sheets that you do not need may stay empty.",
        "Import: python -m data_access import FILE.xlsx --format htcds. The same file twice changes nothing. A later "
        "file changes what it says of the cases that it names: an empty cell changes nothing, CLEAR takes away what is "
        "known, and a no in con_Consent is turned round by no file.",
    ],
    "results": [
        *_COMMON,
        "One row in the sheet results is one value: a baseline, a target or an actual value of an indicator, for one "
        "period and one group. Rows with the same body, programme, indicator and unit are one indicator. Leave out "
        "what was not published: a missing target or actual value is shown as missing.",
        "The sheets programmes and expenditure may stay empty. A cost of one result is given only where the amounts "
        "are in one currency and cover the same periods as the actual values.",
        "Import: python -m data_access import FILE.xlsx --format results.",
    ],
    "population": [*_COMMON, "Import: python -m data_access import FILE.xlsx --format population."],
    "reporting": [
        *_COMMON,
        "One row is one site of one agency in one month in which its report was due. A report that nobody was "
        "identified is a report that came: write yes. Leave out months before a site opened and after it closed.",
        "Whether a site is listed and has reported must never depend on a single case. List every site that is to "
        "report, whatever it found.",
        "Import: python -m data_access import FILE.xlsx --format reporting. A later file replaces the months that it "
        "names.",
    ],
    "sources": [
        *_COMMON,
        "One row is one source of cases. What a release says of its sources follows this register, those without any "
        "case included: it is declared by those who answer for the data, and never read off the cases.",
        "Import: python -m data_access import FILE.xlsx --format sources, before the cases of a new source. A later "
        "file replaces the sources that it names; with --replace, also those that it does not name and that have no "
        "case.",
    ],
}
