"""The filter bar: a choice moves the controls that it must, and no others."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.release.filters import Filters
from locales import translator
from tests.worlds.releases import WORLDS, make_release
from ui.kit.chosen_filters import KEYS, take_choice
from ui.kit.filter_controls import LONGEST_LABEL, _cut, _say_country

PROJECT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_a_choice_sets_no_control_but_the_province_of_another_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control that is set by the server takes back what its visitor clicked meanwhile."""
    st.cache_resource.clear()
    monkeypatch.setenv("RELEASE_DATABASE_URL", make_release(tmp_path, WORLDS["region"]()))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    app.query_params["place"] = "AF-HER"
    app.run()
    app.run()  # the first run sets all controls to what the address says

    def set_now() -> set[str]:
        widgets = [*app.multiselect, *app.selectbox, *app.button_group, *app.select_slider]
        return {str(widget.key) for widget in widgets if widget.proto.set_value and not widget.disabled}

    app.selectbox(key="choose_place").set_value("AF-KAB").run()
    assert (set_now(), app.session_state["filters"].place) == (set(), "AF-KAB")
    app.multiselect(key="choose_country").set_value(["PK"]).run()
    assert set_now() <= {"choose_place"}
    assert (app.session_state["filters"].place, app.selectbox(key="choose_place").value) == (None, None)
    assert app.session_state["filters"].country == ("PK",)


def test_a_button_says_no_more_letters_than_fit_on_it() -> None:
    assert _cut("a" * LONGEST_LABEL) == "a" * LONGEST_LABEL
    assert _cut("a" * (LONGEST_LABEL + 1)) == "a" * (LONGEST_LABEL - 1) + "…"


def test_a_button_names_two_countries_and_counts_three() -> None:
    said = [
        _say_country(SimpleNamespace(filters=Filters(country=codes), t=translator("en")))  # type: ignore[arg-type]
        for codes in ((), ("AF",), ("AF", "PK"), ("AF", "PK", "IR"))
    ]
    assert said == [None, "Afghanistan", "Afghanistan and Pakistan", "3 countries"]


@pytest.mark.parametrize(
    ("chosen", "years"),
    [((2020, 2024), None), ((2020, 2023), (2020, 2023)), ((2021, 2024), (2021, 2024)), ((2022, 2022), (2022, 2022))],
)
def test_only_the_whole_period_is_no_choice_of_years(
    chosen: tuple[int, int], years: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = {"choose_years": chosen, "whole_period": (2020, 2024), "filters": Filters(sex=("female",))}
    monkeypatch.setattr(st, "session_state", state)
    take_choice("years")
    assert state["filters"] == Filters(sex=("female",), years=years)


def test_one_module_knows_where_the_session_keeps_the_filters() -> None:
    keys = re.compile(rf"""session_state.*(?:"filters"|f?"choose_(?:{"|".join(KEYS)}|{{)|"whole_period")""")
    paths = [path for folder in ("ui", "pages") for path in (PROJECT / folder).rglob("*.py")]
    found = [path.name for path in paths if keys.search(path.read_text(encoding="utf-8"))]
    assert found == ["chosen_filters.py"]
