"""Generate what happens after identification: services and follow-up."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_access.codes import code_lists
from data_access.demonstration import service_weights as weights
from data_access.demonstration.draws import LAST_DAY, NO_CODE, Choice, Flags, Integers, dates, days, happens, texts
from data_access.demonstration.journeys import (
    AGENCY_COUNTRY,
    BOYS,
    COUNTRIES,
    GIRLS,
    PLACES,
    STOP_COUNTRY,
    STOP_PLACE,
    STOP_PROVINCE,
    Block,
)
from data_access.demonstration.organisations import (
    ABROAD,
    CHANNEL_NUMBER,
    CHANNELS,
    COUNTRY_NUMBER,
    DATA_SOURCE_OF_CHANNEL,
    HAGAR,
    IDENTIFIED_BY,
    PROVINCES,
    SEHER,
    kind_column,
    provider_column,
    providers,
)
from data_access.demonstration.steps import Steps
from data_access.demonstration.weights import MISSING, YEARS

SERVICES = list(code_lists.SERVICE)
OUTCOMES = list(code_lists.SERVICE_OUTCOME)
RETRAFFICKED, LOST = (OUTCOMES.index(code) for code in ("ReTrafficked", "LostToFollowUp"))
NOT_BEGUN = [OUTCOMES.index(code) for code in ("Declined", "NotAvailable")]
CARE_SERVICES = list(weights.LASTS)
AT_HOME = ["FamilyReunification", "Reintegration"]
AT_THE_CENTRE = [service for service in CARE_SERVICES if service not in AT_HOME]
DATA_SOURCES = list(code_lists.DATA_SOURCE)
HAGAR_CARE, SEHER_CARE, GOVERNMENT_CARE, NGO_CARE, CARE_ABROAD = range(len(weights.CARE))
SEHER_PLACES = np.array([PLACES.index(f"pk-{town}") for town in ("quetta", "taftan", "gwadar")])

_IDENTIFIED_BY = Choice([IDENTIFIED_BY[kind] for kind in ("border", "in_place", "abroad")], CHANNELS)
_ENDED = Choice([weights.SERVICE_ENDED], OUTCOMES)
_FOLLOW_UP = Choice(list(weights.FOLLOW_UP_FOUND.values()), OUTCOMES)


def generate_services(rng: np.random.Generator, block: Block) -> tuple[pd.DataFrame, pd.Series]:
    """Return the services of a block's cases, in order, and who recorded each case (data_source)."""
    rows = len(block)
    nothing = np.full(rows, NO_CODE)
    steps = Steps(rows, ongoing=OUTCOMES.index("Ongoing"))
    province = STOP_PROVINCE[block.found_at]
    country = AGENCY_COUNTRY[block.found_at]
    channel = _IDENTIFIED_BY.draw(rng, block.found_kind)
    identifier = providers(rng, channel, country, province)
    always = np.ones(rows, dtype=np.bool_)
    steps.add(SERVICES.index("Identification"), always, block.identified, nothing, identifier, block.found_at, nothing)

    referred = happens(rng, rows, _by_year(weights.REFERRED)[block.year - YEARS[0]])
    care, carer = _care(rng, block, country, province)
    recorded_out = happens(rng, rows, weights.REFERRAL_RECORDED["ReferralOut"])
    recorded_in = ~recorded_out | happens(rng, rows, weights.REFERRAL_RECORDED["ReferralIn"])
    for service, recorded, agency in (("ReferralOut", recorded_out, identifier), ("ReferralIn", recorded_in, carer)):
        begins = block.identified + days(rng, rows, *weights.BEGINS[service])
        steps.add(SERVICES.index(service), referred & recorded, begins, nothing, agency, block.found_at, nothing)

    child = _is_child(block)
    slower = np.array([weights.SLOWER[name] for name in weights.CARE])[care]
    back, free = np.zeros(rows, dtype=np.bool_), np.zeros(rows, dtype=np.int64)
    for service in CARE_SERVICES:
        share = np.array([weights.SERVICES[name][service] for name in weights.CARE])[care]
        if service in (weights.NOT_FOR_CHILDREN, weights.NOT_FOR_ADULTS):
            share = np.where(child == (service == weights.NOT_FOR_CHILDREN), share * 0.2, share)
        happened = referred & happens(rng, rows, share)
        begins = block.identified + 1 + (days(rng, rows, *weights.BEGINS[service]) * slower).astype(np.int64)
        ends = begins + (days(rng, rows, *weights.LASTS[service]) * slower).astype(np.int64)
        outcome = _ENDED.draw(rng, np.zeros(rows, dtype=np.int64))
        ends = np.where(np.isin(outcome, NOT_BEGUN), begins, ends)
        # a family is found near home: reunification and what follows are recorded by who cared, in the home province
        at_home = service in AT_HOME
        stop = block.source if at_home else block.found_at
        steps.add(SERVICES.index(service), happened, begins, ends, carer, stop, outcome)
        if at_home:
            finished = happened & (outcome == OUTCOMES.index("Completed")) & (ends <= LAST_DAY)
            free = np.where(finished, np.maximum(free, ends), free)
            back |= finished
    _follow_up(rng, steps, back, free, carer, block.source, child)

    ordered = steps.in_order()
    data_source = np.array([DATA_SOURCES.index(DATA_SOURCE_OF_CHANNEL[name]) for name in CHANNELS])[channel]
    manages_cases = referred & ((care == HAGAR_CARE) | (care == SEHER_CARE))
    data_source = np.where(manages_cases, DATA_SOURCES.index("CaseManagement"), data_source)
    data_source = np.where(happens(rng, rows, MISSING["provider"] / 2), DATA_SOURCES.index("NotStated"), data_source)
    return _service_frame(rng, ordered), texts(data_source, DATA_SOURCES)


