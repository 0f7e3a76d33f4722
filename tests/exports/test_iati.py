"""Programmes as IATI 2.03: valid against the schema of the standard, and the same again when read back."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from sqlalchemy import Engine, text

from data_access.errors import BadInput
from data_access.questions import programmes as questions
from data_access.questions.programmes import Part
from data_access.release.filters import Filters
from exports.iati import iati_file, without_place
from tests.worlds.programmes import DEMONSTRATION, import_into, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

SCHEMA = Path(__file__).parent / "iati_2_03" / "iati-activities-schema.xsd"
# the code of an indicator is that of its first value, and a file names values anew: all else must be the same
STORED = {
    "programme": "code, title, donor, implementer, country, start_date, end_date, status, theme, provenance, "
    "source_title, source_publisher",
    "indicator": "programme, body, level, title, measure, unit, ascending, standard_tag",
    "indicator_value": "id, kind, value, lower, upper, sex, age, dimension, period_start, period_end, country, "
    "place_text, source_title, source_publisher, source_document, note, provenance",
    "expenditure": "id, programme, amount, currency, price_year, category, period_start, period_end, source_title, "
    "provenance",
    "organisation": "code, name",
}


@pytest.fixture(scope="module")
def programmes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    release = open_release(make_release_with_programmes(tmp_path_factory.mktemp("release"), one_cell()))
    return {
        "portfolio": questions.portfolio(release, Filters()),
        "values": questions.values(release, Filters()),
        "money": questions.money(release, Filters()),
    }


def _file(programmes: dict[str, Any], chosen: Any) -> bytes:
    return iati_file(
        programmes["portfolio"][chosen],
        programmes["values"],
        programmes["money"],
        generated="2026-11-21T12:00:00+00:00",
    )


@pytest.mark.slow
def test_every_demonstration_programme_is_valid(programmes: dict[str, Any]) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    portfolio = programmes["portfolio"]
    synthetic = portfolio[portfolio["provenance"] == "synthetic"]
    assert len(synthetic) == 5
    for code in synthetic["code"]:
        content = _file(programmes, portfolio["code"] == code)
        assert schema.validate(etree.fromstring(content)), f"{code}: {schema.error_log}"
        assert b"SYNTHETIC: invented for demonstration" in content


def test_the_schema_notices_a_broken_file(programmes: dict[str, Any]) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    content = _file(programmes, programmes["portfolio"]["provenance"] == "synthetic")
    assert not schema.validate(etree.fromstring(content.replace(b'iso-date="2021-01-01"', b'iso-date="2021"')))


@pytest.mark.slow
def test_a_programme_read_back_has_the_same_results(programmes: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "demonstration.xml"
    file.write_bytes(_file(programmes, programmes["portfolio"]["provenance"] == "synthetic"))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    before = import_into(tmp_path / "one", (DEMONSTRATION, "results"))
    after = import_into(tmp_path / "two", ([file], "iati"))
    for table, columns in STORED.items():
        rows = _rows(before, f"SELECT {columns} FROM {table}")
        assert rows
        assert _rows(after, f"SELECT {columns} FROM {table}") == rows, table


@pytest.mark.slow
def test_the_elements_of_the_standard_alone_say_the_same(programmes: dict[str, Any], tmp_path: Path) -> None:
    """What a program that knows nothing of our own fields reads: each value with its group, year and tag."""
    tree = etree.fromstring(_file(programmes, programmes["portfolio"]["provenance"] == "synthetic"))
    for own in tree.xpath("//*[namespace-uri() != '']"):
        own.getparent().remove(own)
    file = tmp_path / "standard.xml"
    file.write_bytes(etree.tostring(tree))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    before = import_into(tmp_path / "one", (DEMONSTRATION, "results"))
    after = import_into(tmp_path / "two", ([file], "iati"))
    said = (
        "SELECT i.title, i.measure, i.standard_tag, v.kind, v.value, v.sex, v.age, "
        "substr(coalesce(v.period_end, v.period_start), 1, 4) FROM indicator_value v JOIN indicator i "
        "ON i.code = v.indicator WHERE v.kind IN ('baseline', 'target', 'actual')"
    )
    rows = _rows(before, said)
    assert len(rows) > 100
    assert _rows(after, said) == rows


def _rows(engine: Engine, sql: str) -> list[str]:
    with engine.connect() as connection:
        return sorted(str(tuple(row)) for row in connection.execute(text(sql)))


def test_a_published_programme_gets_nothing_that_was_not_published(programmes: dict[str, Any]) -> None:
    portfolio = programmes["portfolio"]
    content = _file(programmes, portfolio["code"] == "combating-human-trafficking-in-afghanistan")
    activity = etree.fromstring(content).find("iati-activity")
    assert etree.XMLSchema(etree.parse(SCHEMA)).validate(activity.getparent())
    trained = [
        period
        for indicator in activity.iter("indicator")
        if (indicator.findtext("title/narrative") or "").startswith("Officials and community elders")
        for period in indicator.iter("period")
    ]
    assert [
        [child.get("value") for child in period.iter(kind)] for period in trained for kind in ("target", "actual")
    ] == [
        ["2400"],
        [],
    ]
    assert without_place(portfolio) == [
        "Child Friendly Centres", "Forgotten No More", "World Day against Trafficking in Persons 2024",
    ]  # fmt: skip


OTHER_PUBLISHER = """<?xml version="1.0"?>
<iati-activities version="2.03"><iati-activity><iati-identifier>XX-1-A</iati-identifier>
<reporting-org ref="XX-1" type="22"><narrative>Helping Hands</narrative></reporting-org>
<title><narrative>Way home</narrative></title>
<participating-org role="1"><narrative>A donor</narrative></participating-org>
<activity-status code="2"/><activity-date type="1" iso-date="2022-01-01"/><recipient-country code="TJ"/>
<result type="2"><title><narrative>R</narrative></title>
<indicator measure="1"><title><narrative>Children home</narrative></title>
<reference vocabulary="3" code="PS.5.1-29"/><baseline year="2021" value="3"/>
<period><period-start iso-date="2022-01-01"/><period-end iso-date="2022-12-31"/>
<target value="40"/><actual value="31"><dimension name="sex" value="female"/></actual></period>
</indicator></result></iati-activity></iati-activities>"""


def test_a_file_of_another_publisher_is_read(tmp_path: Path) -> None:
    file = tmp_path / "other.xml"
    file.write_text(OTHER_PUBLISHER)
    engine = import_into(tmp_path, ([file], "iati"))
    assert _rows(engine, "SELECT title, donor, country, start_date, status, provenance FROM programme") == [
        "('Way home', 'a-donor', 'TJ', '2022-01-01', 'implementation', 'published')"
    ]
    assert _rows(engine, "SELECT kind, value, sex, period_end FROM indicator_value") == [
        "('actual', 31, 'female', '2022-12-31')", "('baseline', 3, 'total', '2021')",
        "('target', 40, 'total', '2022-12-31')",
    ]  # fmt: skip
    assert _rows(engine, "SELECT level, standard_tag, ascending FROM indicator") == ["('outcome', 'PS.5.1-29', 1)"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><iati-activities version="2.03"/>', "document type or entities"),
        ("<iati-activities version='2.03'>", "not well formed"),
        ("<html/>", "no IATI activities file"),
        ("<iati-activities version='1.05'/>", "only version 2"),
        ("<iati-activities version='2.03'/>", "no activity"),
        (OTHER_PUBLISHER.replace("Children home", "ask ali@example.org"), "e-mail"),
        (OTHER_PUBLISHER.replace('value="40"', 'value="many"'), "number without separators"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_loaded(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "wrong.xml"
    file.write_text(content)
    with pytest.raises(BadInput, match=words):
        import_into(tmp_path, ([file], "iati"))


def test_periods_begin_with_their_first_day_and_end_with_their_last(programmes: dict[str, Any]) -> None:
    """A programme from February 2022 to February 2024, with a budget and a payment of 2022-11 to 2023-02."""
    row = programmes["portfolio"][programmes["portfolio"]["provenance"] == "synthetic"].iloc[:1]
    row = row.assign(start="2022-02", end="2024-02", status=None)
    payment = programmes["money"][programmes["money"]["programme"] == row["code"].iloc[0]].iloc[:1]
    payment = payment.assign(period_start="2022-11", period_end="2023-02", amount=500.0, currency="USD")
    money = pd.concat([payment.assign(kind="budget"), payment.assign(kind="disbursement")])

    def said(generated: str) -> etree._Element:
        return etree.fromstring(iati_file(row, programmes["values"].iloc[:0], money, generated=generated))

    file = said("2026-11-21T12:00:00+00:00")
    dates = [(one.get("type"), one.get("iso-date")) for one in file.iter("activity-date")]
    assert dates == [("1", "2022-02-01"), ("3", "2024-02-29")]
    budget = {one.tag: dict(one.attrib) for one in file.find(".//budget")}
    assert budget == {
        "period-start": {"iso-date": "2022-11-01"},
        "period-end": {"iso-date": "2023-02-28"},
        "value": {"currency": "USD", "value-date": "2022-11-01"},
    }
    assert file.find(".//transaction/transaction-date").get("iso-date") == "2023-02-28"
    assert file.find(".//transaction/value").get("value-date") == "2023-02-28"
    for day, status in (("2022-01-31", "1"), ("2022-02-01", "2"), ("2024-02-29", "2"), ("2024-03-01", "4")):
        assert said(f"{day}T12:00:00+00:00").find(".//activity-status").get("code") == status, day


def test_one_country_has_all_and_each_of_several_its_share(programmes: dict[str, Any]) -> None:
    row = programmes["portfolio"][programmes["portfolio"]["provenance"] == "synthetic"].iloc[:1]
    for countries, shares in (
        ((Part("AF", None, 60.0), Part("PK", None, 40.0)), {"AF": "60", "PK": "40"}),
        ((Part("AF", None, None), Part("PK", None, None)), {"AF": None, "PK": None}),
        ((Part("AF", None, None),), {"AF": "100"}),
    ):
        one = row.assign(countries=[countries])
        file = iati_file(one, programmes["values"].iloc[:0], programmes["money"].iloc[:0], generated="2026-11-21")
        found = {part.get("code"): part.get("percentage") for part in etree.fromstring(file).iter("recipient-country")}
        assert found == shares
