"""What is said of a published figure: its number, period, place, source and how firm it is.

Titles, groups, places, definitions and notes are shown as they were published; everything else is translated.
"""

import datetime
import re

from analysis.results import period_span
from data_access.codes.code_lists import FIRMNESS
from data_access.gazetteer import province_code
from figures.kit.labels import place_name
from figures.kit.rows import Row
from figures.kit.text import DOT, isolated, linked, plain, separated
from figures.programmes.words import UNITS
from locales import N_, Translator

THEMES = {
    "returns": N_("Refugees and returns"),
    "deportations": N_("Deportations and irregular journeys"),
    "justice": N_("Investigations, arrests and convictions"),
    "victims": N_("Victims and sources"),
    "labour": N_("Forced labour by branch"),
    "child_labour": N_("Child labour and inspections"),
    "marriage": N_("Child marriage"),
    "conflict": N_("Children in armed conflict, bacha bazi"),
    "migration": N_("Labour migration"),
    "estimates": N_("Estimates of modern slavery"),
    "ratings": N_("Ratings and scores"),
    "programmes": N_("Programmes"),
    "other": N_("Other"),
}
NOT_GRADED = N_("Not graded")
# blue where the body that counted says it itself, orange where a newspaper does
COLOUR = {"Official": "blue", "InternationalOrganisation": "blue", "PressQuotingOfficial": "orange",
          "PressQuotingReport": "orange"}  # fmt: skip
KINDS = {
    "budget": N_("Budget"),
    "baseline": N_("Baseline"),
    "target": N_("Target"),
    "actual": N_("Actual value"),
    "milestone": N_("Milestone"),
    "finding": N_("Finding"),
}

LENGTH_OF_A_DAY = len("2018-06-03")


def is_there(value: object) -> bool:
    """Was it published? Missing texts and numbers are None or not a number."""
    return value is not None and value == value


def value_words(row: Row, t: Translator) -> str:
    """A number with all its decimals and its unit: "1,775 people", "0.359%", "USD 7,000,000"; for a finding in words
    its group, as "Tier 2 Watch List"."""
    value, unit = row["value"], row["unit"]
    if not is_there(value):
        return isolated(row["dimension"], t) if unit == "tier" else t.gettext("in words")
    decimals = decimals_of(value)
    if unit == "percent":
        return t.percent(value / 100, decimals=decimals)
    number = t.number(value, decimals=decimals)
    if not is_there(unit):
        return number
    if len(unit) == 3 and unit.isupper():
        return t.gettext("{currency} {number}").format(currency=unit, number=number)
    one, several = UNITS.get(unit, (unit, unit))
    return t.gettext("{number} {unit}").format(number=number, unit=t.gettext(one if value == 1 else several))


def bare_value(row: Row, t: Translator) -> str:
    """The number without its unit, for a chart that says the unit above it; a percentage keeps its sign."""
    return value_words(row if row["unit"] == "percent" else {**row, "unit": None}, t)


def digits(row: Row) -> str:
    """A published number as it is looked for: without unit, separators or noughts at its end."""
    return f"{row['value']:.6f}".rstrip("0").rstrip(".")


def decimals_of(value: float) -> int:
    """How many decimal places a published number has."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def period_words(row: Row, t: Translator) -> str:
    """A period as exact as it was published: "2016", "June 2025", "Jun 3 – 9, 2018", "up to 2020, begin not
    published"."""
    start, end = row["period_start"], row["period_end"]
    if not is_there(start) and not is_there(end):
        return t.gettext("period not published")
    if not is_there(start):
        return t.gettext("up to {time}, begin not published").format(time=_time(end, t))
    if not is_there(end):
        return t.gettext("from {time}, end not published").format(time=_time(start, t))
    if len(start) == len(end) == LENGTH_OF_A_DAY:
        days = days_of(row)
        return t.days(*days) if days and days[0] != days[1] else _time(start, t)
    first, last = _time(start, t), _time(end, t)
    return first if first == last else t.gettext("{first} to {last}").format(first=first, last=last)


