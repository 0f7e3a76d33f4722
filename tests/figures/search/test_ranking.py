"""Search finds what is meant, in any language and with mistakes."""

from pathlib import Path

import pytest

from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.search import people
from figures.search.entries import KINDS, VIEWS, questions, search_index
from figures.search.questions import QUESTIONS
from figures.search.ranking import Entry, Index
from locales import translator
from tests.worlds.justice import justice
from tests.worlds.programmes import PUBLISHED, make_release_with_programmes
from tests.worlds.releases import make_release, open_release, region
from ui.named_views import named_views
from ui.shell.pages import offered_pages

PAGES = {file.stem: title for file, title, _path in offered_pages()}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    release = open_release(make_release(tmp_path_factory.mktemp("search"), region()))
    return search_index(release, PAGES, translator("en"))


@pytest.mark.parametrize(
    ("looked_for", "kind", "label"),
    [
        ("Nangrahar", "place", "Nangarhar, Afghanistan"),
        ("nang", "place", "Nangarhar, Afghanistan"),
        ("ننگرهار", "place", "Nangarhar, Afghanistan"),
        ("Нангархар", "place", "Nangarhar, Afghanistan"),
        ("Иран", "place", "Iran"),
        ("ايران", "place", "Iran"),  # with an Arabic letter
        ("afghanistan iran", "route", "Afghanistan to Iran"),
        ("reintegrtion", "term", "Reintegration"),
        ("بچه بازی", "term", "Bacha bazi"),  # two words for one
        ("قاچق انسان", "term", "Trafficking in persons"),  # a letter of a short word left out
        ("حرات", "place", "Herat, Afghanistan"),  # a letter of the same sound
        ("بازپیوند", "term", "Reintegration"),
        ("forced lab", "form", "Forced labour"),
        ("hotspots", "page", "Hotspots"),
        ("hidden", "view", "Hidden population"),
        ("brick kilns", "question", QUESTIONS[2].text),
    ],
)
def test_the_first_result_is_what_was_meant(index: Index, looked_for: str, kind: str, label: str) -> None:
    first = index.find(looked_for)[0]
    assert (first.kind, first.label) == (kind, label)


def test_short_words_are_no_mistakes_of_each_other_and_nothing_is_nothing() -> None:
    index = Index([Entry("place", "Iran", ()), Entry("place", "Iraq", ())])
    assert [entry.label for entry in index.find("iraq")] == ["Iraq"]
    for nothing in ("", "  ", "?!", "zzzzzz", "((((", "\x00"):
        assert index.find(nothing) == []


def test_what_is_written_as_it_is_known_is_no_mistake() -> None:
    index = Index([Entry("place", "Kabul", ()), Entry("place", "Zabul", ())])
    assert [entry.label for entry in index.find("kabul")] == ["Kabul"]
    assert {entry.label for entry in index.find("kabil")} >= {"Kabul"}


def test_what_is_withheld_everywhere_is_not_offered(index: Index) -> None:
    assert not [entry for entry in index.find("Ahal") if entry.kind == "place"]
    assert not [entry for entry in index.find("organ removal") if entry.kind == "form"]


def test_every_word_must_be_found_and_the_shorter_name_stands_first() -> None:
    index = Index([Entry("place", "Herat, Afghanistan", ()), Entry("place", "Herat", ()), Entry("place", "Kabul", ())])
    assert [entry.label for entry in index.find("herat")] == ["Herat", "Herat, Afghanistan"]
    assert [entry.label for entry in index.find("afghanistan herat")] == ["Herat, Afghanistan"]
    assert index.find("herat kabul") == []


@pytest.mark.parametrize(
    ("looked_for", "label", "query"),
    [
        ("how many women in Herat", "Herat, Afghanistan: Women and girls", (("place", "AF-HER"), ("sex", "female"))),
        (
            "How many boys are in Nangrahar?", "Nangarhar, Afghanistan: Men and boys, Children (under 18)",
            (("place", "AF-NAN"), ("sex", "male"), ("age", "child")),
        ),
        ("how many victims were found in Pakistan", "Pakistan", (("country", "PK"),)),
        ("women and children in Herat", "Herat, Afghanistan", (("place", "AF-HER"),)),  # of two groups none is guessed
        ("چند زن در هرات", "Herat, Afghanistan: Women and girls", (("place", "AF-HER"), ("sex", "female"))),
    ],
)  # fmt: skip
def test_a_question_in_words_of_its_own_finds_its_place_and_people(
    index: Index, looked_for: str, label: str, query: tuple[tuple[str, str], ...]
) -> None:
    first = people.find(index, looked_for, 8, translator("en"))[0]
    assert (first.kind, first.label, first.query) == ("place", label, query)


