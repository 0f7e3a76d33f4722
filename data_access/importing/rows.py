"""Read sheets of one kind into integers, and note every mistake with its place."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from data_access.importing.personal_data import personal_column, personal_content
from data_access.importing.problems import FileRefused, Problem, ProblemList
from data_access.importing.progress import Progress
from data_access.importing.tabular import Chunk, Sheet, column_key
from data_access.importing.values import (
    MISSING,
    Mistake,
    Vocabulary,
    is_formula,
    read_ignored,
    text_class,
)

CLEAR = "CLEAR"  # what a cell holds that takes away what is known
EXAMPLE = "EXAMPLE"  # what the first cell of the template's example row begins with
LONGEST_KEY = 64
# letters, a year, a sequence: keys of this shape cannot look like personal data and are not examined one by one
_PLAIN_KEY = r"^[A-DF-Za-df-z][A-Za-z]*([-_/.][A-Za-z]+)*[-_/.]((19|20)[0-9]{2}[-_/.])?[0-9]{1,6}$"
_KEY = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/:#-]*")


class CaseKeys:
    """The case keys of all files of one import, each with its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._refused: dict[str, int] = {}
        self.mistakes: list[Mistake] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def texts(self) -> list[str]:
        """Return the keys in the order of their numbers."""
        return list(self._numbers)

    def encode(self, texts: pa.Array) -> np.ndarray:
        """Return the number of each key; MISSING or below for one that cannot be used."""
        numbers = self._numbers
        plain = pc.match_substring_regex(texts, _PLAIN_KEY)
        keys = texts.to_pylist()
        if pc.all(plain).as_py():
            return np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int32, len(keys))
        return np.fromiter(
            (
                numbers.setdefault(key, len(numbers)) if is_plain else self._number(key)
                for key, is_plain in zip(keys, plain.to_pylist(), strict=True)
            ),
            np.int32,
            len(keys),
        )

    def mistake(self, code: int) -> Mistake:
        """Return what is wrong with a key whose number is below zero."""
        return NO_KEY if code == MISSING else self.mistakes[MISSING - 1 - code]

    def _number(self, text: str) -> int:
        key = text.strip()
        if not key:
            return MISSING
        if key in self._numbers:
            return self._numbers[key]
        if key not in self._refused:
            mistake = _key_mistake(key)
            if mistake is None:
                return self._numbers.setdefault(key, len(self._numbers))
            self.mistakes.append(mistake)
            self._refused[key] = MISSING - len(self.mistakes)
        return self._refused[key]


NO_KEY = Mistake("every row needs a case key", "Fill in case_key.", "an empty cell")


def _key_mistake(key: str) -> Mistake | None:
    kind = personal_content(key, is_key=True)
    if kind:
        return Mistake(f"the case key looks like {kind}", USE_OWN_KEY, "personal data", kind)
    if is_formula(key) or len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        return Mistake(
            f"expected a case key of Latin letters, digits and - _ . / : #, with a digit, {LONGEST_KEY} signs at most",
            USE_OWN_KEY,
            text_class(key),
        )
    return None


USE_OWN_KEY = "Give each case a key of your own, such as HERAT-2024-0001, that means nothing to others."


