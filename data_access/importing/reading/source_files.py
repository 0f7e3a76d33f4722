"""Open a file that anybody may have made: what kind it is, whether it is whole, and the hash of its content.

Everything here happens before a single cell is read, in one pass with bounded memory.
"""

import errno
import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn, get_args

from data_access.importing.guard.file_names import safe_name, safe_sheet_name
from data_access.importing.kinds import FileKind
from data_access.importing.reading.limits import RATIO_COUNTS_FROM_BYTES, Limits
from data_access.importing.reading.text_encoding import UTF_8, find_encoding, find_xml_encoding
from data_access.importing.reading.workbook.looks import SheetLooks
from data_access.importing.reading.workbook.safety import PASTE_VALUES, check_workbook
from data_access.importing.telling.problems import REFUSAL, FileRefused, Problem, ProblemList, cell_name, refuse_file

BLOCK = 1 << 20
UTF_8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class SourceFile:
    """A file that passed the checks: its path, the name to show, its kind and content hash.

    `encoding`: of a text file, as Python names it. `error_cells` and `formula_cells`: of a workbook, for each sheet the
    cells as (row, column) from 1. `looks`: what each sheet of a workbook shows otherwise than it holds.
    """

    path: Path
    name: str
    kind: FileKind
    content_hash: str
    signature: tuple[int, int, int]
    encoding: str = UTF_8
    error_cells: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    formula_cells: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    looks: dict[str, SheetLooks] = field(default_factory=dict)

    def refuse(
        self, expected: str, mend: str, *, sheet: str = "", row: int = 0, column: str = "", cell: str = ""
    ) -> NoReturn:
        """Raise FileRefused about this file."""
        raise FileRefused(Problem(self.name, sheet, row, column, "", expected, mend, cell=cell))

    def formula_problems(self) -> list[Problem]:
        """Return a refusal for each cell that holds a formula: what it shows may be older than what it counts."""
        return [
            Problem(
                self.name, safe_sheet_name(name, number), row, "", "a formula", "a cell holds a formula", PASTE_VALUES,
                REFUSAL, cell_name(row, column - 1),
            )
            for number, (name, cells) in enumerate(self.formula_cells.items(), start=1)
            for row, column in cells
        ]  # fmt: skip

    def check_unchanged(self) -> None:
        """Raise FileRefused when the file changed while it was read."""
        try:
            changed = _signature(self.path.lstat()) != self.signature
        except OSError:
            changed = True
        if changed:
            self.refuse("the file changed while it was being read", "Import it again when nothing writes to it.")


def open_sources(paths: Sequence[Path], limits: Limits, problems: ProblemList) -> list[SourceFile]:
    """Check files, note what is wrong with any of them, and return those that can be read."""
    sources: list[SourceFile] = []
    for path in paths:
        try:
            source = open_source(Path(path), limits)
            if any(source.content_hash == other.content_hash for other in sources):
                source.refuse("another of the files has the same content", "Give each file once.")
        except FileRefused as refusal:
            problems.refuse(refusal)
        else:
            sources.append(source)
    return sources


def open_source(path: Path, limits: Limits) -> SourceFile:
    """Check a file's kind, wholeness, size and encoding. Raises FileRefused, with the sentence for the person."""
    name = safe_name(path)
    kind = _kind_by_name(name)
    with _open_regular_file(path, name) as file:
        signature = _signature(os.fstat(file.fileno()))
        beginning = file.read(8)
        file.seek(0)
        _check_beginning(beginning, kind, name)
        if kind == "xlsx":
            found = check_workbook(file, name, limits)
            return SourceFile(
                path, name, kind, found.content_hash, signature, UTF_8, found.errors, found.formulas, found.looks
            )

        def blocks() -> Iterator[bytes]:
            file.seek(0)
            return _blocks(file, kind, name, limits)

        content_hash = _hash(blocks(), name)
        encoding = (find_xml_encoding if kind == "xml" else find_encoding)(blocks, name)
    return SourceFile(path, name, kind, content_hash, signature, encoding)


