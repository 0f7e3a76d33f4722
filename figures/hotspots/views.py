"""What a map of areas may show, and how clusters may be searched for."""

from typing import Literal, get_args

Measure = Literal["smoothed", "raw", "relative", "cluster"]
Method = Literal["scan", "time", "gi", "moran"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
METHODS: tuple[Method, ...] = get_args(Method)
