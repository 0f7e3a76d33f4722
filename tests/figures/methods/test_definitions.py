"""What a word means stands where the word does."""

import re

import pytest

from figures.methods.definitions import definitions, forms_in_sentences
from locales import translator


def _named(text: str, language: str = "en", *, is_column: bool = False) -> list[str]:
    t = translator(language)
    said = definitions(t.gettext(text), t, is_column=is_column) or ""
    return re.findall(r"\*\*(.+?)\*\*", said)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Convictions in people's cases", ["Conviction"]),
        ("Source, transit or destination", ["Destination", "Transit", "Source"]),
        ("Kinds of sexual exploitation", ["Sexual exploitation"]),  # and not exploitation besides
        ("Smoothed rates, where people were identified", ["Identified", "Rate"]),
        ("The largest routes", []),
    ],
)
def test_a_title_has_the_meaning_of_its_words(title: str, words: list[str]) -> None:
    assert sorted(_named(title)) == sorted(words)


@pytest.mark.parametrize(
    ("text", "word"),
    [("Convictions in people's cases", "Conviction"), ("What labour inspection found", "Labour inspection"),
     ("Smoothed rate", "Rate"), ("How they were at the last follow-up", "Follow-up")],
)  # fmt: skip
def test_a_title_in_dari_has_them_too(text: str, word: str) -> None:
    assert translator("fa").gettext(word) in _named(text, "fa")


def test_the_head_of_a_column_has_the_meaning_of_its_words_but_a_source_is_a_publication_there() -> None:
    assert _named("Margin of error (95%)", is_column=True) == ["Margin (±)"]
    assert _named("Place of exploitation", is_column=True) == ["Exploitation"]
    assert _named("Published source", is_column=True) == []


def test_words_in_sentences_have_all_forms_the_longest_first_and_none_of_two_meanings() -> None:
    found = forms_in_sentences(translator("en"))
    forms = {form.casefold(): name for form, name, _said in found}
    assert forms["children"] == "Child" and forms["human trafficking"] == "Trafficking in persons"
    assert forms["convicted"] == "Conviction" and forms["margin"] == "Margin (±)"
    assert "source" not in forms, "of numbers, or of people?"
    assert [len(form) for form, *_ in found] == sorted((len(form) for form, *_ in found), reverse=True)
    in_dari = {form: name for form, name, _said in forms_in_sentences(translator("fa"))}
    assert in_dari["اطفال"] == "طفل" and in_dari["مبدأ"] == "مبدأ"
