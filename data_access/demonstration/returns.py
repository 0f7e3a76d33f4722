"""Generate who was on the way back when identified, who was a child alone, and who was smuggled.

That Afghans come back through Islam Qala, Zaranj, Torkham and Spin Boldak, that Iran deports more of them than Pakistan
does, and that many of the children are alone, is published (IOM, UNHCR and UNICEF in published_figures_more.csv);
every share here is invented, and of returns to other countries the crossings too.
"""

import numpy as np
import pandas as pd

from data_access.codes.code_lists import RETURN_CROSSING, RETURN_KIND
from data_access.demonstration.draws import NO_CODE, Choice, happens, texts
from data_access.demonstration.journeys import BOYS, COUNTRIES, GIRLS, PLACES, STOP_COUNTRY, STOP_PLACE, Block
from data_access.demonstration.weights import MISSING

KINDS, CROSSINGS = list(RETURN_KIND), list(RETURN_CROSSING)
NOT_RETURNED = KINDS.index("NotReturned")
# where somebody comes home from one country to another, by home and the country that they come from
_WAYS_HOME: dict[tuple[str, str], dict[str, float]] = {
    ("AF", "IR"): {"IslamQala": 0.55, "ZaranjMilak": 0.42, "Other": 0.03},
    ("AF", "PK"): {"Torkham": 0.58, "SpinBoldakChaman": 0.38, "Other": 0.04},
    ("AF", "TR"): {"IslamQala": 0.3, "ZaranjMilak": 0.2, "Airport": 0.5},
    ("PK", "IR"): {"TaftanMirjaveh": 0.92, "Other": 0.08},
    ("TJ", "AF"): {"SherKhanBandar": 0.9, "Other": 0.1},
    ("UZ", "AF"): {"Hairatan": 0.9, "Other": 0.1},
}
_BY_AIR = {"Airport": 0.85, "Other": 0.15}
# who is found at one of these on the way back has come through it
_OF_PLACE = {
    "af-islam-qala": "IslamQala",
    "af-zaranj": "ZaranjMilak",
    "af-torkham": "Torkham",
    "af-spin-boldak": "SpinBoldakChaman",
    "pk-taftan": "TaftanMirjaveh",
}
_HOW = {
    "IR": {"Deported": 0.58, "OwnAccord": 0.34, "NotStated": 0.08},
    "PK": {"Deported": 0.14, "OwnAccord": 0.78, "NotStated": 0.08},
}
_HOW_ELSEWHERE = {"Deported": 0.4, "OwnAccord": 0.48, "NotStated": 0.12}
BACK_AT_A_BORDER, BACK_AT_HOME = 0.92, 0.9  # of those who are found there after they were taken abroad
RECORDED_AT_HOME = 0.8  # of returns: whoever is found at home may have come back long before
ALONE_ABROAD, ALONE_AT_HOME = 0.46, 0.12  # children
SMUGGLED_ABROAD = 0.34  # of journeys over a border; within a country nobody is smuggled

_PAIRS = list(_WAYS_HOME)
_CROSSING = Choice([*_WAYS_HOME.values(), _BY_AIR], CROSSINGS)
_FROM = list(_HOW)
_KIND = Choice([*_HOW.values(), _HOW_ELSEWHERE], KINDS)
_PLACE_CROSSING = np.array([CROSSINGS.index(_OF_PLACE[code]) if code in _OF_PLACE else NO_CODE for code in PLACES])


def generate_returns(rng: np.random.Generator, block: Block) -> dict[str, pd.Series]:
    """Return the columns is_unaccompanied, return_kind, return_crossing and was_smuggled of a block's cases."""
    rows = len(block)
    home, abroad = STOP_COUNTRY[block.source], STOP_COUNTRY[block.destination]
    place = STOP_PLACE[block.found_at]
    at = np.where(place == NO_CODE, NO_CODE, _PLACE_CROSSING[place])
    crossed = home != abroad
    is_home = crossed & (STOP_COUNTRY[block.found_at] == home) & (at == NO_CODE)
    share = np.select([crossed & (at != NO_CODE), is_home], [BACK_AT_A_BORDER, BACK_AT_HOME], 0.0)
    is_back = happens(rng, rows, share)

    pair = np.full(rows, len(_PAIRS))
    for number, (to, back_from) in enumerate(_PAIRS):
        if {to, back_from} <= set(COUNTRIES):
            pair[(home == COUNTRIES.index(to)) & (abroad == COUNTRIES.index(back_from))] = number
    crossing = np.where(at != NO_CODE, at, _CROSSING.draw(rng, pair))
    how = np.full(rows, len(_FROM))
    for number, country in enumerate(_FROM):
        how[abroad == COUNTRIES.index(country)] = number
    kind = np.where(is_back, _KIND.draw(rng, how), NOT_RETURNED)

    is_said = ~happens(rng, rows, MISSING["return"]) & (~is_home | happens(rng, rows, RECORDED_AT_HOME))
    is_crossing_said = is_back & is_said & ~happens(rng, rows, MISSING["return_crossing"])
    is_child = (block.group == BOYS) | (block.group == GIRLS)
    alone = happens(rng, rows, np.where(crossed, ALONE_ABROAD, ALONE_AT_HOME))
    smuggled = crossed & happens(rng, rows, SMUGGLED_ABROAD)
    return {
        "is_unaccompanied": _yes_no(alone, is_child & ~happens(rng, rows, MISSING["unaccompanied"])),
        "return_kind": texts(np.where(is_said, kind, NO_CODE), KINDS),
        "return_crossing": texts(np.where(is_crossing_said, crossing, NO_CODE), CROSSINGS),
        "was_smuggled": _yes_no(smuggled, ~happens(rng, rows, MISSING["smuggled"])),
    }


def _yes_no(holds: np.ndarray, is_said: np.ndarray) -> pd.Series:
    return texts(np.where(is_said, holds.astype(np.int64), NO_CODE), [False, True])
