"""Read an IATI 2.03 activities file: programmes, their money and their results, as the tables of a results file.

A file that this program wrote is read from its own elements and gives the same results again. Of other files are read:
titles, organisations, dates, countries, regions and sectors with their shares, budgets, planned disbursements,
transactions, and results with their baselines, targets and actual values. All else is left.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree import ElementTree
from xml.parsers import expat

from data_access.codes.iati_codes import (
    ACTIVITY_STATUS,
    BUDGET_TYPE,
    NAMESPACE,
    REGION_NAMES,
    ROLE,
    SECTOR_NAMES,
    TRANSACTION_TYPE,
    VALUE_FIELDS,
)
from data_access.codes.shares import Share, share_cell
from data_access.codes.value_ids import iati_id
from data_access.importing.formats.iati.results import standard_values
from data_access.importing.formats.iati.text import LINE, Cells, at, day, narrative, parse, short
from data_access.importing.guard.personal_data import personal_content
from data_access.importing.reading.invisible_signs import without_ends
from data_access.importing.reading.limits import Limits
from data_access.importing.reading.source_files import SourceFile
from data_access.importing.reading.tabular import Sheet
from data_access.importing.telling.problems import Problem

OWN = f"{{{NAMESPACE}}}"
# our own fields of a value, and the columns of a results file that hold them
COLUMN = {
    "programme_title": "programme", "title": "indicator", "standard_tag": "standard", "place_text": "place",
    "source_address": "address",
}  # fmt: skip
VALUES = ["id", "iati_identifier", *(COLUMN.get(name, name) for name in VALUE_FIELDS)]
PROGRAMMES = [
    "programme", "iati_identifier", "donor", "implementer", "country", "region", "sector", "start_date", "end_date",
    "status", "theme", "source_title", "source_publisher", "address", "read_on", "firmness", "definition",
    "provenance", "publisher_ref",
]  # fmt: skip
MONEY = [
    "id", "programme", "iati_identifier", "kind", "amount", "currency", "price_year", "category", "period_start",
    "period_end", "source_title", "source_publisher", "provenance",
]  # fmt: skip
PARTS_A_CELL = 100  # of donors or sectors, each shorter than a cell may be
OF_PROGRAMME = ("programme", "iati_identifier", "source_title", "source_publisher", "provenance")


def read_iati(source: SourceFile, limits: Limits) -> list[Sheet]:
    """Return the programmes, values and money of a file as sheets. Raises FileRefused."""
    if source.kind != "xml":
        source.refuse("an IATI file ends in .xml", "Give the XML file, or another format.")
    content = source.path.read_bytes().decode(source.encoding)
    source.check_unchanged()
    if "<!DOCTYPE" in content or "<!ENTITY" in content:
        source.refuse("the file defines a document type or entities", "Remove them: an IATI file needs neither.")
    try:
        root = parse(content)
    except expat.ExpatError as error:
        source.refuse("the XML is not well formed", "Export the file again.", row=error.lineno)
    if root.tag != "iati-activities":
        source.refuse("this is no IATI activities file", "Give a file whose root is iati-activities.")
    if not str(root.get("version", "")).startswith("2."):
        source.refuse("only version 2 of IATI is read", "Export the file as version 2.03.")
    programmes: list[Cells] = []
    values: list[Cells] = []
    money: list[Cells] = []
    seen: set[str] = set()
    twice: list[Problem] = []
    for activity in root.iter("iati-activity"):
        programme = _programme(activity)
        identity = _identity(programme)
        if identity and identity in seen:
            twice.append(_stands_twice(source, activity, programme))
            continue
        seen.add(identity)
        programmes.append(programme)
        whose = {name: programme.get(name, "") for name in ("programme", "iati_identifier")}
        if activity.find(f"{OWN}programme") is not None:
            values += [_own_value(element) | whose for element in activity.iter(f"{OWN}value")]
            money += [_own_value(element) | whose for element in activity.iter(f"{OWN}expenditure")]
        else:
            values += standard_values(activity, programme)
            money += _money(activity, programme)
    sheets = (("programmes", PROGRAMMES, programmes), ("results", VALUES, values), ("expenditure", MONEY, money))
    found = [_sheet(source, name, header, rows, limits) for name, header, rows in sheets if rows]
    if twice:
        found[0] = replace(found[0], flaws=tuple(twice))
    if not found:
        source.refuse("there is no activity in the file", "Give a file with at least one activity.")
    return found


def _stands_twice(source: SourceFile, activity: ElementTree.Element, programme: Cells) -> Problem:
    line = int(activity.get(LINE, 0))
    expected = "the same activity stands in the file before, and nobody can say which of the two counts"
    return Problem(
        source.name, f"activity {_shown(programme)}", line, activity.tag, "", expected, "Keep one of the two."
    )


def _sheet(source: SourceFile, name: str, header: list[str], rows: list[Cells], limits: Limits) -> Sheet:
    cells = [[row.get(column) or "" for column in header] for row in rows]
    activities = tuple(map(_identity, rows))
    limits = replace(limits, cell=limits.cell * PARTS_A_CELL)
    return Sheet(source, name, header, limits, cells, places=tuple(map(_places, rows)), activities=activities)


def _identity(row: Cells) -> str:
    """Return what the activity of a row is known by: its identifier, or else its title."""
    return row.get("iati_identifier") or row.get("programme", "")


def _places(row: Cells) -> dict[str, tuple[str, int, str]]:
    """Return the activity, the line and the element of each column of a row; "row": of those that have none."""
    split = {name.removeprefix("@"): where.partition(" ") for name, where in row.items() if name[0] == "@"}
    return {name: (f"activity {_shown(row)}", int(line or 0), tag) for name, (tag, _, line) in split.items()}


def _shown(row: Cells) -> str:
    """Return the identifier of a row's activity, or words in its place where it may name a person."""
    identifier = row.get("iati_identifier", "")
    if not identifier or personal_content(identifier, is_key=False, is_published=True):
        return "with a withheld identifier" if identifier else "without identifier"
    return identifier


