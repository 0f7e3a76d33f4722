"""What an address asks for: filters, the words of `view`, and what of it a release cannot answer."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from data_access.release.filters import AGES, SEXES, Filters
from data_access.release.release import Release
from figures.search.questions import QUESTIONS
from findings.sides import is_known

Code = TypeVar("Code", bound=str)
Address = Mapping[str, list[str]]
# all that an address may hold; what those who send links add to count clicks is nobody's question
PARAMETERS = (
    "years", "release", "country", "place", "with", "sex", "age", "form", "lang", "view",
    "programme", "donor", "theme", "firmness", "search", "part", "question",
    "story", "slides", "slide", "autoplay", "older", "embed", "figure",
)  # fmt: skip
CLICK_COUNTS = re.compile(r"utm_.*|.*clid|mc_.*|_g[al].*")


class Reading:
    """An address as it is read. in_vain: what it asks for and cannot be shown, by parameter."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.in_vain: dict[str, list[str]] = {}

    def miss(self, name: str, values: Iterable[str]) -> None:
        """Remember values that cannot be shown."""
        if values := list(values):
            self.in_vain[name] = list(dict.fromkeys([*self.in_vain.get(name, ()), *values]))

    def all(self, name: str) -> list[str]:
        """All that it says of a parameter."""
        return list(self.address.get(name, []))

    def last(self, name: str) -> str | None:
        """What it says of a parameter; the last, where it says several things: the others are asked in vain."""
        values = list(dict.fromkeys(self.all(name)))
        self.miss(name, values[:-1])
        return values[-1] if values else None

    def known(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """The codes of a parameter that are known; the others are asked in vain."""
        allowed, codes = set(allowed), list(dict.fromkeys(self.all(name)))
        self.miss(name, (code for code in codes if code not in allowed))
        return tuple(code for code in codes if code in allowed)

    def only(self, name: str, allowed: Iterable[str]) -> str | None:
        """The last known code of a parameter of which one can be chosen; the others are asked in vain."""
        *others, last = self.known(name, allowed) or (None,)
        self.miss(name, (code for code in others if code))
        return last

    def unknown_parameters(self) -> None:
        """Remember the parameters that no page has."""
        for name in self.address:
            if name not in PARAMETERS and not CLICK_COUNTS.fullmatch(name):
                self.miss(name, self.all(name))

    def filters(self, release: Release) -> Filters:
        """The filters. What the release does not know is left out, and remembered."""
        countries = {*release.codes("country"), *release.codes("from_country"), *release.codes("to_country")}
        chosen = self.known("country", countries)
        # a province where people were identified or, on pages that ask so, from which they were taken
        place = self.only("place", {*release.codes("province"), *release.codes("source")} - countries)
        if place and chosen and place[:2] not in chosen:
            # a province of a country that is not among the chosen ones would leave nothing
            self.miss("place", [place])
            place = None
        return Filters(
            years=self._years(release),
            country=chosen,
            place=place,
            sex=self.known("sex", SEXES),
            age=self.known("age", AGES),
            form=self.only("form", release.codes("form")),
        )

    def beside(self, release: Release) -> str | None:
        """What is compared with, as findings.sides writes it; what the release does not know is remembered."""
        beside = self.last("with")
        if beside is None or is_known(release, beside):
            return beside
        self.miss("with", [beside])
        return None

    def question(self) -> int | None:
        """The number of the question that is asked, as figures.search.questions counts them."""
        text = self.only("question", map(str, range(1, len(QUESTIONS) + 1)))
        return int(text) if text else None

    def _years(self, release: Release) -> tuple[int, int] | None:
        """Read "2019-2024" or "2019"; None for the whole period or for anything else. What lies outside is remembered.

        Where people of other years are shown too, the first to the last year is a choice like any other.
        """
        text, period = self.last("years"), release.years
        if not text:
            return None
        parts = text.split("-")
        is_read = len(parts) <= 2 and all(part.isascii() and part.isdecimal() and len(part) == 4 for part in parts)
        if not is_read or not period:
            self.miss("years", [text])
            return None
        first, last = sorted((int(parts[0]), int(parts[-1])))
        if first < period[0] or last > period[1]:
            self.miss("years", [f"{first}-{last}"])
        chosen = (max(first, period[0]), min(last, period[1]))
        return chosen if chosen[0] <= chosen[1] and chosen != release.whole_period else None


def first_of(codes: Iterable[Code], asked: Iterable[str]) -> Code:
    """The first code that is asked for, in the order in which it is; the first of all where none is."""
    known = {str(code): code for code in codes}
    return next((known[word] for word in asked if word in known), next(iter(known.values())))
