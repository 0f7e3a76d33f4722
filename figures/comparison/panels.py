"""Panels of two sides beside each other, as pages and files show them."""

from collections.abc import Callable, Sequence

from figures.comparison import words as comparison_words
from figures.comparison.chart import comparison_figure
from figures.justice.words import slowness_note
from figures.kit import words
from figures.recovery.home_words import less_time_note
from figures.views.panel import Panel
from figures.views.view import View, is_published
from findings.comparison import compared
from findings.side_numbers import Topic
from findings.sides import WITHOUT_OTHER, Sides, place_of, sides
from locales import N_, Translator

# the topics that pages compare, by their path
COMPARED: dict[str, tuple[Topic, ...]] = {
    "": ("roles", "who", "form"),
    "routes": ("routes", "roles"),
    "recovery": ("stage", "service", "outcome"),
    "justice": ("justice", "sector", "who"),
    "hotspots": ("rates", "roles"),
}

# why people of a later year have come less far, by topic
LATER: dict[Topic, Callable[[Translator], str]] = {
    "justice": slowness_note,
    "stage": less_time_note,
    "service": less_time_note,
    "outcome": less_time_note,
}

# why other pages set no two sides beside each other, by their path
NOT_COMPARED = {
    "hotspots": N_("Gaps and hidden people are found in all areas together. Rates are compared, under their own view."),
    "programmes": N_(
        "Each programme counts its own results by its own definitions. What moved in its places, and elsewhere, stands "
        "on its own page."
    ),
    "context": N_(
        "States and others count in their own ways, so that no difference between their numbers is taken. Where "
        "several answer one question, see “Two sources, one year”."
    ),
    "methods": N_("This page is about the whole release."),
}


def topics_of(path: str, word: str | None) -> tuple[Topic, ...]:
    """What the page at this path compares in a view of it; nothing where it compares nothing. word: of `view`."""
    is_of_all_areas = path == "hotspots" and bool({"gap", "hidden"}.intersection((word or "").split("-")))
    return () if is_of_all_areas else COMPARED.get(path, ())


def comparison_panel(
    view: View, key: str, title: str, topic: Topic, beside: str | None, note: str | None = None
) -> Panel:
    """The numbers of one topic of what was chosen, beside those of what it is compared with, if anything is."""
    answer = view.ask(compared, topic, beside)
    pair: Sides | None = answer.attrs.get("sides")
    if topic == "rates" and 2 in (len(place_of(side) or "") for side in (pair[1:3] if pair else (view.filters,))):
        note = words.joined(note, comparison_words.country_rate_note(view.t))
    if pair and pair.kind == "years" and (later := LATER.get(topic)):
        note = words.joined(note, later(view.t))
    return Panel(
        key,
        title,
        answer,
        lambda: comparison_figure(answer, view.paper),
        comparison_words.alt_text(answer, title, view.t),
        words.joined(note, comparison_words.note(answer, view.t)),
        table=comparison_words.table(answer, view.t),
        sentence=_sentence(pair, view),
    )


def compared_panels(view: View, topics: Sequence[Topic], beside: str) -> list[Panel]:
    """The panels "Compared with …" of a page; none where there is nothing to show beside what was chosen."""
    pair = sides(view.release, view.filters, beside)
    if pair.refused in WITHOUT_OTHER:
        return []
    # each place has routes of its own
    asked: list[Topic] = ["rates" if one == "routes" and pair.kind == "place" else one for one in topics]
    titles = [comparison_words.title(topic, place_of(pair.one), view.t) for topic in asked]
    panels = [
        comparison_panel(view, f"compared_{topic}", title, topic, beside)
        for topic, title in zip(asked, titles, strict=True)
    ]
    return [panel for panel in panels if is_published(panel.answer)] or panels[:1]


def _sentence(pair: Sides | None, view: View) -> str:
    """Who is in the columns of the file."""
    if pair is None or pair.refused in WITHOUT_OTHER:
        return words.filters_sentence(view.filters, view.release, view.t)
    one, other = (words.filters_sentence(side, view.release, view.t) for side in (pair.one, pair.other))
    return view.t.gettext("{one}; compared with: {other}").format(one=one, other=other)
