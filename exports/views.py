"""A link of the dashboard as what its page shows, without a page: its sentences and its panels.

LINK is what stands in a browser's address, with or without its host and the path below which the dashboard stands
there. A file is made for people who cannot see what was left out, so that what the page would not know, or not show, is
refused here in words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode, urlsplit

from sqlalchemy import Engine

from data_access.errors import BadInput
from data_access.questions import programmes as programme_questions
from data_access.questions import routes as journey_questions
from data_access.questions.areas import chosen_areas
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.release_database import active_release_id, may_be_named, retraction_of
from figures.comparison import words as comparison_words
from figures.comparison.panels import compared_panels, topics_of
from figures.context import panels as context
from figures.context.views import OFFICIAL
from figures.context.views import VIEWS as CONTEXT_VIEWS
from figures.hotspots import gap_panels
from figures.hotspots.panels import Rates
from figures.hotspots.views import read_view as read_hotspots
from figures.justice import panels as justice
from figures.justice.view import read_view as read_justice
from figures.kit import words
from figures.kit.maps import has_provinces
from figures.kit.paper import Paper
from figures.methods import panels as methods
from figures.overview import panels as overview
from figures.places import panels as places
from figures.programmes import panels as programmes
from figures.programmes.view import INVENTED_WORD
from figures.programmes.view import read_view as read_programmes
from figures.recovery import panels as recovery
from figures.recovery.view import read_view as read_recovery
from figures.routes import panels as routes
from figures.routes.form_panels import route_names
from figures.routes.view import TITLES, filters_of
from figures.routes.view import read_view as read_routes
from figures.routes.words import TO
from figures.views.address import Reading, first_of
from figures.views.panel import Shown
from figures.views.view import MOST_OF_A_FILE, Memory, View, memory
from findings.sides import sides
from locales import N_

LONGEST_LINK = 2_000
ALL = ("years", "country", "place", "sex", "age", "form")
OWN = ("programme", "donor", "theme")  # of the Programmes page
# of slides that are shown or collected, and of a figure in the page of somebody else: no part of a view
SHOW = ("story", "slides", "slide", "autoplay", "older", "embed", "figure")


@dataclass(frozen=True)
class Opened:
    """A link that was opened. path: of its page. link: with its release, as the page would write it. unused: filters
    that it carries from another page and that change nothing on its own."""

    path: str
    link: str
    view: View
    shown: Shown
    unused: Mapping[str, list[str]]


@dataclass
class _Asked:
    """What a page is asked: the view for all that the address says, and the address as it is read. used: the filters
    that the page has. place_role, role: see Filters and figures.kit.words."""

    view: View
    reading: Reading
    used: tuple[str, ...] = ALL

    @property
    def word(self) -> str | None:
        """The `view` of the address."""
        return self.reading.last("view")

    def narrowed(self, used: tuple[str, ...], role: words.Role = "identified") -> View:
        """The view for the filters that the page has."""
        self.used = used
        kept = self.view.filters.without(*(name for name in ALL if name not in used))
        kept = kept.with_choice(place_role="source" if role == "origin" else "province")
        return self.view.about(kept, words.filters_sentence(kept, self.view.release, self.view.t, role=role))

    def know(self, *known: str | None) -> None:
        """These are the words of `view` that the page knows here; others are asked in vain."""
        others = [word for word in (self.word or "").split("-") if word and word not in known]
        self.reading.miss("view", others)


def release_of(link: str, engine: Engine) -> Release:
    """The release that a link names, or the active one. Raises BadInput where the link names one that is not kept, and
    DatabaseUnavailable."""
    text = named_release(link)
    if text is None:
        return _opened(active_release_id(engine), engine)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    if not may_be_named(engine, number):
        raise BadInput(N_("The release that the link names is not kept: {release}."), release=f"release={_said(text)}")
    return _opened(number, engine)


def named_release(link: str) -> str | None:
    """The release that a link names, as it stands there; None where it names none. Raises BadInput."""
    return next(reversed(_read(link)[2].get("release", [])), None)


def _opened(release_id: int, engine: Engine) -> Release:
    return Release(engine, release_id, retraction_of(engine, release_id))


def open_view(link: str, release: Release, paper: Paper, kept: Memory | None = None) -> Opened:
    """Open a link for a release (see `release_of`) on a paper. kept: what several views of one file remember together.
    Raises BadInput, with a sentence that says what of the link is not known."""
    host, path, address = _read(link)
    if path not in PAGES:
        raise BadInput(
            N_("No page is called {page}. Pages that can be taken into a file: {pages}."),
            page=f"/{_said(path)}",
            pages=", ".join(f"/{name}" for name in PAGES),
        )
    reading = Reading(address)
    reading.unknown_parameters()
    filters = reading.filters(release)
    kept = kept or memory(MOST_OF_A_FILE)
    asked = _Asked(View(release, paper, filters, answers=kept, made=kept), reading)
    shown, view = PAGES[path](asked)
    beside = reading.beside(release)
    topics = topics_of(path, asked.word)
    if beside and topics:
        refusal = comparison_words.refusal(sides(release, view.filters, beside), view.t)
        panels = (*compared_panels(view, topics, beside), *shown.panels)
        shown = replace(shown, below=tuple(filter(None, (*shown.below, refusal))), panels=panels)
    if reading.in_vain:
        found = [f"{name}={_said(value)}" for name, values in reading.in_vain.items() for value in values]
        said = N_("The link asks for what release {number} or the page does not have: {names}.")
        raise BadInput(said, number=release.id, names=", ".join(found))
    unused = {name: reading.all(name) for name in ALL if name not in asked.used and reading.all(name)}
    if beside and not topics and path != "places":
        unused["with"] = [beside]
    if path != "programmes":
        unused |= {name: reading.all(name) for name in OWN if reading.all(name)}
    exact = {name: values for name, values in address.items() if name not in ("release", *SHOW)} | {
        "release": [str(release.id)]
    }
    return Opened(path, f"{host}/{path}?{urlencode(exact, doseq=True)}", view, shown, unused)


def can_be_taken(path: str, word: str) -> bool:
    """Can the view of a page be taken into a file? word: of `view` in its address."""
    if path == "hotspots" and word.split("-")[0] == "hidden":
        return False
    return path in PAGES and not (path == "context" and word not in ("", OFFICIAL))


def _read(link: str) -> tuple[str, str, dict[str, list[str]]]:
    """The address of the dashboard with its scheme (or ""), below it the path, and the parameters of a link. Raises
    BadInput."""
    if len(link) > LONGEST_LINK:
        said = N_("A link has at most {most} characters; this one has {number}.")
        raise BadInput(said, most=LONGEST_LINK, number=len(link))
    if any(ord(letter) < 33 for letter in link.strip()):
        raise BadInput(N_("A link has no blanks and no control characters."))
    try:
        parts = urlsplit(link.strip())
        address = parse_qs(parts.query, max_num_fields=60)
    except ValueError as error:
        raise BadInput(N_("This is no link of the dashboard: {link}."), link=_said(link)) from error
    if parts.scheme not in ("", "http", "https") or "@" in parts.netloc:
        said = N_("A link of the dashboard begins with /, http:// or https://; this one does not: {link}.")
        raise BadInput(said, link=_said(link))
    path = parts.path.strip("/")
    if not parts.netloc:
        return "", path, address
    # a dashboard may stand below a path of its host; the address of its Overview then ends with a slash
    before, _, page = path.rpartition("/")
    if page not in PAGES and parts.path.endswith("/"):
        before, page = path, ""
    return "/".join(filter(None, (f"{parts.scheme or 'https'}://{parts.netloc}", before))), page, address


def _said(text: str) -> str:
    """A text of somebody else, as far as it can be said back."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[:60])
    return shown + ("…" if len(text) > 60 else "")


