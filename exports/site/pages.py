"""The pages of the frozen edition as HTML: each with its way to all others, in one language."""

import datetime
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data_access.release.release import Release
from exports.deck.deck import Page as Slide
from exports.site.leaves import GROUPS, Group, Leaf, Missing, key_of
from exports.site.names import PAGES
from exports.site.panels import Picture, clean, panels
from exports.site.style import HERE
from exports.whose import about, source_of, tag_of
from figures.kit import sources
from figures.kit.labels import names_of_place
from figures.methods.glossary import SOURCES, groups
from figures.search.entries import questions
from figures.search.ranking import words_of
from figures.views.panel import Panel
from locales import DEFAULT_LANGUAGE, N_, Translator

CONTENTS, GLOSSARY, FIRST = "contents.html", "glossary.html", "index.html"
TITLES: dict[Group, str] = {
    "page": N_("Pages and views"),
    "story": N_("Stories"),
    "country": N_("Countries"),
    "province": N_("Provinces"),
    "programme": N_("Programmes"),
}
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True)
class Assets:
    """What all pages share, each by its path in the edition."""

    style: str
    script: str
    icon: str
    data: str


@dataclass(frozen=True)
class Pages:
    """The pages of one language. others: the languages of the edition, this one among them. names: what each page is
    called and says in all of them, by its file, for who looks for it."""

    t: Translator
    release: Release
    day: datetime.date
    host: str
    assets: Assets
    others: Sequence[Translator]
    leaves: Sequence[Leaf]
    missing: Sequence[Missing]
    names: Mapping[str, Sequence[str]]

    @property
    def code(self) -> str:
        return self.t.language.code

    @cached_property
    def _files(self) -> dict[object, str]:
        """The page of each view of the dashboard."""
        return {key_of(leaf.link): leaf.file for leaf in self.leaves if leaf.link}

    def page(self, leaf: Leaf, drawn: Sequence[Picture | None]) -> str:
        """The page of a view, a place, a programme or a story."""
        t, _ = self.t, self.t.gettext
        opened, is_of_story = leaf.opened, leaf.group == "story"
        title = _(PAGES[leaf.path]) if not is_of_story else _("Story")
        sentence = opened.view.sentence if not is_of_story else ""
        has_map = any(one and one.is_map for one in drawn)
        said = map(clean, about(opened, leaf.shown, self.day, t, has_map=has_map))
        return TEMPLATES.get_template("page.html").render(
            self._frame(leaf.file, clean(leaf.headline), said, opened=leaf)
            | {
                "where": clean(title if leaf.name == title or is_of_story else f"{title} · {leaf.name}"),
                "headline": clean(leaf.headline),
                "below": [clean(said) for said in leaf.below if said],
                "choices": clean(_("Shown: {choices}").format(choices=sentence)) if sentence else None,
                "facts": [(clean(name), clean(said)) for name, said in leaf.facts],
                "panels": panels(
                    leaf, drawn, lambda code: self._place(leaf, code), lambda slide: self._from(leaf, slide)
                ),
                "lists": self._lists(leaf),
            }
        )

    def contents(self) -> str:
        """The page that names all others, and shortens its lists to what is looked for."""
        _ = self.t.gettext
        title = _("Contents and search")
        lists = [self._of_group(group) for group in GROUPS] + [self._questions(), self._terms()]
        data = [{"href": self._to(CONTENTS, self.assets.data), "name": _("All data of this release (ZIP)")}]
        lists.append(self._list("files", _("Files"), data))
        said = self._about_all() | {"lists": [one for one in lists if one["links"]]}
        return TEMPLATES.get_template(CONTENTS).render(self._frame(CONTENTS, title, said.pop("about")) | said)

    def glossary(self) -> str:
        """The page that says what the words mean."""
        _, title, number = self.t.gettext, self.t.gettext("Glossary"), 0
        found = []
        for at, (group, terms) in enumerate(groups().items()):
            said = []
            for number, term in enumerate(terms, number + 1):  # noqa: B020
                words = {"name": _(term.name), "said": clean(_(term.said)), "source": _(SOURCES[term.source])}
                said.append(words | {"key": f"term-{number}"})
            found.append({"key": f"group-{at}", "title": _(group), "terms": said})
        return TEMPLATES.get_template(GLOSSARY).render(
            self._frame(GLOSSARY, title, self._about_all()["about"]) | {"groups": found}
        )

    def _about_all(self) -> dict[str, Any]:
        t = self.t
        said = [sources.provenance_notice(self.release, t), sources.caveat(t), sources.translation_note(t)]
        return {"about": [clean(one) for one in said if one], "script": self._to(CONTENTS, self.assets.script)}

    def _frame(self, file: str, title: str, said: Iterable[str], *, opened: Leaf | None = None) -> dict[str, Any]:
        """What stands around every page."""
        t, _ = self.t, self.t.gettext
        here = opened.path if opened and opened.group != "story" else None
        pages = [
            {"href": self._to(file, self._in(leaf.file)), "name": _(PAGES[leaf.path]), "here": leaf.path == here}
            for leaf in self.leaves
            if leaf.group == "page" and leaf.link == f"/{leaf.path}"
        ]
        for name, title_of in ((CONTENTS, _("Contents and search")), (GLOSSARY, _("Glossary"))):
            pages.append({"href": self._to(file, self._in(name)), "name": title_of, "here": name == file})
        made = t.gettext("Made on {date}").format(date=t.date(self.day))
        shown = opened.shown if opened else []
        line = clean(" ".join(one for one in (source_of(shown, self.release, t), made) if one))
        return {
            "lang": self.code,
            "warning": sources.retraction_notice(self.release, t),
            "direction": t.language.direction,
            "title": title,
            "name": _("Trafficking Observatory"),
            "tag": tag_of(shown, self.release, t),
            "home": self._to(file, self._in("index.html")),
            "style": self._to(file, self.assets.style),
            "icon": self._to(file, self.assets.icon),
            "pages": pages,
            "languages": [self._language(file, other) for other in self.others],
            "about": [line, *said],
            "live": self._live(opened) if self.host else None,
            "dashboard": self._dashboard(file, opened),
            "says": {
                "skip": _("To the content"),
                "pages": _("Pages"),
                "language": _("Language"),
                "taken": _("The dashboard has too many visitors just now. This is its frozen edition."),
                "again": _("Try the dashboard again"),
                "frozen": _("This is a frozen edition: pages as files, with the views that have a name."),
                "live": _("Other choices are in the live dashboard"),
                "only_live": _("only in the live dashboard"),
                "search": _("Shorten the lists"),
                "nothing": _("Nothing here is called so."),
            },
        }

    def _language(self, file: str, other: Translator) -> dict[str, str | None]:
        code = other.language.code
        href = None if code == self.code else self._to(file, f"{code}/{file}")
        return {"lang": code, "name": other.language.name, "href": href}

    def _live(self, leaf: Leaf | None) -> str:
        link = f"{self.host}/" if leaf is None else leaf.opened.link
        if leaf and leaf.group == "story":
            link = f"{self.host}/present?story={posixpath.basename(leaf.file).removesuffix('.html')}"
        return self._said_live(link)

    def _dashboard(self, file: str, leaf: Leaf | None) -> str:
        """The page of the dashboard that serves the edition: the way back of who was sent here for want of room."""
        above = "../" * (file.count("/") + 2)
        return above + self._said_live(leaf.link.removeprefix("/") if leaf else "") or above

    def _said_live(self, link: str) -> str:
        """A link of the dashboard in the language of the page."""
        if self.code == DEFAULT_LANGUAGE:
            return link
        return f"{link}{'&' if '?' in link else '?'}lang={self.code}"

    def _in(self, file: str) -> str:
        return f"{self.code}/{file}"

    def _to(self, file: str, target: str) -> str:
        """The link from a page of this language to a file of the edition."""
        return quote(posixpath.relpath(target, posixpath.dirname(self._in(file))))

    def _place(self, leaf: Leaf, code: str) -> str | None:
        file = self._files.get(key_of(f"/places?{'country' if len(code) == 2 else 'place'}={code}"))
        return self._to(leaf.file, self._in(file)) if file and file != leaf.file else None

    def _from(self, leaf: Leaf, slide: Slide) -> dict[str, str] | None:
        """The page that a figure of a story is from."""
        panel: Panel | None = slide.panel
        if leaf.group != "story" or panel is None:
            return None
        bare = slide.opened.link.removeprefix(self.host).split("release=")[0].rstrip("?&")
        if (file := self._files.get(key_of(bare))) is None:
            return None
        name = next(one.name for one in self.leaves if one.file == file)
        return {"href": f"{self._to(leaf.file, self._in(file))}#{panel.key}", "name": clean(name)}

    def _lists(self, leaf: Leaf) -> list[dict[str, Any]]:
        """The other pages that belong to a page."""
        t, _ = self.t, self.t.gettext
        found = []
        if leaf.group == "page":
            views = [one for one in self.leaves if one.group == "page" and one.path == leaf.path]
            links = [self._linked(leaf.file, one) for one in views] + self._absent(leaf.path)
            if len(links) > 1:
                found.append(self._list("views", _("Views of this page"), links))
        wanted: dict[str, Iterable[Group]] = {"places": ("country", "province"), "programmes": ("programme",)}
        if leaf.group == "page" and leaf.link == f"/{leaf.path}":
            for group in wanted.get(leaf.path, ()):
                links = [self._linked(leaf.file, one) for one in self.leaves if one.group == group]
                found.append(self._list(group, t.gettext(TITLES[group]), links))
        if leaf.group in ("country", "province"):
            country = posixpath.basename(leaf.file)[:2]
            near = [one for one in self.leaves if one.file.startswith(f"places/{country}")]
            links = [self._linked(leaf.file, one) for one in near]
            if len(links) > 1:
                found.append(self._list("near", t.country(country), links))
        if leaf.path == "methods":
            data = {"href": self._to(leaf.file, self.assets.data), "name": _("All data of this release (ZIP)")}
            found.append(self._list("files", _("Files"), [data]))
        return found

    def _list(self, key: str, title: str, links: list[dict[str, Any]]) -> dict[str, Any]:
        every = {"here": False, "live": False, "missing": False, "said": None, "find": "", "href": None}
        return {"key": f"list-{key}", "title": title, "links": [every | link for link in links]}

    def _linked(self, file: str, leaf: Leaf) -> dict[str, Any]:
        return {"href": self._to(file, self._in(leaf.file)), "name": clean(leaf.name), "here": leaf.file == file}

    def _absent(self, path: str) -> list[dict[str, Any]]:
        """The views of a page that no file shows: in the dashboard, where its address is known."""
        return [
            {"name": clean(one.name), "missing": True}
            | ({"href": self._said_live(self.host + one.link), "live": True} if self.host else {})
            for one in self.missing
            if one.path == path
        ]

    def _of_group(self, group: Group) -> dict[str, Any]:
        links = []
        for path in PAGES if group == "page" else [None]:
            for leaf in self.leaves:
                if leaf.group == group and path in (None, leaf.path):
                    links.append(self._entry(leaf))
            if path is not None:
                absent = self._absent(path)
                title = self.t.gettext(PAGES[path])
                links += [one | {"name": f"{title}: {one['name']}", "find": _found([one["name"]])} for one in absent]
        return self._list(group, self.t.gettext(TITLES[group]), links)

    def _entry(self, leaf: Leaf) -> dict[str, Any]:
        title = self.t.gettext(PAGES[leaf.path]) if leaf.group == "page" else leaf.name
        name = title if leaf.name == title else f"{title}: {leaf.name}"
        code = posixpath.basename(leaf.file).removesuffix(".html")
        called = names_of_place(code) if leaf.group in ("country", "province") else ()
        said = leaf.headline if leaf.group == "page" else leaf.below[0] if leaf.group == "story" else ""
        linked = self._linked(CONTENTS, leaf) | {"name": clean(name), "said": clean(said), "here": False}
        return linked | {"find": _found([*self.names[leaf.file], *called])}

    def _questions(self) -> dict[str, Any]:
        links = []
        for entry in questions(self.t):
            path = "" if entry.page == "overview" else entry.page
            query = "&".join(f"{name}={value}" for name, value in entry.query if name != "question")
            link = f"/{path}?{query}" if query else f"/{path}"
            file = self._files.get(key_of(link)) if entry.page else None
            said: dict[str, Any] = {
                "name": entry.label,
                "said": clean(entry.said or ""),
                "find": _found([entry.label, *entry.texts]),
            }
            if file:
                said["href"] = self._to(CONTENTS, self._in(file))
            elif entry.page:
                said |= {"missing": True}
                said |= {"href": self._said_live(self.host + link), "live": True} if self.host else {}
            links.append(said)
        return self._list("question", self.t.gettext("Questions"), links)

    def _terms(self) -> dict[str, Any]:
        _ = self.t.gettext
        href = self._to(CONTENTS, self._in(GLOSSARY))
        every = [term for terms in groups().values() for term in terms]
        return self._list(
            "term",
            _("Glossary"),
            [
                {"href": f"{href}#term-{number}", "name": _(term.name), "find": _found([_(term.name), term.name])}
                for number, term in enumerate(every, 1)
            ],
        )


def first_page(pages: Sequence[Pages], assets: Assets) -> str:
    """The page that a folder opens with: the languages, and in each the sentence of the Overview."""
    return TEMPLATES.get_template("first.html").render(
        name=pages[0].t.gettext("Trafficking Observatory"),
        style=assets.style,
        icon=assets.icon,
        languages=[
            {
                "lang": one.code,
                "direction": one.t.language.direction,
                "name": one.t.language.name,
                "href": f"{one.code}/index.html",
                "headline": clean(next(iter(one.leaves)).headline),
                "warning": sources.retraction_notice(one.release, one.t),
                "about": [sources.source_line(one.release, one.t), *one._about_all()["about"]],
            }
            for one in pages
        ],
    )


def _found(texts: Iterable[str]) -> str:
    """The words by which an entry is found, as search.js compares them."""
    return " ".join(dict.fromkeys(word for text in texts for word in words_of(text)))
