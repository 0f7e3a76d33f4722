"""What a workbook writes beside its cells: comments, messages, and formats that depend on a condition."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from data_access.importing.reading.answers import speaks_of_consent
from data_access.importing.reading.workbook.colours import colour_of, is_hidden
from data_access.importing.telling.problems import OF_TEMPLATE, OWN_COMMENTS

Place = tuple[int, int]
LONGEST_COMMENT = 2_000
OURS = frozenset({OWN_COMMENTS, OF_TEMPLATE})
OF_PAGES = frozenset(f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer"))
TEXTS = OF_PAGES | {"author", "sqref"}  # elements whose text is looked at
OF_COMMENTS = frozenset({"t", "text"})  # and those of parts with comments
ELEMENTS = TEXTS | {
    "comment", "threadedComment", "Relationship", "conditionalFormatting", "cfRule", "dataBar", "iconSet",
    "dxfs", "dxf", "cellStyles", "tableStyles", "color", "bgColor", "fgColor", "border", "dataValidation", "txBody",
}  # fmt: skip
OF_A_FORM = frozenset({"dxf", "numFmt", "strike", "font", "fill", "border", "color", "bgColor", "fgColor"})
_RELATIONS = re.compile(r"(.*/)_rels/([^/]+)\.rels")
_CODES_OF_PAGES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&[A-Za-z]')
_NO_WORDS = re.compile(r"\b(page|of|стр|саҳифа|صفحه|صفحہ)\b|[\d\W_]", re.IGNORECASE)  # page 1 of 3
_CELL = re.compile(r"\$?([A-Z]{0,3})\$?(\d*)")


@dataclass
class _Form:
    """How cells look when a condition holds: whether that writes or strikes, the colours of font and background ("" for
    those of the system), and which part of it is being read."""

    changes: bool = False
    font: str = ""
    back: str = ""
    part: str = ""


@dataclass
class ConditionalFormat:
    """A format that some ranges of cells have when a condition holds, which is not looked at."""

    ranges: str
    forms: list[_Form] = field(default_factory=list)
    shows_no_value: bool = False

    @property
    def hides(self) -> bool:
        """Whether a cell may then show another thing than it holds, and not only a colour."""
        return self.shows_no_value or any(one.changes or is_hidden(one.font, one.back) for one in self.forms)

    def cells(self, rows: int, columns: Collection[int]) -> set[Place]:
        """Return the cells of the ranges within so many rows and some columns, counted from 1."""
        found: set[Place] = set()
        for one in self.ranges.upper().split():
            first, _, last = one.partition(":")
            (top, left), (bottom, right) = _place(first, 1, 1), _place(last or first, rows, max(columns, default=0))
            found |= {
                (row, column)
                for row in range(top, min(bottom, rows) + 1)
                for column in columns
                if left <= column <= right
            }
        return found


class SheetNotes:
    """Follow the elements of a workbook's parts that say something beside the cells of a sheet."""

    def __init__(self) -> None:
        self.is_conditional = False  # within the formats of conditions
        self._forms: list[_Form] = []
        self._rules: defaultdict[str, list[tuple[ConditionalFormat, int | None]]] = defaultdict(list)
        self._pending: list[ConditionalFormat] = []  # whose ranges come after them
        self._ranges = ""
        self._authors: defaultdict[str, list[str]] = defaultdict(list)
        self._comments: defaultdict[str, set[tuple[Place, str]]] = defaultdict(set)
        self._beside: defaultdict[str, set[str]] = defaultdict(set)
        self._said: defaultdict[str, dict[Place, str]] = defaultdict(dict)  # in comments
        self._place: Place = (0, 0)
        self._boxes: set[str] = set()  # parts with a text box
        self._pages: set[str] = set()  # and with words above or below each page
        self._prompts: defaultdict[str, list[ConditionalFormat]] = defaultdict(list)

    def start(self, part: str, element: str, given: dict[str, str]) -> None:
        """Look at the beginning of an element."""
        if element in {"comment", "threadedComment"}:
            self._place = _place(given.get("ref", ""), 0, 0)
            self._comments[part].add((self._place, given.get("authorId", "")))
        elif element == "txBody":
            self._boxes.add(part)
        elif element == "Relationship" and (found := _RELATIONS.fullmatch(part)):
            target = given.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(found[1] + target)
            self._beside[found[1] + found[2]].add(path)
        elif element == "conditionalFormatting":
            self._ranges = given.get("sqref", "")
        elif element == "cfRule":
            rule = ConditionalFormat(self._ranges)
            if not self._ranges:
                self._pending.append(rule)
            number = given.get("dxfId", "")
            self._rules[part].append((rule, int(number) if number.isdigit() else None))
        elif element == "dataValidation" and (given.get("prompt") or given.get("promptTitle")):
            self._prompts[part].append(ConditionalFormat(given.get("sqref", "")))
            self._pending += [] if "sqref" in given else self._prompts[part][-1:]
        elif element in {"dataBar", "iconSet"} and self._rules[part]:
            self._rules[part][-1][0].shows_no_value |= given.get("showValue", "1") in {"0", "false"}
        elif part == "xl/styles.xml":
            self._style(element, given)
        elif self._rules.get(part) and element in OF_A_FORM:
            forms = self._rules[part][-1][0].forms
            if element == "dxf":
                forms.append(_Form())
            elif forms:
                _look(forms[-1], element, given)

    def _style(self, element: str, given: dict[str, str]) -> None:
        if element in {"dxfs", "cellStyles", "tableStyles"}:
            self.is_conditional = element == "dxfs"
        elif element == "dxf":
            self._forms.append(_Form())
        elif self.is_conditional and self._forms:
            _look(self._forms[-1], element, given)

    def text(self, part: str, element: str, text: str) -> None:
        """Look at the text of one of TEXTS."""
        if element == "author":
            self._authors[part].append(text)
        elif element in OF_COMMENTS:
            said = self._said[part]
            said[self._place] = f"{said.get(self._place, '')}{text}"[:LONGEST_COMMENT]
        elif element in OF_PAGES:
            self._pages |= {part} if _NO_WORDS.sub("", _CODES_OF_PAGES.sub(" ", text)) else set()
        else:
            for rule in self._pending:
                rule.ranges = text
            self._pending = []

    def of_sheet(self, part: str) -> tuple[set[Place], list[ConditionalFormat], list[ConditionalFormat]]:
        """Return the cells of a sheet that have a comment (but not one of our copies), its conditional formats, and the
        ranges that show a message to whoever fills them in."""
        comments = set()
        for beside in self._beside[part]:
            for place, author in self._comments[beside]:
                names = self._authors[beside]
                is_ours = author.isdigit() and int(author) < len(names) and names[int(author)] in OURS
                comments |= set() if is_ours else {place}
        rules = self._rules[part]
        for rule, number in rules:
            if number is not None and number < len(self._forms):
                rule.forms.append(self._forms[number])
        return comments, [rule for rule, _ in rules], self._prompts[part]

    def of_consent(self, part: str) -> set[Place]:
        """Return the cells of a sheet whose comment speaks of a consent or a withdrawal."""
        of_sheet, _, _ = self.of_sheet(part)
        said = [self._said[beside] for beside in self._beside[part]]
        return {place for one in said for place, text in one.items() if place in of_sheet and speaks_of_consent(text)}

    def beside_cells(self, part: str) -> list[str]:
        """Return what a sheet says in no cell."""
        said = ["a text box"] if self._boxes & self._beside[part] else []
        return said + (["a header or footer of the pages"] if part in self._pages else [])


def _look(form: _Form, element: str, given: dict[str, str]) -> None:
    if element == "numFmt" or (element == "strike" and given.get("val", "1") not in {"0", "false"}):
        form.changes = True
    elif element in {"font", "fill", "border"}:
        form.part = element
    elif element == "color" and form.part == "font":
        form.font = colour_of(given)
    elif form.part == "fill" and (element != "fgColor" or not form.back):
        form.back = colour_of(given)  # of a condition, a plain fill has the colour of its background


def _place(name: str, row: int, column: int) -> Place:
    """Return row and column of a cell; of a whole row or column what is given in the place of the other."""
    found = _CELL.fullmatch(name.upper())
    if found is None:
        return 0, 0
    letters, number = 0, found[2]
    for letter in found[1]:
        letters = letters * 26 + ord(letter) - 64
    return int(number) if number else row, letters or column