def read_text(path: Path, limits: Limits) -> str:
    """Return a text file that is no table, in the encoding that it is in. Raises FileRefused."""
    name = safe_name(path)
    with _open_regular_file(path, name) as file:

        def blocks() -> Iterator[bytes]:
            file.seek(0)
            return _blocks(file, "txt", name, limits)

        encoding = find_encoding(blocks, name)
        return b"".join(blocks()).decode(encoding).removeprefix("\ufeff")


def _signature(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _kind_by_name(name: str) -> FileKind:
    lower = name.lower()
    kinds: tuple[FileKind, ...] = get_args(FileKind)
    for kind in kinds:
        if lower.endswith("." + kind):
            return kind
    if lower.endswith((".xlsm", ".xltm", ".xlam")):
        refuse_file(name, "a workbook with macros is not opened", 'Save it as "Excel workbook (.xlsx)".')
    if lower.endswith((".xls", ".ods", ".xlsb", ".numbers")):
        refuse_file(name, "this kind of spreadsheet is not read", 'Save it as "Excel workbook (.xlsx)".')
    return refuse_file(name, "only .csv, .csv.gz, .xlsx and .xml files are read", "Give a file of one of these kinds.")


def _open_regular_file(path: Path, name: str) -> BinaryIO:
    if "\0" in str(path):
        refuse_file(name, "the name of the file holds a NUL character", "Rename the file.")
    try:
        # not following a link and not blocking: a pipe would wait for ever, a link may lead anywhere
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        refuse_file(name, "there is no such file", "Check the name and the folder.")
    except OSError as error:
        if error.errno == errno.ELOOP:
            refuse_file(name, "this is a link to another file", "Give the file itself.")
        refuse_file(name, f"the file cannot be opened ({error.strerror})", "Check its name and who may read it.")
    mode = os.fstat(number).st_mode
    if not stat.S_ISREG(mode):
        os.close(number)
        kind = "folder" if stat.S_ISDIR(mode) else "pipe or device"
        refuse_file(name, f"this is a {kind}, not a file", "Give the file itself.")
    return os.fdopen(number, "rb")


def _check_beginning(beginning: bytes, kind: FileKind, name: str) -> None:
    if not beginning:
        refuse_file(name, "the file is empty", "Give a file with a header and at least one row.")
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        refuse_file(
            name,
            "this is an old or password-protected spreadsheet",
            'Remove the password and save it as "Excel workbook (.xlsx)".',
        )
    found = {b"\x1f\x8b": "csv.gz", b"PK": "xlsx"}.get(beginning[:2], "csv")
    if found != ("csv" if kind == "xml" else kind):
        refuse_file(name, f"its name says .{kind} but its content is not that", "Save it again, or correct the ending.")


def _blocks(file: BinaryIO, kind: FileKind | Literal["txt"], name: str, limits: Limits) -> Iterator[bytes]:
    compressed = os.fstat(file.fileno()).st_size
    source = gzip.GzipFile(fileobj=file) if kind == "csv.gz" else file
    size = 0
    try:
        while block := source.read(BLOCK):
            size += len(block)
            if size > limits.bytes:
                refuse_file(
                    name,
                    f"the content is larger than the limit of {limits.bytes:,} bytes",
                    "Split the file, or raise the setting IMPORT_MAX_BYTES if you trust it.",
                )
            if kind == "csv.gz" and size > RATIO_COUNTS_FROM_BYTES and size > limits.ratio * compressed:
                refuse_file(
                    name,
                    f"it unpacks to more than {limits.ratio} times its size, as a decompression bomb does",
                    "Give the file unpacked, or raise the setting IMPORT_MAX_RATIO if you trust it.",
                )
            yield block
    except (EOFError, zlib.error, gzip.BadGzipFile):
        refuse_file(name, "the compressed file is cut off or damaged", "Copy or download it again.")


def _hash(blocks: Iterator[bytes], name: str) -> str:
    """Return the hash of a text file without its byte order mark. Raises FileRefused for an empty or packed one."""
    digest = hashlib.blake2b(digest_size=32)
    first = next(blocks, b"")
    if not first:
        refuse_file(name, "the file is empty", "Give a file with a header and at least one row.")
    if first.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        refuse_file(name, "there is another archive inside", "Unpack it and give the CSV file.")
    digest.update(first.removeprefix(UTF_8_MARK))
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