def _own_value(element: ElementTree.Element) -> Cells:
    return {COLUMN.get(name, name): text for name, text in element.attrib.items() if name != LINE} | at(row=element)


def _programme(activity: ElementTree.Element) -> Cells:
    own = activity.find(f"{OWN}programme")
    if own is not None:
        renamed = {"title": "programme", "start": "start_date", "end": "end_date", "source_address": "address"}
        return {renamed.get(name, name): text for name, text in own.attrib.items() if name != LINE} | at(row=own)
    status = {code: word for word, code in ACTIVITY_STATUS.items()}
    found = activity.find("activity-status")
    dates = {date.get("type", ""): day(date.get("iso-date")) for date in activity.iter("activity-date")}
    identifier = " ".join(without_ends(activity.findtext("iati-identifier") or "").split())
    return {
        "programme": short(narrative(activity.find("title"), activity), 200) or identifier,
        "iati_identifier": identifier,
        "donor": _organisations(activity, "donor"),
        "implementer": _organisations(activity, "implementer"),
        "country": share_cell(_parts(activity, "recipient-country", {})),
        "region": share_cell(_parts(activity, "recipient-region", REGION_NAMES)),
        "sector": share_cell(_parts(activity, "sector", SECTOR_NAMES)),
        # actual dates before planned ones
        "start_date": dates.get("2") or dates.get("1", ""),
        "end_date": dates.get("4") or dates.get("3", ""),
        "status": status.get(found.get("code", ""), "") if found is not None else "",
        **at(row=activity, programme=activity.find("title"), source_publisher=activity.find("reporting-org")),
        **at(iati_identifier=activity.find("iati-identifier"), donor=activity.find("participating-org[@role='1']")),
        **at(implementer=activity.find("participating-org[@role='4']"), sector=activity.find("sector")),
        "source_title": f"IATI activity {identifier}",
        "source_publisher": short(narrative(activity.find("reporting-org"), activity), 200),
        "provenance": "published",
        "publisher_ref": _reference(activity.find("reporting-org"), identifier),
    }