class RowSet:
    """The rows of one kind (cases, events ...) from any number of sheets, as integers.

    `frame` has int32 columns: `key` (number of the case), `sheet` (position in `sheets`), `row`, and one a field with
    the codes of its vocabulary. `bad` says which rows have a mistake. `cleared`: for a field of which some cell holds
    CLEAR, in which rows; such a cell counts as empty.
    """

    def __init__(self, kind: str, vocabularies: Mapping[str, Vocabulary], keys: CaseKeys | None) -> None:
        self.kind, self.vocabularies, self._keys = kind, dict(vocabularies), keys
        self.sheets: list[Sheet] = []
        self.titles: dict[tuple[int, str], str] = {}
        self._parts: list[dict[str, np.ndarray]] = []
        self.frame = pd.DataFrame()
        self.bad = np.zeros(0, dtype=bool)
        self.cleared: dict[str, np.ndarray] = {}

    def read(self, sheet: Sheet, fields: Mapping[int, str], progress: Progress) -> None:
        """Read one sheet, whose columns at some positions hold `fields` ("key" for the case key)."""
        number = len(self.sheets)
        self.sheets.append(sheet)
        for position, field in fields.items():
            self.titles[number, field] = sheet.header[position].strip()
            if field.startswith("ignored:"):
                self.vocabularies.setdefault(field, Vocabulary(read_ignored, is_free=True))
        for chunk in map(_without_examples, sheet.chunks()):
            part = self._encode(chunk, fields)
            part["row"] = chunk.row_numbers
            part["sheet"] = np.full(len(chunk.row_numbers), number, dtype=np.int32)
            self._parts.append(part)
            progress.advance(len(chunk.row_numbers), sheet.limits)

    def _encode(self, chunk: Chunk, fields: Mapping[int, str]) -> dict[str, np.ndarray]:
        part = {}
        for position, field in fields.items():
            column = chunk.columns[position]
            texts = column.dictionary
            if field == "key" and self._keys is not None:
                codes = self._keys.encode(texts)
            else:
                words = texts.to_pylist()
                if self._keys is not None and CLEAR in words:
                    is_clear = np.array([word == CLEAR for word in words])
                    part[CLEAR + field] = is_clear[column.indices.to_numpy(zero_copy_only=False)].astype(np.int32)
                    words = ["" if word == CLEAR else word for word in words]
                codes = self.vocabularies[field].encode(words)
            part[field] = codes[column.indices.to_numpy(zero_copy_only=False)]
        return part

    def finish(self, problems: ProblemList) -> list[Problem]:
        """Put the sheets together and note mistakes. Returns the personal data found, one entry a sheet and column."""
        names = ["row", "sheet", *(["key"] if self._keys is not None else []), *self.vocabularies]
        lengths = [len(part["row"]) for part in self._parts]
        cleared = {name for part in self._parts for name in part if name.startswith(CLEAR)}
        columns = {}
        for name in [*names, *cleared]:
            arrays = [
                part.pop(name) if name in part else np.full(length, MISSING, np.int32)
                for part, length in zip(self._parts, lengths, strict=True)
            ]
            columns[name] = np.concatenate(arrays) if arrays else np.zeros(0, np.int32)
        self._parts = []
        self.cleared = {name.removeprefix(CLEAR): columns.pop(name) == 1 for name in cleared}
        self.frame = pd.DataFrame(columns, copy=False)
        self.bad = np.zeros(len(self.frame), dtype=bool)
        personal = [self.note_mistakes(name, problems) for name in columns if name not in ("row", "sheet")]
        return [problem for found in personal for problem in found]

    def note_mistakes(self, field: str, problems: ProblemList) -> list[Problem]:
        """Note each row whose code of `field` is a mistake. Returns personal data apart, one entry a sheet."""
        codes = self.frame[field].to_numpy()
        wrong = np.flatnonzero(codes < (0 if field == "key" else MISSING))
        self.bad[wrong] = True
        mistakes = {code: self._mistake(field, int(code)) for code in np.unique(codes[wrong])}
        is_personal = np.isin(codes[wrong], [code for code, mistake in mistakes.items() if mistake.kind])
        self._note(wrong[~is_personal], lambda index: self._problem(index, field, mistakes[codes[index]]), problems)
        first_of_sheet = pd.Series(wrong[is_personal]).groupby(self.frame["sheet"].to_numpy()[wrong[is_personal]]).min()
        return [self._problem(int(index), field, mistakes[codes[index]]) for index in first_of_sheet]

    def refuse_rows(self, wrong: np.ndarray, field: str, mistake: Mistake, problems: ProblemList) -> None:
        """Mark rows as bad, and note the mistake of each at the column of `field`."""
        self.bad |= wrong
        self._note(np.flatnonzero(wrong), lambda index: self._problem(index, field, mistake), problems)

    def _note(self, indices: np.ndarray, describe: Callable[[int], Problem], problems: ProblemList) -> None:
        described = indices[: problems.room]
        for index in described:
            problems.add(describe(int(index)))
        problems.count_more(len(indices) - len(described))

    def _mistake(self, field: str, code: int) -> Mistake:
        if field == "key" and self._keys is not None:
            return self._keys.mistake(code)
        return self.vocabularies[field].mistake(code)

    def _problem(self, index: int, field: str, mistake: Mistake) -> Problem:
        number = int(self.frame["sheet"].to_numpy()[index])
        sheet = self.sheets[number]
        title = self.titles.get((number, field), field)
        row = int(self.frame["row"].to_numpy()[index])
        return Problem(sheet.source.name, sheet.name, row, title, mistake.value, mistake.expected, mistake.mend)

    def lookup(self, field: str) -> np.ndarray:
        """Return the values of a field as objects, None where nothing is known."""
        return self.vocabularies[field].lookup(self.frame[field].to_numpy())


def _without_examples(chunk: Chunk) -> Chunk:
    """Leave out the template's example rows, before anything is learned from them."""
    first = chunk.columns[0]
    marked = pc.starts_with(first.dictionary, EXAMPLE, ignore_case=True).to_numpy(zero_copy_only=False)
    if not marked.any():
        return chunk
    kept = ~marked[first.indices.to_numpy(zero_copy_only=False)]
    columns = [column.filter(pa.array(kept)).dictionary_decode().dictionary_encode() for column in chunk.columns]
    return Chunk(columns, chunk.row_numbers[kept])


def match_columns(
    sheet: Sheet, known: Mapping[str, str], ignored: Iterable[str], *, required: Iterable[str] = ()
) -> dict[int, str]:
    """Return which field each column of a sheet holds; an ignored column holds the field "ignored:N".

    `known` maps lower-case column names to fields. Raises FileRefused for columns of personal data, unknown columns,
    two columns for one field, and missing required fields.
    """
    sheet.check_header()
    ignored = set(ignored)
    fields: dict[int, str] = {}
    refused = []
    for position, title in enumerate(sheet.header):
        key = column_key(title)
        if key in known:
            if known[key] in fields.values():
                refused.append(_column_problem(sheet, position, "two columns hold the same field", "Keep one of them."))
            fields[position] = known[key]
        elif key in ignored:
            fields[position] = f"ignored:{position}"
        elif kind := personal_column(title):
            refused.append(
                _column_problem(sheet, position, f"the column is named as one that holds {kind}", REMOVE_COLUMN)
            )
        else:
            refused.append(_column_problem(sheet, position, "the column is not known", _suggestion(key, known)))
    for field in required:
        if field not in fields.values():
            names = " or ".join(name for name, target in known.items() if target == field)
            refused.append(
                Problem(sheet.source.name, sheet.name, 1, "", "", f"there is no column {names}", "Add the column.")
            )
    if refused:
        # personal data first: that is what the person must hear about
        raise FileRefused(sorted(refused, key=lambda problem: problem.mend != REMOVE_COLUMN))
    return fields


REMOVE_COLUMN = "Remove the column: the case database never holds such data."


def _column_problem(sheet: Sheet, position: int, expected: str, mend: str) -> Problem:
    return Problem(sheet.source.name, sheet.name, 1, sheet.shown_column(position), "", expected, mend)


def _suggestion(key: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
    return f"Did you mean {near[0]}?" if near else "Remove the column, or name it as in the template."