def _time(text: str, t: Translator) -> str:
    if len(text) == 4:
        return t.year(int(text))
    if len(text) == 7:
        return t.month(datetime.date(int(text[:4]), int(text[5:]), 1))
    return t.date(datetime.date.fromisoformat(text))


def days_of(row: Row) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of a period whose begin and end were published, else None."""
    if not is_there(row["period_start"]) or not is_there(row["period_end"]):
        return None
    return period_span(row["period_start"], row["period_end"])


def is_whole_year(row: Row) -> bool:
    """Does the figure cover one whole year?"""
    days = days_of(row)
    return days is not None and days == (datetime.date(days[0].year, 1, 1), datetime.date(days[0].year, 12, 31))


def place_words(row: Row, t: Translator) -> str:
    """Where a figure is about: a province by its name in the language, any other place as it was published; the country
    where it names no place in it."""
    country = t.country(row["country"]) if is_there(row["country"]) else ""
    if not is_there(row["place_text"]):
        return country
    code = province_code(row["place_text"], row["country"]) if country else None
    place = place_name(code, t) if code else isolated(row["place_text"], t)
    return t.gettext("{province}, {country}").format(province=place, country=country) if country else place


def group_words(row: Row, t: Translator) -> str:
    """Whom or what a figure is about, as it was published; empty where it is about everyone."""
    if not is_there(row["dimension"]) or row["unit"] == "tier":
        return ""
    if ages := re.fullmatch(r"(\d+)-(\d+)", row["dimension"]):
        first, last = (t.number(int(age)) for age in ages.groups())
        return t.gettext("{first} to {last}").format(first=first, last=last)
    return isolated(row["dimension"].replace("|", ", "), t)


def what(row: Row, t: Translator) -> str:
    """What is counted, of whom, where and when, in one row."""
    parts = (isolated(row["title"], t), group_words(row, t), place_words(row, t), period_words(row, t))
    return separated([part for part in parts if part], t)


def firmness(row: Row, t: Translator) -> str:
    """How firm a figure is, in words."""
    return t.gettext(FIRMNESS[row["firmness"]] if is_there(row["firmness"]) else NOT_GRADED)


def firmness_badge(row: Row, t: Translator) -> str:
    """How firm a figure is, as a coloured word."""
    return f":{COLOUR.get(row['firmness'], 'gray')}-badge[{firmness(row, t)}]"


def source_words(row: Row, t: Translator) -> str:
    """The body whose figure it is and where it was published, without the address."""
    where = t.gettext("{title}, {publisher}").format(title=row["source_title"], publisher=row["source_publisher"])
    parts = [row.get("body"), where, row.get("source_document")]
    return isolated("; ".join(str(part) for part in parts if is_there(part)), t)


def source_line(row: Row, t: Translator) -> str:
    """Where a figure or a programme stands, with its address as a link, and when it was read there; in markdown."""
    parts = [plain(source_words(row, t))]
    if is_there(row["source_address"]):
        parts.append(linked(row["source_address"], t))
    if read := read_words(row, t):
        parts.append(read)
    return DOT.join(parts)


def read_words(row: Row, t: Translator) -> str:
    """When the figure was read at its address; empty where that is not known."""
    if not is_there(row["read_on"]):
        return ""
    return t.gettext("read on {date}").format(date=t.date(datetime.date.fromisoformat(row["read_on"])))


def citation(row: Row, t: Translator) -> str:
    """How to cite one figure: whose it is, what it counts, the number, where it stands and when it was read there."""
    where = [row["source_title"], row["source_publisher"], row["source_document"], row["source_address"]]
    said = ", ".join(part for part in where if is_there(part))
    end = f" ({read})" if (read := read_words(row, t)) else ""
    body = f"{isolated(row['body'], t)}: " if is_there(row["body"]) else ""
    return f"{body}{what(row, t)}: {value_words(row, t)}. {isolated(said, t)}{end}."
