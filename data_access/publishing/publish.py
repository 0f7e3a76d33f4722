"""Turn the cases into a release: measure the workload for a date once, and copy what was drawn to where it is seen."""

import json
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, Engine, insert, or_, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from data_access.cases import schema
from data_access.cases.case_database import LONGEST_WAIT_S, publishing
from data_access.errors import BadInput
from data_access.failures import place_of, reason_of, told
from data_access.publishing.counting.count import count
from data_access.publishing.counting.workers import AS_NEEDED, Workers
from data_access.publishing.decisions import carry_out, choose, names_not_to_copy
from data_access.publishing.intention import ONCE, budget, intend, refuse_wrong_database
from data_access.publishing.ledger import (
    Entry,
    cap,
    database_name,
    entries_of,
    ledger_of,
    now,
    other_people,
    record,
    rho_of,
    spent,
)
from data_access.publishing.manifest import manifest_of, sources_of
from data_access.publishing.measurement import measure, refuse_unplanned
from data_access.publishing.publication_date import date_for, who_counts
from data_access.publishing.register import kinds_frame, registered_sites, reporting_frame
from data_access.publishing.release_numbers import give_number, take_over_numbers
from data_access.publishing.release_store import (
    Content,
    active_ids,
    content_of,
    has_numbers,
    keep_release,
    one_of,
    release_of,
    writing,
)
from data_access.release.release_database import ReleaseKind, show
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import DENOMINATORS, WORKLOAD, Table
from data_access.transactions import done, held_back

# what the database raises of itself, whatever is written: no room, no connection, no right to write
OF_THE_DATABASE = (OperationalError, InterfaceError)


class DrawFailed(Exception):
    """Something raised after noise was drawn: whether it does may depend on what was drawn."""


def publish(
    cases: Engine,
    releases: Engine,
    *,
    kind: ReleaseKind,
    epsilon: float,
    delta: float,
    as_of: date | None = None,
    redraw: bool = False,
    hold: bool = False,
    declare_other_people: bool = False,
    even_if_empty: bool = False,
    workers: Workers = AS_NEEDED,
) -> dict[str, Any]:
    """Write a release of the cases as of a date, and make it the active one.

    A public release is differentially private: (epsilon, delta) for adding or removing one case. Its numbers are drawn
    once for a date (default: the end of the last finished year): asked again, the same numbers are there, with the
    results and populations of now. redraw: draw them again, and spend again. A restricted release is exact, and made
    anew each time. hold: do not make it the active one. declare_other_people, even_if_empty: see
    data_access.publishing.intention. workers: who counts the cases; noise is drawn here, and what is published is the
    same whoever counts.

    Returns release (its id), new (whether it was written now), drawn (whether noise was drawn now), as_of,
    epsilon_spent (by all releases) and message. Raises BadInput, which says what was spent, when the date or the budget
    is none, when all releases of this database together would spend more than PRIVACY_CAP_EPSILON, when no case falls
    in the time, when the release database holds releases of other cases, and for whatever else stops it.
    """
    day = date_for(cases, as_of)
    if kind == "restricted":
        return _publish_exact(cases, releases, day, workers, active=not hold)
    entry = Entry(
        secrets.token_hex(16), budget(epsilon, delta), epsilon, delta, day, now(), "redraw" if redraw else "date"
    )
    with told(lambda: _what_was_spent(cases, entry)), _progress() as say:
        mended = carry_out(cases, releases)
        instead = "" if hold else _shown_instead(releases, day, kind)
        try:
            # two copies of a case database have no other lock in common than that of the releases
            with writing(releases, LONGEST_WAIT_S) as target:
                with publishing(cases) as connection:
                    intended = intend(
                        connection,
                        target,
                        entry,
                        declare_other_people=declare_other_people,
                        even_if_empty=even_if_empty,
                    )
                    frames = frames_of(connection)
                    drawn = intended.earlier or entry
                    numbers = _numbers(connection, target, drawn.name, frames)
                    if intended.earlier is None:
                        _draw(connection, entry, say, workers)
                    if not hold:
                        choose(connection, drawn.name)
                    target.execute(select(1))  # raises where the connection, and with it the turn, was lost meanwhile
                say("Copying")
                with cases.connect() as connection:
                    _copy(connection, target, numbers, frames)
                number = numbers.get(drawn.name)
                release_id, _ = keep_release(target, drawn.name, None, frames, active=not hold, number=number)
        except DrawFailed as failed:
            raise _charged(cases, entry, failed) from failed.__cause__
        except BadInput as refused:
            refused.args = (f"{mended}{refused}",)
            raise
        done.append(f"The publication was complete when it was stopped: release {release_id}.")
        mended += carry_out(cases, releases)  # a deleted release may have been the one that was seen
    is_new = drawn.name in numbers
    said = f"{mended}{intended.said}Release {release_id} {_is_seen(releases, release_id, is_new)}: data until {day}, "
    said += f"epsilon {drawn.epsilon:g} at delta {drawn.delta:g}. {instead}"
    if intended.earlier:
        said += f"Its numbers were drawn on {drawn.drawn_at:%Y-%m-%d}, and nothing was spent now. {ONCE} "
    return {
        "release": release_id,
        "new": is_new,
        "drawn": intended.earlier is None,
        "as_of": day.isoformat(),
        "epsilon_spent": intended.ahead.epsilon_spent,
        "message": said + intended.ahead.sentence(),
    }


