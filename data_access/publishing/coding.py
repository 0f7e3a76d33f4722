"""Turn blocks of case records into the codes that publication counts."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Table,
    and_,
    func,
    or_,
    select,
)

from data_access.cases import schema
from data_access.cases.corrections.consents import ASKS_FOR_A_YES
from data_access.cases.loading import secret_key
from data_access.codes.code_lists import (
    FORM_OF_EXPLOITATION,
    MEANS_OF_CONTROL,
    METHOD_OF_RECRUITMENT,
    RELATION_TO_TRAFFICKER,
    SECTOR,
    TYPE_OF_SEXUAL_EXPLOITATION,
)
from data_access.codes.of_release import AGE, FINER_SECTORS, SEVERAL, SEX, TIMED_STEPS, UNKNOWN
from data_access.publishing.case_codes import as_of, journeys, justice, recovery, returns
from data_access.publishing.clipping import Clipping
from data_access.release.workload import BOUNDS, CLIPPED, MOST_BEYOND, dimensions_of

CASES_A_BLOCK = 50_000
LISTS = {
    "form": ("form_of_exploitation", FORM_OF_EXPLOITATION),
    "means": ("means_of_control", MEANS_OF_CONTROL),
    "recruitment": ("method_of_recruitment", METHOD_OF_RECRUITMENT),
}

# lists of which a case is counted with its one code, or as having several: so that it moves one cell and not some
SINGLE_LISTS = {
    "sector": ("sector", SECTOR),
    "relation": ("relation_to_trafficker", RELATION_TO_TRAFFICKER),
    "sexual_type": ("type_of_sexual_exploitation", TYPE_OF_SEXUAL_EXPLOITATION),
}

# who may be counted in a release, on whatever day: people who agreed, or were not asked where all sources of theirs
# declare that this is enough, and who were not found not to be victims
PUBLISHABLE = and_(
    or_(
        schema.case.c.consent_to_share.is_(True),
        and_(schema.case.c.consent_to_share.is_(None), ~ASKS_FOR_A_YES),
    ),
    or_(schema.case.c.trafficking_status.is_(None), schema.case.c.trafficking_status != "NotAVictimOfTrafficking"),
)


def registered_by(until: date) -> ColumnElement[bool]:
    """The cases that were registered at the end of the day `until`: where only the year is known, by its last day; a
    case without any date always was."""
    table = schema.case.c
    last_whole_year = until.year if (until.month, until.day) == (12, 31) else until.year - 1
    by_year = or_(table.registration_year.is_(None), table.registration_year <= last_whole_year)
    return or_(table.registration_date <= until, and_(table.registration_date.is_(None), by_year))


class Vocabulary:
    """The codes of each dimension, numbered in the order in which they were met."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}

    def encode(self, dimension: str, values: np.ndarray | pd.Series | pd.Categorical) -> np.ndarray:
        """Return the numbers of `values`."""
        numbers = self._numbers.setdefault(dimension, {})
        positions, unique = pd.factorize(values)
        met = np.array([numbers.setdefault(str(code), len(numbers)) for code in unique], dtype=np.int64)
        return met[positions] if len(met) else np.zeros(0, dtype=np.int64)

    @property
    def dimensions(self) -> list[str]:
        """The dimensions of which codes were numbered."""
        return list(self._numbers)

    def bits(self, dimension: str) -> int:
        """Return how many bits the numbers of a dimension need."""
        return max(len(self._numbers[dimension]) - 1, 0).bit_length()

    def names(self, dimension: str) -> np.ndarray:
        """Return the codes of a dimension by their number."""
        return np.array(list(self._numbers.get(dimension, {})), dtype=object)


@dataclass(frozen=True)
class Block:
    """A block of cases, as numbers of a Vocabulary.

    people: how many cases. single: for each dimension with one code a case, its numbers. many: for each many-valued
    group, the position of the case in the block and the numbers of the group's dimensions, one a code of a case: of
    each case at most as many as the bound of the group, where it is clipped.
    """

    people: int
    single: dict[str, np.ndarray]
    many: dict[str, tuple[np.ndarray, dict[str, np.ndarray]]]


