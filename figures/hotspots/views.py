"""What the Hotspots page looks at beyond the filters: which view, which measure, which place, which lists.

All of them are one word in the address, `view`, such as "raw-source" or "hidden-police-ngo-hotline".
"""

from dataclasses import dataclass
from typing import Literal, get_args

from data_access.codes.of_release import LISTS
from data_access.questions.areas import Role
from figures.views.address import first_of

Measure = Literal["smoothed", "raw", "relative", "cluster"]
Method = Literal["scan", "time", "gi", "moran"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
METHODS: tuple[Method, ...] = get_args(Method)
Part = Literal["map", "hidden", "gap"]
PARTS: tuple[Part, ...] = get_args(Part)
ROLES: tuple[Role, ...] = get_args(Role)
GAP_ROLES = ROLES[:2]
FEWEST_LISTS = 3


@dataclass(frozen=True)
class HotspotView:
    """What a visitor looks at. The first of each is the default; no lists means the published example."""

    part: Part = PARTS[0]
    measure: Measure = MEASURES[0]
    role: Role = ROLES[0]
    method: Method = METHODS[0]
    lists: tuple[str, ...] = ()

    @property
    def address(self) -> str | None:
        """The word for the address; None for what a page without it shows."""
        if self.part == "hidden":
            return "-".join(("hidden", *self.lists))
        if self.part == "gap":
            return "gap" if self.role == GAP_ROLES[0] else f"gap-{self.role}"
        chosen: list[str] = [self.role] if self.role != ROLES[0] else []
        if self.measure == "cluster" and self.method != METHODS[0]:
            chosen.append(self.method)
        word = "-".join((self.measure, *chosen))
        return None if word == MEASURES[0] else word


def read_view(word: str | None) -> HotspotView:
    """What a word of the address asks for; what it does not know is left at its default."""
    first, *rest = (word or "").split("-")
    if first == "hidden":
        lists = tuple(name for name in LISTS if name in rest)
        return HotspotView("hidden", lists=lists if len(lists) >= FEWEST_LISTS else ())
    if first == "gap":
        return HotspotView("gap", role=first_of(GAP_ROLES, rest))
    measure = first_of(MEASURES, [first])
    method = first_of(METHODS, rest) if measure == "cluster" else METHODS[0]
    return HotspotView("map", measure, first_of(ROLES, [first, *rest]), method)
