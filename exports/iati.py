"""Programmes and their results as an IATI 2.03 activities file.

What the standard has a place for stands there; what it has none for (ids of values, intervals, milestones, whether a
value is published or invented) stands in elements of our own namespace, which the standard allows, so that
data_access.importing.formats.iati.activities reads the same results back.
Source: IATI Activity Standard 2.03, results; code lists ResultType, IndicatorMeasure, IndicatorVocabulary.
"""

import calendar
import re
from collections.abc import Hashable, Mapping
from typing import Any
from xml.etree import ElementTree

import pandas as pd

from data_access.codes.iati_codes import (
    ACTIVITY_STATUS,
    BUDGET_TYPE,
    IATI_VERSION,
    MEASURE,
    NAMESPACE,
    RESULT_TYPE,
    ROLE,
    TRANSACTION_TYPE,
    VALUE_FIELDS,
    VOCABULARY,
)
from data_access.codes.shares import Share, share_cell
from data_access.codes.value_ids import id_of_number
from data_access.questions.programmes import PUBLISHED_AT, Part

Row = Mapping[Hashable, Any]
PARTS = {"country": "countries", "region": "regions", "sector": "sectors"}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ElementTree.register_namespace("ctd", NAMESPACE)


def iati_file(programmes: pd.DataFrame, values: pd.DataFrame, money: pd.DataFrame, *, generated: str) -> bytes:
    """Return programmes with their results as one IATI 2.03 file, UTF-8.

    programmes, values, money: as data_access.questions.programmes answers them; one activity a programme.
    generated: the time of the release (ISO 8601), so that the same release gives the same file. Programmes
    without_place are left out. Raises ValueError when that leaves none.
    """
    root = ElementTree.Element("iati-activities", {"version": IATI_VERSION, "generated-datetime": generated})
    left_out = without_place(programmes)
    if len(left_out) == len(programmes):
        raise ValueError("IATI has no place for a programme without a date.")
    for row in programmes[~programmes["title"].isin(left_out)].to_dict("records"):
        mine = values[values["programme"] == row["code"]]
        amounts = money[money["programme"] == row["code"]]
        _activity(root, row, mine, amounts, generated)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def without_place(programmes: pd.DataFrame) -> list[str]:
    """Return the titles of the programmes that IATI has no place for: it wants a date of begin or end."""
    return [row["title"] for row in programmes.to_dict("records") if not row["start"] and not row["end"]]


def _activity(root: ElementTree.Element, row: Row, values: pd.DataFrame, money: pd.DataFrame, generated: str) -> None:
    activity = _add(root, "iati-activity", {XML_LANGUAGE: "en"})
    # not registered: an organisation that publishes the file puts its own identifier in their place
    reference = _slug(row["source_publisher"])
    _add(activity, "iati-identifier").text = row["iati_identifier"] or f"{reference}-{row['code']}"
    publisher = _add(activity, "reporting-org", {"ref": reference, "type": "90", "secondary-reporter": "1"})
    _narrative(publisher, row["source_publisher"])
    _narrative(_add(activity, "title"), row["title"])
    note = "Published results." if row["provenance"] == "published" else "SYNTHETIC: invented for demonstration."
    _narrative(_add(activity, "description"), f"{note} Source: {row['source_title']}, {row['source_publisher']}.")
    for kind, role in ROLE.items():
        for name in row[f"{kind}s"]:
            _narrative(_add(activity, "participating-org", {"role": role, "type": "90"}), name)
    if not row["donors"] and not row["implementers"]:
        _narrative(_add(activity, "participating-org", {"role": "2", "type": "90"}), row["source_publisher"])
    _add(activity, "activity-status", {"code": ACTIVITY_STATUS.get(row["status"]) or _status_on(generated, row)})
    for kind, day in (("1", row["start"]), ("3", row["end"])):
        if day:
            _add(activity, "activity-date", {"type": kind, "iso-date": _first(day) if kind == "1" else _last(day)})
    _shared(activity, row)
    for amount in money[money["kind"].isin(BUDGET_TYPE)].to_dict("records"):
        _budget(activity, amount, BUDGET_TYPE[amount["kind"]])
    for value in values[(values["kind"] == "budget") & values["value"].notna()].to_dict("records"):
        if re.fullmatch("[A-Z]{3}", value["unit"] or ""):
            _budget(activity, {**value, "amount": value["value"], "currency": value["unit"]}, "1")
    for amount in money[money["kind"] == "planned_disbursement"].to_dict("records"):
        _budget(activity, amount, "1", tag="planned-disbursement")
    for amount in money[money["kind"].isin(TRANSACTION_TYPE)].to_dict("records"):
        _transaction(activity, amount)
    _results(activity, values[values["kind"].isin(("baseline", "target", "actual"))])
    facts = {name: row[name] for name in ("iati_identifier", "status", "theme", "start", "end", "provenance",
                                          "source_title", "source_publisher", *PUBLISHED_AT)}  # fmt: skip
    cells = {
        **{kind: "|".join(row[f"{kind}s"]) for kind in ROLE},
        **{kind: _cell(row[parts]) for kind, parts in PARTS.items()},
    }
    _own(
        activity, "programme", {"title": row["title"], **facts, **{kind: cell or None for kind, cell in cells.items()}}
    )
    for value in values[values["kind"].isin(("milestone", "finding", "budget"))].to_dict("records"):
        _own(activity, "value", _fields(value))
    for amount in money.to_dict("records"):
        _own(activity, "expenditure", {**amount, "id": id_of_number(amount["id"])})