def _by_year(shares: dict[int, float]) -> npt.NDArray[np.float64]:
    return np.array(list(shares.values()))


def _is_child(block: Block) -> Flags:
    child: Flags = (block.group == BOYS) | (block.group == GIRLS)
    return child


def _care(rng: np.random.Generator, block: Block, country: Integers, province: Integers) -> tuple[Integers, Integers]:
    """Return who would care for each person: the kind of care, and the organisation."""
    rows = len(block)
    care = np.where(happens(rng, rows, weights.GOVERNMENT_SHARE), GOVERNMENT_CARE, NGO_CARE)
    care = np.where(country == ABROAD, CARE_ABROAD, care)
    boy_in_afghanistan = (block.group == BOYS) & (country == COUNTRY_NUMBER["AF"])
    care = np.where(boy_in_afghanistan & happens(rng, rows, weights.HAGAR_SHARE), HAGAR_CARE, care)
    child_in_balochistan = _is_child(block) & (province == PROVINCES.index("PK-BA"))
    care = np.where(child_in_balochistan & happens(rng, rows, weights.SEHER_SHARE), SEHER_CARE, care)

    channel = np.where(care == GOVERNMENT_CARE, CHANNEL_NUMBER["shelter"], CHANNEL_NUMBER["ngo"])
    carer = providers(rng, channel, country, province)
    centre = rng.integers(0, len(SEHER), rows)
    for number, place in enumerate(SEHER_PLACES):
        centre = np.where(STOP_PLACE[block.found_at] == place, number, centre)
    return care, np.select([care == HAGAR_CARE, care == SEHER_CARE], [np.full(rows, HAGAR), SEHER[centre]], carer)


def _follow_up(
    rng: np.random.Generator, steps: Steps, back: Flags, free: Integers, carer: Integers, home: Integers, child: Flags
) -> None:
    """Add the follow-ups: each needs the one before it, and none comes after a person is lost or trafficked again."""
    due = back
    for service, (after, share) in weights.FOLLOW_UP.items():
        due = due & happens(rng, steps.rows, share)
        spread = weights.FOLLOW_UP_SPREAD
        begins = free + after + rng.integers(-spread, spread + 1, steps.rows)
        outcome = _FOLLOW_UP.draw(rng, (~child).astype(np.int64))
        steps.add(SERVICES.index(service), due, begins, np.full(steps.rows, NO_CODE), carer, home, outcome)
        due = due & (outcome != RETRAFFICKED) & (outcome != LOST)


def _service_frame(rng: np.random.Generator, steps: dict[str, Integers]) -> pd.DataFrame:
    total = len(steps["case"])
    no_start = happens(rng, total, MISSING["service_start"])
    no_end = (steps["ends"] == NO_CODE) | happens(rng, total, MISSING["service_end"])
    no_province = happens(rng, total, MISSING["identification_province"])
    provider = np.where(happens(rng, total, MISSING["provider"]), NO_CODE, steps["provider"])
    # Hagar's centre is in Kabul, wherever the boy was identified
    in_kabul = (steps["provider"] == HAGAR) & np.isin(steps["kind"], [SERVICES.index(name) for name in AT_THE_CENTRE])
    province = np.where(in_kabul, PROVINCES.index("AF-KAB"), STOP_PROVINCE[steps["stop"]])
    return pd.DataFrame(
        {
            "case_id": steps["case"],
            "position": steps["position"],
            "service": texts(steps["kind"], SERVICES),
            "provider": provider_column(provider),
            "provider_kind": kind_column(provider),
            "country": texts(STOP_COUNTRY[steps["stop"]], COUNTRIES),
            "province": texts(np.where(no_province, NO_CODE, province), PROVINCES),
            "start_date": dates(steps["begins"], no_start),
            "end_date": dates(steps["ends"], no_end),
            "outcome": texts(steps["outcome"], OUTCOMES),
        }
    )
