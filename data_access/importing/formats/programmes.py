"""Read what is known about programmes themselves, and their money: the two other tables of a results file."""

import calendar
import datetime
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from data_access.codes.iati_codes import MONEY_KINDS
from data_access.importing.formats import published_sources
from data_access.importing.formats.providers import organisation_code
from data_access.importing.formats.tables import (
    decoded,
    published_identifier,
    published_number,
    published_text,
    read_table,
    refuse_repeated,
    require,
)
from data_access.importing.guard.few_people import about_few
from data_access.importing.reading.coded_cells import read_code
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.shares import read_countries, read_names, read_shares
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.reading.value_columns import (
    STATUSES,
    THEMES,
    read_currency,
    read_id,
    read_period,
    read_price_year,
)
from data_access.importing.reading.values import Mistake, Vocabulary
from data_access.importing.telling.problems import ProblemList
from data_access.importing.telling.progress import Progress

FEW_IN_WORDS = Mistake(
    "words about fewer than 10 people must not tell two of sex, age, form of exploitation and place, nor a place below "
    "the country: they may be known by it",
    "Say it of a larger group, or leave it out. If it is public already, give address and read_on.",
    "a figure about few people",
)
# what a result says in columns, and a programme in words
IN_WORDS_ALONE = ("value", "lower", "upper", "unit", "measure", "sex", "age", "country", "place_text", "indicator",
                  "dimension", "disaggregation")  # fmt: skip
PROVENANCE = {word: word for word in ("published", "synthetic")}


def kind_of_sheet(sheet: Sheet) -> str:
    """Return which table of a results file a sheet holds, by its columns: values, programmes or expenditure."""
    columns = {column_key(name) for name in sheet.header}
    if "amount" in columns:
        return "expenditure"
    return "programmes" if columns & {"donor", "implementer", "theme"} and "indicator" not in columns else "values"


