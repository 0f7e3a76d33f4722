# ruff: noqa: E501 - lines of XML and of SQL read best as they are
"""Activity files in the shapes of several publishers: everything kept as what it is, and no part taken for a whole."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from analysis.frameworks import framework
from data_access.errors import BadInput
from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from exports.iati import iati_file
from tests.exports.test_iati import SCHEMA, STORED, _rows
from tests.worlds.programmes import import_into, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

FILES = Path(__file__).parent / "iati_files"
SHAPES = sorted(FILES.glob("*.xml"))
SHARED = Path(__file__).resolve().parents[5] / "shared" / "cases" / "imports"
ALL = {
    **STORED,
    "programme": STORED["programme"] + ", iati_identifier",
    "programme_share": "programme, position, kind, code, name, percentage",
    "indicator_value": STORED["indicator_value"] + ", disaggregation, already_public",
    "expenditure": STORED["expenditure"] + ", kind",
}


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """Publish files and return the answers about their programmes."""

    def ask(*files: Path) -> dict[str, pd.DataFrame]:
        loads = [([file], "iati") for file in files]
        release = open_release(make_release_with_programmes(tmp_path, one_cell(), loads=loads))
        return {name: getattr(questions, name)(release, Filters()) for name in ("portfolio", "values", "money")}

    return ask


def _everyone(answers: dict[str, pd.DataFrame], title: str) -> Any:
    found = framework(answers["values"], pd.Timestamp("2026-01-01").date())
    return next(result for result in found if result.title == title)


@pytest.mark.slow
@pytest.mark.parametrize("file", SHAPES, ids=lambda file: file.stem)
def test_what_is_exported_is_valid_and_says_the_same(file: Path, asked: Any, tmp_path: Path) -> None:
    answers = asked(file)
    content = iati_file(
        answers["portfolio"], answers["values"], answers["money"], generated="2026-11-21T12:00:00+00:00"
    )
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert schema.validate(etree.fromstring(content)), schema.error_log
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "again.xml").write_bytes(content)
    before = import_into(tmp_path / "one", ([file], "iati"))
    after = import_into(tmp_path / "two", ([tmp_path / "again.xml"], "iati"))
    for table, columns in ALL.items():
        assert _rows(after, f"SELECT {columns} FROM {table}") == _rows(before, f"SELECT {columns} FROM {table}"), table


@pytest.mark.parametrize("file", SHAPES, ids=lambda file: file.stem)
def test_the_shapes_are_valid_themselves(file: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert schema.validate(etree.parse(file)), schema.error_log


@pytest.mark.slow
def test_several_countries_donors_and_sectors_keep_their_shares(asked: Any) -> None:
    row = asked(FILES / "undp.xml", FILES / "fcdo.xml")["portfolio"].set_index("iati_identifier")
    undp, fcdo = row.loc["XM-DAC-41114-PROJECT-00999001"], row.loc["GB-GOV-1-999888-101"]
    assert undp["donors"] == ("Government of A", "Government of B", "Joint Fund")
    assert [(part.code, part.percentage) for part in undp["sectors"]] == [("15130", 70.0), ("15160", 30.0)]
    assert fcdo["country"] is None
    assert [(part.code, part.percentage) for part in fcdo["countries"]] == [("PK", 55.5), ("AF", 44.5)]
    assert len(row.loc[row["title"] == "Rule of law and protection"]) == 2  # two activities of one title


@pytest.mark.slow
def test_kinds_of_money_are_never_added_to_each_other(asked: Any) -> None:
    row = asked(*SHAPES)["portfolio"].set_index("iati_identifier")
    assert dict(row.loc["XM-DAC-41114-PROJECT-00999001"]["money"]) == {
        "budget": (("USD", 1500000.5),),  # the revised one in the place of the first
        "incoming_funds": (("USD", 800000.0),),
        "expenditure": (("USD", -610000.5),),
    }
    assert dict(row.loc["GB-GOV-1-999888-101"]["money"]) == {
        "budget": (("GBP", 510000.0),), "planned_disbursement": (("GBP", 100000.0),),
        "commitment": (("GBP", 610000.0),), "disbursement": (("GBP", 250000.5),),
    }  # fmt: skip
    assert dict(row.loc["US-GOV-1-AID-306-C-99-00009"]["money"]) == {
        "commitment": (("USD", 2375000.0),), "disbursement": (("USD", 180000.0),),
    }  # fmt: skip
    assert row.loc["GB-GOV-1-999888-101"]["budget"] == 510000.0


@pytest.mark.slow
def test_dimensions_are_understood_or_kept_apart(asked: Any) -> None:
    answers = asked(FILES / "undp.xml", FILES / "iom.xml", FILES / "ngo.xml")
    aided = _everyone(answers, "People who received legal aid")
    assert aided.everyone.actual.value == 390
    assert {(group.sex, group.age, group.other): group.actual.value for group in aided.groups[1:]} == {
        ("female", "total", None): 250, ("male", "total", None): 140, ("total", "0-17", None): 60,
        ("total", "total", "Disability: With disability"): 31,
        ("female", "total", "Disability: With disability"): 17,
    }  # fmt: skip
    reintegrated = _everyone(answers, "Victims reintegrated")
    assert reintegrated.everyone.actual.value == 100
    assert sorted(group.other for group in reintegrated.groups if group.other) == [
        "place: Khujand",
        "place: Khujand, Tashkent",
        "place: Tashkent",
    ]
    assert _everyone(answers, "Women sheltered").everyone.actual.value == 58
    assert _everyone(answers, "Police are trained: Women trained").everyone.actual.value == 12


@pytest.mark.slow
def test_a_newer_edition_replaces_the_whole_activity(tmp_path: Path) -> None:
    old = (FILES / "undp.xml").read_text()
    new = old.replace('<actual value="31"><dimension name="Disability" value="With disability"/></actual>', "")
    new = new.replace('<actual value="390"/>', '<actual value="395"/>').replace("640000.25", "640001")
    new = new.replace("<title><narrative>Rule of law and protection</narrative></title><description type", "<title><narrative>Rule of law</narrative></title><description type")  # fmt: skip
    (tmp_path / "old.xml").write_text(old)
    (tmp_path / "new.xml").write_text(new)
    for name in ("once", "twice"):
        (tmp_path / name).mkdir()
    twice = import_into(tmp_path / "twice", ([tmp_path / "old.xml"], "iati"), ([tmp_path / "new.xml"], "iati"))
    actual = "SELECT value, sex, disaggregation FROM indicator_value WHERE kind = 'actual' AND sex = 'total' AND age = 'total'"
    assert _rows(twice, actual) == ["(395, 'total', None)", "(None, 'total', None)"]
    assert _rows(twice, "SELECT amount FROM expenditure WHERE kind = 'expenditure'") == ["(-1250000.75,)", "(640001,)"]
    assert _rows(twice, "SELECT title FROM programme") == ["('Rule of law and protection',)", "('Rule of law',)"]
    once = import_into(tmp_path / "once", ([tmp_path / "new.xml"], "iati"))
    for table in ("indicator_value", "expenditure"):
        columns = [name for name in ALL[table].split(", ") if name != "programme"]
        assert _rows(twice, f"SELECT {', '.join(columns)} FROM {table}") == _rows(once, f"SELECT {', '.join(columns)} FROM {table}")  # fmt: skip


@pytest.mark.slow
def test_what_a_newer_edition_takes_away_is_said(sqlite_cases, load, tmp_path: Path) -> None:
    old = (FILES / "undp.xml").read_text()
    (tmp_path / "old.xml").write_text(old)
    part = '<actual value="31"><dimension name="Disability" value="With disability"/></actual>'
    (tmp_path / "new.xml").write_text(old.replace(part, "").replace('<actual value="390"/>', '<actual value="395"/>'))
    load(sqlite_cases, tmp_path / "old.xml", format="iati")
    for is_trial, said in ((True, "To be deleted: values 1."), (False, "Deleted: values 1.")):
        message = load(sqlite_cases, tmp_path / "new.xml", format="iati", dry_run=is_trial)["message"]
        assert said in message and "Nothing that was known is lost" not in message


@pytest.mark.slow
def test_an_edition_leaves_what_a_results_file_said(tmp_path: Path) -> None:
    results = tmp_path / "r.csv"
    results.write_text(
        "id,body,programme,indicator,kind,value,unit,period_start,period_end,source_title,source_publisher\n"
        "r-1,Us,The way home,Women who work,actual,25,people,2024,2024,Title,Us\n"
    )
    first, second = (FILES / "ngo.xml"), tmp_path / "ngo2.xml"
    second.write_text(first.read_text().replace('value="58"', 'value="57"'))
    engine = import_into(tmp_path, ([results], "results"), ([first], "iati"), ([second], "iati"))
    assert _rows(engine, "SELECT value FROM indicator_value WHERE value IN (25, 57, 58)") == ["(25,)", "(57,)"]
    assert _rows(engine, "SELECT code, iati_identifier FROM programme") == ["('the-way-home', 'AF-MOE-9999-HOME')"]


shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared cases are not here")


@shared
@pytest.mark.parametrize(
    ("name", "format"), [("04_iati_comment_with_person.xml", "iati"), ("04_results_note_with_person.csv", "results")]
)
def test_a_person_in_text_that_would_be_published_refuses_the_file(tmp_path: Path, name: str, format: str) -> None:
    with pytest.raises(
        BadInput,
        match=r"(column note, cell M2|activity XM-DAC-00000-TEST1, line \d+, element comment): found personal data",
    ) as caught:
        import_into(tmp_path, ([SHARED / name], format))
    assert "Ahmad" not in str(caught.value) + (tmp_path / "report.csv").read_text()


@pytest.mark.slow
@shared
def test_gender_is_sex_and_no_second_total(asked: Any) -> None:
    result = _everyone(asked(SHARED / "05_iati_gender_dimension.xml"), "Victims assisted")
    assert result.everyone.actual.value == 100
    assert {group.sex: group.actual.value for group in result.groups[1:]} == {"female": 60, "male": 40}


@pytest.mark.slow
@shared
def test_an_age_in_words_is_kept_as_words(asked: Any) -> None:
    result = _everyone(asked(SHARED / "09_iati_age_adult.xml"), "Victims assisted")
    assert {group.other: group.actual.value for group in result.groups[1:]} == {"age: adult": 60, "age: 0-5": 40}
    assert result.everyone.actual.value is None


@pytest.mark.slow
def test_every_shape_loads_on_both_engines(case_engine: Any, load: Any) -> None:
    assert load(case_engine, *SHAPES, format="iati")["new"] == 47
    newer = load(case_engine, FILES / "undp.xml", format="iati")
    assert (newer["new"], newer["changed"]) == (0, 0)
    assert _rows(case_engine, "SELECT count(*) FROM programme_share") == ["(29,)"]
