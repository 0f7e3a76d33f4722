"""What publications spend of the privacy of the people in a case database: recorded, added up, and capped."""

import math
import os
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text

from data_access import schema
from data_access.errors import BadInput
from data_access.noise import epsilon_for

DEFAULT_CAP = 12.0  # epsilon of all releases of one database together: what the field's tools spend on one
# the cap is counted at this delta whatever a publication asks for: a larger one would make any budget look small
CAP_DELTA = 1e-6


def spent(connection: Connection, delta: float) -> float:
    """Return the epsilon at `delta` that all releases of a case database have spent together."""
    rho = connection.scalar(select(func.sum(schema.privacy_ledger.c.rho)))
    return epsilon_for(float(rho or 0), delta)


def ledger_of(connection: Connection) -> list[dict[str, Any]]:
    """Return what each release of this database has spent, the first first: drawn_at, epsilon, delta, and the epsilon
    at CAP_DELTA of it and all before it."""
    ledger = schema.privacy_ledger
    entries, rho = [], 0.0
    for row in connection.execute(select(ledger).order_by(ledger.c.id)):
        rho += row.rho
        entries.append(
            {
                "drawn_at": row.drawn_at.date().isoformat(),
                "epsilon": row.epsilon,
                "delta": row.delta,
                "epsilon_in_all": round(epsilon_for(rho, CAP_DELTA), 2),
            }
        )
    return entries


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


def _refuse_overspending(connection: Connection, rho: float) -> None:
    most = cap()
    before = float(connection.scalar(select(func.sum(schema.privacy_ledger.c.rho))) or 0)
    after = epsilon_for(before + rho, CAP_DELTA)
    if after > most:
        raise BadInput(
            f"Nothing was published: all releases of this database together would spend epsilon {after:.2f} "
            f"(at delta {CAP_DELTA:g}), and the cap is {most:g}. {epsilon_for(before, CAP_DELTA):.2f} is spent "
            "already. Publish less often, publish with a smaller --epsilon, or let those who answer for the data raise "
            "PRIVACY_CAP_EPSILON."
        )


def enter_ledger(cases: Engine, input_hash: str, rho: float, epsilon: float, delta: float) -> None:
    """Record the spending before the noise is drawn: a release that is then lost has still been drawn.

    Raises BadInput when the cap is passed. Two publications at once take their turns: each sees what the other spends.
    """
    ledger = schema.privacy_ledger
    with cases.begin() as connection:
        if connection.dialect.name == "postgresql":  # on SQLite a writer has the whole database to itself
            connection.execute(text("LOCK TABLE privacy_ledger IN EXCLUSIVE MODE"))
        _refuse_overspending(connection, rho)
        number = int(
            connection.scalar(select(func.count()).where(ledger.c.input_hash.startswith(input_hash[:60]))) or 0
        )
        connection.execute(
            insert(ledger).values(
                drawn_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                input_hash=f"{input_hash[:60]}-{number}",
                rho=rho,
                epsilon=epsilon,
                delta=delta,
            )
        )
