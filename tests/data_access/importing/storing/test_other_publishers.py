"""What one publisher said, no other file changes, joins or deletes; a row that moves takes its indicator along."""

import csv
from pathlib import Path

import pytest

from data_access.cases.corrections.undo import undo
from data_access.errors import BadInput

FACTS = Path(__file__).resolve().parents[4] / "data_access" / "facts"
VALUES = "id,body,programme,indicator,kind,value,unit,period_start,country,source_title,source_publisher\n"
PROGRAMMES = "programme,source_title,source_publisher,iati_identifier,donor,country\n"
MONEY = "id,programme,amount,currency,source_title\n"
POPULATION = "country_iso3,adm1_code,reference_year,total,source_title,source_publisher\n"
REGISTER = "agency,agency_kind,site,country,province,year,month,received\n"
INDICATORS = "SELECT title, programme, body, unit FROM indicator ORDER BY title"
STANDS = (
    "SELECT v.id, i.title, i.programme, i.body, v.value FROM indicator_value v "
    "JOIN indicator i ON i.code = v.indicator ORDER BY i.title, v.value"
)
PROGRAMME = "SELECT code, title, donor, country, iati_identifier FROM programme ORDER BY code"


def value(id="r-1", who="Agency A", programme="Prog A", title="Trained", value=500, unit="people", kind="actual"):
    return f"{id},{who},{programme},{title},{kind},{value},{unit},2023,AF,Report of {who},{who}\n"


def activity(identifier="XM-A-1", publisher="Agency A", title="Shelter programme", value=500, ref="X"):
    return f"""<?xml version="1.0"?><iati-activities version="2.03"><iati-activity xml:lang="en">
<iati-identifier>{identifier}</iati-identifier><reporting-org ref="{ref}" type="10"><narrative>{publisher}</narrative>
</reporting-org><title><narrative>{title}</narrative></title>
<participating-org role="1"><narrative>Donor of {publisher}</narrative></participating-org>
<result type="1"><title><narrative>R</narrative></title><indicator measure="1"><title><narrative>Helped</narrative>
</title><period><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/><actual value="{value}"/>
</period></indicator></result></iati-activity></iati-activities>"""


@pytest.fixture
def results(case_engine, put, load):
    """Load tables of results, each as a file of its own."""

    def run(*tables, **options):
        files = [put(f"{number}.csv", table) for number, table in enumerate(tables)]
        return load(case_engine, *files, format="results", **options)

    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("corrected", "column"),
    [
        (value(title="People trained"), "indicator"),
        (value(programme="Prog C"), "programme"),
        (value(unit="officers"), "unit"),
        ("r-1,Agency of A,Prog A,Trained,actual,500,people,2023,AF,Report of Agency A,Agency A\n", "body"),
    ],
)
@pytest.mark.parametrize("options", [{}, {"replace": True}])
def test_what_is_corrected_counts_as_changed_and_the_old_words_go(
    case_engine, results, rows, corrected, column, options
):
    results(VALUES + value())
    result = results(VALUES + corrected, **options)
    assert (result["new"], result["changed"], result["unchanged"]) == (0, 1, 0)
    assert result["lost"] == {column: 1}
    new = corrected.split(",")
    codes = [new[name].lower().replace(" ", "-") for name in (2, 1)]
    assert rows(case_engine, INDICATORS) == [(new[3], *codes, new[6])]
    assert rows(case_engine, "SELECT title FROM programme") == [(new[2],)]


@pytest.mark.slow
def test_an_indicator_of_other_values_stays_and_the_moved_row_has_its_own(case_engine, results, rows):
    header = VALUES.replace("unit", "unit,level,standard")
    said = value().replace("people", "people,output,PS.5.1-28")
    results(header + said + value("r-2", kind="target", value=800).replace("people", "people,,"))
    result = results(VALUES + value(title="Officers trained"))
    assert (result["changed"], result["lost"]) == (1, {"indicator": 1})
    query = "SELECT title, level, standard_tag FROM indicator ORDER BY title"
    of_both = "output", "PS.5.1-28"
    assert rows(case_engine, query) == [("Officers trained", *of_both), ("Trained", *of_both)]
    results(VALUES + value("r-2", kind="target", value=800, title="Officers trained"))
    assert rows(case_engine, query) == [("Officers trained", *of_both)]


def test_what_is_said_anew_of_an_indicator_counts_as_changed(results):
    header, two = VALUES.replace("unit", "unit,level,ascending"), value("r-2", kind="target")
    results(header + (value() + two).replace("people", "people,output,TRUE"))
    again = results(header + value().replace("people", "people,outcome,TRUE") + two.replace("people", "people,,"))
    assert (again["changed"], again["unchanged"], again["lost"]) == (1, 1, {"level": 1})