def _shared(activity: ElementTree.Element, row: Row) -> None:
    """Countries, regions and sectors with their shares; one that is not known is left out."""
    for tag, kind in (("recipient-country", "country"), ("recipient-region", "region"), ("sector", "sector")):
        parts = row[PARTS[kind]]
        for part in parts:
            share = 100.0 if len(parts) == 1 and kind == "country" else part.percentage
            attributes = {"code": part.code, **({"percentage": _number(share)} if share is not None else {})}
            if kind == "sector":
                digits = len(part.code) if part.code.isdecimal() else 0
                attributes["vocabulary"] = {5: "1", 3: "2"}.get(digits, "99")  # of DAC, or the publisher's own
            element = _add(activity, tag, attributes)
            if part.name:
                _narrative(element, part.name)
        if tag == "recipient-region" and not row["countries"] and not parts:
            _add(activity, tag, {"code": "998", "vocabulary": "1"})
    if not row["sectors"]:
        sector = _add(activity, "sector", {"vocabulary": "99", "code": "counter-trafficking"})
        _narrative(sector, "Counter-trafficking in persons")


def _cell(parts: tuple[Part, ...]) -> str:
    """Parts as the cell of a results file that is read back."""
    return share_cell(
        [Share(one.code, one.name or "", "" if one.percentage is None else _number(one.percentage)) for one in parts]
    )


def _status_on(day: str, row: Row) -> str:
    """The status that dates give where none is published: the standard wants one."""
    if row["start"] and _first(row["start"]) > day[:10]:
        return ACTIVITY_STATUS["pipeline"]
    return ACTIVITY_STATUS["closed" if row["end"] and _last(row["end"]) < day[:10] else "implementation"]


def _budget(activity: ElementTree.Element, amount: Row, kind: str, *, tag: str = "budget") -> None:
    start, end = amount["period_start"], amount["period_end"]
    if not start or not end:
        return
    budget = _add(activity, tag, {"type": kind})
    _add(budget, "period-start", {"iso-date": _first(start)})
    _add(budget, "period-end", {"iso-date": _last(end)})
    money = {"currency": amount["currency"], "value-date": _first(start)}
    _add(budget, "value", money).text = _number(amount["amount"])


def _transaction(activity: ElementTree.Element, amount: Row) -> None:
    end = amount["period_end"] or amount["period_start"]
    if not end:
        return
    transaction = _add(activity, "transaction")
    _add(transaction, "transaction-type", {"code": TRANSACTION_TYPE[amount["kind"]]})
    _add(transaction, "transaction-date", {"iso-date": _last(end)})
    money = {"currency": amount["currency"], "value-date": _last(end)}
    _add(transaction, "value", money).text = _number(amount["amount"])
    _narrative(_add(transaction, "description"), str(amount["category"] or amount["source_title"]))


