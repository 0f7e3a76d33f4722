"""The command for the frozen edition: python -m exports site."""

import argparse
import datetime
import os
import signal
import sys
from pathlib import Path
from typing import Any

from data_access.errors import BadInput
from locales import offered_languages, translator

SHOWN_EVERY = 20  # pages


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `site` to the commands of `python -m exports`."""
    command = commands.add_parser("site", help="All pages of the public release as files that need no server.")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder, or that of an older edition")
    command.add_argument("--lang", nargs="+", metavar="CODE", help="default: all languages that visitors are offered")
    command.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    command.set_defaults(run=_site)


def _site(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.release.release_database import read_release_database
    from exports.site.edition import make_site, refuse_folder
    from exports.views import release_of

    # who ends the run, as a scheduler does, has nothing of it left either
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    offered = [language.code for language in offered_languages()]
    codes = list(dict.fromkeys(arguments.lang or offered))
    if others := [code for code in codes if code not in offered]:
        raise BadInput(f"There is no language {others[0]!r}. There are: {', '.join(offered)}.")
    refuse_folder(arguments.folder)
    release = release_of("/", read_release_database())
    day = datetime.datetime.now(datetime.UTC).date()
    made = make_site(
        arguments.folder,
        release,
        [translator(code) for code in codes],
        day,
        host=_host(os.environ.get("PUBLIC_NAME", "")),
        progress=_say,
    )
    return made | {"release": release.id, "languages": codes}


def _host(names: str) -> str:
    """The address of the dashboard: the first of the names that visitors use, which may have a scheme."""
    name = next(iter(names.replace(",", " ").split()), "").rstrip("/")
    return name if not name or "://" in name else f"https://{name}"


def _say(done: int, all_pages: int) -> None:
    if done % SHOWN_EVERY == 0 or done == all_pages:
        print(f"{done} of {all_pages} pages", file=sys.stderr, flush=True)
