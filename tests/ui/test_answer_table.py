"""What stands under a figure and in its file: the interval, and what clipping left out of it."""

from pathlib import Path

import pandas as pd
import pytest

from figures.kit import tables as answer_table
from locales import translator
from tests.worlds.releases import make_release, open_release

EN = translator("en")
ANSWER = pd.DataFrame(
    {
        "means": ["DebtBondage", "Other"],
        "count": pd.array([1000, None], dtype="Int64"),
        "standard_error": [10.0, 10.0],
        "state": ["count", "withheld"],
    }
)
WHO = {("year", "sex", "age", "means"): [(2024, "female", "adult", "DebtBondage", 1000)]}


def test_what_clipping_leaves_out_is_said_where_it_matters(tmp_path: Path) -> None:
    def note(lost: float) -> str | None:
        folder = tmp_path / str(lost)
        folder.mkdir()
        stated = {"bounds": {"means": 11}, "lost": {"means": lost}}
        return answer_table.clipping_note(ANSWER, open_release(make_release(folder, WHO, manifest=stated)), EN)

    assert note(0.001) is None
    assert note(0.02) == (
        "Each person is counted in at most 11 of these: about 2% of what was recorded is not in the numbers. "
        "The margins allow for it."
    )
    assert "about 50% of what was recorded" in str(note(0.5))


def test_margins_grow_by_what_clipping_leaves_out(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, WHO, standard_error=10.0, manifest={"lost": {"means": 0.02}}))
    error = release.counts(("means",), {})["standard_error"].item()
    assert error == pytest.approx((10**2 + (1000 * 0.02 / 0.98) ** 2) ** 0.5)


def test_files_hold_the_ends_of_the_interval() -> None:
    rows = answer_table.file_rows(ANSWER, EN)
    numbers = ["count", "standard_error", "margin", "lower", "upper"]
    assert rows.columns.tolist() == ["means", "means_label", *numbers, "state", "state_label", "is_uncertain"]
    assert rows.iloc[0][["means_label", "margin", "lower", "upper"]].tolist() == ["Debt bondage", 20, 980, 1020]
    # an error tells how large a number is that is withheld, where clipping or levels changed it
    assert rows.iloc[1][numbers].isna().all()
