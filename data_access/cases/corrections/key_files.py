"""The keys that a command was given: words, and files of keys, of which nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data_access.errors import BadInput, number_of
from data_access.importing.reading.limits import Limits, read_limits
from data_access.importing.reading.rows import NO_KEY, plain_key
from data_access.importing.reading.source_files import open_sources, read_text
from data_access.importing.reading.tabular import Sheet, column_key, read_sheets, read_sources
from data_access.importing.reading.values import Mistake, refuse_error
from data_access.importing.telling.problems import REFUSAL, FileRefused, Problem, ProblemList
from data_access.importing.templates.example_rows import EXAMPLE_LEFT_OUT, part_examples

COLUMNS = ("case_key", "source")
FILE = re.compile(r"\.(csv|txt|xlsx?|xlsm|ods|gz|docx?|pdf)$", re.IGNORECASE)
KEYS_ALONE = "Copy the keys of those who are meant into a file of the column case_key (and source) alone."


@dataclass
class NamedKeys:
    """`places`: of each key, as KEY or SOURCE:KEY, where it stands in a file, "" for one that is given as a word.
    `readings`: how each file was read."""

    places: dict[str, str] = field(default_factory=dict)
    readings: list[str] = field(default_factory=list)


def read_keys(arguments: Sequence[str]) -> NamedKeys:
    """Return keys as they are, and in the place of a file the keys of its column case_key, with its source, if the file
    has a column source, or of a text file the keys of its lines.

    Raises BadInput, saying where, for all that may say another thing of a key: other columns, formulas, comments, what
    is hidden, struck out or shown otherwise, and rows above the header.
    """
    named, limits, problems = NamedKeys(), read_limits(), ProblemList()
    for argument in arguments:
        path = Path(argument)
        if not path.is_file() and FILE.search(argument):
            raise BadInput(
                f"{path.name}: there is no such file. Nothing was changed. Check the name and the folder. (A key that "
                "ends so stands in a file of keys.)"
            )
        if not path.is_file():
            named.places.setdefault(argument, "")
        elif path.suffix.lower() == ".txt":
            _read_lines(path, limits, named, problems)
        else:
            for sheet in read_sources(open_sources([path], limits, problems), read_sheets, limits, problems):
                try:
                    _read_sheet(sheet, named, problems)
                except FileRefused as refusal:
                    problems.refuse(refusal)
    if problems.count:
        others = problems.count - 1
        more = f" There {'is' if others == 1 else 'are'} {others:,} more of such." if others else ""
        raise BadInput(f"{problems.kept[0].sentence()}{more} Nothing was changed.")
    if not named.places:
        raise BadInput("There are no keys. Nothing was changed.")
    return named


def _read_lines(path: Path, limits: Limits, named: NamedKeys, problems: ProblemList) -> None:
    found = 0
    for number, line in enumerate(read_text(path, limits).splitlines(), start=1):
        key = plain_key(line.strip().strip('"'))
        if not key or (number == 1 and column_key(key) == COLUMNS[0]):
            continue
        if any(sign in key for sign in ",;\t ") or key.startswith("#"):
            expected = "the line is no key alone, and may say another thing of it"
            problems.add(
                Problem(path.name, "", number, "", "", expected, "Write one key a line, and nothing else.", REFUSAL)
            )
        named.places.setdefault(key, f"{path.name}, line {number}")
        found += 1
    named.readings.append(f"{number_of(found, 'key', 'keys')} read from {path.name}")


def _read_sheet(sheet: Sheet, named: NamedKeys, problems: ProblemList) -> None:
    titles = [column_key(title) for title in sheet.header]
    if COLUMNS[0] not in titles:
        sheet.source.refuse("there is no column case_key", "Give one key a row below that name.", sheet=sheet.name)
    for problem in _faults(sheet, titles):
        problems.add(problem)
    found = examples = 0
    for chunk in sheet.chunks():
        parted = part_examples(chunk, sheet.header)
        examples += len(chunk.row_numbers) - len(parted.rows.row_numbers)
        for row in parted.alike:
            expected = "the row looks like the example of the template, and is not it"
            problems.add(_problem(sheet, row, expected, "Write the key of a case, or delete the row."))
        columns = {title: column.to_pylist() for title, column in zip(titles, parted.rows.columns, strict=True)}
        for at, text in enumerate(columns[COLUMNS[0]]):
            row, key = int(parted.rows.row_numbers[at]), plain_key(text)
            try:
                refuse_error(key)
            except Mistake as mistake:
                problems.add(_problem(sheet, row, mistake.expected, "Write the key."))
            if not key:
                problems.add(_problem(sheet, row, NO_KEY.expected, NO_KEY.mend))
            source = plain_key(columns[COLUMNS[1]][at]).casefold() if COLUMNS[1] in columns else ""
            where = ", ".join([sheet.source.name, *([f"sheet {sheet.name}"] if sheet.name else []), f"row {row}"])
            named.places.setdefault(":".join([*filter(None, [source]), key]), where)
            found += 1
    passed = [EXAMPLE_LEFT_OUT] if examples else []
    of_sheet = f", sheet {sheet.name}" if sheet.name else ""
    how = "; ".join(
        [f"{number_of(found, 'key', 'keys')} read from {sheet.source.name}{of_sheet}", *sheet.notes, *passed]
    )
    named.readings.append(how)


def _faults(sheet: Sheet, titles: Sequence[str]) -> Iterator[Problem]:
    """Yield what of a sheet may say another thing than its keys, or is seen by nobody."""
    of_header = sheet.header_problems()
    yield from of_header.values()
    for position, title in enumerate(titles):
        if title not in COLUMNS and position not in of_header:
            expected = "the column is no key, and may say which of them are meant: it is not read here"
            yield sheet.header_problem(position, expected, KEYS_ALONE)
    for note in sheet.unread:
        expected = f"{note.partition(', and w')[0]}; nobody can say whether all keys are meant"
        yield sheet.header_problem(None, expected, "Give a file that shows every key, with nothing beside the keys.")


def _problem(sheet: Sheet, row: int, expected: str, mend: str) -> Problem:
    return Problem(sheet.source.name, sheet.name, row, COLUMNS[0], "", expected, mend, REFUSAL)
