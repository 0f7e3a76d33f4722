"""What cells of the tables about programmes may hold: ids, periods, currencies, standard indicators."""

import datetime
import re

from data_access.importing.reading.values import Mistake

# The standard indicators that a value may be tagged with (US foreign assistance, and the Sustainable Development Goals)
STANDARD_TAGS = ["PS.5.1-28", "PS.5.1-29", "PS.5.2-23", "PS.5.3-15", "SDG 16.2.2"]
LEVELS = ["goal", "outcome", "output", "activity"]
MEASURES = ["unit", "percentage", "nominal", "ordinal", "qualitative"]
STATUSES = ["pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended"]
THEMES = ["Prevention", "Protection", "Prosecution", "Partnership"]


def read_id(text: str) -> str:
    """Read an id of a value. Raises Mistake."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", text):
        raise Mistake("expected an id of small letters, digits and hyphens, such as usaid-trained", "Correct the id.")
    return text


def read_period(text: str) -> str:
    """Read a year, a month or a day. Raises Mistake."""
    try:
        if not re.fullmatch(r"(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?", text):
            raise ValueError
        datetime.date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        raise Mistake(
            "expected a year, month or day, such as 2016, 2016-01 or 2016-01-31", "Correct the period."
        ) from None
    return text


def read_currency(text: str) -> str:
    """Read an ISO 4217 code. Raises Mistake."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise Mistake("expected a currency as its three letters, such as USD or EUR", "Correct the currency.")
    return text


def read_price_year(text: str) -> int:
    """Read the year of constant prices. Raises Mistake."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise Mistake("expected the year of constant prices", "Correct it, or leave it empty for the prices of then.")
    return int(text)


def read_flag(text: str) -> bool:
    """Read true or false. Raises Mistake."""
    word = text.casefold()
    if word not in {"true", "false", "yes", "no", "1", "0"}:
        raise Mistake(
            "expected TRUE (more is better) or FALSE (less is better)", "Leave the cell empty if neither is better."
        )
    return word in {"true", "yes", "1"}
