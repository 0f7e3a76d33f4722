"""Read sheets of one kind into integers, and note every mistake with its place."""

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from data_access.importing.guard.personal_data import is_key_of_a_person, personal_content
from data_access.importing.kinds import RowKind
from data_access.importing.reading.invisible_signs import name_of_first, without_ends
from data_access.importing.reading.tabular import Chunk, Sheet
from data_access.importing.reading.values import (
    CLEAR,
    DIGITS_EXAMPLE,
    FOREIGN_DIGITS,
    MISSING,
    PLAIN_SIGNS,
    Mistake,
    Understood,
    Vocabulary,
    is_formula,
    read_ignored,
    read_past,
    refuse_error,
    text_class,
)
from data_access.importing.telling.problems import READING, REFUSAL, WARNING, Problem, ProblemList
from data_access.importing.telling.progress import Progress
from data_access.importing.templates.example_rows import EXAMPLE_LEFT_OUT, part_examples

LONGEST_KEY = 64
# letters, a year, a sequence: keys of this shape hold nothing personal but perhaps a name; none is examined by itself
_PLAIN_KEY = r"^[A-DF-Za-df-z][A-Za-z]*([-_/.][A-Za-z]+)*[-_/.]((19|20)[0-9]{2}[-_/.])?[0-9]{1,6}$"
_KEY = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/:#-]*")