def _shown_instead(releases: Engine, day: date, kind: ReleaseKind) -> str:
    """Say which release of a newer date the one of this date is shown in the place of; "" where there is none."""
    with releases.connect() as connection:
        seen = active_ids(connection)
    newer = [(number, until) for number in seen if (until := show(releases, number)["data_until"]) > day.isoformat()]
    return "".join(
        f"Before it release {number}, of the newer date {until}, was shown: to bring that back: python -m data_access "
        f"releases activate {number}{' --kind restricted' if kind == 'restricted' else ''}. "
        for number, until in newer
    )


def _is_seen(releases: Engine, release_id: int, is_new: bool, by: str = "visitors") -> str:
    """Say whether a release is the active one, as it is."""
    with releases.connect() as connection:
        if release_id in active_ids(connection):
            return "is active"
    return f"is {'written' if is_new else 'there'}, and {by} do not see it"


def workload_of(sources: dict[str, Any]) -> tuple[Table, ...]:
    """Return the tables of a public release of these sources."""
    # such a data set's flags are recorded one by one, so that each has its own denominator
    return WORKLOAD + (DENOMINATORS if sources["places_are_proxies"] else ())


def _draw(connection: Connection, entry: Entry, say: Callable[[str], None], workers: Workers) -> None:
    """Draw the numbers of an entry, and write both in the caller's transaction.

    Raises BadInput where the workload cannot be measured, and DrawFailed for whatever goes wrong from the first draw
    on, but what the database raises of itself.
    """
    day = entry.as_of
    assert day is not None
    record(connection, entry)
    sources = _said_of(connection, day)
    workload = workload_of(sources)
    refuse_unplanned(workload, day.year)
    counts = count(connection, workload, day, say, workers)
    ledger = schema.privacy_ledger
    number = connection.scalar(select(ledger.c.id).where(ledger.c.name == entry.name))
    try:
        measured = measure(counts, entry.rho, day.year, say)
        manifest = manifest_of(measured, sources, kind="public", epsilon=entry.epsilon, delta=entry.delta)
        content = content_of(manifest, measured)
        text = json.dumps(manifest, ensure_ascii=False)
        connection.execute(update(ledger).where(ledger.c.id == number).values(manifest=text))
        rows = [{"draw": number, "name": name, "content": held} for name, held in content.tables.items()]
        connection.execute(insert(schema.drawn_table), rows)
    except OF_THE_DATABASE:
        raise
    except Exception as error:
        raise DrawFailed from error


def _said_of(connection: Connection, day: date) -> dict[str, Any]:
    """What the manifest says of the cases: their sources, what was spent of them, and from which database they are."""
    return {
        **sources_of(connection, day),
        "database": database_name(connection),
        "other_people": other_people(connection),
        "ledger": ledger_of(connection),
        "cap": cap(),
        "cap_rho": rho_of(cap()),
    }


def _charged(cases: Engine, entry: Entry, failed: DrawFailed) -> BadInput:
    """Enter a draw that came to nothing: that it did may tell of the numbers, so it has been spent."""
    where = place_of(failed.__cause__ or failed)
    try:
        with held_back(), publishing(cases) as connection:
            record(connection, replace(entry, reason="failed"))
    except Exception as error:
        return BadInput(
            f"The noise was drawn, and then something was wrong in the program ({where}): there is no release. Epsilon "
            f"{entry.epsilon:g} is to count as spent, and could not be entered in the ledger. {reason_of(error)} "
            "Please report it, and do not publish before that."
        )
    return BadInput(
        f"The noise was drawn, and then something was wrong in the program ({where}): there is no release. Epsilon "
        f"{entry.epsilon:g} counts as spent, for that it failed may tell of the cases. Please report it first."
    )


def _what_was_spent(cases: Engine, entry: Entry) -> str:
    """Look into the ledger: it says whether what was stopped was drawn."""
    try:
        with cases.connect() as connection:
            ledger = schema.privacy_ledger.c
            is_drawn = connection.scalar(select(ledger.id).where(ledger.name == entry.name)) is not None
    except Exception:
        return (
            "The ledger cannot be read now, so it is not known whether the numbers were drawn. If they were, they are "
            "kept beside it: publish again, and it copies them and spends nothing more."
        )
    if not is_drawn:
        return "No release was made, and nothing was spent."
    return (
        f"The numbers were drawn (epsilon {entry.epsilon:g} is spent) and are kept in the case database; they are not "
        "yet where visitors see them. Publish again: it copies them, and spends nothing more."
    )


