"""Read CTDC's published data sets: already anonymised cases, one row each, without keys."""

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from data_access.codes import code_lists
from data_access.importing.formats.ctdc_columns import (
    DATA_SOURCES,
    FIELDS,
    FLAGS,
    GENDERS,
    K_ANONYMISED,
    MAJORITIES,
    NOT_STORED,
    OTHER_NAMES,
    edition,
)
from data_access.importing.formats.htcds_columns import CODE_SETS, read_age
from data_access.importing.reading.calendars import read_year
from data_access.importing.reading.columns import match_columns
from data_access.importing.reading.places import read_country
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.reading.values import MISSING, Mistake, Reader, Vocabulary
from data_access.importing.storing.case_rows import CaseRows, categorical, constant, number_steps
from data_access.importing.telling.problems import READING, FileRefused, Problem, ProblemList
from data_access.importing.telling.progress import Progress


def read_cases(
    sheets: Sequence[Sheet], problems: ProblemList, progress: Progress
) -> tuple[CaseRows, int, np.ndarray, str]:
    """Read one CTDC file into cases.

    Returns the cases, the number of rows read, which cases have a mistake, and the edition of the data set to cite.
    Raises FileRefused when this is no edition that CTDC published.
    """
    if len(sheets) != 1:
        sheets[0].source.refuse("CTDC publishes one table a data set", "Import one file with one sheet.")
    sheet = sheets[0]
    known = {column_key(name): field for name, field in FIELDS.items()}
    known |= {column_key(name): name for flags in FLAGS.values() for name in flags}
    known |= {column_key(name): flag for name, flag in OTHER_NAMES.items()}
    needed = ["citizenship", "exploitation", "gender", "registration_year", "isForcedLabour", "isSexualExploit"]
    ignored = {column_key(name) for name in NOT_STORED}
    fields = match_columns(sheet, known, ignored, problems=problems, required=needed)
    source, of_year = edition(sheet.header)
    problems.add(_edition_note(sheet, f"{source} ({of_year})"))
    rows = RowSet("cases", _vocabularies(set(fields.values())), None)
    try:
        rows.read(sheet, fields, progress)
    except FileRefused as refusal:
        problems.refuse(refusal)
    rows.finish(problems)
    if not len(rows.frame):
        sheet.source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    length = len(rows.frame)
    has_zeros = source == K_ANONYMISED
    case_rows = CaseRows(_keys(rows), _cases(rows, length, has_zeros), {"events": _events(rows, length)})
    return case_rows, length, rows.bad, source


def _keys(rows: RowSet) -> list[str]:
    """There are no keys in these files: a key follows from what the row itself says, whatever rows stand beside it.
    Rows that say the same are numbered."""
    total = np.zeros(len(rows.frame), dtype=np.uint64)
    for field in sorted(rows.vocabularies):
        texts = np.array([*map(str, rows.vocabularies[field].values), ""], dtype=object)
        codes = np.maximum(rows.frame[field].to_numpy(), MISSING)
        total = total * np.uint64(1_099_511_628_211) + pd.util.hash_array(texts)[codes]
    number = pd.Series(total).groupby(total).cumcount()
    return [f"ctdc:{digest:016x}:{place}" for digest, place in zip(total.tolist(), number, strict=True)]


def _edition_note(sheet: Sheet, name: str) -> Problem:
    expected = f"the columns are those of {name}"
    return Problem(sheet.source.name, sheet.name, 0, "", "", expected, "Nothing to do if that is right.", READING)


def _vocabularies(present: set[str]) -> dict[str, Vocabulary]:
    readers: dict[str, Reader] = {
        "registration_year": read_year(datetime.date.today()),
        "data_source": _one_of(DATA_SOURCES),
        "gender": _one_of(GENDERS),
        "age_band": read_age,
        "majority": _one_of(MAJORITIES),
        "citizenship": read_country,
        "exploitation": read_country,
    }
    readers |= {name: _read_flag for flags in FLAGS.values() for name in flags if name in present}
    return {field: Vocabulary(read) for field, read in readers.items()}


