"""What a publication will do, decided before anything is drawn; for `publish` and for its trial alike."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data_access.errors import BadInput
from data_access.publishing.decisions import (
    names_not_to_copy,
    refuse_what_is_gone,
    take_over_choice,
    take_over_decisions,
)
from data_access.publishing.ledger import Entry, Outlook, drawn_for, entries_of, outlook, refuse_overspending
from data_access.publishing.ledger_comparison import take_over
from data_access.publishing.noise import rho_for
from data_access.publishing.publication_date import refuse_nobody, who_counts
from data_access.publishing.release_numbers import take_over_numbers
from data_access.publishing.release_store import has_numbers, refuse_absent
from data_access.release import schema as release_schema
from data_access.release.release_database import ReleaseKind

LARGEST_DELTA = 1e-5
NOTHING_SPENT = "Nothing was published and nothing was spent."
ONCE = (
    "The numbers of a date are drawn once: corrections since, and cases that came late, enter with the next date. "
    "What cannot wait is drawn again with --redraw, which spends anew."
)


UNDELIVERED = (
    "Its date was drawn again already, and stopped before visitors saw it: that redraw is used first. If it lacks what "
    "you wait for, draw again. "
)


@dataclass(frozen=True)
class Intention:
    """earlier: the draw whose numbers are published; None: there will be a new one. ahead: what the ledger then holds.
    said: what the officer is to know before."""

    earlier: Entry | None
    ahead: Outlook
    said: str


def intend(
    connection: Connection,
    target: Connection,
    entry: Entry,
    *,
    declare_other_people: bool = False,
    even_if_empty: bool = False,
) -> Intention:
    """Look what publishing an entry comes to, in the caller's transaction, which takes over what the ledger lacks.

    target: of the release database, which nobody else may write until the draw is in it. declare_other_people: see
    data_access.publishing.ledger_comparison. even_if_empty: draw though no case falls in the time. Raises BadInput
    where the publication is not to be.
    """
    assert entry.as_of is not None
    refuse_wrong_database(target, "public")
    said = take_over(connection, target, declare_other_people=declare_other_people)
    said += take_over_decisions(connection, target) + who_counts(connection, entry.as_of)
    take_over_choice(connection, target, entry.as_of)
    take_over_numbers(connection, target, "public")
    if entry.reason == "redraw":
        earlier = _undelivered_redraw(connection, target, entry.as_of)
        said += UNDELIVERED if earlier else ""
    else:
        earlier = _usable(connection, target, drawn_for(connection, entry.as_of))
    if earlier and (earlier.epsilon, earlier.delta) != (entry.epsilon, entry.delta):
        said += (
            f"The numbers of {entry.as_of} were drawn at epsilon {earlier.epsilon:g} and delta {earlier.delta:g}, and "
            f"not at epsilon {entry.epsilon:g} and delta {entry.delta:g}, which would need --redraw. "
        )
    entries = entries_of(connection)
    if earlier is None:
        refuse_overspending(entries, entry)
        if not even_if_empty:
            refuse_nobody(connection, entry.as_of, entry.epsilon)
        entries.append(entry)
    return Intention(earlier, outlook(entries, (earlier or entry).rho, entry.as_of), said)


def _undelivered_redraw(connection: Connection, target: Connection, as_of: date) -> Entry | None:
    """Return a redraw of a date that was paid for and stopped before it was copied; None where there is none.

    It is the last draw, for whatever is published copies all that are missing. Where an earlier one is missing too,
    the release database was lost, and the redraw may have been seen.
    """
    drawn = [entry for entry in entries_of(connection) if entry.reason != "failed"]
    gone = names_not_to_copy(connection)
    missing = [entry for entry in drawn if entry.name not in gone and not has_numbers(target, entry.name)]
    if not missing or missing != drawn[-1:] or missing[0].reason != "redraw" or missing[0].as_of != as_of:
        return None
    return _usable(connection, target, missing)


def _usable(connection: Connection, target: Connection, drawn: list[Entry]) -> Entry | None:
    """Return the first of the draws of a date that was not retracted or deleted, None where nothing was drawn.

    Raises BadInput, of the first, when all were.
    """
    refused: list[BadInput] = []
    for entry in drawn:
        try:
            refuse_what_is_gone(connection, entry.name)
            refuse_absent(connection, target, entry.name)
        except BadInput as error:
            refused.append(error)
        else:
            return entry
    if refused:
        raise refused[0]
    return None


def budget(epsilon: float, delta: float) -> float:
    """Return the rho that a budget is worth. Raises BadInput when it is none."""
    try:
        rho = rho_for(epsilon, delta)
    except ValueError as error:
        raise BadInput(f"This is not a privacy budget: {error}. {NOTHING_SPENT}") from None
    if delta > LARGEST_DELTA:
        raise BadInput(
            f"Delta is the chance that the promise fails for a person: at most {LARGEST_DELTA:g}. {NOTHING_SPENT}"
        )
    return rho


def refuse_wrong_database(target: Connection, kind: ReleaseKind) -> None:
    """Exact and public releases never share a database: the public dashboard opens all of its own. Raises BadInput."""
    kinds = set(target.scalars(select(release_schema.release.c.kind).distinct()))
    if kinds - {kind}:
        raise BadInput(
            f"This database holds {kinds.pop()} releases. RELEASE_DATABASE_URL and RESTRICTED_RELEASE_DATABASE_URL "
            "must be two databases. Nothing was spent."
        )
