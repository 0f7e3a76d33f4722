"""Read the reporting register: which site of which agency was to report in which month, and whether it did."""

import datetime
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, delete, select

from data_access.cases import schema
from data_access.cases.loading import append_rows, case_keys, parts
from data_access.codes import code_lists
from data_access.importing.formats.agency_names import folded, near_names_note
from data_access.importing.formats.journeys import resolve_places
from data_access.importing.formats.tables import (
    count_changes,
    decoded,
    read_table,
    refuse_repeated,
    remove_rows,
    require,
)
from data_access.importing.reading.answers import read_yes_no
from data_access.importing.reading.calendars import read_year
from data_access.importing.reading.coded_cells import read_code
from data_access.importing.reading.places import read_country
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet
from data_access.importing.reading.values import Mistake, Vocabulary
from data_access.importing.storing.prepared import Prepared
from data_access.importing.telling.problems import ProblemList
from data_access.importing.telling.progress import Progress

REQUIRED = ["agency", "site", "year", "month", "received"]
KEY = ["site", "year", "month"]
SAID = ["agency", "agency_kind", "place", "received", "provenance"]
LONGEST_KEY = 100
SITES_A_QUERY = 500


def prepare_reporting(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read a register, one row an agency's site and month. What the file calls agencies and sites is not stored, only
    keyed hashes of it as it is compared (data_access.importing.formats.agency_names). Raises FileRefused."""
    today = datetime.date.today()
    vocabularies = {
        "agency": Vocabulary(_read_key, is_free=True),
        "agency_kind": Vocabulary(read_code(code_lists.ORGANISATION_KIND)),
        "site": Vocabulary(_read_key, is_free=True),
        "country": Vocabulary(read_country),
        "province": Vocabulary(str),
        "year": Vocabulary(read_year(today)),
        "month": Vocabulary(_read_month),
        "received": Vocabulary(read_yes_no),
        "provenance": Vocabulary(read_code({"synthetic": "synthetic"})),
    }
    rows = read_table(
        sheets,
        vocabularies,
        columns={name: name for name in vocabularies},
        ignored=[],
        required=REQUIRED,
        problems=problems,
        progress=progress,
    )
    resolve_places(rows, problems)
    require(rows, [*REQUIRED, "country"], problems)
    place = np.where(rows.frame["province"] >= 0, rows.lookup("province"), rows.lookup("country"))
    seen = pd.DataFrame({name: rows.lookup(name) for name in ("agency", "agency_kind", *KEY)}).assign(place=place)
    refuse_repeated(rows, seen[["agency", *KEY]], "month", problems)
    late = (seen["year"] == today.year) & (seen["month"].fillna(0).astype(int) > today.month)
    mistake = Mistake("a report cannot be due in a month to come", "Leave out the months that have not begun.")
    rows.refuse_rows(late.to_numpy() & ~rows.bad, "month", mistake, problems)
    _refuse_contradiction(rows, seen, ["agency", "site"], "place", "province", problems)
    _refuse_contradiction(rows, seen, ["agency"], "agency_kind", "agency_kind", problems)
    with engine.connect() as connection:
        _refuse_other_countries(connection, rows, seen, problems)
    found = decoded(rows, vocabularies).assign(place=place[~rows.bad])
    is_synthetic = bool(len(found)) and set(found["provenance"]) == {"synthetic"}
    found["provenance"] = "synthetic" if is_synthetic else "confidential"
    return Prepared(
        len(rows.frame),
        len(found),
        "Reporting register",
        "synthetic" if is_synthetic else "confidential",
        "months of sites",
        lambda connection, run_id, progress: _store(connection, run_id, found),
        remove_earlier=lambda connection, run_id: {"months of sites": _remove_agencies(connection, run_id, found)},
        note=near_names_note(set(found["agency"])),
    )


def _refuse_contradiction(
    rows: RowSet, seen: pd.DataFrame, of: list[str], said: str, column: str, problems: ProblemList
) -> None:
    """Note the rows that say something else about a site or an agency than an earlier row of it."""
    first = seen[said].groupby([seen[name] for name in of], sort=False).transform("first")
    other = (seen[said].notna() & first.notna() & (seen[said] != first)).to_numpy()
    what = "site" if "site" in of else "agency"
    mistake = Mistake(f"another row of the same {what} says something else here", "Say the same in each row.")
    rows.refuse_rows(other & ~rows.bad, column, mistake, problems)


def _refuse_other_countries(connection: Connection, rows: RowSet, seen: pd.DataFrame, problems: ProblemList) -> None:
    """Note the rows of a site that is registered in another country: it is another agency of the same name."""
    named = seen[["agency", "site", "place"]].dropna()
    sites = _hashed(connection, "site", named["agency"] + "\n" + named["site"])
    table = schema.reporting
    there = {
        row.site: row.place[:2]
        for part in parts(sorted(set(sites)))
        for row in connection.execute(select(table.c.site, table.c.place).where(table.c.site.in_(part)).distinct())
    }
    other = sites.map(there).notna() & (sites.map(there) != named["place"].str[:2])
    wrong = np.zeros(len(seen), dtype=bool)
    wrong[named.index[other]] = True
    mistake = Mistake(
        "a site of this agency and key is registered in another country, and its months would be lost",
        "Write a key of the agency that no other country uses, such as POLICE-PK. If the site was registered in the "
        "wrong country, take that import back first (python -m data_access undo NUMBER).",
    )
    rows.refuse_rows(wrong & ~rows.bad, "site", mistake, problems)


def _read_key(text: str) -> str:
    key = folded(text)
    if len(key) > LONGEST_KEY:
        raise Mistake(f"expected at most {LONGEST_KEY} characters", "Shorten your key.")
    if not key:
        raise Mistake("expected letters or digits", "Write your key.")
    return key


def _read_month(text: str) -> int:
    if not re.fullmatch(r"(0?[1-9]|1[0-2])(\.0)?", text):
        raise Mistake("expected a month as its number, 1 to 12", "Correct the month.")
    return int(float(text))


def _store(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, int]:
    """Put what the file says of a site's month in the place of what was said before; other months stay."""
    new = found[["year", "month", "received", "place", "agency_kind", "provenance"]].assign(
        agency=_hashed(connection, "agency", found["agency"]),
        # two agencies may use the same name for a site
        site=_hashed(connection, "site", found["agency"] + "\n" + found["site"]),
        import_run_id=run_id,
    )
    table = schema.reporting
    sites = sorted(set(new["site"]))
    parts = [sites[start : start + SITES_A_QUERY] for start in range(0, len(sites), SITES_A_QUERY)]
    there = [row for part in parts for row in connection.execute(select(table).where(table.c.site.in_(part)))]
    old = pd.DataFrame(there, columns=[column.name for column in table.c], dtype=object)
    counts = count_changes(_by_key(old), _by_key(new))
    for part in parts:
        connection.execute(delete(table).where(table.c.site.in_(part)))
    rows = pd.concat([old, new]) if len(old) else new
    append_rows(connection, table, rows.drop_duplicates(KEY, keep="last"))
    return counts


def _remove_agencies(connection: Connection, run_id: int, found: pd.DataFrame) -> int:
    """Delete what is registered of the agencies that a file names, in the countries that it names for them; other
    agencies stay, and others of the same name elsewhere."""
    agencies = _hashed(connection, "agency", found["agency"])
    table, removed = schema.reporting, 0
    for country, of_country in agencies.groupby(found["place"].str[:2]):
        is_there = table.c.place.startswith(str(country), autoescape=True)
        for part in parts(sorted(set(of_country))):
            removed += remove_rows(connection, {"reporting"}, run_id, table, table.c.agency.in_(part) & is_there)
    return removed


def _hashed(connection: Connection, kind: str, keys: pd.Series) -> pd.Series:
    """The keyed hash of each key, with what it is a key of: a case, an agency and a site never share one."""
    distinct = list(dict.fromkeys(keys))
    hashes = case_keys(connection, [f"{kind}\n{key}" for key in distinct])
    return keys.map(dict(zip(distinct, hashes, strict=True)))


def _by_key(rows: pd.DataFrame) -> dict[object, object]:
    values = [rows[name].astype(object).where(rows[name].notna(), None) for name in [*KEY, *SAID]]
    return {row[: len(KEY)]: row[len(KEY) :] for row in zip(*values, strict=True)}
