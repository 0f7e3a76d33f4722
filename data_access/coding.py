"""Turn blocks of case records into the codes that publication counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import BigInteger, Connection, Select, String, Table, and_, func, or_, select

from data_access import recovery_coding, schema
from data_access.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL, METHOD_OF_RECRUITMENT
from data_access.workload import BOUNDS, LEAST_AGENCIES, NO_TRANSIT, UNKNOWN, dimensions_of

CASES_A_BLOCK = 50_000
LISTS = {
    "form": ("form_of_exploitation", FORM_OF_EXPLOITATION),
    "means": ("means_of_control", MEANS_OF_CONTROL),
    "recruitment": ("method_of_recruitment", METHOD_OF_RECRUITMENT),
}
SEX = {"Feminine": "female", "Masculine": "male", "NonSpecifiedUnknown": UNKNOWN}  # all others: "other"
AGE = {"0-8": "child", "9-17": "child", "child": "child", UNKNOWN: UNKNOWN}  # all others: "adult"

# who may be counted in a release: people who did not refuse, and were not found not to be victims
PUBLISHABLE = and_(
    or_(schema.case.c.consent_to_share.is_(None), schema.case.c.consent_to_share.is_(True)),
    or_(schema.case.c.trafficking_status.is_(None), schema.case.c.trafficking_status != "NotAVictimOfTrafficking"),
)

# a dimension has fewer codes than this: the codes of up to seven dimensions fit into one 64-bit key
MOST_CODES = 1 << 9


class Vocabulary:
    """The codes of each dimension, numbered in the order in which they were met."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}

    def encode(self, dimension: str, values: np.ndarray | pd.Series) -> np.ndarray:
        """Return the numbers of `values`."""
        numbers = self._numbers.setdefault(dimension, {})
        positions, unique = pd.factorize(np.asarray(values, dtype=object))
        met = np.array([numbers.setdefault(str(code), len(numbers)) for code in unique], dtype=np.int64)
        if len(numbers) > MOST_CODES:
            raise ValueError(f"the dimension {dimension} has more than {MOST_CODES} codes")
        return met[positions] if len(met) else np.zeros(0, dtype=np.int64)

    def names(self, dimension: str) -> np.ndarray:
        """Return the codes of a dimension by their number."""
        return np.array(list(self._numbers.get(dimension, {})), dtype=object)


@dataclass(frozen=True)
class Block:
    """A block of cases, as numbers of a Vocabulary.

    people: how many cases. single: for each dimension with one code a case, its numbers. many: for each many-valued
    group, the position of the case in the block and the numbers of the group's dimensions, one a code of a case,
    clipped to the bound of the group.
    """

    people: int
    single: dict[str, np.ndarray]
    many: dict[str, tuple[np.ndarray, dict[str, np.ndarray]]]


def coded_blocks(connection: Connection, vocabulary: Vocabulary, until: date) -> Iterator[Block]:
    """Yield the publishable cases of the database in blocks, naming their codes in `vocabulary`.

    until: the day at which what has not happened to a case is still open.
    Single dimensions: year, sex, age_band, age, province, country (identified), source, source_country, exploitation,
    exploitation_country, first_country, last_country (see data_access.workload.AXES), chain_source, first_transit,
    last_transit, chain_destination, data_source, and those of recovery_coding: stage, outcome, referral_time,
    service_time, reunification_time, identified_by, lists.
    """
    kinds = kinds_of_enough_agencies(connection)
    last = connection.scalar(select(func.max(schema.case.c.id))) or 0
    first = connection.scalar(select(func.min(schema.case.c.id))) or 0
    for start in range(first, last + 1, CASES_A_BLOCK):
        block = _coded(connection, start, start + CASES_A_BLOCK, vocabulary, until, kinds)
        if block.people:
            yield block


def kinds_of_enough_agencies(connection: Connection) -> list[str]:
    """Return the kinds of organisation that a number may tell of: those of which enough agencies reported. Read from
    the register, since a case may move no other cell than its own."""
    table = schema.reporting.c
    reported = and_(table.agency_kind.is_not(None), table.received)
    enough = func.count(table.agency.distinct()) >= LEAST_AGENCIES
    query = select(table.agency_kind).where(reported).group_by(table.agency_kind).having(enough)
    return list(connection.scalars(query.order_by(table.agency_kind)))