class CaseKeys:
    """The case keys of all files of one import, each with its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._refused: dict[str, int] = {}
        self.understood: dict[str, list[Understood]] = {}
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
        # a few beginnings lead all keys of a register; one of them may be the name of a person
        named = any(map(is_key_of_a_person, {key.rstrip("0123456789") for key in keys}))
        if not named and pc.all(plain).as_py():
            return np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int32, len(keys))
        return np.fromiter(
            (
                numbers.setdefault(key, len(numbers)) if is_plain and not named else self._number(key)
                for key, is_plain in zip(keys, plain.to_pylist(), strict=True)
            ),
            np.int32,
            len(keys),
        )

    def mistake(self, code: int) -> Mistake:
        """Return what is wrong with a key whose number is below zero."""
        return NO_KEY if code == MISSING else self.mistakes[MISSING - 1 - code]

    def _number(self, text: str) -> int:
        key = plain_key(text)
        if key.isascii() and any(sign.isdigit() and not sign.isascii() for sign in text):
            self.understood[text] = [Understood(key, FOREIGN_DIGITS, DIGITS_EXAMPLE)]
        elif isinstance(passed := read_past(key, text, key), Understood):
            self.understood[text] = [passed]
        if not key:
            return MISSING
        if key in self._numbers:
            return self._numbers[key]
        if key not in self._refused:
            mistake = key_mistake(key)
            if mistake is None:
                return self._numbers.setdefault(key, len(self._numbers))
            self.mistakes.append(mistake)
            self._refused[key] = MISSING - len(self.mistakes)
        return self._refused[key]


def plain_key(text: str) -> str:
    """Return a case key as it is compared: with Latin digits, without blanks and invisible signs at its ends."""
    return without_ends(text).translate(PLAIN_SIGNS)


NO_KEY = Mistake("every row needs a case key", "Fill in case_key.", "an empty cell", example="HERAT-2024-0001")


def key_mistake(key: str) -> Mistake | None:
    """Return what is wrong with a key of a case that is not empty."""
    try:
        refuse_error(key)
    except Mistake as mistake:
        return mistake
    if sign := name_of_first(key):
        # left out in silence, keys that are shown differently could be one
        return Mistake(f"an invisible sign stands within the case key ({sign})", "Type the key again.", text_class(key))
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


LIKE_EXAMPLE = Mistake(
    "the row begins as the example of the template does, and is not it",
    "Delete the row, or write your own key and what holds into it.",
)
LIKE_EXAMPLE.severity = REFUSAL
USE_OWN_KEY = "Give each case a key of your own, such as HERAT-2024-0001, that means nothing to others."


class RowSet:
    """The rows of one kind (cases, events ...) from any number of sheets, as integers.

    `frame` has int32 columns: `key` (number of the case), `sheet` (position in `sheets`), `row`, and one a field with
    the codes of its vocabulary. `bad` says which rows have a mistake. `required`: the fields that cannot be empty.
    `cleared`: for a field of which some cell holds CLEAR, in which rows; such a cell counts as empty.
    """

    def __init__(
        self,
        kind: RowKind,
        vocabularies: Mapping[str, Vocabulary],
        keys: CaseKeys | None,
        required: Iterable[str] = (),
    ) -> None:
        self.kind: RowKind = kind
        self.vocabularies, self._keys = dict(vocabularies), keys
        for vocabulary in vocabularies.values():
            vocabulary.knows_clear = keys is not None
        self.required = frozenset(required)
        self.sheets: list[Sheet] = []
        self.titles: dict[tuple[int, str], str] = {}
        self._positions: dict[tuple[int, str], int] = {}
        self._parts: list[dict[str, np.ndarray]] = []
        # (sheet, field, how) -> rows, first row, example
        self._readings: dict[tuple[int, str, str], tuple[int, int, str]] = {}
        self._alike: dict[int, list[int]] = {}  # rows of each sheet that look like the example of the template
        self._examples: set[int] = set()  # sheets of which it was left out
        self.frame = pd.DataFrame()
        self.bad = np.zeros(0, dtype=bool)
        self.cleared: dict[str, np.ndarray] = {}

    def read(self, sheet: Sheet, fields: Mapping[int, str], progress: Progress) -> None:
        """Read one sheet, whose columns at some positions hold `fields` ("key" for the case key).

        Raises FileRefused about rows that cannot be read, after it has read all that can.
        """
        number = len(self.sheets)
        self.sheets.append(sheet)
        for position, field in fields.items():
            self.titles[number, field] = sheet.header[position].strip()
            self._positions[number, field] = position
            if field.startswith("ignored:"):
                self.vocabularies.setdefault(field, Vocabulary(read_ignored, is_free=True))
        for whole in sheet.chunks():
            parted = part_examples(whole, sheet.header)
            chunk = parted.rows
            self._alike[number] = [*self._alike.get(number, []), *parted.alike]
            self._examples |= {number} if len(chunk.row_numbers) < len(whole.row_numbers) else set()
            part = self._encode(chunk, fields, number)
            part["row"] = chunk.row_numbers
            part["sheet"] = np.full(len(chunk.row_numbers), number, dtype=np.int32)
            self._parts.append(part)
            progress.advance(len(chunk.row_numbers), sheet.limits)

    def _encode(self, chunk: Chunk, fields: Mapping[int, str], number: int) -> dict[str, np.ndarray]:
        part = {}
        for position, field in fields.items():
            column = chunk.columns[position]
            indices = column.indices.to_numpy(zero_copy_only=False)
            if field == "key" and self._keys is not None:
                codes, understood = self._keys.encode(column.dictionary), self._keys.understood
            else:
                texts = column.dictionary.to_pylist()
                is_clear = np.array([without_ends(text) == CLEAR for text in texts], dtype=bool)
                if self._keys is not None and is_clear.any():
                    part[CLEAR + field] = is_clear[indices].astype(np.int32)
                    texts = ["" if is_one else text for text, is_one in zip(texts, is_clear, strict=True)]
                vocabulary = self.vocabularies[field]
                codes, understood = vocabulary.encode(texts), vocabulary.understood
            if understood:
                self._note_readings((number, field), understood, column, chunk.row_numbers)
            part[field] = codes[indices]
        return part

    def _note_readings(
        self,
        place: tuple[int, str],
        understood: Mapping[str, list[Understood]],
        column: pa.DictionaryArray,
        row_numbers: np.ndarray,
    ) -> None:
        found: dict[str, dict[int, Understood]] = {}
        for code, text in enumerate(column.dictionary.to_pylist()):
            for one in understood.get(text, ()):
                found.setdefault(one.how, {})[code] = one
        indices = column.indices.to_numpy(zero_copy_only=False)
        for by_code in found.values():
            at = np.flatnonzero(np.isin(indices, list(by_code)))
            if len(at):
                # the example is that of the first cell
                self.note_reading(*place, by_code[int(indices[at[0]])], row_numbers[at])

    def note_reading(self, sheet: int, field: str, understood: Understood, rows: np.ndarray) -> None:
        """Note that the rows with these numbers hold something that was not written plainly."""
        if len(rows):
            place = sheet, field, understood.how
            number, first, example = self._readings.get(place, (0, int(rows[0]), understood.example))
            self._readings[place] = number + len(rows), first, example

    def finish(self, problems: ProblemList) -> None:
        """Put the sheets together, and note mistakes and how things were read."""
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
        for name in columns:
            if name not in ("row", "sheet"):
                self.note_mistakes(name, problems)
        for number, sheet in enumerate(self.sheets):
            for reading in sheet.readings([EXAMPLE_LEFT_OUT] if number in self._examples else []):
                problems.add(reading)
            alike = (self.frame["sheet"] == number) & self.frame["row"].isin(self._alike.get(number, ()))
            self.refuse_rows(alike.to_numpy(), self._first_field(number), LIKE_EXAMPLE, problems)
        self.report_readings(problems)

    def _first_field(self, number: int) -> str:
        fields = [field for sheet, field in self._positions if sheet == number]
        return "key" if "key" in fields else min(fields, key=lambda field: self._positions[number, field])

    def report_readings(self, problems: ProblemList) -> None:
        """Put how cells were read into the report, once a column of a sheet."""
        for (number, field, how), (rows, first, example) in self._readings.items():
            sheet = self.sheets[number]
            problems.add(
                Problem(
                    sheet.source.name, *sheet.place(first, self.titles[number, field]),
                    f"{rows:,} {'cells' if rows > 1 else 'cell'}", how, "Nothing to do if that is right.", READING,
                    sheet.cell(first, self._positions[number, field]), example,
                )
            )  # fmt: skip
        self._readings = {}

    def note_mistakes(self, field: str, problems: ProblemList) -> None:
        """Note each row whose code of `field` is a mistake."""
        codes = self.frame[field].to_numpy()
        wrong = codes < (0 if field == "key" else MISSING)
        self.bad |= wrong
        mistakes = {code: self._mistake(field, int(code)) for code in np.unique(codes[wrong])}
        for severity in {mistake.severity for mistake in mistakes.values()}:
            of_severity = [code for code, mistake in mistakes.items() if mistake.severity == severity]
            indices = np.flatnonzero(wrong & np.isin(codes, of_severity))
            self._note(indices, field, lambda index: mistakes[codes[index]], severity, problems)

    def refuse_rows(self, wrong: np.ndarray, field: str, mistake: Mistake, problems: ProblemList) -> None:
        """Mark rows as bad, and note the mistake of each at the column of `field`."""
        self.bad |= wrong
        self._note(np.flatnonzero(wrong), field, lambda _: mistake, mistake.severity, problems)

    def warn_of_rows(self, chosen: np.ndarray, field: str, mistake: Mistake, problems: ProblemList) -> None:
        """Note something worth a look at the column of `field`; the rows are read as they stand."""
        mistake.severity = WARNING
        self._note(np.flatnonzero(chosen), field, lambda _: mistake, WARNING, problems)

    def _note(
        self,
        indices: np.ndarray,
        field: str,
        mistake_at: Callable[[int], Mistake],
        severity: str,
        problems: ProblemList,
    ) -> None:
        described = indices[: problems.room(severity)]
        for index in described:
            problems.add(self._problem(int(index), field, mistake_at(int(index))))
        problems.count_more(severity, len(indices) - len(described))

    def _mistake(self, field: str, code: int) -> Mistake:
        if field == "key" and self._keys is not None:
            return self._keys.mistake(code)
        return self.vocabularies[field].mistake(code)

    def _problem(self, index: int, field: str, mistake: Mistake) -> Problem:
        number = int(self.frame["sheet"].to_numpy()[index])
        sheet = self.sheets[number]
        title = self.titles.get((number, field), field)
        row = int(self.frame["row"].to_numpy()[index])
        can_be_empty = mistake.may_be_left_empty and field not in self.required
        mend = f"{mistake.mend} If it is not known, leave the cell empty." if can_be_empty else mistake.mend
        cell = sheet.cell(row, self._positions.get((number, field)))
        return Problem(
            sheet.source.name, *sheet.place(row, title), mistake.value, mistake.expected, mend, mistake.severity, cell,
            mistake.example,
        )  # fmt: skip

    def where(self, index: int, field: str) -> str:
        """Name the cell of a field in a row for a person, with its sheet where there are several; in XML the line."""
        number, row = (int(self.frame[name].to_numpy()[index]) for name in ("sheet", "row"))
        sheet = self.sheets[number]
        name, line, _ = sheet.place(row, self.titles.get((number, field), field))
        place = sheet.cell(row, self._positions.get((number, field))) or f"line {line}"
        table = ", ".join(filter(None, [sheet.source.name, "" if sheet.places else name]))
        return place if len(self.sheets) == 1 else f"{place} of {table}"

    def lookup(self, field: str) -> np.ndarray:
        """Return the values of a field as objects, None where nothing is known."""
        return self.vocabularies[field].lookup(self.frame[field].to_numpy())
