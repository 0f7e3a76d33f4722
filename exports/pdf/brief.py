"""Which views make a document: of a place, of a programme, or one as it stands; and on how many sides."""

import datetime
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.drawn.worker import WORKER, Worker
from exports.making import step
from exports.pdf.document import make_pdf
from exports.pdf.programme import report
from exports.views import Opened, open_view
from figures.kit.paper import Paper
from figures.views.view import MOST_OF_A_FILE, Memory, memory

SIDES = {"places": 2, "programmes": 4}  # of a brief and of a report; of any other view one
COUNTRY = 2  # letters of its code


def place_link(code: str) -> str:
    """The link of everything about a place, by its code."""
    return f"/places?{urlencode({'country' if len(code) == COUNTRY else 'place': code})}"


def programme_link(code: str) -> str:
    """The link of one programme, by its code."""
    return f"/programmes?{urlencode({'view': 'programme', 'programme': code})}"


def brief(
    link: str, release: Release, paper: Paper, day: datetime.date, kept: Memory | None = None, worker: Worker = WORKER
) -> bytes:
    """Return the document of a link as PDF: of Places a brief, of one programme a report, of any other page the view as
    it stands. Raises BadInput, as exports.views.open_view does."""
    paper = replace(paper, width="tablet")  # whose maps have large letters for half a side
    worker.begin()  # while the release is asked
    views, facts = views_of(link, release, paper, kept or memory(MOST_OF_A_FILE))
    step(1, 2)  # the other half is drawn and set
    return make_pdf(views, paper, day, sides=SIDES.get(views[0].path, 1), facts=facts, worker=worker)


def views_of(link: str, release: Release, paper: Paper, kept: Memory) -> tuple[list[Opened], list[tuple[str, str]]]:
    """The views that a document of a link shows, and what it says in a few lines, each with its name: a place with the
    map of its routes, a programme with its results by period. Raises BadInput."""
    opened = open_view(link, release, paper, kept)
    if opened.path == "programmes":
        address = parse_qs(urlsplit(link.strip()).query)
        one, facts = report(opened, *(address.get(name, [None])[-1] for name in ("view", "programme")))
        return [one], facts
    return [opened, *(_map_of(link, release, paper, kept) if opened.path == "places" else [])], []


def _map_of(link: str, release: Release, paper: Paper, kept: Memory) -> list[Opened]:
    """The map of the routes of the same choice, where it may be shown."""
    address = parse_qs(urlsplit(link.strip()).query)
    address.pop("with", None)
    level = {"view": ["province"]} if "place" in address else {}
    try:
        found = open_view(f"/routes?{urlencode(address | level, doseq=True)}", release, paper, kept)
    except BadInput:
        return []
    panels = [panel for panel in found.shown.panels[:1] if panel.has_numbers]
    return [replace(found, shown=replace(found.shown, panels=tuple(panels)))]
