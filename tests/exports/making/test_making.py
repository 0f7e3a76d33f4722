"""Files that take a while: how far they are, how they end, and how many are made at once."""

import datetime
import inspect
import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import plotly.graph_objects as go
import pytest

from data_access.errors import BadInput, DatabaseUnavailable
from data_access.release.release import Release
from exports import making
from exports.deck.deck import make_deck, pages_of
from exports.drawn.worker import Drawing, Worker
from exports.making import AT_ONCE, MOST_WAITING, Job, check, step
from exports.pdf.brief import brief
from exports.stories import slide_of
from exports.text import text_of
from exports.views import open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import MOST_OF_A_FILE, memory
from locales import translator
from tests.waiting import wait_until

DAY = datetime.date(2026, 11, 28)


def _ended(make: Callable[[], bytes]) -> Job:
    job = Job(make)
    job.start()
    assert wait_until(lambda: not job.is_running)
    return job


@pytest.fixture(autouse=True)
def _all_places_are_free() -> None:
    """A file that was cancelled leaves its place at its next part."""
    assert wait_until(lambda: all(thread.name != making.THREAD for thread in threading.enumerate()))


class Slow:
    """A file that is not finished until it is told to go on."""

    def __init__(self) -> None:
        self.may_end, self.began = threading.Event(), threading.Event()

    def __call__(self) -> bytes:
        self.began.set()
        step(1, 3)
        while not self.may_end.wait(0.01):
            check()
        return b"whole"


def test_a_file_says_how_far_it_is_and_is_kept() -> None:
    slow = Slow()
    job = Job(slow)
    job.start()
    assert wait_until(lambda: job.done == 1) and job.all == 3 and job.is_running
    slow.may_end.set()
    assert wait_until(lambda: not job.is_running)
    assert job.made == b"whole" and job.end is None


def test_what_is_cancelled_ends_at_its_next_part_and_leaves_its_place_to_others() -> None:
    slow = Slow()
    job = Job(slow)
    job.start()
    assert slow.began.wait(10)
    job.cancel()
    assert not job.is_running and job.end == "cancelled"
    assert [_ended(lambda: b"x").made for _ in range(AT_ONCE + 1)] == [b"x"] * (AT_ONCE + 1)
    assert job.made is None


def test_what_is_made_already_cannot_be_cancelled() -> None:
    job = Job(lambda: b"whole")
    job.start()
    assert wait_until(lambda: not job.is_running, seconds=20)
    job.cancel()
    assert (job.made, job.end) == (b"whole", None)


