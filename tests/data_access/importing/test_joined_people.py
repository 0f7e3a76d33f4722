"""Two records of one person: the stricter source decides, and undo names what stands in its way."""

from datetime import date

import pytest

from data_access.cases.corrections.consents import count_consents
from data_access.cases.corrections.decide import join_cases
from data_access.errors import BadInput
from data_access.publishing.publication_date import cases_until


@pytest.mark.parametrize("order", [("open", "strict"), ("strict", "open")])
def test_a_joined_record_follows_the_stricter_policy(case_engine, put, load, declare, order):
    declare(case_engine, "open", consent_policy="presumed")
    declare(case_engine, "strict")
    for code in order:
        load(case_engine, put(f"{code}.csv", "case_key,con_Consent\nK-1,yes\n"), source=code)
    join_cases(case_engine, *(f"{code}:K-1" for code in order))
    today = date.today()
    with case_engine.connect() as connection:
        assert count_consents(connection).publishable == cases_until(connection, today) == 1
    for code in order:
        load(case_engine, put("n.csv", "case_key,con_Consent\nK-1,CLEAR\n"), source=code)
    with case_engine.connect() as connection:
        assert count_consents(connection).publishable == cases_until(connection, today) == 0
    # what the other source holds of the person counts when its policy is to be loosened
    register = put("s.csv", "code,name,provenance,consent_policy\nstrict,Strict,confidential,presumed\n")
    with pytest.raises(BadInput, match="The source strict holds 1 case"):
        load(case_engine, register, format="sources")