def _results(activity: ElementTree.Element, values: pd.DataFrame) -> None:
    for (_code, _dimension), part in values.groupby(["indicator", "dimension"], dropna=False, sort=False):
        first = part.iloc[0]
        result = _add(activity, "result", {"type": RESULT_TYPE.get(first["level"], "9"), "aggregation-status": "0"})
        _narrative(_add(result, "title"), first["title"])
        measure = {"measure": MEASURE.get(first["measure"], "1")}
        if first["ascending"] is not None:
            measure["ascending"] = "1" if first["ascending"] else "0"
        indicator = _add(result, "indicator", measure)
        _narrative(_add(indicator, "title"), first["title"])
        if first["dimension"]:
            _narrative(_add(indicator, "description"), first["dimension"])
        if first["standard_tag"]:
            vocabulary, code = VOCABULARY[first["standard_tag"]]
            _add(indicator, "reference", {"vocabulary": vocabulary, "code": code})
        rows = part.to_dict("records")
        for row in [row for row in rows if row["kind"] == "baseline"]:
            _baseline(indicator, row)
        periods = dict.fromkeys((row["period_start"], row["period_end"]) for row in rows if row["kind"] != "baseline")
        for start, end in periods:
            _period(indicator, start, end, [row for row in rows if row["kind"] != "baseline"])
        # without a period, or a baseline without a year: no place in the standard
        for row in rows:
            if not _has_period(row):
                _own(indicator, "value", _fields(row))


def _has_period(row: Row) -> bool:
    if row["kind"] == "baseline":
        return bool(row["period_end"] or row["period_start"])
    return bool(row["period_start"] and row["period_end"])


def _baseline(indicator: ElementTree.Element, row: Row) -> None:
    if not _has_period(row):
        return
    attributes = {"year": str(row["period_end"] or row["period_start"])[:4]}
    if _known(row["value"]):
        attributes["value"] = _number(row["value"])
    _content(_add(indicator, "baseline", attributes), row)


def _period(indicator: ElementTree.Element, start: str | None, end: str | None, rows: list[Row]) -> None:
    if not start or not end:
        return
    period = _add(indicator, "period")
    _add(period, "period-start", {"iso-date": _first(start)})
    _add(period, "period-end", {"iso-date": _last(end)})
    for kind in ("target", "actual"):
        for row in rows:
            if row["kind"] == kind and (row["period_start"], row["period_end"]) == (start, end):
                value = {"value": _number(row["value"])} if _known(row["value"]) else {}
                _content(_add(period, kind, value), row)


def _content(element: ElementTree.Element, row: Row) -> None:
    """Disaggregation, comment and our own fields, in the order of the standard."""
    for name in ("sex", "age"):
        if row[name] != "total":
            _add(element, "dimension", {"name": name, "value": row[name]})
    for part in filter(None, (row["disaggregation"] or "").split("; ")):
        name, _colon, value = part.partition(": ")
        _add(element, "dimension", {"name": name, "value": value or name})
    if row["note"]:
        _narrative(_add(element, "comment"), row["note"])
    document = row["source_address"] or (row["already_public"] and row["source_document"]) or ""
    if "://" in document:
        link = _add(element, "document-link", {"format": "text/html", "url": document})
        _narrative(_add(link, "title"), row["source_title"])
        _add(link, "category", {"code": "A09"})  # results, outcomes and outputs
    _own(element, "value", _fields(row))


def _fields(row: Row) -> dict[str, Any]:
    return {**{name: row[name] for name in VALUE_FIELDS}, "id": id_of_number(row["id"])}


def _own(parent: ElementTree.Element, name: str, fields: Mapping[Any, Any]) -> None:
    texts = {str(key): _text(value) for key, value in fields.items() if _known(value)}
    _add(parent, f"{{{NAMESPACE}}}{name}", texts)


def _known(value: object) -> bool:
    return value is not None and value == value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return _number(value) if isinstance(value, int | float) else str(value)


def _number(value: Any) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _add(parent: ElementTree.Element, name: str, attributes: dict[str, str] | None = None) -> ElementTree.Element:
    return ElementTree.SubElement(parent, name, attributes or {})


def _narrative(parent: ElementTree.Element, text: str) -> None:
    _add(parent, "narrative").text = text


def _first(period: str) -> str:
    return f"{period}-01-01"[:10] if len(period) == 4 else f"{period}-01"[:10]


def _last(period: str) -> str:
    if len(period) == 4:
        return f"{period}-12-31"
    if len(period) == 7:
        return f"{period}-{calendar.monthrange(int(period[:4]), int(period[5:]))[1]}"
    return period


def _slug(text: str) -> str:
    return re.sub("[^A-Za-z0-9]+", "-", text).strip("-") or "unknown"
