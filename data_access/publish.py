"""Turn the cases into a release: measure the workload, and write it all at once."""

import hashlib
import hmac
import json
import sys
import zlib
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Connection, Engine, delete, func, insert, or_, select

from data_access import release_schema, schema
from data_access.coding import PUBLISHABLE
from data_access.errors import BadInput
from data_access.ledger import cap, enter_ledger, ledger_of, spent
from data_access.manifest import SCHEMA_VERSION, manifest_of, sources_of
from data_access.measurement import Measured, count, draw
from data_access.noise import rho_for
from data_access.reporting import kinds_frame, registered_sites, reporting_frame
from data_access.workload import BOUNDS, CHOSEN_AXES, DENOMINATORS, RESTRICTED, WORKLOAD

LARGEST_DELTA = 1e-5


def publish(cases: Engine, releases: Engine, *, kind: str, epsilon: float, delta: float) -> dict[str, Any]:
    """Write a release of the case database and make it the active one.

    A public release is differentially private: (epsilon, delta) for adding or removing one case. A restricted one is
    exact. The same data, workload and budget give the release that is already there: noise is drawn once.

    Returns release (its id), new (whether it was written now), tables, epsilon_spent (by all releases) and message.
    Raises BadInput when there is nothing to publish, when the budget is not a budget, or when all releases of this
    database together would spend more than PRIVACY_CAP_EPSILON.
    """
    public = kind == "public"
    try:
        rho = rho_for(epsilon, delta) if public else None
    except ValueError as error:
        raise BadInput(f"This is not a privacy budget: {error}.") from None
    if public and delta > LARGEST_DELTA:
        raise BadInput(f"Delta is the chance that the promise fails for a person: at most {LARGEST_DELTA:g}.")
    _refuse_wrong_database(releases, kind)
    with cases.connect() as connection:
        _refuse_empty(connection)
        input_hash = _input_hash(connection, kind, rho)
        frames = frames_of(connection)
        total = spent(connection, delta)
        existing = _existing(releases, input_hash)
    if existing is not None:
        release_id, new = _with_frames(releases, existing, frames)
        said = "The cases are the same: their numbers were not drawn again, and nothing was spent."
        return {
            "release": release_id,
            "new": new,
            "epsilon_spent": total,
            "message": f"Release {release_id} is active. {said}",
        }
    if rho is not None:
        enter_ledger(cases, input_hash, rho, epsilon, delta)
    with (
        cases.connect() as connection,
        Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress,
    ):
        task = progress.add_task("Counting", total=None)

        def say(text: str) -> None:
            progress.update(task, description=text)

        sources = {**sources_of(connection), "ledger": ledger_of(connection), "cap": cap()}
        # such a data set's flags are recorded one by one, so that each has its own denominator
        workload = WORKLOAD + (DENOMINATORS if sources["places_are_proxies"] else ())
        if not public:
            workload += RESTRICTED
        today = date.today()
        # the end of the last whole year: a day that no case can move
        until = date(today.year - 1, 12, 31)
        measured = draw(count(connection, workload, until, say), rho, today.year, say)
        manifest = manifest_of(
            measured,
            sources,
            kind=kind,
            epsilon=epsilon if public else None,
            delta=delta if public else None,
        )
        total = spent(connection, delta)
    release_id = write_release(releases, input_hash, manifest, measured, frames)
    said = f"Release {release_id} is published and active: {len(measured)} tables"
    said += f", epsilon {epsilon:g} at delta {delta:g}; {total:.2f} spent in all." if public else ", exact counts."
    return {"release": release_id, "new": True, "tables": len(measured), "epsilon_spent": total, "message": said}


def _refuse_empty(connection: Connection) -> None:
    if not connection.scalar(select(func.count()).select_from(schema.case)):
        raise BadInput("There are no cases to publish. Load some first: python -m data_access import FILE, or demo.")
    if not connection.scalar(select(func.count()).select_from(schema.case).where(PUBLISHABLE)):
        raise BadInput("No case may be published: none has consent to share, or none was found to be a victim.")


def _refuse_wrong_database(releases: Engine, kind: str) -> None:
    """Exact and public releases never share a database: the public dashboard opens all of its own."""
    with releases.connect() as connection:
        kinds = set(connection.execute(select(release_schema.release.c.kind).distinct()).scalars())
    if kinds - {kind}:
        raise BadInput(
            f"This database holds {kinds.pop()} releases. RELEASE_DATABASE_URL and RESTRICTED_RELEASE_DATABASE_URL "
            "must be two databases."
        )


