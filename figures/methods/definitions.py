"""What the words of a title or of the head of a column mean, where they stand."""

import re
from functools import cache

from figures.kit.text import folded
from figures.methods.glossary import terms
from locales import N_, Translator, translator

MOST = 3  # of one title
# a word in another form than in the list of words
OTHER_FORMS = {
    "Identified": N_("were identified"),
    "Reintegration": N_("reintegrated"),
    "Referral": N_("referred"),
    "Rate": N_("rates"),
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


@cache
def _forms(language: str) -> list[tuple[str, str, str]]:
    """How each word is written, its name and what it means; the longest first."""
    t = translator(language)
    forms = []
    for term in terms():
        for name in (term.name, OTHER_FORMS.get(term.name)):
            if name:
                form = folded(re.sub(r" \(.*\)", "", t.gettext(name)))
                forms.append((form, term.name, t.gettext(term.said)))
    return sorted(forms, key=lambda form: -len(form[0]))
