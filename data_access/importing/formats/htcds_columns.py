"""The columns of HTCDS files: the standard's names, our additions, and what is read past.

Source: HTCDS 2.0 field names (IOM, CC BY 4.0; no endorsement implied). Columns without an HTCDS prefix are ours.
"""

import datetime
import re

from data_access.codes import code_lists
from data_access.importing.kinds import CaseKind
from data_access.importing.reading.answers import read_consent, read_yes_no
from data_access.importing.reading.calendars import read_date, read_year
from data_access.importing.reading.coded_cells import read_code, read_codes, refuse_doubt, simple
from data_access.importing.reading.places import read_citizenship, understand_country
from data_access.importing.reading.values import Mistake, Vocabulary, read_whole_number

# file column -> field; the case fields that are code sets have the name of their two columns in the schema
CASE_COLUMNS = {
    "case_key": "key",
    "source": "source",
    "registration_date": "registration_date",
    "registration_year": "registration_year",
    "data_source": "data_source",
    "prs_Gender": "gender",
    "age_at_identification": "age_band",
    "prs_Citizenship": "citizenship",
    "vic_TraffickingStatus": "trafficking_status",
    "cas_Status": "case_status",
    "con_Consent": "consent_to_share",
    "vic_AgreementToManagePersonalData": "agreement",  # of HTCDS before con_Consent
    "vic_MethodsOfControl": "means_of_control",
    "vic_MethodOfRecruitment": "method_of_recruitment",
    "vic_RelationshipToTrafficker": "relation_to_trafficker",
    "vic_TypeOfExploitation": "form_of_exploitation",
    "vic_ForcedLabourIndustry": "sector",
    "vic_TypeOfSexExploitation": "type_of_sexual_exploitation",
    "unaccompanied_child": "is_unaccompanied",
    "return_kind": "return_kind",
    "return_crossing": "return_crossing",
    "smuggled_migrant": "was_smuggled",
    "cas_IncomingReferralDate": "referral_in",
    "cas_OutgoingReferralDate": "referral_out",
    "provenance": "provenance",
}
EVENT_COLUMNS = {
    "case_key": "key",
    "source": "source",
    "position": "position",
    "hte_Type": "kind",
    "hte_Country": "country",
    "hte_State": "province",
    "province": "province",
    "hte_City": "place",
    "place": "place",
    "hte_Date": "start_date",
    "start_date": "start_date",
    "end_date": "end_date",
}
SERVICE_COLUMNS = {
    "case_key": "key",
    "source": "source",
    "service": "service",
    "spl_Type": "service",
    "provider": "provider",
    "provider_kind": "provider_kind",
    "country": "country",
    "province": "province",
    "start_date": "start_date",
    "end_date": "end_date",
    "spl_ActualEndDate": "end_date",
    "outcome": "outcome",
}
JUSTICE_COLUMNS = {
    "case_key": "key",
    "source": "source",
    "justice_step": "step",
    "country": "country",
    "province": "province",
    "start_date": "start_date",
    "end_date": "end_date",
    "outcome": "outcome",
}
COLUMNS: dict[CaseKind, dict[str, str]] = {
    "cases": CASE_COLUMNS,
    "events": EVENT_COLUMNS,
    "services": SERVICE_COLUMNS,
    "justice": JUSTICE_COLUMNS,
}

# HTCDS fields that hold no personal data and that the case database has no room for: looked at, not stored
NOT_STORED = {
    "prs_deceased", "prs_maritalstatus", "prs_numberofchildren", "prs_primarylanguage", "prs_secondarylanguage",
    "prs_highestlevelofeducation", "vic_traffickingstatusdecisionmakingorg",
    "vic_agewhentrafficked", "vic_recruitmentwebsitesandapps", "vic_exploitationwebsitesandapps",
    "vic_vulnerabilities", "cas_referringorganisation", "cas_referredorganisation",
    "cas_reasonforincomingreferral", "cas_reasonforoutgoingreferral", "spl_plannedenddate",
}  # fmt: skip

# HTCDS support plans as the services of our list (ours: HTCDS has no list of services)
SUPPORT_PLANS = {
    "Education": "Education",
    "Financial": "Livelihood",
    "Health": "MedicalAid",
    "LabourExploitationRehabilitation": "Reintegration",
    "Labour exploitation rehabilitation": "Reintegration",
    "Legal": "LegalAid",
    "RightsBasedTraining": "Education",
    "Rights-based training": "Education",
    "SexualExploitationRehabilitation": "Reintegration",
    "Sexual exploitation rehabilitation": "Reintegration",
    "SocialCare": "Reintegration",
    "Social care": "Reintegration",
}