def _overview(asked: _Asked) -> tuple[Shown, View]:
    asked.know(*overview.ROLE_OF)
    view = asked.narrowed(ALL)
    return overview.shown(view, first_of(overview.ROLE_OF, (asked.word or "").split("-"))), view


def _routes(asked: _Asked) -> tuple[Shown, View]:
    release, journey = asked.view.release, read_routes(asked.word)
    ends = [word for word in (asked.word or "").split("-") if TO in word]
    asked.know(*(getattr(journey, name) for name in TITLES), *ends[: journey.form == "route"])
    if journey.level == "province" and not has_provinces(release, "from_province"):
        asked.reading.miss("view", ["province"])
    view = asked.narrowed(filters_of(release, journey.level), "route")
    if journey.form == "route" and journey.route:
        legs = view.ask(journey_questions.legs, journey.level, journey.direction)
        if journey.route not in route_names(legs, view):
            said = N_("The route that the link asks for may not be shown for this choice, or there is none.")
            raise BadInput(said)
    return routes.shown(view, journey), view


def _hotspots(asked: _Asked) -> tuple[Shown, View]:
    choice = read_hotspots(asked.word)
    if choice.part == "hidden":
        raise BadInput(N_("The view of hidden people cannot be taken into a file yet."))
    asked.know(choice.part, choice.measure, choice.role, choice.method)
    if choice.part == "gap":
        role = gap_panels.role_of(asked.view.release, choice.role)
        view = asked.narrowed(("country", "sex", "age"), role)
        return gap_panels.shown(view, role), view
    view = asked.narrowed(("years", "country", "sex", "age", "form"), choice.role)
    rates, t = Rates(view, choice), view.t
    if not rates.is_covered:
        return Shown(
            t.gettext("This combination is kept from view"), (words.not_published(t, has_choice=view.has_choice),), ()
        ), view
    if chosen_areas(view.filters).empty:
        return Shown(t.gettext("Nothing is published for this choice."), (), ()), view
    return rates.shown(), view