def _one_of(words: dict[str, str]) -> Reader:
    known = {word.casefold(): code for word, code in words.items()}

    def read(text: str) -> str | None:
        code = known.get(text.casefold())
        if code is None and text.casefold() not in {"not specified", "not available"}:
            raise Mistake(
                f"expected one of {', '.join(words)}",
                "Download the file again, unchanged, from CTDC.",
                example=next(iter(words)),
            )
        return code

    return read


def _read_flag(text: str) -> int:
    if text in {"1", "1.0", "0", "0.0"}:
        return int(text[0])
    raise Mistake("expected 1, 0 or an empty cell", "Download the file again, unchanged, from CTDC.")


def _cases(rows: RowSet, length: int, has_zeros: bool) -> pd.DataFrame:
    age = rows.lookup("age_band")
    majority = rows.lookup("majority")
    age = np.where(age == None, np.where(majority == None, "unknown", majority), age)  # noqa: E711 - elementwise
    bands = list(code_lists.AGE_BAND)
    columns: dict[str, object] = {
        "provenance": constant("public", length),
        "data_source": _column(rows, "data_source", "NotStated"),
        "registration_year": _column(rows, "registration_year"),
        "gender": _column(rows, "gender", "NonSpecifiedUnknown"),
        "age_band": categorical(bands, pd.Index(bands).get_indexer(pd.Index(age))),
        "citizenship": _column(rows, "citizenship"),
    }
    for group, codes in CODE_SETS.items():
        columns[group], columns[f"{group}_known"] = _flags(rows, FLAGS[group], list(codes), has_zeros)
    return pd.DataFrame(columns)


def _column(rows: RowSet, field: str, default: str | None = None) -> pd.Categorical:
    values, codes = list(rows.vocabularies[field].values), rows.frame[field].to_numpy()
    if default is not None:
        values = [*values, default] if default not in values else values
        codes = np.where(codes < 0, values.index(default), codes)
    return categorical(values, codes)


def _flags(rows: RowSet, flags: dict[str, str], codes: list[str], has_zeros: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the bits of reported and of known codes of one group.

    has_zeros: whether the edition has them, never whether a row of the file does. With 1/0/empty each flag has its own
    denominator. Without zeros empty means "not reported or not known", and a row is known in the group only if some
    flag of the group is 1.
    """
    length = len(rows.frame)
    present = [name for name in flags if name in rows.vocabularies]
    reported, known = np.zeros(length, dtype=np.int64), np.zeros(length, dtype=np.int64)
    states = {
        name: rows.vocabularies[name].lookup(rows.frame[name].to_numpy(), missing=-1).astype(np.int8)
        for name in present
    }
    of_group = 0
    for code in dict.fromkeys(flags[name] for name in present):
        of_code = np.stack([states[name] for name in present if flags[name] == code])
        bit = 1 << codes.index(code)
        of_group |= bit
        is_reported = (of_code == 1).any(axis=0)
        reported |= np.where(is_reported, bit, 0)
        known |= np.where(is_reported | (of_code >= 0).all(axis=0), bit, 0)
    if not has_zeros:
        known = np.where(reported > 0, of_group, 0)
    return reported, known


def _events(rows: RowSet, length: int) -> pd.DataFrame:
    """Citizenship stands for the country of recruitment, and both countries are stated as proxies (CTDC codebook)."""
    parts = []
    for field, kind in (("citizenship", "Recruitment"), ("exploitation", "Exploitation")):
        codes = rows.frame[field].to_numpy()
        found = codes >= 0
        parts.append(
            pd.DataFrame(
                {
                    "case": np.flatnonzero(found),
                    "kind": pd.Categorical([kind] * int(found.sum()), categories=["Recruitment", "Exploitation"]),
                    "country": rows.lookup(field)[found],
                }
            )
        )
    events = pd.concat(parts, ignore_index=True).sort_values("case", kind="stable", ignore_index=True)
    events["country"] = events["country"].astype("category")
    return events.assign(position=number_steps(events["case"].to_numpy()), basis=constant("proxy", len(events)))
