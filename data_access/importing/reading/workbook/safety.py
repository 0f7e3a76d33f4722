"""Look through a workbook before it is opened: macros, formulas, bombs, sheets that pretend to be huge.

An XLSX is a zip of XML. calamine would build the whole rectangle between the first and the last cell of a sheet in
memory, so one cell in the far corner is enough to exhaust it: the corners are measured here first.
"""

import hashlib
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from typing import IO, BinaryIO
from xml.parsers import expat

from data_access.importing.reading.limits import RATIO_COUNTS_FROM_BYTES, Limits
from data_access.importing.reading.workbook.looks import Looks, SheetLooks
from data_access.importing.reading.workbook.notes import ELEMENTS as NOTES
from data_access.importing.reading.workbook.notes import OF_COMMENTS, TEXTS
from data_access.importing.telling.problems import refuse_file

BLOCK = 1 << 18
MOST_PARTS = 2_000
MOST_CHARACTERS = 2 * 1024**3  # cells times the longest text that any of them may share
MOST_MARKS = 10_000  # formulas or error cells of a workbook
PASTE_VALUES = 'Select the cells, copy them, and paste them as values ("Paste special, values").'
AS_CSV = "Save the sheet as CSV UTF-8 and import that."

# elements that decide how cells look
LOOKED_AT = frozenset(
    {"c", "row", "col", "sheet", "sheetFormatPr", "si", "strike", "numFmt", "xf", "font"}
    | {"fonts", "fills", "borders", "fill", "cellXfs", "cellStyleXfs", "dxfs"}
    | NOTES
)
Cells = dict[str, dict[tuple[int, int], str]]


@dataclass(frozen=True)
class CheckedWorkbook:
    """What the look through a workbook found.

    `content_hash`: of its content, not of its author and save dates. `errors` and `formulas`: for each sheet the cells
    that hold an error such as #NAME?, or a formula, as (row, column) counted from 1. `looks`: what each sheet shows
    otherwise than it holds.
    """

    content_hash: str
    errors: Cells
    formulas: Cells
    looks: dict[str, SheetLooks]


def check_workbook(file: BinaryIO, name: str, limits: Limits) -> CheckedWorkbook:
    """Look through a workbook before it is opened. Raises FileRefused."""
    digest = hashlib.blake2b(digest_size=32)
    compressed = file.seek(0, 2)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or len({entry.filename for entry in entries}) != len(entries):
                refuse_file(name, "the workbook has too many parts or the same part twice", AS_CSV)
            _check_parts([entry.filename for entry in entries], name)
            if sum(entry.file_size for entry in entries) > limits.bytes:
                refuse_file(name, f"the workbook unpacks to more than {limits.bytes:,} bytes", AS_CSV)
            size = 0
            content = _Content()
            for entry in sorted(entries, key=lambda entry: entry.filename):
                with archive.open(entry) as part:
                    size += _check_part(part, entry, name, digest, limits, content)
                if size > RATIO_COUNTS_FROM_BYTES and size > limits.ratio * compressed:
                    _refuse_bomb(name, limits)
            if content.cells * content.longest_text > MOST_CHARACTERS:
                refuse_file(name, "its cells may repeat a long text more often than memory can hold", AS_CSV)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, expat.ExpatError, ValueError):
        # RuntimeError: a zip with a password; NotImplementedError: a compression that Excel never writes
        refuse_file(
            name, "the workbook is cut off, damaged or protected", "Open it, save it as .xlsx without password."
        )
    errors, formulas = content.by_sheet(content.errors), content.by_sheet(content.formulas)
    return CheckedWorkbook(digest.hexdigest(), errors, formulas, content.looks_by_sheet())


def _refuse_bomb(name: str, limits: Limits) -> None:
    refuse_file(name, f"it unpacks to more than {limits.ratio} times its size, as a decompression bomb does", AS_CSV)


