"""Read an IATI 2.03 activities file: programmes, what they spent and their results, as the tables of a results file.

A file that this program wrote is read from its own elements and gives the same results again. Of other files, the
titles, dates, countries, results, baselines, targets and actual values are read; all else is left.
"""

import hashlib
from xml.etree import ElementTree

from data_access.iati_codes import ACTIVITY_STATUS, MEASURE, NAMESPACE, RESULT_TYPE, VALUE_FIELDS, VOCABULARY
from data_access.importing.limits import Limits
from data_access.importing.source_files import SourceFile
from data_access.importing.tabular import Sheet

OWN = f"{{{NAMESPACE}}}"
# our own fields of a value, and the columns of a results file that hold them
COLUMN = {"programme_title": "programme", "title": "indicator", "standard_tag": "standard", "place_text": "place"}
LETTERS = str.maketrans("0123456789", "ghijklmnop")
VALUES = ["id", *(COLUMN.get(name, name) for name in VALUE_FIELDS)]
PROGRAMMES = [
    "programme", "donor", "implementer", "country", "start_date", "end_date", "status", "theme", "source_title",
    "source_publisher", "provenance",
]  # fmt: skip
EXPENDITURE = [
    "id", "programme", "amount", "currency", "price_year", "category", "period_start", "period_end", "source_title",
    "provenance",
]  # fmt: skip
Cells = dict[str, str]


def read_iati(source: SourceFile, limits: Limits) -> list[Sheet]:
    """Return the programmes, values and expenditure of a file as sheets. Raises FileRefused."""
    if source.kind != "xml":
        source.refuse("an IATI file ends in .xml", "Give the XML file, or another format.")
    content = source.path.read_bytes()
    source.check_unchanged()
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        source.refuse("the file defines a document type or entities", "Remove them: an IATI file needs neither.")
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        source.refuse("the XML is not well formed", "Export the file again.", row=error.position[0])
    if root.tag != "iati-activities":
        source.refuse("this is no IATI activities file", "Give a file whose root is iati-activities.")
    if not str(root.get("version", "")).startswith("2."):
        source.refuse("only version 2 of IATI is read", "Export the file as version 2.03.")
    programmes: list[Cells] = []
    values: list[Cells] = []
    spent: list[Cells] = []
    for activity in root.iter("iati-activity"):
        programme = _programme(activity)
        programmes.append(programme)
        own = list(activity.iter(f"{OWN}value"))
        values += [_own_value(element) for element in own] if own else _standard_values(activity, programme)
        for element in activity.iter(f"{OWN}expenditure"):
            spent.append({**element.attrib, "programme": programme["programme"]})
    sheets = (("programmes", PROGRAMMES, programmes), ("results", VALUES, values), ("expenditure", EXPENDITURE, spent))
    found = [_sheet(source, name, header, rows, limits) for name, header, rows in sheets if rows]
    if not found:
        source.refuse("there is no activity in the file", "Give a file with at least one activity.")
    return found


def _sheet(source: SourceFile, name: str, header: list[str], rows: list[Cells], limits: Limits) -> Sheet:
    return Sheet(source, name, header, limits, [[row.get(column) or "" for column in header] for row in rows])


def _own_value(element: ElementTree.Element) -> Cells:
    return {COLUMN.get(name, name): text for name, text in element.attrib.items()}


def _programme(activity: ElementTree.Element) -> Cells:
    own = activity.find(f"{OWN}programme")
    if own is not None:
        facts = dict(own.attrib)
        renamed = {"title": "programme", "start": "start_date", "end": "end_date"}
        return {renamed.get(name, name): text for name, text in facts.items()}
    status = {code: word for word, code in ACTIVITY_STATUS.items()}
    found = activity.find("activity-status")
    country = activity.find("recipient-country")
    dates = {date.get("type", ""): date.get("iso-date", "") for date in activity.iter("activity-date")}
    roles = {org.get("role", ""): _narrative(org) for org in activity.iter("participating-org")}
    return {
        "programme": _narrative(activity.find("title")),
        "donor": roles.get("1", ""),
        "implementer": roles.get("4", ""),
        "country": country.get("code", "") if country is not None else "",
        # actual dates before planned ones
        "start_date": dates.get("2") or dates.get("1", ""),
        "end_date": dates.get("4") or dates.get("3", ""),
        "status": status.get(found.get("code", ""), "") if found is not None else "",
        "source_title": f"IATI activity {(activity.findtext('iati-identifier') or '').strip()}",
        "source_publisher": _narrative(activity.find("reporting-org")),
        "provenance": "published",
    }


def _standard_values(activity: ElementTree.Element, programme: Cells) -> list[Cells]:
    levels = {code: level for level, code in RESULT_TYPE.items() if level != "activity"}
    measures = {code: measure for measure, code in MEASURE.items()}
    tags = {pair: tag for tag, pair in VOCABULARY.items()}
    values = []
    for result in activity.iter("result"):
        for indicator in result.iter("indicator"):
            reference = indicator.find("reference")
            pair = (reference.get("vocabulary", ""), reference.get("code", "")) if reference is not None else ("", "")
            common = {
                "body": programme["source_publisher"],
                "programme": programme["programme"],
                "indicator": _narrative(indicator.find("title")),
                "dimension": _narrative(indicator.find("description")),
                "level": levels.get(result.get("type", ""), ""),
                "measure": measures.get(indicator.get("measure", ""), ""),
                "unit": "percent" if indicator.get("measure") == "2" else "",
                "ascending": {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(
                    indicator.get("ascending", "true"), ""
                ),
                "standard": tags.get(pair, ""),
                "country": programme["country"],
                "source_title": programme["source_title"],
                "source_publisher": programme["source_publisher"],
                "provenance": "published",
            }
            for element in indicator.iter("baseline"):
                when = str(element.get("iso-date") or element.get("year") or "")
                values.append(common | _value(element, "baseline", when, when))
            for period in indicator.iter("period"):
                start, end = _date(period.find("period-start")), _date(period.find("period-end"))
                for kind in ("target", "actual"):
                    values += [common | _value(element, kind, start, end) for element in period.iter(kind)]
    identity = programme["source_title"]
    for number, value in enumerate(values):
        digest = hashlib.blake2b(f"{identity} {number}".encode(), digest_size=8).hexdigest()
        # digits would be read as an identity number now and then
        value["id"] = f"iati-{digest.translate(LETTERS)}"
    return values


def _value(element: ElementTree.Element, kind: str, start: str, end: str) -> Cells:
    groups = {part.get("name", ""): part.get("value", "") for part in element.iter("dimension")}
    return {
        "kind": kind,
        "value": element.get("value", ""),
        "sex": groups.get("sex", ""),
        "age": groups.get("age", ""),
        "period_start": start,
        "period_end": end,
        "note": _narrative(element.find("comment")),
    }


def _date(element: ElementTree.Element | None) -> str:
    return str(element.get("iso-date") or "") if element is not None else ""


def _narrative(element: ElementTree.Element | None) -> str:
    return " ".join((element.findtext("narrative") or "").split()) if element is not None else ""