def _reference(reporting: ElementTree.Element | None, identifier: str) -> str:
    """The reference of whoever reports an activity, where it is what the standard asks for: the beginning of the
    identifier. A secondary reporter speaks of the activities of others."""
    if reporting is None or reporting.get("secondary-reporter", "0") not in ("0", "false"):
        return ""
    reference = without_ends(reporting.get("ref") or "")
    return reference if reference and identifier.startswith(f"{reference}-") else ""


def _organisations(activity: ElementTree.Element, kind: str) -> str:
    """The names of the organisations in a role, each once; the reference of one without a name."""
    named = (
        narrative(org, activity) or org.get("ref", "")
        for org in activity.findall("participating-org")
        if org.get("role") == ROLE[kind]
    )
    names = dict.fromkeys(short(name.replace("|", "/"), 200) for name in named if name)
    return "|".join(names)


def _of_activity(activity: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    """What an activity says of itself, or else what its transactions say."""
    return activity.findall(tag) or activity.findall(f"transaction/{tag}")


def _parts(activity: ElementTree.Element, tag: str, names: dict[str, str]) -> list[Share]:
    """The countries, regions or sectors of an activity, each once, with their shares.

    Of sectors, those of one vocabulary: each adds up to 100 % by itself. DAC's five digits where there are.
    """
    found = _of_activity(activity, tag)
    if tag == "sector":
        vocabularies = [element.get("vocabulary", "1") for element in found]
        chosen = "1" if "1" in vocabularies else next(iter(vocabularies), "")
        found = [element for element in found if element.get("vocabulary", "1") == chosen]
    parts: dict[str, Share] = {}
    for element in found:
        code = re.sub(r"[^\w.:-]", "-", without_ends(element.get("code") or ""))[:40]
        percentage = without_ends(element.get("percentage") or "")
        if percentage and not re.fullmatch(r"\d{1,3}(\.\d+)?", percentage):
            percentage = f"{percentage.replace('|', '/')}%"  # a mistake, and no part of the name
        name = "" if tag == "recipient-country" else narrative(element, activity) or names.get(code, "")
        parts.setdefault(code, Share(code, short(name.replace("|", "/"), 100), percentage))
    parts.pop("", None)
    return list(parts.values())


def _money(activity: ElementTree.Element, programme: Cells) -> list[Cells]:
    """One row a budget, a planned disbursement or a transaction, with an id that its content gives."""
    rows = list(_amounts(activity))
    seen: Counter[str] = Counter()
    for row in rows:
        identity = " ".join(
            [programme["iati_identifier"], *(row[name] for name in ("kind", "period_start", "period_end", "currency"))]
            + ([row["amount"]] if row["kind"] in TRANSACTION_TYPE else [])
        )
        row["id"] = iati_id("money", identity, seen[identity])
        seen[identity] += 1
        row |= {name: programme[name] for name in OF_PROGRAMME}
    return rows


def _amounts(activity: ElementTree.Element) -> Iterator[Cells]:
    default = activity.get("default-currency", "")
    budgets = {code: kind for kind, code in BUDGET_TYPE.items()}
    for tag in ("budget", "planned-disbursement"):
        for element in activity.findall(tag):
            kind = budgets.get(element.get("type", "1"), "budget") if tag == "budget" else "planned_disbursement"
            ends = [element.find(name) for name in ("period-start", "period-end")]
            start, end = (day(found.get("iso-date")) if found is not None else "" for found in ends)
            yield from _amount(kind, element, (start, end or start), default)
    kinds = {code: kind for kind, code in TRANSACTION_TYPE.items()}
    for element in activity.findall("transaction"):
        coded, dated = element.find("transaction-type"), element.find("transaction-date")
        kind = kinds.get(coded.get("code", ""), "") if coded is not None else ""
        on = day(dated.get("iso-date")) if dated is not None else ""
        if kind:
            yield from _amount(kind, element, (on, on), default)


def _amount(kind: str, element: ElementTree.Element, period: tuple[str, str], default: str) -> Iterable[Cells]:
    value = element.find("value")
    if value is None or not (value.text or "").strip():
        return ()
    amount = (value.text or "").strip()
    currency = value.get("currency") or default
    row = {"kind": kind, "amount": amount, "currency": currency, "period_start": period[0], "period_end": period[1]}
    return (row | at(row=element, amount=value, currency=value),)
