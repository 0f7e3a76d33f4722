"""Cases and their steps, checked and ready to be stored; every importer of cases ends here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data_access.importing.kinds import StepKind

# a column named so is true where the file takes away what is known in the column of the rest of the name
CLEARED = "clear:"
SOLAR_YEARS = f"{CLEARED}solar years"  # of a case: the file has years of the Solar Hijri calendar
SAID_POSITION = "said_position"  # of a step, as the file gives it; 0 where it does not
IS_ONLY_ONE = "is_only_one"  # a case has one such step at most: a referral date of the cases sheet
STEP_TABLES: dict[StepKind, str] = {"events": "case_event", "services": "case_service", "justice": "case_justice"}


@dataclass(frozen=True)
class Places:
    """Where each case stands first: file and sheet of `sheets` (by position), and row."""

    sheets: list[tuple[str, str]]
    sheet: np.ndarray
    row: np.ndarray

    def __getitem__(self, case: int) -> tuple[str, str, int]:
        return (*self.sheets[self.sheet[case]], int(self.row[case]))


@dataclass
class CaseRows:
    """What one import holds.

    `source_keys`: the source's own key of each case, never stored. `cases`: one row for each of the first of them, with
    the columns of schema.case except id, case_key, source and import_run_id, missing where the file says nothing;
    further keys have only steps here and must be in the database already. `steps`: for "events", "services" and
    "justice", the columns of their tables with `case` (position in `source_keys`) instead of `case_id`, sorted by case
    and position. Either may have columns CLEARED + name, cases SOLAR_YEARS, and steps SAID_POSITION and IS_ONLY_ONE.
    Coded columns are categorical. `providers`: columns code, name. `places`: file, sheet and row of each key, for the
    report.
    """

    source_keys: list[str]
    cases: pd.DataFrame
    steps: dict[StepKind, pd.DataFrame] = field(default_factory=dict)
    providers: pd.DataFrame | None = None
    places: "Places | None" = None

    def keep(self, kept: np.ndarray) -> "CaseRows":
        """Return the cases at which `kept` is true, with their steps."""
        if kept.all():
            return self
        new_position = np.cumsum(kept) - 1
        steps = {}
        for name, frame in self.steps.items():
            of_kept = frame[kept[frame["case"].to_numpy()]].copy()
            of_kept["case"] = new_position[of_kept["case"].to_numpy()]
            steps[name] = of_kept
        return CaseRows(
            [key for key, is_kept in zip(self.source_keys, kept, strict=True) if is_kept],
            self.cases[kept[: len(self.cases)]].reset_index(drop=True),
            steps,
            self.providers,
            self.places and Places(self.places.sheets, self.places.sheet[kept], self.places.row[kept]),
        )


def categorical(values: Iterable[object], codes: np.ndarray) -> pd.Categorical:
    """Return a column that stores each distinct value once. Codes below zero are missing."""
    return pd.Categorical.from_codes(np.where(codes >= 0, codes, -1), categories=pd.Index(list(values), dtype=object))


def recoded(values: list[str | None], codes: np.ndarray) -> pd.Categorical:
    """Return a categorical for values that repeat or are missing among themselves."""
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    table = np.array([distinct.index(value) if value is not None else -1 for value in values] + [-1], dtype=np.int32)
    return categorical(distinct, table[np.where(codes >= 0, codes, len(values))])


def constant(value: object, length: int) -> pd.Categorical:
    """Return a column that holds one value."""
    return categorical([value], np.zeros(length, dtype=np.int8))


def number_steps(case: np.ndarray) -> np.ndarray:
    """Return 1, 2, 3 ... within each case; the rows of a case stand together."""
    if not len(case):
        return np.zeros(0, dtype=np.int16)
    begins = np.flatnonzero(np.r_[True, case[1:] != case[:-1]])
    lengths = np.diff(np.r_[begins, len(case)])
    return (np.arange(len(case)) - np.repeat(begins, lengths) + 1).astype(np.int16)


def merge_services(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put services of the same cases together, in the order of their beginning, numbered anew."""
    columns = ["case", "position", "service", "provider", "provider_kind", "country", "province", "start_date",
               "end_date", "outcome"]  # fmt: skip
    flags = [str(name) for name in dict.fromkeys(name for frame in frames for name in frame) if name not in columns]
    merged = pd.concat(
        [frame.reindex(columns=[*columns, *flags]).astype(dict.fromkeys(columns[2:], object)) for frame in frames]
    )
    merged[flags] = merged[flags].astype("boolean").fillna(False).astype(bool)
    merged = merged.sort_values(["case", "start_date"], kind="stable", na_position="last", ignore_index=True)
    merged["position"] = number_steps(merged["case"].to_numpy())
    return merged.astype(dict.fromkeys(columns[2:], "category"))
