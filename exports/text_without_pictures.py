"""What sentences of a page say of its drawings, which a text that has none leaves out."""

import re

from locales import N_, Translator

# what the words of a figure begin with where they say which kind of drawing it is: the sentence before the first stop
OPENINGS = (
    N_("Map of people by place. Most: {rows}."),
    N_("Bar chart of people identified each year, {first} to {last}. Most in {year}: {people}. Last year: {latest}."),
    N_("Map of people by place, per 100,000 inhabitants a year. Highest: {rows}."),
    N_("Map of gaps in services. First: {rows}."),
    N_("Map of what stands out. {findings}."),
    N_("Bars that narrow from step to step. {who}: {rows}."),
    N_("Diagram of the parts of journeys from source over transit to destination. Largest: {rows}."),
    N_("Matrix of routes from place to place. Largest: {rows}."),
    N_("Matrix of source and destination countries. Largest: {rows}."),
    N_("Timeline of programmes. {rows}"),
    N_("Curves of a share by the months since identification. {title}. {rows}."),
)
# how a drawing is read
LEGENDS = (
    N_(
        "An arrow is as wide as its number of people and points the way they were taken; a loop is trafficking within "
        "one place. A ring shows what a place is to these routes: source, transit, destination."
    ),
    N_("A row is a source country, a column a destination; both are by the whole way, whatever lies between."),
    N_(
        "Each band is one arrow of the map, with its number and colour; trafficking within one country goes from the "
        "place as a source to a place as a destination."
    ),
    N_(
        "How far: the actual value as a share of its target, which is the upright mark; a line over the bar is the "
        "interval that was published. It needs a target and an actual value."
    ),
    N_("Hatched bars are invented."),
    N_("Diamonds are milestones with a month."),
    N_(
        "Each chart has its own scale, and nothing is added across countries or series. An open mark from 0 to 4 "
        "is a number published as fewer than 5. Years without a mark were not reported."
    ),
    N_(
        "Each line shows {first} to {last} on its own scale; a gap is a year that was not reported, an open dot is a "
        "number published as fewer than 5."
    ),
    N_("The line is the 95% interval, the upright mark the share of the whole country."),
)


def without_pictures(text: str, t: Translator) -> str:
    """The words of a figure, or what is noted under it, without what is said of its drawing alone."""
    for pattern in OPENINGS:
        text = re.sub(rf"^{_any(t.gettext(pattern).partition('. ')[0])}\. ", "", text)
    for pattern in LEGENDS:
        text = re.sub(_any(t.gettext(pattern)), "", text)
    return " ".join(text.split())


def _any(pattern: str) -> str:
    """Finds a sentence, whatever its numbers and names."""
    return re.sub(r"\\{\w+\\}", ".+?", re.escape(pattern))
