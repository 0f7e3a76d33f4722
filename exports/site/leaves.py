"""Which pages the frozen edition has of a release, and what stands on each: every view that has a name and that a file
can show, every country, province and programme, and every story."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.deck.deck import Page as Slide
from exports.deck.deck import pages_of
from exports.named_views import views_of as named_views
from exports.pdf.brief import place_link, programme_link
from exports.pdf.brief import views_of as views_of_document
from exports.site.files import file_of_subject, file_of_view
from exports.site.names import PAGES, name_of
from exports.stories import Story, names, story_of
from exports.stories.subjects import subjects, told_of
from exports.views import Opened, can_be_taken
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import Memory
from locales import Translator

Group = Literal["page", "story", "country", "province", "programme"]
GROUPS: tuple[Group, ...] = ("page", "story", "country", "province", "programme")
OF_A_PAGE = {"place": "places", "programme": "programmes"}  # a story that asks for it is told on its page
COUNTRY = 2  # letters of its code
ONE_PROGRAMME = "view=programme"  # every programme has a page of its own


@dataclass(frozen=True)
class Leaf:
    """One page of the edition. file: below the folder of its language. path: of the page that it belongs to; name: what
    it is called there. link: of the dashboard, without its host; nothing for a story. slides: its figures in their
    order. facts: what it is about, each with its name."""

    group: Group
    file: str
    path: str
    name: str
    link: str
    headline: str
    below: tuple[str, ...]
    slides: tuple[Slide, ...]
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def opened(self) -> Opened:
        """The view that the page is about, or the first one of a story."""
        return self.slides[0].opened

    @property
    def shown(self) -> list[Panel]:
        """Its figures."""
        return [slide.panel for slide in self.slides if slide.panel]


@dataclass(frozen=True)
class Missing:
    """A view that no file can show: it stands in the dashboard only."""

    path: str
    name: str
    link: str


@dataclass(frozen=True)
class Maker:
    """Opens the pages of one language. host: of the dashboard, with its scheme; nothing where it is not known."""

    release: Release
    paper: Paper
    kept: Memory
    host: str = ""

    @property
    def t(self) -> Translator:
        return self.paper.t

    def leaves(self) -> Iterator[Leaf | Missing]:
        """Every page, and each view that is left out."""
        yield from self._views()
        for name in names():
            story = story_of(name)
            title, slides = story.title.said(self.t), self._told(story) if story.asks is None else []
            if slides:  # a small release has no figure of some
                below = (story.about.said(self.t),)
                yield Leaf("story", file_of_subject("stories", name), "", title, "", title, below, tuple(slides))
        for code, name in subjects("place", self.release, self.t).items():
            group: Group = "country" if len(code) == COUNTRY else "province"
            yield self._of("place", group, code, name, place_link(code))
        for code, name in subjects("programme", self.release, self.t).items():
            yield self._of("programme", "programme", code, name, programme_link(code))

    def _views(self) -> Iterator[Leaf | Missing]:
        for path in PAGES:
            seen: dict[object, str] = {}
            absent: set[str] = set()
            for address in ("", *named_views(path or "overview")):
                link = f"/{path}?{address}" if address else f"/{path}"
                if address == ONE_PROGRAMME:
                    continue
                name = name_of(path, address, self.t)
                leaf = self._view(path, address, name, link)
                # a choice that a file cannot show leaves the view as it is
                if leaf is not None and seen.setdefault(_said(leaf), link) == link:
                    yield leaf
                elif name not in absent:
                    absent.add(name)
                    yield Missing(path, name, link)

    def _view(self, path: str, address: str, name: str, link: str) -> Leaf | None:
        if not can_be_taken(path, dict(parse_qsl(address)).get("view", "")):
            return None
        try:
            document = views_of_document(self.host + link, self.release, self.paper, self.kept)
        except BadInput:  # a route that this release does not show
            return None
        return _leaf("page", file_of_view(path, address), path, name, link, document)

    def _of(self, asks: str, group: Group, code: str, name: str, link: str) -> Leaf:
        """The page of a place or a programme: its document, and what else its story shows."""
        document = views_of_document(self.host + link, self.release, self.paper, self.kept)
        path = OF_A_PAGE[asks]
        leaf = _leaf(group, file_of_subject(path, code), path, name, link, document)
        there = {one.panel.key for one in leaf.slides if one.panel}
        told = self._told(told_of(story_of(asks), code, self.release, self.t))
        more = [one for one in told if one.panel and one.panel.has_numbers and one.panel.key not in there]
        return replace(leaf, slides=(*leaf.slides, *more))

    def _told(self, story: Story) -> list[Slide]:
        """The figures of a story; none where the release has none of them."""
        slides = [replace(slide, view=self.host + slide.view) for slide in story.slides]
        try:
            return pages_of(slides, self.release, self.paper, self.kept)
        except BadInput:
            return []


def _leaf(
    group: Group, file: str, path: str, name: str, link: str, document: tuple[list[Opened], list[tuple[str, str]]]
) -> Leaf:
    views, facts = document
    shown = views[0].shown
    slides = [Slide(one, panel) for one in views for panel in one.shown.panels] or [Slide(views[0], None)]
    return Leaf(group, file, path, name, link, shown.headline, shown.below, tuple(slides), tuple(facts))


def _said(leaf: Leaf) -> object:
    """All that tells a page from another."""
    drawn = [panel.draw().to_json() for panel in leaf.shown if panel.draw and panel.has_numbers]
    said = tuple((panel.title, panel.alt, panel.sentence) for panel in leaf.shown)
    return leaf.headline, said, tuple(map(hash, drawn))


def key_of(link: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """What makes two links one view, whatever the order of their choices."""
    parts = urlsplit(link)
    return parts.path.strip("/"), frozenset(parse_qsl(parts.query))