def test_what_takes_too_long_is_too_large_or_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bytes:
        raise BadInput("It has no figure.")

    refused = _ended(refuse)
    assert (refused.end, str(refused.reason)) == ("refused", "It has no figure.")
    assert _ended(lambda: bytes(1 // 0)).end == "failed"
    monkeypatch.setattr(making, "LARGEST", 3)
    assert _ended(lambda: b"1234").end == "large"
    monkeypatch.setattr(making, "LONGEST", 0)
    assert _ended(Slow()).end == "late"


def test_the_log_of_what_failed_names_the_file_and_the_place_in_the_code(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> bytes:
        # where an error arises in a library, the last place of this program
        return bytes(json.loads("{secret"))

    def unreachable() -> bytes:
        raise DatabaseUnavailable("secret")

    for make in (fail, unreachable):
        job = Job(make, "overview_release_1.pdf, page /routes")
        job.start()
        assert wait_until(lambda job=job: not job.is_running)  # type: ignore[misc]
        assert job.end == "failed"
    line = inspect.getsourcelines(fail)[1] + 2
    here = Path(__file__).relative_to(Path(__file__).parents[3])
    what = "A file could not be made: overview_release_1.pdf, page /routes"
    assert caplog.messages[0] == f"{what} (JSONDecodeError in {here}, line {line})"
    assert caplog.messages[1].startswith(f"{what} (DatabaseUnavailable in {here}, line ")
    assert "secret" not in caplog.text


def test_so_many_are_made_at_once_so_many_wait_and_others_are_told() -> None:
    slow = [Slow() for _ in range(AT_ONCE + MOST_WAITING)]
    jobs = [Job(one) for one in slow]
    for job in jobs:
        job.start()
    assert wait_until(lambda: sum(one.began.is_set() for one in slow) == AT_ONCE)
    assert _ended(lambda: b"x").end == "busy"
    assert sum(job.has_begun for job in jobs) == AT_ONCE
    waiting = next(job for job in jobs if not job.has_begun)
    waiting.cancel()
    for one in slow:
        one.may_end.set()
    assert wait_until(lambda: not any(job.is_running for job in jobs))
    assert [job.made for job in jobs].count(b"whole") == len(jobs) - 1 and waiting.end == "cancelled"


def test_who_cancels_a_drawing_ends_the_program_that_draws_it(worker: Worker) -> None:
    many = [Drawing(go.Figure(go.Bar(x=list(range(300)), y=list(range(300))))) for _ in range(60)]
    job = Job(lambda: "".join(worker.drawn(many)).encode())
    job.start()
    assert wait_until(lambda: job.has_begun and worker._process is not None)
    drawing = worker._process
    assert drawing is not None
    job.cancel()
    assert wait_until(lambda: drawing.poll() is not None)
    assert worker.drawn([Drawing(go.Figure(go.Bar(x=["a"], y=[1])))])


def _slides_and_texts(language: str, link: str, release: Release) -> bytes:
    paper = Paper(translator(language), LIGHT)
    pages = pages_of([slide_of(link)], release, paper, memory(MOST_OF_A_FILE))
    deck = zipfile.ZipFile(io.BytesIO(make_deck("x", pages, paper, DAY, step)))
    parts = [deck.read(name) for name in sorted(deck.namelist()) if name.startswith("ppt/")]
    return b"".join(parts) + str(text_of(open_view(link, release, paper), paper, DAY)).encode()


def test_files_that_are_made_at_once_mix_neither_languages_nor_filters(release: Release) -> None:
    asked = [("en", "/?sex=female"), ("fa", "/?sex=male"), ("fa", "/routes?country=PK"), ("en", "/routes?country=AF")]
    alone = [_slides_and_texts(language, link, release) for language, link in asked]
    jobs = [Job(lambda one=one: _slides_and_texts(*one, release)) for _ in range(2) for one in asked]  # type: ignore[misc]
    for job in jobs:
        job.start()
    assert wait_until(lambda: not any(job.is_running for job in jobs), seconds=120)
    assert [job.made for job in jobs] == alone * 2


@pytest.mark.slow
def test_documents_that_are_made_at_once_mix_neither_languages_nor_filters(release: Release, worker: Worker) -> None:
    def document(language: str, link: str) -> bytes:
        return brief(link, release, Paper(translator(language), LIGHT), DAY, worker=worker)

    asked = [("en", "/?sex=female"), ("fa", "/?sex=male")]
    alone = [document(*one) for one in asked]
    jobs = [Job(lambda one=one: document(*one)) for _ in range(2) for one in asked]  # type: ignore[misc]
    for job in jobs:
        job.start()
    assert wait_until(lambda: not any(job.is_running for job in jobs), seconds=120)
    assert [job.made for job in jobs] == alone * 2


TWICE = """
import sys
from pathlib import Path
from exports.__main__ import main
for turn in ("first", "second"):
    assert main([sys.argv[1], f"{sys.argv[2]}/{turn}.{sys.argv[3]}", *sys.argv[4:]]) == 0
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "kind", "more"),
    [
        ("deck", "pptx", ["--view", "/?lang=fa", "--view", "/routes?lang=fa"]),
        ("workbook", "xlsx", ["--view", "/routes"]),
        ("brief", "pdf", ["--place", "PK"]),
        ("brief", "txt", ["--view", "/?lang=fa"]),
        ("picture", "svg", ["--view", "/#trend"]),
        ("data", "zip", []),
    ],
)
def test_the_first_file_after_a_start_equals_the_second(
    command: str, kind: str, more: list[str], address: str, tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-c", TWICE, command, str(tmp_path), kind, *more],
        env={"RELEASE_DATABASE_URL": address, "LANG": "C.UTF-8"},
        check=True,
        timeout=120,
        cwd=Path(__file__).resolve().parents[3],
    )
    first, second = (_without_the_hour(tmp_path / f"{turn}.{kind}") for turn in ("first", "second"))
    assert first == second


def _without_the_hour(file: Path) -> list[bytes]:
    """What a file holds, but for the second at which it was written."""
    if not zipfile.is_zipfile(file):
        return [file.read_bytes()]
    with zipfile.ZipFile(file) as parts:
        return [parts.read(name) for name in sorted(parts.namelist()) if name != "docProps/core.xml"]