def _check_parts(parts: list[str], name: str) -> None:
    lower = [part.lower() for part in parts]
    if any("vbaproject" in part or "/macrosheets/" in part or "/activex/" in part for part in lower):
        refuse_file(name, "the workbook holds macros", 'Save it as "Excel workbook (.xlsx)", which leaves them out.')
    if any("/externallinks/" in part or "/embeddings/" in part for part in lower):
        refuse_file(name, "the workbook holds links to other files or embedded files", "Paste the cells as values.")
    if "[content_types].xml" not in lower or not any(part.startswith("xl/") for part in lower):
        refuse_file(name, "its name says .xlsx but it is no Excel workbook", 'Save it as "Excel workbook (.xlsx)".')
    if any(part.startswith("/") or ".." in part.split("/") for part in lower):
        refuse_file(name, "the workbook holds parts with unsafe names", AS_CSV)


def _check_part(
    part: IO[bytes],
    entry: zipfile.ZipInfo,
    name: str,
    digest: "hashlib.blake2b",
    limits: Limits,
    content: "_Content",
) -> int:
    """Read one part to its end, and return its size."""
    lower = entry.filename.lower()
    counted = lower.startswith("xl/") and not lower.startswith("xl/theme")
    # every XML part is parsed whatever its name says: the workbook's own relations decide what is a sheet
    sheet = _SheetCheck(name, limits, content, entry.filename) if lower.endswith((".xml", ".rels")) else None
    if counted:
        digest.update(lower.encode())
    size = 0
    while block := part.read(BLOCK):
        size += len(block)
        if size > limits.bytes:
            refuse_file(name, f"the workbook unpacks to more than {limits.bytes:,} bytes", AS_CSV)
        if size > RATIO_COUNTS_FROM_BYTES and size > limits.ratio * max(entry.compress_size, 1):
            _refuse_bomb(name, limits)
        if counted:
            digest.update(block)
        if sheet:
            sheet.feed(block)
    if sheet:
        sheet.feed(b"", final=True)
    elif size and lower.startswith("xl/worksheets/"):
        refuse_file(name, "the workbook holds a sheet of an unknown kind", AS_CSV)
    return size


@dataclass
class _Content:
    """Of all sheets: the number of cells, the length of the longest text, which every cell may share, and the cells
    with errors and formulas. `parts` says in which part a sheet is, by way of the relations that the workbook names."""

    cells: int = 0
    longest_text: int = 0
    errors: Cells = field(default_factory=dict)
    formulas: Cells = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)

    def looks_by_sheet(self) -> dict[str, SheetLooks]:
        """Return how each sheet looks, by its name."""
        found = {name: self.looks.of_sheet(self.parts.get(relation, "")) for name, relation in self.relations.items()}
        return {name: replace(looks, is_hidden=name in self.looks.hidden) for name, looks in found.items()}

    def by_sheet(self, found: Cells) -> Cells:
        """Return cells by the name of their sheet instead of the part that holds it, sheets without any as well."""
        sheets = {name: found.pop(self.parts.get(relation, ""), {}) for name, relation in self.relations.items()}
        # of a sheet that no relation leads to
        return sheets | ({"": cells} if (cells := next(iter(found.values()), None)) else {})


