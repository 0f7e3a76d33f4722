"""The commands: python -m data_access init | demo | import | template | withdraw | consent | join | undo | publish |
releases | check."""

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Final


def _stop_early(number: int, frame: Any) -> None:
    os.write(2, b"Stopped. Nothing was changed.\n")
    os._exit(130)


# before anything that takes long to import: no command has begun, and a half-imported module must show no traceback
if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop_early)
    signal.signal(signal.SIGTERM, _stop_early)

import argparse  # noqa: E402
import json  # noqa: E402
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402

from data_access.errors import BadInput  # noqa: E402

if TYPE_CHECKING:
    from sqlalchemy import Engine

# what is true of a command that ended before it wrote anything down for good; publish says itself what was spent
NOTHING_DONE = {
    "import": "Nothing was loaded.",
    "publish": "No release was made, and nothing was spent.",
    **dict.fromkeys(["demo", "withdraw", "consent", "join", "undo"], "Nothing was changed."),
}
ALL_OR_NOTHING = "The command has done all of its work or none of it. Run it again: nothing is done twice."
STEPS: Final = ("events", "services", "justice")
USUAL_BUDGET = {"epsilon": 4.0, "delta": 1e-6}
INTERRUPTED = 130  # what a shell expects of a program that Ctrl+C ended


