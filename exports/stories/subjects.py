"""What a story is told of that asks for a programme or a place."""

from urllib.parse import urlencode

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.errors import BadInput
from data_access.questions.programmes import portfolio
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.stories import Story
from figures.kit.labels import place_in_country, place_name
from locales import N_, Translator

MOST_NAMED = 5  # codes in a refusal


def subjects(asks: str, release: Release, t: Translator) -> dict[str, str]:
    """What a story that asks for this may be told of: code -> name, in the order of their names. asks: "programme" or
    "place" (countries first, then provinces)."""
    if asks == "programme":
        everything = portfolio(release, Filters())
        named = dict(zip(everything["code"], everything["title"], strict=True)) if len(everything) else {}
        return dict(sorted(named.items(), key=lambda row: str(row[1]).casefold()))
    codes = {*release.codes("country"), *release.codes("province")} - {UNKNOWN, OTHER}
    places = {code: place_name(code, t) if len(code) == 2 else place_in_country(code, t) for code in codes}
    return dict(sorted(places.items(), key=lambda row: (len(row[0]) > 2, row[1].casefold())))


def told_of(story: Story, code: str | None, release: Release, t: Translator) -> Story:
    """The story of one programme or place, or the story as it is where it asks for nothing. Raises BadInput."""
    if story.asks is None:
        return story
    known = subjects(story.asks, release, t)
    if code not in known:
        first = ", ".join([*known][:MOST_NAMED]) or "none"
        first += ", …" if len(known) > MOST_NAMED else ""
        said = {
            "programme": N_("This story is told of one programme: name one that release {number} has ({first})."),
            "place": N_("This story is told of one place: name one that release {number} has ({first})."),
        }
        raise BadInput(said[story.asks], number=release.id, first=first)
    parameter = "programme" if story.asks == "programme" else "country" if len(code) == 2 else "place"
    return story.told_of(urlencode({parameter: code}), known[code])
