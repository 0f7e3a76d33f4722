# ruff: noqa: E501 - a table of examples reads best with one example a line
"""CTDC's two data sets: denominators, proxies, places, and that nobody is counted twice."""

import pytest

from data_access.codes import code_lists
from data_access.errors import BadInput

K_ANONYMISED = """yearOfRegistration,Datasource,gender,ageBroad,majorityStatus,citizenship,meansOfControlDebtBondage,meansOfControlThreats,isForcedLabour,isSexualExploit,isOtherExploit,typeOfLabourAgriculture,typeOfLabourAquafarming,isAbduction,CountryOfExploitation,recruiterRelationFriend
2002.0,Case Management,Female,18--20,Adult,CO,1.0,,1.0,0.0,,0.0,,0.0,,1.0
2016.0,Hotline,,,Minor,AF,-99,0.0,,1.0,0.0,0.0,1.0,NULL,AF,
Unknown,Hotline,Transgender/NonConforming,,,,,,,,,0.0,0.0,1.0,TJ,0.0
"""
SYNTHETIC = """yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,traffickMonths,meansDebtBondageEarnings,meansThreats,isForcedLabour,isSexualExploit,isOtherExploit
2019,Woman,9--17,UZB,KAZ,0--12 (0-1 yr),1,,,,
2020,Man,,TJK,,,,,1,1,
"""


@pytest.fixture
def load(load, declare):
    def declare_and_load(engine, *files, **options):
        declare(engine, "ctdc", provenance="public", places_are_proxies=True, consent_policy="presumed")
        return load(engine, *files, **options)

    return declare_and_load


def bits(codes, *chosen):
    return sum(1 << list(codes).index(code) for code in chosen)


CASES = (
    "SELECT data_source, registration_year, gender, age_band, citizenship, means_of_control, means_of_control_known, "
    "form_of_exploitation, form_of_exploitation_known, sector, sector_known, method_of_recruitment, "
    'method_of_recruitment_known, relation_to_trafficker, provenance FROM "case" ORDER BY id'
)
EVENTS = "SELECT case_id, position, kind, country, basis FROM case_event ORDER BY 1, 2"


def test_each_flag_has_its_own_denominator_where_the_file_has_zeros(case_engine, put, load, rows):
    assert load(case_engine, put("ctdc.csv", K_ANONYMISED), format="ctdc")["new"] == 3
    means, forms, sectors = code_lists.MEANS_OF_CONTROL, code_lists.FORM_OF_EXPLOITATION, code_lists.SECTOR
    debt, threats = bits(means, "DebtBondage"), bits(means, "Threats")
    labour, sexual, other = bits(forms, "ForcedLabour"), bits(forms, "SexualExploitation"), bits(forms, "Other")
    farming = bits(sectors, "A_AgricultureForestryAndFishing")
    abduction = bits(code_lists.METHOD_OF_RECRUITMENT, "Abduction")
    friend = bits(code_lists.RELATION_TO_TRAFFICKER, "Acquainted")
    assert rows(case_engine, CASES) == [
        # agriculture is 0 and aquafarming unknown: nothing is known about section A
        ("CaseManagement", 2002, "Feminine", "18-20", "CO", debt, debt, labour, labour | sexual, 0, 0, 0, abduction, friend, "public"),
        ("Hotline", 2016, "NonSpecifiedUnknown", "child", "AF", 0, threats, sexual, sexual | other, farming, farming, 0, 0, 0, "public"),
        ("Hotline", None, "NonConforming", "unknown", None, 0, 0, 0, 0, 0, farming, abduction, abduction, 0, "public"),
    ]  # fmt: skip
    assert rows(case_engine, EVENTS) == [
        (1, 1, "Recruitment", "CO", "proxy"),
        (2, 1, "Recruitment", "AF", "proxy"),
        (2, 2, "Exploitation", "AF", "proxy"),
        (3, 1, "Exploitation", "TJ", "proxy"),
    ]
    assert rows(case_engine, "SELECT source, provenance, rows_read FROM import_run") == [
        ("Counter Trafficking Data Collaborative (CTDC), Global K-anonymised Dataset", "public", 3)
    ]


