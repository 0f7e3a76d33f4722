"""The words beside the bars of two sides."""

from pathlib import Path

from data_access.release.filters import Filters
from figures.comparison import words
from figures.comparison.panels import compared_panels
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from findings.comparison import differences
from findings.side_numbers import Number
from locales import translator
from tests.worlds.releases import make_release, open_release, region

EN = translator("en")


def test_a_number_that_noise_may_have_made_is_marked_and_said() -> None:
    found = {"source": 42.0, "transit": 900.0}  # each with a standard error of 10
    answer = differences(
        [Number("role", role, "people", people, 100.0, 0.0, "count") for role, people in found.items()], []
    )
    assert [words.number(row, "one", EN) for _, row in answer.iterrows()] == ["≈42", "900"]
    assert "1 number is uncertain (≈)" in (words.note(answer, EN) or "")


def test_limits_of_a_share_stand_in_one_pair_of_brackets() -> None:
    share = Number("form", "ForcedLabour", "share", 1.0, 0.05, 0.0, "count", of=20.0, low=0.56, high=1.0)
    answer = differences([share], [])
    assert "100% (56% to 100%)" in words.alt_text(answer, "Form", EN)


def test_what_is_compared_with_has_its_whole_name() -> None:
    found = [words.beside_name(beside, EN) for beside in ("2019-2021", "2019", "AF-HER", "sex:female")]
    assert found == ["2019 to 2021", "2019", "Herat, Afghanistan", "Women and girls"]


def test_of_two_places_rates_are_compared_and_of_two_groups_their_routes(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region()))
    view = View(release, Paper(EN, LIGHT), Filters(country=("AF",)))
    for beside, keys in (("PK", ["rates", "roles"]), ("sex:female", ["routes", "roles"])):
        found = [panel.key for panel in compared_panels(view, ("routes", "roles"), beside)]
        assert set(found) <= {f"compared_{key}" for key in keys}
        assert found
