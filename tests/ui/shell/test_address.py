"""What stands in the address, hostile or stale, becomes choices that the release knows or nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from data_access.release.filters import AGES, SEXES, Filters
from tests.worlds.releases import PROVINCES, Tables, make_release, region

SCRIPT = """
import streamlit as st
from tests.worlds.releases import open_release
from ui.shell.address import left_out, read_filters, write_address
release = open_release(st.session_state["release_url"])
filters = read_filters(release)
st.session_state["read"] = filters
write_address(release, filters, {})
st.session_state["in_vain"] = left_out()
"""


@pytest.fixture(scope="session")
def release_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("address"), region())


@pytest.mark.slow
def test_the_years_of_a_link_are_a_choice_where_people_of_other_years_are_shown(tmp_path: Path) -> None:
    rows = [(2025, "AF", "male", "adult", 76), ("unknown", "AF", "male", "adult", 99)]
    world: Tables = {("year", "country", "sex", "age"): rows}
    url = make_release(tmp_path, world)
    read, written = _read(url, {"years": "2025-2025"})
    assert (read.years, written["years"]) == ((2025, 2025), "2025-2025")
    read, written = _read(url, {})
    assert read.years is None
    assert "years" not in written


def _read(release_url: str, address: dict[str, Any]) -> tuple[Filters, dict[str, list[str]]]:
    """The choices that an address is read as, and the address that is then written."""
    app = _open(release_url, address)
    return app.session_state["read"], dict(app.query_params)


def _open(release_url: str, address: dict[str, Any]) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=20)
    app.session_state["release_url"] = release_url
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, Filters()),
        ({"years": "2023"}, Filters(years=(2023, 2023))),
        ({"years": "2024-2023"}, Filters(years=(2023, 2024))),
        ({"years": "2022-2024"}, Filters()),  # the whole period is no choice
        ({"years": "1900-2023"}, Filters(years=(2022, 2023))),
        ({"years": "2019-99999999999999"}, Filters()),
        ({"years": "1900-1901"}, Filters()),
        ({"years": "2023-"}, Filters()),
        ({"years": "-2023"}, Filters()),
        ({"years": "²⁰²³"}, Filters()),
        ({"years": "nan"}, Filters()),
        ({"country": "<script>alert(1)</script>"}, Filters()),
        ({"country": ["AF", "AF", "XX", "af", "PK"]}, Filters(country=("AF", "PK"))),
        ({"country": "A" * 10_000}, Filters()),
        ({"country": ["AF"] * 500}, Filters(country=("AF",))),
        ({"place": "AF-HER"}, Filters(place="AF-HER")),
        ({"place": "AF"}, Filters()),  # a country is no province
        ({"place": "AF-XXX"}, Filters()),
        ({"place": "../../etc/passwd"}, Filters()),
        ({"place": "AF-HER", "country": "PK"}, Filters(country=("PK",))),  # a place of another country
        ({"place": "AF-HER", "country": "AF"}, Filters(place="AF-HER", country=("AF",))),
        ({"sex": ["female", "robot"], "age": ["child", ""]}, Filters(sex=("female",), age=("child",))),
        ({"form": "ForcedLabour"}, Filters(form="ForcedLabour")),
        ({"form": "Stale' OR 1=1 --"}, Filters()),
        ({"programme": "x", "unknown": "y", "lang": "xx"}, Filters()),
    ],
)
def test_an_address_becomes_choices(release_url: str, address: dict[str, Any], expected: Filters) -> None:
    filters, written = _read(release_url, address)
    assert filters == expected
    assert "script" not in str(written)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "in_vain"),
    [
        ({}, {}),
        ({"years": "2022-2024", "country": "AF", "place": "AF-HER", "sex": "female"}, {}),
        ({"contry": "AF", "utm_source": "mail", "fbclid": "IwAR0"}, {"contry": ["AF"]}),
        ({"years": ["2022-2024", "2023"]}, {"years": ["2022-2024"]}),  # of several the last is shown
        ({"form": ["SexualExploitation", "ForcedLabour"]}, {"form": ["SexualExploitation"]}),
        ({"place": ["AF-HER", "AF-XXX", "AF-HER"]}, {"place": ["AF-XXX"]}),
        ({"years": "2010-2012"}, {"years": ["2010-2012"]}),
        ({"years": "2010-2023"}, {"years": ["2010-2023"]}),  # a part of it is shown
        ({"years": "soon"}, {"years": ["soon"]}),
        ({"country": ["AF", "XX"], "sex": "robot"}, {"country": ["XX"], "sex": ["robot"]}),
        ({"place": "AF-HER", "country": "PK"}, {"place": ["AF-HER"]}),
        ({"place": "AF"}, {"place": ["AF"]}),
        ({"form": "Gone", "age": "old"}, {"form": ["Gone"], "age": ["old"]}),
    ],
)
def test_what_an_address_asks_for_in_vain_is_remembered(
    release_url: str, address: dict[str, Any], in_vain: dict[str, list[str]]
) -> None:
    assert _open(release_url, address).session_state["in_vain"] == in_vain


@pytest.mark.parametrize(("address", "years"), [({}, "2022-2024"), ({"years": "2023"}, "2023-2023")])
def test_the_address_always_says_years_and_release(release_url: str, address: dict[str, Any], years: str) -> None:
    _filters, written = _read(release_url, address)
    assert (written["years"], written["release"]) == (years, "1")


choices = st.builds(
    Filters,
    years=st.sampled_from([None, (2022, 2022), (2022, 2023), (2023, 2024), (2024, 2024)]),
    country=st.lists(st.sampled_from(["AF", "PK", "UZ"]), unique=True, max_size=3).map(tuple),
    place=st.none(),
    sex=st.lists(st.sampled_from(SEXES), unique=True).map(tuple),
    age=st.lists(st.sampled_from(AGES), unique=True).map(tuple),
    form=st.sampled_from([None, "ForcedLabour", "ForcedMarriage"]),
) | st.builds(Filters, place=st.sampled_from(PROVINCES))


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=choices)
def test_choices_come_back_from_the_address_that_they_make(release_url: str, filters: Filters) -> None:
    address = {
        "years": [f"{filters.years[0]}-{filters.years[1]}"] if filters.years else [],
        "country": list(filters.country),
        "place": [filters.place] if filters.place else [],
        "sex": list(filters.sex),
        "age": list(filters.age),
        "form": [filters.form] if filters.form else [],
    }
    address = {key: value for key, value in address.items() if value}
    read, written = _read(release_url, address)
    assert read == filters
    again, _ = _read(release_url, written)
    assert again == filters


def test_of_several_words_for_one_choice_the_last_is_taken() -> None:
    app = AppTest.from_string(
        """
import streamlit as st
from ui.shell.address import FOUND_IN_VAIN, asked
st.session_state["asked"] = asked("view")
st.session_state["in_vain"] = dict(st.session_state.get(FOUND_IN_VAIN, {}))
"""
    )
    app.query_params["view"] = ["source", "raw", "exploitation"]
    app.run()
    assert app.session_state["asked"] == "exploitation"
    assert app.session_state["in_vain"] == {"view": ["source", "raw"]}


def test_of_many_addresses_the_newest_are_remembered(release_url: str) -> None:
    app = AppTest.from_string(
        """
import streamlit as st
from data_access.release.filters import Filters
from tests.worlds.releases import open_release
from ui.shell.address import write_address
release = open_release(st.session_state["release_url"])
for number in range(60):
    write_address(release, Filters(), {"view": f"v{number}"})
"""
    )
    app.session_state["release_url"] = release_url
    app.run()
    assert [one["view"] for one in app.session_state["written_addresses"]] == [[f"v{n}"] for n in range(10, 60)]
