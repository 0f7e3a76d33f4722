"""What visitors do: choose, share, go back, download, on a phone, with the keyboard, in two languages."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.visitor import DESKTOP, PHONE, Visitor
from tests.walks import walk


def _choices(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _headline(page: Page) -> str:
    return page.locator("h1").inner_text()


def _choose_country(visitor: Visitor, page: Page, name: str) -> None:
    """Open the filter, choose a country by its name and close the filter."""
    page.locator(".st-key-filter_place button").click()
    box = page.get_by_role("combobox", name="Country")
    box.click()
    page.get_by_role("option", name=name, exact=True).click()
    visitor.wait()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def test_a_choice_is_shared_by_its_link(visitor: Visitor) -> None:
    page = visitor.open("/")
    everyone = _headline(page)
    _choose_country(visitor, page, "Afghanistan")
    assert _choices(page)["country"] == ["AF"]
    chosen = _headline(page)
    assert chosen != everyone

    page.reload()
    visitor.wait()
    assert _headline(page) == chosen

    link = urlsplit(page.url)
    other = visitor.open(f"/?{link.query}&lang=fa")
    assert other.evaluate("getComputedStyle(document.body).direction") == "rtl"
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹٬", "0123456789,")
    number = chosen.split(" ")[0]
    assert number in _headline(other).translate(digits)
    expect(other.get_by_text("شناسایی‌شده در افغانستان").first).to_be_visible()


@pytest.mark.long
def test_choices_go_along_to_another_page_and_back(visitor: Visitor) -> None:
    page = visitor.open("/?country=AF&sex=female")
    overview = _headline(page)
    page.get_by_role("link", name="Routes").click()
    page.wait_for_url(re.compile(r"/routes\?.*country=AF"))
    visitor.wait()
    assert _choices(page)["country"] == ["AF"]
    assert _choices(page)["sex"] == ["female"]
    assert _headline(page) != overview

    page.go_back()
    page.wait_for_url(lambda url: "/routes" not in url)
    visitor.wait()
    assert _headline(page) == overview


@pytest.mark.long
def test_the_back_button_takes_a_choice_back(visitor: Visitor) -> None:
    page = visitor.open("/")
    everyone = _headline(page)
    page.goto(visitor.address + "/?country=PK")
    visitor.wait()
    assert _headline(page) != everyone
    page.go_back()
    visitor.wait()
    assert _headline(page) == everyone


@pytest.mark.long
def test_a_table_opens_and_its_file_says_where_it_is_from(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/?country=AF")
    page.get_by_text("Table, file and source").nth(1).click()
    visitor.wait()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    download.value.save_as(tmp_path / "trend.csv")
    content = (tmp_path / "trend.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["year"] for row in rows] == [str(year) for year in range(2014, 2026)]
    assert all(row["choices"].startswith("All people, identified in Afghanistan") for row in rows)
    assert all("Synthetic demonstration data" in row["source"] for row in rows)
    # the grid's own download, which has no source, is gone
    page.get_by_test_id("stDataFrame").first.hover()
    expect(page.get_by_role("button", name="Search: Table")).to_have_count(1)
    expect(page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download workbook").click()
    download.value.save_as(tmp_path / "trend.xlsx")
    book = openpyxl.load_workbook(tmp_path / "trend.xlsx")
    head, *cells = book["Table"].iter_rows(values_only=True)
    assert [row[head.index("People")] for row in cells] == [int(row["count"]) for row in rows]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Choices"] == rows[0]["choices"]
    assert "country=AF" in about["This view again"]
    # the chart is made of the same numbers
    shown = page.evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')]
        .map(plot => plot.data.find(trace => trace.type === 'bar' && trace.orientation !== 'h'))
        .find(trace => trace).hovertext.length""")
    assert shown == len(rows)


@pytest.mark.parametrize("path", walk(["/routes?lang=fa&view=internal", "/?lang=en", "/routes?lang=en"]))
def test_a_phone_does_not_scroll_sideways(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide = page.evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')]
        .filter(plot => plot.getBoundingClientRect().right > innerWidth + 1).length""")
    assert wide == 0


@pytest.mark.long
def test_a_double_click_on_a_filter_does_no_harm(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.locator(".st-key-filter_people button").click()
    page.get_by_role("button", name="Men and boys").dblclick()
    visitor.wait()
    visitor.wait()
    assert page.locator("h1").count() == 1
    assert "sex" not in _choices(page)  # chosen, and taken back


@pytest.mark.parametrize(
    "query",
    walk(
        [
            "years=2019-99999999999999&country=<script>alert(1)</script>",
            "country=XX&place=AF-XXX&form=Gone&sex=robot",
            f"country={'A' * 5000}",
            "place=AF-HER&country=PK",
            "view=sideways&programme=1",
        ]
    ),
    ids=["hostile", "stale", "long", "contradicting", "unknown view"],
)
def test_a_bad_link_opens_the_page(visitor: Visitor, query: str) -> None:
    page = visitor.open(f"/?{query}")
    assert page.locator("h1").count() == 1
    assert not page.get_by_test_id("stException").count()
    assert "script" not in page.locator("body").inner_text().lower()


def test_a_filter_is_chosen_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.st-key-filter_place') !== null"):
            break
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Country")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.type("Pakis")
    page.keyboard.press("Enter")
    visitor.wait()
    assert _choices(page)["country"] == ["PK"]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


@pytest.mark.long
def test_boundaries_are_fetched_once(visitor: Visitor) -> None:
    page = visitor.open("/", size=DESKTOP)
    first = [url for url in visitor.requests if ".geojson" in url]
    assert first
    _choose_country(visitor, page, "Afghanistan")
    page.wait_for_load_state("networkidle")
    again = [url for url in visitor.requests if ".geojson" in url]
    assert len(again) == len(set(again))