def test_without_zeros_a_group_is_known_only_where_a_flag_of_it_is_one(case_engine, put, load, rows):
    load(case_engine, put("synthetic.csv", SYNTHETIC), format="ctdc")
    means, forms = code_lists.MEANS_OF_CONTROL, code_lists.FORM_OF_EXPLOITATION
    assert rows(
        case_engine,
        "SELECT gender, age_band, citizenship, means_of_control, means_of_control_known, form_of_exploitation, "
        'form_of_exploitation_known FROM "case" ORDER BY id',
    ) == [
        ("Feminine", "9-17", "UZ", bits(means, "DebtBondageOrTakesEarnings"), bits(means, "DebtBondageOrTakesEarnings", "Threats"), 0, 0),
        ("Masculine", "unknown", "TJ", 0, 0, bits(forms, "ForcedLabour", "SexualExploitation"),
         bits(forms, "ForcedLabour", "SexualExploitation", "Other")),
    ]  # fmt: skip
    assert rows(case_engine, EVENTS) == [
        (1, 1, "Recruitment", "UZ", "proxy"), (1, 2, "Exploitation", "KZ", "proxy"), (2, 1, "Recruitment", "TJ", "proxy"),
    ]  # fmt: skip
    assert "Global Synthetic Dataset" in rows(case_engine, "SELECT source FROM import_run")[0][0]


def test_a_zero_in_one_row_changes_no_denominator_of_another(case_engine, put, load, rows):
    load(case_engine, put("synthetic.csv", SYNTHETIC + "2020,Man,,TJK,,,0,0,0,0,0\n"), format="ctdc")
    known = 'SELECT means_of_control_known > 0, form_of_exploitation_known > 0 FROM "case" ORDER BY id'
    assert [tuple(map(bool, row)) for row in rows(case_engine, known)] == [(True, False), (False, True), (False, False)]
    labour = code_lists.FORM_OF_EXPLOITATION
    forms = 'SELECT form_of_exploitation_known FROM "case" ORDER BY id'
    assert rows(case_engine, forms)[1] == (bits(labour, "ForcedLabour", "SexualExploitation", "Other"),)


def test_rows_that_stand_in_another_file_are_known_again(case_engine, put, load, rows):
    load(case_engine, put("a.csv", SYNTHETIC), format="ctdc")
    more = load(case_engine, put("b.csv", SYNTHETIC + "2021,Man,,TJK,,,1,,,,\n"), format="ctdc", replace=True)
    assert (more["new"], more["unchanged"], more["removed"]) == (1, 2, {})


def test_the_same_people_are_never_counted_twice(case_engine, put, load, rows, everything):
    load(case_engine, put("a.csv", K_ANONYMISED), format="ctdc")
    before = everything(case_engine)
    assert load(case_engine, put("b.csv", K_ANONYMISED), format="ctdc")["already_loaded"]
    with pytest.raises(BadInput, match="count them twice"):
        load(case_engine, put("s.csv", SYNTHETIC), format="ctdc")
    assert everything(case_engine) == before
    assert load(case_engine, put("s.csv", SYNTHETIC), format="ctdc", replace=True)["new"] == 2
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(2,)]
    assert rows(case_engine, 'SELECT DISTINCT import_run_id FROM "case"') == [(2,)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",CO,", ",XX,", "ISO 3166"),
        ("Female", "Femme", "expected one of Female"),
        ("18--20", "18--99", "expected years"),
        ("CO,1.0", "CO,2", "expected 1, 0 or an empty cell"),
        ("Datasource", "Reporter", "not known"),
        ("citizenship", "phone", "holds a phone number"),
    ],
)
def test_a_file_that_is_not_ctdcs_own_is_refused(sqlite_cases, put, load, everything, old, new, words):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("a.csv", K_ANONYMISED.replace(old, new)), format="ctdc")
    assert words in str(caught.value)
    assert everything(sqlite_cases) == before