def _coded(
    connection: Connection, start: int, end: int, vocabulary: Vocabulary, until: date, kinds: list[str]
) -> Block:
    table = schema.case
    within = and_(table.c.id >= start, table.c.id < end, PUBLISHABLE)
    code_sets = [_bits(table.c[name + known]) for name, _ in LISTS.values() for known in ("", "_known")]
    plain = ("id", "registration_year", "gender", "age_band", "data_source")
    records = _read(
        connection, select(*(table.c[name] for name in plain), *code_sets).where(within).order_by(table.c.id)
    )
    ids = records["id"].to_numpy(dtype=np.int64)
    table = schema.case_event
    columns = [table.c.case_id, table.c.kind, table.c.country, table.c.province, table.c.place]
    events = _children(connection, select(*columns), table, start, end, ids)
    services = _services(connection, start, end, ids)

    cases: dict[str, np.ndarray] = {
        "year": records["registration_year"].astype("Int64").astype("string").fillna(UNKNOWN).to_numpy(dtype=object),
        "sex": _mapped(records["gender"], SEX, "other"),
        "age_band": records["age_band"].to_numpy(dtype=object),
        "age": _mapped(records["age_band"], AGE, "adult"),
        "province": _one_a_case(services[services["service"] == "Identification"], len(records)),
        "source": _one_a_case(events[events["kind"] == "Recruitment"], len(records)),
        "exploitation": _one_a_case(events[events["kind"] == "Exploitation"], len(records)),
        "data_source": records["data_source"].to_numpy(dtype=object),
        "stage": recovery_coding.furthest_stage(services, len(records)),
        "outcome": recovery_coding.last_outcome(services, len(records)),
        **{
            f"{step}_time": recovery_coding.time_to(services, among, len(records), until)
            for step, among in recovery_coding.TIMED_STEPS.items()
        },
        "identified_by": recovery_coding.identified_by(services, len(records), kinds),
        "lists": recovery_coding.capture_history(services, records["data_source"], len(records)),
    }
    chain = _stops_between(events, "where", cases["source"], cases["exploitation"])
    cases |= dict(zip(dimensions_of("chain"), (cases["source"], *chain, cases["exploitation"]), strict=True))
    # a source that does not say where it identified people is read as having done so where they were exploited
    cases["province"] = np.where(cases["province"] == UNKNOWN, cases["exploitation"], cases["province"])
    for coarse, fine in (
        ("country", "province"),
        ("source_country", "source"),
        ("exploitation_country", "exploitation"),
    ):
        cases[coarse] = _country(cases[fine])
    cases["first_country"], cases["last_country"] = _stops_between(
        events, "country", cases["source_country"], cases["exploitation_country"]
    )

    many = {}
    for group, (column, codes) in LISTS.items():
        names = list(codes)
        many[group] = _codes_of(records, group, column, names, vocabulary, when_none=f"{column}_known")
        if (asked := f"{group}_asked") in BOUNDS:
            many[asked] = _codes_of(records, asked, f"{column}_known", names, vocabulary)
    received = recovery_coding.services_received(services)
    received = received[received.groupby("case").cumcount() < BOUNDS["service"]]
    many["service"] = (received["case"].to_numpy(), {"service": vocabulary.encode("service", received["service"])})
    stops = events.loc[events["place"].notna(), ["case", "place"]].drop_duplicates()
    stops = stops[stops.groupby("case").cumcount() < BOUNDS["stop"]]
    many["stop"] = (stops["case"].to_numpy(), {"stop": vocabulary.encode("stop", stops["place"])})
    many["province_leg"] = _legs(events, vocabulary)
    single = {dimension: vocabulary.encode(dimension, values) for dimension, values in cases.items()}
    return Block(len(records), single, many)


def _mapped(values: pd.Series, mapping: dict[str, str], otherwise: str) -> np.ndarray:
    positions, unique = pd.factorize(values)
    return np.array([mapping.get(code, otherwise) for code in unique], dtype=object)[positions]


def _bits(column: Any) -> Any:
    """Read a code set as its integer: a million frozensets would cost more than the count itself."""
    return func.coalesce(column, 0, type_=BigInteger()).label(column.name)


def _read(connection: Connection, query: Any) -> pd.DataFrame:
    result = connection.execute(query)
    names = list(result.keys())
    # the driver's own tuples, column by column and as they are: rows of SQLAlchemy, and strings that pandas makes its
    # own, each took longer than the query
    columns = zip(*result.cursor.fetchall(), strict=True)
    return pd.DataFrame(
        {name: pd.Series(np.array(column, dtype=object)) for name, column in zip(names, columns, strict=False)},
        columns=names,
        dtype=object,
    )


def _services(connection: Connection, start: int, end: int, ids: np.ndarray) -> pd.DataFrame:
    table = schema.case_service
    query = select(
        table.c.case_id,
        table.c.service,
        table.c.country,
        table.c.province,
        table.c.start_date.cast(String(10)).label("start_date"),
        table.c.outcome,
        schema.organisation.c.kind.label("provider_kind"),
    ).select_from(table.outerjoin(schema.organisation))
    return _children(connection, query, table, start, end, ids)


