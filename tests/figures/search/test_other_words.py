"""Search knows other words for things, sounds written in two ways, numbers, years, and what has some of the words."""

from pathlib import Path

import pytest

from figures.search import people
from figures.search.entries import search_index
from figures.search.ranking import Entry, Index
from locales import translator
from tests.worlds.justice import justice
from tests.worlds.programmes import MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import make_release, open_release, region
from ui.shell.pages import offered_pages

PAGES = {file.stem: title for file, title, _path in offered_pages()}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    loads = ((PUBLISHED, "results"), (MORE, "results"))
    made = make_release_with_programmes(tmp_path_factory.mktemp("words"), region(), loads=loads)
    return search_index(open_release(made), PAGES, translator("en"))


@pytest.mark.parametrize(
    ("looked_for", "kind", "label"),
    [
        ("kabool", "place", "Kabul, Afghanistan"),
        ("Jallalabad", "town", "Jalalabad, in Nangarhar"),
        ("Afghans", "place", "Afghanistan"),
        ("Pakistan to UAE", "route", "Pakistan to United Arab Emirates"),
        ("afgan iran", "route", "Afghanistan to Iran"),
        ("forced labor", "form", "Forced labour"),
        ("prostitution", "form", "Sexual exploitation"),
        ("domestic servitude", "term", "Servitude"),
        ("بیگاری", "term", "Servitude"),  # as another dictionary has it
        ("dancing boys", "term", "Bacha bazi"),
        ("Palermo protocol", "term", "Trafficking in persons"),
        ("margin of error", "term", "Margin (±)"),
        ("glossary", "page", "Methods and data"),
        ("missing data", "page", "Methods and data"),
        ("referral time", "view", "How long it takes until referral"),
        ("دادگاه", "page", "Justice"),  # the word of Iran for a court
        ("واژه نامه", "page", "Methods and data"),
        ("how many victims in 2024", "page", "Overview: 2024"),
        ("women in Herat 2023", "place", "Herat, Afghanistan: Women and girls, 2023"),
    ],
)
def test_the_first_result_is_what_was_meant_in_other_words(
    index: Index, looked_for: str, kind: str, label: str
) -> None:
    first = people.find(index, looked_for, 8, translator("en"))[0]
    assert (first.kind, first.label) == (kind, label)


@pytest.mark.parametrize("number", ["111,084", "111084", "۱۱۱۰۸۴", "۱۱۱٬۰۸۴"])
def test_a_published_number_is_found_however_it_is_written_and_opens_at_it(index: Index, number: str) -> None:
    [first, *_] = people.find(index, number, 8, translator("en"))
    assert (first.kind, first.label) == ("figure", "Pakistanis deported · Pakistan · 111,084")
    assert dict(first.query) == {"view": "figures", "search": "Pakistanis deported 111084"}


def test_a_published_figure_is_found_by_its_year_theme_and_group(index: Index) -> None:
    for looked_for in ("returns from Iran 2023", "tier 2 watch list", "ازدواج اطفال پاکستان"):
        assert {entry.kind for entry in people.find(index, looked_for, 8, translator("en"))} >= {"figure"}, looked_for


def test_one_sound_is_one_letter_in_two_alphabets() -> None:
    index = Index([Entry("place", "Kandahar", ()), Entry("place", "Badghis", ())])
    assert [entry.label for entry in index.find("Qandahar")] == ["Kandahar"]
    assert [entry.label for entry in index.find("Badghees")] == ["Badghis"]


def test_where_nothing_has_all_words_what_has_the_most_telling_ones_stands_first() -> None:
    figures = [Entry("figure", f"Returns of year {year}", ()) for year in range(2010, 2020)]
    index = Index([*figures, Entry("place", "Taftan", ()), Entry("term", "Return", ())])
    assert index.find("taftan returns") == []
    assert index.find_some("taftan returns")[0].label == "Taftan"
    for nothing in ("", "?!", "zzzzzz qqqq", "a b", "\x00", "<b>", "((((a+)+)+)+"):
        assert index.find_some(nothing) == []


def test_a_word_that_is_known_may_be_a_mistake_beside_others() -> None:
    index = Index([Entry("term", "Bonded labur", ()), Entry("programme", "Labor law", ())])
    assert [entry.label for entry in index.find("bonded labor")] == ["Bonded labur"]


def test_a_crossing_is_no_town_besides(tmp_path: Path) -> None:
    index = search_index(open_release(make_release(tmp_path, justice())), PAGES, translator("en"))
    assert [entry.kind for entry in index.find("torkham")] == ["crossing"]
