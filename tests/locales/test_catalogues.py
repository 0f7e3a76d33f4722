"""Every language that is offered says everything, with the same placeholders."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

import locales
import locales.__main__ as locales_command
from locales import DEFAULT_LANGUAGE, LANGUAGES, OFFERED_FROM, offered_languages
from locales.__main__ import TEMPLATE, code_list_labels, extracted, problems, untranslated

OFFERED = [language.code for language in offered_languages() if language.code != DEFAULT_LANGUAGE]


@pytest.mark.slow
@pytest.mark.parametrize("code", OFFERED)
def test_every_string_is_translated(code: str) -> None:
    assert problems(LANGUAGES[code]) == [], "run: python -m locales update, then translate what is empty"


@pytest.mark.parametrize("code", [code for code in OFFERED if LANGUAGES[code].direction == "rtl"])
def test_numbers_with_a_sign_are_isolated(code: str) -> None:
    """An Arabic letter before them would move the sign to their other side."""
    with LANGUAGES[code].catalogue.open("rb") as file:
        strings = [message.string for message in read_po(file) if message.id]
    said = " ".join(text if isinstance(text, str) else " ".join(text) for text in strings)
    assert re.findall(r"(?<!\u2066)±[{۰-۹]\S*|(?<![\u2066۰-۹٫٬])[۰-۹][۰-۹٫٬]*[٪%]", said) == []


def test_dari_is_offered() -> None:
    assert "fa" in OFFERED


@pytest.mark.slow
def test_template_is_up_to_date() -> None:
    written = TEMPLATE.read_text(encoding="utf-8")
    missing = [message.id for message in extracted() if message.id and not _is_in(message.id, written)]
    assert missing == [], "run: python -m locales extract"


def _is_in(message: str | tuple[str, ...], template: str) -> bool:
    first = message if isinstance(message, str) else message[0]
    # long messages are wrapped: their lines are joined again before the comparison
    return first.replace('"', '\\"') in template.replace('"\n"', "")


def test_a_language_that_is_begun_is_no_mistake_but_wrong_strings_in_it_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    monkeypatch.setattr(locales_command, "extracted", Catalog)
    monkeypatch.setattr(locales_command, "LANGUAGES", {code: replace(LANGUAGES[code]) for code in ("en", "tg")})
    catalogue = Catalog(locale="tg")
    catalogue.add("Routes", "Масирҳо")
    catalogue.add("Age", "")
    path = tmp_path / "tg" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(_written(catalogue))
    assert locales_command.main(["check"]) == 0
    assert "tg: 50.0% translated; visitors are offered it from 95% on." in capsys.readouterr().out
    assert locales_command.main(["check", "tg"]) == 1
    assert "tg: not translated: 'Age'" in capsys.readouterr().out
    catalogue.add("{number} more", "{nummer}")
    path.write_bytes(_written(catalogue))
    assert locales_command.main(["check"]) == 1
    assert "other {placeholders}" in capsys.readouterr().out


def _written(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue)
    return file.getvalue()


def test_code_lists_are_collected() -> None:
    assert {"Debt bondage", "Forced begging", "Feminine", "Trafficked again"} <= set(code_list_labels())


@pytest.mark.slow
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


@pytest.mark.parametrize(("translated", "is_offered"), [(0, False), (10, False), (94, False), (95, True), (100, True)])
def test_a_language_is_offered_from_a_share_of_its_strings_on(
    translated: int, is_offered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    catalogue = Catalog(locale="tg")
    for number in range(99):
        catalogue.add(f"string {number}", "сатр" if number < translated else "")
    # one form of two is no translation
    catalogue.add(
        ("{number} person", "{number} people"), ("{number} нафар", "{number} нафар" if translated > 99 else "")
    )
    path = tmp_path / "tg" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    assert OFFERED_FROM == 0.95
    assert replace(LANGUAGES["tg"]).is_offered is is_offered
