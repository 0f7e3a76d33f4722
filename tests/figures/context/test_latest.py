"""The newest official numbers as small lines."""

import base64
from typing import Any

from figures.context.latest import sparkline
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator


def _row(year: int, value: float, lower: float | None = None, upper: float | None = None) -> dict[str, Any]:
    return {
        "year": year,
        "value": value,
        "lower": value if lower is None else lower,
        "upper": value if upper is None else upper,
    }


def test_a_line_has_its_numbers_at_their_heights_and_a_gap_where_none_is() -> None:
    """From 2010 to 2020, on a scale to 40; of "fewer than 5" the middle, 2, is drawn open."""
    few = _row(2013, float("nan"), 0, 4)
    rows = [_row(2010, 40), _row(2011, 20), few, _row(2015, 10), _row(2020, 30)]
    address = sparkline(rows, (2010, 2020), Paper(translator("en"), LIGHT))
    picture = base64.b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()
    assert picture == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="84" height="20" viewBox="0 0 84 20">'
        f'<polyline points="3.0,3.0 10.8,10.0" fill="none" stroke="{LIGHT.bar}" stroke-width="1.6"/>'
        f'<circle cx="26.4" cy="16.3" r="1.7" fill="{LIGHT.none}" stroke="{LIGHT.bar}"/>'
        f'<circle cx="42.0" cy="13.5" r="1.7" fill="{LIGHT.bar}" stroke="{LIGHT.bar}"/>'
        f'<circle cx="81.0" cy="6.5" r="2.4" fill="{LIGHT.latest}" stroke="{LIGHT.latest}"/></svg>'
    )
