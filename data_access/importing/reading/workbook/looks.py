"""What a workbook shows otherwise than it holds: number formats, struck-out cells, hidden sheets, rows and columns."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from data_access.importing.reading.headers import column_key
from data_access.importing.reading.workbook.colours import WHITE, colour_of, is_hidden
from data_access.importing.reading.workbook.notes import ConditionalFormat, SheetNotes
from data_access.importing.reading.workbook.number_formats import (
    is_plain,
    is_plain_text,
    shows_a_part_of_a_day,
    shows_another_number,
)
from data_access.importing.telling.problems import Problem, cell_name

# columns whose cells are compared letter by letter, and those that decide whether a case is published
KEYS = frozenset({"case_key", "agency", "site", "id"})
ANSWERS = frozenset({"con_consent", "vic_agreementtomanagepersonaldata"})
DECIDING = KEYS | ANSWERS
AGES = frozenset({"age_at_identification"})  # what is said of a band that became a day says more
MOST_NAMED = 5
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NOT_FALSE = {"", "1", "true", "single", "double"}


@dataclass
class SheetLooks:
    """Of one sheet, counted from 1: whether it is hidden, and whether its rows are where nothing else is said of them;
    its hidden rows and columns, and as (row, column) the cells whose format shows otherwise than they hold, those of
    them that show another number or none, those that show a part of a day, those that are struck out, those with a
    comment, those whose comment speaks of consent, those with a colour behind them, and those whose text has the colour
    of its background. `beside`: what stands in no cell. `conditional`: formats that depend on a condition; `prompts`:
    ranges with a message to whoever fills them in."""

    is_hidden: bool = False
    hides_rows: bool = False
    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    formatted: set[tuple[int, int]] = field(default_factory=set)
    disguised: set[tuple[int, int]] = field(default_factory=set)
    cut: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    comments: set[tuple[int, int]] = field(default_factory=set)
    of_consent: set[tuple[int, int]] = field(default_factory=set)
    filled: set[tuple[int, int]] = field(default_factory=set)
    beside: list[str] = field(default_factory=list)
    unreadable: set[tuple[int, int]] = field(default_factory=set)
    conditional: list[ConditionalFormat] = field(default_factory=list)
    prompts: list[ConditionalFormat] = field(default_factory=list)


class Looks:
    """Follow the elements of a workbook's parts, styles and shared texts before the sheets. `sheets`: by part."""

    def __init__(self) -> None:
        self.sheets: defaultdict[str, SheetLooks] = defaultdict(SheetLooks)
        self.hidden: set[str] = set()  # names of sheets
        self._formats: dict[int, str] = {}
        self._fonts: list[tuple[bool, str]] = []  # whether it strikes out, its colour
        self._fills: list[str] = []
        # whether it formats numbers, and text; strikes out; shows another number or none; hides the text in its colour;
        # has a colour behind it; shows a part of a day
        self._styles: list[tuple[bool, bool, bool, bool, bool, bool, bool]] = []
        self._notes = SheetNotes()
        self._section = ""  # of the styles
        self._texts = 0
        self._struck_texts: set[int] = set()
        self._value: tuple[int, int] | None = None  # of a shared text, to come

    def start(self, part: str, element: str, given: dict[str, str], cell: tuple[int, int]) -> None:
        """Look at the beginning of an element. cell: row and column of the last cell that began."""
        if element not in {"c", "row"}:  # most elements are cells
            self._notes.start(part, element, given)
        if part == "xl/styles.xml":
            self._style(element, given)
        elif part == "xl/sharedStrings.xml":
            self._texts += element == "si"
            if element == "strike" and _is_on(given):
                self._struck_texts.add(self._texts - 1)
        elif element == "sheet" and given.get("state", "visible") != "visible":
            self.hidden.add(given.get("name", ""))
        elif element == "row" and (_is_on(given, "hidden", missing="0") or _is_flat(given.get("ht", ""))):
            self.sheets[part].rows.append(int(given.get("r", 0)))
        elif element == "sheetFormatPr":
            self.sheets[part].hides_rows = _is_on(given, "zeroHeight", missing="0")
        elif element == "col" and (_is_on(given, "hidden", missing="0") or _is_flat(given.get("width", ""))):
            self.sheets[part].columns.append((int(given.get("min", 0)), int(given.get("max", 0))))
        elif element == "c":
            self._cell(part, given, cell)
        elif element == "strike" and _is_on(given):
            self.sheets[part].struck.add(cell)  # a text of the cell's own

    def text_of(self, part: str, cell: tuple[int, int], text: str) -> None:
        """Look at which shared text a cell holds."""
        if text.isdigit() and int(text) in self._struck_texts:
            self.sheets[part].struck.add(cell)

    def of_sheet(self, part: str) -> SheetLooks:
        """Return how the sheet of a part looks, with what stands beside it in other parts."""
        comments, conditional, prompts = self._notes.of_sheet(part)
        return replace(
            self.sheets[part],
            comments=comments,
            of_consent=self._notes.of_consent(part),
            beside=self._notes.beside_cells(part),
            conditional=conditional,
            prompts=prompts,
        )

    def note_text(self, part: str, element: str, text: str) -> None:
        """Look at the text of an element that SheetNotes wants to know."""
        self._notes.text(part, element, text)

    @property
    def has_struck_texts(self) -> bool:
        return bool(self._struck_texts)

    def _style(self, element: str, given: dict[str, str]) -> None:
        if element == "numFmt" and not self._notes.is_conditional:
            self._formats[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
        elif element in {"fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"}:
            self._section = element
        elif self._section == "fonts":
            self._font(element, given)
        elif self._section == "fills" and element == "fill":
            self._fills.append("")
        elif self._section == "fills" and element in {"fgColor", "color"} and self._fills:
            self._fills[-1] = colour_of(given)
        elif self._section == "cellXfs" and element == "xf":
            number, font, fill = (int(given.get(name, 0)) for name in ("numFmtId", "fontId", "fillId"))
            strikes, colour = self._fonts[font] if font < len(self._fonts) else (False, "")
            back = self._fills[fill] if fill < len(self._fills) else ""
            hides = is_hidden(colour, back)
            formats = self._formats
            disguises, cuts = shows_another_number(number, formats), shows_a_part_of_a_day(number, formats)
            plain = is_plain(number, formats), is_plain_text(number, formats)
            self._styles.append((not plain[0], not plain[1], strikes, disguises, hides, back not in {"", WHITE}, cuts))

    def _font(self, element: str, given: dict[str, str]) -> None:
        if element == "font":
            self._fonts.append((False, ""))
        elif self._fonts:
            strikes, colour = self._fonts[-1]
            strikes = _is_on(given) if element == "strike" else strikes
            self._fonts[-1] = strikes, colour_of(given) if element == "color" else colour

    def _cell(self, part: str, given: dict[str, str], cell: tuple[int, int]) -> None:
        style = int(given.get("s", 0))
        known = self._styles[style] if style < len(self._styles) else (False,) * 7
        of_numbers, of_text, strikes, disguises, hides, is_filled, cuts = known
        kind = given.get("t", "n")
        if of_numbers if kind == "n" else of_text and kind not in {"b", "e"}:
            self.sheets[part].formatted.add(cell)
            if disguises:
                self.sheets[part].disguised.add(cell)
        if cuts and kind == "n":
            self.sheets[part].cut.add(cell)
        if strikes:
            self.sheets[part].struck.add(cell)
        if hides:
            self.sheets[part].unreadable.add(cell)
        if is_filled:
            self.sheets[part].filled.add(cell)


def _is_flat(size: str) -> bool:
    """Whether a height in points, or a width in signs, is too small to show anything."""
    return re.fullmatch(r"0*(\.\d*)?", size) is not None and size != ""


def _is_on(given: dict[str, str], name: str = "val", missing: str = "1") -> bool:
    return given.get(name, missing).casefold() in _NOT_FALSE


def notes_of(looks: SheetLooks, rows: range, width: int) -> list[str]:
    """Say what of a table nobody sees, though it is read. rows: the numbers of its rows of data; width: its columns."""
    hidden = [f"row {row}" for row in looks.rows if row in rows]
    for first, last in looks.columns:
        hidden += [f"column {cell_name(1, column - 1)[:-1]}" for column in range(first, min(last, width) + 1)]
    said = ["the sheet is hidden, and was read"] if looks.is_hidden else []
    if looks.hides_rows:
        said.append("the sheet hides its rows where a row is not shown by itself, and all were read")
    if hidden:
        more = f" and {len(hidden) - MOST_NAMED:,} more" if len(hidden) > MOST_NAMED else ""
        verb, past = ("is", "was") if len(hidden) == 1 else ("are", "were")
        said.append(f"{', '.join(hidden[:MOST_NAMED])}{more} {verb} hidden, and {past} read")
    return said


def notes_on_cells(looks: SheetLooks, header: Sequence[str], cells: Sequence[Sequence[str]], first: int) -> list[str]:
    """Say what stands on the cells of the data, or beside all cells, and was not read: comments, colours of answers and
    keys, lines through them, text boxes."""
    said = [f"{one} of the sheet was not read" for one in looks.beside]
    if filled := [place for place, name in _in_data(looks.filled, header, cells, first) if name in DECIDING]:
        row, column = filled[0]
        verb, words = ("has", "an answer or key") if len(filled) == 1 else ("have", f"{len(filled):,} answers or keys")
        said.append(f"{words} {verb} a colour behind it, which was not read; the first is {cell_name(row, column - 1)}")
    if places := [place for place, _ in _in_data(looks.comments, header, cells, first, is_filled=False)]:
        word = "comment was" if len(places) == 1 else "comments were"
        said.append(f"{len(places):,} {word} not read; the first is at {cell_name(places[0][0], places[0][1] - 1)}")
    coloured = [
        place
        for one in looks.conditional
        for place, _ in _in_data(one.cells(len(cells), _deciding(header)), header, cells, first)
        if not one.hides
    ]
    if coloured:
        row, column = min(coloured)
        said.append(
            f"a conditional format colours answers or keys, and was not read; the first is {cell_name(row, column - 1)}"
        )
    return said + _beside_answers(looks, header, len(cells), first) + _struck_note(looks, header, cells, first)


def _beside_answers(looks: SheetLooks, header: Sequence[str], rows: int, first: int) -> list[str]:
    """Say what stands beside the answers of a column and was not read: a comment on its header, a message."""
    said = []
    columns = [number for number, name in enumerate(header, start=1) if column_key(name) in ANSWERS]
    for row, column in sorted(place for place in looks.comments if place[0] <= first and place[1] in columns):
        name = f"{header[column - 1].strip()} was not read, and may say what its answers mean"
        said.append(f"a comment on the header of {name} ({cell_name(row, column - 1)})")
    if shown := {place for one in looks.prompts for place in one.cells(rows, columns)}:
        row, column = min(shown)
        name = f"{header[column - 1].strip()} was not read"
        said.append(f"a message shown to whoever fills in {name} ({cell_name(row, column - 1)})")
    return said


def _struck_note(looks: SheetLooks, header: Sequence[str], cells: Sequence[Sequence[str]], first: int) -> list[str]:
    """Say how many cells of the data are struck out and count all the same."""
    struck = [place for place, name in _in_data(looks.struck, header, cells, first) if name not in DECIDING]
    if not struck:
        return []
    number, row, column = len(struck), *struck[0]
    said = "struck-out cell was read as if it were not" if number == 1 else "struck-out cells were read as if not"
    return [f"{number:,} {said}; the first is {cell_name(row, column - 1)}"]


def flaws_of(
    file: str, sheet: str, looks: SheetLooks, header: Sequence[str], cells: Sequence[Sequence[str]], first: int
) -> list[Problem]:
    """Return the keys and answers that are shown otherwise than they are held, and those that are struck out.

    cells: all rows of the sheet. first: the position of the first row of data.
    """

    def problem(place: tuple[int, int], found: str, expected: str, mend: str) -> Problem:
        row, column = place
        name = header[column - 1].strip()
        return Problem(file, sheet, row, name, found, expected, mend, cell=cell_name(row, column - 1))

    shown = "the cell's number format shows it otherwise than it holds it (with zeros, letters or signs)"
    as_text = (
        "Format the column as text, and type what holds as you see it: another file has keys so, and they are compared "
        "letter by letter."
    )
    struck = "the cell is struck out, and nobody can say whether it counts"
    flaws = [
        problem(place, "a formatted cell", shown, as_text)
        for place, name in _in_data(looks.formatted, header, cells, first)
        if name in DECIDING
    ]
    other = "the cell's number format shows another number than the cell holds, or none"
    flaws += [
        problem(place, "a formatted cell", other, "Give the column the format General, and write what holds.")
        for place, name in _in_data(looks.disguised, header, cells, first)
        if name not in DECIDING
    ]
    part = "the cell's number format shows a part of a day, and a spreadsheet made up the rest (the first, this year)"
    whole = "Format the column as text, and write the whole day (2024-03-31), or the year where that is asked for."
    flaws += [
        problem(place, "a formatted cell", part, whole)
        for place, name in _in_data(looks.cut, header, cells, first)
        if name not in AGES and _DAY.match(cells[place[0] - 1][place[1] - 1])
    ]
    flaws += [
        problem(place, "struck-out text", struck, "Write what holds and take the line through it away.")
        for place, name in _in_data(looks.struck, header, cells, first)
        if name in DECIDING
    ]
    unreadable = "the text of the cell has the colour of its background, or nearly so"
    flaws += [
        problem(place, "a formatted cell", unreadable, "Give it a plain font and no fill, and write what holds.")
        for place, name in _in_data(looks.unreadable, header, cells, first)
        if name in DECIDING
    ]
    commented = "the cell has a comment, which is not read and may say another thing than the cell"
    flaws += [
        problem(place, "a comment", commented, "Write into the cell what holds, and delete the comment.")
        for place, name in _in_data(looks.comments, header, cells, first, is_filled=False)
        if name in ANSWERS
    ]
    speaks = "the cell has a comment that speaks of consent or withdrawal, and comments are not read"
    flaws += [
        problem(place, "a comment", speaks, "Write into con_Consent what holds, and delete the comment.")
        for place, name in _in_data(looks.of_consent, header, cells, first, is_filled=False)
        if name not in ANSWERS
    ]
    hidden = "a conditional format may show the cell otherwise than it holds it, or hide or strike out what it holds"
    return flaws + [
        problem(place, "a formatted cell", hidden, "Delete the conditional format, and write into the cell what holds.")
        for one in looks.conditional
        if one.hides
        for place, _ in _in_data(one.cells(len(cells), _deciding(header)), header, cells, first)
    ]


def _deciding(header: Sequence[str]) -> list[int]:
    return [number for number, name in enumerate(header, start=1) if column_key(name) in DECIDING]


def _in_data(
    places: set[tuple[int, int]],
    header: Sequence[str],
    cells: Sequence[Sequence[str]],
    first: int,
    *,
    is_filled: bool = True,
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the places of cells below the header, and the names of their columns: of filled cells, or else of all in
    rows with anything in them."""
    names = [column_key(name) for name in header]
    for row, column in sorted(places):
        if first < row <= len(cells) and column <= len(names):
            of_row = cells[row - 1]
            if of_row[column - 1].strip() if is_filled else any(map(str.strip, of_row)):
                yield (row, column), names[column - 1]
