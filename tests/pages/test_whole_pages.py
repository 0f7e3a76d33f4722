"""Whole pages as visitors get them: every text, control and figure from the top, held against what it was.

What stands in a figure is held by tests/exports/test_whole_results.py; here a sum tells that it is another one.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from tests.exports.whole_results import hold, sum_of
from tests.worlds.recovery import recovery
from tests.worlds.releases import make_release
from tests.worlds.uneven import make_uneven

pytestmark = pytest.mark.slow
PAGES: dict[str, tuple[str, str, dict[str, str]]] = {
    "methods": ("methods", "uneven", {}),
    "overview": ("overview", "uneven", {"country": "AF", "with": "PK", "sex": "female"}),
    "routes": ("routes", "recovery", {"view": "changes", "place": "AF-HER"}),
    "hotspots": ("hotspots", "uneven", {"years": "2020-2024"}),
    "gaps": ("hotspots", "uneven", {"view": "gap"}),
    "hidden": ("hotspots", "uneven", {"view": "hidden"}),
    "recovery": ("recovery", "recovery", {"place": "AF-HER", "years": "2023-2024", "age": "child"}),
    "justice": ("justice", "uneven", {}),
    "programmes": ("programmes", "uneven", {}),
    "donor": ("programmes", "uneven", {"view": "donor", "programme": "uneven"}),
    "places": ("places", "uneven", {"place": "AF-FRA", "sex": "male"}),
    "context": ("context", "uneven", {"country": "AF"}),
    "figures": ("context", "uneven", {"view": "figures"}),
    "present": ("present", "recovery", {}),
    "in_dari": ("overview", "uneven", {"lang": "fa", "years": "2020-2024"}),
}
SAID = ("body", "label", "help", "placeholder", "options", "default", "disabled", "caption", "url", "alt")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folders = [tmp_path_factory.mktemp(name) for name in ("uneven", "recovery")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data_access.publishing.release_store.now", lambda: datetime(2026, 11, 26))  # a page says the day
        return {"uneven": make_uneven(folders[0]), "recovery": make_release(folders[1], recovery())}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_from_the_top(name: str, visit: Callable[..., AppTest]) -> None:
    page, world, query = PAGES[name]
    hold(f"pages/{name}", _lines(visit(page, world, **query)))


def _lines(app: AppTest) -> Iterator[str]:
    for element in app.main:
        said = MessageToDict(proto) if (proto := getattr(element, "proto", None)) else {}
        if element.type in ("table", "dataframe"):
            yield f"{element.type} {_sum_of_table(element.value)}"
        elif element.type == "plotly_chart":
            yield f"{element.type} {sum_of([json.dumps(json.loads(said['spec']), sort_keys=True)])}"
        elif element.type != "code" and (texts := {key: said[key] for key in SAID if key in said}):
            yield f"{element.type} {_short(texts)}"  # code is a citation, which says the day


def _sum_of_table(table: Any) -> str:
    shown = getattr(table, "data", table)
    assert isinstance(shown, pd.DataFrame)
    return f"{[*shown.columns]} {len(shown)} {sum_of([shown.to_csv(index=False, float_format='%.6g')])}"


def _short(texts: dict[str, Any]) -> str:
    said = (one if isinstance(one, str) else f"{key}: {str(one)[:300]}" for key, one in texts.items())
    return " ".join("; ".join(said).split())
