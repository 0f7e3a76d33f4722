"""What the search by borders is told of the areas."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from findings import rates


def test_both_statistics_know_the_noise_of_each_area(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    nothing = pd.DataFrame({"quadrant": [""] * 9, "significant": False, "z": 0.0})
    monkeypatch.setattr(rates, "local_moran", lambda *_areas, noise_variance: told.append(noise_variance) or nothing)
    monkeypatch.setattr(rates, "standardised_rates", lambda *_areas, noise_variance: told.append(noise_variance))
    monkeypatch.setattr(rates, "getis_ord", lambda *_areas: nothing)
    errors = np.arange(1.0, 10)
    areas = pd.DataFrame({"place": list("abcdefghi"), "count": 30.0, "expected": 20.0, "is_tested": True,
                          "state": "count", "standard_error": errors})  # fmt: skip
    rates.patterns_of(areas)
    assert [noise.tolist() for noise in told] == [(errors**2).tolist()] * 2
