"""IATI files in the encodings that their first line names, and activities that stand in a file twice."""

import codecs
import csv

import pytest

from data_access.errors import BadInput

ACTIVITY = """<iati-activity default-currency="USD" xml:lang="ru"><iati-identifier>XM-1-P10</iati-identifier>
<reporting-org ref="XM-1" type="10"><narrative>Организация</narrative></reporting-org>
<title><narrative>Проект против торговли людьми</narrative></title><activity-status code="2"/>
<result type="1"><title><narrative>Обучение</narrative></title>
<indicator measure="1"><title><narrative>Обучено</narrative>
</title><period><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/><actual value="{}"/></period>
</indicator></result></iati-activity>"""


def activities(encoding: str, *values: int) -> str:
    said = f' encoding="{encoding}"' if encoding else ""
    body = "".join(ACTIVITY.format(value) for value in values)
    return f'<?xml version="1.0"{said}?>\n<iati-activities version="2.03">{body}</iati-activities>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("named", "python"),
    [("windows-1251", "cp1251"), ("UTF-16", "utf-16"), ("UTF-16", "utf-16-be"), ("KOI8-R", "koi8_r"),
     ("ISO-8859-5", "iso8859_5"), ("UTF-8", "utf-8-sig"), ("windows-1251", "utf-8-sig"), ("", "utf-8")],
)  # fmt: skip
def test_the_encoding_that_the_xml_names_is_read(sqlite_cases, put, load, rows, named, python):
    content = activities(named, 50).encode(python)
    content = codecs.BOM_UTF16_BE + content if python == "utf-16-be" else content
    load(sqlite_cases, put("a.xml", content), format="iati")
    assert rows(sqlite_cases, "SELECT title FROM programme") == [("Проект против торговли людьми",)]


@pytest.mark.parametrize(
    ("named", "python", "said"),
    [
        ("UTF-8", "cp1251", "not in UTF-8, as its first line says"),
        ("x-invented", "utf-8", "names an encoding that is not known"),
        ("rot13", "utf-8", "names an encoding that is not known"),
        ("", "cp1251", "not in UTF-8"),
    ],
)
def test_what_is_not_as_it_says_is_refused_in_words_for_xml(sqlite_cases, put, load, named, python, said):
    with pytest.raises(BadInput, match=said) as caught:
        load(sqlite_cases, put("a.xml", activities(named, 50).encode(python)), format="iati")
    assert "Export the XML again in UTF-8" in str(caught.value)
    assert "CSV" not in str(caught.value)


def test_a_document_type_in_utf_16_is_refused_too(sqlite_cases, put, load):
    content = activities("UTF-16", 50).replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1).encode("utf-16")
    with pytest.raises(BadInput, match="document type or entities"):
        load(sqlite_cases, put("a.xml", content), format="iati")


def test_an_activity_that_stands_twice_is_said_once(sqlite_cases, put, load, rows, tmp_path):
    with pytest.raises(BadInput):
        load(sqlite_cases, put("a.xml", activities("UTF-8", 50, 60)), format="iati")
    found = list(csv.DictReader((tmp_path / "report.csv").open(encoding="utf-8-sig")))
    assert [(one["sheet"], one["row"], one["column"]) for one in found] == [("activity XM-1-P10", "8", "iati-activity")]
    assert "the same activity stands in the file before" in found[0]["expected"]
    assert rows(sqlite_cases, "SELECT count(*) FROM programme") == [(0,)]