def test_ids_that_go_by_position_give_each_value_its_own_title(case_engine, results, rows):
    results(VALUES + value("r-1") + value("r-2", title="Sheltered", value=40))
    results(
        VALUES + value("r-1", title="Calls", value=9000) + value("r-2", value=550) + value("r-3", title="Sheltered")
    )
    assert [row[1:] for row in rows(case_engine, STANDS)] == [
        ("Calls", "prog-a", "agency-a", 9000), ("Sheltered", "prog-a", "agency-a", 500),
        ("Trained", "prog-a", "agency-a", 550),
    ]  # fmt: skip


def test_undo_brings_the_old_words_back(case_engine, results, rows):
    results(VALUES + value())
    before = {
        name: rows(case_engine, f"SELECT * FROM {name}") for name in ("programme", "indicator", "indicator_value")
    }
    run = results(VALUES + value(programme="Prog C", title="Other"))["run"]
    undo(case_engine, run)
    assert {name: rows(case_engine, f"SELECT * FROM {name}") for name in before} == before


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"replace": True}, {"accept_valid": True}])
def test_an_id_of_another_publisher_is_refused_with_his_name(case_engine, results, rows, options):
    results(VALUES + value())
    theirs = VALUES + value(who="Agency B", programme="Prog B", title="Shelters", value=30)
    with pytest.raises(BadInput, match=r"column id.*Agency A has a value of this id.*Write an id of your own"):
        results(theirs, **options)
    assert [row[1:] for row in rows(case_engine, STANDS)] == [("Trained", "prog-a", "agency-a", 500)]
    if options == {"accept_valid": True}:
        result = results(theirs + value("b-2", who="Agency B", programme="Prog B", title="Beds"), **options)
        assert (result["new"], result["changed"], result["rows_refused"]) == (1, 0, 1)


def test_the_same_publisher_in_other_capitals_is_the_same(results):
    results(VALUES + value())
    assert results((VALUES + value(value=510)).replace(",Agency A\n", ",AGENCY A\n"))["changed"] == 1


@pytest.mark.parametrize("programme", ["Prog A", "Prog B"])
def test_an_amount_of_another_publisher_is_refused(case_engine, results, rows, programme):
    both = value() + value("b-1", who="Agency B", programme="Prog B") + value("b-2", who="Agency B", title="Beds")
    results(VALUES + both, MONEY + "e-1,Prog A,1000,USD,Report\n")
    header = MONEY.replace("source_title", "source_title,source_publisher")
    with pytest.raises(BadInput, match=r"column id.*Agency A has an amount of this id"):
        results(header + f"e-1,{programme},77,EUR,Report,Agency B\n")
    if programme == "Prog B":  # whose amounts are without a publisher, the programme says
        with pytest.raises(BadInput, match=r"Agency A has an amount of this id"):
            results(MONEY + "e-1,Prog B,77,EUR,Report\n")
    assert results(MONEY + "e-1,Prog A,1100,USD,Report\n")["changed"] == 1
    query = "SELECT programme, amount, source_publisher FROM expenditure"
    assert rows(case_engine, query) == [("prog-a", 1100, "Agency A")]


@pytest.mark.slow
def test_replace_takes_away_only_what_the_same_publisher_said(case_engine, results, rows):
    described = PROGRAMMES + "Prog A,Report,Agency A,,Donor A,AF\n"
    results(VALUES + value() + value("r-2", title="Taught"), described, MONEY + "e-1,Prog A,1000,USD,Report\n")
    header = MONEY.replace("source_title", "source_title,source_publisher")
    theirs = value("b-1", who="Agency B", title="Beds"), value("b-2", who="Agency B", title="Rooms")
    results(VALUES + "".join(theirs), header + "f-1,Prog A,5,USD,Report,Agency B\n")
    result = results(VALUES + theirs[0], replace=True)
    assert result["removed"] == {"values": 1, "expenditures": 1}
    assert [row[1] for row in rows(case_engine, STANDS)] == ["Beds", "Taught", "Trained"]
    assert rows(case_engine, "SELECT amount FROM expenditure") == [(1000,)]
    assert rows(case_engine, "SELECT donor FROM programme") == [("donor-a",)]
    assert results(VALUES + value(), replace=True)["removed"] == {"values": 1, "expenditures": 1}
    assert [row[1] for row in rows(case_engine, STANDS)] == ["Beds", "Trained"]


