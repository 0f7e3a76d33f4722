"""Read HTCDS files: cases, historic trafficking events, services and steps of justice, as CSV files or one workbook."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_access.cases.spellings import texts_alike
from data_access.importing.formats import journeys, noes
from data_access.importing.formats.case_sheets import by_kind
from data_access.importing.formats.htcds_columns import CODE_SETS, COLUMNS, NOT_STORED, PLAIN_FIELDS, vocabularies
from data_access.importing.formats.providers import provider_codes, warn_of_missing_kinds
from data_access.importing.guard.keys_in_text import refuse_keys
from data_access.importing.guard.keys_that_are_days import refuse_days
from data_access.importing.guard.unclear_rows import refuse_clearing, refuse_rows_without_source
from data_access.importing.kinds import CaseKind, StepKind
from data_access.importing.reading.columns import match_columns
from data_access.importing.reading.rows import CaseKeys, RowSet
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.reading.values import MISSING, Mistake
from data_access.importing.storing.case_rows import (
    CLEARED,
    IS_ONLY_ONE,
    SAID_POSITION,
    SOLAR_YEARS,
    STEP_TABLES,
    CaseRows,
    Places,
    categorical,
    constant,
    merge_services,
    number_steps,
    recoded,
)
from data_access.importing.telling.problems import FileRefused, ProblemList
from data_access.importing.telling.progress import Progress

# the fields that a row cannot do without
REQUIRED: dict[CaseKind, list[str]] = {
    "cases": ["key"],
    "events": ["key", "kind"],
    "services": ["key", "service"],
    "justice": ["key", "step"],
}


@dataclass(frozen=True)
class ReadCases:
    """Cases read from files; `bad` says which of them (by position) have a mistake in any of their rows. `source`: the
    code of the source that the files name, None if they name none. `refusing`: the keys of all rows that say no to
    sharing, also of those that have a mistake."""

    rows: CaseRows
    bad: np.ndarray
    rows_read: int
    rows_accepted: int
    source: str | None
    refusing: list[str]


def read_cases(
    sheets: Sequence[Sheet],
    problems: ProblemList,
    progress: Progress,
    are_known: Callable[[list[str], str | None], np.ndarray],
    keys_among: Callable[[list[str]], set[str]] = lambda words: set(),
) -> ReadCases:
    """Read HTCDS sheets into cases. `are_known` says which keys of the source that they name the database holds,
    `keys_among` which of some words are keys of any case there. Raises FileRefused for personal data, unknown columns,
    or sheets that cannot be told apart.
    """
    keys = CaseKeys()
    row_sets: dict[CaseKind, RowSet] = {}
    today = datetime.date.today()
    # cases first: their order is the order of everything
    for kind, sheet in by_kind(sheets, problems):
        if kind not in row_sets:
            row_sets[kind] = RowSet(kind, vocabularies(kind, today), keys, REQUIRED[kind])
        known = {column_key(name): field for name, field in COLUMNS[kind].items()}
        try:
            fields = match_columns(sheet, known, NOT_STORED, problems=problems, required=REQUIRED[kind])
            row_sets[kind].read(sheet, fields, progress)
        except FileRefused as refusal:
            problems.refuse(refusal)
    for rows in row_sets.values():
        rows.finish(problems)
        refuse_clearing(rows, problems)
    if "cases" in row_sets:
        noes.follow_agreements(row_sets["cases"], problems)
        noes.refuse_lost_noes(row_sets["cases"], problems)
    rows_read = sum(len(rows.frame) for rows in row_sets.values())
    if not rows_read and problems.count:
        raise FileRefused([])
    if not rows_read:
        sheets[0].source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    if "services" in row_sets:
        of_files = keys.texts()
        refuse_keys(row_sets["services"], lambda words: texts_alike(words, of_files) | keys_among(words), problems)
    named = _source(row_sets)
    if not named and any((rows.frame["source"] < MISSING).any() for rows in row_sets.values()):
        raise FileRefused([])  # whose cases they are is written there, and cannot be read
    if named:
        refuse_rows_without_source(row_sets.values(), problems)

    def are_there(texts: list[str]) -> np.ndarray:
        return are_known(texts, named)

    refuse_days(row_sets.values(), keys, are_there, problems)
    if not problems.is_incomplete:
        _check_cases_are_known(row_sets, keys, are_there, problems)
    cases = _check(row_sets, keys, problems)
    bad = _bad_cases(row_sets, len(keys))
    accepted = 0
    for rows in row_sets.values():
        key = rows.frame["key"].to_numpy()
        accepted += int((~bad[key[key >= 0]]).sum())
    refusing = noes.keys_refusing(row_sets["cases"], keys) if "cases" in row_sets else []
    return ReadCases(cases, bad, rows_read, accepted, named, refusing)


def _source(row_sets: dict[CaseKind, RowSet]) -> str | None:
    """The source that the files name. Raises FileRefused when they name several."""
    named = [(str(code), rows) for rows in row_sets.values() for code in rows.vocabularies["source"].values]
    if len({code for code, _ in named}) > 1:
        sheet = named[-1][1].sheets[-1]
        sheet.source.refuse(
            "the files hold cases of several sources",
            "Give the cases of each source in files and a command of their own.",
            sheet=sheet.name,
            column="source",
        )
    return named[0][0] if named else None


def _check_cases_are_known(
    row_sets: dict[CaseKind, RowSet],
    keys: CaseKeys,
    are_known: Callable[[list[str]], np.ndarray],
    problems: ProblemList,
) -> None:
    """Note every step whose case is neither in these files nor in the database."""
    in_files = max(0, row_sets["cases"].frame["key"].to_numpy().max(initial=MISSING) + 1) if "cases" in row_sets else 0
    if in_files >= len(keys):
        return
    known = np.r_[np.ones(in_files, dtype=bool), are_known(keys.texts()[in_files:])]
    mistake = Mistake("there is no case with this key", "Add the case, or correct the key.", "an unknown case key")
    for kind in STEP_TABLES:
        if kind in row_sets:
            key = row_sets[kind].frame["key"].to_numpy()
            row_sets[kind].refuse_rows((key >= 0) & ~known[np.maximum(key, 0)], "key", mistake, problems)


def _check(row_sets: dict[CaseKind, RowSet], keys: CaseKeys, problems: ProblemList) -> CaseRows:
    steps: dict[StepKind, pd.DataFrame] = {}
    providers = None
    if "events" in row_sets:
        events = row_sets["events"]
        journeys.check_required(events, "kind", problems)
        journeys.resolve_places(events, problems)
        journeys.check_dates_in_order(events, problems)
        order = journeys.order_events(events, problems)
        fields = ["kind", "country", "province", "place", "start_date", "end_date"]
        frame = _steps(events, order, fields)
        steps["events"] = frame.assign(basis=constant("stated", len(frame)))
        if (events.frame["position"] >= 0).any():
            kept = order[events.frame["key"].to_numpy()[order] >= 0]
            steps["events"][SAID_POSITION] = events.vocabularies["position"].lookup(
                events.frame["position"].to_numpy()[kept], missing=0
            )
    if "services" in row_sets:
        services = row_sets["services"]
        journeys.check_required(services, "service", problems)
        journeys.resolve_places(services, problems)
        journeys.check_dates_in_order(services, problems)
        providers = provider_codes(services)
        warn_of_missing_kinds(services, problems)
        fields = ["service", "provider", "provider_kind", "country", "province", "start_date", "end_date", "outcome"]
        steps["services"] = _steps(services, _by_start(services), fields)
    if "justice" in row_sets:
        justice = row_sets["justice"]
        journeys.check_required(justice, "step", problems)
        journeys.resolve_places(justice, problems)
        journeys.check_dates_in_order(justice, problems)
        fields = ["step", "country", "province", "start_date", "end_date", "outcome"]
        steps["justice"] = _steps(justice, _by_start(justice), fields)
    cases = pd.DataFrame()
    if "cases" in row_sets:
        journeys.check_repeated_keys(row_sets["cases"], problems)
        journeys.compare_years(row_sets["cases"], problems)
        journeys.check_returns(row_sets["cases"], problems)
        cases = _cases(row_sets["cases"])
        referrals = _referrals(row_sets["cases"])
        if len(referrals):
            referrals[IS_ONLY_ONE] = True
            steps["services"] = merge_services([*([steps["services"]] if "services" in steps else []), referrals])
    return CaseRows(keys.texts(), cases, steps, providers, _places(row_sets, len(keys)))


def _places(row_sets: dict[CaseKind, RowSet], cases: int) -> Places:
    """Where each case stands first, in the cases sheet if it is there."""
    sheets: list[tuple[str, str]] = []
    sheet, row = np.zeros(cases, np.int32), np.zeros(cases, np.int32)
    for kind in reversed([kind for kind in COLUMNS if kind in row_sets]):
        frame = row_sets[kind].frame[row_sets[kind].frame["key"] >= 0].iloc[::-1]
        sheet[frame["key"]] = frame["sheet"] + len(sheets)
        row[frame["key"]] = frame["row"]
        sheets += [(one.source.name, one.name) for one in row_sets[kind].sheets]
    return Places(sheets, sheet, row)


def _steps(rows: RowSet, order: np.ndarray, fields: list[str]) -> pd.DataFrame:
    """Return the rows in order; a row without a usable case key is left out (its case is refused or has no name)."""
    order = order[rows.frame["key"].to_numpy()[order] >= 0]
    case = rows.frame["key"].to_numpy()[order]
    columns: dict[str, object] = {"case": case, "position": number_steps(case)}
    for field in fields:
        columns[field] = categorical(rows.vocabularies[field].values, rows.frame[field].to_numpy()[order])
        if field in rows.cleared:
            columns[CLEARED + field] = rows.cleared[field][order]
    return pd.DataFrame(columns, copy=False)


def _by_start(rows: RowSet) -> np.ndarray:
    start = journeys.days(rows, "start_date")
    # a step without a date comes after those that have one
    number = np.where(np.isnat(start), np.iinfo(np.int32).max, start.astype(np.int64))
    return np.lexsort((np.arange(len(start)), number, rows.frame["key"].to_numpy()))


def _cases(rows: RowSet) -> pd.DataFrame:
    frame = (
        rows.frame.sort_values("key", kind="stable") if not rows.frame["key"].is_monotonic_increasing else rows.frame
    )
    frame = frame[(frame["key"] >= 0) & ~frame["key"].duplicated()]
    length = len(frame)

    def column(field: str) -> pd.Categorical:
        return categorical(rows.vocabularies[field].values, frame[field].to_numpy())

    provenances = set(rows.lookup("provenance"))
    provenance = "synthetic" if provenances == {"synthetic"} else "confidential" if provenances - {None} else None
    citizenships = [*rows.vocabularies["citizenship"].values]
    columns: dict[str, object] = {
        # one row that is not synthetic makes the whole file confidential
        "provenance": constant(provenance, length) if provenance else categorical([], np.full(length, -1)),
        "data_source": column("data_source"),
        "registration_date": column("registration_date"),
        "registration_year": _years(rows, frame),
        "gender": column("gender"),
        "age_band": column("age_band"),
    }
    for place, name in enumerate(("citizenship", "second_citizenship")):
        columns[name] = recoded([pair[place] for pair in citizenships], frame["citizenship"].to_numpy())  # type: ignore[index]
    for name in PLAIN_FIELDS:
        columns[name] = column(name)
    for name, codes in CODE_SETS.items():
        bits = np.array([*rows.vocabularies[name].values, 0], dtype=np.int64)
        at = frame[name].to_numpy()
        columns[name] = bits[np.where(at >= 0, at, len(bits) - 1)]
        columns[f"{name}_known"] = np.where(at >= 0, (1 << len(codes)) - 1, 0)
    if journeys.has_solar_years(rows):
        columns[SOLAR_YEARS] = np.ones(length, dtype=bool)
    for field, is_cleared in rows.cleared.items():
        # whether a list of codes is known stands in a column of its own
        columns[f"{CLEARED}{field}{'_known' if field in CODE_SETS else ''}"] = is_cleared[frame.index]
    return pd.DataFrame(columns, copy=False)


def _years(rows: RowSet, frame: pd.DataFrame) -> pd.Categorical:
    """The year of the registration date, or else the year that the file states."""
    dates = [int(str(day)[:4]) for day in rows.vocabularies["registration_date"].values]
    stated = [int(str(year)) for year in rows.vocabularies["registration_year"].values]
    date_codes, year_codes = frame["registration_date"].to_numpy(), frame["registration_year"].to_numpy()
    year = np.where(
        date_codes >= 0,
        np.array([*dates, 0])[np.maximum(date_codes, -1)],
        np.where(year_codes >= 0, np.array([*stated, 0])[np.maximum(year_codes, -1)], 0),
    )
    distinct, codes = np.unique(year, return_inverse=True)
    return recoded([int(value) if value else None for value in distinct], codes)  # type: ignore[misc]


def _referrals(rows: RowSet) -> pd.DataFrame:
    """The two referral dates of HTCDS's case record, as services."""
    parts = []
    for field, service in (("referral_in", "ReferralIn"), ("referral_out", "ReferralOut")):
        codes, case = rows.frame[field].to_numpy(), rows.frame["key"].to_numpy()
        found = (codes >= 0) & (case >= 0)
        part = pd.DataFrame({"case": case[found]})
        part["service"] = constant(service, len(part))
        part["start_date"] = categorical(rows.vocabularies[field].values, codes[found])
        parts.append(part)
    return pd.concat(parts, ignore_index=True).assign(position=0)


def _bad_cases(row_sets: dict[CaseKind, RowSet], cases: int) -> np.ndarray:
    """Which cases have a mistake in any of their rows: a case is loaded whole or not at all."""
    bad = np.zeros(cases, dtype=bool)
    for rows in row_sets.values():
        key = rows.frame["key"].to_numpy()
        bad[key[rows.bad & (key >= 0)]] = True
    return bad
