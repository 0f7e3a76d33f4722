"""A long story of publications: what each command says, and all that stands in both databases after it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from data_access.__main__ import main
from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.publish import frames_of
from data_access.publishing.release_store import activate, delete_releases, retract
from data_access.release import schema as release_schema
from data_access.release.release_database import list_releases
from tests.held import hold_in, written
from tests.worlds.full_release import same_draws
from tests.worlds.programmes import import_into
from tests.worlds.publications import Publish, add_programme, address, copied, releases, run, small, world
from tests.worlds.uneven import EXPENDITURE, PROGRAMMES
from tests.worlds.uneven import RESULTS as RESULTS_OF_PROGRAMMES

pytestmark = pytest.mark.slow
__all__ = ["releases", "run", "small", "world"]
RESULTS = Path(__file__).parent / "results"
REGISTER = "agency,agency_kind,site,country,province,year,month,received\n" + "".join(
    f"A{agency},{kind},{site},AF,{place},2024,{month},{'no' if (agency + month) % 4 == 0 else 'yes'}\n"
    for agency, kind in enumerate(
        ["NGO", "NGO", "NGO", "LawEnforcement", "LawEnforcement", "ImmigrationService", "NGO"]
    )
    for site, place in enumerate(["AF-HER", "AF-KAB", ""][: 1 + agency % 3])
    for month in (1, 2, 3)
)


def test_what_each_command_says_and_leaves(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if world.dialect.name != "sqlite":
        pytest.skip("addresses and faults are told of SQLite")
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", "sqlite:////nowhere/restricted.db")
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "3.3")
    lines: list[str] = []

    def say(title: str, what: Callable[[], Any]) -> None:
        try:
            said = what()
        except BadInput as refused:
            said = f"refused: {refused}"
        lines.append(f"==== {title}: {written(said)}")

    def tell() -> None:
        for table, rows in copied(releases).items():
            lines.append(f"---- {table.name}: {len(rows)}")
            lines.extend(written({name: _short(value) for name, value in row.items()}) for row in rows)
        with world.connect() as connection:
            for table in (schema.privacy_ledger, schema.shown_draw, schema.drawn_table):
                rows = [dict(row) for row in connection.execute(select(table)).mappings()]
                lines.append(f"---- cases, {table.name}: {len(rows)}")
                lines.extend(written({name: _short(value) for name, value in row.items()}) for row in rows)

    with same_draws():
        say("first", lambda: run(as_of=date(2024, 12, 31)))
        say("the same", lambda: run(as_of=date(2024, 12, 31)))
        add_programme(world)
        say("with a programme", lambda: run(as_of=date(2024, 12, 31)))
        tell()
        say("the next year, held", lambda: run(as_of=date(2025, 12, 31), hold=True, epsilon=0.5))
        say("an earlier year", lambda: run(as_of=date(2023, 12, 31)))
        say("too much", lambda: run(as_of=date(2024, 12, 31), redraw=True, epsilon=3.0))
        say("redrawn", lambda: run(as_of=date(2024, 12, 31), redraw=True, epsilon=0.7))
        for options in ({"epsilon": -1.0}, {"delta": 0.5}, {"as_of": date(2999, 1, 1)}, {"as_of": date(1999, 1, 1)}):
            say(f"wrong: {written(options)}", lambda options=options: run(**options))  # type: ignore[misc]
        say("shown", lambda: activate(releases, 1))
        say("retracted", lambda: retract(releases, 4, " The ages   were exchanged. "))
        say("retracted for no reason", lambda: retract(releases, 3, "  "))
        say("retracted with a name", lambda: retract(releases, 3, "Ahmad Zahir son of Karim is in it."))
        say("shown though retracted", lambda: activate(releases, 4))
        say("deleted", lambda: delete_releases(releases, 3))
        say("deleted again", lambda: delete_releases(releases, 3))
        say("deleted what is seen", lambda: delete_releases(releases, 1))
        say("deleted which", lambda: delete_releases(releases))
        say("no such release", lambda: delete_releases(releases, 77))
        say("restricted", lambda: run(kind="restricted", as_of=date(2024, 12, 31)))
        lines.extend(written(one) for one in list_releases(releases))
        tell()
        for words in (["check"], ["releases"], ["publish", "--dry-run", "--as-of", "2024-12-31"]):
            ended = main(words)
            out = capsys.readouterr()
            lines.extend([f"==== {' '.join(words)}: {ended}", *out.out.splitlines(), *out.err.splitlines()])
    hold_in(RESULTS, "run", _without_what_differs(lines, releases))


def test_all_that_is_published_beside_the_numbers(tmp_path: Path) -> None:
    files = {"results.csv": RESULTS_OF_PROGRAMMES, "programmes.csv": PROGRAMMES, "expenditure.csv": EXPENDITURE}
    paths = []
    for name, content in {**files, "register.csv": REGISTER}.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(content, encoding="utf-8")
    engine = import_into(tmp_path, (paths[:3], "results"), (paths[3:], "reporting"))
    lines = []
    with engine.connect() as connection:
        for name, frame in sorted(frames_of(connection).items()):
            lines += [f"==== {name}", *frame.replace("],[", "],\n[").splitlines()]
    with engine.begin() as connection:  # the fourth of January, of which only one agency says its kind
        connection.execute(update(schema.reporting).values(agency_kind=None).where(schema.reporting.c.month == 3))
    with engine.connect() as connection:
        lines += ["==== without the kinds of March", frames_of(connection).get("agency_kinds", "none")]
    engine.dispose()
    hold_in(RESULTS, "beside", lines)


def _short(value: object) -> object:
    """A content by its length, and other values as they are."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else value


def _without_what_differs(lines: list[str], releases: Engine) -> list[str]:
    """Random names by the order in which they are met, and no time and folder."""
    met: dict[str, str] = {}
    text = "\n".join(lines).replace(str(Path(str(releases.url.database)).parent), "FOLDER")
    text = re.sub(r"Its key is \w{8}", "Its key is KEY", text)
    text = re.sub(r"\b[0-9a-f]{16,64}\b", lambda found: met.setdefault(found[0], f"#{len(met) + 1}"), text)
    today = date.today()
    text = re.sub(rf"{today.isoformat()}([T ]\d\d:\d\d(:\d\d)?(\.\d+)?(\+00:00)?)?", "NOW", text)
    assert release_schema.release.name in text
    return text.splitlines()