@dataclass(frozen=True)
class _Reading:
    """What is the same for all blocks. secret: of the case database."""

    connection: Connection
    vocabulary: Vocabulary
    until: date
    secret: bytes
    is_clipped: bool


def coded_blocks(
    connection: Connection, vocabulary: Vocabulary, until: date, cases: range | None = None, *, is_clipped: bool = True
) -> Iterator[Block]:
    """Yield the publishable cases as they stood on a day, in blocks, naming their codes in `vocabulary`.

    cases: of which numbers (case.id); all without. until: the day. Cases registered after it, and steps of journeys,
    services and justice that began after it, are left out; what had not happened to a case by then is open. is_clipped:
    are lists clipped to their bounds? Noise needs it.
    Single dimensions: year, sex, age_band, age, province, country (identified), source, source_country, exploitation,
    exploitation_country, first_country, last_country (see data_access.release.workload.AXES), chain_source,
    first_transit, last_transit, chain_destination, data_source, citizenship (the first); those of case_codes: stage,
    outcome, referral_time, service_time, reunification_time, identified_by, lists, justice, court (where it came so
    far), inspection, judgement_time, returned, crossing, company (of children), smuggled; those of SINGLE_LISTS:
    sector, relation, sexual_type; and of each list of CLIPPED how many codes are beyond the bound, as form_beyond.
    """
    secret = secret_key(connection)
    reading = _Reading(connection, vocabulary, until, secret, is_clipped)
    numbers = all_cases(connection) if cases is None else cases
    for start in numbers[::CASES_A_BLOCK]:
        block = _coded(reading, start, min(start + CASES_A_BLOCK, numbers.stop))
        if block.people:
            yield block


def all_cases(connection: Connection) -> range:
    """Return the range of the numbers of all cases (case.id)."""
    first, last = connection.execute(select(func.min(schema.case.c.id), func.max(schema.case.c.id))).one()
    return range(first or 0, (last or -1) + 1)