def _numbers(connection: Connection, target: Connection, drawn: str, frames: dict[str, str]) -> dict[str, int]:
    """Number the releases that are to be written: of whatever was drawn and never came into the release database, in
    the order of the draws, and of what is published now, where it is not there yet beside these frames."""
    ledger, gone = schema.privacy_ledger.c, names_not_to_copy(connection)
    kept = connection.scalars(select(ledger.name).where(ledger.manifest.is_not(None)).order_by(ledger.id))
    missing = [name for name in kept if name not in gone and not has_numbers(target, name)]
    there = release_of(target, drawn, frames)
    # one that was deleted is there where a backup came back and visitors see it
    if drawn not in missing and (there is None or one_of(drawn, there.id) in gone):
        missing.append(drawn)
    return {name: give_number(connection, target, "public", name) for name in missing}


def _copy(connection: Connection, target: Connection, numbers: dict[str, int], frames: dict[str, str]) -> None:
    """Copy draws into a release database that has none of their numbers."""
    ledger, table = schema.privacy_ledger.c, schema.drawn_table.c
    for name, number in numbers.items():
        if not has_numbers(target, name):
            drawn = connection.execute(select(ledger.id, ledger.manifest).where(ledger.name == name)).one()
            tables = connection.execute(select(table.name, table.content).where(table.draw == drawn.id))
            content = Content(json.loads(str(drawn.manifest)), {row.name: row.content for row in tables})
            keep_release(target, name, content, frames, active=False, number=number)


def _publish_exact(cases: Engine, releases: Engine, day: date, workers: Workers, *, active: bool) -> dict[str, Any]:
    with told(lambda: "An exact release spends nothing; releases --kind restricted says which there are."):
        with releases.connect() as target:
            refuse_wrong_database(target, "restricted")
        instead = _shown_instead(releases, day, "restricted") if active else ""
        # nobody is withdrawn, who would then be in it, before it is written
        with publishing(cases) as connection, _progress() as say:
            said, frames, sources = who_counts(connection, day), frames_of(connection), _said_of(connection, day)
            counts = count(connection, workload_of(sources) + RESTRICTED, day, say, workers, is_clipped=False)
            total = spent(entries_of(connection))
            measured = measure(counts, None, day.year, say)
            content = content_of(manifest_of(measured, sources, kind="restricted", epsilon=None, delta=None), measured)
            name = secrets.token_hex(16)
            with writing(releases) as target:
                take_over_numbers(connection, target, "restricted")
                number = give_number(connection, target, "restricted", name)
                release_id, _ = keep_release(target, name, content, frames, active=active, number=number)
    is_seen = _is_seen(releases, release_id, True, by="analysts")
    said += (
        f"Release {release_id} {is_seen}: {len(measured)} tables, exact counts, data until {day}. {instead}".rstrip()
    )
    return {
        "release": release_id,
        "new": True,
        "drawn": False,
        "as_of": day.isoformat(),
        "epsilon_spent": total,
        "message": said,
    }


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Counting", total=None)
        yield lambda text: progress.update(task, description=text)


def frames_of(connection: Connection) -> dict[str, str]:
    """Return what a release carries that is not about people of the case database, as JSON by name."""
    results = (
        schema.programme,
        schema.programme_share,
        schema.indicator,
        schema.indicator_value,
        schema.expenditure,
    )
    named = {schema.programme.c.donor, schema.programme.c.implementer, schema.indicator.c.body}
    # those of programmes and results that are there: an import that was taken back leaves its organisations
    public = or_(*(schema.organisation.c.code.in_(select(column)) for column in named))
    queries = {table.name: select(table) for table in (schema.population, *results)}
    queries["organisation"] = select(schema.organisation).where(public)
    frames = {}
    for name, query in queries.items():
        result = connection.execute(query.order_by(*query.selected_columns.values()[:2]))
        frame = pd.DataFrame(result.fetchall(), columns=list(result.keys()))
        frame = frame.drop(columns=[column for column in ("import_run_id",) if column in frame])
        frames[name] = _as_json(frame)
    frames["reporting"] = _as_json(reporting_frame(connection))
    frames["agency_kinds"] = _as_json(kinds_frame(registered_sites(connection)))
    return frames


def _as_json(frame: pd.DataFrame) -> str:
    plain = frame.astype(object).where(frame.notna(), None)
    return str(plain.to_json(orient="split", index=False, date_format="iso", default_handler=str))
