"""Where all who are here wait, a newcomer gets the frozen edition; where there is room, the page."""

import threading
from pathlib import Path

import pytest
from starlette.requests import Request

from serving.admission import instead_of_a_page
from serving.metrics import FROZEN
from serving.run_gate import RunGate

FILES = ["index.html", "routes.html", "routes/province.html", "places/AF-NAN.html", "places/PK.html",
         "programmes/P-1.html", "stories/region.html", "contents.html"]  # fmt: skip


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FROZEN_EDITION", str(tmp_path))
    monkeypatch.delenv("ACCESS", raising=False)
    for file in FILES:
        (tmp_path / "en" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "en" / file).write_text("page")
    return tmp_path


def _gate(seconds: float) -> RunGate:
    """Turns of runs of 0.05 seconds, of which so many wait that a newcomer would for so long."""
    gate = RunGate(0.05)
    for _ in range(200):
        turn = gate.ask("before")
        turn.begun -= 1
        gate.release(turn)
    gate._alone = 1000.0  # the one that runs now does so for ever
    for number in range(round(seconds / 0.05)):
        gate.ask(number)
    return gate


def _asked(path: str, query: str = "") -> Request:
    return Request({"type": "http", "path": f"/{path}", "path_params": {"name": path}, "query_string": query.encode(),
                    "headers": [], "method": "GET"})  # fmt: skip


@pytest.mark.parametrize("seconds", [0.0, 0.1, 1.0, 1.9, 2.1, 5.0])
def test_how_long_a_newcomer_would_wait_is_known(seconds: float) -> None:
    assert _gate(seconds).seconds_to_wait() == pytest.approx(seconds, rel=1e-3)


@pytest.mark.parametrize(("seconds", "comes_in"), [(0.0, True), (1.9, True), (2.1, False), (60.0, False)])
def test_beyond_two_seconds_a_newcomer_gets_the_frozen_edition(edition: Path, seconds: float, comes_in: bool) -> None:
    before = FROZEN._value.get()
    answer = instead_of_a_page(_asked("routes"), _gate(seconds), "en")
    assert (answer is None) == comes_in
    assert FROZEN._value.get() - before == (not comes_in)
    if answer:
        assert (answer.status_code, answer.headers["cache-control"]) == (302, "no-store")
        assert answer.headers["location"] == "./frozen/en/routes.html#all-taken"


@pytest.mark.parametrize(
    ("path", "query", "file"),
    [
        ("", "", "index.html"),
        ("routes", "view=province&country=PK", "routes/province.html"),
        ("routes", "view=inbound", "routes.html"),
        ("places", "place=AF-NAN", "places/AF-NAN.html"),
        ("places", "country=PK", "places/PK.html"),
        ("places", "place=XX", "contents.html"),
        ("programmes", "view=programme&programme=P-1", "programmes/P-1.html"),
        ("present", "story=region", "stories/region.html"),
        ("present", "", "contents.html"),
        ("routes", "view=..%2F..%2Fsecret", "routes.html"),
        ("places", "place=..%2F..%2F..%2Fetc%2Fpasswd", "contents.html"),
        ("places", "place=%00", "contents.html"),
    ],
)
def test_they_get_what_is_nearest_to_what_they_asked_for(edition: Path, path: str, query: str, file: str) -> None:
    (edition / "secret.html").write_text("secret")
    answer = instead_of_a_page(_asked(path, query), _gate(9), "en")
    assert answer is not None and answer.headers["location"] == f"./frozen/en/{file}#all-taken"


def test_without_an_edition_or_without_turns_everybody_comes_in(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert instead_of_a_page(_asked("routes"), None, "en") is None
    assert instead_of_a_page(_asked("routes"), _gate(9), "fa") is None  # no edition in Dari
    monkeypatch.setenv("ACCESS", "restricted")
    assert instead_of_a_page(_asked("routes"), _gate(9), "en") is None
    monkeypatch.delenv("ACCESS")
    monkeypatch.delenv("FROZEN_EDITION")
    assert instead_of_a_page(_asked("routes"), _gate(9), "en") is None


def test_when_those_who_waited_are_served_there_is_room_again() -> None:
    gate = RunGate(1000.0)
    turns = [gate.ask(number) for number in range(40)]

    def serve_all() -> None:
        for turn in turns:
            gate.wait(turn)
            gate.release(turn)

    served = threading.Thread(target=serve_all)
    served.start()
    served.join(30)
    assert gate.seconds_to_wait() == 0
