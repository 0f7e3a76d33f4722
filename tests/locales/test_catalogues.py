"""Every language that is offered says everything, with the same placeholders."""

import pytest
from babel.messages import Catalog

from locales import DEFAULT_LANGUAGE, LANGUAGES, offered_languages
from locales.__main__ import TEMPLATE, code_list_labels, extracted, problems, untranslated

OFFERED = [language.code for language in offered_languages() if language.code != DEFAULT_LANGUAGE]


@pytest.mark.parametrize("code", OFFERED)
def test_every_string_is_translated(code: str) -> None:
    assert problems(LANGUAGES[code]) == [], "run: python -m locales update, then translate what is empty"


def test_dari_is_offered() -> None:
    assert "fa" in OFFERED


def test_template_is_up_to_date() -> None:
    written = TEMPLATE.read_text(encoding="utf-8")
    missing = [message.id for message in extracted() if message.id and not _is_in(message.id, written)]
    assert missing == [], "run: python -m locales extract"


def _is_in(message: str | tuple[str, ...], template: str) -> bool:
    first = message if isinstance(message, str) else message[0]
    # long messages are wrapped: their lines are joined again before the comparison
    return first.replace('"', '\\"') in template.replace('"\n"', "")


def test_code_lists_are_collected() -> None:
    assert {"Debt bondage", "Forced begging", "Feminine", "Trafficked again"} <= set(code_list_labels())


def test_computed_messages_are_not_collected() -> None:
    assert not [message.id for message in extracted() if message.id == "withheldcount"]


@pytest.mark.parametrize("code", OFFERED)
def test_an_unreviewed_catalogue_says_so(code: str) -> None:
    header = LANGUAGES[code].catalogue.read_text(encoding="utf-8").split("msgid", 1)[0]
    assert LANGUAGES[code].is_reviewed or "not reviewed by a native speaker" in header


def test_a_missing_plural_form_is_noticed() -> None:
    catalogue = Catalog(locale="ru")
    catalogue.add(("{number} person", "{number} people"), ("{number} человек", "{number} человека", ""))
    assert len(untranslated(catalogue)) == 1
