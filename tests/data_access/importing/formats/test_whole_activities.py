"""An edition of an IATI activity is loaded whole or not at all, and what it takes away is counted."""

import csv

import pytest

from data_access.errors import BadInput

ACTIVITY = """<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>{identifier}</iati-identifier>
<reporting-org ref="XM-1" type="10"><narrative>Organisation</narrative></reporting-org>
<title><narrative>Programme {identifier}</narrative></title><activity-status code="2"/>
{activity}
<result type="1"><title><narrative>Training</narrative></title>
<indicator measure="1"><title><narrative>Trained</narrative></title>
{periods}</indicator></result></iati-activity>"""
PERIOD = """<period><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>
<actual value="{value}">{comment}</actual></period>"""
TRANSACTION = """<transaction><transaction-type code="3"/><transaction-date iso-date="2023-05-01"/>
<value value-date="2023-05-01">{}</value></transaction>"""


def activity(identifier="XM-1-P10", values=None, inside="", comment=""):
    values = {2022: 50, 2023: 60} if values is None else values
    periods = [PERIOD.format(year=year, value=value, comment=comment) for year, value in values.items()]
    return ACTIVITY.format(identifier=identifier, activity=inside, periods="".join(periods))


@pytest.fixture
def edition(put):
    def write(name, *activities):
        body = "".join(activities)
        return put(name, f'<?xml version="1.0"?>\n<iati-activities version="2.03">{body}</iati-activities>')

    return write


def findings(tmp_path):
    return list(csv.DictReader((tmp_path / "report.csv").open(encoding="utf-8-sig")))


KNOWN = "SELECT value FROM indicator_value ORDER BY period_start, value"
SPENT = "SELECT amount FROM expenditure ORDER BY amount"


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        activity(values={2022: 51, 2023: "sixty"}),
        activity(values={2022: 51, 2023: 61}, inside=TRANSACTION.format("1,000")),
        activity(values={2022: 51}, inside='<activity-date type="1" iso-date="2024-13-01"/>'),
        activity(values={2022: 51}, inside='<sector vocabulary="1" code="15160" percentage="most"/>'),
        activity(values={2022: 51}, inside='<recipient-country code="AF" percentage="100,0"/>'),
    ],
    ids=["value", "money", "date", "sector", "country"],
)
def test_an_activity_of_which_a_part_cannot_be_read_stays_out_whole(case_engine, edition, load, rows, broken):
    money = TRANSACTION.format(900)
    load(case_engine, edition("a.xml", activity(inside=money), activity("XM-1-P11")), format="iati")
    newer = edition("b.xml", broken, activity("XM-1-P11", {2022: 70}))
    with pytest.raises(BadInput):
        load(case_engine, newer, format="iati")
    result = load(case_engine, newer, format="iati", accept_valid=True)
    assert "1 activity stays out whole" in result["message"]
    assert [float(value) for (value,) in rows(case_engine, KNOWN)] == [50, 70, 60]
    assert [float(value) for (value,) in rows(case_engine, SPENT)] == [900]
    assert result["removed"] == {"values": 1}


def test_with_no_activity_left_nothing_is_loaded(sqlite_cases, edition, load, rows):
    with pytest.raises(BadInput, match="nothing was loaded"):
        load(sqlite_cases, edition("a.xml", activity(values={2022: "x"})), format="iati", accept_valid=True)


def test_an_activity_in_two_files_is_said_once_and_names_both(case_engine, edition, load, rows, tmp_path):
    files = edition("a.xml", activity(), activity("XM-1-P11")), edition("b.xml", activity(values={2022: 7, 2023: 8}))
    with pytest.raises(BadInput) as caught:
        load(case_engine, *files, format="iati", accept_valid=True)
    assert "the activity XM-1-P10 stands in a.xml and in b.xml" in str(caught.value)
    assert [(one["file"], one["sheet"]) for one in findings(tmp_path)] == [("b.xml", "activity XM-1-P10")]
    assert rows(case_engine, "SELECT count(*) FROM programme") == [(0,)]


