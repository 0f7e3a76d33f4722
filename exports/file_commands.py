"""The commands for single files: python -m exports workbook | picture | data."""

import argparse
import datetime
import errno
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from data_access.errors import BadInput
from locales import DEFAULT_LANGUAGE, offered_languages, translator


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `workbook`, `picture` and `data` to the commands of `python -m exports`."""
    workbook = commands.add_parser("workbook", help="The tables of a view as a workbook, with charts and definitions.")
    workbook.add_argument("out", type=Path, metavar="OUT.xlsx")
    workbook.add_argument("--view", required=True, metavar="LINK", help="what stands in the address of the browser")
    workbook.set_defaults(run=_workbook)
    one = commands.add_parser("picture", help="A figure of a view as a picture that says its source and date.")
    one.add_argument("out", type=Path, metavar="OUT.svg|.png")
    one.add_argument("--view", required=True, metavar="LINK", help="as of slides: LINK#KEY names a figure")
    one.set_defaults(run=_picture)
    for command in (workbook, one):
        command.add_argument("--lang", metavar="CODE", help="default: that of the link, or en")
    data = commands.add_parser("data", help="The whole public release as a data package (Frictionless).")
    data.add_argument("out", type=Path, metavar="OUT.zip")
    data.add_argument("--hxl", action="store_true", help="with HXL tags in the second row of each table")
    data.add_argument(
        "--estimates", action="store_true", help="with the estimates below the threshold too, in a folder apart"
    )
    data.set_defaults(run=_data)
    for command in (workbook, one, data):
        command.add_argument("--json", action="store_true", help="print the result as one line of JSON")


def _workbook(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.release.release_database import read_release_database
    from exports.views import open_view, release_of
    from exports.workbook import workbook_file
    from figures.address.citation import Seen
    from figures.kit.palette import palette
    from figures.kit.paper import Paper
    from figures.views.view import is_published

    ending_of(arguments.out, ".xlsx")
    t = translator(language_of(arguments, arguments.view))
    release = release_of(arguments.view, read_release_database())
    opened = open_view(arguments.view, release, Paper(t, palette("light")))
    if not any(is_published(panel.answer) for panel in opened.shown.panels):
        raise BadInput(f"The view has no table: {opened.shown.headline}.")
    seen = Seen(opened.link, datetime.datetime.now(datetime.UTC).date())
    content = workbook_file(opened.shown.panels, opened.view, seen, is_map=True)
    return written(arguments.out, content) | {"release": release.id, "tables": len(opened.shown.panels)}


def _picture(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.release.release_database import read_release_database
    from exports.deck.deck import page_of
    from exports.picture import KINDS, picture
    from exports.views import open_view, release_of
    from figures.kit.palette import LIGHT
    from figures.kit.paper import Paper

    kind = next(one for one in KINDS if ending_of(arguments.out, *(f".{one}" for one in KINDS)) == f".{one}")
    link, _, key = arguments.view.partition("#")
    release = release_of(link, read_release_database())
    opened = open_view(link, release, Paper(translator(language_of(arguments, link)), LIGHT))
    # an address that shows one figure alone names it so
    key = key or parse_qs(link.partition("?")[2]).get("figure", [""])[-1]
    panel = page_of(opened, key or None).panel
    if panel is None:
        raise BadInput(f"The view has no figure: {opened.shown.headline}.")
    content = picture(opened, panel, datetime.datetime.now(datetime.UTC).date(), kind)
    return written(arguments.out, content) | {"release": release.id, "figure": panel.key}


def ending_of(path: Path, *endings: str) -> str:
    """The ending of a file that is to be written, in small letters. Before anything is made: raises BadInput where it
    is none of these, for no program would open the file by its name, and where the file cannot be written."""
    ending = path.suffix.lower()
    if ending in endings:
        _refuse_other_than_a_file(path)
        with _written_whole(path) as beside:
            beside.touch()
        return ending
    if len(endings) == 1:
        better = f"Write {path.with_suffix(endings[0]).name}." if path.name else "Name a file."
        raise BadInput(f"{path} does not end in {endings[0]}, and the file would open in no program. {better}")
    raise BadInput(f"{path} ends in none of {', '.join(endings)}, which say what is to be made.")


def language_of(arguments: argparse.Namespace, link: str) -> str:
    """The language that is asked for, or that of the link. Raises BadInput where visitors are not offered it."""
    # what is no link is told where it is opened
    of_link = parse_qs(link.partition("#")[0].partition("?")[2]).get("lang", [DEFAULT_LANGUAGE])[-1]
    code = str(arguments.lang or of_link)
    offered = [language.code for language in offered_languages()]
    if code not in offered:
        raise BadInput(f"There is no language {code!r}. There are: {', '.join(offered)}.")
    return code


def _data(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.release.release import Release
    from data_access.release.release_database import active_release_id, read_release_database, retraction_of
    from exports.data_package import data_package

    ending_of(arguments.out, ".zip")
    engine = read_release_database()
    release_id = active_release_id(engine)
    release = Release(engine, release_id, retraction_of(engine, release_id))
    content = data_package(release, hxl=arguments.hxl, with_estimates=arguments.estimates)
    return written(arguments.out, content) | {"release": release.id}


def written(path: Path, content: bytes) -> dict[str, Any]:
    """Write a file whole or not at all, and say so. Raises BadInput, also where there is something else than a file."""
    _refuse_other_than_a_file(path)
    with _written_whole(path) as beside:
        with beside.open("xb") as file:
            file.write(content)
        beside.replace(path)
    return {"file": str(path), "bytes": len(content)}


def _refuse_other_than_a_file(path: Path) -> None:
    try:
        is_other = path.is_symlink() or (path.exists() and not path.is_file())
    except OSError:  # a folder on the way may not be read, or a name is too long: told when it is written
        return
    if is_other:
        what = "a folder" if path.is_dir() else "no ordinary file"
        raise BadInput(f"{path} is there and is {what}. Name a file to be written. Nothing was written.")


@contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    """A file beside it, of which nothing stays. Raises BadInput where the system refuses."""
    # a name of its own: two runs may write one file at once, and a long name has no room for more letters
    beside = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        yield beside
    except OSError as error:
        why = error.strerror
        if error.errno == errno.ENOENT and not path.parent.exists():
            why = f"There is no folder {path.parent}. Make it first"
        raise BadInput(f"{path} cannot be written: {why}. Nothing was written.") from error
    finally:
        with suppress(OSError):
            beside.unlink()
