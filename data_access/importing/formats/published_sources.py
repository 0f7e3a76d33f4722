"""Where something that was published stands: the address of a public page, the day on which it was read there, how
firm it is, how its source defines it. The same four columns of results and of programmes."""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from data_access.codes.code_lists import FIRMNESS
from data_access.importing.formats.tables import published_text
from data_access.importing.reading.coded_cells import read_code
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.reading.value_columns import read_period
from data_access.importing.reading.values import Mistake, Vocabulary

COLUMNS = {"address": "source_address"}  # of the file -> field
LONGEST = 500
# a file of a public repository, at one of its commits
_IN_REPOSITORY = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w.-]+){2,} @ [0-9a-f]{7,40} : [\w./-]+")
FEWEST_WORDS = 4  # of a title that an address repeats


def published_at() -> dict[str, Vocabulary]:
    """Return the vocabularies of the four fields."""
    return {
        "source_address": Vocabulary(read_address, is_free=True, is_published=True, instead=INSTEAD),
        "read_on": Vocabulary(_read_day, holds_dates=True),
        "firmness": Vocabulary(read_code(FIRMNESS)),
        "definition": published_text(1000),
    }


def published_title(sheets: Sequence[Sheet]) -> Vocabulary:
    """Return the vocabulary of the title of a source: an official who is named in it passes where the address of a
    page, in these sheets, has the same words, as the addresses of newspapers do."""
    pages: list[str] = []

    def stands_in_an_address(title: str) -> bool:
        if not pages:
            pages.extend(_addresses(sheets))
        words = _words(title)
        return words.count("-") + 1 >= FEWEST_WORDS and any(words in page for page in pages)

    return published_text(300, is_public_name=stands_in_an_address)


def read_address(text: str) -> str:
    """Read the address of a public page, or of a file in a public repository. Raises Mistake."""
    if _IN_REPOSITORY.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        is_page = parts.scheme in ("http", "https") and not parts.username and "." in (parts.hostname or "")
    except ValueError:
        is_page = False
    if not is_page or re.search(r"[\s<>\"'`{}|\\^]", text) or len(text) > LONGEST:
        raise Mistake("expected the address of a public page, such as https://www.unodc.org/report", INSTEAD)
    return text


INSTEAD = (
    "Write the address of the page on which it was published, or leave the cell empty. Of a file in a repository: "
    "github.com/owner/name @ commit : path."
)


def _read_day(text: str) -> str:
    day = read_period(text)
    if len(day) != 10:
        raise Mistake("expected the day on which the page was read, such as 2026-01-31", "Write year-month-day.")
    return day


def _addresses(sheets: Sequence[Sheet]) -> list[str]:
    found = []
    for sheet in sheets:
        for position in [n for n, name in enumerate(sheet.header) if column_key(name) == "address"]:
            for chunk in sheet.chunks():
                found += [f"-{_words(unquote(text))}-" for text in chunk.columns[position].dictionary.to_pylist()]
    return found


def _words(text: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", text.casefold()))
