"""Generate the justice chain of a share of the cases."""

import numpy as np
import pandas as pd

from data_access.codes import code_lists
from data_access.demonstration import service_weights as weights
from data_access.demonstration.draws import NO_CODE, Choice, dates, days, happens, texts
from data_access.demonstration.journeys import COUNTRIES, FORMS, STOP_COUNTRY, STOP_PROVINCE, Block
from data_access.demonstration.organisations import PROVINCES
from data_access.demonstration.steps import Steps
from data_access.demonstration.weights import MISSING, YEARS

STEPS = list(code_lists.JUSTICE_STEP)
OUTCOMES = list(code_lists.JUSTICE_OUTCOME)
_OUTCOME = Choice([weights.JUSTICE_ENDED[step] for step in STEPS], OUTCOMES)


def generate_justice(rng: np.random.Generator, block: Block) -> pd.DataFrame:
    """Return the justice steps of a block's cases, in order of their beginning."""
    rows = len(block)
    steps = Steps(rows, ongoing=OUTCOMES.index("Ongoing"))
    labour = np.isin(block.form, [FORMS.index("ForcedLabour"), FORMS.index("ChildLabour")])
    investigated = happens(rng, rows, np.array(list(weights.INVESTIGATED.values()))[block.year - YEARS[0]])
    prosecuted = investigated & happens(rng, rows, weights.PROSECUTED)
    convicted = prosecuted & happens(rng, rows, weights.CONVICTED)
    begins = block.identified
    for step, happened in (
        ("LabourInspection", labour & happens(rng, rows, weights.INSPECTED)),
        ("Investigation", investigated),
        ("Prosecution", prosecuted),
        ("Conviction", convicted),
    ):
        after, spread, lasting, its_spread = weights.JUSTICE_DAYS[step]
        # each step of the chain begins after the one before it; an inspection stands apart
        since = block.identified if step == "Investigation" else begins
        begins = since + days(rng, rows, after, spread)
        ends = begins + days(rng, rows, lasting, its_spread)
        outcome = _OUTCOME.draw(rng, np.full(rows, STEPS.index(step)))
        if step == "Prosecution":
            outcome = np.where(convicted, OUTCOMES.index("Convicted"), outcome)
        ends = np.where(outcome == OUTCOMES.index("Ongoing"), NO_CODE, ends)
        steps.add(STEPS.index(step), happened, begins, ends, block.found_at, block.found_at, outcome)
    ordered = steps.in_order()
    total = len(ordered["case"])
    no_end = (ordered["ends"] == NO_CODE) | happens(rng, total, MISSING["event_end"])
    no_province = happens(rng, total, MISSING["event_province"])
    return pd.DataFrame(
        {
            "case_id": ordered["case"],
            "position": ordered["position"],
            "step": texts(ordered["kind"], STEPS),
            "country": texts(STOP_COUNTRY[ordered["stop"]], COUNTRIES),
            "province": texts(np.where(no_province, NO_CODE, STOP_PROVINCE[ordered["stop"]]), PROVINCES),
            "start_date": dates(ordered["begins"], happens(rng, total, MISSING["event_start"])),
            "end_date": dates(ordered["ends"], no_end),
            "outcome": texts(ordered["outcome"], OUTCOMES),
        }
    )
