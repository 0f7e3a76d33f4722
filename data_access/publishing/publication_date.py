"""The date that a publication belongs to, and who falls in the time until it."""

from datetime import date, timedelta

from sqlalchemy import Connection, Engine, func, select

from data_access.cases import schema
from data_access.cases.corrections.consents import count_consents
from data_access.errors import BadInput, number_of
from data_access.publishing.coding import PUBLISHABLE, registered_by


def date_of(as_of: date | None) -> date:
    """Return the date to publish for: the end of the last finished year if none is given. Raises BadInput."""
    today = date.today()
    day = as_of or date(today.year - 1, 12, 31)
    if not date(schema.FIRST_YEAR, 1, 1) <= day <= today:
        raise BadInput(
            f"--as-of {day}: a publication belongs to a date from {schema.FIRST_YEAR} on that has come. Nothing was "
            "published and nothing was spent."
        )
    return day


def date_for(cases: Engine, as_of: date | None) -> date:
    """Return the date to publish for, as date_of does; none is chosen by a clock that is behind what was written.
    Raises BadInput."""
    day = date_of(as_of)
    if as_of is None:
        with cases.connect() as connection:
            wrote = (schema.import_run.c.finished_at, schema.privacy_ledger.c.drawn_at)
            times = [connection.scalar(select(func.max(column))) for column in wrote]
        last = max((time.date() for time in times if time), default=day)
        if last - timedelta(days=1) > date.today():
            raise BadInput(
                f"The clock of this machine says {date.today()}, and the case database was written on {last}: one of "
                "them is wrong. Set the clock, or give the date of the publication with --as-of. Nothing was published "
                "and nothing was spent."
            )
    return day


def cases_until(connection: Connection, day: date) -> int:
    """Return how many cases that may be published were registered by a day. For the officer alone: it is exact."""
    query = select(func.count()).select_from(schema.case).where(PUBLISHABLE, registered_by(day))
    return int(connection.scalar(query) or 0)


def who_counts(connection: Connection, day: date) -> str:
    """Say to the officer how many cases may be published, why the others may not, and how many of them fall in the
    time until a day."""
    found = count_consents(connection)
    said = f"{found.sentence()} " if found.publishable < found.cases else ""
    registered = f"{cases_until(connection, day):,} of {number_of(found.publishable, 'was', 'were')}"
    return f"{said}{registered} registered by {day}. "


def who_will_count(connection: Connection) -> str:
    """Say after an import how many cases fall in the publication that is made when no date is given."""
    day = date_of(None)
    number, all_of_them = cases_until(connection, day), count_consents(connection).publishable
    were = number_of(all_of_them, "was", "were")
    said = f"Of all cases that may be published, {number:,} of {were} registered by {day}, the date for "
    said += "which publish draws when none is given"
    return (
        f"{said}; later ones are in a publication of a later date (publish --as-of)."
        if number < all_of_them
        else f"{said}."
    )


def refuse_nobody(connection: Connection, day: date, epsilon: float) -> None:
    """Raise BadInput, saying what to type, when no case that may be published falls in the time until a day."""
    if cases_until(connection, day):
        return
    today = date.today()
    later = cases_until(connection, today)
    case = schema.case.c
    of_this_year = PUBLISHABLE & case.registration_date.is_(None) & (case.registration_year == today.year)
    by_year = connection.scalar(select(func.count()).select_from(schema.case).where(of_this_year))
    there = "There is" if later == 1 else "There are"
    what = f"{there} {later:,} until today: publish --as-of {today}. " if later else ""
    if by_year:
        what += (
            f"{number_of(by_year, 'has', 'have')} the year {today.year} and no date, which counts from the last day "
            "of that year only: import their registration_date (with case_key), and they count from that day. "
        )
    raise BadInput(
        f"No case that may be published was registered by {day}: a publication for that date would spend epsilon "
        f"{epsilon:g} on nobody. {count_consents(connection).sentence()} {what}Nothing was published and nothing was "
        "spent. You alone are told this, and it is written down nowhere. To publish all the same, with every number "
        "withheld: --even-if-empty."
    )
