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

import heapq
from itertools import count, pairwise, product
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import norm

from analysis.list_models import Model, hierarchical_models
from analysis.list_table import Fit, Floats, ListTable

__all__ = ["noise_spread", "reach"]

Point = tuple[float, ...]  # people in each withheld overlap
Box = tuple[tuple[int, int], ...]  # the fewest and the most of each

FINEST = 1.0  # between the square roots of the ends of a box: there half of χ² grows by half at most
COARSEST = 5.0
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
    rows = []
    for model in world.models:
        sides = [world.ends(model, boxes) for boxes in world.sides]
        if known := [ends for ends in sides if ends]:
            rows.append((world.table(world.nobody).words(model), *_together(known)))
    frame = pd.DataFrame(rows, columns=["model", *Ends._fields])
    frame.attrs["has_gaps"] = any(world.best(_middle(boxes[0])) is None for boxes in world.sides)
    return frame


def noise_spread(fit: Fit, variance: float, is_published: NDArray[np.bool_]) -> float:
    """Return how far noise of this variance in published counts moves the log of the number on no list, at 95 %."""
    return float(norm.ppf(0.975) * np.sqrt(variance * (fit.slopes[is_published] ** 2).sum()))


class _World:
    """The tables that are possible where some overlaps are withheld, and what models make of them."""

    def __init__(self, histories: pd.DataFrame, most: Floats, window: float, variance: float) -> None:
        self.names = [str(name) for name in histories.columns[:-1]]
        codes = histories.iloc[:, :-1].to_numpy(dtype=np.int64) @ (1 << np.arange(len(self.names)))
        order = np.argsort(codes)
        counts = histories.iloc[:, -1].to_numpy(dtype=float)[order]
        self.codes, self.counts = codes[order], np.maximum(np.nan_to_num(counts), 0)
        self.is_published = ~np.isnan(counts)
        self.hidden = np.flatnonzero(np.isnan(counts))
        self.nobody: Point = (0.0,) * len(self.hidden)
        self.window, self.variance = window, variance
        self.models = hierarchical_models(len(self.names))
        self._tables: dict[Point, ListTable] = {}
        self._bests: dict[Point, Model | None] = {}
        ends = np.asarray(most, dtype=float)[order][self.hidden].astype(int)
        self.sides: list[list[Box]] = [
            list(product(*parts)) for parts in product(*([[(0, 0)], _parts(end)] for end in ends))
        ]

    def table(self, point: Point) -> ListTable:
        if point not in self._tables:
            counts = self.counts.copy()
            counts[self.hidden] = point
            self._tables[point] = ListTable(self.names, self.codes, counts)
        return self._tables[point]

    def best(self, point: Point) -> Model | None:
        """The model of the smallest BIC among those that have an estimate."""
        if point not in self._bests:
            table = self.table(point)
            bics = {model: fit.bic for model in self.models if (fit := table.fit(model))}
            self._bests[point] = min(bics, key=lambda model: bics[model]) if bics else None
        return self._bests[point]

    def ends(self, model: Model, boxes: list[Box]) -> Ends | None:
        """What a model may say in these boxes, None where it has no estimate or is never in the window.

        Boxes are divided that reach farthest, first down and then up.
        """
        found = {box: ends for box in boxes if (ends := self._corners_say(model, box))}
        for limit, sign in (("lower", 1.0), ("upper", -1.0)):
            number = count()
            queue = [(sign * float(getattr(ends, limit)), next(number), box) for box, ends in found.items()]
            heapq.heapify(queue)
            for _ in range(MOST_DIVIDED):
                if not queue or _is_fine(queue[0][2]):
                    break
                box = heapq.heappop(queue)[2]
                del found[box]
                for half in _halves(box):
                    if ends := self._corners_say(model, half):
                        found[half] = ends
                        heapq.heappush(queue, (sign * float(getattr(ends, limit)), next(number), half))
        return _together(list(found.values())) if found else None

    def _corners_say(self, model: Model, box: Box) -> Ends | None:
        """Limits that cover the intervals of a model everywhere in a box; None where it has none there."""
        middle = _middle(box)
        best, centre = self.best(middle), self.table(middle)
        if best is None or centre.fit(model) is None:
            return None
        corners = sorted(set(product(*box)))
        if model and all(self._is_out(model, best, corner, middle) for corner in corners):
            return None
        peak = centre.peak(model)
        totals, lowers, uppers, listed = [], [], [], []
        for corner in corners:
            table = self.table(corner)
            fit = table.fit(model)
            if fit is None:  # where an estimate exists only just, arithmetic may not find it
                return Ends(table.listed, np.inf, table.listed, np.inf)
            step = np.subtract(corner, middle)
            gap = table.peak(model).height - peak.height - float(peak.slopes[self.hidden] @ step)
            # no whole number lies between corners that are neighbours
            _, lower, upper = table.profile(model, slack=0.0 if _is_whole(box) else max(gap, 0.0))
            spread = np.exp(noise_spread(fit, self.variance, self.is_published))
            totals.append(fit.total)
            lowers.append((lower - table.listed) / spread)
            uppers.append((upper - table.listed) * spread)
            listed.append(table.listed)
        return Ends(min(totals), max(totals), min(listed) + min(lowers), max(listed) + max(uppers))

    def _is_out(self, model: Model, best: Model, corner: Point, middle: Point) -> bool:
        """Is a model out of the window at a corner, against the tangent of the model that is best in the middle?"""
        table, centre = self.table(corner), self.table(middle)
        fit, best_fit = table.fit(model), centre.fit(best)
        if fit is None or best_fit is None:
            return False
        parameters = 1 + len(self.names) + len(best)
        # one is what stands beside an overlap that is nobody in the whole box
        means = np.where(np.array(middle) > 0, best_fit.means[self.hidden], 1.0)
        slopes = parameters / centre.listed - 2 * np.log(means)
        tangent = best_fit.bic - _shared(centre) + float(slopes @ np.subtract(corner, middle))
        return fit.bic - _shared(table) > tangent + self.window


def _shared(table: ListTable) -> float:
    """What all models have in their BIC."""
    return 2 * float(gammaln(table.counts + 1).sum())


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
