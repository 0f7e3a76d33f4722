"""The bars of the Justice page."""

import pandas as pd

from figures.justice.charts import bars_figure
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator


def test_a_number_that_noise_may_have_made_has_no_share() -> None:
    answer = pd.DataFrame(
        {
            "reached": ["investigated", "prosecuted"],
            "count": [370, 3700],
            "standard_error": [287.0, 20.0],
            "state": "count",
            "share": [0.26, 0.5],
            "share_low": [0.1, 0.49],
            "share_high": [0.4, 0.505],
        }
    )
    figure = bars_figure(answer, "reached", Paper(translator("en"), LIGHT), share_of="{share} of the people")
    bars, ends = figure.data[0], figure.data[1]
    assert [text.strip() for text in ends.text] == ["≈370", "3,700 · 50.0% ±0.8"]
    assert ["of the people" in text for text in bars.hovertext] == [False, True]