def _children(
    connection: Connection, query: Select[Any], table: Table, start: int, end: int, ids: np.ndarray
) -> pd.DataFrame:
    """Rows of a child table in order, with `case` (position in `ids`) and `where` (province, or else country)."""
    within = and_(table.c.case_id >= start, table.c.case_id < end)
    rows = _read(connection, query.where(within).order_by(table.c.case_id, table.c.position))
    case_ids = rows["case_id"].to_numpy(dtype=np.int64)
    case = np.searchsorted(ids, case_ids)
    belongs = (case < len(ids)) & (ids[np.minimum(case, max(len(ids) - 1, 0))] == case_ids) if len(ids) else case < 0
    rows["case"] = case
    rows["country"] = rows["country"].fillna(UNKNOWN).astype(object)
    # a province code says its country too; where only the country is known, its code stands in the same column
    rows["where"] = rows["province"].fillna(rows["country"]).astype(object)
    return rows[belongs]


def _one_a_case(rows: pd.DataFrame, cases: int, level: str = "where") -> np.ndarray:
    """The first place of each case, or unknown."""
    values = np.full(cases, UNKNOWN, dtype=object)
    values[rows["case"].to_numpy()[::-1]] = rows[level].to_numpy()[::-1]
    return values


def _country(codes: np.ndarray) -> np.ndarray:
    positions, unique = pd.factorize(codes)
    return np.array([code if code == UNKNOWN else code[:2] for code in unique], dtype=object)[positions]


def _codes_of(
    records: pd.DataFrame,
    group: str,
    column: str,
    codes: list[str],
    vocabulary: Vocabulary,
    when_none: str | None = None,
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """One entry a code of a case; and one entry `unknown` where nothing is known of the list in column `when_none`."""
    bits = records[column].to_numpy(dtype=np.int64)
    flags = (bits[:, None] >> np.arange(len(codes))) & 1
    flags &= np.cumsum(flags, axis=1) <= BOUNDS[group]
    case, code = np.nonzero(flags)
    values = np.array(codes, dtype=object)[code]
    if when_none:
        nothing = np.nonzero(records[when_none].to_numpy(dtype=np.int64) == 0)[0]
        case = np.concatenate([case, nothing])
        values = np.concatenate([values, np.full(len(nothing), UNKNOWN, dtype=object)])
    return case, {group: vocabulary.encode(group, values)}


def _stops_between(
    events: pd.DataFrame, level: str, source: np.ndarray, destination: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last known place of transit of each case that is neither its source nor its destination."""
    place, case = events[level].to_numpy(), events["case"].to_numpy()
    between = (events["kind"].to_numpy() == "Transit") & (place != UNKNOWN)
    between &= (place != source[case]) & (place != destination[case])
    transits = events[between]
    first, last = (_one_a_case(rows, len(source), level) for rows in (transits, transits[::-1]))
    return np.where(first == UNKNOWN, NO_TRANSIT, first), np.where(last == UNKNOWN, NO_TRANSIT, last)


def _legs(events: pd.DataFrame, vocabulary: Vocabulary) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """One entry a leg of a case's journey between two different known places, or within one for an internal journey.

    Steps in the same place follow each other without a leg. A journey whose steps are all in one country is
    `internal`; otherwise a leg is named by the roles of its two ends.
    """
    start, end, role = dimensions_of("province_leg")
    known = events[events["where"] != UNKNOWN]
    case, where, kind, country = (known[name].to_numpy() for name in ("case", "where", "kind", "country"))
    # steps that follow each other in one place are one stay; its role is that of its first or last step
    begins = np.ones(len(known), dtype=bool)
    begins[1:] = (case[1:] != case[:-1]) | (where[1:] != where[:-1])
    firsts = np.nonzero(begins)[0]
    lasts = np.append(firsts[1:], len(known)) - 1 if len(firsts) else firsts
    steps = lasts - firsts + 1
    is_source, is_destination = kind[firsts] == "Recruitment", kind[lasts] == "Exploitation"
    case, where, country = case[firsts], where[firsts], country[firsts]

    follows = np.zeros(len(firsts), dtype=bool)
    follows[1:] = case[1:] == case[:-1]
    previous, from_source = np.roll(where, 1), np.roll(is_source, 1)
    internal = ~np.isin(case, np.unique(case[follows & (country != np.roll(country, 1))]))
    # a journey that is one stay from recruitment to exploitation is kept as one loop
    loop = is_source & is_destination & (steps > 1) & ~np.isin(case, np.unique(case[follows]))
    chosen = follows | loop
    previous = np.where(loop, where, previous)
    roles = np.select(
        [internal, from_source & is_destination, from_source, is_destination],
        ["internal", "source_destination", "source_transit", "transit_destination"],
        default="transit_transit",
    )
    legs = pd.DataFrame(
        {
            "case": case[chosen],
            start: vocabulary.encode(start, previous[chosen]),
            end: vocabulary.encode(end, where[chosen]),
            role: vocabulary.encode(role, roles[chosen]),
        }
    ).drop_duplicates()
    legs = legs[legs.groupby("case").cumcount() < BOUNDS["province_leg"]]
    return legs["case"].to_numpy(), {name: legs[name].to_numpy() for name in (start, end, role)}
