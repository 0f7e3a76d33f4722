"""What pages say about agencies."""

from pathlib import Path

import pandas as pd
import pytest

from figures.kit import agency_words
from locales import translator
from tests.worlds.hotspots import make_world, register_frame
from tests.worlds.releases import open_release

t = translator("en")


def test_a_release_says_that_numbers_may_stand_for_one_agency(tmp_path: Path) -> None:
    said = agency_words.caveats(open_release(make_world(tmp_path)), t)
    assert len(said) == 1
    assert said[0].startswith("A number may stand for people whom one agency recorded, and all numbers do where one ")


@pytest.mark.parametrize("register", [None, register_frame()], ids=["no register", "a register of few"])
def test_it_says_why_there_are_no_numbers_by_kind(tmp_path: Path, register: pd.DataFrame | None) -> None:
    release = open_release(make_world(tmp_path, register=register, kinds_shown=False))
    reason = agency_words.no_numbers_by_kind(release, "data_source", t)
    assert reason
    assert reason.endswith("none is shown." if register is None else "that is so of none.")
    in_dari = agency_words.no_numbers_by_kind(release, "data_source", translator("fa"))
    assert in_dari
    assert in_dari != reason


def test_nothing_is_to_be_said_where_there_are_some(tmp_path: Path) -> None:
    assert agency_words.no_numbers_by_kind(open_release(make_world(tmp_path)), "data_source", t) is None
