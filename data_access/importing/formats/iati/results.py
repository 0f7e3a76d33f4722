"""Results of an IATI activity as the rows of a results file: baselines, targets and actual values.

What a value is about stands in its dimensions, whose names each publisher chooses. Sex and age are understood where
they say what our groups say; every other dimension, and a place, is kept as words, so that a part is never taken for
the whole.
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from data_access.codes.iati_codes import MEASURE, RESULT_TYPE, VOCABULARY
from data_access.codes.value_ids import iati_id
from data_access.importing.formats.iati.text import Cells, at, day, narrative, short

SEX_NAMES = {"sex", "gender"}
AGE_NAMES = {"age", "agegroup", "agegroups", "ageband", "agerange"}
SEX = {"female": "female", "females": "female", "f": "female", "male": "male", "males": "male", "m": "male"}
AGE = {
    "0-14": "0-14", "15-19": "15-19", "0-17": "0-17", "18+": "18+", "<18": "0-17", "under18": "0-17", "below18": "0-17",
    "18andover": "18+", "18andabove": "18+", "18andolder": "18+", ">=18": "18+", "over18": "18+",
}  # fmt: skip
EVERYONE = {"total", "all", "both", "bothsexes", "allsexes", "allages", "allgenders"}
# a figure is public where everybody can read it: "internal report" and c:/report.docx are no such place
_OF_A_PAGE = re.compile(r"(?:https?://|www\.)[^/\s.]+\.\S", re.IGNORECASE)
IDENTITY = ["indicator", "dimension", "measure", "kind", "sex", "age", "disaggregation", "period_start", "period_end"]


def standard_values(activity: ElementTree.Element, programme: Cells) -> list[Cells]:
    """Return one row a value of an activity, with an id that says what the value is of and not where it stands."""
    places = {place.get("ref", ""): narrative(place.find("name"), activity) for place in activity.findall("location")}
    places.pop("", None)
    rows = [row for result in activity.iter("result") for row in _result(result, activity, programme, places)]
    seen: Counter[str] = Counter()
    for row in rows:
        if row["measure"] == "qualitative" and not re.search(r"\d", row["value"]):
            row["value"], row["note"] = "", short(f"{row['value']}. {row['note']}".strip(" ."), 1000)
        identity = "\n".join([programme["iati_identifier"], *(row[name] for name in IDENTITY)])
        row["id"] = iati_id("value", identity, seen[identity])
        seen[identity] += 1
    return rows


def _result(
    result: ElementTree.Element, activity: ElementTree.Element, programme: Cells, places: dict[str, str]
) -> Iterator[Cells]:
    levels = {code: level for level, code in RESULT_TYPE.items() if level != "activity"}
    titles = Counter(narrative(one.find("title"), activity) for one in activity.iter("indicator"))
    for indicator in result.findall("indicator"):
        title = narrative(indicator.find("title"), activity)
        if titles[title] > 1:  # of another result: two things must not become one
            title = f"{narrative(result.find('title'), activity)}: {title}"
        common = {
            "body": programme["source_publisher"],
            "programme": programme["programme"],
            "iati_identifier": programme["iati_identifier"],
            "indicator": short(title, 300),
            "dimension": short(narrative(indicator.find("description"), activity), 200),
            "level": levels.get(result.get("type", ""), ""),
            "country": _only_country(programme["country"]),
            "source_title": programme["source_title"],
            "source_publisher": programme["source_publisher"],
            "provenance": "published",
            **_measured(indicator),
            **{
                name: where
                for name, where in programme.items()
                if name in ("@programme", "@iati_identifier", "@source_publisher")
            },
            **at(indicator=indicator.find("title"), dimension=indicator.find("description")),
        }
        # a document beside the figure says where it is public already
        shared = _document(indicator) or _document(result)
        for element in indicator.findall("baseline"):
            when = day(element.get("iso-date")) or (element.get("year") or "").strip()
            yield common | _value(element, "baseline", (when, when), activity, places, shared)
        for period in indicator.findall("period"):
            ends = [period.find(name) for name in ("period-start", "period-end")]
            start, end = (day(found.get("iso-date")) if found is not None else "" for found in ends)
            for kind in ("target", "actual"):
                for element in period.findall(kind):
                    yield common | _value(element, kind, (start, end), activity, places, shared)


def _measured(indicator: ElementTree.Element) -> Cells:
    measures = {code: measure for measure, code in MEASURE.items()}
    tags = {pair: tag for tag, pair in VOCABULARY.items()}
    pairs = [(one.get("vocabulary", ""), one.get("code", "")) for one in indicator.findall("reference")]
    return {
        "measure": measures.get(indicator.get("measure", ""), ""),
        "unit": "percent" if indicator.get("measure") == "2" else "",
        "ascending": {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(
            indicator.get("ascending", "true"), ""
        ),
        "standard": next((tags[pair] for pair in pairs if pair in tags), ""),
    }


def _value(
    element: ElementTree.Element,
    kind: str,
    period: tuple[str, str],
    activity: ElementTree.Element,
    places: dict[str, str],
    document: str,
) -> Cells:
    group = _group(element)
    references = dict.fromkeys(one.get("ref", "") for one in element.findall("location"))
    named = [places.get(reference) or reference for reference in references if reference]
    parts = [*group.pop("other").split("; "), f"place: {', '.join(named)}" if named else ""]
    value, note = (element.get("value") or "").strip(), narrative(element.find("comment"), activity)
    document = _document(element) or document
    return {
        "kind": kind,
        "value": value,
        **group,
        "disaggregation": short("; ".join(filter(None, parts)), 300),
        "period_start": period[0],
        "period_end": period[1],
        "place": short("|".join(named), 300),
        "source_document": short(document, 500),
        "already_public": "yes" if _OF_A_PAGE.match(document) else "",
        "note": short(note, 1000),
        **at(row=element, note=element.find("comment"), disaggregation=element.find("dimension")),
        **at(place=element.find("location"), source_document=element.find("document-link")),
    }


def _group(element: ElementTree.Element) -> Cells:
    """Sex and age where they say what our groups say, and all else as words: "disability: yes; age: adult"."""
    group = {"sex": "", "age": "", "other": ""}
    other = []
    for part in element.findall("dimension"):
        name, value = (" ".join((part.get(key) or "").split()) for key in ("name", "value"))
        plain = re.sub(r"[\s_-]", "", name).casefold()
        said = re.sub(r"\s|years?|yrs?|old$", "", value).casefold().replace("–", "-")
        if (plain in SEX_NAMES or plain in AGE_NAMES) and said in EVERYONE:
            continue
        if plain in SEX_NAMES and said in SEX and not group["sex"]:
            group["sex"] = SEX[said]
        elif plain in AGE_NAMES and said in AGE and not group["age"]:
            group["age"] = AGE[said]
        else:
            other.append(f"{name}: {value}")
    group["other"] = "; ".join(sorted(other))
    return group


def _document(element: ElementTree.Element) -> str:
    found = element.find("document-link")
    return (found.get("url") or "").strip() if found is not None else ""


def _only_country(cell: str) -> str:
    return cell.split()[0] if cell and "|" not in cell else ""
