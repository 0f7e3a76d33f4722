"""Organisations that provide services: their codes, and the guard against people among them."""

import hashlib
import re
import unicodedata

import numpy as np
import pandas as pd

from data_access.importing.formats.agency_names import folded
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import MISSING, Mistake, Vocabulary
from data_access.importing.telling.problems import FileRefused, Problem, ProblemList

MOST_PROVIDERS = 1_000


def organisation_code(name: str) -> str:
    """Return the code of an organisation: its name in lower-case Latin letters, or a hash for other scripts."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub("[^a-z0-9]+", "-", latin).strip("-")[:60].rstrip("-")
    if sum(sign.isalpha() for sign in code) * 2 < sum(sign.isalpha() for sign in name):
        return "org-" + hashlib.blake2b(folded(name).encode(), digest_size=8).hexdigest()
    return code


def is_same(one: object, other: object) -> bool:
    """Return whether two names are of the same organisation, whatever their capitals."""
    return organisation_code(str(one)) == organisation_code(str(other))


def provider_codes(services: RowSet) -> pd.DataFrame:
    """Turn the names of providers into codes, and return the organisations: columns code, name.

    Raises FileRefused when a column of providers holds so many names that they must be people.
    """
    names = [str(name) for name in services.vocabularies["provider"].values]
    if len(names) > MOST_PROVIDERS:
        source = services.sheets[0].source
        raise FileRefused(
            Problem(
                source.name, services.sheets[0].name, 1, "provider", f"{len(names):,} different names",
                f"expected the names of at most {MOST_PROVIDERS:,} organisations", "Write organisations, not persons.",
            )
        )  # fmt: skip
    codes = services.frame["provider"].to_numpy()
    organisations = pd.DataFrame({"code": [organisation_code(name) for name in names], "name": names}, dtype=object)
    recoded = Vocabulary(str)
    positions: dict[str, int] = {}
    table = np.array(
        [positions.setdefault(code, len(positions)) for code in organisations["code"]] + [-1], dtype=np.int32
    )
    recoded.values = list(positions)
    services.vocabularies["provider"] = recoded
    services.frame["provider"] = table[np.where(codes >= 0, codes, len(names))]
    return organisations.drop_duplicates("code")


def warn_of_missing_kinds(services: RowSet, problems: ProblemList) -> None:
    """Warn of rows without a kind of organisation, where other rows say the kind of the same one.

    No row takes its kind from another: what is counted of a person would then follow from the rows of others.
    """
    provider, kind = services.frame["provider"].to_numpy(), services.frame["provider_kind"].to_numpy()
    is_told = np.isin(provider, provider[(provider >= 0) & (kind >= 0)])
    missing = is_told & (kind == MISSING) & ~services.bad
    if "provider_kind" in services.cleared:
        missing &= ~services.cleared["provider_kind"]
    mistake = Mistake(
        "other rows say the kind of this organisation, and it is taken from none of them",
        "Write it into every row.",
        "an empty cell",
    )
    services.warn_of_rows(missing, "provider_kind", mistake, problems)