class _SheetCheck:
    """Follow the elements of one XML part: no document type, no formula, no macro type, no far corner."""

    def __init__(self, name: str, limits: Limits, content: _Content, part: str) -> None:
        self.name, self.limits, self.content, self.part = name, limits, content, part
        self.error: tuple[int, int] | None = None
        self.text = 0
        self.holds_cells = False
        self.top = self.left = self.bottom = self.right = 0
        self.row = self.column = 0
        self.is_sheet = False
        self.is_shared = self.is_comments = False
        self.shared: str | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.CharacterDataHandler = self._characters

    def feed(self, block: bytes, *, final: bool = False) -> None:
        self.parser.Parse(block, final)

    def _doctype(self, *_: object) -> None:
        refuse_file(self.name, "the workbook holds a document type declaration, which Excel never writes", AS_CSV)

    def _end(self, element: str) -> None:
        name = element.rpartition(":")[2]
        if self.shared is not None and name == "v":
            self.content.looks.text_of(self.part, (self.row, self.column), self.shared)
            self.shared = None
        elif self.shared is not None and (name in TEXTS or name in OF_COMMENTS):
            self.content.looks.note_text(self.part, name, self.shared)
            self.shared = None

    def _characters(self, text: str) -> None:
        if self.shared is not None:
            self.shared += text
        self.text += len(text) if self.holds_cells else 0
        if self.error is not None:
            cells = self.content.errors[self.part]
            cells[self.error] = (cells[self.error] + text)[:20]
        if self.text > self.content.longest_text:
            self.content.longest_text = self.text

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        element = element.rpartition(":")[2]
        if element in {"c", "si", "dataValidation"}:
            self.text = 0
        elif element in {"sst", "worksheet"}:
            self.holds_cells = True
        if element == "c" and self.is_sheet:
            self.content.cells += 1
            self._cell(attributes.get("r"))
            self.is_shared = attributes.get("t") == "s"
            self.error = (self.row, self.column) if attributes.get("t") == "e" else None
            if self.error is not None:
                self._mark(self.content.errors, "errors such as #NAME?")
        elif element == "f" and self.is_sheet:
            self._mark(self.content.formulas, "formulas")
            # the text of a formula is none of the error that it gives
            self.error = None
        elif element == "v" and self.is_sheet:
            here = (self.row, self.column)
            self.shared = "" if self.is_shared and self.content.looks.has_struck_texts else None
            self.error = here if here in self.content.errors.get(self.part, {}) else None
        elif element == "row" and self.is_sheet:
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
        elif element == "worksheet":
            self.is_sheet = True
            if self.content.looks.has_struck_texts:
                self.parser.EndElementHandler = self._end
        elif element == "sheet" and self.part.lower() == "xl/workbook.xml":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.content.relations[attributes.get("name", "")] = relation
        elif element == "Relationship" and self.part.lower() == "xl/_rels/workbook.xml.rels":
            target = attributes.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.content.parts[attributes.get("Id", "")] = part
        elif element in {"Override", "Default"} and "macroenabled" in attributes.get("ContentType", "").lower():
            refuse_file(self.name, "the workbook is one with macros", 'Save it as "Excel workbook (.xlsx)".')
        elif element in {"externalReference", "ddeLink", "oleLink"}:
            refuse_file(self.name, "the workbook holds links to other files", "Paste the cells as values.")

        if element in {"comments", "ThreadedComments"}:
            self.is_comments = True
        if element in TEXTS or (self.is_comments and element in OF_COMMENTS):
            self.shared = ""
            self.parser.EndElementHandler = self._end
        if element in LOOKED_AT:
            self.content.looks.start(self.part, element, attributes, (self.row, self.column))

    def _mark(self, found: Cells, what: str) -> None:
        cells = found.setdefault(self.part, {})
        if len(cells) >= MOST_MARKS:
            refuse_file(self.name, f"a sheet holds more than {MOST_MARKS:,} {what}", PASTE_VALUES)
        cells[self.row, self.column] = ""

    def _cell(self, reference: str | None) -> None:
        before = self.row, self.column
        if reference:
            letters = reference.rstrip("0123456789")
            self.row = int(reference[len(letters) :])
            self.column = 0
            for letter in letters.upper():
                self.column = self.column * 26 + ord(letter) - 64
        else:
            self.column += 1
        if (self.row, self.column) == before:
            again = 'Open it and save it again as "Excel workbook (.xlsx)".'
            refuse_file(self.name, "a sheet holds a cell twice, and nobody can say which of the two counts", again)
        self.bottom, self.right = max(self.bottom, self.row), max(self.right, self.column)
        self.top = min(self.top or self.row, self.row)
        self.left = min(self.left or self.column, self.column)
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if cells > self.limits.workbook_cells:
            refuse_file(
                self.name,
                f"a sheet reaches over more than {self.limits.workbook_cells:,} cells, most of them perhaps empty",
                "Delete the empty rows and columns, or save the sheet as CSV UTF-8.",
            )
