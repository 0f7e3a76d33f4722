"""Organisations that provide services: their codes, and the guard against people among them."""

import hashlib
import re
import unicodedata

import numpy as np
import pandas as pd

from data_access.importing.formats.agency_names import folded
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import Vocabulary
from data_access.importing.telling.problems import FileRefused, Problem

MOST_PROVIDERS = 1_000


def organisation_code(name: str) -> str:
    """Return the code of an organisation: its name in lower-case Latin letters, or a hash for other scripts."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub("[^a-z0-9]+", "-", latin).strip("-")[:60].rstrip("-")
    if sum(sign.isalpha() for sign in code) * 2 < sum(sign.isalpha() for sign in name):
        return "org-" + hashlib.blake2b(folded(name).encode(), digest_size=8).hexdigest()
    return code


def provider_codes(services: RowSet) -> pd.DataFrame:
    """Turn the names of providers into codes, and return the organisations: columns code, name, kind.

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
    kinds = services.lookup("provider_kind")
    stated = pd.DataFrame({"provider": codes, "kind": kinds})[codes >= 0].dropna().drop_duplicates("provider")
    kind_of = dict(zip(stated["provider"], stated["kind"], strict=True))
    organisations = pd.DataFrame(
        {
            "code": [organisation_code(name) for name in names],
            "name": names,
            "kind": [kind_of.get(number) for number in range(len(names))],
        },
        dtype=object,
    )
    recoded = Vocabulary(str)
    positions: dict[str, int] = {}
    table = np.array(
        [positions.setdefault(code, len(positions)) for code in organisations["code"]] + [-1], dtype=np.int32
    )
    recoded.values = list(positions)
    services.vocabularies["provider"] = recoded
    services.frame["provider"] = table[np.where(codes >= 0, codes, len(names))]
    return organisations.sort_values("kind", na_position="last", kind="stable").drop_duplicates("code")
