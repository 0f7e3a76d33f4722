"""Answers and figures are made once, shared, and forgotten in turn."""

import threading

import pytest

from ui.kit.answers import _memory


def test_what_was_made_is_not_made_again() -> None:
    memory, made = _memory(2), []
    for key in ("herat", "kabul", "herat"):
        assert memory(key, lambda key=key: made.append(key) or key.title()) == key.title()
    assert made == ["herat", "kabul"]


def test_the_one_that_nobody_asked_for_longest_is_forgotten() -> None:
    memory, made = _memory(2), []
    for key in ("herat", "kabul", "herat", "khost", "herat", "kabul"):
        memory(key, lambda key=key: made.append(key))
    assert made == ["herat", "kabul", "khost", "kabul"]


def test_a_failure_is_told_and_tried_again() -> None:
    memory = _memory(2)
    with pytest.raises(ZeroDivisionError):
        memory("herat", lambda: 1 // 0)
    assert memory("herat", lambda: 5) == 5


def test_who_asks_while_it_is_made_waits_for_it() -> None:
    memory, made, can_go_on = _memory(2), [], threading.Event()

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
