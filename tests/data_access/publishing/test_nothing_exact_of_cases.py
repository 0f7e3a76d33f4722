"""Nothing that a release says exactly follows from a file of cases: not one row of one moves a frame or the sources."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from data_access.importing import import_files
from data_access.publishing.manifest import sources_of
from data_access.publishing.publish import frames_of
from data_access.release.release import Release
from tests.worlds.people import Person, add
from tests.worlds.publications import Publish, releases, run, small, world

pytestmark = pytest.mark.slow  # whole publications

__all__ = ["releases", "run", "small", "world"]
Load = Callable[[str, str], dict[str, Any]]

RESULTS = """id,body,indicator,kind,source_title,source_publisher,value,unit,period_start,period_end,country,programme
r1,Agency for Care,People trained,actual,Report 2024,Agency for Care,120,people,2024-01-01,2024-12-31,AF,
r2,Giver,People housed,actual,Report 2024,Giver,300,people,2024-01-01,2024-12-31,AF,Home for all
"""
REPORTING = """agency,agency_kind,site,country,province,year,month,received
Agency for Care,,PD-4,AF,AF-HER,2024,3,yes
Giver,NGO,G-1,AF,AF-HER,2024,3,yes
Police,LawEnforcement,P-1,AF,AF-HER,2024,3,yes
"""
SOURCES = """code,name,provenance,places_are_proxies,consent_policy
herat,Shelters of Herat,confidential,no,required
"""
OTHERS = {"results": RESULTS, "reporting": REPORTING, "sources": SOURCES}
# each says something of a case and, by the way, of an organisation that others name too
ROWS_OF_CASES = {
    "cases": "case_key,registration_date,con_Consent,data_source,provenance,source\n"
    "HRT-1,2024-03-05,no,NGO,synthetic,herat\nHRT-2,,yes,Police,confidential,herat\nHRT-3,2019-01-01,,,,herat\n",
    "services": "case_key,service,provider,provider_kind,country,start_date,source\n"
    "HRT-1,MedicalAid,AGENCY FOR CARE,NGO,AF,2024-03-05,herat\nHRT-1,LegalAid,giver,LegalService,PK,2024-03-06,herat\n",
    "events": "case_key,hte_Type,hte_Country,hte_Date,source\nHRT-1,Recruitment,AF,2023-01-01,herat\n",
    "justice": "case_key,justice_step,country,start_date,source\nHRT-1,Investigation,AF,2024-04-01,herat\n",
}


@pytest.fixture
def load(case_engine: Engine, tmp_path: Path) -> Load:
    def run(format: str, text: str) -> dict[str, Any]:
        path = tmp_path / f"{format}-{abs(hash(text))}.csv"
        path.write_text(text, encoding="utf-8")
        return import_files(case_engine, [path], format=format, report=tmp_path / "report.csv")

    return run


# what of a manifest follows from noisy numbers or from the publication itself; all else must be in EXACT
NOISY = {
    "axes",
    "cases_about",
    "cases_about_margin",
    "cells",
    "levels",
    "lost",
    "lost_errors",
    "period",
    "tables",
    "threshold_errors",
}
OF_THE_PUBLICATION = {"id", "content_hash", "created_at", "published_at", "data_until", "ledger"}
EXACT = {"schema_version", "kind", "method", "rho", "epsilon", "delta", "least_count", "bounds", "provenance",
         "sources", "places_are_proxies", "database", "other_people", "cap", "cap_rho"}  # fmt: skip


def test_every_field_of_a_manifest_is_noisy_or_the_same_without_a_case(
    run: Publish, world: Engine, releases: Engine
) -> None:
    def said(day: date) -> dict[str, Any]:
        manifest = Release(releases, run(as_of=day)["release"]).manifest
        assert set(manifest) == NOISY | OF_THE_PUBLICATION | EXACT
        return {name: manifest[name] for name in EXACT}

    before = said(date(2024, 12, 31))
    with world.begin() as connection:
        add(connection, [Person(year=2019, identified="PK-SD", consent=True)], first=9_000)
    assert said(date(2025, 12, 31)) == before


OWN = "case_key,registration_date,con_Consent\nKBL-1,2024-03-05,{consent}\n"


def test_a_case_that_was_loaded_before_its_source_is_not_told_by_the_list_of_sources(
    case_engine: Engine, load: Load
) -> None:
    load("htcds", OWN.format(consent="no"))
    before = exact(case_engine)["sources"]
    with pytest.raises(BadInput, match=r'There are cases of own.*\n.*own,"Own cases",confidential,no,required'):
        load("sources", SOURCES)
    assert exact(case_engine)["sources"] == before == ["Own cases"]
    # the register is what was declared, and nothing else
    load("sources", SOURCES + "own,Our shelter,confidential,no,required\n")
    said = exact(case_engine)
    assert (said["sources"], said["provenance"]) == (["Our shelter", "Shelters of Herat"], "confidential")
    withdraw(case_engine, ["KBL-1"], lambda: None)
    assert exact(case_engine) == said


@pytest.mark.parametrize("is_used", [True, False])
def test_a_register_is_replaced_as_a_whole_or_not_at_all(
    case_engine: Engine, tmp_path: Path, load: Load, is_used: bool
) -> None:
    load("sources", SOURCES + "kabul,Shelters of Kabul,public,no,required\n")
    if is_used:
        load(
            "htcds", OWN.format(consent="yes").replace("con_Consent", "con_Consent,source").replace("yes", "yes,kabul")
        )
    (tmp_path / "sources.csv").write_text(SOURCES)
    order = {"format": "sources", "replace": True, "report": tmp_path / "report.csv"}
    if is_used:
        with pytest.raises(BadInput, match="There are cases of kabul"):
            import_files(case_engine, [tmp_path / "sources.csv"], **order)
        assert exact(case_engine)["provenance"] == "mixed"
    else:
        import_files(case_engine, [tmp_path / "sources.csv"], **order)
        assert exact(case_engine)["sources"] == ["Shelters of Herat"]


def exact(engine: Engine) -> dict[str, Any]:
    """All that a public release would say exactly."""
    with engine.connect() as connection:
        return {**frames_of(connection), **sources_of(connection, date(2025, 12, 31))}


@pytest.mark.parametrize("cases_first", [True, False])
def test_no_row_of_a_case_moves_what_is_published_exactly(case_engine: Engine, load: Load, cases_first: bool) -> None:
    def load_cases() -> None:
        before = exact(case_engine)
        for name in ("cases", "services", "events", "justice"):
            header, *rows = ROWS_OF_CASES[name].splitlines()
            for row in rows:
                load("htcds", f"{header}\n{row}\n")
                assert exact(case_engine) == before, row

    load("sources", SOURCES)
    if cases_first:
        load_cases()
    for format in ("results", "reporting"):
        load(format, OTHERS[format])
    if not cases_first:
        load_cases()
    organisations = exact(case_engine)["organisation"]
    assert organisations == (
        '{"columns":["code","name"],"data":[["agency-for-care","Agency for Care"],["giver","Giver"]]}'
    )