def read_programmes(sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> tuple[RowSet, pd.DataFrame]:
    """Read programmes, one a row; also returned as a frame of those without mistakes. Raises FileRefused."""
    vocabularies = {
        "programme": published_text(200),
        "iati_identifier": published_identifier(150),
        "donor": Vocabulary(read_names, is_free=True, is_published=True),
        "implementer": Vocabulary(read_names, is_free=True, is_published=True),
        "country": Vocabulary(read_countries),
        "region": Vocabulary(read_shares, is_free=True, is_published=True),
        "sector": Vocabulary(read_shares, is_free=True, is_published=True),
        "start_date": Vocabulary(read_period, holds_dates=True),
        "end_date": Vocabulary(read_period, holds_dates=True),
        "status": Vocabulary(read_code({status: status for status in STATUSES})),
        "theme": Vocabulary(read_code({theme: theme for theme in THEMES})),
        "source_title": published_sources.published_title(sheets),
        "source_publisher": published_text(200),
        **published_sources.published_at(),
        "provenance": Vocabulary(read_code(PROVENANCE)),
        **({"publisher_ref": published_identifier(150)} if sheets[0].source.kind == "xml" else {}),
    }
    required = ["programme", "source_title", "source_publisher"]
    rows = _read(sheets, vocabularies, required, ["programme", "iati_identifier"], problems, progress)
    pairs = zip(rows.lookup("start_date"), rows.lookup("end_date"), strict=True)
    wrong = np.array([_ends_first(*pair) for pair in pairs], bool)
    rows.refuse_rows(
        wrong & ~rows.bad, "end_date", Mistake("the programme ends before it begins", "Correct the dates."), problems
    )
    _refuse_few_people(rows, problems)
    return rows, decoded(rows, vocabularies)


def _refuse_few_people(rows: RowSet, problems: ProblemList) -> None:
    """Note the programmes whose words tell of a few people: they are read as a finding in words is, wherever it was."""
    said = ("programme", "definition", "source_title", "source_address", "read_on", "provenance")
    words = pd.DataFrame({name: pd.Series(rows.lookup(name), dtype=object) for name in said})
    on_a_page = words["source_address"].notna() & words["read_on"].notna()
    findings = words.assign(already_public=on_a_page, kind="finding", **dict.fromkeys(IN_WORDS_ALONE))
    rows.refuse_rows(about_few(findings).to_numpy() & ~rows.bad, "definition", FEW_IN_WORDS, problems)


def read_expenditure(
    sheets: Sequence[Sheet], known: Collection[str], problems: ProblemList, progress: Progress
) -> tuple[RowSet, pd.DataFrame]:
    """Read money, one amount a row; also returned as a frame of those without mistakes. Raises FileRefused.

    known: the codes of the programmes that there are.
    """
    vocabularies = {
        "id": Vocabulary(read_id, is_free=True),
        "programme": published_text(200),
        "iati_identifier": published_identifier(150),
        "kind": Vocabulary(read_code({kind: kind for kind in MONEY_KINDS})),
        "amount": published_number(is_xml=all(sheet.source.kind == "xml" for sheet in sheets)),
        "currency": Vocabulary(read_currency),
        "price_year": Vocabulary(read_price_year),
        "category": published_text(60),
        "period_start": Vocabulary(read_period, holds_dates=True),
        "period_end": Vocabulary(read_period, holds_dates=True),
        "source_title": published_text(300),
        "source_publisher": published_text(200),
        "provenance": Vocabulary(read_code(PROVENANCE)),
    }
    required = ["id", "programme", "amount", "currency", "source_title"]
    rows = _read(sheets, vocabularies, required, ["id"], problems, progress)
    strange = np.array([name and organisation_code(str(name)) not in known for name in rows.lookup("programme")], bool)
    mistake = Mistake(
        "there is no programme of this title", "Write the title as in the programmes, or load the programme first."
    )
    rows.refuse_rows(strange & ~rows.bad, "programme", mistake, problems)
    refuse_ends_first(rows, problems)
    return rows, decoded(rows, vocabularies)


def _read(
    sheets: Sequence[Sheet],
    vocabularies: dict[str, Vocabulary],
    required: list[str],
    identity: list[str],
    problems: ProblemList,
    progress: Progress,
) -> RowSet:
    columns = {name: name for name in vocabularies} | published_sources.COLUMNS
    rows = read_table(
        sheets, vocabularies, columns=columns, ignored=[], required=required, problems=problems,
        progress=progress, may_be_empty=True,
    )  # fmt: skip
    require(rows, required, problems)
    refuse_repeated(rows, pd.DataFrame({name: rows.lookup(name) for name in identity}), identity[0], problems)
    return rows


def first_day(period: object) -> datetime.date | None:
    """Return the first day of a year, month or day, or None."""
    if not isinstance(period, str):
        return None
    return datetime.date.fromisoformat(f"{period}-01-01"[:10] if len(period) == 4 else f"{period}-01"[:10])


def last_day(period: object) -> datetime.date | None:
    """Return the last day of a year, month or day, or None."""
    if not isinstance(period, str):
        return None
    if len(period) == 4:
        return datetime.date(int(period), 12, 31)
    if len(period) == 7:
        year, month = int(period[:4]), int(period[5:])
        return datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date.fromisoformat(period)


def refuse_ends_first(rows: RowSet, problems: ProblemList) -> None:
    """Note the rows whose period ends before it begins; a year is before each of its days."""
    pairs = zip(rows.lookup("period_start"), rows.lookup("period_end"), strict=True)
    wrong = np.array([start is not None and end is not None and end < start for start, end in pairs], dtype=bool)
    mistake = Mistake("the period ends before it begins", "Correct it, and write both ends to the same precision.")
    rows.refuse_rows(wrong & ~rows.bad, "period_end", mistake, problems)


def _ends_first(start: object, end: object) -> bool:
    first, last = first_day(start), last_day(end)
    return first is not None and last is not None and last < first
