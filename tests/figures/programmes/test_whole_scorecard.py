"""Whole scorecards, as a browser is given them: of all programmes, and of each one alone.

RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

import pandas as pd
import pytest

from data_access.questions.programmes import portfolio
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.kit.rows import rows_of
from figures.programmes import facts, panels
from figures.programmes.scorecard_html import scorecard_html
from figures.views.view import View
from locales import translator
from tests.exports.whole_results import hold
from tests.worlds.programmes import DEMONSTRATION, MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import open_release, region
from tests.worlds.uneven import make_uneven

pytestmark = pytest.mark.slow
PAPERS = (Paper(translator("en"), LIGHT), Paper(translator("fa"), DARK))


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    loads = ([*PUBLISHED, *MORE], "results"), (DEMONSTRATION, "results")
    made = make_release_with_programmes(tmp_path_factory.mktemp("programmes"), region(), loads=loads)
    return [open_release(made), open_release(make_uneven(tmp_path_factory.mktemp("uneven")))]


def test_every_row(releases: list[Release]) -> None:
    lines: list[str] = []

    def draw(release: Release, paper: Paper, programmes: pd.DataFrame, *, is_one: bool = False) -> None:
        view = View(release, paper, Filters(), "")
        rows = panels.lines_of(view, programmes, (2021, 0.02), is_one=is_one)
        html = scorecard_html(rows, paper, alt="Named", is_one=is_one, link=None if is_one else "?{}".format)
        lines.extend(html.replace("<tr", "\n<tr").splitlines())

    for release, papers in zip(releases, (PAPERS[:1], PAPERS), strict=True):
        everything = portfolio(release, Filters())
        for paper in papers:
            draw(release, paper, everything)
        for row in rows_of(everything.head(3)):
            draw(release, PAPERS[0], everything[everything["code"] == row["code"]], is_one=True)
            lines += map(str, [facts.facts(row, PAPERS[0].t), facts.money_of(row, PAPERS[0].t)])
    hold("numbers/scorecard", lines)
