"""What log-linear models of lists can say where the number of people in some overlaps is withheld.

A withheld overlap holds some whole number of people up to a most. `reach` gives for each model a range that covers its
95 % interval for every such number of every withheld overlap, in between as well as at the ends. Why it covers them:

*Empty or not.* Whether a model has an estimate depends on which histories are empty, not on how large the others are
(the counts must lie inside the cone that the histories span; Fienberg and Rinaldo 2012). So each withheld overlap is
nobody, or a number from one to its most, and within one such choice a model has an estimate everywhere or nowhere.

*In between.* For so many people h on no list the profile log likelihood g(n, h) is a convex function of the counts n:
it is a maximum of functions linear in n, and the logarithm of the gamma function is convex. So is its peak G(n), the
maximum over h. In a box of counts with corners v, a middle m and n = Σ λ_v v, the tangent T at m lies below G and the
chord above g: G(n) − g(n, h) ≥ Σ λ_v [T(v) − g(v, h)]. If h lies in the interval of n, the left side is at most half
of χ², so for one corner at least g(v, h) ≥ G(v) − [half of χ² + G(v) − T(v)]: h lies in the interval of that corner
with G(v) − T(v) more to fall. The union of these wider intervals of the corners covers all intervals of the box.

*Which models.* BIC without what all models share, −2 G(n) + p log of the people listed, is concave in n for the same
reason. So it is above its chord for a rival, and below its tangent for the model that is best in the middle: a model
that is out of Occam's window against that tangent at all corners is out of it in the whole box.

Boxes are divided where they decide the range, until they are `FINEST` or `MOST_DIVIDED` have been: coarser boxes make
the range wider and never too narrow. The noise in the published histories moves the logarithm of the number on no list
by its slope in each; that spread is added at both ends of the corners' intervals, which is more than the root of the
sum of squares.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest, nsmallest
from itertools import chain, pairwise, product
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import chi2, norm

from analysis.list_models import Model, hierarchical_models
from analysis.list_profiles import Design, Fitted, Peaks, designs_of, fit, limits, peaks
from analysis.list_table import Fit, Floats, ListTable

__all__ = ["noise_spread", "reach"]

Point = tuple[float, ...]  # people in each withheld overlap
Box = tuple[tuple[int, int], ...]  # the fewest and the most of each
Side = tuple[bool, ...]  # which of them are not nobody
Case = tuple[Model, Point]
Row = TypeVar("Row", Fitted, Peaks)

FINEST = 1.0  # between the square roots of the ends of a box: there half of χ² grows by half at most
COARSEST = 5.0
CONFIDENCE = 0.95
AT_ONCE = 2
MOST_DIVIDED = 8  # boxes of one model, from either end


class Ends(NamedTuple):
    """The least and the largest estimate met at corners, and limits that cover all intervals of a box."""

    total_low: float
    total_high: float
    lower: float
    upper: float


def reach(
    histories: pd.DataFrame, most: Floats, *, window: float = 2 * np.log(20), noise_variance: float = 0.0
) -> pd.DataFrame:
    """Return what each model may say, over every whole number of people that withheld overlaps may hold.

    histories: as for analysis.hidden_population.estimate, each history once, up to five lists; NaN where a count is
    withheld. most: the most people that each history may hold, read where it is withheld. noise_variance: of the
    published counts, which may be negative then. One row a model that may be in Occam's `window` of BIC for some of
    these numbers, and the one without interactions. Columns: `model`, `total_low`, `total_high` (the least and the
    largest estimate met at corners), `lower`, `upper` (cover all 95 % intervals with their noise; upper may be
    infinite). No row where no model has an estimate. attrs: `has_gaps` (for some numbers no model has an estimate).
    """
    world = _World(histories, most, window, noise_variance)
    names = world.table((0.0,) * len(world.hidden))
    frame = pd.DataFrame(
        [(names.words(model), *ends) for model, ends in world.reach()], columns=["model", *Ends._fields]
    )
    frame.attrs["has_gaps"] = any(not designs for designs in world.designs.values())
    return frame


def noise_spread(fit: Fit, variance: float, is_published: NDArray[np.bool_]) -> float:
    """Return how far noise of this variance in published counts moves the log of the number on no list, at 95 %."""
    return float(norm.ppf(0.975) * np.sqrt(variance * (fit.slopes[is_published] ** 2).sum()))


class _World:
    """The tables that are possible where some overlaps are withheld, and what models make of them.

    Whatever is asked is asked of many tables and models in one go: one by one it takes half a minute."""

    def __init__(self, histories: pd.DataFrame, most: Floats, window: float, variance: float) -> None:
        self.names = [str(name) for name in histories.columns[:-1]]
        codes = histories.iloc[:, :-1].to_numpy(dtype=np.int64) @ (1 << np.arange(len(self.names)))
        order = np.argsort(codes)
        counts = histories.iloc[:, -1].to_numpy(dtype=float)[order]
        self.codes, self.counts = codes[order], np.maximum(np.nan_to_num(counts), 0)
        self.is_published = ~np.isnan(counts)
        self.hidden = np.flatnonzero(np.isnan(counts))
        self.window, self.variance = window, variance
        ends = np.asarray(most, dtype=float)[order][self.hidden].astype(int)
        self.boxes: list[Box] = [
            box for parts in product(*([[(0, 0)], _parts(end)] for end in ends)) for box in product(*parts)
        ]
        # one table of a side says which models have an estimate in all of it
        tables = {_side(_middle(box)): self.table(_middle(box)) for box in self.boxes}
        self.models = hierarchical_models(len(self.names))
        self.designs = {side: designs_of(table, self.models) for side, table in tables.items()}
        self._fits: dict[Case, Fitted] = {}  # one row each
        self._peaks: dict[Case, Peaks] = {}
        self._bests: dict[Point, Model] = {}

    def table(self, point: Point) -> ListTable:
        return ListTable(self.names, self.codes, self._at([point])[0])

    def reach(self) -> list[tuple[Model, Ends]]:
        """What each model may say that has an estimate and may be in the window.

        On every side the boxes are divided in which a model reaches farthest, down and up."""
        found = self._corners_say((model, box) for box in self.boxes for model in self.designs[_side(_middle(box))])
        for _ in range(MOST_DIVIDED):
            divided = [(model, box) for model, box in _farthest(found) if not _is_fine(box)]
            if not divided:
                break
            for asked in divided:
                del found[asked]
            found |= self._corners_say((model, half) for model, box in divided for half in _halves(box))
        said = {model: [ends for (of, _), ends in found.items() if of == model] for model in self.models}
        return [(model, _together(ends)) for model, ends in said.items() if ends]

    def _corners_say(self, asked: Iterable[tuple[Model, Box]]) -> dict[tuple[Model, Box], Ends]:
        """Limits that cover the intervals of a model everywhere in a box; none where it is out of the window there."""
        wanted = list(asked)
        middles = dict.fromkeys(_middle(box) for _, box in wanted)
        self._fit((model, middle) for middle in middles for model in self.designs[_side(middle)])
        self._fit((model, corner) for model, box in wanted for corner in _corners(box))
        kept = [(model, box) for model, box in wanted if not (model and self._is_out(model, box))]
        if not kept:
            return {}
        self._climb((model, point) for model, box in kept for point in (*_corners(box), _middle(box)))
        cases = [(model, box, corner) for model, box in kept for corner in _corners(box)]
        says = self._limits([(model, corner) for model, _, corner in cases], [self._gap(*case) for case in cases])
        ends: dict[tuple[Model, Box], list[Ends]] = {}
        for (model, box, _corner), said in zip(cases, says, strict=True):
            ends.setdefault((model, box), []).append(said)
        # the fewest listed of all corners, the fewest unlisted of all corners
        listed = {box: self._at(_corners(box)).sum(axis=1) for _, box in kept}
        return {
            (model, box): together._replace(
                lower=float(listed[box].min()) + together.lower, upper=float(listed[box].max()) + together.upper
            )
            for (model, box), said in ends.items()
            for together in [_together(said)]
        }

    def _limits(self, cases: list[Case], gaps: list[float]) -> list[Ends]:
        """The total of each case, and the fewest and the most people on no list, its noise in them.

        gaps: by how much more than half of χ² the profile likelihood may fall."""
        design, counts = self._tables(cases)
        fitted, peak = _rows(Fitted, self._fits, cases), _rows(Peaks, self._peaks, cases)
        drop = chi2.ppf(CONFIDENCE, 1) / 2 + np.array(gaps)
        slopes = np.where(self.is_published, fitted.slopes, 0.0)
        spread = norm.ppf((1 + CONFIDENCE) / 2) * np.sqrt(self.variance * (slopes**2).sum(axis=1))
        lower = np.exp(limits(design, counts, fitted, peak, drop, -1) - spread)
        upper = np.exp(limits(design, counts, fitted, peak, drop, 1) + spread)
        totals = counts.sum(axis=1) + np.exp(fitted.log_unlisted)
        # where an estimate exists only just, arithmetic may not find it
        is_lost = ~np.isfinite(totals)
        totals[is_lost], lower[is_lost], upper[is_lost] = np.inf, 0.0, np.inf
        return [Ends(*map(float, row)) for row in zip(totals, totals, lower, upper, strict=True)]

    def _gap(self, model: Model, box: Box, corner: Point) -> float:
        """How far the profile likelihood at a corner lies above its tangent in the middle."""
        if _is_whole(box):  # no whole number lies between corners that are neighbours
            return 0.0
        middle = _middle(box)
        centre, here = self._peaks[model, middle], self._peaks[model, corner]
        tangent = float(centre.height + centre.slopes[self.hidden] @ np.subtract(corner, middle))
        return max(float(here.height) - tangent, 0.0)

    def _is_out(self, model: Model, box: Box) -> bool:
        """Is a model out of the window at all corners, against the tangent of the model that is best in the middle?"""
        middle, corners = _middle(box), _corners(box)
        own = np.array([float(self._fits[model, corner].bic) for corner in corners])
        best = self._best(middle)
        # one is what stands beside an overlap that is nobody in the whole box
        means = np.where(_side(middle), self._fits[best, middle].means[self.hidden], 1.0)
        slopes = (1 + len(self.names) + len(best)) / self._at([middle]).sum() - 2 * np.log(means)
        tangent = self._fits[best, middle].bic - _shared([middle]) + np.subtract(corners, middle) @ slopes
        # a comparison with what is not known is false
        return bool((own - _shared(corners) > tangent + self.window).all())

    def _best(self, point: Point) -> Model:
        """The model of the smallest BIC among those that have an estimate."""
        if point not in self._bests:
            bics = {model: float(self._fits[model, point].bic) for model in self.designs[_side(point)]}
            self._bests[point] = min(bics, key=lambda model: bics[model] if bics[model] == bics[model] else np.inf)
        return self._bests[point]

    def _fit(self, cases: Iterable[Case]) -> None:
        if new := [case for case in dict.fromkeys(cases) if case not in self._fits]:
            found = fit(*self._tables(new))
            self._fits |= zip(new, map(Fitted._make, zip(*found, strict=True)), strict=True)

    def _climb(self, cases: Iterable[Case]) -> None:
        if new := [case for case in dict.fromkeys(cases) if case not in self._peaks]:
            found = peaks(*self._tables(new), _rows(Fitted, self._fits, new))
            self._peaks |= zip(new, map(Peaks._make, zip(*found, strict=True)), strict=True)

    def _tables(self, cases: list[Case]) -> tuple[Design, Floats]:
        designs = [self.designs[_side(point)][model] for model, point in cases]
        return Design.stacked(designs), self._at([point for _, point in cases])

    def _at(self, points: list[Point]) -> Floats:
        """The counts of the tables in which the withheld overlaps hold so many, a row each."""
        counts = np.tile(self.counts, (len(points), 1))
        counts[:, self.hidden] = points
        return counts


def _rows(kind: type[Row], of: dict[Case, Row], cases: list[Case]) -> Row:
    """What is known of some cases, stacked."""
    return kind(*map(np.array, zip(*(of[case] for case in cases), strict=True)))


def _shared(points: list[Point]) -> Floats:
    """What all models have in their BIC, as far as it depends on what is withheld."""
    held: Floats = 2 * gammaln(np.add(points, 1.0)).sum(axis=1)
    return held


def _farthest(found: dict[tuple[Model, Box], Ends]) -> list[tuple[Model, Box]]:
    """On each side and for each model, the boxes in which it reaches farthest down and up."""
    groups: dict[tuple[Model, Side], list[tuple[Model, Box]]] = {}
    for model, box in found:
        groups.setdefault((model, _side(_middle(box))), []).append((model, box))
    down = [nsmallest(AT_ONCE, group, key=lambda asked: found[asked].lower) for group in groups.values()]
    up = [nlargest(AT_ONCE, group, key=lambda asked: found[asked].upper) for group in groups.values()]
    return list(dict.fromkeys(chain(*down, *up)))


def _side(point: Point) -> Side:
    return tuple(people > 0 for people in point)


def _corners(box: Box) -> list[Point]:
    return sorted(set(product(*box)))


def _together(known: list[Ends]) -> Ends:
    low, high = np.min(known, axis=0), np.max(known, axis=0)
    return Ends(low[0], high[1], low[2], high[3])


def _middle(box: Box) -> Point:
    return tuple(float(np.sqrt(low * high)) for low, high in box)


def _width(side: tuple[int, int]) -> float:
    return float(np.sqrt(side[1]) - np.sqrt(side[0]))


def _is_fine(box: Box) -> bool:
    return _is_whole(box) or all(_width(side) <= FINEST for side in box)


def _is_whole(box: Box) -> bool:
    """Are the corners all that lies in a box?"""
    return all(high - low <= 1 for low, high in box)


def _halves(box: Box) -> list[Box]:
    """The box divided where it is widest, at a whole number."""
    place = max(range(len(box)), key=lambda side: (box[side][1] - box[side][0] > 1, _width(box[side])))
    low, high = box[place]
    cut = min(max(round((np.sqrt(low) + np.sqrt(high)) ** 2 / 4), low + 1), high - 1)
    return [(*box[:place], side, *box[place + 1 :]) for side in ((low, cut), (cut, high))]


def _parts(most: int) -> list[tuple[int, int]]:
    """One to `most` in pieces of about the same number of roots."""
    if most < 1:
        return []
    pieces = max(round((np.sqrt(most) - 1) / COARSEST), 1)
    cuts = sorted({round(root**2) for root in np.linspace(1, np.sqrt(most), pieces + 1)})
    return list(pairwise(cuts)) or [(1, 1)]
