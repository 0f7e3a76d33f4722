"""What stands in place of a figure without numbers gives no advice that nobody can follow."""

from dataclasses import replace

import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import View
from locales import translator

EN = translator("en")


def _withheld(release: Release, filters: Filters) -> pd.DataFrame:
    return pd.DataFrame({"count": [pd.NA], "standard_error": [0.0], "state": ["withheld"]})


def _nobody(release: Release, filters: Filters) -> pd.DataFrame:
    return _withheld(release, filters).assign(state="none")


def _not_published(release: Release, filters: Filters) -> pd.DataFrame:
    raise NotPublished("no table")


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        (_withheld, " Choose fewer filters."),
        (_nobody, " Choose other years, places or people."),
        (_not_published, " Clear a choice to see this."),
    ],
)
def test_where_nothing_is_chosen_no_choice_is_to_be_taken_back(question, advice: str, region: Release) -> None:
    view = View(region, Paper(EN, palette("light")))
    for filters in (Filters(), Filters(years=region.whole_period)):
        said = _why(replace(view, filters=filters), question)
        assert "hoose" not in said and "Clear" not in said
    assert _why(replace(view, filters=Filters(country=("AF",))), question).endswith(advice)


def _why(view: View, question) -> str:
    return Panel("key", "", view.ask(question), None, "").why_empty(EN)


def test_one_withheld_number_among_others_is_enough_to_say_so(region: Release) -> None:
    rows = {"count": [pd.NA, pd.NA], "standard_error": [0.0, 0.0], "state": ["withheld", "none"]}
    said = _why(View(region, Paper(EN, palette("light"))), lambda release, filters: pd.DataFrame(rows))
    assert said == "Everything here is withheld to protect people: the groups are too small."