def test_replace_leaves_what_others_said_of_a_shared_indicator(case_engine, results, rows):
    shared = VALUES.replace("unit", "unit,level")
    results(shared + value(programme="").replace("people", "people,output"))
    theirs = value("b-1", who="Agency B", programme="").replace(",Agency B,,", ",Agency A,,")
    results(VALUES + theirs, replace=True)
    assert rows(case_engine, "SELECT level FROM indicator") == [("output",)]
    assert len(rows(case_engine, STANDS)) == 2


@pytest.mark.parametrize("options", [{}, {"replace": True}])
def test_a_programme_that_another_publisher_described_is_not_described_anew(case_engine, results, rows, options):
    results(PROGRAMMES + "Prog A,Report,Agency A,,Donor A,AF\n")
    with pytest.raises(BadInput, match="Agency A has described this programme"):
        results(PROGRAMMES + "prog a!,Report,Agency B,,Donor B,PK\n", **options)
    assert rows(case_engine, PROGRAMME) == [("prog-a", "Prog A", "donor-a", "AF", None)]
    assert results(PROGRAMMES + "Prog A,Report,Agency A,,Donor A2,AF\n")["changed"] == 1


def test_a_programme_that_others_only_named_may_be_described(case_engine, results, rows):
    results(VALUES + value(who="Agency B"))
    results(PROGRAMMES + "Prog A,Report,Agency A,,Donor A,AF\n")
    assert rows(case_engine, PROGRAMME) == [("prog-a", "Prog A", "donor-a", "AF", None)]


@pytest.mark.slow
def test_a_title_of_two_programmes_is_refused_without_identifier(case_engine, results, rows, put, load):
    load(case_engine, put("a.xml", activity()), format="iati")
    load(case_engine, put("b.xml", activity("XM-B-9", "Agency B")), format="iati")
    for table in (VALUES + value(programme="Shelter programme"), MONEY + "e-1,Shelter programme,5,USD,Report\n",
                  PROGRAMMES + "Shelter programme,Report,Agency A,,Donor,AF\n"):  # fmt: skip
        with pytest.raises(BadInput, match=r"two programmes have this title.*iati_identifier"):
            results(table)
    named = VALUES.replace("unit", "unit,iati_identifier")
    results(named + value(programme="Shelter programme", title="Beds").replace("people", "people,XM-B-9"))
    query = "SELECT p.iati_identifier FROM indicator i JOIN programme p ON p.code = i.programme WHERE i.title = 'Beds'"
    assert rows(case_engine, query) == [("XM-B-9",)]


def test_the_programme_of_the_same_files_is_meant(case_engine, results, rows):
    results(PROGRAMMES + "Home,Report,Agency B,XX-1,Donor,AF\n")
    with pytest.raises(BadInput, match="two programmes have this title"):
        results(PROGRAMMES + "Home,Report,Agency A,XX-22,Donor,AF\n", VALUES + value(programme="Home"))


@pytest.mark.slow
def test_a_programme_without_identifier_keeps_its_title_beside_another_one(case_engine, results, rows, put, load):
    own = PROGRAMMES + "Shelter programme,Report,Agency A,,Donor A,AF\n"
    results(own)
    load(case_engine, put("b.xml", activity("XM-B-9", "Agency B")), format="iati")
    assert len(rows(case_engine, PROGRAMME)) == 2
    results(VALUES + value(programme="Shelter programme", title="Beds"))
    assert ("Beds", "shelter-programme") in [row[1:3] for row in rows(case_engine, STANDS)]
    with pytest.raises(BadInput, match="two programmes have this title"):
        results(VALUES + value("c-1", who="Agency C", programme="Shelter programme"))


@pytest.mark.slow
def test_a_row_without_identifier_leaves_the_one_that_is_known(case_engine, results, rows, put, load):
    load(case_engine, put("a.xml", activity()), format="iati")
    results(PROGRAMMES + "Shelter programme,Report,Agency A,,Donor A,AF\n")
    newer = activity(title="Shelter programme, phase II", value=600)
    result = load(case_engine, put("a2.xml", newer), format="iati")
    assert [row[1:] for row in rows(case_engine, PROGRAMME)] == [
        ("Shelter programme, phase II", "donor-of-agency-a", None, "XM-A-1")
    ]
    assert result["new"] == 0


@pytest.mark.slow
def test_an_activity_of_another_publisher_is_refused(case_engine, rows, put, load):
    load(case_engine, put("a.xml", activity()), format="iati")
    with pytest.raises(BadInput, match="Agency A has described this programme"):
        load(case_engine, put("b.xml", activity(publisher="Agency B", value=7)), format="iati")
    assert [float(row[-1]) for row in rows(case_engine, STANDS)] == [500]
    assert load(case_engine, put("c.xml", activity(value=7)), format="iati")["changed"] == 1


