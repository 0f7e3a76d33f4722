"""An activity and an indicator are known by what they are called: no second one may come in by a sign nobody sees."""

import pytest

from data_access.errors import BadInput
from tests.worlds.databases import begin_with

ACTIVITY = """<iati-activity xml:lang="en"><iati-identifier>{}</iati-identifier>
<reporting-org ref="X" type="10"><narrative>Agency</narrative></reporting-org>
<title><narrative>{}</narrative></title>
<result type="1"><title><narrative>R</narrative></title><indicator measure="1"><title><narrative>{}</narrative></title>
<period><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/><actual value="{}"/></period>
</indicator></result></iati-activity>"""
VALUES = "SELECT value FROM indicator_value ORDER BY value"
RESULTS = "id,body,programme,indicator,kind,source_title,source_publisher,value\n"


def activities(*said):
    written = "".join(ACTIVITY.format(*one) for one in said)
    return f'<?xml version="1.0"?><iati-activities version="2.03">{written}</iati-activities>'


@pytest.fixture
def world(case_engine, put, load):
    said = activities(("XM-7-1", "Title one", "Helped", 500))
    return begin_with(case_engine, said, lambda: load(case_engine, put("a.xml", said), format="iati"))


@pytest.mark.parametrize("options", [{}, {"accept_valid": True}])
@pytest.mark.parametrize("identifier", ["XM-7\u200e-1", "XM-7-\u200b1", "XM-7-1\u2060-", "XM\u200c-7-1"])
def test_an_invisible_sign_within_an_identifier_is_refused_by_name(world, put, load, rows, identifier, options):
    with pytest.raises(BadInput, match=r"element iati-identifier.*invisible sign .*\(U\+20"):
        load(world, put("b.xml", activities((identifier, "Title one", "Helped", 510))), format="iati", **options)
    assert rows(world, VALUES) == [(500,)]


@pytest.mark.parametrize("identifier", ["XM-7–1", "xm-7-1", "XM_7-1", "XM-7—1", "XM‑7‑1"])
def test_a_known_identifier_in_other_signs_is_refused_with_both(world, put, load, rows, identifier):
    with pytest.raises(BadInput) as caught:
        load(world, put("b.xml", activities((identifier, "Title two", "Helped", 510))), format="iati")
    assert "XM-7-1" in str(caught.value)
    assert identifier in str(caught.value)
    assert rows(world, VALUES) == [(500,)]


def test_two_such_identifiers_of_one_import_are_refused(case_engine, put, load, rows):
    both = [("XM-7-1", "One", "Helped", 1_000), ("xm-7-1", "Two", "Helped", 2_000)]
    with pytest.raises(BadInput, match="XM-7-1"):
        load(case_engine, put("a.xml", activities(*both)), format="iati")
    with pytest.raises(BadInput, match="XM-7-1"):
        load(case_engine, *(put(f"{n}.xml", activities(one)) for n, one in enumerate(both)), format="iati")


@pytest.mark.parametrize("title", ["Title one", "Another title"])
def test_an_activity_without_identifier_is_a_mistake(world, put, load, rows, title):
    path = put("b.xml", activities(("", title, "Helped", 550), ("XM-7-2", "Two", "Taught", 700)))
    with pytest.raises(BadInput, match="element iati-identifier: found an empty cell"):
        load(world, path, format="iati")
    load(world, path, format="iati", accept_valid=True)
    assert rows(world, VALUES) == [(500,), (700,)]


def test_an_invisible_sign_in_an_indicator_is_read_past_and_said(world, put, load, rows):
    path = put("b.xml", activities(("XM-7-1", "Title one", "Hel\u200eped", 510)))
    said = load(world, path, format="iati")["message"]
    assert rows(world, VALUES) == [(510,)]
    assert "invisible sign" in said


@pytest.mark.parametrize("sign", ["\u200e", "\u200b", "\u200c", "\u00ad"])
def test_so_it_is_in_the_names_of_a_results_file(case_engine, put, load, rows, sign):
    load(case_engine, put("a.csv", f"{RESULTS}r-1,IOM,Prog,People,target,T,IOM,120\n"), format="results")
    path = put("b.csv", f"{RESULTS}r-2,I{sign}OM,Pr{sign}og,Peo{sign}ple,actual,T,IOM,130\n")
    said = load(case_engine, path, format="results")
    assert "invisible sign" in said["message"]
    for table in ("programme", "indicator", "organisation"):
        assert rows(case_engine, f"SELECT count(*) FROM {table}") == [(1,)]


def test_a_joiner_within_a_persian_word_stays(case_engine, put, load, rows):
    path = put("a.csv", f"{RESULTS}r-1,IOM,Prog,خانه‌های امن,target,T,IOM,120\n")
    load(case_engine, path, format="results")
    assert rows(case_engine, "SELECT title FROM indicator") == [("خانه‌های امن",)]


def test_an_amount_without_currency_says_so(sqlite_cases, put, load):
    period = '<period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/>'
    budget = f"<budget>{period}<value>5</value></budget></iati-activity>"
    said = activities(("XM-7-1", "Title one", "Helped", "-")).replace("</iati-activity>", budget)
    with pytest.raises(BadInput, match=r"element value.*has no currency.*default-currency of the activity") as caught:
        load(sqlite_cases, put("a.xml", said), format="iati")
    assert "formula" not in str(caught.value)
