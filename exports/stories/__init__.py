"""Stories: which views are shown one after the other. Each is a file of data beside this one, or one of somebody's own.

A file has a `title`, perhaps a sentence `about` it, and `slides`, each with a `view` (a link of the dashboard) and
perhaps the `panel` of it that is shown, a `title` of its own in place of the view's sentence, and a `note` for who
speaks. Words are by language. A story that `asks` for a programme or a place is told of the one that is chosen: see
exports.stories.subjects.
"""

import json
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from data_access.errors import BadInput, Said
from locales import DEFAULT_LANGUAGE, LANGUAGES, N_, Translator

FOLDER = Path(__file__).parent
LARGEST = 200_000  # bytes
MOST_SLIDES, LONGEST_TITLE, LONGEST_NOTE, LONGEST_LINK = 60, 200, 4_000, 2_000
KEYS, OF_SLIDE = {"title", "about", "asks", "slides"}, {"view", "panel", "title", "note", "may_be_missing"}
ASKED = ("programme", "place")  # what a story may ask for
ASKED_HERE, NAMED_HERE = "{asked}", "{name}"  # in its links, and in its words
# kinds of characters that are not seen: controls, what turns the direction of the text after it, halves of letters,
# ends of lines
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
SEEN_BY_THEIR_EFFECT = {*"\u200c\u200d\u200e\u200f"}  # people write Dari with these
FILLERS = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"}  # letters and signs without a shape


@dataclass(frozen=True)
class Words:
    """A text by language."""

    by_language: Mapping[str, str] = field(default_factory=dict)

    def said(self, t: Translator) -> str:
        """The text in this language, else in English, else in any that it has."""
        texts = self.by_language
        return texts.get(t.language.code) or texts.get(DEFAULT_LANGUAGE) or next(iter(texts.values()), "")


@dataclass(frozen=True)
class Slide:
    """One view of a story. panel: the key of the one that is shown, or None for the first. may_be_missing: is it left
    out where the release has no such figure of what the story is about?"""

    view: str
    panel: str | None = None
    title: Words = field(default_factory=Words)
    note: Words = field(default_factory=Words)
    may_be_missing: bool = False


@dataclass(frozen=True)
class Story:
    """Views one after the other, under a title. asks: what it has to be told of, one of ASKED, or nothing."""

    title: Words
    slides: tuple[Slide, ...]
    about: Words = field(default_factory=Words)
    asks: str | None = None

    def told_of(self, asked: str, name: str) -> "Story":
        """The same story of one programme or place. asked: as an address says it ("country=AF"); name: in words."""

        def named(words: Words) -> Words:
            return Words({language: text.replace(NAMED_HERE, name) for language, text in words.by_language.items()})

        slides = tuple(
            replace(
                slide,
                view=slide.view.replace(ASKED_HERE, asked),
                title=named(slide.title),
                note=named(slide.note),
            )
            for slide in self.slides
        )
        return replace(self, title=named(self.title), about=named(self.about), slides=slides, asks=None)


