"""What stands beside what: two places, two periods or two groups of people, each as the choices of a visitor."""

import re
from typing import Literal, NamedTuple

from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.change import whole_years

Kind = Literal["years", "place", "sex", "age", "form"]
# no_place, no_form: nothing is chosen that could stand beside it; no_years: the release has no whole year; same: both
# sides are one; part: one is in the other; unfinished: cases of one of the periods may still come in
Refused = Literal["no_place", "no_form", "no_years", "same", "part", "unfinished"]
WITHOUT_OTHER: tuple[Refused, ...] = ("no_place", "no_form", "no_years", "same")
GROUPS = {"sex": ("female", "male"), "age": ("child", "adult")}
YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")
PLACE = re.compile(r"[A-Z]{2}(?:-.+)?")


class Sides(NamedTuple):
    """Two sides of a comparison. refused: why no difference between them is taken; those of WITHOUT_OTHER leave nothing
    to show beside the one side."""

    kind: Kind
    one: Filters
    other: Filters
    refused: Refused | None = None


def options(release: Release) -> list[str]:
    """What can be compared with, as an address writes it: years, countries, provinces, sexes, ages, forms."""
    years = release.years or (1, 0)
    found = [*release.published_codes("country"), *release.published_codes("province")]
    places = dict.fromkeys([*found, *release.published_codes("source")])
    groups = [f"{kind}:{code}" for kind in GROUPS for code in GROUPS[kind] if code in release.published_codes(kind)]
    return [
        *map(str, reversed(range(years[0], years[1] + 1))),
        *sorted((code for code in places if PLACE.fullmatch(code)), key=lambda code: (code[:2], code)),
        *groups,
        *(f"form:{code}" for code in release.published_codes("form")),
    ]


def is_known(release: Release, beside: str) -> bool:
    """Can the release compare with it?"""
    years = YEARS.fullmatch(beside)
    if years and release.years:
        return release.years[0] <= int(years[1]) <= int(years[2] or years[1]) <= release.years[1]
    return beside in options(release)


def kind_of(beside: str) -> Kind:
    """What kind of thing it is that is compared with."""
    if YEARS.fullmatch(beside):
        return "years"
    kind, colon, _code = beside.partition(":")
    return next(one for one in ("sex", "age", "form") if one == kind) if colon else "place"


def of_place(filters: Filters, place: str) -> Filters:
    """The same people and years of one country or province."""
    return filters.with_choice(
        **({"country": (place,), "place": None} if len(place) == 2 else {"country": (), "place": place})
    )


def place_of(filters: Filters) -> str | None:
    """The one place that is chosen, a province or a country."""
    return filters.place or (filters.country[0] if len(filters.country) == 1 else None)


def sides(release: Release, filters: Filters, beside: str) -> Sides:
    """The two sides: what was chosen, and what is compared with it.

    Where no years are chosen, a year is compared with the last whole one, or with the year before where it is that
    itself; a sex or an age with the rest of the people. A part is never held against its whole.
    """
    kind = kind_of(beside)
    if kind == "place":
        return _places(filters, beside)
    if kind == "years":
        return _periods(release, filters, beside)
    code = beside.partition(":")[2]
    if kind == "form":
        other = filters.with_choice(form=code)
        return Sides(kind, filters, other, "no_form" if not filters.form else "same" if filters.form == code else None)
    chosen = getattr(filters, kind) or tuple(one for one in GROUPS[kind] if one != code)
    refused: Refused | None = None if code not in chosen else "same" if chosen == (code,) else "part"
    return Sides(kind, filters.with_choice(**{kind: chosen}), filters.with_choice(**{kind: (code,)}), refused)


def _places(filters: Filters, beside: str) -> Sides:
    chosen = place_of(filters)
    other = of_place(filters, beside)
    if chosen is None:
        return Sides("place", filters, other, "no_place")
    refused: Refused | None = "same" if chosen == beside else None
    if refused is None and chosen[:2] == beside[:2] and 2 in (len(chosen), len(beside)):
        refused = "part"
    return Sides("place", of_place(filters, chosen), other, refused)


def _periods(release: Release, filters: Filters, beside: str) -> Sides:
    found = YEARS.fullmatch(beside)
    whole = whole_years(release, Filters())
    if found is None or whole is None:
        return Sides("years", filters, filters, "no_years")
    years = (int(found[1]), int(found[2] or found[1]))
    last = whole[1] if not years[0] <= whole[1] <= years[1] else years[0] - 1
    chosen = filters.years or (last, last)
    refused: Refused | None = None
    if chosen == years:
        refused = "same"
    elif max(chosen[0], years[0]) <= min(chosen[1], years[1]):
        refused = "part"
    elif max(chosen[1], years[1]) > whole[1]:
        refused = "unfinished"
    return Sides("years", filters.with_choice(years=chosen), filters.with_choice(years=years), refused)
