# ruff: noqa: E501 - a table of examples reads best with one example a line
"""No answer is lost and nobody counts twice: noes under a key that cannot be used, noes of HTCDS's older column, rows that
look like the template's example, and cases loaded under another's source."""

import csv
import io

import pytest
import xlsxwriter

from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from data_access.importing.templates.template import write_template

HEAD = "case_key,con_Consent,prs_Gender\n"
OLD = "vic_AgreementToManagePersonalData"
ANSWERS = 'SELECT consent_to_share, count(*) FROM "case" GROUP BY consent_to_share ORDER BY 2'
SOURCES = "code,name,provenance,places_are_proxies,consent_policy\n"
OWN = "own,Own cases,confidential,no,required\n"
HERAT = "herat,Shelters of Herat,confidential,no,required\n"
KABUL = "kabul,Office of Kabul,confidential,no,required\n"


# a no under a key that cannot be used


@pytest.mark.parametrize("key", ["REG–0004", '"REG 0005"', "RЕG-0004", "", "#N/A", "KEY"])
def test_a_no_whose_key_cannot_be_used_is_passed_over_by_nothing(case_engine, put, load, rows, key):
    path = put("a.csv", f"{HEAD}{key},no,Female\nREG-0001,yes,Female\n")
    with pytest.raises(
        BadInput, match=r"row 2, column case_key.*the row says no to sharing, and nobody could say whose no"
    ):
        load(case_engine, path, accept_valid=True)
    assert rows(case_engine, ANSWERS) == []
    assert (
        load(case_engine, put("b.csv", f"{HEAD}{key},yes,Female\nREG-0001,yes,Female\n"), accept_valid=True)["new"] == 1
    )


# the answer that HTCDS had before con_Consent


def test_a_no_of_the_older_column_is_a_no(case_engine, put, load, rows):
    said = load(case_engine, put("a.csv", f"case_key,con_Consent,{OLD}\nR-1,,No\nR-2,yes,Yes\nR-3,no,No\nR-4,,yes\n"))
    assert "a no in vic_AgreementToManagePersonalData counts as the no of con_Consent" in said["message"]
    assert sorted(rows(case_engine, ANSWERS), key=str) == [(False, 2), (None, 1), (True, 1)] or sorted(
        rows(case_engine, ANSWERS), key=str
    ) == [(0, 2), (1, 1), (None, 1)]
    load(case_engine, put("b.csv", "case_key,con_Consent\nR-1,yes\n"))
    assert (2,) in [row[1:] for row in rows(case_engine, ANSWERS)], "it is final as any other"


@pytest.mark.parametrize(("consent", "older"), [("yes", "No"), ("yes", "0"), ("CLEAR", "FALSE")])
def test_a_contradiction_is_refused(case_engine, put, load, rows, consent, older):
    path = put("a.csv", f"case_key,con_Consent,{OLD}\nR-1,{consent},{older}\nR-2,yes,Yes\n")
    with pytest.raises(
        BadInput, match=r"column con_Consent.*vic_AgreementToManagePersonalData says no, and this cell does not"
    ):
        load(case_engine, path, accept_valid=True)
    assert rows(case_engine, ANSWERS) == []


def test_the_older_column_alone_is_read_as_hard(case_engine, put, load, rows):
    with pytest.raises(BadInput, match="consent is read from yes and no alone"):
        load(case_engine, put("a.csv", f"case_key,{OLD}\nR-1,Withdrawn\n"), accept_valid=True)
    assert load(case_engine, put("b.csv", f"case_key,{OLD}\nR-1,No\nR-2,CLEAR\n"))["new"] == 2
    assert len(rows(case_engine, f"{ANSWERS}")) == 2
    with pytest.raises(BadInput, match="the column belongs into another sheet"):
        load(case_engine, put("c.csv", f"case_key,service,{OLD}\nR-2,Shelter,No\n"))


def test_a_comment_on_it_is_refused_too(sqlite_cases, put, load):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("cases")
        sheet.write_column("A1", ["case_key", "R-1"])
        sheet.write_column("B1", [OLD, "yes"])
        sheet.write_comment("B2", "not any more")
    with pytest.raises(BadInput, match="the cell has a comment"):
        load(sqlite_cases, put("cases.xlsx", memory.getvalue()))


# the example of the template


def test_only_the_example_as_the_template_wrote_it_is_left_out(case_engine, put, load, rows):
    said = load(
        case_engine, put("a.csv", "case_key,prs_Gender,con_Consent\nEXAMPLE-1,Masculine,yes\nR-1,Feminine,yes\n")
    )
    assert (said["new"], said["rows_read"]) == (1, 1)
    assert "the example row of the template was left out" in said["message"]
    for row in ("EXAMPLE-2,Masculine,yes", "example-0030,Feminine,no", "EXAMPLE-1,Feminine,no"):
        with pytest.raises(
            BadInput, match=r"row 2, column case_key.*begins as the example of the template does, and is not it"
        ):
            load(
                case_engine,
                put("b.csv", f"case_key,prs_Gender,con_Consent\n{row}\nR-2,Feminine,yes\n"),
                accept_valid=True,
            )
    load(case_engine, put("c.csv", "data_source,case_key,con_Consent\nNGO,ExampleShelter-0002,no\nNGO,R-3,yes\n"))
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(3,)]


