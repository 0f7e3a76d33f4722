"""What a link carries behind its address: an address of a publication names nobody in its parameters."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

from data_access.importing.guard.person_names import names_a_person
from data_access.importing.guard.personal_numbers import identity_number, phone_number

_PARAMETERS = re.compile(r"[?#&;]")
_NUMBERED = re.compile(r"phone|tel|mob|cell|whats|sms|viber|number|passport|cnic|tazkira|iin|card", re.IGNORECASE)
_DIALLED = re.compile(r"(?<![\w+])\+\d[\d() -]{8,}\d")


def personal_in_link(link: str) -> Iterator[str]:
    """Yield what personal data the parameters of a link hold. Of a number it counts how it is called: most are the
    numbers of documents."""
    page, *parameters = _PARAMETERS.split(link)
    if _DIALLED.search(unquote(page)):
        yield "a phone number"
    for parameter in parameters:
        name, _, value = parameter.rpartition("=")
        said = unquote(value) if "%2B" in value.upper() else unquote_plus(value)
        is_numbered = _NUMBERED.search(name) is not None
        if _DIALLED.search(said) or (is_numbered and phone_number(said)):
            yield "a phone number"
        elif is_numbered and identity_number(said):
            yield "an identity number"
        elif names_a_person(re.sub(r"[-_.,+]+", " ", said)):
            yield "a name"
