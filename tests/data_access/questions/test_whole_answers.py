"""The answer to every question, whole: of a release over the whole workload, and of one in which no two numbers are
alike."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pandas as pd
import pytest

from data_access.questions import (
    areas,
    completeness,
    data_quality,
    detection_effort,
    justice,
    methods,
    official_statistics,
    overview,
    programmes,
    published_figures,
    published_overlaps,
    recovery,
    returns,
    revisions,
    routes,
    service_gaps,
)
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from tests.held import frame_lines, hold_in, written
from tests.worlds.full_release import full_counts, full_measured, full_release
from tests.worlds.releases import open_release
from tests.worlds.uneven import make_uneven, uneven_frames

pytestmark = pytest.mark.slow
RESULTS = Path(__file__).parent / "results"
SUBJECTS = (areas, completeness, data_quality, detection_effort, justice, overview, programmes, published_figures,
            recovery, returns, routes, service_gaps)  # fmt: skip
CHOICES = (
    Filters(),
    Filters(years=(2023, 2024), country=("AF",)),
    Filters(place="AF-HER", sex=("female",), age=("child",)),
    Filters(country=("AF", "TJ"), sex=("male", "female"), form="ForcedLabour"),
    Filters(place="AF-KAB", place_role="source", programme="Uneven"),
)
# what each further parameter that is no Literal is given, one after the other
GIVEN: dict[str, tuple[Any, ...]] = {
    "length": (1, 2),
    "lists": (("police", "ngo"), ("police", "ngo", "hotline")),
    "by": (("form",), ("year", "sex"), ("inspection", "leg")),
    "questions": ({("year",): ()}, {("year",): (), ("form", "means"): ("sex",)}),
    "donor": (None, "Giver", "Other giver"),
    "theme": (None, "Protection"),
    "sector": ("C_Manufacturing", "F_Construction"),
    "countries": (("AF", "PK"),),
    "country": ("AF", "TJ"),
    "route": (("AF", "IR"), ("AF-HER", "IR-07"), ("AF", "PK")),
    "of": (("form",), ("year", "sex", "age"), ("stop",)),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return full_release(full_measured(full_counts()), **uneven_frames(tmp_path_factory.mktemp("frames")))


def test_every_question_of_the_whole_workload(full: Release) -> None:
    for subject in SUBJECTS:
        name = subject.__name__.rpartition(".")[2]
        hold_in(RESULTS, name, _answers(full, subject))


def test_every_question_of_uneven_numbers(tmp_path: Path) -> None:
    release = open_release(make_uneven(tmp_path))
    hold_in(RESULTS, "uneven", (line for subject in SUBJECTS for line in _answers(release, subject, most=4)))


def test_every_question_that_is_asked_of_no_release() -> None:
    official = official_statistics
    frames = {
        "official": official.official_statistics(),
        "children": official.children(),
        "overlaps": published_overlaps.uk_2013(),
        "noise": methods.noise_around(7, 3.3, 12),
    }
    guesses = [methods.guessed_right(rho, cases) for rho in (0.0, 0.05, 0.3, 4.0) for cases in (1, 3)]
    lines = [line for name, frame in frames.items() for line in (f"==== {name}", *frame_lines(frame))]
    hold_in(RESULTS, "of_no_release", [*lines, written(guesses)])


def test_the_accuracy_of_every_table(full: Release) -> None:
    hold_in(RESULTS, "accuracy", frame_lines(methods.accuracy(full, Filters()), most=80))


def test_what_was_revised(full: Release) -> None:
    later = full_release(full_measured(full_counts(330)))
    hold_in(RESULTS, "revised", frame_lines(revisions.revised(full, later), most=40))


def _answers(release: Release, subject: Any, most: int = 6) -> Iterator[str]:
    """Of each question of a subject: its answers under each choice and parameter."""
    for name, question in inspect.getmembers(subject, inspect.isfunction):
        parameters = list(inspect.signature(question).parameters)
        if question.__module__ == subject.__name__ and parameters[:2] == ["release", "filters"] and name[0] != "_":
            for number, where in enumerate(CHOICES):
                for more in _combinations(question, parameters[2:], number):
                    yield f"==== {name} {number} {written(more)}"
                    yield from _answer(partial(question, release, where, **more), most)


def _combinations(question: Callable[..., Any], names: list[str], number: int) -> list[dict[str, Any]]:
    """The values of further parameters, each with each; beside a choice only one of each."""
    found: list[dict[str, Any]] = [{}]
    hints = get_type_hints(question)
    for name in names:
        values = get_args(hints[name]) if get_origin(hints[name]) is Literal else GIVEN[name]
        if hints[name] is str and name == "of":
            values = ("form", "means", "recruitment")
        values = (values[number % len(values)],) if number else values
        found = [{**before, name: value} for before in found for value in values]
    return found


def _answer(question: Callable[[], Any], most: int) -> Iterator[str]:
    try:
        answer = question()
    except NotPublished as refused:
        yield f"{type(refused).__name__}: {refused}"
        return
    if isinstance(answer, pd.DataFrame):
        yield from frame_lines(answer, most)
    else:
        yield written(answer)