def _init(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.release.release_database import SETTINGS, open_release_database

    open_case_database()
    open_release_database()
    if not os.environ.get(SETTINGS["restricted"]):
        return {"message": "The case database and the release database are ready."}
    open_release_database("restricted")
    return {"message": "The case database, the release database and that of restricted releases are ready."}


def _demo(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.demonstration import load_demonstration

    return load_demonstration(open_case_database(), cases=arguments.cases, seed=arguments.seed)


def _import(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.importing import import_files

    return import_files(
        open_case_database(),
        arguments.files,
        format=arguments.format,
        source=arguments.source,
        dry_run=arguments.dry_run,
        accept_valid=arguments.accept_valid,
        replace=arguments.replace,
        replace_steps=[name for name in STEPS if getattr(arguments, f"replace_{name}")],
        other_people=arguments.other_people,
        report=arguments.report,
    )


def _withdraw(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.cases.corrections.withdraw import withdraw

    options = {"dry_run": arguments.dry_run, "in_advance": arguments.in_advance}
    return withdraw(open_case_database(), arguments.keys, _restricted_releases, **options)


def _restricted_releases() -> "Engine | None":
    from data_access.database import database_url, open_database

    url = database_url("RESTRICTED_RELEASE_DATABASE_URL")
    is_there = url.get_backend_name() != "sqlite" or (url.database and Path(url.database).exists())
    # a database server that nobody set up is none; one that is set up and does not answer is an error
    return open_database(url) if is_there else None


def _case_database_if_any() -> "Engine | None":
    from data_access.cases.case_database import open_case_database
    from data_access.database import database_url

    url = database_url("CASE_DATABASE_URL")
    is_there = url.get_backend_name() != "sqlite" or (url.database and Path(url.database).exists())
    return open_case_database() if is_there else None


def _consent(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.cases.corrections.decide import decide_consent

    is_yes = arguments.answer == "yes"
    return decide_consent(open_case_database(), arguments.key, is_yes, in_advance=arguments.in_advance)


def _join(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.cases.corrections.decide import join_cases

    return join_cases(open_case_database(), *arguments.keys)


def _undo(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.cases.corrections.undo import undo

    return undo(open_case_database(), arguments.run_id)


def _template(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.importing import write_template

    return write_template(arguments.file, format=arguments.format)


def _publish(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.cases.case_database import open_case_database
    from data_access.failures import told
    from data_access.publishing.counting.workers import Workers
    from data_access.publishing.publication_plan import plan
    from data_access.publishing.publish import publish
    from data_access.release.release_database import open_release_database

    names = ("kind", "epsilon", "delta", "as_of", "redraw", "declare_other_people", "even_if_empty")
    options = {name: getattr(arguments, name) for name in names}
    given = [f"--{name}" for name in ("epsilon", "delta", "redraw") if options[name] not in (None, False)]
    if arguments.kind == "restricted" and given:
        raise BadInput(
            f"A restricted release is exact, and made anew from the cases each time: leave out {' and '.join(given)}. "
            "Nothing was published."
        )
    options |= {name: usual for name, usual in USUAL_BUDGET.items() if options[name] is None}
    with told(lambda: "No release was made, and nothing was spent."):
        databases = open_case_database(), open_release_database(arguments.kind)
    if arguments.dry_run:
        return plan(*databases, **options)
    workers = Workers(arguments.workers, arguments.scheduler)
    return publish(*databases, **options, hold=arguments.hold, workers=workers)


def _releases(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.publishing.decisions import DELETED, RETRACTED, choose_in, decide
    from data_access.publishing.release_store import activate, delete_releases, expired, retract
    from data_access.questions.revisions import changes_since_the_one_before
    from data_access.release.release_database import list_releases, open_release_database, show

    def decided(what: str) -> Any:
        if arguments.kind == "restricted":  # made anew from the cases each time: there is no draw to keep
            return lambda names, why: ""
        return lambda names, why: decide(_case_database_if_any(), names, what, why)

    def chosen(names: Any, why: str | None) -> str:
        return "" if arguments.kind == "restricted" else choose_in(_case_database_if_any(), names)

    engine = open_release_database(arguments.kind)
    if arguments.action == "list":
        with engine.connect() as connection:
            return {"releases": list_releases(engine), "older_than_kept": expired(connection)}
    if arguments.action == "delete":
        return delete_releases(engine, arguments.id, decided(DELETED))
    if arguments.id is None:
        raise BadInput(f"Say which release: python -m data_access releases {arguments.action} ID")
    if arguments.action == "retract":
        return retract(engine, arguments.id, arguments.why or "", decided(RETRACTED))
    if arguments.action == "activate":
        return activate(engine, arguments.id, chosen)
    return show(engine, arguments.id) | changes_since_the_one_before(engine, arguments.id)


def _check(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.checks import check

    return check()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_access", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("--json", action="store_true", help="print the result as one line of JSON")
        return sub

    command("init", _init, "Make the databases, or bring them to the newest schema.")

    demo = command("demo", _demo, "Load synthetic demonstration data, labelled as such in every row.")
    demo.add_argument("--cases", type=_positive, default=60_000)
    demo.add_argument("--seed", type=int, default=7)

    load = command(
        "import", _import, "Load files of cases, sources, results, populations or reports due: all of it or nothing."
    )
    load.add_argument("files", type=Path, nargs="+", metavar="FILE")
    load.add_argument(
        "--format",
        required=True,
        choices=["htcds", "ctdc", "results", "iati", "population", "reporting", "sources"],
    )
    load.add_argument("--dry-run", action="store_true", help="check the files and load nothing")
    load.add_argument("--accept-valid", action="store_true", help="load the valid rows of a file that has errors")
    load.add_argument("--source", metavar="CODE", help="whose cases these are, a code of the register of sources")
    load.add_argument(
        "--replace",
        action="store_true",
        help="the files are all there is of their source (or of the programmes that they name): delete the rest",
    )
    load.add_argument("--other-people", action="store_true", help="keys that another source has too are of others")
    for name in STEPS:
        load.add_argument(
            f"--replace-{name}", action="store_true", help=f"the files have all {name} of the cases that they name"
        )
    load.add_argument("--report", type=Path, help="where to write the report (default: var/reports/)")

    template = command("template", _template, "Write a workbook to fill in, with drop-downs.")
    template.add_argument("file", type=Path, metavar="FILE.xlsx")
    template.add_argument(
        "--format", default="htcds", choices=["htcds", "results", "population", "reporting", "sources"]
    )

    withdrawal = command("withdraw", _withdraw, "Delete cases for good; no later file brings them back.")
    withdrawal.add_argument("keys", nargs="+", metavar="KEY|FILE", help="KEY or SOURCE:KEY, or a file of keys")
    withdrawal.add_argument("--dry-run", action="store_true", help="say what would be deleted, and delete nothing")

    consent = command("consent", _consent, "Write down that a person agrees that the case is shared, or does not.")
    consent.add_argument("key", metavar="KEY", help="KEY or SOURCE:KEY")
    consent.add_argument("answer", choices=["yes", "no"])
    for one in (withdrawal, consent):
        one.add_argument("--in-advance", action="store_true", help="also for a key whose case is not there (yet)")

    join = command("join", _join, "Make two records of one person one; where they differ, the first is right.")
    join.add_argument("keys", nargs=2, metavar="KEY")

    take_back = command("undo", _undo, "Take an import, a decision on a consent or a join back.")
    take_back.add_argument("run_id", nargs="?", type=_positive, metavar="RUN", help="its number; the last one without")

    publish = command("publish", _publish, "Turn the cases into a release, and make it the active one.")
    publish.add_argument("--kind", choices=["public", "restricted"], default="public")
    for name, usual in USUAL_BUDGET.items():
        publish.add_argument(f"--{name}", type=float, help=f"of the budget, of a public release; default: {usual:g}")
    publish.add_argument("--as-of", type=_date, metavar="DATE", help="2025-12-31; default: end of the last full year")
    publish.add_argument("--redraw", action="store_true", help="draw the date's numbers again, which spends anew")
    publish.add_argument("--hold", action="store_true", help="write the release, and do not show it to visitors yet")
    publish.add_argument("--dry-run", action="store_true", help="say what it would cost, and what would be left")
    publish.add_argument(
        "--declare-other-people",
        action="store_true",
        help="nobody in this database is in the one that the other releases were made from",
    )
    publish.add_argument(
        "--even-if-empty",
        action="store_true",
        help="draw also when no case that may be published was registered by the date",
    )
    counted_by = publish.add_mutually_exclusive_group()
    counted_by.add_argument("--workers", type=_positive, metavar="N", help="how many processes count the cases")
    counted_by.add_argument("--scheduler", metavar="tls://HOST:PORT", help="of Dask, whose workers count the cases")

    releases = command("releases", _releases, "List releases, show one, bring one back, withdraw one, delete.")
    actions = ["list", "activate", "show", "retract", "delete"]
    releases.add_argument("action", nargs="?", choices=actions, default="list")
    releases.add_argument("id", nargs="?", type=int, metavar="ID")
    releases.add_argument("--why", metavar="TEXT", help="what is wrong with a release that is retracted")
    releases.add_argument("--kind", choices=["public", "restricted"], default="public")

    command("check", _check, "Check the databases, the releases and the files that the dashboard serves.")
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 1 or more")
    return number


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day as year-month-day, such as 2025-12-31") from None


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns 0 on success, 2 with the reason on standard error, and 130 after Ctrl+C or SIGTERM."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        # outside of the command itself: before it began, or when it was through
        transactions = sys.modules.get("data_access.transactions")
        done = transactions.done if transactions else []
        print("Stopped.", done[-1] if done else "Nothing was changed.", file=sys.stderr)
        return INTERRUPTED


def _run(arguments: list[str] | None) -> int:
    from data_access.failures import told
    from data_access.transactions import done, let_signals_stop

    done.clear()
    parsed = _parser().parse_args(arguments)
    try:
        with told(lambda: done[-1] if done else NOTHING_DONE.get(parsed.command, ALL_OR_NOTHING)):
            let_signals_stop()
            if signal.getsignal(signal.SIGINT) is _stop_early:
                signal.signal(signal.SIGINT, signal.default_int_handler)
            result = parsed.run(parsed)
    except BadInput as error:
        print(error, file=sys.stderr)
        return INTERRUPTED if isinstance(error.__cause__, KeyboardInterrupt) else 2
    try:
        print(json.dumps(result, ensure_ascii=False, default=str) if parsed.json else _words(result), flush=True)
    except OSError:
        print("The work is done; its result could not be written to where it was to go.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try, and fail, once more
        return 2
    return 0


def _words(result: dict[str, Any]) -> str:
    if "message" in result:
        return str(result["message"])
    return json.dumps(result, ensure_ascii=False, indent=2, default=str)


if __name__ == "__main__":
    sys.exit(main())
