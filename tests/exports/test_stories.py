"""Stories are data: those that come with the program open, and a hostile file is refused in words."""

import json
from pathlib import Path

import pytest

from data_access.errors import BadInput
from exports.stories import LARGEST, names, read_story, story_of
from exports.views import PAGES
from locales import offered_languages, translator

GOOD = {"title": "Mine", "slides": [{"view": "/routes?view=ways"}]}


@pytest.mark.parametrize("name", names())
def test_a_story_of_the_program_is_whole_in_every_language(name: str) -> None:
    story = story_of(name)
    for language in offered_languages():
        texts = [story.title, *(words for slide in story.slides for words in (slide.title, slide.note))]
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
        (b" " * (LARGEST + 1), "at most 200000 bytes"),
    ],
)
def test_a_hostile_story_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_story(content, "mine.json")
    assert said in str(refused.value)


def test_a_story_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no story and no file called nothing"):
        story_of("nothing")
