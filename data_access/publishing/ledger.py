"""What publications spend of the privacy of the people in a case database: recorded, added up, and capped."""

import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select

from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.noise import LARGEST_EPSILON, SMALLEST_EPSILON, epsilon_for, rho_for

DEFAULT_CAP = 12.0  # epsilon of all releases of one database together: what the field's tools spend on one
# the cap is counted at this delta whatever a publication asks for: a larger one would make any budget look small
CAP_DELTA = 1e-6
DAYS_A_MONTH = 30.44
LONGEST_OUTLOOK = 1_200  # months; what is farther ahead is no date that anybody plans with

# the first draw for a date, another one for it, or one of which nothing was published
Reason = Literal["date", "redraw", "failed"]


@dataclass(frozen=True)
class Entry:
    """One draw of noise and what it spends."""

    name: str
    rho: float
    epsilon: float
    delta: float
    as_of: date | None
    drawn_at: datetime
    reason: Reason = "date"


def now() -> datetime:
    """The time of an entry: UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def entries_of(connection: Connection) -> list[Entry]:
    """Return what was drawn from this database, the first first."""
    table = schema.privacy_ledger.c
    columns = (table.name, table.rho, table.epsilon, table.delta, table.as_of, table.drawn_at, table.reason)
    return [Entry(*row) for row in connection.execute(select(*columns).order_by(table.id))]


def spent(entries: Iterable[Entry], delta: float = CAP_DELTA) -> float:
    """Return the epsilon at `delta` that draws have spent together."""
    return epsilon_for(sum(entry.rho for entry in entries), delta)


def ledger_of(connection: Connection) -> list[dict[str, Any]]:
    """Return each entry for a manifest, the first first: name, drawn_at and as_of (ISO; as_of may be None), rho,
    epsilon, delta, reason, and the epsilon at CAP_DELTA of it and all before it."""
    listed, rho = [], 0.0
    for entry in entries_of(connection):
        rho += entry.rho
        listed.append(
            {
                "name": entry.name,
                "drawn_at": entry.drawn_at.date().isoformat(),
                "as_of": entry.as_of.isoformat() if entry.as_of else None,
                "rho": entry.rho,
                "epsilon": entry.epsilon,
                "delta": entry.delta,
                "reason": entry.reason,
                "epsilon_in_all": round(epsilon_for(rho, CAP_DELTA), 2),
            }
        )
    return listed


def drawn_for(connection: Connection, as_of: date) -> list[Entry]:
    """Return the entries for a date of which there are numbers: the one that was shown last, then the newest first."""
    shown = connection.scalar(select(schema.shown_draw.c.name).where(schema.shown_draw.c.as_of == as_of))
    drawn = [e for e in reversed(entries_of(connection)) if e.as_of == as_of and e.reason != "failed"]
    return sorted(drawn, key=lambda entry: entry.name != shown)


def refuse_overspending(earlier: Sequence[Entry], entry: Entry) -> None:
    """Raise BadInput when an entry would pass the cap after those that there are."""
    most, after = cap(), spent([*earlier, entry])
    if after > most:
        raise BadInput(
            f"Nothing was published and nothing was spent: all releases of this database together would spend epsilon "
            f"{after:.2f} (at delta {CAP_DELTA:g}), and the cap is {most:g}. {spent(earlier):.2f} is spent already. "
            "Publish less often, publish with a smaller --epsilon, or let those who answer for the data raise "
            "PRIVACY_CAP_EPSILON."
        )


def record(connection: Connection, entry: Entry) -> None:
    """Write an entry, whatever the cap: what was drawn has been spent."""
    connection.execute(insert(schema.privacy_ledger).values(vars(entry)))


def cap() -> float:
    """Return PRIVACY_CAP_EPSILON: the most epsilon that all releases of a database may spend together.

    Raises BadInput when it is not a number.
    """
    setting = os.environ.get("PRIVACY_CAP_EPSILON") or str(DEFAULT_CAP)
    try:
        most = float(setting)
    except ValueError:
        most = math.nan
    # every comparison with "nan" is false: it would be no cap at all
    if not 0 <= most < math.inf:
        raise BadInput("PRIVACY_CAP_EPSILON must be a number: the most epsilon that all releases may spend together.")
    return most


def rho_of(most: float) -> float:
    """Return the rho that a cap is worth; nothing for one too small to publish anything."""
    return rho_for(min(most, LARGEST_EPSILON), CAP_DELTA) if most >= SMALLEST_EPSILON else 0.0


def fits(most: float, rho: float, spent_rho: float = 0.0) -> int:
    """Return how many more draws of `rho` each stay within epsilon `most` at CAP_DELTA, after `spent_rho`."""
    # rho_for finds the largest rho from below: what is worth the cap exactly must still fit
    return max(0, math.floor((rho_of(most) * (1 + 1e-9) - spent_rho) / rho))


@dataclass(frozen=True)
class Outlook:
    """What the ledger still holds after it: epsilon spent, how many more draws of a size fit, and the date of the last
    of them, if they follow each other every so many months; None where that is more than a hundred years ahead."""

    epsilon_spent: float
    more: int
    last: date | None
    months: int

    def sentence(self) -> str:
        said = f"Epsilon {self.epsilon_spent:.2f} of {cap():g} is spent in all. "
        if not self.more:
            return f"{said}No further publication of this size fits: the cap is used up."
        every = {12: "year", 1: "month"}.get(self.months, f"{self.months} months")
        until = f"is used up by the publication of {self.last}" if self.last else "lasts for more than a hundred years"
        return (
            f"{said}{self.more:,} more of this size {'fit' if self.more > 1 else 'fits'}: with one every {every} the "
            f"cap {until}."
        )


def outlook(entries: Sequence[Entry], rho: float, as_of: date) -> Outlook:
    """Look ahead from the last date that was drawn, `as_of` included, at the rhythm of the last two dates; yearly where
    there is no other."""
    *earlier, last = sorted({as_of, *(entry.as_of for entry in entries if entry.as_of and entry.reason != "failed")})
    months = min(12, max(1, round((last - earlier[-1]).days / DAYS_A_MONTH))) if earlier else 12
    more = fits(cap(), rho, sum(entry.rho for entry in entries))
    is_near = more * months <= LONGEST_OUTLOOK
    return Outlook(spent(entries), more, _months_later(last, more * months) if is_near else None, months)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the end of a month stays the end of a month."""
    ends = (day + timedelta(days=1)).day == 1
    number = day.year * 12 + day.month - 1 + months
    after = date((number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(days=1)
    return after if ends else after.replace(day=min(day.day, after.day))


def other_people(connection: Connection) -> list[str]:
    """Return the names of case databases that were declared to hold other people."""
    return list(json.loads(str(connection.scalar(select(schema.identity.c.other_people)))))


def database_name(connection: Connection) -> str:
    """Return the random name of this case database."""
    return str(connection.scalar(select(func.max(schema.identity.c.name))))
