"""Ids of values about programmes, and the numbers under which they are kept."""

import hashlib
import re
from typing import Literal

# letters instead of digits: a number of eight digits looks like a phone number to the guard against personal data
LETTERS = "abcdefghijklmnopqrstuvwxyz"


NUMBERED = re.compile(r"value-([a-z]{8,11})")


FROM_IATI = re.compile(r"(?:value|money)-iati-([a-p]{16})")


LARGEST = 50  # bits: what JSON keeps exactly, and 11 letters write


HEX_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def number_of_id(text: str) -> int:
    """Return the number of a value: the same for the same id, so that a newer file replaces it.

    An id that id_of_number made is that number again.
    """
    if numbered := NUMBERED.fullmatch(text):
        number = 0
        for letter in numbered[1]:
            number = number * len(LETTERS) + LETTERS.index(letter)
        return number
    if FROM_IATI.fullmatch(text):
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") >> (64 - LARGEST) | 1 << LARGEST - 1  # above all others
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") >> 2


def id_of_number(number: int) -> str:
    """Return the id under which a value with this number is written to a file."""
    letters = ""
    while number or len(letters) < 8:
        number, letter = divmod(number, len(LETTERS))
        letters = LETTERS[letter] + letters
    return f"value-{letters}"


def iati_id(kind: Literal["value", "money"], content: str, number: int) -> str:
    """Return the id of a value or an amount of an IATI activity: the same for the same content, wherever it stands.

    number: how many with the same content came before it in the activity.
    """
    digest = hashlib.blake2b(f"{content}\n{number}".encode(), digest_size=8).hexdigest()
    return f"{kind}-iati-{digest.translate(HEX_LETTERS)}"
