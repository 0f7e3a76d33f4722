"""Words for whole ways, from the source through the places of transit to the destination."""

import pandas as pd

from data_access.codes.of_release import NO_TRANSIT, OTHER
from figures.kit.labels import place_name
from figures.kit.rows import Row, published
from figures.routes.leg_words import about, capitalised
from locales import Translator


def way_sentence(row: Row, when: str, t: Translator) -> str:
    """A whole way as one sentence: "About 1,240 people (±30) were taken from South Punjab through Balochistan to Iran,
    2019 to 2024"."""
    source, destination = (place_name(row[name], t) for name in ("chain_source", "chain_destination"))
    said = {"people": about(row, t), "source": source, "destination": destination, "years": when}
    if row["first_transit"] == OTHER:
        pattern = t.gettext("{people} were taken from {source} to {destination} on other or smaller ways, {years}")
    elif row["first_transit"] == NO_TRANSIT:
        pattern = t.gettext("{people} were taken from {source} to {destination}, with no known transit, {years}")
    else:
        stops = dict.fromkeys((row["first_transit"], row["last_transit"]))
        said["stops"] = t.listed([place_name(code, t) for code in stops])
        pattern = t.gettext("{people} were taken from {source} through {stops} to {destination}, {years}")
    return capitalised(pattern.format(**said))


def short_way(row: Row, t: Translator) -> str:
    """A whole way without its number: "South Punjab through Balochistan to Iran"."""
    names = {name: place_name(row[name], t) for name in ("chain_source", "chain_destination")}
    said = {"source": names["chain_source"], "destination": names["chain_destination"]}
    if row["first_transit"] == OTHER:
        return t.gettext("{source} to {destination}, other or smaller ways").format(**said)
    if row["first_transit"] == NO_TRANSIT:
        return t.gettext("{source} to {destination}, no transit known").format(**said)
    stops = dict.fromkeys((row["first_transit"], row["last_transit"]))
    said["stops"] = t.listed([place_name(code, t) for code in stops])
    return t.gettext("{source} through {stops} to {destination}").format(**said)


def ways_words(ways: pd.DataFrame, when: str, t: Translator) -> str:
    """The largest whole ways in words: three of them."""
    rows = published(ways)[:3]
    if not rows:
        return t.gettext("Whole ways: nothing may be shown.")
    return t.gettext("Bars: whole ways from source to destination. The largest: {rows}.").format(
        rows=t.gettext("; ").join(way_sentence(row, when, t) for row in rows)
    )
