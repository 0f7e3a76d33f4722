"""What a visitor asks for: one frozen value that the question, its sentence and its address are all made from."""

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

SEXES = ("female", "male", "other", "unknown")
AGES = ("child", "adult", "unknown")
PlaceRole = Literal["province", "source"]


@dataclass(frozen=True)
class Filters:
    """Choices of a visitor. Empty means everything.

    years: first and last year, both included. country, sex, age: codes of one-valued dimensions, any number.
    form: one code, because people with two forms would be counted twice in a sum over forms. place: a province code;
    place_role says what happened there: "province" (people were identified there) or "source" (taken from there).
    """

    years: tuple[int, int] | None = None
    country: tuple[str, ...] = ()
    place: str | None = None
    sex: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    form: str | None = None
    programme: str | None = None
    place_role: PlaceRole = "province"

    def where(self) -> dict[str, frozenset[str]]:
        """Return the codes wanted of each dimension about where and who was identified."""
        wanted: dict[str, frozenset[str]] = {}
        if self.years:
            first, last = self.years
            wanted["year"] = frozenset(str(year) for year in range(first, last + 1))
        if self.country:
            wanted["country"] = frozenset(self.country)
        if self.place:
            wanted[self.place_role] = frozenset({self.place})
        if self.sex:
            wanted["sex"] = frozenset(self.sex)
        if self.age:
            wanted["age"] = frozenset(self.age)
        if self.form:
            wanted["form"] = frozenset({self.form})
        return wanted

    def without(self, *names: str) -> "Filters":
        """Return these filters with the named choices taken back."""
        empty: dict[str, Any] = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: empty[name] for name in names})

    def with_choice(self, **choices: Any) -> "Filters":
        """Return these filters with other choices."""
        return replace(self, **choices)
