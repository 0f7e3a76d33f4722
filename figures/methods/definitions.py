"""What the words of a title or of the head of a column mean, where they stand."""

import re
from functools import cache

from figures.kit.text import folded
from figures.methods.glossary import terms
from locales import N_, Translator, translator

MOST = 3  # of one title
# a word in other forms than in the list of words
OTHER_FORMS = {
    "Trafficking in persons": (N_("human trafficking"),),
    "Smuggling of migrants": (N_("were smuggled"), N_("smuggling")),
    "Child": (N_("children"),),
    "Presumed victim": (N_("presumed"),),
    "Identified": (N_("were identified"),),
    "Investigation": (N_("investigated"),),
    "Prosecution": (N_("prosecuted"),),
    "Conviction": (N_("convicted"),),
    "Labour inspection": (N_("labour inspectors"),),
    "Reintegration": (N_("reintegrated"),),
    "Referral": (N_("were referred"),),
    "Rate": (N_("rates"),),
}
OF_PUBLICATIONS = ("Source",)  # heads of columns that name whose publication it is


def definitions(text: str, t: Translator, *, is_column: bool = False) -> str | None:
    """The meaning of each word of the glossary that stands in the text, in markdown; None where none does.

    is_column: the text is the head of a column."""
    found: list[tuple[str, str]] = []
    rest = folded(text)
    for form, name, said in _forms(t.language.code):
        pattern = rf"\b{re.escape(form)}"
        is_known = name in (one for one, _said in found) or (is_column and name in OF_PUBLICATIONS)
        if is_known or not re.search(pattern, rest):
            continue
        found.append((name, said))
        rest = re.sub(pattern, " ", rest)  # "sexual exploitation" is no exploitation besides
    return "\n\n".join(f"**{t.gettext(name)}**: {said}" for name, said in found[:MOST]) or None


def forms_in_sentences(t: Translator) -> list[tuple[str, str, str]]:
    """How each word of the glossary is written, its name and what it means, in the language; the longest first. A word
    that the language has for sources of numbers too is in none: what it means in a sentence cannot be told."""
    found = []
    for term in terms():
        is_of_publications = term.name in OF_PUBLICATIONS and t.gettext(term.name) == term.name
        for name in (term.name, *OTHER_FORMS.get(term.name, ())):
            if not is_of_publications:
                found.append((re.sub(r" \(.*\)", "", t.gettext(name)), t.gettext(term.name), t.gettext(term.said)))
    return sorted(found, key=lambda form: -len(form[0]))


@cache
def _forms(language: str) -> list[tuple[str, str, str]]:
    """How each word is written, its name and what it means; the longest first."""
    t = translator(language)
    forms = []
    for term in terms():
        for name in (term.name, *OTHER_FORMS.get(term.name, ())):
            form = folded(re.sub(r" \(.*\)", "", t.gettext(name)))
            forms.append((form, term.name, t.gettext(term.said)))
    return sorted(forms, key=lambda form: -len(form[0]))
