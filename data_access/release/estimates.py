"""The estimates from which the numbers of a release are made, below its thresholds too: for files apart, and never for
a page. Their noise protects people as that of every number does; see docs/protection.md."""

import numpy as np
import pandas as pd

from data_access.errors import BadInput
from data_access.release.agency_kinds import KINDS
from data_access.release.release import Release


def estimates(release: Release, by: tuple[str, ...]) -> pd.DataFrame:
    """The estimate of every combination of codes of `by`, whether pages may show its number or not.

    Columns: those of `by`; `estimate` (people, whole; below nobody where the noise is larger than they are; right on
    average); `standard_error` (people, of the noise alone, whose size does not depend on anybody).

    Raises BadInput for a release without noise, and for numbers by kind of organisation, of which one of two agencies
    could take itself away; NotPublished as `Release.counts` does.
    """
    if release.is_exact or release.manifest["kind"] != "public":
        raise BadInput(
            f"Release {release.id} is restricted: its numbers are exact, and nothing of it may be published."
        )
    if any(dimension in KINDS for dimension in by):
        raise BadInput("Numbers by kind of organisation have no estimates: they would be about one or two agencies.")
    found = release._answer(by, {})
    columns = dict(zip(by, found.codes, strict=True))
    return pd.DataFrame(
        {**columns, "estimate": np.rint(found.estimate).astype(np.int64), "standard_error": found.noise.round(2)}
    )
