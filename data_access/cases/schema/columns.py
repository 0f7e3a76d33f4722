"""What the tables of the case database are made of."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
)

from data_access.columns import NAMING

metadata = MetaData(naming_convention=NAMING)

FIRST_YEAR, LAST_YEAR = 1990, 2100
PROGRAMME_SHARES = ("donor", "implementer", "country", "region", "sector")
# numbers that a hash of the source's own id gives; SQLite counts rows with an INTEGER only
LONG = BigInteger().with_variant(Integer, "sqlite")


class CodeSet(TypeDecorator[frozenset[str]]):
    """A set of codes of one list, stored as one integer with a bit for each code in the order of the list.

    A child table would need five more rows a case and cut import speed by half; the bits are also what
    publication counts with. Raises ValueError for a code that the list does not have.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__()
        self.codes = tuple(codes)

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        unknown = set(value) - set(self.codes)
        if unknown:
            raise ValueError(f"not in the code list: {', '.join(sorted(unknown))}")
        return sum(1 << self.codes.index(code) for code in value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> frozenset[str] | None:
        if value is None:
            return None
        return frozenset(code for bit, code in enumerate(self.codes) if value >> bit & 1)


def code_set_columns(name: str, codes: dict[str, str]) -> list[Any]:
    """Two columns: the codes that were reported, and the codes about which anything is known.

    A code that is known and not reported was reported as absent; one that is not known has no place in a denominator.
    """
    everything = (1 << len(codes)) - 1
    return [
        Column(name, CodeSet(codes), nullable=False, server_default="0"),
        Column(f"{name}_known", CodeSet(codes), nullable=False, server_default="0"),
        CheckConstraint(
            f"{name}_known BETWEEN 0 AND {everything} AND ({name} & {name}_known) = {name}", name=f"{name}_codes"
        ),
    ]


def place_column(name: str, nullable: bool = True) -> Column[str]:
    """The code of a place."""
    return Column(name, String(40), ForeignKey("place.code"), nullable=nullable)
