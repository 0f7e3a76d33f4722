"""Generate the cases of a block and their journeys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data_access.codes import code_lists
from data_access.demonstration import weights
from data_access.demonstration.draws import NO_CODE, Choice, Flags, Integers, dates, days, first_day_of, happens, texts
from data_access.demonstration.flows import FLOWS
from data_access.demonstration.organisations import ABROAD, COUNTRY_NUMBER, PROVINCES

GROUPS = list(weights.GENDER_OF_GROUP)
BOYS, GIRLS, WOMEN, MEN = (GROUPS.index(group) for group in ("boys", "girls", "women", "men"))
FORMS = list(code_lists.FORM_OF_EXPLOITATION)
EVENT_KINDS = list(code_lists.EVENT_KIND)
RECRUITMENT, TRANSIT, EXPLOITATION = range(3)


def _all_stops() -> list[str]:
    stops: dict[str, None] = {}
    for flow in FLOWS:
        found = [where for where in flow.found if where not in ("source", "destination")]
        for stop in [*flow.sources, *found, *(stop for route in flow.routes for stop in route.split(" > "))]:
            if stop != "same":
                stops[stop] = None
    return list(stops)


STOPS = _all_stops()
_STOP_COUNTRY = [stop[:2] for stop in STOPS]
_STOP_PROVINCE = [stop.split("/")[0] if "-" in stop.split("/")[0] else "" for stop in STOPS]
_STOP_PLACE = [stop.split("/")[1] if "/" in stop else "" for stop in STOPS]
COUNTRIES = sorted(set(_STOP_COUNTRY))
PLACES = sorted(set(_STOP_PLACE) - {""})
STOP_COUNTRY = np.array([COUNTRIES.index(code) for code in _STOP_COUNTRY])
STOP_PROVINCE = np.array([PROVINCES.index(code) if code else NO_CODE for code in _STOP_PROVINCE])
STOP_PLACE = np.array([PLACES.index(code) if code else NO_CODE for code in _STOP_PLACE])
# the number of the country in the tables of organisations
AGENCY_COUNTRY = np.array([COUNTRY_NUMBER.get(code, ABROAD) for code in _STOP_COUNTRY])

ROUTES = list({route: None for flow in FLOWS for route in flow.routes})
LONGEST = max(len(route.split(" > ")) for route in ROUTES)
SAME = -2
ROUTE_STOPS = np.full((len(ROUTES), LONGEST), NO_CODE)
for _row, _route in enumerate(ROUTES):
    for _column, _stop in enumerate(_route.split(" > ")):
        ROUTE_STOPS[_row, _column] = SAME if _stop == "same" else STOPS.index(_stop)
ROUTE_LENGTH = (ROUTE_STOPS != NO_CODE).sum(axis=1)

FOUND = ["source", "destination", *STOPS]
CONTROL_KINDS = list(weights.CONTROL)
CONTROL_OF_FORM = np.array([CONTROL_KINDS.index(weights.CONTROL_OF_FORM.get(form, "labour")) for form in FORMS])


def _year_and_flow() -> dict[str, float]:
    total = {name: sum(profile) / len(profile) for name, profile in weights.YEAR_PROFILES.items()}
    return {
        f"{year} {number}": flow.weight
        * weights.YEAR_PROFILES[flow.years][index]
        / total[flow.years]
        * weights.DIP.get(year, 1)
        for index, year in enumerate(weights.YEARS)
        for number, flow in enumerate(FLOWS)
    }


_YEAR_AND_FLOW = Choice([_year_and_flow()], list(_year_and_flow()))
_WHO = Choice([flow.who for flow in FLOWS], GROUPS)
_SOURCE = Choice([flow.sources for flow in FLOWS], STOPS)
_ROUTE = Choice([flow.routes for flow in FLOWS], ROUTES)
_FOUND = Choice([flow.found for flow in FLOWS], FOUND)
_FORM = Choice([flow.forms for flow in FLOWS], FORMS)
_SECTOR = Choice([flow.sectors for flow in FLOWS], list(code_lists.SECTOR))
_AGE = Choice([weights.AGES[group] for group in GROUPS], list(code_lists.AGE_BAND))
_RECRUITMENT = Choice(list(weights.RECRUITMENT.values()), list(code_lists.METHOD_OF_RECRUITMENT))
_RELATION = Choice(list(weights.RELATION.values()), list(code_lists.RELATION_TO_TRAFFICKER))
_SEXUAL_TYPE = Choice(
    [weights.SEXUAL_TYPES, weights.SEXUAL_TYPES_OF_AFGHAN_BOYS], list(code_lists.TYPE_OF_SEXUAL_EXPLOITATION)
)
_KNOWN = Choice([weights.KNOWN], list(weights.KNOWN))
_STATUS = Choice(
    [{"ActualVictimOfTrafficking": 0.74, "PossibleVictimOfTrafficking": 0.26}], list(code_lists.TRAFFICKING_STATUS)
)
_CASE_STATUS = Choice(
    [
        {"Active": 0.62, "FollowUp": 0.26, "Closed": 0.12},  # registered in the last year
        {"Active": 0.03, "FollowUp": 0.12, "Closed": 0.60, "ClosedReferred": 0.25},
    ],
    list(code_lists.CASE_STATUS),
)
_CONSENT = Choice([{"yes": 0.88, "no": 0.04, "not asked": 0.08}], ["no", "yes", "not asked"])


@dataclass(frozen=True)
class Block:
    """What the later steps need to know of each case: numbers into the lists of this module, days as day numbers."""

    year: Integers
    flow: Integers
    group: Integers
    form: Integers
    source: Integers
    destination: Integers
    found_at: Integers
    found_kind: Integers  # 0 at a border, 1 at home or in the place of exploitation, 2 in another country
    identified: Integers
    cases: dict[str, Any]
    events: pd.DataFrame

    def __len__(self) -> int:
        return len(self.year)


def generate_journeys(rng: np.random.Generator, rows: int) -> Block:
    """Generate `rows` cases and their events. `events.case_id` counts from 0 within the block."""
    one = np.zeros(rows, dtype=np.int64)
    year_and_flow = _YEAR_AND_FLOW.draw(rng, one)
    year = np.array(weights.YEARS)[year_and_flow // len(FLOWS)]
    flow = year_and_flow % len(FLOWS)
    group = _WHO.draw(rng, flow)
    form = _of_age(_FORM.draw(rng, flow), group)
    control = CONTROL_OF_FORM[form]
    source = _SOURCE.draw(rng, flow)
    route = _ROUTE.draw(rng, flow)

    stops = np.column_stack([source, ROUTE_STOPS[route]])
    stops = np.where(stops == SAME, source[:, None], stops)
    steps = ROUTE_LENGTH[route] + 1
    destination = stops[np.arange(rows), steps - 1]
    found = _FOUND.draw(rng, flow)
    found_at = np.select([found == 0, found == 1], [source, destination], found - 2)
    found_kind = np.where(AGENCY_COUNTRY[found_at] == ABROAD, 2, np.where(found >= 2, 0, 1))

    start = first_day_of(year)
    registered = start + (rng.random(rows) * (first_day_of(year + 1) - start)).astype(np.int64)
    identified = registered - rng.integers(0, weights.REGISTRATION_DELAY + 1, rows)
    events = _events(rng, stops, steps, control, identified, stopped_early=found != 1)
    return Block(
        year=year,
        flow=flow,
        group=group,
        form=form,
        source=source,
        destination=destination,
        found_at=found_at,
        found_kind=found_kind,
        identified=identified,
        cases=_cases(rng, year, flow, group, form, control, source, registered),
        events=events,
    )


def _events(
    rng: np.random.Generator,
    stops: Integers,
    steps: Integers,
    control: Integers,
    identified: Integers,
    stopped_early: Flags,
) -> pd.DataFrame:
    rows, columns = stops.shape
    column = np.arange(columns)
    last = column == steps[:, None] - 1
    longer = np.array([weights.LONGER[kind] for kind in CONTROL_KINDS])[control]
    lasting = days(rng, (rows, columns), *weights.DAYS["transit"])
    lasting[:, 0] = days(rng, rows, *weights.DAYS["recruitment"])
    exploited = (days(rng, rows, *weights.DAYS["exploitation"]) * longer).astype(np.int64)
    lasting = np.where(last, exploited[:, None], lasting)
    lasting[column >= steps[:, None]] = 0

    # counted back from identification, so that every step ends before the next begins
    end_of_all = identified - days(rng, rows, *weights.DAYS["escape"])
    following = lasting[:, ::-1].cumsum(axis=1)[:, ::-1]
    begins = end_of_all[:, None] - following
    ends = begins + lasting

    present = column < steps[:, None]
    unfinished = (steps > 2) & stopped_early & happens(rng, rows, weights.NOT_ARRIVED)
    present &= ~(last & unfinished[:, None])
    case, step = np.nonzero(present)
    stop = stops[case, step]
    kind = np.where(step == 0, RECRUITMENT, np.where(last[case, step], EXPLOITATION, TRANSIT))
    total = len(case)
    no_country = happens(rng, total, weights.MISSING["event_country"])
    no_province = no_country | happens(rng, total, weights.MISSING["event_province"])
    no_place = no_province | happens(rng, total, weights.MISSING["event_place"])
    return pd.DataFrame(
        {
            "case_id": case,
            "position": step + 1,
            "kind": texts(kind, EVENT_KINDS),
            "country": texts(np.where(no_country, NO_CODE, STOP_COUNTRY[stop]), COUNTRIES),
            "province": texts(np.where(no_province, NO_CODE, STOP_PROVINCE[stop]), PROVINCES),
            "place": texts(np.where(no_place, NO_CODE, STOP_PLACE[stop]), PLACES),
            "start_date": dates(begins[case, step], happens(rng, total, weights.MISSING["event_start"])),
            "end_date": dates(ends[case, step], happens(rng, total, weights.MISSING["event_end"])),
        }
    )


def _cases(
    rng: np.random.Generator,
    year: Integers,
    flow: Integers,
    group: Integers,
    form: Integers,
    control: Integers,
    source: Integers,
    registered: Integers,
) -> dict[str, Any]:
    rows = len(year)
    one = np.zeros(rows, dtype=np.int64)
    missing = {
        name: happens(rng, rows, weights.MISSING[name])
        for name in ("gender", "citizenship", "trafficking_status", "registration_date", "form")
    }
    status = np.where(missing["trafficking_status"], NO_CODE, _STATUS.draw(rng, one))
    consent = _CONSENT.draw(rng, one)
    second_form = np.where(happens(rng, rows, weights.SECOND_FORM), _of_age(_FORM.draw(rng, flow), group), form)
    form_bits = (1 << form) | (1 << second_form)
    has_sector = (form_bits & _bits(code_lists.FORM_OF_EXPLOITATION, weights.FORMS_WITH_A_SECTOR)) != 0
    is_sexual = (form_bits & _bits(code_lists.FORM_OF_EXPLOITATION, ["SexualExploitation"])) != 0
    old = (year < weights.YEARS[-1]).astype(np.int64)
    shared = {
        "registration_date": dates(registered, missing["registration_date"]),
        "registration_year": year,
        "gender": _genders(rng, group, missing["gender"]),
        "age_band": _age_bands(rng, group),
        "citizenship": texts(np.where(missing["citizenship"], NO_CODE, STOP_COUNTRY[source]), COUNTRIES),
        "trafficking_status": texts(status, list(code_lists.TRAFFICKING_STATUS)),
        "case_status": texts(_CASE_STATUS.draw(rng, old), list(code_lists.CASE_STATUS)),
        "consent_to_share": texts(np.where(consent == 2, NO_CODE, consent), [False, True]),
        "form_of_exploitation": np.where(missing["form"], 0, form_bits),
        "form_of_exploitation_known": np.where(missing["form"], 0, (1 << len(FORMS)) - 1),
    }
    second = _RECRUITMENT.draw(rng, control)
    recruitment = 1 << _RECRUITMENT.draw(rng, control)
    recruitment = np.where(happens(rng, rows, weights.SECOND_RECRUITMENT), recruitment | 1 << second, recruitment)
    second = _RELATION.draw(rng, control)
    relation = 1 << _RELATION.draw(rng, control)
    relation = np.where(happens(rng, rows, weights.SECOND_RELATION), relation | 1 << second, relation)
    sector = np.where(has_sector, 1 << _SECTOR.draw(rng, flow), 0)
    afghan_boys = (group == BOYS) & (STOP_COUNTRY[source] == COUNTRIES.index("AF"))
    sexual_type = np.where(is_sexual, 1 << _SEXUAL_TYPE.draw(rng, afghan_boys.astype(np.int64)), 0)
    always = one == 0
    has_sector &= ~missing["form"]
    is_sexual &= ~missing["form"]
    for name, reported, codes, applies in (
        ("means_of_control", _means_of_control(rng, control), code_lists.MEANS_OF_CONTROL, always),
        ("method_of_recruitment", recruitment, code_lists.METHOD_OF_RECRUITMENT, always),
        ("relation_to_trafficker", relation, code_lists.RELATION_TO_TRAFFICKER, always),
        ("sector", sector, code_lists.SECTOR, has_sector),
        ("type_of_sexual_exploitation", sexual_type, code_lists.TYPE_OF_SEXUAL_EXPLOITATION, is_sexual),
    ):
        known = _KNOWN.draw(rng, one)
        # the kinds that only CTDC lumps together are never asked for in our form, so they are never known
        asked = _bits(codes, [code for code in codes if code not in _LUMPED])
        known_bits = np.select([~applies | (known == 2), known == 1], [0, reported], asked)
        shared[name] = reported & known_bits
        shared[f"{name}_known"] = known_bits
    return shared


_LUMPED = {
    "Threats",
    "DebtBondageOrTakesEarnings",
    "PsychologicalPhysicalOrSexualAbuse",
    "DeniesBasicNeeds",
    "UsesChildren",
}


def _bits(codes: Mapping[str, str], chosen: list[str]) -> int:
    order = list(codes)
    return sum(1 << order.index(code) for code in chosen)


def _means_of_control(rng: np.random.Generator, control: Integers) -> Integers:
    order = list(code_lists.MEANS_OF_CONTROL)
    reported = np.zeros(len(control), dtype=np.int64)
    for code in weights.CONTROL["labour"]:
        share = np.array([weights.CONTROL[kind][code] for kind in CONTROL_KINDS])[control]
        reported |= happens(rng, len(control), share).astype(np.int64) << order.index(code)
    return reported


def _of_age(form: Integers, group: Integers) -> Integers:
    """The forms of exploitation, where the labour of adults is not that of children."""
    is_adult = (group == WOMEN) | (group == MEN)
    return np.where(is_adult & (form == FORMS.index("ChildLabour")), FORMS.index("ForcedLabour"), form)


def _genders(rng: np.random.Generator, group: Integers, missing: Flags) -> pd.Series:
    options = list(code_lists.GENDER)
    gender = np.array([options.index(weights.GENDER_OF_GROUP[name]) for name in GROUPS])[group]
    transgender = happens(rng, len(group), weights.TRANSGENDER_SHARE) & (gender == options.index("Masculine"))
    gender = np.where(transgender, options.index("TransgenderFeminine"), gender)
    return texts(np.where(missing, options.index("NonSpecifiedUnknown"), gender), options)


def _age_bands(rng: np.random.Generator, group: Integers) -> pd.Series:
    options = list(code_lists.AGE_BAND)
    band = _AGE.draw(rng, group)
    is_child = (group == BOYS) | (group == GIRLS)
    coarse = np.where(is_child, options.index("child"), options.index("adult"))
    band = np.where(happens(rng, len(group), weights.MISSING["age_only_child_or_adult"]), coarse, band)
    return texts(np.where(happens(rng, len(group), weights.MISSING["age"]), options.index("unknown"), band), options)
