"""Cells that hold several things with their shares: the countries, regions and sectors of a programme.

`AF 60|PK 40`, `15160 70 Human rights|15130 30 Legal and judicial development`: a code, its percentage, its name; the
percentage and the name may be missing.
"""

import re
from collections.abc import Sequence

from data_access.codes.shares import Share
from data_access.importing.guard.personal_data import personal_content
from data_access.importing.reading.places import read_country
from data_access.importing.reading.values import IN_PUBLISHED, Mistake


def read_shares(text: str) -> tuple[Share, ...]:
    """Read codes with percentages and names. Raises Mistake."""
    shares = []
    for part in filter(None, map(str.strip, text.split("|"))):
        found = re.fullmatch(r"([\w.:-]{1,40})(?:\s+(\d{1,3}(?:\.\d+)?)\s*%?)?(?:\s+(.+))?", part)
        # what was meant as a percentage is no beginning of a name
        if found is None or re.match(r"\S*%(?:\s|$)|\d+,\d+(?:\s|$)", found[3] or ""):
            raise Mistake(
                "expected codes with their percentages, such as 15160 60 Human rights|15130 40",
                "Correct the codes and percentages.",
            )
        _refuse_personal(found[1])
        shares.append(Share(found[1], found[3] or "", found[2] or ""))
    return checked(shares)


def _refuse_personal(code: str) -> None:
    """Raise Mistake for a code that is made of what identifies a person: with hyphens or points for blanks."""
    if kinds := personal_content(re.sub("[-_.:]", " ", code), is_key=False, is_published=True):
        raise Mistake(f"the code looks like {kinds}", IN_PUBLISHED, "personal data", kinds, is_certain=True)


def read_countries(text: str) -> tuple[Share, ...]:
    """Read one country or several with their percentages: AF, Afghanistan, AF 60|PK 40. Raises Mistake."""
    shares = []
    for part in filter(None, map(str.strip, text.split("|"))):
        found = re.fullmatch(r"(.*?\D)(?:\s+(\d{1,3}(?:\.\d+)?)\s*%?)?", part)
        if found is None:
            raise Mistake(
                "expected countries with their percentages, such as AF 60|PK 40",
                "Correct the cell.",
            )
        code = read_country(found[1].strip())
        # a name in another language comes with how it was read
        shares.append(Share(str(getattr(code, "value", code)), "", found[2] or ""))
    return checked(shares)


def checked(shares: Sequence[Share]) -> tuple[Share, ...]:
    """Return the shares. Raises Mistake when they are more than the whole."""
    total = sum(float(one.percentage or 0) for one in shares)
    if total > 101:  # publishers round
        expected = f"the percentages add up to {total:g}, and together they can be 100 at most"
        raise Mistake(expected, "Correct them, or leave all of them out.")
    return tuple(shares)


def read_names(text: str) -> tuple[str, ...]:
    """Read the names of one organisation or several, separated by |. Raises Mistake."""
    names = tuple(dict.fromkeys(filter(None, map(str.strip, text.split("|")))))
    if any(len(name) > 200 for name in names):
        raise Mistake("expected names of at most 200 characters", "Shorten the name.")
    return names
