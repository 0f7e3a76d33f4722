"""The codes that a release names: which there could be, which are kept, and where all others are counted."""

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.cases.schema import FIRST_YEAR
from data_access.codes.code_lists import AGE_BAND, DATA_SOURCE, ORGANISATION_KIND
from data_access.codes.of_release import (
    AGE,
    COMPANY,
    CROSSINGS,
    INSPECTIONS,
    JUDGEMENT_TIMES,
    NO_TRANSIT,
    OTHER,
    OUTCOMES,
    PROCEEDINGS,
    RETURNED,
    SERVICES,
    SEVERAL,
    SMUGGLED,
    STAGES,
    TIMED_STEPS,
    TIMES,
    UNKNOWN,
    list_codes,
)
from data_access.errors import BadInput
from data_access.gazetteer import countries, places, provinces
from data_access.publishing.coding import LISTS, SINGLE_LISTS
from data_access.publishing.noise import add_noise
from data_access.release.axes import country_of
from data_access.release.workload import BOUNDS, CHOSEN_AXES, CLIPPED, LEGS, MOST_BEYOND, Table, dimensions_of

Code = tuple[str, ...]
PLACE_AXES = ("province", "source", "exploitation")
# A code is kept when its first count is at least so many standard deviations of its noise. Keeping an empty code does
# no harm, its cells stay below the threshold; so this is lower than the threshold.
KEPT_FROM = 3.0
# In chains a source province stands on its own beside a first place of transit if the leg between the two was so many
# times the noise of its first count; smaller ones are put together as their country.
OWN_SOURCE_FROM = 30.0