def _input_hash(connection: Connection, kind: str, rho: float | None) -> str:
    """Name the state of the cases, the workload and the budget: the same name, the same numbers.

    The name stands in the release database. It is keyed with the secret of the case database, for without a key
    anybody could try out which files and how many cases give it.
    """
    key = str(connection.scalar(select(schema.key_salt.c.salt))).encode()
    loaded = schema.import_run.c.id.in_(select(schema.case.c.import_run_id))
    runs = connection.execute(
        select(schema.import_run.c.content_hash).where(loaded).order_by(schema.import_run.c.id)
    ).scalars()
    size = connection.execute(select(func.count(), func.max(schema.case.c.id)).select_from(schema.case)).one()
    state = [kind, SCHEMA_VERSION, rho, repr((WORKLOAD, DENOMINATORS, BOUNDS, CHOSEN_AXES)), list(runs), list(size)]
    if kind == "restricted":
        state.append(repr(RESTRICTED))
    return hmac.new(key, json.dumps(state).encode(), hashlib.sha256).hexdigest()


def _existing(releases: Engine, input_hash: str) -> int | None:
    with releases.connect() as connection:
        table = release_schema.release
        found = connection.scalar(select(func.max(table.c.id)).where(table.c.input_hash == input_hash))
    return int(found) if found else None


def frames_of(connection: Connection) -> dict[str, str]:
    """Return what a release carries that is not about people of the case database, as JSON by name."""
    results = (schema.programme, schema.indicator, schema.indicator_value, schema.expenditure)
    named = {schema.programme.c.donor, schema.programme.c.implementer, schema.indicator.c.body}
    # organisations that serve people are left out: their names stand in no public number
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


def _with_frames(releases: Engine, existing: int, frames: dict[str, str]) -> tuple[int, bool]:
    """Activate a release with the numbers of `existing` and these frames: itself, or a copy with other frames."""
    table, published = release_schema.release, release_schema.published_table
    with releases.begin() as connection:
        former = connection.execute(select(table).where(table.c.id == existing)).one()
        if former.frames_hash == _frames_hash(frames):
            _set_active(connection, former.kind, existing)
            return existing, False
        numbers = connection.execute(select(published).where(published.c.release_id == existing)).all()
        contents = {row.name: row.content for row in numbers}
        return _insert(connection, former.input_hash, json.loads(former.manifest), contents, frames), True


def _frames_hash(frames: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(frames, sort_keys=True).encode()).hexdigest()


def write_release(
    releases: Engine,
    input_hash: str,
    manifest: dict[str, Any],
    measured: list[Measured],
    frames: dict[str, str] | None = None,
) -> int:
    """Write a release in one transaction, make it the active one of its kind, and return its id."""
    # what tables that agree cost an exact count is a billionth of a person, and most of the size of the release
    tidy = np.rint if manifest["rho"] is None else np.asarray
    contents = {r.table.name: zlib.compress((tidy(r.estimates) + 0.0).astype("<f4").tobytes()) for r in measured}
    with releases.begin() as connection:
        return _insert(connection, input_hash, manifest, contents, frames or {})


def _insert(
    connection: Connection,
    input_hash: str,
    manifest: dict[str, Any],
    contents: dict[str, bytes],
    frames: dict[str, str],
) -> int:
    table = release_schema.release
    release_id = int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1
    connection.execute(
        insert(table).values(
            id=release_id,
            kind=manifest["kind"],
            created_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            input_hash=input_hash,
            frames_hash=_frames_hash(frames),
            content_hash=content_hash(manifest, contents, frames),
            manifest=json.dumps(manifest, ensure_ascii=False),
        )
    )
    tables = [{"release_id": release_id, "name": name, "content": content} for name, content in contents.items()]
    connection.execute(insert(release_schema.published_table), tables)
    if frames:
        rows = [{"release_id": release_id, "name": name, "content": content} for name, content in frames.items()]
        connection.execute(insert(release_schema.frame), rows)
    _set_active(connection, manifest["kind"], release_id)
    return release_id


def content_hash(manifest: dict[str, Any], contents: dict[str, bytes], frames: dict[str, str]) -> str:
    """Return the hash of a release's manifest, numbers and frames."""
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode())
    for name in sorted(contents):
        digest.update(name.encode() + zlib.decompress(contents[name]))
    digest.update(_frames_hash(frames).encode())
    return digest.hexdigest()


def _set_active(connection: Connection, kind: str, release_id: int) -> None:
    active = release_schema.active_release
    connection.execute(delete(active).where(active.c.kind == kind))
    connection.execute(insert(active).values(kind=kind, release_id=release_id))
