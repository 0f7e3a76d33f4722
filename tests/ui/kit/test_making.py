"""The buttons of files that take a while: how far they are, a way to end them, and the file."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.waiting import wait_until

MAY_END = threading.Event()
LANGUAGE, LINK = ["en"], ["/"]
RELEASE: list[tuple[str, int, str | None]] = [("hash", 1, None)]  # its identity


def _script() -> None:
    from types import SimpleNamespace

    from data_access.errors import BadInput
    from exports.making import check, step
    from locales import N_, translator
    from tests.ui.kit import test_making as here
    from ui.kit.making import Wanted, file_buttons

    language, link = here.LANGUAGE[0], here.LINK[0]

    def slides() -> bytes:
        step(1, 3)
        while not here.MAY_END.wait(0.01):
            check()
        return f"{language} {link}".encode()

    def document() -> bytes:
        raise BadInput(N_("A deck has at most {most} slides; this one has {number}."), most=40, number=41)

    files = [
        Wanted("slides", "Slides", "overview.pptx", "x/y", slides),
        Wanted("pdf", "Document", "overview.pdf", "x/y", document),
    ]
    release = SimpleNamespace(identity=here.RELEASE[0])  # all that is asked of it
    file_buttons("row", files, release, link, translator(language))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def begin_anew() -> Iterator[None]:
    MAY_END.clear()
    LANGUAGE[0], LINK[0], RELEASE[0] = "en", "/", ("hash", 1, None)
    yield
    MAY_END.set()


def _open() -> AppTest:
    return AppTest.from_function(_script).run()


def _shows(app: AppTest, kind: str, said: str) -> bool:
    """Does a visitor who looks again see these words?"""
    return wait_until(lambda: any(said in _words(element) for element in app.run().get(kind)), seconds=20)


def _words(element: Any) -> str:
    return f"{element.proto} {getattr(element, 'value', '')}"


def test_a_file_says_how_far_it_is_and_then_can_be_saved() -> None:
    app = _open()
    app.button(key="slides").click().run()
    assert _shows(app, "progress", "Slides: 1 of 3 parts are made")
    assert app.button(key="slides").disabled and not app.button(key="pdf").disabled
    MAY_END.set()
    assert _shows(app, "download_button", "Save (PPTX)")
    assert "cancel_slides" not in [one.key for one in app.button]


def test_it_can_be_cancelled_and_asked_for_again() -> None:
    app = _open()
    app.button(key="slides").click().run()
    app.button(key="cancel_slides").click().run()
    assert [one.value for one in app.warning] == ["Cancelled. No file was made."]
    MAY_END.set()
    app.button(key="slides").click().run()
    assert _shows(app, "download_button", "Save (PPTX)")
    assert not app.warning


def test_a_file_that_fails_is_told_in_the_language_of_the_page() -> None:
    LANGUAGE[0] = "fa"
    app = _open()
    app.button(key="pdf").click().run()
    assert _shows(app, "warning", "این فایل ساخته نشد")
    said = app.warning[0].value
    assert "۴۰" in said and "۴۱" in said
    assert not re.search("[A-Za-z]", said)


@pytest.mark.parametrize(
    ("language", "link", "release"),
    [
        ("fa", "/", ("hash", 1, None)),
        ("en", "/?sex=male", ("hash", 1, None)),
        ("en", "/", ("other", 2, None)),
        ("en", "/", ("hash", 1, "Wrong.")),
    ],
)
def test_the_file_of_another_language_filter_or_release_is_not_given(
    language: str, link: str, release: tuple[str, int, str | None]
) -> None:
    MAY_END.set()
    app = _open()
    app.button(key="slides").click().run()
    assert _shows(app, "download_button", "Save (PPTX)")
    LANGUAGE[0], LINK[0], RELEASE[0] = language, link, release
    app.run()
    assert not app.get("download_button") and not app.button(key="slides").disabled


def test_who_asks_for_too_many_at_once_is_told_and_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.kit.making.MOST", 1)
    app = _open()
    app.button(key="slides").click().run()
    app.button(key="pdf").click().run()
    assert [one.value for one in app.warning] == ["Too many files are being made just now. Try again in a minute."]
    MAY_END.set()
    assert _shows(app, "download_button", "Save (PPTX)")