class Domains:
    """The codes of each axis of a release, in order, and where a code of a case goes."""

    def __init__(self, last_year: int) -> None:
        self._last_year = last_year
        self._kept: dict[str, list[Code]] = {}
        self._own_sources: set[tuple[str, str]] = set()  # of chains: a province and the first place of transit

    def codes(self, axis: str) -> list[Code]:
        """Return the codes that the release has for an axis."""
        if axis in self._kept:
            return self._kept[axis]
        if axis == "country":
            kept = {country_of(code) for (code,) in self._kept["province"]} - {OTHER, UNKNOWN}
            return [(code,) for code in [*sorted(kept), OTHER, UNKNOWN]]
        return [(code,) for code in self._listed(axis)]

    def _listed(self, axis: str) -> list[str]:
        """The codes of an axis whatever the data. Raises BadInput where none are listed."""
        fixed = {
            "sex": ["female", "male", "other", UNKNOWN],
            "age": ["child", "adult", UNKNOWN],
            "age_band": list(AGE_BAND),
            "data_source": list(DATA_SOURCE),
            "stage": list(STAGES),
            "outcome": list(OUTCOMES),
            **{f"{step}_time": list(TIMES) for step in TIMED_STEPS},
            "identified_by": [*ORGANISATION_KIND, UNKNOWN],
            "stop": places()["code"].tolist(),
            "lists": list_codes(),
            "service": list(SERVICES),
            "justice": list(PROCEEDINGS),
            "inspection": list(INSPECTIONS),
            "judgement_time": list(JUDGEMENT_TIMES),
            "returned": list(RETURNED),
            "crossing": list(CROSSINGS),
            "company": list(COMPANY),
            "smuggled": list(SMUGGLED),
            **{name: [*codes, SEVERAL, UNKNOWN] for name, (_, codes) in SINGLE_LISTS.items()},
            **{f"{group}_beyond": [str(codes) for codes in range(MOST_BEYOND + 1)] for group in CLIPPED},
        }
        if axis in fixed:
            return fixed[axis]
        name = axis.removesuffix("_asked")
        if name not in LISTS:
            raise BadInput(f"No codes are listed for the axis {axis}: list them in data_access/publishing/domains.py.")
        return [*LISTS[name][1], *([UNKNOWN] if name == axis else [])]

    def refuse_unlisted(self, workload: Iterable[Table]) -> None:
        """Refuse a workload over an axis whose codes are neither chosen nor listed. Raises BadInput, naming it."""
        for axis in dict.fromkeys(axis for table in workload for axis in table.axes):
            if axis not in (*CHOSEN_AXES, "country"):
                self._listed(axis)

    def candidates(self, axis: str) -> list[Code]:
        """Return every code that a chosen axis could have, whatever the data: the codes that a release may name."""
        nations = countries()["code"].tolist()
        if axis == "year":
            return [(str(year),) for year in range(FIRST_YEAR, self._last_year + 1)]
        if axis == "pair":
            # all pairs of the world would be 62,500, of which chance would keep 84
            ends = (self._kept["source"], self._kept["exploitation"])
            return list(
                product(*([place for (place,) in kept if len(place) == 2 or place == UNKNOWN] for kept in ends))
            )
        if axis in ("first_country", "last_country", "citizenship"):
            return [(nation,) for nation in nations]
        if axis == "way":
            return self._way_candidates()
        if axis == "province_leg":
            # between all places of the world this would be 600,000 codes: only places that were kept before
            kept = {place for name in PLACE_AXES for (place,) in self._kept[name]} - {OTHER, UNKNOWN}
            return list(product(sorted(kept), sorted(kept), LEGS))
        if axis == "chain":
            return self._chain_candidates()
        return [(place,) for place in (*provinces()["code"], *nations)]

    def _way_candidates(self) -> list[Code]:
        """The ways between each kept pair of countries, straight or through the kept countries of transit."""
        firsts, lasts = (
            [code for (code,) in self._kept[axis] if code not in (OTHER, UNKNOWN)]
            for axis in ("first_country", "last_country")
        )
        stops = [(NO_TRANSIT, NO_TRANSIT), *product(firsts, lasts)]
        pairs = [pair for pair in self._kept["pair"] if OTHER not in pair]
        return [
            (source, first, last, destination)
            for source, destination in pairs
            for first, last in stops
            if not {first, last} & {source, destination}
        ]

    def _chain_candidates(self) -> list[Code]:
        """The ways that the kept legs between provinces make up, for each kept pair of countries."""
        legs = [code for code in self._kept["province_leg"] if code[0] != OTHER]
        onward = {(start, end) for start, end, leg in legs if leg == "transit_transit"}
        onward |= {(start, end) for start, stop in onward for other, end in onward if stop == other}
        found: list[Code] = []
        for source, destination in self._kept["pair"]:
            if UNKNOWN in (source, destination) or source == OTHER:
                continue
            found.append((source, NO_TRANSIT, NO_TRANSIT, destination))
            if source == destination:
                continue
            firsts = {end for start, end, leg in legs if leg == "source_transit" and country_of(start) == source}
            lasts = {
                start for start, end, leg in legs if leg == "transit_destination" and country_of(end) == destination
            }
            for first, last in product(sorted(firsts), sorted(lasts)):
                if first == last or (first, last) in onward:
                    own = sorted(place for place, stop in self._own_sources if stop == first and place[:2] == source)
                    found += [(place, first, last, destination) for place in [source, *own]]
        return found

    def _chain_code(self, code: Code) -> Code:
        """Where the way of a case is counted: by country at both ends, or by province at large sources."""
        source, first, last, destination = code
        own = (source, first) in self._own_sources
        return (source if own else country_of(source), first, last, country_of(destination))

    def choose(self, axis: str, exact: pd.Series, deviation: float) -> None:
        """Keep the codes of an axis whose noisy count is large enough, and those that others are pooled into.

        exact: counts by code (a tuple). Without noise every code that occurs is kept.
        """
        candidates = self.candidates(axis)
        by_code: dict[Code, int] = dict(exact.to_dict())  # type: ignore[arg-type]  # looking each of 400,000 codes up in the series took a minute
        if axis == "chain":
            sums: dict[Code, int] = {}
            for code, people in by_code.items():
                counted_as = self._chain_code(code)
                sums[counted_as] = sums.get(counted_as, 0) + people
            by_code = sums
        values = np.array([by_code.get(code, 0) for code in candidates], dtype=np.int64)
        noisy = add_noise(values, deviation) if deviation else values
        kept = [code for code, count in zip(candidates, noisy, strict=True) if count >= max(KEPT_FROM * deviation, 1)]
        if axis == "province_leg":
            large = zip(candidates, noisy >= max(OWN_SOURCE_FROM * deviation, 1), strict=True)
            self._own_sources = {
                (start, end)
                for (start, end, leg), is_large in large
                if is_large and leg == "source_transit" and len(start) > 2
            }
        if axis == "way":
            straight = ((source, NO_TRANSIT, NO_TRANSIT, destination) for source, destination in self._kept["pair"])
            kept += [way for way in straight if OTHER not in way and way not in kept]
        if axis == "chain":
            kept += [
                (source, OTHER, OTHER, destination) for source, destination in self._kept["pair"] if source != OTHER
            ]
        if axis in (*PLACE_AXES, "court"):
            nations = {(code[:2],) for (code,) in kept}
            kept = sorted({*kept, *nations})
        width = len(dimensions_of(axis))
        pooled = [] if axis == "year" else [(OTHER,) * width]
        rest = [(UNKNOWN,)] if width == 1 else []
        self._kept[axis] = [*kept, *pooled, *rest]

    def families(self, axis: str) -> NDArray[np.int64]:
        """Return for each code of an axis the number of what two axes of HIERARCHIES have in common."""
        common = {"province": "country", "age_band": "age", "way": "pair", "chain": "pair"}.get(axis, axis)
        number = {code: position for position, code in enumerate(self.codes(common))}
        to_common: dict[str, Callable[[Code], Code]] = {
            "province": lambda code: (country_of(code[0]),),
            "age_band": lambda code: (AGE.get(code[0], "adult"),),
            "way": lambda code: (code[0], code[3]),
            "chain": lambda code: (country_of(code[0]), code[3]),
        }
        return np.array([number[to_common[axis](code) if axis in to_common else code] for code in self.codes(axis)])

    def as_array(self, table: Table, exact: pd.Series) -> NDArray[np.int64]:
        """Return the exact counts of a table as an array over the codes of its axes."""
        frame = exact.index.to_frame(index=False)
        positions = []
        for axis in table.axes:
            names = list(dimensions_of(axis))
            number, combinations = pd.factorize(pd.MultiIndex.from_frame(frame[names]))
            to_position = self._positions(axis)
            place = np.array([to_position(tuple(code)) for code in combinations], dtype=np.int64)
            positions.append(place[number] if len(place) else np.zeros(0, dtype=np.int64))
        result = np.zeros([len(self.codes(axis)) for axis in table.axes], dtype=np.int64)
        counted = np.all([position >= 0 for position in positions], axis=0)
        np.add.at(result, tuple(position[counted] for position in positions), exact.to_numpy()[counted])
        return result

    def _positions(self, axis: str) -> Callable[[Code], int]:
        position = {code: number for number, code in enumerate(self.codes(axis))}
        other = position.get((OTHER,) * len(dimensions_of(axis)))

        def find(code: Code) -> int:
            if axis == "chain" and OTHER not in code:
                code = self._chain_code(code)
                pooled = (country_of(code[0]), OTHER, OTHER, code[3])
                return position.get(code, position.get(pooled, position[(OTHER,) * 4]))
            if code in position:
                return position[code]
            if axis == "way":
                # whoever came home by a rare way has not been trafficked within one country, and is left out of it
                straight = (code[0], NO_TRANSIT, NO_TRANSIT, code[3])
                rest = position[(OTHER,) * 4]
                return rest if code[0] == code[3] != UNKNOWN else position.get(straight, rest)
            if axis == "year" or code == (UNKNOWN,):
                return position[(UNKNOWN,)]
            if len(code) == 1 and (country_of(code[0]),) in position:
                return position[(country_of(code[0]),)]
            if axis in BOUNDS:
                # one person may have several such codes: together in one cell they would move it by more than the
                # noise is made for, so they are left out
                return -1
            if other is None:
                raise ValueError(f"{code} is not a code of {axis}")
            return other

        return find