def _coded(reading: _Reading, start: int, end: int) -> Block:
    connection, vocabulary, until = reading.connection, reading.vocabulary, reading.until
    table = schema.case
    within = and_(table.c.id >= start, table.c.id < end, PUBLISHABLE, registered_by(until))
    plain: list[Any] = [table.c[name] for name in ("id", "case_key", "gender", "age_band", "data_source")]
    plain.append(func.coalesce(table.c.citizenship, UNKNOWN).label("citizenship"))
    code_sets = [name + known for name, _ in LISTS.values() for known in ("", "_known")]
    code_sets += [name for name, _ in SINGLE_LISTS.values()]
    # a code set is read as its integer: a million frozensets would cost more than the count itself
    plain += [table.c[name] for name in ("trafficking_status", "return_kind", "return_crossing")]
    yes_or_no = (table.c.is_unaccompanied, table.c.was_smuggled)
    plain += [func.coalesce(column.cast(Integer), -1, type_=Integer()).label(column.name) for column in yes_or_no]
    numbers = [
        func.coalesce(table.c[name], 0, type_=BigInteger()).label(name) for name in ("registration_year", *code_sets)
    ]
    records = _read(connection, select(*plain, *numbers).where(within).order_by(table.c.id))
    ids = records["id"].to_numpy()
    table = schema.case_event
    country = func.coalesce(table.c.country, UNKNOWN).label("country")
    query = select(table.c.case_id, table.c.kind, country, as_of.where(table), table.c.place)
    events = _children(reading, query, table, start, end, ids)
    services = _services(reading, start, end, ids)
    steps = _children(reading, as_of.steps_of_justice(until), schema.case_justice, start, end, ids)
    _read_days(steps, "start_date", "end_date")
    reached, court = justice.proceedings(steps, len(records))

    cases: dict[str, np.ndarray] = {
        "year": _mapped(records["registration_year"], lambda year: str(year or UNKNOWN)),
        "sex": _mapped(records["gender"], lambda code: SEX.get(code, "other")),
        "age_band": records["age_band"].to_numpy(dtype=object),
        "age": _mapped(records["age_band"], lambda code: AGE.get(code, "adult")),
        "province": _one_a_case(services, services["service"] == "Identification", len(records)),
        "source": _one_a_case(events, events["kind"] == "Recruitment", len(records)),
        "exploitation": _one_a_case(events, events["kind"] == "Exploitation", len(records)),
        "data_source": records["data_source"].to_numpy(dtype=object),
        "stage": recovery.furthest_stage(services, len(records)),
        "outcome": recovery.last_outcome(services, len(records)),
        **{
            f"{step}_time": recovery.time_to(services, among, len(records), until)
            for step, among in TIMED_STEPS.items()
        },
        "identified_by": recovery.identified_by(services, len(records)),
        "lists": recovery.capture_history(services, records["data_source"], len(records)),
        "justice": reached,
        "court": court,
        "inspection": justice.inspections(steps, reached),
        "judgement_time": justice.time_to_judgement(steps, reached, until),
        "returned": returns.returned(records),
        "crossing": returns.crossing(records),
        "company": returns.company(records),
        "smuggled": returns.smuggled(records),
        **{name: _one_of(records[column], codes) for name, (column, codes) in SINGLE_LISTS.items()},
        "citizenship": records["citizenship"].to_numpy(dtype=object),
    }
    chain = journeys.stops_between(events, "where", cases["source"], cases["exploitation"])
    cases |= dict(zip(dimensions_of("chain"), (cases["source"], *chain, cases["exploitation"]), strict=True))
    # a source that does not say where it identified people is read as having done so where they were exploited
    cases["province"] = np.where(cases["province"] == UNKNOWN, cases["exploitation"], cases["province"])
    for coarse, fine in (
        ("country", "province"),
        ("source_country", "source"),
        ("exploitation_country", "exploitation"),
    ):
        cases[coarse] = _mapped(cases[fine], lambda code: code if code == UNKNOWN else code[:2])
    cases["first_country"], cases["last_country"] = journeys.stops_between(
        events, "country", cases["source_country"], cases["exploitation_country"]
    )

    many: dict[str, tuple[np.ndarray, Sequence[np.ndarray | pd.Series]]] = {}
    for group, (column, codes) in LISTS.items():
        many[group] = _codes_of(records, column, list(codes), when_none=f"{column}_known")
        if (asked := f"{group}_asked") in BOUNDS:
            many[asked] = _codes_of(records, f"{column}_known", list(codes))
    received = recovery.services_received(services)
    many["service"] = received["case"].to_numpy(), [received["service"]]
    stops = events.loc[events["place"].notna(), ["case", "place"]].drop_duplicates()
    many["stop"] = stops["case"].to_numpy(), [stops["place"]]
    case, legs, ends = journeys.legs(events)
    many["province_leg"] = case, legs
    clipping = Clipping(reading.secret, records["case_key"].array, vocabulary.names)
    counted = {}
    for group, (case, columns) in many.items():
        numbered = {
            dimension: vocabulary.encode(dimension, values)
            for dimension, values in zip(dimensions_of(group), columns, strict=True)
        }
        kept = clipping.kept(group, case, numbered, sure=ends if group == "province_leg" else None)
        if group in CLIPPED:
            beyond = np.bincount(case[~kept], minlength=len(records))
            cases[f"{group}_beyond"] = np.minimum(beyond, MOST_BEYOND)
        if not reading.is_clipped:
            kept[:] = True
        counted[group] = case[kept], {dimension: numbers[kept] for dimension, numbers in numbered.items()}
    single = {dimension: vocabulary.encode(dimension, values) for dimension, values in cases.items()}
    return Block(len(records), single, counted)


def _mapped(values: pd.Series | np.ndarray, meaning: Callable[[Any], str]) -> np.ndarray:
    positions, unique = pd.factorize(values)
    return np.array([meaning(value) for value in unique], dtype=object)[positions]


