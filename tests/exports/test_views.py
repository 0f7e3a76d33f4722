"""A link of the dashboard, opened without a page, says and shows what the page does, and refuses what nobody knows."""

import re

import pytest
from sqlalchemy import make_url

from data_access.database import open_database
from data_access.errors import BadInput
from data_access.release.release import Release
from exports.views import PAGES, Opened, open_view, release_of
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.worlds.visits import forget_the_last_release, open_page
from ui.shell.pages import PAGES as OFFERED

__all__ = ["forget_the_last_release"]
LINKS = [
    ("overview", "/?years=2023-2024&country=AF&sex=female"),
    ("routes", "/routes?view=inbound-parts&country=AF"),
    ("recovery", "/recovery?view=identified"),
    ("hotspots", "/hotspots?country=AF&with=2022"),
]


def _open(link: str, release: Release, language: str = "en") -> Opened:
    return open_view(link, release, Paper(translator(language), LIGHT))


@pytest.mark.parametrize(("page", "link"), LINKS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_link_shows_what_its_page_shows(
    page: str, link: str, language: str, release: Release, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    query = dict(pair.split("=") for pair in link.split("?")[1].split("&"))
    app = open_page(page, lang=language, **query)
    offered = [button.label for button in app.button]
    for taken in ("Take this page with you as slides", "Take this page along as PDF"):
        assert translator(language).gettext(taken) in offered
    opened = _open(link, release, language)
    assert app.title[0].value == opened.shown.headline
    said = [element.value for element in app.markdown]
    for panel in opened.shown.panels:
        assert any(text.startswith(f"## {panel.title}") for text in said), panel.title
        if panel.has_numbers:
            assert (panel.notes(release, translator(language)) or "") in [*(one.value for one in app.caption), ""]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("/routes?view=route-XX~YY", "The route that the link asks for may not be shown"),
        ("/nowhere", "No page is called /nowhere"),
        ("/dashboard/routes", "No page is called /dashboard/routes"),
        ("https://example.org/dashboard/nowhere", "No page is called /nowhere"),
        ("/routes?view=nothing", "view=nothing"),
        ("/?country=ZZ&sex=xx", "country=ZZ, sex=xx"),
        ("/?years=1901-1902", "years=1901-1902"),
        ("/?foo=1", "foo=1"),
        ("/?release=99", "release=99"),
        ("/hotspots?view=hidden", "The view of hidden people cannot be taken into a file yet"),
        ("javascript:alert(1)", "begins with /, http:// or https://"),
        ("https://name@host/routes", "begins with /, http:// or https://"),
        ("http://[::1/routes", "no link of the dashboard"),
        ("/?form=" + "x" * 3000, "at most 2000 characters"),
        ("/routes view=ways", "no blanks"),
    ],
)
def test_what_nobody_knows_is_refused_in_words(link: str, said: str, release: Release, address: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        release_of(link, open_database(make_url(address), read_only=True))
        _open(link, release)


def test_the_link_names_its_release_and_keeps_its_host(release: Release, address: str) -> None:
    engine = open_database(make_url(address), read_only=True)
    assert release_of("/?release=1", engine).id == 1
    assert release_of("/?release=99&release=1", engine).id == 1  # the last, as pages read it
    for host in ("https://example.org", "https://example.org/dashboard", "https://example.org:8443/a/b"):
        for path, link in (
            ("routes", "/routes?view=ways&utm_source=mail"),
            ("", "/?country=AF"),
            ("routes", "/routes/?sex=male"),
        ):
            opened = _open(f"{host}{link}", release)
            assert opened.link == f"{host}/{path}?{link.partition('?')[2]}&release=1"
            assert opened.path == path


def test_filters_of_another_page_are_told_and_change_nothing(release: Release) -> None:
    opened = _open("/context?country=TJ&sex=female", release)
    assert opened.unused == {"sex": ["female"]}
    assert opened.view.filters == _open("/context?country=TJ", release).view.filters


def test_the_role_of_a_view_says_whom_its_choices_are_of(release: Release) -> None:
    for role, said in (("identified", "identified in Herat"), ("origin", "taken from Herat")):
        view = _open(f"/recovery?view={role}&place=AF-HER", release).view
        assert said in view.sentence
        assert view.filters.place_role == ("source" if role == "origin" else "province")


def test_every_page_of_a_file_is_a_page_of_the_dashboard() -> None:
    assert {*PAGES} <= {path for _file, _title, path in OFFERED}
