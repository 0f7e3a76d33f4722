"""The steps of cases that the database holds: which of them a file changes, and what they become."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data_access.cases import schema
from data_access.cases.loading import read_rows
from data_access.errors import BadInput, number_of
from data_access.importing.kinds import StepKind
from data_access.importing.storing.case_rows import CLEARED, IS_ONLY_ONE, SAID_POSITION, STEP_TABLES, CaseRows
from data_access.importing.storing.case_steps import (
    COLUMNS,
    NOT_IN_ORDER,
    SEVERAL,
    SEVERAL_THAT_DAY,
    MergedSteps,
    Problem,
    Step,
    merge_steps,
    replace_steps,
)


@dataclass
class KnownSteps:
    """`changed`: positions (in the source keys) of the cases whose steps change. `steps`: all steps that these then
    have, as rows of the table. `rewritten`: the ids of these cases. `lost`, `removed`, `corrected`, `assumed`: as in
    Stored."""

    changed: np.ndarray
    steps: pd.DataFrame
    rewritten: list[int]
    lost: Counter[str] = field(default_factory=Counter)
    removed: int = 0
    corrected: int = 0
    assumed: int = 0


def merge_known_steps(
    connection: Connection, name: StepKind, rows: CaseRows, ids: np.ndarray, *, whole: bool
) -> KnownSteps:
    """Put the steps of a file beside those that the database holds, for the cases with an id above 0.

    whole: the file has all steps of the cases that it names; what it does not have is removed. Raises BadInput when
    steps would contradict each other.
    """
    columns = list(COLUMNS[name])
    frame = rows.steps[name]
    frame = frame[ids[frame["case"].to_numpy()] > 0]
    frame = frame.assign(**{column: None for column in columns if column not in frame})
    named = np.unique(frame["case"].to_numpy())
    position_of = {int(ids[position]): number for number, position in enumerate(named)}
    stored = read_rows(connection, schema.metadata.tables[STEP_TABLES[name]], ["position", *columns], list(position_of))
    stored = stored.sort_values(["owner", "position"], kind="stable")
    owners = np.fromiter((position_of[owner] for owner in stored["owner"]), np.int64, len(stored))
    of_file = np.searchsorted(named, frame["case"].to_numpy())
    ours = _fingerprints(frame[["position", *columns]], of_file, len(named))
    theirs = _fingerprints(stored[["position", *columns]], owners, len(named))
    differs = ours != theirs
    said = steps_by_case(frame[differs[of_file]], of_file[differs[of_file]], columns)
    there = steps_by_case(stored[differs[owners]], owners[differs[owners]], columns)
    found = KnownSteps(np.zeros(0, np.int64), pd.DataFrame(), [])
    if not whole:
        # where the file says what is there throughout, nothing is compared
        found.assumed += int(frame["start_date"].isna().to_numpy()[~differs[of_file]].sum())
    changed: list[int] = []
    written: list[dict[str, Any]] = []
    problems: dict[int, Problem] = {}
    for number in np.flatnonzero(differs).tolist():
        before = [step.values for step in there.get(number, [])]
        merged = settle(name, said[number], before, whole=whole)
        found.removed += merged.removed
        found.corrected += merged.corrected
        found.assumed += merged.assumed
        found.lost.update({f"{name}.{column}": count for column, count in merged.lost.items()})
        if merged.problem:
            problems[int(named[number])] = merged.problem
        if merged.steps != before:
            changed.append(int(named[number]))
            case_id = int(ids[named[number]])
            found.rewritten.append(case_id)
            written += [{"case_id": case_id, "position": place, **step} for place, step in enumerate(merged.steps, 1)]
    if problems:
        refuse_steps(name, rows, problems)
    found.changed = np.array(changed, dtype=np.int64)
    found.steps = pd.DataFrame(written, columns=["case_id", "position", *columns], dtype=object)
    return found


def settle(name: StepKind, said: list[Step], there: list[dict[str, Any]], *, whole: bool) -> MergedSteps:
    """Return what the steps of one case become. whole: as in merge_known_steps."""
    if not whole or all(step.is_only_one for step in said):
        return merge_steps(name, said, there, fills_gaps=False)
    return replace_steps(name, said, there)


def refuse_steps(name: StepKind, rows: CaseRows, problems: dict[int, Problem]) -> NoReturn:
    """Raise BadInput about cases (by position) whose steps cannot be put beside those that are there."""
    first = min(problems)
    file, sheet, row = rows.places[first] if rows.places else ("", "", 0)
    where = ", ".join(part for part in (file, f"sheet {sheet}" if sheet else "", f"row {row}" if row else "") if part)
    what, mend = {
        NOT_IN_ORDER: (
            f"together with the {name} of this case that are there already, these would not be in order: one ends "
            "before it begins, or comes before an earlier step",
            "Correct the dates",
        ),
        SEVERAL: (
            f"the case has several {name} of this kind, and without start_date nobody can say which of them is meant",
            "Write its start_date",
        ),
        SEVERAL_THAT_DAY: (
            f"the case has several {name} of this kind that began on that day, and the row does not say which is meant",
            "Write its position" if name == "events" else "Write its provider" if name == "services" else "Correct it",
        ),
    }[problems[first]]
    further = number_of(len(problems) - 1, "further case", "further cases")
    more = f" Something like it holds for {further}." if len(problems) > 1 else ""
    raise BadInput(
        f"{where}: {what}.{more} Nothing was loaded. {mend}, or give all {name} of the case and add --replace-{name}."
    )


def steps_by_case(frame: pd.DataFrame, numbers: np.ndarray, columns: list[str]) -> dict[int, list[Step]]:
    """Return the steps of each case, in the order of the rows."""
    values = [_plain(frame[name]) for name in columns]
    length = len(frame)
    positions = frame[SAID_POSITION].to_numpy() if SAID_POSITION in frame else np.zeros(length, int)
    only = frame[IS_ONLY_ONE].to_numpy() if IS_ONLY_ONE in frame else np.zeros(length, bool)
    cleared = [(name, frame[CLEARED + name].to_numpy(dtype=bool)) for name in columns if CLEARED + name in frame]
    steps: dict[int, list[Step]] = {}
    for row, (number, cells) in enumerate(zip(numbers.tolist(), zip(*values, strict=True), strict=True)):
        taken = frozenset(name for name, is_cleared in cleared if is_cleared[row])
        step = Step(dict(zip(columns, cells, strict=True)), taken, int(positions[row]), bool(only[row]))
        steps.setdefault(number, []).append(step)
    return steps


def _plain(column: pd.Series) -> list[object]:
    values = column.astype(object).to_numpy(copy=True)
    values[column.isna().to_numpy()] = None
    return list(values)


def _fingerprints(frame: pd.DataFrame, owners: np.ndarray, length: int) -> np.ndarray:
    """Return one number a case: the sum of the hashes of its rows."""
    total = np.zeros(length, dtype=np.uint64)
    if len(frame):
        hashes = np.zeros(len(frame), dtype=np.uint64)
        for name in frame.columns:
            hashes = hashes * np.uint64(1_099_511_628_211) + _hashes(frame[name])
        np.add.at(total, owners, hashes)
    return total


def _hashes(column: pd.Series) -> np.ndarray:
    """Return the hash of each value as text; each distinct value is turned into text once."""
    codes, values = pd.factorize(column.astype(object))
    texts = np.array([str(value) for value in values] + [""], dtype=object)
    return pd.util.hash_array(texts)[codes]
