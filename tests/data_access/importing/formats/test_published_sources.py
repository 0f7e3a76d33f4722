"""Published figures and programmes with the page on which each stands: read whole, and nothing else let in by it."""

import csv
from pathlib import Path

import pytest

from data_access.errors import BadInput
from data_access.importing.formats.published_sources import read_address
from data_access.importing.reading.values import Mistake

FACTS = Path(__file__).resolve().parents[4] / "data_access" / "facts"
FIRMNESS = {
    "official": "Official", "international organisation": "InternationalOrganisation",
    "research estimate": "ResearchEstimate", "press quoting an official": "PressQuotingOfficial",
    "press quoting a report": "PressQuotingReport",
}  # fmt: skip
HEADER = (
    "id,body,programme,indicator,value,unit,kind,period_start,country,place,source_title,source_publisher,address,"
    "read_on,firmness,definition\n"
)
PAGE = "https://example.org/news/nodira-karimova-criticizes-attempts-to-lower-the-figures"
ROW = (
    "a,Senate,,Complaints,{value},complaints,finding,2020,UZB,{place},{title},Kun.uz,{address},{read},official,"
    "{definition}\n"
)
CASES = "case_key,con_Consent,address\nREG-0001,yes,https://example.org/a\n"


def row(**cells: str) -> str:
    given = {"value": "1029", "place": "", "title": "The figures of trafficking", "address": PAGE, "read": "2026-11-26",
             "definition": "Complaints that were made"} | cells  # fmt: skip
    return HEADER + ROW.format(**given)


@pytest.mark.slow
def test_all_published_figures_load_as_they_stand(case_engine, load, rows):
    files = [FACTS / "published_figures_more.csv", FACTS / "published_programmes_more.csv"]
    figures = list(csv.DictReader(files[0].open(encoding="utf-8")))
    programmes = list(csv.DictReader(files[1].open(encoding="utf-8")))
    assert (len(figures), len(programmes)) == (705, 17)
    assert load(case_engine, *files, format="results")["new"] == 705 + 17
    query = (
        "SELECT i.title, v.kind, v.value, v.dimension, v.period_start, v.period_end, v.place_text, v.source_title, "
        "v.source_publisher, v.source_address, v.read_on, v.firmness, v.definition, v.note, v.provenance "
        "FROM indicator_value v JOIN indicator i ON i.code = v.indicator"
    )
    expected = [
        (
            one["indicator"], one["kind"], float(one["value"]) if one["value"] else None, one["dimension"] or None,
            one["period_start"] or None, one["period_end"] or None, one["place"] or None, one["source_title"],
            one["source_publisher"], one["address"], one["read_on"], FIRMNESS[one["firmness"]], one["definition"],
            one["note"] or None, "published",
        )
        for one in figures
    ]  # fmt: skip
    found = [(*one[:2], None if one[2] is None else float(one[2]), *one[3:]) for one in rows(case_engine, query)]
    assert sorted(found, key=str) == sorted(expected, key=str)
    query = "SELECT title, source_title, source_address, read_on, firmness, definition FROM programme ORDER BY title"
    told = sorted(
        (one["programme"], one["source_title"], one["address"], one["read_on"], FIRMNESS[one["firmness"]],
         one["definition"]) for one in programmes if one["address"]
    )  # fmt: skip
    described = {one["programme"] for one in programmes}
    assert sorted(one for one in rows(case_engine, query) if one[0] in described) == told


@pytest.mark.slow
def test_an_official_passes_in_a_title_that_the_address_repeats(sqlite_cases, put, load):
    title = "Nodira Karimova criticizes attempts to lower the figures"
    assert load(sqlite_cases, put("a.csv", row(title=title)), format="results")["new"] == 1
    for cells in (
        {"title": title, "address": "https://example.org/news/20201"},
        {"title": title, "address": "", "read": ""},
        {"title": "Nodira Karimova"},  # any address may hold a name: only the words of a whole title are a title
        {"definition": "As Nodira Karimova said"},
    ):
        with pytest.raises(BadInput, match="looks like a name"):
            load(sqlite_cases, put("b.csv", row(**cells)), format="results")


@pytest.mark.parametrize(
    "address",
    ["House 12, Street 4, Herat", "Kabul", "https://", "ftp://example.org/a", "https://user:word@example.org/a",
     "javascript:alert(1)", "https://example.org/a b", "https://example.org/<a>", "https://local/a",
     "github.com/owner/name : a.csv", "https://[::1/a"],
)  # fmt: skip
def test_what_is_no_page_is_no_address(address):
    with pytest.raises(Mistake):
        read_address(address)


@pytest.mark.parametrize(
    "address",
    ["https://www.unodc.org/report?x=1#p2", "http://kun.uz/en/news", "https://example.org/گزارش",
     "github.com/owner/name @ 0c16a6d0c2 : data/population.rda"],
)  # fmt: skip
def test_pages_and_files_of_repositories_are_addresses(address):
    assert read_address(address) == address


@pytest.mark.parametrize("address", ["https://t.me/zarghuna", "https://maps.google.com/?q=Herat"])
def test_accounts_and_maps_are_no_sources(sqlite_cases, put, load, address):
    with pytest.raises(BadInput, match="looks like"):
        load(sqlite_cases, put("a.csv", row(address=address)), format="results")


def test_a_column_of_addresses_stays_refused_where_people_are(sqlite_cases, put, load):
    with pytest.raises(BadInput, match="holds an address"):
        load(sqlite_cases, put("cases.csv", CASES))


@pytest.mark.slow
def test_a_page_and_a_day_make_a_figure_about_few_public(sqlite_cases, put, load):
    few = {"value": "3", "place": "Logar"}
    text = row(**few).replace("complaints", "people")
    assert load(sqlite_cases, put("a.csv", text), format="results")["new"] == 1
    for missing in ("2026-11-26", PAGE):
        with pytest.raises(BadInput, match="fewer than 10 people"):
            load(sqlite_cases, put("b.csv", text.replace(missing, "")), format="results")


def test_a_day_of_reading_is_a_day(sqlite_cases, put, load):
    with pytest.raises(BadInput, match="the day on which the page was read"):
        load(sqlite_cases, put("a.csv", row(read="2026")), format="results")
