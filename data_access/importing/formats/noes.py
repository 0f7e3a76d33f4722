"""Who says no to sharing in a file of cases: no such answer is lost for what else is wrong with its row."""

import numpy as np

from data_access.importing.reading.rows import CaseKeys, RowSet
from data_access.importing.reading.values import MISSING, Mistake, Understood
from data_access.importing.telling.problems import REFUSAL, ProblemList

LOST_NO = Mistake(
    "the row says no to sharing, and nobody could say whose no it is: with --accept-valid it would be lost",
    "Write the key of the case as it was written before.",
)
CONTRADICTION = Mistake(
    "vic_AgreementToManagePersonalData says no, and this cell does not",
    "Write no if the person does not agree to one of the two. If the other column is not kept any more, remove it.",
    example="no",
)
LOST_NO.severity = CONTRADICTION.severity = REFUSAL
AGREEMENT_IS_NO = "a no in vic_AgreementToManagePersonalData counts as the no of con_Consent"


def follow_agreements(cases: RowSet, problems: ProblemList) -> None:
    """Take a no of vic_AgreementToManagePersonalData, which HTCDS had before con_Consent, for a no of con_Consent where
    that is empty, and refuse it where that says another thing."""
    cases.cleared.pop("agreement", None)
    no = cases.lookup("agreement") == False  # noqa: E712 - elementwise
    consent = cases.lookup("consent_to_share")
    cleared = cases.cleared.get("consent_to_share", np.zeros(len(no), dtype=bool))
    cases.refuse_rows(no & ((consent == True) | cleared), "consent_to_share", CONTRADICTION, problems)  # noqa: E712
    follows = np.flatnonzero(no & ~cleared & (cases.frame["consent_to_share"].to_numpy() == MISSING))
    if len(follows):
        answers = cases.vocabularies["consent_to_share"].encode(["no"])
        cases.frame.loc[follows, "consent_to_share"] = answers[0]
        for number in np.unique(cases.frame["sheet"].to_numpy()[follows]):
            rows = follows[cases.frame["sheet"].to_numpy()[follows] == number]
            reading = Understood(False, AGREEMENT_IS_NO, "No is no")
            cases.note_reading(int(number), "agreement", reading, cases.frame["row"].to_numpy()[rows])
        cases.report_readings(problems)


def refuse_lost_noes(cases: RowSet, problems: ProblemList) -> None:
    """Note as refusals the rows that say no and whose key cannot be used."""
    is_lost = (cases.lookup("consent_to_share") == False) & (cases.frame["key"].to_numpy() < 0)  # noqa: E712
    cases.refuse_rows(is_lost, "key", LOST_NO, problems)


def keys_refusing(cases: RowSet, keys: CaseKeys) -> list[str]:
    """Return the keys of all rows that say no, also of those that have a mistake."""
    key = cases.frame["key"].to_numpy()
    says_no = (cases.lookup("consent_to_share") == False) & (key >= 0)  # noqa: E712 - elementwise
    texts = keys.texts()
    return [texts[number] for number in np.unique(key[says_no])]
