"""Everything that can be looked for in a release, in the language of a visitor and findable in all languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from data_access.codes.code_lists import FORM_OF_EXPLOITATION
from data_access.gazetteer import alternative_names, places
from data_access.questions.programmes import portfolio
from data_access.questions.published_figures import published_figures
from data_access.questions.returns import AT_A_CROSSING
from data_access.questions.routes import arrows
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.context.published import words as published_words
from figures.kit.labels import label, names_of_place, place_in_country, place_name
from figures.kit.rows import Row, rows_of
from figures.kit.text import separated
from figures.methods.glossary import terms
from figures.search.other_names import other_names
from figures.search.questions import QUESTIONS
from figures.search.ranking import Entry, Index, Kind
from locales import N_, Translator, offered_languages, translator

# kind of entry -> what it is called; among equals the first kind stands first
KINDS: dict[Kind, str] = {
    "page": N_("Page"),
    "view": N_("View"),
    "place": N_("Place"),
    "town": N_("Town"),
    "crossing": N_("Border crossing"),
    "route": N_("Route"),
    "form": N_("Form"),
    "term": N_("Term"),
    "question": N_("Question"),
    "programme": N_("Programme"),
    "figure": N_("Published figure"),
}
VIEWS = [
    ("overview", "source", N_("Where people were taken from")),
    ("overview", "exploitation", N_("Where people were exploited")),
    ("routes", "province", N_("Routes between provinces")),
    ("routes", "changes", N_("Routes that changed")),
    ("routes", "periods", N_("Routes in two periods")),
    ("hotspots", "raw", N_("Rate by province")),
    ("hotspots", "cluster-scan", N_("Clusters of provinces")),
    ("hotspots", "cluster-time", N_("Clusters in years")),
    ("hotspots", "hidden", N_("Hidden population")),
    ("hotspots", "gap", N_("Gaps in services")),
    ("recovery", "referral", N_("How long it takes until referral")),
    ("justice", "court", N_("Convictions by the place of the proceedings")),
    ("programmes", "donor", N_("For a donor, to print")),
    ("context", "returns", N_("Returns and deportations")),
    ("context", "provinces", N_("Pakistan's provinces")),
    ("context", "estimates", N_("Ratings and estimates")),
    ("context", "sources", N_("Two sources, one year")),
    ("context", "figures", N_("All published figures")),
]
MOST_LETTERS = 90  # of the title of a published figure

Query = tuple[tuple[str, str], ...]


def search_index(release: Release, pages: Mapping[str, str], t: Translator) -> Index:
    """All entries of a release. pages: the title of each page that is offered, by its name."""
    entries = [
        *_named(pages, t),
        *_places(release, t),
        *_crossings(release, t),
        *_routes(release, t),
        *_words(release, t),
        *questions(t),
        *_programmes(release, t),
        *_published(release, t),
    ]
    return Index([entry for entry in entries if not entry.page or entry.page in pages], tuple(KINDS))


def questions(t: Translator) -> list[Entry]:
    """The questions that people brought, in their order."""
    return [
        Entry(
            "question",
            t.gettext(one.text),
            _said(one.text),
            one.page,
            (*one.query, ("question", str(number))),
            one.said and t.gettext(one.said),
        )
        for number, one in enumerate(QUESTIONS, start=1)
    ]


def _named(pages: Mapping[str, str], t: Translator) -> Iterable[Entry]:
    for name, title in pages.items():
        yield _also(Entry("page", t.gettext(title), _said(title), name), title)
    for page, view, title in VIEWS:
        yield _also(Entry("view", t.gettext(title), _said(title), page, (("view", view),)), title)


def _places(release: Release, t: Translator) -> Iterable[Entry]:
    found, taken_from = release.published_codes("province"), release.published_codes("source")
    for code in dict.fromkeys([*release.published_codes("country"), *found, *taken_from]):
        if len(code) == 2 and code.isalpha():
            yield Entry("place", t.country(code), _names(code), "places", (("country", code),))
        elif code[:2].isalpha() and code[2:3] == "-" and "+" not in code:
            yield Entry("place", place_in_country(code, t), _names(code), "places", (("place", code),))
            yield from _towns(code, t)


def _towns(province: str, t: Translator) -> Iterable[Entry]:
    """The towns of a province, each of which leads to the province: of a town alone there is no page."""
    known = places()
    for code in known["code"][(known["province"] == province) & (known["kind"] == "town")]:
        if names_of_place(code)[0] == names_of_place(province)[0]:
            continue
        label = t.gettext("{town}, in {province}").format(town=place_name(code, t), province=place_name(province, t))
        yield Entry("town", label, names_of_place(code), "places", (("place", province),))


def _crossings(release: Release, t: Translator) -> Iterable[Entry]:
    """The border crossings that have a name."""
    for code in sorted(set(AT_A_CROSSING) & set(release.codes("crossing"))):
        if code not in ("Airport", "Other"):
            names = tuple(label("crossing", code, translator(one.code)) for one in offered_languages())
            yield Entry("crossing", label("crossing", code, t), names, "context", (("view", "returns"),))


def _routes(release: Release, t: Translator) -> Iterable[Entry]:
    for row in rows_of(arrows(release, Filters())):
        start, end = row["from_place"], row["to_place"]
        if row["state"] == "count" and start != end:
            label = t.gettext("{start} to {end}").format(start=place_name(start, t), end=place_name(end, t))
            yield Entry("route", label, (*_names(start), *_names(end)), "routes", (("view", f"route-{start}~{end}"),))


def _words(release: Release, t: Translator) -> Iterable[Entry]:
    for code in release.published_codes("form"):
        if name := FORM_OF_EXPLOITATION.get(code):
            yield _also(Entry("form", t.gettext(name), _said(name), "overview", (("form", code),)), name)
    for term in terms():  # whose meaning is the answer
        yield _also(Entry("term", t.gettext(term.name), _said(term.name), said=t.gettext(term.said)), term.name)


def _programmes(release: Release, t: Translator) -> Iterable[Entry]:
    for row in rows_of(portfolio(release, Filters())):
        texts = [str(text) for text in (row["donor"], row["implementer"], row["code"]) if text]
        query = (("view", "programme"), ("programme", str(row["code"])))
        yield Entry("programme", str(row["title"]), tuple(texts), "programmes", query)


def _published(release: Release, t: Translator) -> Iterable[Entry]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows_of(published_figures(release, Filters())):
        of_one_kind = found.setdefault((str(row["title"]), published_words.place_words(row, t)), {})
        of_one_kind |= dict.fromkeys(_texts(row))
    for (title, place), texts in found.items():
        label = separated([part for part in (title[:MOST_LETTERS], place) if part], t)
        query = (("view", "figures"), ("search", title))
        yield Entry("figure", label, (title,), "context", query, besides=tuple(texts))


def _texts(row: Row) -> Iterable[str]:
    """What a published figure is found by, beside its name: whose it is, of whom, its theme, number and years."""
    for name in ("source_publisher", "body", "programme_title", "dimension", "place_text"):
        if published_words.is_there(row[name]):
            yield str(row[name])
    yield from _said(published_words.THEMES[row["theme"]])
    if published_words.is_there(row["value"]):
        yield published_words.digits(row)
    for name in ("period_start", "period_end"):
        if published_words.is_there(row[name]):
            yield str(row[name])[:4]
    if published_words.is_there(row["country"]):
        yield from names_of_place(str(row["country"]))


def _also(entry: Entry, name: str) -> Entry:
    """The entry, found by the other names of what it is as well."""
    return replace(entry, besides=tuple(other_names(name)))


def _said(message: str) -> tuple[str, ...]:
    return tuple(translator(language.code).gettext(message) for language in offered_languages())


def _names(code: str) -> tuple[str, ...]:
    """A place and its country in all languages: people write names as they know them."""
    names = (*names_of_place(code), *alternative_names(code), *other_names(code))
    return (*names, *(_names(code[:2]) if len(code) > 2 else ()))


def kind_words(entries: Sequence[Entry], t: Translator) -> list[str]:
    """What each entry is, in the language of the visitor."""
    return [t.gettext(KINDS[entry.kind]) for entry in entries]
