"""Sentences about legs and chains of journeys, between countries or provinces.

Map, list, table, headline and alternative texts take their words from here, so that they cannot say different things.
"""

import textwrap
from collections.abc import Sequence

import pandas as pd

from data_access.codes.of_release import OTHER
from data_access.gazetteer import StopKind
from data_access.questions.routes import Direction, Level, focus
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import sources as source_words
from figures.kit import words
from figures.kit.labels import label, place_in_country, place_name
from figures.kit.rows import Row, are_apart, published, rows_of
from figures.routes import leg_words
from figures.routes.leg_words import leg_sentence
from figures.routes.way_words import way_sentence
from locales import N_, Translator

LEVELS: dict[Level, str] = {"country": N_("Countries"), "province": N_("Provinces")}
DIRECTIONS: dict[Direction, str] = {
    "all": N_("All"),
    "inbound": N_("Inbound"),
    "outbound": N_("Outbound"),
    "through": N_("Through"),
    "internal": N_("Internal"),
}
STAGES = (N_("Source"), N_("Transit"), N_("Destination"))
# what a colour of the map stands for: an arrow, and the part of a ring
ROLES = {
    "source_transit": N_("First part of a journey · source"),
    "transit_transit": N_("Middle part · transit"),
    "transit_destination": N_("Last part · destination"),
    "source_destination": N_("Whole journey"),
    "internal": N_("Within one country"),
    "withheld": N_("Part of the journey withheld"),
}

TO = "~"  # between the two places of a route, where it is one word: in the address and in a click
STOPS: dict[StopKind, str] = {"town": N_("Town"), "border_crossing": N_("Border crossing")}


def node_sentence(row: Row, t: Translator) -> str:
    """What a place is to the routes that are shown: how many begin, pass and end there."""
    parts = []
    for role, pattern in (
        ("source", t.gettext("{people} set out")),
        ("transit", t.gettext("{people} passed through")),
        ("destination", t.gettext("{people} arrived to be exploited")),
    ):
        if row[role]:
            parts.append(pattern.format(people=words.people(row[role], t, error=row[f"{role}_error"])))
    return t.gettext("<b>{place}</b><br>{roles}").format(
        place=place_in_country(row["place"], t), roles="<br>".join(parts)
    )


def stop_sentence(row: Row, when: str, t: Translator) -> str:
    """A town or border crossing: its name, what it is, how many journeys touched it and who says where it lies.

    row: one of data_access.gazetteer.places with `count`, `standard_error` and `state` ("" where nothing is published
    of it). when: all years of the release.
    """
    kind = t.gettext(STOPS[row["kind"]])
    lines = [
        f"<b>{place_name(row['code'], t)}</b>",
        t.gettext("{kind}, {country}").format(kind=kind, country=t.country(row["country"])),
    ]
    if row["state"]:
        lines.append(
            t.gettext("On the way of {people}, {years}").format(people=words.row_people(row, t), years=when)
            if row["state"] == "count"
            else words.row_people(row, t)
        )
    lines += textwrap.wrap(t.gettext("Where it lies: {source}").format(source=row["source"]), 60)
    return "<br>".join(lines)


def headline(arrows: pd.DataFrame, direction: Direction, when: str, t: Translator) -> str:
    """The Routes page's one sentence: its largest route across a border or, where there is none, within one country;
    or that there is none. arrows: see data_access.questions.routes.arrows."""
    across, within = apart(arrows)
    rows = across or within
    if not rows:
        return t.gettext("No route may be shown for this choice")
    is_largest = len(rows) == 1 or are_apart(rows[0], rows[1])
    if across:
        pattern = (
            t.gettext("Across borders, most people were taken from {source} to {destination}: {people}, {years}")
            if is_largest
            else t.gettext("Among the largest routes across borders: {source} to {destination}, {people}, {years}")
        )
    elif rows[0]["from_place"] == rows[0]["to_place"]:
        pattern = (
            t.gettext("Within one country, most people were trafficked in {source}: {people}, {years}")
            if is_largest
            else t.gettext("Among the largest routes within one country: in {source}, {people}, {years}")
        )
    else:
        pattern = (
            t.gettext("Within one country, most people were taken from {source} to {destination}: {people}, {years}")
            if is_largest
            else t.gettext("Among the largest routes within one country: {source} to {destination}, {people}, {years}")
        )
    source, destination = leg_words.ends(rows[0], t)
    said = pattern.format(source=source, destination=destination, people=words.row_people(rows[0], t), years=when)
    if across or direction == "internal":
        return said
    return t.gettext("{within}; no route across a border may be shown").format(within=said)


