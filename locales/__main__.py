"""python -m locales extract | update | check: collect the strings, carry them to the catalogues, check those.

Catalogues hold no line numbers and no dates and are sorted by message, so that a change of code changes few lines.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from locales import DEFAULT_LANGUAGE, FOLDER, LANGUAGES, OFFERED_FROM, Language

PROJECT = FOLDER.parent
TEMPLATE = FOLDER / "messages.pot"
SOURCES = ["dashboard.py", "serving", "pages", "ui", "exports", "figures", "findings", "geo", "analysis", "data_access"]
CODE_LISTS = PROJECT / "data_access" / "codes" / "code_lists.py"
# how many leading arguments of each function are messages
KEYWORDS = {"_": 1, "N_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2}
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")

TEMPLATE_HEADER = """# The strings of the dashboard. Made by `python -m locales extract`; do not edit by hand.
#"""
MACHINE_MADE = """# {name} ({code}) strings of the dashboard.
# Made by a machine; not reviewed by a native speaker.
#"""


def extracted() -> Catalog:
    """Every string that the code shows: what the functions in KEYWORDS mark, and the labels of the code lists."""
    catalogue = Catalog(project="counter-trafficking-dashboard", charset="utf-8", header_comment=TEMPLATE_HEADER)
    for path in _source_files():
        for function, strings in _marked_strings(path):
            if function == "pgettext":
                catalogue.add(strings[1], context=strings[0])
            else:
                catalogue.add(strings if function == "ngettext" else strings[0])
    for label in code_list_labels():
        catalogue.add(label)
    return catalogue


def code_list_labels() -> list[str]:
    """The labels in data_access/codes/code_lists.py. The file is read, not imported: locales knows no other layer."""
    labels = []
    for statement in ast.parse(CODE_LISTS.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
            labels += [value.value for value in statement.value.values if isinstance(value, ast.Constant)]
    return [label for label in labels if isinstance(label, str)]


def _marked_strings(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The functions of KEYWORDS that a file calls, with their messages; calls with a computed message are left out.

    Babel's own extractor joins every string inside the brackets, also that of `_(LABELS["a" if x else "b"])`.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        function = str(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))
        arguments = node.args[: KEYWORDS.get(function, 0)]
        strings = tuple(a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str))
        if strings and len(strings) == KEYWORDS[function]:
            yield function, strings


def _source_files() -> Iterator[Path]:
    for source in SOURCES:
        path = PROJECT / source
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.exists() else []


def extract() -> Catalog:
    """Write the template, and return it."""
    template = extracted()
    _write(template, TEMPLATE)
    return template


def update(codes: list[str]) -> None:
    """Carry the strings to the catalogues of these languages. Translations stay; strings that are gone go."""
    template = extract()
    for code in codes:
        language = LANGUAGES[code]
        catalogue = _read(language) if language.catalogue.exists() else _new_catalogue(language)
        # no fuzzy guesses: a guessed translation is worse than one that is seen to be missing
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _write(catalogue, language.catalogue)
        print(f"{code}: {len(catalogue)} strings, {len(untranslated(catalogue))} still to translate")


def problems(language: Language, must_be_whole: bool = True) -> list[str]:
    """What is wrong with one language's catalogue, one sentence each. must_be_whole: is what it lacks wrong?"""
    catalogue = _read(language)
    found = []
    if must_be_whole:
        for message in extracted():
            if message.id and catalogue.get(_key(message), message.context) is None:
                found.append(f"not in the catalogue: {message.id!r}")
        found += [f"not translated: {message.id!r}" for message in untranslated(catalogue)]
    for message in catalogue:
        if not message.id:
            continue
        if message.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        if isinstance(message.string, (list, tuple)) and len(message.string) != catalogue.num_plurals:
            found.append(f"{len(message.string)} plural forms instead of {catalogue.num_plurals}: {message.id!r}")
        for translation in filter(None, _forms(message.string)):
            if _placeholders(translation) != _placeholders(_forms(message.id)[-1]):
                found.append(f"other {{placeholders}}: {message.id!r}: {translation!r}")
    return found


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages of which a form has no translation."""
    return [message for message in catalogue if message.id and not all(_forms(message.string))]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _read(language: Language) -> Catalog:
    with language.catalogue.open("rb") as file:
        return read_po(file, locale=language.locale)


def _new_catalogue(language: Language) -> Catalog:
    comment = MACHINE_MADE.format(name=language.name, code=language.code)
    return Catalog(locale=language.locale, project="counter-trafficking-dashboard", header_comment=comment)


def _write(catalogue: Catalog, path: Path) -> None:
    text = io.BytesIO()
    catalogue.fuzzy = False
    write_po(text, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = text.getvalue().decode("utf-8").splitlines()
    # dates and translators' addresses change or say nothing
    noise = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Last-Translator',
        '"Language-Team',
        '"Report-Msgid',
        '"Generated-By',
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(line for line in lines if not line.startswith(noise)).rstrip() + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns 1 when `check` finds something."""
    parser = argparse.ArgumentParser(prog="python -m locales", description=__doc__)
    parser.add_argument("command", choices=["extract", "update", "check"])
    parser.add_argument("language", nargs="*", help="language codes (default: all that have a catalogue)")
    parsed = parser.parse_args(arguments)
    others = [code for code in LANGUAGES if code != DEFAULT_LANGUAGE]
    if unknown := set(parsed.language) - set(others):
        parser.error(f"no such language: {', '.join(sorted(unknown))}; there are {', '.join(others)}")
    codes = parsed.language or [code for code in others if LANGUAGES[code].catalogue.exists()]
    if parsed.command == "extract":
        print(f"{len(extract())} strings in {TEMPLATE.relative_to(PROJECT)}")
        return 0
    if parsed.command == "update":
        update(codes)
        return 0
    # what a language lacks that is not offered yet is no mistake, unless it was asked for
    waiting = [code for code in codes if not (parsed.language or LANGUAGES[code].is_offered)]
    found = [f"{code}: {problem}" for code in codes for problem in problems(LANGUAGES[code], code not in waiting)]
    for code in waiting:
        share = LANGUAGES[code].share_translated
        print(f"{code}: {share:.1%} translated; visitors are offered it from {OFFERED_FROM:.0%} on.")
    print("\n".join(found) or "Every string that visitors are offered is translated.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
