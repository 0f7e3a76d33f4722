"""What may be concluded of an area: that its rate holds up, that it may be effort, or that it cannot be told.

The conventions are those of findings.rates (EXCESS, HOLDS_UP), WORRYING_PART and analysis.rates.FAR_ABOVE. They are
lines somebody had to draw, no tests: the Methods page and docs/statistics.md name them.
"""

from typing import Literal, get_args

import numpy as np
import pandas as pd

from findings.discoveries import discovered
from findings.rates import EXCESS, HOLDS_UP, is_all_of_country
from findings.recorders import CONFIDENT

Verdict = Literal["holds_up", "effort_unknown", "effort", "unclear", "not_high", ""]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# of an area that is high beyond chance and that nothing known explains
HIGH: tuple[Verdict, ...] = ("holds_up", "effort_unknown")
# part of an area's excess over its country that rests on one recorder, from which on it may be effort
WORRYING_PART = 1 / 3


def judge(rates: pd.DataFrame, recorders: pd.DataFrame | None, register: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of `rates` (findings.rates.hotspot_rates) with what may be concluded of each.

    recorders: findings.recorders.effort; register: findings.detection_effort.detection_effort; None, or not published,
    where nothing is known of who looked. Columns: those of rates, then `verdict`:
    "holds_up": the probability is HOLDS_UP or more that its rate is EXCESS times its country's, the area among it, and
    neither who recorded nor the register explains it, of which one at least is known; "effort_unknown": as sure, but
    neither is known, or WORRYING_PART of its excess lies within the limits of what rests on one kind of recorder;
    "effort": as sure, but more than that rests on one kind of recorder beyond its limits, or far more is reported;
    "not_high": the probability of that is 1 - HOLDS_UP or less, and its own limits lie below EXCESS (which is not to be
    below the country's);
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
    is_known &= ~judged["place"].isin(_perhaps_of_effort(recorders))
    sure = judged["probability"] >= HOLDS_UP
    # what the model holds for unlikely, and the area's own limits do not rule out, cannot be told
    low = (judged["probability"] <= 1 - HOLDS_UP) & (judged["relative_upper"] <= EXCESS)
    judged["verdict"] = np.select(
        [~has_rate, is_all, sure & explained, sure & is_known, sure, low],
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
        found |= set(recorders.loc[rests_on_recorder(recorders), "place"])
    if register is not None and register.attrs.get("is_published", True):
        found |= set(register.loc[register["has_more_reports"], "place"])
    return found


def rests_on_recorder(recorders: pd.DataFrame) -> pd.Series:
    """Does WORRYING_PART of an area's excess rest on the recorder in each row, whatever its limits allow?"""
    surely: pd.Series = recorders["part"] - CONFIDENT * recorders["part_error"] >= WORRYING_PART
    return surely


def _perhaps_of_effort(recorders: pd.DataFrame | None) -> set[str]:
    """The areas of which so large a part may rest on one kind of recorder, as far as its limits tell."""
    if recorders is None or not recorders.attrs.get("is_published", True):
        return set()
    return set(recorders.loc[recorders["part"] + CONFIDENT * recorders["part_error"] >= WORRYING_PART, "place"])


def _with_recorders(recorders: pd.DataFrame | None) -> set[str]:
    """The areas of which so much of who recorded is known that no withheld kind could bear WORRYING_PART."""
    if recorders is None or not recorders.attrs.get("is_published", True):
        return set()
    told = recorders.assign(
        squares=(recorders["share"] - recorders["share_low"]) ** 2, is_hidden=recorders["share"].isna()
    )
    of_area = told.groupby("place").agg(
        {"share": "sum", "squares": "sum", "is_hidden": "any", "relative_risk": "first"}
    )
    # all that is withheld by one kind, which recorded nobody in the rest of the country
    withheld = (1 - of_area["share"]).clip(lower=0) + np.sqrt(of_area["squares"])
    most = withheld.where(of_area["is_hidden"], 0.0) * of_area["relative_risk"] / (of_area["relative_risk"] - 1)
    most = most.where(of_area["relative_risk"] >= EXCESS)  # without an excess nobody bears a part of it
    return set(of_area.index[most < WORRYING_PART])


def _in_register(register: pd.DataFrame | None) -> set[str]:
    """The areas whose reports can be held against those of the rest of their country."""
    if register is None or not register.attrs.get("is_published", True):
        return set()
    return set(register.loc[register["reports_ratio"].notna(), "place"])


def judge_register(
    register: pd.DataFrame, judged: pd.DataFrame | None, region: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rows of `register` (findings.detection_effort) with `finding`, what they say of a judged rate.

    judged: the frame of `judge` by place of identification; None for another place, of which the register says nothing.
    region: the register of all countries, where `register` is that of some. "effort": the rate may be effort, and far
    more is reported; "not_effort": it holds up without that; "silence": it is below its country's beyond chance, after
    a false discovery rate of 5 % over all areas of the region of which far less or nothing is reported, whatever
    countries are chosen, and it is one of these; "": anything else.
    """
    if not register.attrs.get("is_published", True):
        return register
    said = register.copy()
    said["finding"] = ""
    if judged is not None:
        areas = judged.set_index("place")
        verdict = register["place"].map(areas["verdict"])
        asked = register if region is None else region
        p_below = asked["place"].map(judged.attrs.get("p_below", areas["p_below"])).where(asked["has_fewer_reports"])
        said["finding"] = np.select(
            [
                (verdict == "effort") & register["has_more_reports"],
                (verdict == "holds_up") & register["reports_ratio"].notna(),
                register["place"].isin(asked.loc[discovered(p_below), "place"]),
            ],
            ["effort", "not_effort", "silence"],
            default="",
        )
    return said