def apart(arrows: pd.DataFrame) -> tuple[Sequence[Row], Sequence[Row]]:
    """The published arrows across a border, and those within one country, each the largest first."""
    rows = published(arrows)
    is_within = [row["from_place"][:2] == row["to_place"][:2] for row in rows]
    across = [row for row, inside in zip(rows, is_within, strict=True) if not inside]
    return across, [row for row, inside in zip(rows, is_within, strict=True) if inside]


def largest_way(ways: pd.DataFrame, when: str, t: Translator) -> str | None:
    """The largest whole way with the transit between, in a sentence; None where none may be shown."""
    rows = [row for row in published(ways) if row["first_transit"] != OTHER] if "first_transit" in ways else []
    if not rows:
        return None
    is_largest = len(rows) == 1 or are_apart(rows[0], rows[1])
    pattern = (
        t.gettext("The largest whole way: {way}.") if is_largest else t.gettext("Among the largest whole ways: {way}.")
    )
    said = way_sentence(rows[0], when, t)
    return pattern.format(way=said[:1].lower() + said[1:])


def scope(filters: Filters, level: Level, direction: Direction, t: Translator) -> str:
    """Which routes are shown, in words: "Routes through Balochistan, Pakistan, between provinces"."""
    places = t.listed([place_in_country(code, t) for code in focus(filters, level)])
    if places:
        pattern = {
            "all": t.gettext("Routes that touch {places}"),
            "inbound": t.gettext("Routes into {places}"),
            "outbound": t.gettext("Routes out of {places}"),
            "through": t.gettext("Routes through {places}"),
            "internal": t.gettext("Trafficking within {places}"),
        }[direction]
    else:
        pattern = {
            "all": t.gettext("All routes"),
            "inbound": t.gettext("Routes across a border"),
            "outbound": t.gettext("Routes across a border"),
            "through": t.gettext("Routes with a stop on the way"),
            "internal": t.gettext("Trafficking within one country"),
        }[direction]
    return pattern.format(places=places)


def map_words(arrows: pd.DataFrame, when: str, t: Translator) -> str:
    """The map in words, for screen readers: how many routes it is about and the three largest."""
    rows = published(arrows)
    if not rows:
        return t.gettext("Map of routes: no route may be shown.")
    said = t.ngettext("Map with {number} route.", "Map with {number} routes.", len(rows)).format(
        number=t.number(len(rows))
    )
    largest = t.gettext("; ").join(leg_sentence({**row, "leg": None}, when, t) for row in rows[:3])
    return t.gettext("{map} The largest: {rows}.").format(map=said, rows=largest)


def smaller_routes(legs: pd.DataFrame, drawn: int, t: Translator) -> str | None:
    """How many published routes are not drawn, in words, or None."""
    left_out = len(published(legs)) - drawn
    if left_out <= 0:
        return None
    return t.ngettext(
        "And {number} smaller route, in the table.", "And {number} smaller routes, in the table.", left_out
    ).format(number=t.number(left_out))


def withheld_routes(legs: pd.DataFrame, release: Release, t: Translator) -> str | None:
    """What may be missing from the map because it is withheld, or None. A protected release names some routes by
    chance, so their number says nothing; that there may be more is what is true."""
    hidden = sum(row["state"] == "withheld" for row in rows_of(legs))
    if not hidden:
        return None
    return t.ngettext(
        "And {number} smaller route that is withheld: too few people to show, or nobody.",
        "And {number} smaller routes that are withheld: too few people to show, or nobody.",
        hidden,
    ).format(number=t.number(hidden))


