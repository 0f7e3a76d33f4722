"""Stories are data: those that come with the program open, and a hostile file is refused in words."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.errors import BadInput
from exports.stories import LARGEST, is_unseen, names, read_story, story_of, written_story
from exports.stories.subjects import told_of
from exports.views import PAGES
from locales import offered_languages, translator
from tests.worlds.releases import make_release, open_release, region

GOOD = {"title": "Mine", "slides": [{"view": "/routes?view=ways"}]}


@pytest.mark.parametrize("name", names())
def test_a_story_of_the_program_is_whole_in_every_language(name: str) -> None:
    story = story_of(name)
    for language in offered_languages():
        texts = [story.title, story.about, *(words for slide in story.slides for words in (slide.title, slide.note))]
        assert all(language.code in words.by_language for words in texts if words.by_language)
    assert {slide.view.split("?")[0].strip("/") for slide in story.slides} <= {*PAGES}


def test_a_story_of_ones_own_is_read_from_json_and_toml(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({**GOOD, "slides": [{"view": "/", "panel": "trend", "note": {"fa": "یادداشت"}}]}))
    story = story_of(str(file))
    assert story.title.said(translator("fa")) == "Mine"
    assert story.slides[0].note.said(translator("en")) == "یادداشت"
    assert read_story(b'title = "Mine"\n[[slides]]\nview = "/"\n', "mine.toml").slides[0].panel is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is no JSON file"),
        (b"\xff\xfe", "is no JSON file"),
        (b"[]", "has a title and slides"),
        (b"[" * 5000, "is no JSON file"),
        (json.dumps({**GOOD, "script": "x"}).encode(), "nobody knows 'script'"),
        (json.dumps({**GOOD, "slides": []}).encode(), "1 to 60 slides"),
        (json.dumps({**GOOD, "slides": [{"view": "/"}] * 61}).encode(), "1 to 60 slides"),
        (json.dumps({**GOOD, "title": "x" * 201}).encode(), "at most 200 characters"),
        (json.dumps({**GOOD, "title": {"xx": "x"}}).encode(), "nobody knows 'xx'"),
        (json.dumps({**GOOD, "title": "safe\u202efas"}).encode(), "U+202E"),
        (json.dumps({"slides": GOOD["slides"]}).encode(), "has a title"),
        (json.dumps({**GOOD, "slides": [{"view": "https://elsewhere.org/"}]}).encode(), "without its host"),
        (json.dumps({**GOOD, "slides": [{"view": "//elsewhere.org/"}]}).encode(), "without its host"),
        (json.dumps({**GOOD, "slides": [{"view": "javascript:alert(1)"}]}).encode(), "without its host"),
        (json.dumps({**GOOD, "slides": [{"view": "/" + "x" * 2000}]}).encode(), "at most 2000 characters"),
        (json.dumps({**GOOD, "slides": [{"view": "/", "panel": "../x"}]}).encode(), "the key of a figure"),
        (json.dumps({**GOOD, "slides": [{"view": "/", "note": 3}]}).encode(), "texts by language"),
        (json.dumps({**GOOD, "slides": ["/"]}).encode(), "a slide has a view"),
        (json.dumps({**GOOD, "asks": "password"}).encode(), "asks for a programme or a place"),
        (json.dumps({**GOOD, "slides": [{"view": "/", "may_be_missing": "x"}]}).encode(), "is true or false"),
        (b" " * (LARGEST + 1), "at most 200000 bytes"),
    ],
)
def test_a_hostile_story_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_story(content, "mine.json")
    assert said in str(refused.value)
    # what is named, as a key of the file, stands in marks that keep its direction
    in_dari = re.sub("[\u2066\u2068].*?\u2069", "", refused.value.said(translator("fa")))
    assert re.search("[\u0600-\u06ff]", in_dari)
    assert not re.search("[A-Za-z0-9]", in_dari)


@pytest.mark.parametrize(
    "letter", "\x85\x9f\xad\u061c\u180e\u200b\u2060\u2062\u2800\u3164\ufdd0\ufff9\U0001fffe\U000e0041"
)
def test_characters_that_are_not_seen_are_refused(letter: str) -> None:
    for story in ({**GOOD, "title": f"a{letter}b"}, {**GOOD, "slides": [{"view": "/", "note": f"a{letter}b"}]}):
        with pytest.raises(BadInput, match=f"not seen.*U\\+{ord(letter):04X}"):
            read_story(json.dumps(story).encode(), "mine.json")


def test_what_dari_is_written_with_is_no_hidden_character() -> None:
    title = "می\u200cرود \u200f(۱)\u200e"
    assert read_story(json.dumps({**GOOD, "title": title}).encode(), "mine.json").title.said(translator("en")) == title


@pytest.mark.parametrize("title", ["", "  ", {"en": ""}, {"fa": " "}])
def test_a_title_without_words_is_none(title: object) -> None:
    with pytest.raises(BadInput, match="has a title"):
        read_story(json.dumps({**GOOD, "title": title}).encode(), "mine.json")


def test_a_story_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no story and no file called nothing"):
        story_of("nothing")


def test_a_story_is_told_of_what_it_asks_for() -> None:
    story = story_of("place")
    assert story.asks == "place"
    told = story.told_of("country=AF", "Afghanistan")
    assert told.asks is None
    assert told.title.said(translator("en")) == "Country brief: Afghanistan"
    assert {slide.view for slide in told.slides} == {"/places?country=AF", "/?country=AF"}


def test_what_a_story_is_told_of_has_to_be_in_the_release(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region()))
    t = translator("fa")
    assert told_of(story_of("place"), "AF-HER", release, t).slides[0].view == "/places?place=AF-HER"
    assert t.country("AF") in told_of(story_of("place"), "AF", release, t).title.said(t)
    assert told_of(story_of("region"), None, release, t) == story_of("region")
    for code in ("XX", None, "AF&view=x"):
        with pytest.raises(BadInput, match="told of one place: name one that release"):
            told_of(story_of("place"), code, release, t)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
WORDS = st.text(max_size=40) | st.dictionaries(st.sampled_from(["en", "fa", "xx"]), st.text(max_size=20), max_size=2)
SLIDES = st.fixed_dictionaries(
    {"view": st.sampled_from(["/", "/routes?view=ways", "//x", "http://x", "/\u202e"]) | st.text(max_size=20)},
    optional={
        "panel": st.sampled_from(["trend", "../x"]) | ANYTHING, "title": WORDS, "note": WORDS | ANYTHING,
        "may_be_missing": ANYTHING, "script": ANYTHING,
    },
)  # fmt: skip
FILES = ANYTHING | st.fixed_dictionaries(
    {"title": WORDS, "slides": st.lists(SLIDES, max_size=4)}, optional={"asks": ANYTHING, "about": WORDS}
)


@given(FILES)
def test_any_file_is_a_story_or_refused_in_words(data: object) -> None:
    try:
        story = read_story(json.dumps(data).encode(), "mine.json")
    except BadInput as refused:
        assert str(refused).startswith("mine.json")
        return
    for slide in story.slides:
        assert slide.view.startswith("/") and not slide.view.startswith("//")
        assert not any(map(is_unseen, slide.view + "".join(slide.title.by_language.values())))
    written = read_story(written_story(story), "mine.json")
    assert (written.title, [one.view for one in written.slides]) == (story.title, [one.view for one in story.slides])
