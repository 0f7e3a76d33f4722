"""How exact the tables of a release are, and what its noise may publish: whole literal answers."""

from pathlib import Path

import numpy as np
import pytest

from data_access.questions.methods import accuracy, noise_around
from data_access.release.filters import Filters
from data_access.release.release import Release
from tests.worlds.releases import make_release, one_cell, open_release

FORMS = ("year", "country", "sex", "age", "form")


def _release(folder: Path, **options: object) -> Release:
    return open_release(make_release(folder, one_cell(), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("threshold_errors", "standard_error", "shown_from"),
    [(3.0, 5.0, 15), (3.3, 5.0, 17), (0.0, 5.0, 10), (3.0, 2.0, 10)],
    ids=["errors", "rounded up", "least count", "least count is larger"],
)
def test_a_table_is_shown_from_its_errors_and_from_the_least_count(
    tmp_path: Path, threshold_errors: float, standard_error: float, shown_from: int
) -> None:
    manifest = {"threshold_errors": threshold_errors}
    release = _release(tmp_path, standard_error=standard_error, least_count=10, manifest=manifest)
    found = accuracy(release, Filters()).set_index("table").loc["-".join(FORMS)]
    assert found["shown_from"] == shown_from
    assert found["standard_error"] == standard_error
    assert (found["cells"], found["withheld_share"]) == (2, 0.5)  # 25 people, and nobody of unknown form


def test_what_noise_may_publish() -> None:
    noise = noise_around(60, 5.0, 58)
    assert noise["chance"].sum() == pytest.approx(1)
    assert (noise["published"].min(), noise["published"].max()) == (40, 80)
    assert noise.loc[noise["chance"].idxmax(), "published"] == 60
    assert noise["published"][noise["shown"]].min() == 58
    spread = np.sqrt((noise["chance"] * (noise["published"] - 60) ** 2).sum())
    assert spread == pytest.approx(5, rel=0.01)
    assert noise_around(60, 0.0, 58).to_dict("list") == {"published": [60], "chance": [1.0], "shown": [True]}