def map_note(arrows: pd.DataFrame, drawn: int, unplaced: int, release: Release, t: Translator) -> str:
    """What must stand under the map of routes. drawn: how many of the arrows it shows. unplaced: how many published
    ones it cannot, because a province is not recorded."""
    reading = t.gettext(
        "An arrow is as wide as its number of people and points the way they were taken; a loop is trafficking within "
        "one place. A ring shows what a place is to these routes: source, transit, destination."
    )
    without_place = t.ngettext(
        "{number} route begins or ends in a country whose province is not recorded: it is in the table and the list.",
        "{number} routes begin or end in a country whose province is not recorded: they are in the table and the list.",
        unplaced,
    ).format(number=t.number(unplaced))
    return (
        words.joined(
            smaller_routes(arrows, drawn + unplaced, t),
            without_place if unplaced else None,
            withheld_routes(arrows, release, t),
            reading,
            t.gettext("Someone with several legs is counted in each."),
            source_words.proxies_note(release, t),
        )
        or ""
    )


def sankey_words(legs: pd.DataFrame, when: str, t: Translator) -> str:
    """The Sankey diagram of legs in words: its three largest bands."""
    rows = published(legs)[:3]
    if not rows:
        return t.gettext("Diagram of source, transit and destination: no route may be shown.")
    return t.gettext(
        "Diagram of the parts of journeys from source over transit to destination. Largest: {rows}."
    ).format(rows=t.gettext("; ").join(leg_sentence(row, when, t) for row in rows))


def periods_note(widest: int, periods: Sequence[tuple[int, int]], years: tuple[int, int] | None, t: Translator) -> str:
    """How to read maps of periods side by side. widest: the people of the widest arrow. years: all that were chosen."""
    scale = t.gettext(
        "All these maps have one scale: the widest arrow stands for {people}. Colours are those of the map above. "
        "A route that is missing in a period may be withheld there."
    ).format(people=words.people(widest, t))
    if years is None or years[0] == periods[0][0]:
        return scale
    left_out = words.span((years[0], periods[0][0] - 1), t)
    return scale + " " + t.gettext("Left out, so that all periods are of equal length: {years}.").format(years=left_out)


def period_title(years: tuple[int, int], whole: tuple[int, int] | None, t: Translator) -> str:
    """The name of one of several periods; one with a year that may still grow says so. whole: findings.change's."""
    when = words.span(years, t)
    if whole and years[1] <= whole[1]:
        return when
    return t.gettext("{years} ({last} is not finished)").format(years=when, last=t.year(years[1]))


def all_years_only(t: Translator) -> str:
    """Why routes between provinces have no years."""
    return t.gettext(
        "Routes between provinces are published of all years together: year by year most of them are too small to be "
        "told from nobody. Routes between countries have years."
    )


def kept_of_route(parts: Sequence[str], t: Translator) -> str:
    """What the release does not publish of one route under these choices. parts: their names."""
    return t.gettext("Kept from view to protect people, for this route and these choices: {parts}.").format(
        parts=t.listed(list(parts))
    )


def trend_words(years: pd.DataFrame, route: str, t: Translator) -> str:
    """One route over the years in words: its first and last published year, and its largest."""
    rows = published(years)
    if not rows:
        return t.gettext("{route} by year: no year may be shown.").format(route=route)
    largest = max(rows, key=lambda row: int(row["count"]))
    return t.gettext("{route} by year. {first}: {first_people}. {last}: {last_people}. Most in {most}.").format(
        route=route,
        first=t.year(rows[0]["year"]),
        first_people=words.row_people(rows[0], t),
        last=t.year(rows[-1]["year"]),
        last_people=words.row_people(rows[-1], t),
        most=t.year(largest["year"]),
    )


def part_name(row: Row, of: tuple[str, ...], t: Translator) -> str:
    """Who or what a part of a route is: "Women and girls, adults"."""
    return t.gettext(", ").join(label(dimension, row[dimension], t) for dimension in of)


def parts_words(parts: pd.DataFrame, of: tuple[str, ...], route: str, t: Translator) -> str:
    """Who or what one route is made of, in words: its three largest groups."""
    rows = published(parts)[:3]
    said = t.gettext("; ").join(f"{part_name(row, of, t)}, {words.row_people(row, t)}" for row in rows)
    if not said:
        return t.gettext("{route}: nothing more may be shown.").format(route=route)
    return t.gettext("{route}. Most: {rows}.").format(route=route, rows=said)
