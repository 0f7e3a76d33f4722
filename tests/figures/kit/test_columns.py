"""Headings for the columns of every table, and words for the codes of every dimension of a release."""

import warnings

import pytest

from data_access.publishing.domains import Domains
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import CHOSEN_AXES, DENOMINATORS, LEG, WORKLOAD, dimensions_of
from figures.kit.columns import COLUMNS, heading
from figures.kit.labels import label
from locales import translator

EN = translator("en")
DIMENSIONS = sorted({name for table in (*WORKLOAD, *DENOMINATORS, *RESTRICTED) for name in map(str, table.axes)})
# never a column of a table that is shown: what shares are taken of, and what was left out
BEHIND_OTHERS = ("_asked", "_beyond")
# shown under another name
SHOWN_AS = {"province": "place", "source": "place", "exploitation": "place", "province_leg": "leg"}
SHOWN_AS |= {"lists": "police", "from_province": "from_place", "to_province": "to_place"}
SHOWN_AS |= {f"{step}_time": "step" for step in ("referral", "service", "reunification")}
SHOWN_AS |= {"first_country": "first_transit", "last_country": "last_transit"}
# whose codes are places, or are written in sentences of their own
IN_OTHER_WORDS = {*CHOSEN_AXES, "country", "stop", "lists", "referral_time", "service_time", "reunification_time"}
IN_OTHER_WORDS |= {"judgement_time"}
CODED = [name for name in DIMENSIONS if name not in IN_OTHER_WORDS and not name.endswith(BEHIND_OTHERS)]


@pytest.mark.parametrize("axis", [name for name in DIMENSIONS if not name.endswith(BEHIND_OTHERS)])
def test_every_dimension_of_the_workload_has_a_heading(axis: str) -> None:
    for dimension in dimensions_of(axis):
        assert SHOWN_AS.get(dimension, dimension) in COLUMNS, f"name {dimension} in figures/kit/columns.py"


def test_legs_read_off_ways_have_headings() -> None:
    assert {*LEG} <= COLUMNS.keys()


@pytest.mark.parametrize("dimension", CODED)
def test_every_code_of_a_dimension_has_words(dimension: str) -> None:
    for (code,) in Domains(2026).codes(dimension):
        assert label(dimension, code, EN)  # where it has none, the warning is an error here


def test_what_is_missing_is_warned_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="column nothing_such"):
            heading("nothing_such", EN)
        with pytest.raises(UserWarning, match="code Nobody of sex"):
            label("sex", "Nobody", EN)
    assert heading("Programme", EN) == "Programme"  # of a frame that is in words already
