"""Numbers by kind of organisation: which of them may be shown, so that none of them is about one or two agencies.

What may be shown is said by the register of reports (data_access.publishing.register.kinds_frame) and never by cases; a
release carries it as the frame `agency_kinds`. Here it is held against what is asked.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data_access.codes.code_lists import DATA_SOURCE, ORGANISATION_KIND
from data_access.release.axes import Axis

# The kind of organisation that each code of DATA_SOURCE is, as the register of reports says it. None: work that
# organisations of several kinds do, or not known; the register cannot say how many agencies do it, so that it has no
# numbers.
KIND_OF_SOURCE = {
    "Police": "LawEnforcement",
    "BorderAuthority": "ImmigrationService",
    "NGO": "NGO",
    "CaseManagement": None,
    "Hotline": None,
    "Shelter": None,
    "LabourInspection": None,
    "NotStated": None,
}
# each dimension that names a kind of organisation: its codes, and the kind that each of them is
KINDS: dict[str, dict[str, str | None]] = {
    "data_source": {code: KIND_OF_SOURCE[code] for code in DATA_SOURCE},
    "identified_by": {code: code for code in ORGANISATION_KIND},
}
EVERYWHERE, ALWAYS = "everywhere", "always"  # the place and year of a table that has none of them
PLACES = ("province", "country")


class KindsShown:
    """The numbers by kind of organisation that a release may show.

    frame: one row a `code` of a `dimension` of KINDS that may be shown, with `place` (a province, or a country as a
    whole; EVERYWHERE) and `year` (ALWAYS). Empty, as in a release without a register: none may.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        columns = [frame[name] for name in ("dimension", "code", "place", "year")] if len(frame) else []
        self._shown = set(zip(*columns, strict=True))
        self._whether: dict[tuple[str, ...], tuple[np.ndarray, np.ndarray]] = {}

    def has(self, dimension: str) -> bool:
        """May any number by this dimension be shown?"""
        return any(shown[0] == dimension for shown in self._shown)

    def hidden(self, axes: Sequence[Axis], groups: Mapping[str, np.ndarray]) -> np.ndarray:
        """Which cells of an answer may not be shown, in the order of the axes.

        groups: for each axis, how its positions are summed (data_access.release.axes.axis_groups). A cell that sums all
        codes of a dimension of KINDS is by no kind. Any other is shown if, for each kind and year in it, it is a sum of
        provinces and whole countries that may be shown.
        """
        hidden = np.zeros([groups[axis.name].shape[1] for axis in axes], dtype=bool)
        for axis in axes:
            if axis.name in KINDS:
                hidden |= self._hidden_by(axis, axes, groups)
        return hidden.ravel()

    def _hidden_by(self, kind: Axis, axes: Sequence[Axis], groups: Mapping[str, np.ndarray]) -> np.ndarray:
        named = {axis.name: axis for axis in axes}
        place = next((named[name] for name in PLACES if name in named), None)
        year = named.get("year")
        asked = groups[kind.name] > 0
        asked &= ~asked.all(axis=0)  # the sum over all codes is by no kind
        of_years = np.ones((1, 1)) if year is None else groups["year"]
        of_places = np.ones((1, 1), dtype=bool) if place is None else groups[place.name] > 0
        as_province, as_country, country = self._may_be_shown(kind, year, place)
        some = asked.any(axis=1)
        # of each place and group of places: does the group lack some of the place's country?
        lacks = (country[:, None] == country).astype(int) @ ~of_places > 0
        # of each kind, year, place and group of places: is the place in it, and may not be shown?
        missing = of_places & ~as_province[some][..., None] & (~as_country[some][..., None] | lacks)
        letters = {kind.name: "g", "year": "h"} | ({} if place is None else {place.name: "p"})
        order = "".join(letters[axis.name] for axis in axes if axis.name in letters)
        found: np.ndarray = np.einsum(f"kyp,kg,yh->{order}", missing.any(axis=2) * 1.0, asked[some] * 1.0, of_years) > 0
        return found.reshape([groups[axis.name].shape[1] if axis.name in letters else 1 for axis in axes])

    def _may_be_shown(
        self, kind: Axis, year: Axis | None, place: Axis | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each kind, year and place: may it be shown as the province it is, and may all of its country? And the
        country of each place."""
        years = [ALWAYS] if year is None else [str(code) for code in year.codes["year"]]
        places = [EVERYWHERE] if place is None else [str(code) for code in place.codes[place.name]]
        countries = [code[:2] for code in places]

        def shown(where: Sequence[str]) -> np.ndarray:
            codes = kind.codes[kind.name]
            return np.array([[[(kind.name, c, p, y) in self._shown for p in where] for y in years] for c in codes])

        key = (kind.name, *(axis.name for axis in (year, place) if axis))
        if key not in self._whether:  # of one release, which has one axis of a name; a page asks a dozen times
            is_province = np.array([len(code) > 2 for code in places])
            self._whether[key] = shown(places) & is_province, shown(countries)
        return *self._whether[key], np.array(countries)
