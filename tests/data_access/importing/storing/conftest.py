"""Databases of one case, and of one that two sources know."""

import pytest

from data_access.cases.corrections.decide import join_cases
from tests.worlds.databases import begin_with


@pytest.fixture
def one_case(case_engine, put, load):
    said = "case_key,con_Consent\nK-1,yes\n"
    return begin_with(case_engine, said, lambda: load(case_engine, put("case.csv", said)))


@pytest.fixture
def joined(case_engine, put, load, declare):
    """A person with a record in each of two sources, a:K-1 and b:K-1, joined; a has a further case."""
    of_a = put("a.csv", "case_key,prs_Gender,con_Consent\nK-1,Feminine,yes\nK-2,Masculine,yes\n")
    of_b = put("b.csv", "case_key,age_at_identification,con_Consent\nK-1,14,yes\n")
    services = put("s.csv", "case_key,service,provider,start_date,end_date,outcome\nK-1,Shelter,,2024-01-01,,\n")

    def make():
        for source in ("a", "b"):
            declare(case_engine, source)
        load(case_engine, of_a, source="a")
        load(case_engine, of_b, services, source="b")
        join_cases(case_engine, "a:K-1", "b:K-1")

    return begin_with(case_engine, "attacked: joined", make)