@pytest.mark.slow
def test_what_only_begins_with_the_word_is_data(case_engine, put, load):
    with pytest.raises(BadInput, match="row 2, column data_source"):
        load(case_engine, put("a.csv", "data_source,case_key,con_Consent\nexample,R-1,no\nNGO,R-2,yes\n"))
    header = "body,id,indicator,kind,value,source_title,source_publisher\n"
    line = "Example Foundation,{},People helped,actual,120,Report,Example Foundation\n"
    assert load(case_engine, put("r.csv", header + line.format("r-1")), format="results")["new"] == 1
    with pytest.raises(BadInput, match="begins as the example of the template does"):
        load(case_engine, put("s.csv", header + line.format("example-2")), format="results")
    agencies = "agency,agency_kind,site,country,year,month,received\n{},NGO,1,AF,2024,3,yes\n"
    with pytest.raises(BadInput, match="begins as the example of the template does"):
        load(case_engine, put("t.csv", agencies.format("EXAMPLE-AGENCY-2")), format="reporting")


@pytest.mark.parametrize("format", ["htcds", "results", "population", "reporting", "sources"])
def test_every_template_as_it_is_holds_its_examples_alone(sqlite_cases, tmp_path, load, format):
    path = tmp_path / "template.xlsx"
    write_template(path, format=format)
    with pytest.raises(BadInput, match="there is a header and no row below it"):
        load(sqlite_cases, path, format=format)


# cases under another's source


@pytest.fixture
def two(case_engine, put, load):
    """herat has REG-1 to REG-9; REG-3 withdrew and REG-4 said no."""
    load(case_engine, put("s.csv", SOURCES + HERAT + KABUL), format="sources")
    load(
        case_engine,
        put("f.csv", HEAD + "".join(f"REG-{number},yes,Female\n" for number in range(1, 10))),
        source="herat",
    )
    return case_engine


def test_most_keys_of_another_source_are_a_warning(two, put, load):
    again = put("f.csv", HEAD + "".join(f"REG-{number},yes,Female\n" for number in range(1, 10)))
    said = load(two, again, source="kabul", dry_run=True)
    assert "WARNING: 9 keys of 9 new ones stand under the source herat as well." in said["message"]
    assert "load the file with --source herat" in said["message"]
    assert "WARNING" not in load(two, again, source="kabul", other_people=True)["message"]
    some = put("g.csv", HEAD + "REG-1,yes,Female\nK-1,yes,Female\nK-2,yes,Female\n")
    assert "WARNING" not in load(two, some, source="kabul", dry_run=True)["message"]


def test_who_withdrew_or_said_no_does_not_come_back_under_another_source(two, put, load, rows):
    withdraw(two, ["REG-3"], lambda: None)
    decide_consent(two, "REG-4", False)
    again = put("f.csv", HEAD + "".join(f"REG-{number},yes,Female\n" for number in range(1, 10)))
    with pytest.raises(
        BadInput, match="stand under the source herat as well, and 2 are of somebody who withdrew or said no"
    ):
        load(two, again, source="kabul")
    assert rows(two, 'SELECT DISTINCT source FROM "case"') == [("herat",)]
    assert load(two, again, source="kabul", other_people=True)["new"] == 9


def test_a_no_of_a_key_of_another_source_is_a_warning(two, put, load):
    path = put("n.csv", HEAD + "REG-1,no,Female\nK-1,yes,Male\nK-2,yes,Male\n")
    said = load(two, path, source="kabul")["message"]
    assert "WARNING: 1 no of the file is of keys that kabul does not have and herat has" in said


def test_a_source_in_capitals_is_read_and_a_wrong_one_is_named(two, put, load):
    assert load(two, put("a.csv", "case_key,source\nK-1,KABUL\n"))["new"] == 1
    with pytest.raises(BadInput, match=r"row 2, column source.*expected the code of a source"):
        load(two, put("b.csv", "case_key,source\nK-2,office in Kabul\nK-3,kabul\n"), accept_valid=True)
    with pytest.raises(BadInput, match=r"row 2, column source.*expected the code of a source"):
        load(two, put("c.csv", "case_key,source\nK-2,office in Kabul\n"))


# the register of sources


@pytest.mark.parametrize("lines", [[OWN, HERAT], [HERAT, OWN], [OWN, HERAT, KABUL]])
def test_the_own_source_stays_where_the_file_names_it(case_engine, put, load, rows, lines):
    load(case_engine, put("f.csv", f"{HEAD}R-1,yes,Female\n"))
    with pytest.raises(BadInput) as advised:
        load(case_engine, put("s.csv", SOURCES + HERAT), format="sources")
    (own,) = csv.reader([line for line in str(advised.value).splitlines() if line.startswith("own,")])
    assert ",".join(own) + "\n" == OWN
    load(case_engine, put("s.csv", SOURCES + "".join(lines)), format="sources")
    assert {code for (code,) in rows(case_engine, "SELECT code FROM source")} == {
        line.partition(",")[0] for line in lines
    }
    load(case_engine, put("t.csv", SOURCES + KABUL), format="sources")
    assert ("own",) in rows(case_engine, "SELECT code FROM source")
