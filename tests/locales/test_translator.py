"""Numbers, dates and names as each language writes them."""

import datetime

import pytest

from locales import LANGUAGES, N_, Translator, translator

DAY = datetime.date(2025, 3, 7)


def test_english() -> None:
    t = translator("en")
    assert t.number(1234567.8) == "1,234,567.8"
    assert t.number(1234.5, 0) == "1,234"
    assert t.number(1234, 1) == "1,234.0"
    assert t.number(1234, 1) == "1,234.0"  # as often as it is asked
    assert (t.number(-0.0), t.number(0), t.percent(0)) == ("0", "0", "0%")
    assert t.percent(0.123) == "12%"
    assert t.percent(0.123, 1) == "12.3%"
    assert t.change(0.12) == "+12%"
    assert t.change(-0.12) == "-12%"
    assert t.change(0.001) == "0%"
    assert [t.change(share, 1) for share in (0.0001, -0.0001, 0.001, -0.001)] == ["0.0%", "0.0%", "+0.1%", "-0.1%"]
    assert t.date(DAY) == "March 7, 2025"
    assert t.month(DAY) == "March 2025"
    assert t.year(2024) == "2024"
    assert t.country("TR") == "Türkiye"
    assert t.country("XX") == "XX"
    assert t.listed(["Herat", "Kabul", "Kunduz"]) == "Herat, Kabul, and Kunduz"


def test_dari_writes_its_own_digits() -> None:
    t = translator("fa")
    assert t.number(1234567.8) == "۱٬۲۳۴٬۵۶۷٫۸"
    assert t.percent(0.123, 1) == "\u2066۱۲٫۳٪\u2069"
    assert t.year(2024) == "۲۰۲۴"
    assert t.date(DAY) == "۷ مارچ ۲۰۲۵"  # Afghan month names, not Iran's
    assert t.country("AF") == "افغانستان"


def test_signs_stay_before_the_number_in_right_to_left_text() -> None:
    t = translator("fa")
    assert t.change(0.12) == "\u2066\u200e+۱۲٪\u2069"
    assert t.number(-5) == "\u200e−۵"
    assert t.margin(12) == "\u2066±۱۲\u2069"
    assert translator("en").margin(12) == "±12"


def test_translated_words() -> None:
    t = translator("fa")
    assert t.gettext("Forced labour") == "کار اجباری"
    assert t.gettext("a string that nobody translated") == "a string that nobody translated"
    assert t.gettext("") == ""  # and not the catalogue's header
    assert t.ngettext("{number} person", "{number} people", 2).format(number=t.number(2)) == "۲ نفر"


def test_english_plurals() -> None:
    t = translator("en")
    assert [t.ngettext("{number} person", "{number} people", n) for n in (1, 2)] == [
        "{number} person",
        "{number} people",
    ]


@pytest.mark.parametrize("code", ["xx", "", "../fa"])
def test_unknown_languages_are_english(code: str) -> None:
    assert translator(code).language.code == "en"


def test_a_language_without_a_catalogue_is_english() -> None:
    waiting = [language for language in LANGUAGES.values() if not language.is_offered]
    assert all(translator(language.code).language.code == "en" for language in waiting)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_eight_languages_are_known_to_cldr(code: str) -> None:
    language = LANGUAGES[code]
    locale = Translator(LANGUAGES["en"]).locale.parse(language.locale)
    assert locale.text_direction == language.direction
    assert "AF" in locale.territories


def test_marked_strings_are_unchanged() -> None:
    assert N_("Overview") == "Overview"
