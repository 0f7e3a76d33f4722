"""A view keeps what was made for it apart from what was made for others, and a panel says all that its numbers need."""

from dataclasses import replace

import pandas as pd

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import View
from locales import translator

EN, FA = translator("en"), translator("fa")


def test_what_is_drawn_is_kept_for_its_release_filters_language_theme_and_width(region: Release) -> None:
    view = View(region, Paper(EN, LIGHT))
    others = [
        view.about(Filters(country=("AF",))),
        *(replace(view, paper=paper) for paper in (Paper(FA, LIGHT), Paper(EN, DARK), Paper(EN, LIGHT, "phone"))),
    ]
    drawn = [one.drawn_once(object, "figure") for one in (view, *others)]
    assert len({id(figure) for figure in drawn}) == len(drawn)
    assert [one.drawn_once(object, "figure") for one in (view, *others)] == drawn
    assert view.drawn_once(object, "another") not in drawn


def test_an_answer_is_kept_for_its_filters_and_all_that_was_asked(region: Release) -> None:
    asked: list[tuple[Filters, str]] = []

    def question(release: Release, filters: Filters, what: str, *, more: int = 0) -> pd.DataFrame:
        asked.append((filters, f"{what}{more}"))
        return pd.DataFrame({"state": []})

    view = View(region, Paper(EN, LIGHT))
    women = view.about(Filters(sex=("female",)))
    for one in (view, view, women, women):
        one.ask(question, "a")
        one.ask(question, "b")
        one.ask(question, "a", more=1)
    assert asked == [(filters, what) for filters in (Filters(), women.filters) for what in ("a0", "b0", "a1")]


def test_a_panel_says_its_note_what_is_uncertain_and_what_is_withheld(region: Release) -> None:
    answer = pd.DataFrame(
        {
            "sex": ["female", "male", "other"],
            "count": pd.array([500, 20, None], dtype="Int64"),
            "standard_error": [5.0, 9.0, 0.0],
            "state": ["count", "count", "withheld"],
        }
    )
    panel = Panel("sex", "Sex", answer, None, "", note="A note.")
    assert panel.notes(region, EN) == (
        "A note. 1 number is uncertain (≈): the noise that protects people may have made it where nobody is. "
        "1 group is withheld to protect people: too few, or none."
    )
    assert replace(panel, note=None, answer=answer[:1]).notes(region, EN) is None
    assert panel.has_numbers and not replace(panel, answer=answer[2:]).has_numbers
