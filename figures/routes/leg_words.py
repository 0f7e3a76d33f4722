"""Words for one leg of a journey: its two ends, and the part of the journey that it is."""

from collections.abc import Sequence

from figures.kit import words
from figures.kit.labels import place_name
from figures.kit.rows import Row
from locales import N_, Translator

CORE = ("AF", "IR", "PK", "TJ", "TM", "UZ")  # the countries that the release knows by province
# the part of a journey that a leg is, after its sentence
PARTS = {
    "source_destination": N_("direct, or with stops too rare to name"),
    "source_transit": N_("the first part of a longer journey"),
    "transit_transit": N_("a middle part of a longer journey"),
    "transit_destination": N_("the last part of a longer journey"),
}
SHORT_PARTS = {
    "source_transit": N_("first part"),
    "transit_transit": N_("middle part"),
    "transit_destination": N_("last part"),
}

# how many people of an arrow are on which part of a journey
OF_ARROW = {
    "source_destination": N_("{number} whole journey"),
    "source_transit": N_("{number} first part"),
    "transit_transit": N_("{number} middle part"),
    "transit_destination": N_("{number} last part"),
    "internal": N_("{number} within one country"),
}


def ends(row: Row, t: Translator) -> tuple[str, str]:
    """The names of the two ends of a leg. Among provinces, a core country stands for one that is not recorded."""
    start, end = row["from_place"], row["to_place"]
    by_province = len(start) > 2 or len(end) > 2
    return leg_end(start, by_province, t), leg_end(end, by_province, t)


def leg_end(code: str, by_province: bool, t: Translator) -> str:
    """The name of a place on a route."""
    if by_province and code in CORE:
        return t.gettext("{country} (province not recorded)").format(country=t.country(code))
    return place_name(code, t)


def about(row: Row, t: Translator) -> str:
    """The people of a row: "about 1,240 people (±30)"; without "about" where the number is exact."""
    said = words.row_people(row, t)
    return (
        t.gettext("about {people}").format(people=said) if row["state"] == "count" and row["standard_error"] else said
    )


def leg_sentence(row: Row, when: str, t: Translator) -> str:
    """One leg as one sentence: "About 3,793 people (±22) were taken from South Punjab to Balochistan, 2014 to 2025: the
    first part of a longer journey"."""
    start, end = ends(row, t)
    if row["from_place"] == row["to_place"]:
        pattern = t.gettext("{people} were trafficked within {place}, {years}")
        said = pattern.format(people=about(row, t), place=start, years=when)
    else:
        pattern = t.gettext("{people} were taken from {source} to {destination}, {years}")
        said = pattern.format(people=about(row, t), source=start, destination=end, years=when)
    part = PARTS.get(row["leg"])
    if part:
        said = t.gettext("{route}: {part}").format(route=said, part=t.gettext(part))
    return capitalised(said)


def arrow_sentence(row: Row, parts: Sequence[Row], when: str, t: Translator) -> str:
    """One arrow as one sentence and, where it stands for several, its parts of journeys.

    row: see data_access.questions.routes.arrows. parts: the published legs from its first place to its second.
    """
    if len(parts) == 1:
        return leg_sentence({**row, "leg": parts[0]["leg"]}, when, t)
    return "<br>".join(filter(None, [leg_sentence({**row, "leg": None}, when, t), parts_of_arrow(parts, t)]))


def parts_of_arrow(parts: Sequence[Row], t: Translator) -> str:
    """Which parts of journeys an arrow stands for, with the people of each where there are several."""
    if len(parts) == 1:
        return t.gettext(PARTS[parts[0]["leg"]]) if parts[0]["leg"] in PARTS else ""
    return " · ".join(t.gettext(OF_ARROW[leg["leg"]]).format(number=t.number(leg["count"])) for leg in parts)


def leg_and_part(row: Row, t: Translator) -> str:
    """A leg without its number, and which part of a journey it is: "Pakistan to Iran (first part)"."""
    part = SHORT_PARTS.get(row["leg"])
    said = short_leg(row, t)
    return t.gettext("{route} ({part})").format(route=said, part=t.gettext(part)) if part else said


def short_leg(row: Row, t: Translator) -> str:
    """A leg without its number: "South Punjab → Balochistan", or "within Kabul"."""
    start, end = ends(row, t)
    if row["from_place"] == row["to_place"]:
        return capitalised(t.gettext("within {place}").format(place=start))
    return t.gettext("{source} to {destination}").format(source=start, destination=end)


def capitalised(text: str) -> str:
    """The text with its first letter large, where its script has such letters."""
    return text[:1].upper() + text[1:]
