"""Names and numbers in a row, in the direction of the language, and texts as they are compared."""

import re
import unicodedata
from collections.abc import Iterable

from locales import Translator

ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # what is between them has its own direction, that of its first letter


RIGHT_TO_LEFT_MARK = "\u200f"


DOT = " · "

WORD_JOINER = "\u2060"  # not seen; what it stands in is no address for who looks for some in a text
_ADDRESS = re.compile(r"(https?|www|@)", re.IGNORECASE)
_DOES_SOMETHING = re.compile(r"[\\`*_\[\]#$~<>|@]|https?:|www\.", re.IGNORECASE)

# letters that keyboards write in two ways, and signs that one writes and another leaves out
_ONE_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و",
                             "\u200c": None, "ʻ": None, "ʼ": None, "’": None, "'": None})  # fmt: skip


def isolated(text: str, t: Translator) -> str:
    """A name, as it was published, kept together inside a sentence that is written the other way."""
    return f"{ISOLATE}{text}{END_ISOLATE}" if t.language.direction == "rtl" else text


def separated(parts: Iterable[str], t: Translator, between: str = DOT) -> str:
    """Several names or numbers in a row with dots between them, in the order of the language.

    Charts take the direction of a text from its first letter, so that a row that begins with an English name would put
    the Dari after it on the wrong side: here the row has the language's direction, and each part its own.
    """
    row = between.join(isolated(part, t) for part in parts)
    return RIGHT_TO_LEFT_MARK + row if t.language.direction == "rtl" else row


def with_quiet_end(first: str, others: Iterable[str], colour: str, t: Translator, between: str = DOT) -> str:
    """A row for a chart, as `separated`: all after its first part has another colour."""
    return f"{separated([first], t)}<span style='color:{colour}'>{between}{separated(others, t, between)}</span>"


def plain(text: str) -> str:
    """A published text whose signs markdown would take for its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]#$~<>|:" else sign for sign in text)


def quoted(text: str) -> str:
    """A sentence with words of somebody else, for markdown: neither their marks nor their addresses do anything."""
    return _ADDRESS.sub(rf"\1{WORD_JOINER}", plain(text)) if _DOES_SOMETHING.search(text) else text


def linked(address: str, t: Translator) -> str:
    """An address in markdown: shown as it is, and a link where a browser can open it. A file of a repository at a
    commit is named only."""
    if address.startswith(("http://", "https://")):
        return f"[{isolated(plain(address), t)}](<{address}>)"
    return isolated(f"`{address}`", t)


def folded(text: str) -> str:
    """The letters of a text without case, accents and second ways to write them, for comparing."""
    letters = unicodedata.normalize("NFKD", text.translate(_ONE_LETTER).casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
