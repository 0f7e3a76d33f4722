"""What labour inspectors found is published of all countries together, and the answer on brick kilns says so."""

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from figures.answers.help_and_law import brick_kilns
from figures.views.view import View
from locales import translator


def test_what_inspectors_found_is_said_to_be_of_all_countries() -> None:
    found = {"inspection": "violation_investigated", "count": 63, "standard_error": 19.0, "state": "count"}

    def ask(question: Any, *_: object) -> pd.DataFrame:
        return pd.DataFrame([found] if question.__name__ == "inspections" else [], columns=[*found])

    view = SimpleNamespace(t=translator("en"), ask=ask, filters=SimpleNamespace(without=lambda *_: None))
    view.about = lambda _: view
    assert (brick_kilns(cast(View, view)) or "").startswith("In all countries, labour inspectors found")
