"""What the Routes page shows of its routes, as it stands in the address (`view=province-through-ways`), and the saved
views: addresses with a name.

The address holds the choices that are not the default, in any order, joined by "-".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from data_access.questions.routes import LEGS, Direction, Level
from data_access.release.release import Release
from figures.routes import words as journey_words
from figures.routes.words import TO
from figures.views.address import first_of
from locales import N_

Amount = Literal["largest", "every"]
Form = Literal["matrix", "parts", "ways", "periods", "changes", "route"]
Colour = Literal["roles", "forms"]


@dataclass(frozen=True)
class JourneyView:
    """The choices about the view. level: country or province. direction: see data_access.questions.routes.is_along.
    form: what the page shows below the map. colour: what the arrows are coloured by, role or form of exploitation.
    amount: the largest arrows, or every one. route: from which place to which, where one was chosen."""

    level: Level = "country"
    direction: Direction = "all"
    form: Form = "matrix"
    colour: Colour = "roles"
    amount: Amount = "largest"
    route: tuple[str, str] | None = None

    @property
    def is_whole(self) -> bool:
        """Is it about all routes between countries, so that the people of whole routes are told too?"""
        return (self.level, self.direction) == ("country", "all")

    @property
    def address(self) -> str | None:
        """As it stands in the address; None for the default."""
        chosen: dict[str, str] = {
            "level": self.level,
            "direction": self.direction,
            "form": self.form,
            "colour": self.colour,
            "amount": self.amount,
        }
        parts = [code for name, code in chosen.items() if code != getattr(JourneyView, name)]
        if self.route and self.form == "route":
            parts.append(TO.join(self.route).replace("-", "."))
        return "-".join(parts) or None


FORMS: dict[Form, str] = {
    "matrix": N_("Source and destination"),
    "parts": N_("Source, transit, destination"),
    "ways": N_("Whole ways"),
    "periods": N_("Period by period"),
    "changes": N_("What changed"),
    "route": N_("One route"),
}
COLOURS: dict[Colour, str] = {"roles": N_("Part of the journey"), "forms": N_("Form of exploitation")}
AMOUNTS: dict[Amount, str] = {"largest": N_("The largest"), "every": N_("All, the smaller ones pale")}
TITLES: dict[str, Mapping[Any, str]] = {
    "level": journey_words.LEVELS,
    "direction": journey_words.DIRECTIONS,
    "form": FORMS,
    "colour": COLOURS,
    "amount": AMOUNTS,
}
NAMES = {
    "level": N_("Between"),
    "direction": N_("Direction"),
    "form": N_("The same routes in another form"),
    "colour": N_("Colour"),
    "amount": N_("Arrows"),
}
# level -> what the page asks, and the filters that each question sets aside; and the filters that the page has
QUESTIONS: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {
    "country": {
        ("from_country", "to_country", "leg"): ("country", "place"),
        ("source_country", "exploitation_country"): ("country", "place"),
    },
    "province": {("from_province", "to_province", "province_leg"): ("country", "place")},
}
FILTERS = {"country": ("years", "country", "sex", "age", "form"), "province": ("years", "country", "place")}


def has_years(release: Release, level: Level) -> bool:
    """Are routes published by year, or only of all years together, as between provinces in a public release?"""
    return release.covers(("year", *LEGS[level]), {})


def filters_of(release: Release, level: Level) -> tuple[str, ...]:
    """The filters that the page has for routes of a level."""
    return FILTERS[level] if has_years(release, level) else tuple(key for key in FILTERS[level] if key != "years")


@dataclass(frozen=True)
class SavedView:
    """An address with a name. note: what has been published about it, and by whom."""

    title: str
    address: str
    note: str = ""


SAVED = (
    SavedView(
        N_("Balochistan: the transit corridor"),
        "view=province-through-ways&place=PK-BA",
        N_(
            "Published finding: Balochistan is a transit province through its border with Iran, for children on the "
            "way to Iran, the Gulf states, Türkiye and Europe (SEHER, Prevention & Protection of Trafficked "
            "Children); South Punjab is the main source area (Federal Investigation Agency, cited there). The finding "
            "gives directions, not numbers: the numbers here are this release's."
        ),
    ),
    SavedView(N_("Central Asian labour routes"), "view=outbound&country=TJ&country=UZ&country=TM&form=ForcedLabour"),
    SavedView(N_("Into Afghanistan: women and girls"), "view=inbound&country=AF&sex=female"),
    SavedView(N_("Internal trafficking in Afghanistan"), "view=province-internal&country=AF"),
)


def read_view(text: str | None) -> JourneyView:
    """Read a view from the address; what it does not know is left out."""
    words = (text or "").split("-")
    routes = [tuple(word.replace(".", "-").split(TO)) for word in words if word.count(TO) == 1]
    return JourneyView(
        first_of(journey_words.LEVELS, words),
        first_of(journey_words.DIRECTIONS, words),
        first_of(FORMS, words),
        first_of(COLOURS, words),
        first_of(AMOUNTS, words),
        (routes[0][0], routes[0][1]) if routes else None,
    )
