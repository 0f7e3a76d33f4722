"""Each of the twenty questions that people brought opens the view that answers it, in both languages."""

import pytest

from figures.search.entries import questions
from figures.search.questions import QUESTIONS
from locales import translator
from tests.worlds.releases import make_release, region
from tests.worlds.visits import open_page

ANSWERED = [number for number, question in enumerate(QUESTIONS) if question.page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    legs = {("year", "province_leg"): [(2024, "PK-BA", "IR-11", "source_destination", 80)]}
    return make_release(tmp_path_factory.mktemp("questions"), {**region(), **legs})


@pytest.mark.parametrize("number", ANSWERED)
def test_a_question_opens_what_answers_it_as_it_is_asked(
    number: int, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    language = ("en", "fa")[number % 2]
    entry = questions(translator(language))[number]
    app = open_page(entry.page, lang=language, **{key: [value] for key, value in entry.query})
    assert len(app.title) == 1
    for key, value in entry.query:
        assert value in app.query_params[key], "the address keeps what the question asks for"


def test_every_question_leads_to_a_page_and_says_what_is_missing_there() -> None:
    assert [*range(20)] == ANSWERED
    assert "not in case records" in " ".join(question.said for question in QUESTIONS)
