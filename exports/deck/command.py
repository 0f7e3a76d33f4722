"""The command for slides: python -m exports deck."""

import argparse
import datetime
import sys
from pathlib import Path
from typing import Any

from data_access.errors import BadInput
from exports import stories
from exports.file_commands import ending_of, language_of, written
from exports.stories import Slide
from locales import translator


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `deck` to the commands of `python -m exports`."""
    known = ", ".join(stories.names())
    deck = commands.add_parser("deck", help="Views as slides, with native charts, tables and maps.")
    deck.add_argument("out", type=Path, metavar="OUT.pptx")
    link = "what stands in the address of the browser, a slide each; #KEY after it names one of its figures"
    deck.add_argument("--view", action="append", default=[], metavar="LINK", help=link)
    deck.add_argument("--story", metavar="NAME|FILE", help=f"one of {known}; or a file of your own")
    deck.add_argument("--programme", metavar="ID", help="what a story is told of that asks for a programme")
    deck.add_argument("--place", metavar="CODE", help="the country or province that a story is told of")
    deck.add_argument("--title", default="", help="of the deck, where no story gives one")
    deck.add_argument("--lang", metavar="CODE", help="default: that of the first link, or en")
    deck.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    deck.set_defaults(run=_deck)


def _deck(arguments: argparse.Namespace) -> dict[str, Any]:
    from data_access.release.release_database import read_release_database
    from exports.deck.deck import make_deck, pages_of
    from exports.stories.subjects import told_of
    from exports.views import release_of
    from figures.kit.palette import LIGHT
    from figures.kit.paper import Paper
    from figures.views.view import MOST_OF_A_FILE, memory

    ending_of(arguments.out, ".pptx")
    if bool(arguments.view) == bool(arguments.story):
        raise BadInput("Name one or several views (--view LINK), or a story (--story NAME).")
    named = stories.title_of(arguments.title, "--title")
    story = stories.story_of(arguments.story) if arguments.story else None
    slides = story.slides if story else tuple(_slide_of(link) for link in arguments.view)
    t = translator(language_of(arguments, slides[0].view))
    release = release_of(slides[0].view, read_release_database())
    if story:
        story = told_of(story, arguments.programme or arguments.place, release, t)
        slides = story.slides
    pages = pages_of(slides, release, Paper(t, LIGHT), memory(MOST_OF_A_FILE))
    title = story.title.said(t) if story else named or pages[0].opened.shown.headline
    day = datetime.datetime.now(datetime.UTC).date()
    content = make_deck(title, pages, Paper(t, LIGHT), day, _say if sys.stderr.isatty() else lambda done, all: None)
    return written(arguments.out, content) | {"release": release.id, "slides": len(pages) + 1}


def _slide_of(link: str) -> Slide:
    """A link, of which what stands behind "#" names a figure."""
    view, _, panel = link.partition("#")
    return Slide(view, panel or None)


def _say(done: int, all: int) -> None:
    print(f"\r{done} of {all} slides", end="\n" if done == all else "", file=sys.stderr, flush=True)