def test_people_alone_are_no_place_and_words_that_say_nothing_find_what_has_them(index: Index) -> None:
    t = translator("en")
    assert all(entry.kind != "place" for entry in people.find(index, "women", 8, t))
    assert people.find(index, "zzzzzz women", 8, t) == []
    assert people.find(index, "routes", 8, t) == index.find("routes")
    assert Index([Entry("term", "Who", ())]).find("who") != []


def test_kinds_views_and_questions_lead_to_what_there_is(index: Index) -> None:
    assert {entry.kind for entry in index.entries} <= set(KINDS)
    addresses = {address for paths in named_views().values() for address in paths}
    for page, view, _title in VIEWS:
        assert f"/{'' if page == 'overview' else page}?view={view}" in addresses
    assert len(QUESTIONS) == 20
    for language in ("en", "fa"):
        for entry in questions(translator(language)):
            assert entry.page in PAGES or entry.said


def test_the_word_itself_stands_before_words_that_begin_with_it() -> None:
    index = Index([Entry("place", "Heratabad", ()), Entry("place", "The old town of Herat", ())])
    assert [entry.label for entry in index.find("herat")] == ["The old town of Herat", "Heratabad"]


def test_a_border_crossing_is_found_as_people_write_it(tmp_path: Path) -> None:
    """Torkham and Islam Qala were no places, and what is written in two words was not found."""
    index = search_index(open_release(make_release(tmp_path, justice())), PAGES, translator("fa"))
    for looked_for in ("اسلام قلعه", "اسلام‌قلعه", "اسلامقلعه", "Islam Qala"):
        first = index.find(looked_for)[0]
        assert (first.kind, first.label, first.query) == ("crossing", "اسلام‌قلعه", (("view", "returns"),)), looked_for
    assert index.find("طورخم")[0].label == index.find("torkham")[0].label == "تورخم"


def test_a_word_of_four_letters_may_lack_one_and_has_no_other_for_it() -> None:
    index = Index([Entry("place", "Kabul", ()), Entry("place", "Iran", ())])
    assert [entry.label for entry in index.find("Kabl")] == ["Kabul"]
    assert [entry.label for entry in index.find("Kabol")] == ["Kabul"]
    assert index.find("Irun") == []


def test_a_route_opens_the_route_of_its_name_and_a_place_the_place(index: Index) -> None:
    opened = {
        entry.label: (entry.page, dict(entry.query)) for entry in index.entries if entry.kind in ("route", "place")
    }
    assert opened["Afghanistan to Iran"] == ("routes", {"view": "route-AF~IR"})
    assert opened["Pakistan to United Arab Emirates"] == ("routes", {"view": "route-PK~AE"})
    assert opened["Herat, Afghanistan"] == ("places", {"place": "AF-HER"})
    assert opened["Afghanistan"] == ("places", {"country": "AF"})
    assert not [label for label in opened if label.endswith(" to Afghanistan")]  # nobody was taken there from elsewhere


def test_of_two_words_that_are_nearly_meant_the_nearer_stands_first() -> None:
    index = Index([Entry("place", "Balochist", ()), Entry("place", "Balochistan", ())])
    assert [entry.label for entry in index.find("balochistn")] == ["Balochistan", "Balochist"]


def test_a_published_figure_opens_the_list_at_its_name(tmp_path: Path) -> None:
    loads = ((PUBLISHED, "results"),)
    found = open_release(make_release_with_programmes(tmp_path, region(), loads=loads))
    figures = [entry for entry in search_index(found, {"context": "Context"}, translator("en")).entries if entry.query]
    figures = [entry for entry in figures if entry.kind == "figure"]
    titles = set(published_figures(found, Filters())["title"])
    assert len(figures) > 20
    assert {entry.query for entry in figures} == {(("view", "figures"), ("search", title)) for title in titles}
