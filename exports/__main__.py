"""Files of the published release, from the command line: python -m exports deck OUT.pptx --story region."""

import argparse
import datetime
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from data_access.errors import BadInput, DatabaseUnavailable
from data_access.release.release_database import read_release_database
from exports import stories
from exports.deck.deck import make_deck, page_of
from exports.stories import Slide, Words, story_of
from exports.views import open_view, release_of
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import MOST_OF_A_FILE, memory
from locales import DEFAULT_LANGUAGE, offered_languages, translator


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code: 0, or 2 with the reason on standard error."""
    parsed = _parser().parse_args(arguments)
    try:
        parsed.run(parsed)
    except (BadInput, DatabaseUnavailable) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{parsed.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    deck = commands.add_parser("deck", help="slides with native charts, tables and maps (PPTX)")
    deck.add_argument("out", type=Path, metavar="OUT.pptx")
    deck.add_argument(
        "--view",
        action="append",
        default=[],
        metavar="LINK",
        help="a link of the dashboard, a slide each; #KEY after it names one of its figures (/#trend)",
    )
    deck.add_argument(
        "--story", metavar="NAME|FILE", help=f"one of {', '.join(stories.names())}; or a file of your own"
    )
    deck.add_argument("--title", default="", help="of the deck, where no story gives one")
    _common(deck)
    deck.set_defaults(run=_deck)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    """The options that all files have."""
    codes = [language.code for language in offered_languages()]
    parser.add_argument("--lang", choices=codes, default=DEFAULT_LANGUAGE, help="the language of the file")
    parser.add_argument("--json", action="store_true", help="say what was made as JSON")


def _deck(parsed: argparse.Namespace) -> None:
    if bool(parsed.view) == bool(parsed.story):
        raise BadInput("Name one or several views (--view LINK), or a story (--story NAME).")
    paper = Paper(translator(parsed.lang), LIGHT)
    if parsed.story:
        story = story_of(parsed.story)
        title, slides = story.title.said(paper.t), story.slides
    else:
        title, slides = parsed.title, tuple(_slide_of(link) for link in parsed.view)
    engine = read_release_database()
    release = release_of(slides[0].view, engine)
    kept = memory(MOST_OF_A_FILE)
    pages = []
    for slide in slides:
        # one release for the whole deck: numbers of two would be read together
        if release_of(slide.view, engine).id != release.id:
            raise BadInput(f"One deck is of one release; {slide.view} names another than {release.id}.")
        opened = open_view(slide.view, release, paper, kept)
        pages.append(page_of(opened, slide.panel, slide.title.said(paper.t), slide.note.said(paper.t)))
    day = datetime.datetime.now(datetime.UTC).date()
    title = title or pages[0].opened.shown.headline
    content = make_deck(title, pages, paper, day, _say if sys.stderr.isatty() else lambda done, all: None)
    parsed.out.write_bytes(content)
    made = {"file": str(parsed.out), "slides": len(pages) + 1, "bytes": len(content), "release": release.id}
    print(json.dumps(made) if parsed.json else f"{parsed.out}: {made['slides']} slides of release {release.id}.")


def _slide_of(link: str) -> Slide:
    """A link, of which what stands behind "#" names a figure."""
    panel = urlsplit(link).fragment or None
    return Slide(link.partition("#")[0], panel, Words(), Words())


def _say(done: int, all: int) -> None:
    print(f"\r{done} of {all} slides", end="\n" if done == all else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
