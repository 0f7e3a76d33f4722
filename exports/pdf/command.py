"""The command for documents and texts: python -m exports brief."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from data_access.errors import BadInput
from exports.file_commands import ending_of, language_of, written
from locales import translator

ENDINGS = (".pdf", ".docx", ".txt")


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `brief` to the commands of `python -m exports`."""
    command = commands.add_parser("brief", help="A place, a programme or a view as a document, or in words.")
    command.add_argument(
        "out", type=Path, metavar="OUT", help=".pdf: a document (PDF/UA); .docx or .txt: its sentences on one page"
    )
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--place", metavar="CODE", help="two sides about a country (PK) or a province (PK-BA)")
    which.add_argument("--programme", metavar="ID", help="a report of up to four sides")
    which.add_argument("--view", metavar="LINK", help="a view as it stands, on one side")
    command.add_argument("--lang", metavar="CODE", help="default: that of the link, or en")
    command.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    command.set_defaults(run=_brief)


def _brief(arguments: argparse.Namespace) -> dict[str, Any]:
    ending = ending_of(arguments.out, *ENDINGS)
    from data_access.release.release_database import read_release_database
    from exports.pdf.brief import brief, place_link, programme_link
    from exports.text import text_of
    from exports.text_document import text_document
    from exports.views import open_view, release_of
    from figures.kit.palette import LIGHT
    from figures.kit.paper import Paper

    if "" in (arguments.place, arguments.programme):
        raise BadInput("--place and --programme ask for a code, such as PK or PK-BA. Nothing was written.")
    if arguments.place is not None:
        link = place_link(arguments.place)
    else:
        link = arguments.view if arguments.view is not None else programme_link(arguments.programme)
    paper = Paper(translator(language_of(arguments, link)), LIGHT)
    release = release_of(link, read_release_database())
    day = datetime.datetime.now(datetime.UTC).date()
    if ending == ".pdf":
        content = brief(link, release, paper, day)
    else:
        text = text_of(open_view(link, release, paper), paper, day)
        content = str(text).encode() if ending == ".txt" else text_document(text, paper, day)
    return written(arguments.out, content) | {"release": release.id}
