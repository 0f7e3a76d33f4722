"""Turn blocks of case records into the codes that publication counts."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, and_, func, or_, select

from data_access import schema
from data_access.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL, METHOD_OF_RECRUITMENT, RELATION_TO_TRAFFICKER
from data_access.workload import MANY_VALUED

UNKNOWN = "unknown"
CASES_A_BLOCK = 50_000
LISTS = {
    "form": ("form_of_exploitation", FORM_OF_EXPLOITATION),
    "means": ("means_of_control", MEANS_OF_CONTROL),
    "recruitment": ("method_of_recruitment", METHOD_OF_RECRUITMENT),
    "relation": ("relation_to_trafficker", RELATION_TO_TRAFFICKER),
}
SEX = {"Feminine": "female", "Masculine": "male", "NonSpecifiedUnknown": UNKNOWN}  # all others: "other"
AGE = {"0-8": "child", "9-17": "child", "child": "child", UNKNOWN: UNKNOWN}  # all others: "adult"

# who may be counted in a release: people who did not refuse, and were not found not to be victims
PUBLISHABLE = and_(
    or_(schema.case.c.consent_to_share.is_(None), schema.case.c.consent_to_share.is_(True)),
    or_(
        schema.case.c.trafficking_status.is_(None), schema.case.c.trafficking_status != "NotAVictimOfTrafficking"
    ),
)

Block = dict[str, pd.DataFrame]


def coded_blocks(connection: Connection) -> Iterator[Block]:
    """Yield blocks of publishable cases.

    Each block holds the frame "case" (one row a case; columns year, sex, age_band, age, province, country, source,
    source_country, exploitation, exploitation_country, data_source) and, for each many-valued group of the workload,
    a frame with `case` (row number in the block) and the group's dimensions (one row a code of a case, clipped to the
    bound of the group).
    """
    last = connection.scalar(select(func.max(schema.case.c.id))) or 0
    first = connection.scalar(select(func.min(schema.case.c.id))) or 0
    for start in range(first, last + 1, CASES_A_BLOCK):
        block = _coded(connection, start, start + CASES_A_BLOCK)
        if len(block["case"]):
            yield block


def _coded(connection: Connection, start: int, end: int) -> Block:
    table = schema.case
    within = and_(table.c.id >= start, table.c.id < end, PUBLISHABLE)
    code_set_columns = [
        table.c[name + known].label(name + known) for name, _ in LISTS.values() for known in ("", "_known")
    ]
    plain = ("id", "registration_year", "gender", "age_band", "data_source")
    records = _read(connection, select(*(table.c[name] for name in plain), *(_bits(c) for c in code_set_columns)).where(within))
    position = pd.Series(np.arange(len(records)), index=records["id"])
    events = _children(connection, schema.case_event, ("kind", "country", "province"), start, end, position)
    services = _children(connection, schema.case_service, ("service", "country", "province"), start, end, position)

    cases = pd.DataFrame(
        {
            "year": records["registration_year"].map(lambda year: UNKNOWN if pd.isna(year) else str(int(year))),
            "sex": records["gender"].map(SEX).fillna("other"),
            "age_band": records["age_band"],
            "age": records["age_band"].map(AGE).fillna("adult"),
            "data_source": records["data_source"],
        }
    )
    identification = services[services["service"] == "Identification"]
    for name, rows in (
        ("province", identification),
        ("source", events[events["kind"] == "Recruitment"]),
        ("exploitation", events[events["kind"] == "Exploitation"]),
    ):
        first_rows = rows.drop_duplicates("case")
        cases[name] = _one_a_case(first_rows, "where", len(records))
    # a source that does not say where it identified people is read as having done so where they were exploited
    cases["province"] = cases["province"].where(cases["province"] != UNKNOWN, cases["exploitation"])
    for coarse, fine in (("country", "province"), ("source_country", "source"), ("exploitation_country", "exploitation")):
        cases[coarse] = _country(cases[fine])

    block: Block = {"case": cases}
    for group, (column, codes) in LISTS.items():
        block[group] = _codes_of(records, group, column, list(codes), when_none=f"{column}_known")
        block[f"{group}_asked"] = _codes_of(records, f"{group}_asked", f"{column}_known", list(codes))
    block["country_leg"] = _legs(events, "country", ("from_country", "to_country", "leg"), MANY_VALUED["country_leg"][1])
    block["province_leg"] = _legs(
        events, "where", ("from_province", "to_province", "province_leg"), MANY_VALUED["province_leg"][1]
    )
    return block


def _bits(column: Any) -> Any:
    """Read a code set as its integer: a million frozensets would cost more than the count itself."""
    return func.coalesce(column, 0, type_=schema.Integer()).label(column.name)


def _read(connection: Connection, query: Any) -> pd.DataFrame:
    result = connection.execute(query)
    return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def _children(
    connection: Connection, table: Table, columns: tuple[str, ...], start: int, end: int, position: pd.Series
) -> pd.DataFrame:
    query = (
        select(table.c.case_id, *(table.c[name] for name in columns))
        .where(table.c.case_id >= start, table.c.case_id < end)
        .order_by(table.c.case_id, table.c.position)
    )
    rows = _read(connection, query)
    rows["case"] = rows["case_id"].map(position)
    rows = rows[rows["case"].notna()].copy()
    rows["case"] = rows["case"].astype(np.int64)
    rows["country"] = rows["country"].fillna(UNKNOWN).astype(object)
    # a province code says its country too; where only the country is known, its code stands in the same column
    rows["where"] = rows["province"].fillna(rows["country"]).astype(object)
    return rows


def _one_a_case(rows: pd.DataFrame, column: str, cases: int) -> np.ndarray:
    values = np.full(cases, UNKNOWN, dtype=object)
    values[rows["case"].to_numpy()] = rows[column].to_numpy()
    return values


def _country(codes: pd.Series) -> pd.Series:
    categories = codes.astype("category")
    return categories.map({code: code if code == UNKNOWN else code[:2] for code in categories.cat.categories}).astype(object)


def _codes_of(
    records: pd.DataFrame, group: str, column: str, codes: list[str], when_none: str | None = None
) -> pd.DataFrame:
    """One row a code of a case; and one row `unknown` where nothing is known of the list in column `when_none`."""
    bits = records[column].to_numpy(dtype=np.int64)
    flags = (bits[:, None] >> np.arange(len(codes))) & 1
    flags &= np.cumsum(flags, axis=1) <= MANY_VALUED[group][1]
    case, code = np.nonzero(flags)
    values = np.array(codes, dtype=object)[code]
    if when_none:
        nothing = np.nonzero(records[when_none].to_numpy(dtype=np.int64) == 0)[0]
        case = np.concatenate([case, nothing])
        values = np.concatenate([values, np.full(len(nothing), UNKNOWN, dtype=object)])
    return pd.DataFrame({"case": case, group: values})


def _legs(events: pd.DataFrame, place: str, names: tuple[str, str, str], bound: int) -> pd.DataFrame:
    """One row a leg of a case's journey between two different known places, or within one for an internal journey.

    Steps in the same place follow each other without a leg. A journey whose steps are all in one country is
    `internal`; otherwise a leg is named by the roles of its two ends.
    """
    known = events[events[place] != UNKNOWN]
    case = known["case"].to_numpy()
    where = known[place].to_numpy()
    kind = known["kind"].to_numpy()
    follows = np.zeros(len(known), dtype=bool)
    follows[1:] = case[1:] == case[:-1]
    previous = np.roll(where, 1)
    previous_kind = np.roll(kind, 1)

    countries = known.groupby("case")["country"].nunique()
    abroad = set(countries.index[countries > 1])
    internal = ~np.isin(case, np.fromiter(abroad, dtype=np.int64, count=len(abroad)))

    moved = follows & (where != previous)
    # a journey within one place has no moving leg; it is kept as one loop, at its destination
    loop = follows & internal & (kind == "Exploitation") & ~_any_of_case(case, moved)
    chosen = moved | loop
    role = np.select(
        [
            internal,
            (previous_kind == "Recruitment") & (kind == "Exploitation"),
            (previous_kind == "Recruitment"),
            (kind == "Exploitation"),
        ],
        ["internal", "source_destination", "source_transit", "transit_destination"],
        default="transit_transit",
    )
    legs = pd.DataFrame(
        {
            "case": case[chosen],
            names[0]: previous[chosen],
            names[1]: where[chosen],
            names[2]: role[chosen].astype(object),
        }
    ).drop_duplicates()
    return legs[legs.groupby("case").cumcount() < bound]


def _any_of_case(case: np.ndarray, flags: np.ndarray) -> np.ndarray:
    hits = np.unique(case[flags])
    return np.isin(case, hits)