def names() -> list[str]:
    """The stories that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def story_of(name: str) -> Story:
    """A story that comes with the program, by its name, or one's own, by its file (TOML or JSON). Raises BadInput, with
    what is wrong with the file."""
    path = FOLDER / f"{name}.toml" if name in names() else Path(name)
    if not path.is_file():
        raise BadInput(f"There is no story and no file called {name}. Stories: {', '.join(names())}.")
    if path.stat().st_size > LARGEST:
        raise BadInput(N_("{file}: a story has at most {most} bytes."), file=path.name, most=LARGEST)
    return read_story(path.read_bytes(), path.name)


def read_story(content: bytes, name: str) -> Story:
    """Read a story and check it. name: of its file, for what is said of it. Raises BadInput."""
    if len(content) > LARGEST:
        raise BadInput(N_("{file}: a story has at most {most} bytes."), file=name, most=LARGEST)
    try:
        text = content.decode("utf-8-sig")
        data: Any = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        kind = "JSON" if name.lower().endswith(".json") else "TOML"
        raise BadInput(N_("{file} is no {kind} file in UTF-8."), file=name, kind=kind) from error
    if not isinstance(data, dict):
        raise BadInput(N_("{file}: a story has a title and slides."), file=name)
    _refuse_unknown(data, KEYS, Said("{file}", file=name))
    slides = data.get("slides")
    if not isinstance(slides, list) or not 1 <= len(slides) <= MOST_SLIDES:
        raise BadInput(N_("{file}: a story has 1 to {most} slides."), file=name, most=MOST_SLIDES)
    title = _words(data.get("title"), _part(name, "title"), LONGEST_TITLE)
    if not any(text.strip() for text in title.by_language.values()):
        raise BadInput(N_("{file}: a story has a title."), file=name)
    asks = data.get("asks")
    if asks not in (None, *ASKED):
        raise BadInput(N_("{file}: a story asks for a programme or a place, or for nothing."), file=name)
    about = _words(data.get("about"), _part(name, "about"), LONGEST_NOTE)
    told = tuple(
        _slide(one, Said(N_("{file}, slide {number}"), file=name, number=number))
        for number, one in enumerate(slides, 1)
    )
    return Story(title, told, about, asks)


def written_story(story: Story) -> bytes:
    """A story as a JSON file that `read_story` reads."""
    slides = [
        {
            "view": slide.view,
            **({"panel": slide.panel} if slide.panel else {}),
            **({"title": dict(slide.title.by_language)} if slide.title.by_language else {}),
            **({"note": dict(slide.note.by_language)} if slide.note.by_language else {}),
        }
        for slide in story.slides
    ]
    data = {"title": dict(story.title.by_language), "slides": slides}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def is_unseen(letter: str) -> bool:
    """Is a character not seen? Words with it could read as others than they are."""
    kind = unicodedata.category(letter)
    if kind == "Cn":  # of these, what will never be a letter
        return ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    return letter in FILLERS or (kind in UNSEEN and letter not in SEEN_BY_THEIR_EFFECT)


def title_of(text: str, where: str) -> str:
    """A title, checked as that of a story. where: it stands. Raises BadInput."""
    return _words(text, Said("{where}", where=where), LONGEST_TITLE).by_language[DEFAULT_LANGUAGE]


def slide_of(link: str) -> Slide:
    """A link as a slide; what stands behind "#" names a figure. Raises BadInput where no story may hold it."""
    view, _, panel = link.partition("#")
    return _slide({"view": view, "panel": panel or None}, Said("{link}", link=link[:40]))


def _part(where: str | Said, name: str) -> Said:
    """A part of a file, by its name there."""
    return Said(N_("{where}, {part}"), where=where, part=name)


def _slide(data: Any, where: Said) -> Slide:
    if not isinstance(data, dict):
        raise BadInput(N_("{where}: a slide has a view."), where=where)
    _refuse_unknown(data, OF_SLIDE, where)
    view, panel = data.get("view"), data.get("panel")
    if not isinstance(view, str) or not view.startswith("/") or view.startswith("//"):
        said = N_("{where}: its view is a link of the dashboard without its host, such as {example}.")
        raise BadInput(said, where=where, example="/routes?view=province")
    if len(view) > LONGEST_LINK:
        raise BadInput(N_("{where}: its view has at most {most} characters."), where=where, most=LONGEST_LINK)
    if panel is not None and not (isinstance(panel, str) and len(panel) < 60 and panel.replace("_", "").isalnum()):
        raise BadInput(
            N_("{where}: its panel is the key of a figure, such as {example}."), where=where, example="trend"
        )
    _refuse_unseen(view, _part(where, "view"))
    may_be_missing = data.get("may_be_missing", False)
    if not isinstance(may_be_missing, bool):
        raise BadInput(N_("{where} is true or false."), where=_part(where, "may_be_missing"))
    return Slide(
        view,
        panel,
        _words(data.get("title"), _part(where, "title"), LONGEST_TITLE),
        _words(data.get("note"), _part(where, "note"), LONGEST_NOTE, has_lines=True),
        may_be_missing,
    )


def _words(data: Any, where: Said, most: int, *, has_lines: bool = False) -> Words:
    """A text, or texts by language. has_lines: may it have more lines than one?"""
    if data is None:
        return Words()
    texts = {DEFAULT_LANGUAGE: data} if isinstance(data, str) else data
    if not isinstance(texts, dict) or not texts or not all(isinstance(text, str) for text in texts.values()):
        raise BadInput(N_("{where}: write a text, or texts by language."), where=where)
    _refuse_unknown(texts, {*LANGUAGES}, where)
    for language, text in texts.items():
        if len(text) > most:
            said = N_("{where}: at most {most} characters; this one has {number}.")
            raise BadInput(said, where=_part(where, language), most=most, number=len(text))
        # files of Windows end a line with two characters, which TOML keeps
        seen = text.replace("\r\n", "").replace("\n", "") if has_lines else text
        _refuse_unseen(seen, _part(where, language))
    return Words(texts)


def _refuse_unknown(data: Mapping[str, Any], known: set[str], where: Said) -> None:
    if others := sorted(str(key)[:40] for key in data if key not in known):
        shown = ", ".join(repr(other) for other in others[:5])
        said = N_("{where}: nobody knows {names}; known are {known}.")
        raise BadInput(said, where=where, names=shown, known=", ".join(sorted(known)))


def _refuse_unseen(text: str, where: Said) -> None:
    if found := sorted({f"U+{ord(letter):04X}" for letter in text if is_unseen(letter)}):
        said = N_("{where}: characters that are not seen are not allowed: {characters}.")
        raise BadInput(said, where=where, characters=", ".join(found[:5]))
