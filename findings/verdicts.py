"""What may be concluded of an area: that its rate holds up, that it may be effort, or that it cannot be told.

The conventions are those of findings.rates (EXCESS, HOLDS_UP), WORRYING_PART and analysis.rates.FAR_ABOVE. They are
lines somebody had to draw, no tests: the Methods page and docs/statistics.md name them.
"""

from typing import Literal, get_args

import numpy as np
import pandas as pd

from findings.rates import EXCESS, HOLDS_UP, is_all_of_country

Verdict = Literal["holds_up", "effort_unknown", "effort", "unclear", "not_high", ""]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# of an area that is high beyond chance and that nothing known explains
HIGH: tuple[Verdict, ...] = ("holds_up", "effort_unknown")
# part of an area's excess over its country that rests on one recorder, from which on it may be effort
WORRYING_PART = 1 / 3


def judge(rates: pd.DataFrame, recorders: pd.DataFrame | None, register: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of `rates` (findings.rates.hotspot_rates) with what may be concluded of each.

    recorders: findings.rates.effort; register: findings.detection_effort.detection_effort; None, or not published,
    where nothing is known of who looked. Columns: those of rates, then `verdict`:
    "holds_up": the probability is HOLDS_UP or more that its rate is EXCESS times its country's, the area among it, and
    neither who recorded nor the register explains it, of which one at least is known; "effort_unknown": as sure, but
    neither is known; "effort": as sure, but WORRYING_PART of its excess rests on one kind of recorder, or far more is
    reported; "not_high": the probability of that is 1 - HOLDS_UP or less (which is not to be below the country's);
    "unclear": between, or it is all of its country; "": it has no rate. It is the one judgement of an area: lists,
    maps, warnings, the register and the gaps in services say no other. `knows_recorders`: whether all that matters of
    who recorded is known. `missing_elsewhere`: the share of people who would have to have gone unrecorded in the rest
    of its country, and nobody here, for it to be "unclear"; missing where it is no more than that.
    """
    judged = rates.copy()
    judged.attrs = dict(rates.attrs)
    is_all = is_all_of_country(judged)
    has_rate = judged["probability"].notna() | (is_all & judged["count"].notna())
    explained = judged["place"].isin(areas_of_effort(recorders, register))
    judged["knows_recorders"] = judged["place"].isin(_with_recorders(recorders))
    is_known = judged["knows_recorders"] | judged["place"].isin(_in_register(register))
    sure = judged["probability"] >= HOLDS_UP
    judged["verdict"] = np.select(
        [~has_rate, is_all, sure & explained, sure & is_known, sure, judged["probability"] <= 1 - HOLDS_UP],
        ["", "unclear", "effort", "holds_up", "effort_unknown", "not_high"],
        default="unclear",
    )
    # the country's rate, this area among it, may be so many times as high before the area is unclear
    slack = judged["surely"] / EXCESS
    own = (judged["count"].astype(float) / judged["country_count"]).clip(upper=1)
    share = 1 - (1 - own) / (slack - own)
    judged["missing_elsewhere"] = share.where((slack > 1) & sure & (own < 1))
    return judged


def areas_of_effort(recorders: pd.DataFrame | None, register: pd.DataFrame | None) -> set[str]:
    """The areas whose rate may come of looking harder, by who recorded or by the register of reports."""
    found: set[str] = set()
    if recorders is not None and recorders.attrs.get("is_published", True):
        found |= set(recorders.loc[part_of_recorder(recorders) >= WORRYING_PART, "place"])
    if register is not None and register.attrs.get("is_published", True):
        found |= set(register.loc[register["has_more_reports"], "place"])
    return found


def _with_recorders(recorders: pd.DataFrame | None) -> set[str]:
    """The areas of which so much of who recorded is known that no withheld kind could bear WORRYING_PART."""
    if recorders is None or not recorders.attrs.get("is_published", True):
        return set()
    known = recorders["share"].where(part_of_recorder(recorders).notna())
    of_area = recorders.assign(known=known).groupby("place").agg({"known": "sum", "relative_risk": "first"})
    # all that is withheld by one kind, which recorded nobody in the rest of the country
    most = (1 - of_area["known"]) * of_area["relative_risk"] / (of_area["relative_risk"] - 1)
    return set(of_area.index[most < WORRYING_PART])


def _in_register(register: pd.DataFrame | None) -> set[str]:
    """The areas whose reports can be held against those of the rest of their country."""
    if register is None or not register.attrs.get("is_published", True):
        return set()
    return set(register.loc[register["reports_ratio"].notna(), "place"])


def judge_register(register: pd.DataFrame, judged: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of `register` (findings.detection_effort) with `finding`, what they say of a judged rate.

    judged: the frame of `judge` by place of identification; None for another place, of which the register says nothing.
    "effort": the rate may be effort, and far more is reported; "not_effort": it holds up without that; "silence": it is
    below its country's beyond chance, and far less or nothing is reported; "": anything else.
    """
    if not register.attrs.get("is_published", True):
        return register
    said = register.copy()
    said["finding"] = ""
    if judged is not None:
        areas = judged.set_index("place")
        verdict, at_most = (register["place"].map(areas[name]) for name in ("verdict", "relative_at_most"))
        said["finding"] = np.select(
            [
                (verdict == "effort") & register["has_more_reports"],
                (verdict == "holds_up") & register["reports_ratio"].notna(),
                (at_most < 1) & register["has_fewer_reports"],
            ],
            ["effort", "not_effort", "silence"],
            default="",
        )
    return said


def part_of_recorder(recorders: pd.DataFrame) -> pd.Series:
    """The part of its area's excess over its country that rests on the recorder in each row; missing without excess."""
    excess = (recorders["relative_risk"] - 1).where(recorders["relative_risk"] >= EXCESS)
    part: pd.Series = (recorders["relative_risk"] - recorders["relative_without"]) / excess
    return part
