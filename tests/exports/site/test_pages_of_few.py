"""Pages of a release that has little to show, or that was withdrawn."""

from dataclasses import replace
from pathlib import Path

import pytest

from data_access.release.release import Release
from exports.site import edition
from exports.site.command import _host
from exports.site.leaves import Maker
from exports.site.panels import panels
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import memory
from locales import translator
from tests.exports.site.conftest import DAY, drawn_alike

pytestmark = pytest.mark.slow


def test_a_page_without_a_figure_is_a_page(release: Release) -> None:
    maker = Maker(release, Paper(translator("en"), LIGHT, "tablet"), memory(100))
    leaf = maker._view("methods", "", "Methods", "/methods")
    assert leaf is not None
    bare = replace(leaf, slides=(replace(leaf.slides[0], panel=None),))
    assert panels(bare, [None], lambda code: None, lambda slide: None) == []


def test_every_page_of_a_withdrawn_release_says_so(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition, "_drawing", drawn_alike)
    monkeypatch.setattr("exports.site.leaves.named_views", lambda page: [])
    monkeypatch.setattr("exports.site.leaves.subjects", lambda *asked: {})
    monkeypatch.setattr(edition.Maker.__module__ + ".names", list)
    monkeypatch.setattr("figures.kit.sources.retraction_notice", lambda release, t: "Withdrawn: doubled <b>.")
    edition.make_site(tmp_path / "site", release, [translator("en")], DAY)
    for page in (tmp_path / "site").rglob("*.html"):
        assert "Withdrawn: doubled &lt;b&gt;." in page.read_text(encoding="utf-8"), page


@pytest.mark.parametrize(
    ("names", "host"),
    [
        ("", ""),
        ("dash.example.org", "https://dash.example.org"),
        ("https://dash.example.org/, other.example.org", "https://dash.example.org"),
        ("http://dash.example.org:8443", "http://dash.example.org:8443"),
    ],
)
def test_links_to_the_dashboard_lead_there_however_its_name_is_written(names: str, host: str) -> None:
    assert _host(names) == host
