"""Everything about one place as panels, as the Places page and files show it."""

from typing import TypeVar

import pandas as pd

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.questions import overview as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.comparison import words as comparison_words
from figures.comparison.panels import comparison_panel
from figures.kit import words
from figures.kit.labels import place_name
from figures.places import words as place_words
from figures.views.panel import Panel, Shown
from figures.views.view import View, is_published
from findings import verdicts
from findings.comparison import compared
from findings.detection_effort import detection_effort
from findings.rates import hotspot_rates
from findings.recorders import effort
from findings.side_numbers import Topic
from findings.sides import WITHOUT_OTHER, Sides, of_place, place_of, sides

# those that older releases have no table of
SINCE: tuple[Topic, ...] = ("justice", "sector", "relation")
Of = TypeVar("Of", bound=View)
# the topics row by row, and those that a release publishes by country only
TOPICS: list[tuple[Topic, ...]] = [("roles", "who", "rates"), ("form", "routes", "stage")]
OF_COUNTRIES: tuple[Topic, ...] = ("means", "service", "outcome")


def of_one_place(view: Of, beside: str | None) -> tuple[Of, Sides | None, list[str] | None]:
    """The view of the one place that the page is about, what it is compared with, and the chosen places that are left
    out; None where it was chosen alone. Without a choice it is the country in which most people were identified."""
    chosen = view.filters.country
    left_out = list(chosen[1:]) or None
    place = view.filters.place or next(iter(chosen), None)
    if place is None:
        counts = view.about(Filters()).ask(_by_country)
        known = counts[counts["state"] == "count"].sort_values("count", ascending=False) if len(counts) else counts
        place, left_out = str(next(iter(known.get("country", ())), "AF")), []
    own = view.about(of_place(view.filters, place))
    pair = sides(view.release, own.filters, beside) if beside else None
    if pair and pair.refused not in WITHOUT_OTHER:
        own = own.about(pair.one)
    return own.about(own.filters, words.filters_sentence(own.filters, view.release, view.t)), pair, left_out


def places_of(view: View, pair: Sides | None) -> list[str]:
    """The place, and the other one where a place is compared with."""
    place = str(place_of(view.filters))
    is_two = pair is not None and pair.kind == "place" and pair.refused not in WITHOUT_OTHER
    return [place, str(place_of(pair.other))] if pair and is_two else [place]


def topics_of_margins(pair: Sides | None) -> tuple[Topic, ...]:
    """Of which topics it is said what the margins of a comparison hold: routes of two places are not compared."""
    return ("roles",) if pair and pair.kind == "place" else ("roles", "routes")


def headline(view: View, beside: str | None) -> tuple[str, str | None]:
    """The page's one sentence, and what stands below it."""
    place = str(place_of(view.filters))
    said = place_words.headline(view.ask(questions.total), view.filters, view.release, view.t)
    return said, place_words.lead(view.ask(compared, "roles", beside), judged(view, place), place, view.t)


def judged(view: View, place: str) -> pd.DataFrame:
    """The rates of all areas of a province's country, and what may be concluded of each; nothing for a country."""
    if len(place) == 2:
        return pd.DataFrame()
    view = view.about(of_place(view.filters, place[:2]))
    rates = view.ask(hotspot_rates, "identified")
    if not is_published(rates):
        return pd.DataFrame()
    return verdicts.judge(rates, view.ask(effort), view.ask(detection_effort))


def topic_panels(view: View, topic: Topic, places: list[str], beside: str | None) -> list[Panel]:
    """The figure of one topic; of routes one for each place, which have routes of their own."""
    t = view.t
    title = t.gettext(comparison_words.TITLES[topic])
    if topic == "routes" and len(places) > 1:
        return [
            comparison_panel(
                view.about(of_place(view.filters, place)), f"place_routes_{place}",
                t.gettext("{title}: {place}").format(title=title, place=place_name(place, t)), topic, None,
            )
            for place in places
        ]  # fmt: skip
    tags = [place_words.tagged_place(judged(view, one), one, t) for one in places] if topic == "rates" else []
    return [comparison_panel(view, f"place_{topic}", title, topic, beside, words.joined(*tags))]


def published_since(view: View) -> tuple[Topic, ...]:
    """Those of SINCE that the release has for the place."""
    return tuple(topic for topic in SINCE if is_published(view.ask(compared, topic, None)))


def shown(view: View, beside: str | None) -> tuple[Shown, View]:
    """What the page shows of the release, for a file."""
    own, pair, _left_out = of_one_place(view, beside)
    said, below = headline(own, beside)
    topics: list[Topic] = [*(topic for row in TOPICS for topic in row), *OF_COUNTRIES, *SINCE, "missing"]
    panels = [
        panel
        for topic in topics
        for panel in topic_panels(own, topic, places_of(own, pair), beside)
        if is_published(panel.answer)
    ]
    refusal = comparison_words.refusal(pair, view.t)
    return Shown(said, tuple(filter(None, (below, refusal))), tuple(panels)), own


def _by_country(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country: the people identified there."""
    counts = release.counts(("country",), filters)
    return counts[~counts["country"].isin((UNKNOWN, OTHER))]