def _read(connection: Connection, query: Select[Any]) -> pd.DataFrame:
    """Return the rows of a query: columns of text as the categories that occur, all others as whole numbers."""
    columns = list(query.selected_columns)
    # from one row of the driver to the next: rows of SQLAlchemy, and lists of rows that the garbage collector looks
    # through, each took longer than the query
    rows: Any = connection.execute(query).cursor
    cells = np.array(list(itertools.chain.from_iterable(rows)), dtype=object)
    values = dict(zip((column.name for column in columns), cells.reshape(-1, len(columns)).T, strict=True))
    return pd.DataFrame(
        {
            column.name: _categories(values[column.name])
            if isinstance(column.type, String)
            else values[column.name].astype(np.int64)
            for column in columns
        }
    )


def _categories(values: np.ndarray) -> pd.Categorical:
    codes, texts = pd.factorize(values)
    return pd.Categorical.from_codes(codes, pd.Index(texts, dtype=object))


def _services(reading: _Reading, start: int, end: int, ids: np.ndarray) -> pd.DataFrame:
    """Return the services of a block of cases; `start_date` as a day, `provider_kind` of ORGANISATION_KIND."""
    table = schema.case_service
    day = table.c.start_date.cast(String(10)).label("start_date")
    outcome = as_of.outcome(table, reading.until)
    query = select(table.c.case_id, table.c.service, as_of.where(table), day, outcome, table.c.provider_kind)
    query = query.where(as_of.happened(table, reading.until))
    services = _children(reading, query, table, start, end, ids)
    _read_days(services, "start_date")
    return services


def _read_days(rows: pd.DataFrame, *names: str) -> None:
    """Make days of text in columns of categories, each looked at once."""
    for name in names:
        days = rows[name].cat
        rows[name] = np.array([*days.categories, "NaT"], dtype="datetime64[s]")[days.codes.to_numpy()]


def _children(
    reading: _Reading, query: Select[Any], table: Table, start: int, end: int, ids: np.ndarray
) -> pd.DataFrame:
    """Rows of a child table in order, with `case` (position in `ids`): what began after the day is left out."""
    begun = or_(table.c.start_date.is_(None), table.c.start_date <= reading.until)
    within = and_(table.c.case_id >= start, table.c.case_id < end, begun)
    rows = _read(reading.connection, query.where(within).order_by(table.c.case_id, table.c.position))
    case_ids = rows["case_id"].to_numpy()
    case = np.searchsorted(ids, case_ids)
    belongs = (case < len(ids)) & (ids[np.minimum(case, max(len(ids) - 1, 0))] == case_ids) if len(ids) else case < 0
    rows["case"] = case
    return rows[belongs]


def _one_a_case(rows: pd.DataFrame, chosen: pd.Series, cases: int) -> np.ndarray:
    """The place of the first chosen row of each case, or unknown."""
    values = np.full(cases, UNKNOWN, dtype=object)
    case, where = (rows.loc[chosen, name].to_numpy()[::-1] for name in ("case", "where"))
    values[case] = where
    return values


def _codes_of(
    records: pd.DataFrame, column: str, codes: list[str], when_none: str | None = None
) -> tuple[np.ndarray, Sequence[np.ndarray | pd.Series]]:
    """One entry a code of a case; and one entry `unknown` where nothing is known of the list in column `when_none`."""
    bits = records[column].to_numpy(dtype=np.int64)
    case, code = np.nonzero((bits[:, None] >> np.arange(len(codes))) & 1)
    values = np.array(codes, dtype=object)[code]
    if when_none:
        nothing = np.nonzero(records[when_none].to_numpy(dtype=np.int64) == 0)[0]
        case = np.concatenate([case, nothing])
        values = np.concatenate([values, np.full(len(nothing), UNKNOWN, dtype=object)])
    return case, [values]


def _one_of(values: pd.Series, codes: Mapping[str, str]) -> np.ndarray:
    """The one code of each case, SEVERAL, or unknown. Who is in a finer sector is not in the one that it is part of."""
    bits, order = values.to_numpy(dtype=np.int64), list(codes)
    for finer, section in FINER_SECTORS.items():
        if finer in codes:
            bits = bits & ~(((bits >> order.index(finer)) & 1) << order.index(section))
    position = np.where(bits > 0, np.log2(np.maximum(bits, 1)).astype(np.int64) + 1, 0)
    return np.where(bits & (bits - 1) == 0, np.array([UNKNOWN, *order], dtype=object)[position], SEVERAL)