CODE_SETS = {
    "means_of_control": code_lists.MEANS_OF_CONTROL,
    "method_of_recruitment": code_lists.METHOD_OF_RECRUITMENT,
    "relation_to_trafficker": code_lists.RELATION_TO_TRAFFICKER,
    "form_of_exploitation": code_lists.FORM_OF_EXPLOITATION,
    "sector": code_lists.SECTOR,
    "type_of_sexual_exploitation": code_lists.TYPE_OF_SEXUAL_EXPLOITATION,
}
# fields of one value, which the case table has under the same name
PLAIN_FIELDS = (
    "trafficking_status", "case_status", "consent_to_share", "is_unaccompanied", "return_kind", "return_crossing",
    "was_smuggled",
)  # fmt: skip
LONGEST_PROVIDER = 80
GENDERS = {"Female": "Feminine", "Male": "Masculine"}
GENDER_HINTS = {
    word: f"Write {code}."
    for code, words in {
        "Feminine": "F W woman women girl lady زن دختر ښځه نجلۍ عورت خاتون لڑکی ж жен женский женщина девочка зан "
        "духтар ayol qiz аёл zenan aýal gyz",
        "Masculine": "M man men boy مرد پسر سړی هلک آدمی لڑکا м муж мужской мужчина мальчик мард писар erkak oʻgʻil "
        "эркак erkek oglan",
    }.items()
    for word in words.split()
}
EVENT_HINTS = {
    word: f"Write {kind}."
    for kind, words in {
        "Recruitment": ["source", "origin", "departure", "from", "مبدا", "مبدأ", "вербовка", "источник"],
        "Transit": ["transit country", "through", "passage", "ترانزیت", "транзит"],
        "Exploitation": ["destination", "arrival", "to", "مقصد", "назначение", "эксплуатация"],
    }.items()
    for word in words
}


def vocabularies(kind: CaseKind, today: datetime.date) -> dict[str, Vocabulary]:
    """Return an empty vocabulary for each field of a kind of sheet."""
    shared = {
        field: Vocabulary(
            read_date(today, "registration_year" if field == "registration_date" else ""), holds_dates=True
        )
        for field in DATE_FIELDS[kind]
    }
    shared["source"] = Vocabulary(_read_source, is_decisive=True)
    return shared | {
        "cases": _case_vocabularies,
        "events": _event_vocabularies,
        "services": _service_vocabularies,
        "justice": _justice_vocabularies,
    }[kind](today)


DATE_FIELDS: dict[CaseKind, list[str]] = {
    "cases": ["registration_date", "referral_in", "referral_out"],
    "events": ["start_date", "end_date"],
    "services": ["start_date", "end_date"],
    "justice": ["start_date", "end_date"],
}


def _case_vocabularies(today: datetime.date) -> dict[str, Vocabulary]:
    return {
        "registration_year": Vocabulary(read_year(today, solar=True)),
        "data_source": Vocabulary(read_code(code_lists.DATA_SOURCE)),
        "gender": Vocabulary(read_code(code_lists.GENDER, GENDERS, GENDER_HINTS)),
        "age_band": Vocabulary(read_age),
        "citizenship": Vocabulary(read_citizenship),
        "trafficking_status": Vocabulary(read_code(code_lists.TRAFFICKING_STATUS)),
        "case_status": Vocabulary(read_code(code_lists.CASE_STATUS)),
        "consent_to_share": Vocabulary(read_consent, is_decisive=True),
        "agreement": Vocabulary(read_consent, is_decisive=True),
        "is_unaccompanied": Vocabulary(read_yes_no),
        "return_kind": Vocabulary(read_code(code_lists.RETURN_KIND)),
        "return_crossing": Vocabulary(read_code(code_lists.RETURN_CROSSING)),
        "was_smuggled": Vocabulary(read_yes_no),
        "provenance": Vocabulary(_read_provenance),
        **{field: Vocabulary(read_codes(codes)) for field, codes in CODE_SETS.items()},
    }


def _event_vocabularies(today: datetime.date) -> dict[str, Vocabulary]:
    return {
        "position": Vocabulary(read_whole_number),
        "kind": Vocabulary(read_code(code_lists.EVENT_KIND, hints=EVENT_HINTS)),
        "country": Vocabulary(understand_country),
        # what they mean depends on the country of the row: read as text here, resolved afterwards
        "province": Vocabulary(str, is_free=True),
        "place": Vocabulary(str, is_free=True),
    }


