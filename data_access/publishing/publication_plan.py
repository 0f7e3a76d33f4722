"""What a publication would cost and show, before anything is spent; never read off the cases that it is about."""

import secrets
from collections.abc import Mapping
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from sqlalchemy import Engine, make_url

from data_access.cases.case_database import prepare, publishing
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.publishing.counting.count import count
from data_access.publishing.intention import ONCE, budget, intend, refuse_wrong_database
from data_access.publishing.ledger import Entry, Outlook, now
from data_access.publishing.manifest import LEAST_COUNT, manifest_of, sources_of
from data_access.publishing.measurement import measure
from data_access.publishing.publication_date import date_for, date_of, who_counts
from data_access.publishing.publish import workload_of
from data_access.publishing.release_store import write_release, writing
from data_access.release.release import Release
from data_access.release.release_database import ReleaseKind
from data_access.release.workload import Table

DEMONSTRATION_CASES, SEED = (2_000, 20_000), 7


def plan(
    cases: Engine,
    releases: Engine,
    *,
    kind: ReleaseKind,
    epsilon: float,
    delta: float,
    as_of: date | None = None,
    redraw: bool = False,
    declare_other_people: bool = False,
    even_if_empty: bool = False,
) -> dict[str, Any]:
    """Say what `publish` with these options would spend, what would be left, and how many cells it would show.

    First it says how many cases may be published, and why the others may not. How many cells comes from the
    demonstration data. Returns costs (epsilon), epsilon_spent (with it), more (how many of the size fit after it),
    used_up (date of the last of them), shown (by number of demonstration cases, the share of the cells of LEAST_COUNT
    people or more) and message. Raises BadInput as publish does.
    """
    day = date_for(cases, as_of)
    if kind == "restricted":
        with releases.connect() as target:
            refuse_wrong_database(target, kind)
        with cases.connect() as connection:
            said = who_counts(connection, day)
        return {
            "costs": 0.0,
            "message": f"{said}A restricted release is exact: it spends nothing, and shows all cells.",
        }
    rho = budget(epsilon, delta)
    entry = Entry(secrets.token_hex(16), rho, epsilon, delta, day, now(), "redraw" if redraw else "date")
    with writing(releases) as target, publishing(cases) as connection:
        intended = intend(
            connection, target, entry, declare_other_people=declare_other_people, even_if_empty=even_if_empty
        )
        workload = workload_of(sources_of(connection, day))
        connection.rollback()
    said = intended.said
    if earlier := intended.earlier:
        said += f"Nothing would be spent: the numbers as of {day} were drawn on {earlier.drawn_at:%Y-%m-%d}. {ONCE} "
        return _told(0.0, intended.ahead, said, {})
    shown = {size: round(_share_shown(entry, size, workload), 3) for size in DEMONSTRATION_CASES}
    shares = ", ".join(f"{share:.0%} with {size:,} cases" for size, share in shown.items())
    said += f"It would spend epsilon {epsilon:g} at delta {delta:g}. Of the cells of {LEAST_COUNT} people or more it "
    said += f"would show, going by the demonstration data, {shares}. "
    return _told(epsilon, intended.ahead, said, shown)


def _told(costs: float, ahead: Outlook, said: str, shown: dict[int, float]) -> dict[str, Any]:
    return {
        "costs": costs,
        "epsilon_spent": ahead.epsilon_spent,
        "more": ahead.more,
        "used_up": ahead.last.isoformat() if ahead.last else None,
        "shown": shown,
        "message": f"{said}After it: {ahead.sentence()} This was a trial: nothing was published.",
    }


def _share_shown(entry: Entry, cases: int, workload: tuple[Table, ...]) -> float:
    """Of the cells that hold LEAST_COUNT people or more in so many demonstration cases, the share that is shown."""
    with TemporaryDirectory() as folder:
        invented, releases = (open_database(make_url(f"sqlite:///{folder}/{name}.db")) for name in "ab")
        prepare(invented)
        migrate(releases, "releases")
        load_demonstration(invented, cases=cases, seed=SEED)
        day = date_of(entry.as_of)
        with invented.connect() as connection:
            sources = sources_of(connection, day)
            counts = count(connection, workload, day, _quiet)
        exact, noisy = (_release_of(counts, sources, releases, entry, rho) for rho in (None, entry.rho))
        large = shown = 0
        for table in exact.manifest["tables"]:
            by = [d for axis in table["axes"] for d in exact.manifest["axes"][axis]["dimensions"]]
            truth, public = (release.counts(tuple(by), {}) for release in (exact, noisy))
            truth = truth[truth["count"] >= LEAST_COUNT]
            large += len(truth)
            shown += len(truth.merge(public[public["state"] == "count"], on=by))
        invented.dispose()
        releases.dispose()
    return shown / large


def _release_of(
    counts: Mapping[Table, pd.Series], sources: dict[str, Any], releases: Engine, entry: Entry, rho: float | None
) -> Release:
    """A release of counts that are about nobody: their noise is spent of nobody."""
    measured = measure(counts, rho, date_of(entry.as_of).year, _quiet)
    epsilon, delta = (entry.epsilon, entry.delta) if rho else (None, None)
    manifest = manifest_of(measured, sources, kind="public", epsilon=epsilon, delta=delta)
    return Release(releases, write_release(releases, entry.name, manifest, measured))


def _quiet(text: str) -> None:
    """Take a message about progress and say nothing."""
