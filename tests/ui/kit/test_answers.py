"""Answers and figures are made once, shared, and forgotten in turn."""

import threading
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from figures.views.view import memory as memory_of
from locales import translator


def test_what_was_made_is_not_made_again() -> None:
    memory, made = memory_of(2), []
    for key in ("herat", "kabul", "herat"):
        assert memory(key, lambda key=key: made.append(key) or key.title()) == key.title()
    assert made == ["herat", "kabul"]


def test_the_one_that_nobody_asked_for_longest_is_forgotten() -> None:
    memory, made = memory_of(2), []
    for key in ("herat", "kabul", "herat", "khost", "herat", "kabul"):
        memory(key, lambda key=key: made.append(key))
    assert made == ["herat", "kabul", "khost", "kabul"]


def test_a_failure_is_told_and_tried_again() -> None:
    memory = memory_of(2)
    with pytest.raises(ZeroDivisionError):
        memory("herat", lambda: 1 // 0)
    assert memory("herat", lambda: 5) == 5


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    memory, made, can_go_on = memory_of(2), [], threading.Event()

    def slowly() -> str:
        made.append(1)
        assert can_go_on.wait(10)
        return "Herat"

    answers: list[str] = []
    visitors = [threading.Thread(target=lambda: answers.append(memory("herat", slowly))) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    can_go_on.set()
    for visitor in visitors:
        visitor.join(10)
    assert (made, answers) == ([1], ["Herat"] * 3)


def test_an_answer_is_kept_for_its_question_release_filters_and_all_that_was_asked_besides() -> None:
    asked = []

    def question(release: Release, filters: Filters, *more: str, role: str = "province") -> pd.DataFrame:
        asked.append((release.identity, filters.country, *more, role))
        return pd.DataFrame({"asked": [len(asked)]})

    one, other = (cast(Release, SimpleNamespace(id=1, identity=hash, whole_period=None)) for hash in ("a", "b"))
    paper, kept = Paper(translator("en"), LIGHT), memory_of(100)
    questions = [
        View(release, paper, Filters(country=country), answers=kept).ask(question, *more, role=role)
        for release in (one, other)
        for country in ((), ("AF",))
        for more in ((), ("inbound",), ("outbound",))
        for role in ("source", "province")
        for _ in range(2)  # asked twice, made once
    ]
    assert len(asked) == len(set(asked)) == 24
    assert [answer["asked"].iloc[0] for answer in questions] == [number for number in range(1, 25) for _ in range(2)]
