"""No name that will be published is the key of a case that the database holds, or of one that was withdrawn."""

import pytest

from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput

KNOWN = "case_key\nHERAT-2024-0001\nHERAT-2024-0002\n12-b\n"
POPULATION = "country_iso3,reference_year,total,source_title,source_publisher\nAFG,2020,5000,HERAT-2024-0001,Office\n"


@pytest.mark.parametrize("name", ["HERAT-2024-0001", "herat-2024-0001", "Office HERAT-2024-0002", "12-b", "GONE-7"])
def test_a_provider_named_like_the_key_of_a_known_case_is_refused(case_engine, put, load, rows, name):
    load(case_engine, put("c.csv", KNOWN + "GONE-7\n"))
    withdraw(case_engine, ["GONE-7"], lambda: None)
    services = put("s.csv", f"case_key,service,provider\n12-b,Shelter,{name}\n")
    with pytest.raises(BadInput, match="the cell holds the key of a case"):
        load(case_engine, services, accept_valid=True)
    assert rows(case_engine, "SELECT count(*) FROM provider") == [(0,)]


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("sources", "code,name,provenance\na,Shelters HERAT-2024-0001,confidential\n"),
        ("population", POPULATION),
    ],
)
def test_other_published_names_hold_no_key_either(sqlite_cases, put, load, format, content):
    load(sqlite_cases, put("c.csv", KNOWN))
    with pytest.raises(BadInput, match="the cell holds the key of a case"):
        load(sqlite_cases, put("f.csv", content), format=format)


def test_a_provider_with_a_number_is_no_key(sqlite_cases, put, load):
    load(sqlite_cases, put("c.csv", KNOWN))
    assert load(sqlite_cases, put("s.csv", "case_key,service,provider\n12-b,Shelter,Shelter 12\n"))["changed"] == 1