def _service_vocabularies(today: datetime.date) -> dict[str, Vocabulary]:
    return {
        "service": Vocabulary(read_code(code_lists.SERVICE, SUPPORT_PLANS)),
        "provider": Vocabulary(
            _read_provider, is_free=True, names_organisations=True, instead="Write the organisation, never a person."
        ),
        "provider_kind": Vocabulary(read_code(code_lists.ORGANISATION_KIND)),
        "country": Vocabulary(understand_country),
        "province": Vocabulary(str, is_free=True),
        "outcome": Vocabulary(read_code(code_lists.SERVICE_OUTCOME)),
    }


def _justice_vocabularies(today: datetime.date) -> dict[str, Vocabulary]:
    return {
        "step": Vocabulary(read_code(code_lists.JUSTICE_STEP)),
        "country": Vocabulary(understand_country),
        "province": Vocabulary(str, is_free=True),
        "outcome": Vocabulary(read_code(code_lists.JUSTICE_OUTCOME)),
    }


_BANDS = [
    (8, "0-8"),
    (17, "9-17"),
    (20, "18-20"),
    (23, "21-23"),
    (26, "24-26"),
    (29, "27-29"),
    (38, "30-38"),
    (47, "39-47"),
]
_AGE_WORDS = {simple(code): code for code in code_lists.AGE_BAND if not code[0].isdigit()} | {"minor": "child"}


_BAND = re.compile(r"0*(\d+)\s*(?:--?|–|—|to)\s*0*(\d+)")
# 17-Sep, Sep-17, 17.сен: what spreadsheets make of 9-17 and show of it
_SEPTEMBER = r"(?:sept?|sen|сен|снт|سپت|سبت|ستم)[^\W\d_]{0,6}\.?"
_MONTH_OF_A_SPREADSHEET = re.compile(rf"\d{{1,2}}[-. /]{_SEPTEMBER}|{_SEPTEMBER}[-. /]\d{{2,4}}", re.IGNORECASE)

_YEARS = re.compile(
    r"\d{1,3}[-. ]?(?:years?|yrs?|y|лет|год|года|сола|сол|yosh|yoshda|ёш|ёшда|ýaş|ساله|سال|سالہ|کلن|کلنه)\.?",
    re.IGNORECASE,
)


def read_age(text: str) -> str:
    """Read an age in whole years, a band, child or adult into a code of AGE_BAND. Raises Mistake."""
    word = _AGE_WORDS.get(simple(text))
    if word:
        return word
    band = _BAND.sub(r"\1-\2", text).replace(" ", "")
    if band in code_lists.AGE_BAND:
        return band
    age = float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text) else -1.0
    if not 0 <= age <= 120:
        raise _age_mistake(text)
    return next((code for last, code in _BANDS if int(age) <= last), "48+")


def _age_mistake(text: str) -> Mistake:
    expected = f"expected years from 0 to 120, or one of {', '.join(code_lists.AGE_BAND)}"
    if _YEARS.fullmatch(text):
        return Mistake(expected, "Write the number alone.", example="17")
    if _MONTH_OF_A_SPREADSHEET.fullmatch(text) or _is_9_17(text):
        return Mistake(
            f"Excel has made a date of 9-17; {expected}",
            "Format the column as text, and type 9-17 again (if a birth date stood here, it must not).",
            "a date", example="9-17", is_certain=True,
        )  # fmt: skip
    refuse_doubt(text)
    return Mistake(expected, "Write the age in years at identification, or a band.", example="9-17",
                   may_be_left_empty=True)  # fmt: skip


def _is_9_17(text: str) -> bool:
    """Whether a date cell is what Excel makes of 9-17: the 17th of September, or the first of September 2017."""
    day = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ]00:00:00)?", text)
    return bool(day) and (day[1][5:] == "09-17" or day[1] == "2017-09-01")  # type: ignore[index]


def _read_provenance(text: str) -> str:
    word = text.casefold()
    if word in {"synthetic", "confidential"}:
        return word
    raise Mistake("expected synthetic or confidential", "Leave the column out: case files are confidential.")


def _read_source(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", text.casefold()):
        raise Mistake("expected the code of a source, such as herat-office", "Write it as it was declared.")
    return text.casefold()


def _read_provider(text: str) -> str:
    if len(text) > LONGEST_PROVIDER or not any(sign.isalpha() for sign in text):
        raise Mistake(
            f"expected the name of an organisation of at most {LONGEST_PROVIDER} characters",
            "Shorten the name.",
            may_be_left_empty=True,
        )
    return text