def _recovery(asked: _Asked) -> tuple[Shown, View]:
    choice = read_recovery(asked.word)
    asked.know(choice.role, choice.step, choice.by)
    view = asked.narrowed(ALL, choice.role)
    return recovery.shown(view, choice), view


def _justice(asked: _Asked) -> tuple[Shown, View]:
    choice = read_justice(asked.word)
    asked.know(choice.step, choice.by, choice.work)
    view = asked.narrowed(ALL)
    return justice.shown(view, choice), view


def _places(asked: _Asked) -> tuple[Shown, View]:
    asked.know()
    return places.shown(asked.narrowed(ALL), asked.reading.beside(asked.view.release))


def _programmes(asked: _Asked) -> tuple[Shown, View]:
    reading, everything = asked.reading, asked.view.about(Filters()).ask(programme_questions.portfolio)
    donors = {name for names in everything["donors"] for name in names} if len(everything) else set()
    donor, theme = reading.only("donor", donors), reading.only("theme", {*everything["theme"]} - {None})
    code = reading.only("programme", {*everything["code"]})
    shape, with_invented = read_programmes(asked.word, code)
    asked.know(shape, INVENTED_WORD)
    if shape != "portfolio" and len(everything):
        code = code or str(everything["code"].iloc[0])
        view = asked.narrowed(())
        return programmes.shown_one(view, everything, code), view.about(Filters())
    view = asked.narrowed(("years", "country"))
    choices = {"donor": donor, "theme": theme}
    return programmes.shown(view, everything, choices, with_invented=with_invented), view


def _context(asked: _Asked) -> tuple[Shown, View]:
    word = asked.word or OFFICIAL
    if word != OFFICIAL and word in CONTEXT_VIEWS:
        raise BadInput(N_("This view of what others have published cannot be taken into a file yet."))
    asked.know(OFFICIAL)
    view = asked.narrowed(("country",))
    return context.shown(view), view


def _methods(asked: _Asked) -> tuple[Shown, View]:
    asked.know()
    view = asked.narrowed(())
    return methods.shown(view), view


# the path of each page that can be taken into a file -> its view and what it shows
PAGES: dict[str, Callable[[_Asked], tuple[Shown, View]]] = {
    "": _overview,
    "routes": _routes,
    "hotspots": _hotspots,
    "recovery": _recovery,
    "justice": _justice,
    "programmes": _programmes,
    "places": _places,
    "context": _context,
    "methods": _methods,
}
