"""What is said of an address that asks for what cannot be shown."""

import re
from collections.abc import Mapping, Sequence

from data_access.release.release import Release
from figures.kit import sources as source_words
from locales import Translator

# what may be said back: anything else could be a sentence that somebody else wants to have said here
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:~_-]{0,39}")
MOST_SAID = 8  # of what is left out
# dimensions that a release has and that are no filter: hardly any table has them together with another
NO_CHOICE = ("sector", "citizenship", "relation")
YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")


def unanswered(in_vain: Mapping[str, Sequence[str]], release: Release, t: Translator) -> list[str]:
    """One sentence for each kind of thing that the address asks for in vain. in_vain: values by parameter."""
    said = []
    others = dict(in_vain)
    for text in others.get("years", ()):
        years = YEARS.fullmatch(text)
        if years and release.years and not release.years[0] <= int(years[1]) <= int(years[2]) <= release.years[1]:
            others["years"] = [other for other in others["years"] if other != text]
            said.append(_outside((int(years[1]), int(years[2])), release.years, t))
    asked_release = "".join(others.pop("release", ()))
    if asked_release:
        said.append(
            t.gettext("The release that the address names is not kept; this is release {release}.").format(
                release=t.number(release.id)
            )
        )
    if not_chosen := [name for name in NO_CHOICE if name in others]:
        for name in not_chosen:
            del others[name]
        said.append(
            t.gettext(
                "Numbers cannot be narrowed to one work, citizenship or recruiter: too few published tables have them. "
                "Justice has people by their work and by who recruited them, Overview by citizenship."
            )
        )
    if left_out := [f"`{_code(name)}={_code(value)}`" for name, values in others.items() for value in values]:
        said.append(
            t.gettext("The address asks for what cannot be shown here, and it is left out: {values}.").format(
                values=", ".join([*left_out[:MOST_SAID], *["…"][: len(left_out) > MOST_SAID]])
            )
        )
    return said


def another_release(release: Release, current: int, t: Translator) -> str:
    """That the address holds the page at a release which is not the current one."""
    return t.gettext("This is release {release}, with data until {date}. The current one is release {current}.").format(
        release=t.number(release.id), date=source_words.data_until(release, t), current=t.number(current)
    )


def _code(value: str) -> str:
    return value if CODE.fullmatch(value) else "…"


def _outside(asked: tuple[int, int], period: tuple[int, int], t: Translator) -> str:
    first, last = asked
    pattern = (
        t.gettext("The address asks for {years}; the release begins in {first} and ends in {last}.")
        if first < period[0] and last > period[1]
        else t.gettext("The address asks for {years}; the release begins in {first}.")
        if first < period[0]
        else t.gettext("The address asks for {years}; the release ends in {last}.")
    )
    between = t.gettext("{first} to {last}").format(first=t.year(first), last=t.year(last))
    years = t.year(first) if first == last else between
    return pattern.format(years=years, first=t.year(period[0]), last=t.year(period[1]))