@pytest.mark.slow
def test_what_an_edition_takes_away_is_counted(case_engine, edition, load, rows):
    inside = """<participating-org role="1"><narrative>Donor A</narrative></participating-org>
    <participating-org role="1"><narrative>Donor B</narrative></participating-org>
    <activity-date type="2" iso-date="2022-01-01"/><activity-date type="4" iso-date="2024-01-01"/>
    <recipient-country code="AF" percentage="60"/><recipient-country code="PK" percentage="40"/>
    <sector vocabulary="1" code="15160" percentage="70"/><sector vocabulary="1" code="15130" percentage="30"/>"""
    fewer = """<participating-org role="1"><narrative>Donor A</narrative></participating-org>
    <activity-date type="2" iso-date="2022-01-01"/>
    <recipient-country code="AF" percentage="100"/><sector vocabulary="1" code="15160"/>"""
    note = "<comment><narrative>Two courses</narrative></comment>"
    load(case_engine, edition("a.xml", activity(inside=inside, comment=note)), format="iati")
    trial = load(case_engine, edition("b.xml", activity(values={2022: 50}, inside=fewer)), format="iati", dry_run=True)
    result = load(case_engine, edition("b.xml", activity(values={2022: 50}, inside=fewer)), format="iati")
    assert result["removed"] == trial["removed"] == {"donors": 1, "countries": 1, "sectors": 1, "values": 1}
    assert result["lost"] == trial["lost"] == {"end_date": 1, "country": 1, "sector": 1, "note": 1}
    assert "donors 1" in result["message"] and "end_date 1" in result["message"]


def test_more_decimals_than_are_kept_change_nothing(case_engine, edition, load):
    load(
        case_engine,
        edition("a.xml", activity(values={2022: 45.123456}, inside=TRANSACTION.format("900.125"))),
        format="iati",
    )
    newer = edition(
        "b.xml", activity(values={2022: 45.123456}, inside=TRANSACTION.format("900.125")), activity("XM-1-P11")
    )
    result = load(case_engine, newer, format="iati")
    assert (result["changed"], result["lost"]) == (0, {})


def test_no_donor_country_or_sector_of_an_activity_is_cut(case_engine, edition, load, rows):
    fund = '<participating-org role="1"><narrative>Fund {} {}</narrative></participating-org>'
    donors = "".join(fund.format(number, "of several words " * 8) for number in range(30))
    codes = ["AF", "PK", "IR", "TJ", "UZ", "TM", "KG", "KZ", "IN", "NP", "BD", "LK", "MV", "BT", "MM"]
    countries = "".join(f'<recipient-country code="{code}"/>' for code in codes)
    sectors = "".join(f'<sector vocabulary="99" code="S-{number}"/>' for number in range(20))
    load(case_engine, edition("a.xml", activity(inside=donors + countries + sectors)), format="iati")
    found = rows(case_engine, "SELECT kind, count(*) FROM programme_share GROUP BY kind")
    assert {kind: number for kind, number in found if kind != "implementer"} == {
        "donor": 30,
        "country": 15,
        "sector": 20,
    }


HEADER = "id,body,programme,indicator,kind,value,level,source_title,source_publisher\n"
ROW = "v-{0},Body,Home,Trained,actual,{1},{2},Title,Publisher\n"


def test_replace_counts_as_deleted_only_what_does_not_come_again(case_engine, put, load, rows):
    load(case_engine, put("a.csv", HEADER + ROW.format(1, 20, "output") + ROW.format(2, 30, "")), format="results")
    new = put("b.csv", HEADER + ROW.format(1, 25, "") + ROW.format(3, 40, ""))
    result = load(case_engine, new, format="results", replace=True)
    assert (result["new"], result["changed"], result["removed"]) == (1, 1, {"values": 1})
    assert result["lost"] == {"value": 1}
    assert [float(value) for (value,) in rows(case_engine, KNOWN)] == [25, 40]
    assert rows(case_engine, "SELECT level FROM indicator") == [(None,)], "the file is all that is said of it"
