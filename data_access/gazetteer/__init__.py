"""Countries, provinces, towns and border crossings: their codes, their names, and where they lie."""

from data_access.gazetteer.places import (
    StopKind,
    alternative_names,
    countries,
    country_code,
    neighbours,
    places,
    province_code,
    provinces,
)

__all__ = [
    "StopKind", "alternative_names", "countries", "country_code", "neighbours", "places", "province_code", "provinces",
]  # fmt: skip
