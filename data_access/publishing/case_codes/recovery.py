"""What happened to people after they were identified, as codes with one value a case.

A referral funnel that counts, at each step, the people who came at least so far can only narrow; and a case that is in
one cell of it, not in one for every step, needs far less noise.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.codes.of_release import (
    LISTS,
    OUTCOMES,
    SERVICES,
    STAGES,
    TIME_BANDS,
    TIME_LIMITS,
    TIMES,
    UNKNOWN,
    list_codes,
)

STAGE_OF_SERVICE = {
    "ReferralIn": 1,
    "ReferralOut": 1,
    "Shelter": 2,
    "LegalAid": 3,
    "MedicalAid": 3,
    "PsychosocialCounselling": 3,
    "Nutrition": 3,
    "Education": 3,
    "Livelihood": 3,
    "FamilyReunification": 4,
    "Reintegration": 4,
    "FollowUp3Months": 5,
    "FollowUp6Months": 6,
    "FollowUp12Months": 7,
}
NOT_RECEIVED = ("Declined", "NotAvailable", "LostToFollowUp")
FOLLOW_UPS = ("FollowUp3Months", "FollowUp6Months", "FollowUp12Months")
DATED = ["case", "start_date"]
LIST_OF_PROVIDER = {
    "LawEnforcement": "police",
    "ImmigrationService": "border",
    "NGO": "ngo",
    "InternationalOrganisation": "ngo",
    "CentralGovernmentOrganisation": "government",
    "LocalGovernmentOrganisation": "government",
}
LIST_OF_SOURCE = {
    "Police": "police",
    "BorderAuthority": "border",
    "NGO": "ngo",
    "CaseManagement": "ngo",
    "Hotline": "hotline",
    "Shelter": "government",
    "LabourInspection": "government",
}


def furthest_stage(services: pd.DataFrame, cases: int) -> NDArray[np.object_]:
    """Return the code of STAGES of each case. services: rows with `case`, `service` and `outcome`."""
    received = services.loc[~services["outcome"].isin(NOT_RECEIVED), ["case", "service"]]
    furthest = np.zeros(cases, dtype=np.int64)
    np.maximum.at(furthest, received["case"].to_numpy(), _numbers(received["service"], STAGE_OF_SERVICE))
    return np.array(STAGES, dtype=object)[furthest]


def last_outcome(services: pd.DataFrame, cases: int) -> NDArray[np.object_]:
    """Return the code of OUTCOMES at the last follow-up of each case."""
    follow_ups = services.loc[services["service"].isin(FOLLOW_UPS), ["case", "outcome"]].astype({"outcome": object})
    outcomes = np.full(cases, "NotFollowedUp", dtype=object)
    # rows come in the order of their position: the last one stays
    codes = follow_ups["outcome"].where(follow_ups["outcome"].isin(OUTCOMES), "NotStated")
    outcomes[follow_ups["case"].to_numpy()] = codes.to_numpy()
    return outcomes


def time_to(services: pd.DataFrame, step: tuple[str, ...], cases: int, until: date) -> NDArray[np.object_]:
    """Return the code of TIMES of each case: how long it took from identification to the first of the services `step`.

    until: the day at which cases without one are still open.
    """
    begin = _first_date(services.loc[services["service"] == "Identification", DATED], cases)
    reached = services.loc[services["service"].isin(step) & ~services["outcome"].isin(NOT_RECEIVED), DATED]
    end = _first_date(reached, cases)
    has_event = np.zeros(cases, dtype=bool)
    has_event[reached["case"].to_numpy()] = True
    last = np.where(has_event, end, np.datetime64(until))
    days = (last - begin) / np.timedelta64(1, "D")
    band = np.searchsorted(TIME_LIMITS, np.nan_to_num(days, nan=0.0), side="left")
    codes = np.where(has_event, np.array(TIME_BANDS, dtype=object)[band], np.array(TIMES[5:10], dtype=object)[band])
    codes[np.isnan(days) | (days < 0)] = UNKNOWN
    return codes


def identified_by(services: pd.DataFrame, cases: int) -> NDArray[np.object_]:
    """Return the kind of organisation (code of ORGANISATION_KIND) that identified each case, or unknown.

    services: rows with `case`, `service` and `provider_kind`.
    """
    identified = np.full(cases, UNKNOWN, dtype=object)
    is_known = (services["service"] == "Identification") & services["provider_kind"].notna()
    known = services.loc[is_known, ["case", "provider_kind"]]
    identified[known["case"].to_numpy()[::-1]] = known["provider_kind"].to_numpy()[::-1]
    return identified


def capture_history(services: pd.DataFrame, data_source: pd.Series, cases: int) -> NDArray[np.object_]:
    """Return the code of `list_codes` of each case: the kinds of record that it is on.

    services: rows with `case`, `service` and `provider_kind`. data_source: one a case.
    """
    masks = np.zeros(cases, dtype=np.int64)
    bits = {name: 1 << bit for bit, name in enumerate(LISTS)}
    is_met = services["service"].isin(["Identification", "ReferralIn", "ReferralOut"])
    met = services.loc[is_met, ["case", "provider_kind"]]
    on_list = _numbers(met["provider_kind"], {kind: bits[name] for kind, name in LIST_OF_PROVIDER.items()})
    np.bitwise_or.at(masks, met["case"].to_numpy(), on_list)
    masks |= _numbers(data_source, {source: bits[name] for source, name in LIST_OF_SOURCE.items()})
    return np.array(list_codes(), dtype=object)[masks]


def services_received(services: pd.DataFrame) -> pd.DataFrame:
    """Return one row a service that a case received: `case` and `service`, each pair once."""
    is_received = services["service"].isin(SERVICES) & ~services["outcome"].isin(NOT_RECEIVED)
    return services.loc[is_received, ["case", "service"]].drop_duplicates().reset_index(drop=True)


def _numbers(values: pd.Series, meaning: dict[str, int]) -> NDArray[np.int64]:
    """The number of each value, 0 where it has none or is missing."""
    positions, unique = pd.factorize(values)
    return np.array([*(meaning.get(value, 0) for value in unique), 0], dtype=np.int64)[positions]


def _first_date(rows: pd.DataFrame, cases: int) -> NDArray[np.datetime64]:
    dates = np.full(cases, np.datetime64("NaT"), dtype="datetime64[D]")
    dates[rows["case"].to_numpy()[::-1]] = pd.to_datetime(rows["start_date"]).to_numpy(dtype="datetime64[D]")[::-1]
    return dates