def test_populations_of_another_publisher_are_refused(case_engine, put, load, rows):
    ours = POPULATION + "AFG,AF-HER,2023,2000000,Census,Statistics office\n"
    load(case_engine, put("a.csv", ours), format="population")
    theirs = put("b.csv", POPULATION + "AFG,AF-HER,2023,1500000,Estimate,Agency B\n")
    for options in ({}, {"replace": True}):
        with pytest.raises(BadInput, match=r"Statistics office has numbers of this place and year.*undo 1\)"):
            load(case_engine, theirs, format="population", **options)
    newer = put("c.csv", ours.replace("2000000", "2100000"))
    assert load(case_engine, newer, format="population")["changed"] == 1
    assert rows(case_engine, "SELECT persons FROM population") == [(2100000,)]


def test_a_site_of_another_country_is_another_one(case_engine, put, load, rows):
    load(case_engine, put("a.csv", REGISTER + "POLICE,LawEnforcement,PD-4,AF,AF-HER,2024,3,yes\n"), format="reporting")
    for options in ({}, {"replace": True}):
        with pytest.raises(BadInput, match=r"column site.*in another country"):
            load(case_engine, put("b.csv", REGISTER + "POLICE,,PD-4,PK,,2024,3,no\n"), format="reporting", **options)
    theirs = put("c.csv", REGISTER + "POLICE,,PD-5,PK,,2024,3,no\n")
    assert load(case_engine, theirs, format="reporting", replace=True)["removed"] == {}
    assert sorted(rows(case_engine, "SELECT place, received FROM reporting")) == [("AF-HER", True), ("PK", False)]


@pytest.mark.slow
def test_all_facts_of_the_project_load_together_and_again(case_engine, load, tmp_path):
    files = sorted(FACTS.glob("published_*.csv"))
    number = sum(len(list(csv.DictReader(path.open(encoding="utf-8")))) for path in files)
    result = load(case_engine, *files, format="results")
    assert result["new"] + result["changed"] + result["unchanged"] == number
    again = load(case_engine, *files, format="results", replace=True)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, number)
    assert not any(again["removed"].values())


def test_a_corrected_title_without_identifier_is_said_to_be_a_second_programme(results, rows):
    results(PROGRAMMES + "Safe Return of Migrants,Report,Agency A,,Giver,AF\n")
    trial = results(PROGRAMMES + "Safe Return of Migrant Women,Report,Agency A,,Giver,AF\n", dry_run=True)
    said = results(PROGRAMMES + "Safe Return of Migrant Women,Report,Agency A,,Giver,AF\n")
    assert said["warnings"] == trial["warnings"]
    assert "“Safe Return of Migrants” of the same publisher, which stays, has nearly its title" in said["message"]
    for other in ("Safe Return of Migrants 2,Report,Agency A", "Safe Return for Migrants,Report,Agency B"):
        assert not results(PROGRAMMES + f"{other},,Giver,AF\n")["warnings"]


def test_a_title_is_corrected_as_the_warning_says(results, case_engine, rows):
    results(PROGRAMMES + "Safe Return of Migrants,Report,Agency A,,Giver,AF\n")
    results(PROGRAMMES + "Safe Return of Migrants,Report,Agency A,XM-A-7,Giver,AF\n")
    assert not results(PROGRAMMES + "Safe Return of Migrant Women,Report,Agency A,XM-A-7,Giver,AF\n")["warnings"]
    assert rows(case_engine, "SELECT title FROM programme") == [("Safe Return of Migrant Women",)]


def test_a_publisher_of_another_name_is_known_by_its_reference(case_engine, put, load, rows):
    load(case_engine, put("a.xml", activity(ref="XM-A")), format="iati")
    renamed = put("b.xml", activity(publisher="Institute Z", value=700, ref="XM-A"))
    said = load(case_engine, renamed, format="iati")["message"]
    assert "The publisher “Agency A” is called “Institute Z” now" in said
    assert rows(case_engine, "SELECT source_publisher, publisher_ref FROM programme") == [("Institute Z", "XM-A")]
    assert rows(case_engine, "SELECT value, source_publisher FROM indicator_value") == [(700, "Institute Z")]


@pytest.mark.parametrize(
    "ref", ["XM-B", "", "X", 'XM-A" secondary-reporter="1'], ids=["another", "none", "no beginning", "secondary"]
)
def test_a_name_without_the_reference_is_another_publisher(case_engine, put, load, rows, ref):
    load(case_engine, put("a.xml", activity(ref="XM-A")), format="iati")
    with pytest.raises(BadInput, match="has described this programme"):
        load(case_engine, put("b.xml", activity(publisher="Institute Z", ref=ref)), format="iati")
    assert rows(case_engine, "SELECT source_publisher FROM programme") == [("Agency A",)]
