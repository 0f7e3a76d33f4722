"""The tables of a release as files: what its pages would answer, cell by cell, and nothing that they would not."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from data_access.release.agency_kinds import KINDS
from data_access.release.estimates import estimates
from data_access.release.release import Release
from data_access.release.workload import BOUNDS, CLIPPED, LEG
from exports.cells import inert
from exports.making import step
from figures.kit.tables import file_rows

BEYOND = {f"{name}_beyond" for name in CLIPPED}  # tables that measure what clipping leaves out
READ_OFF = (("source_country", "exploitation_country"), LEG)  # sums over ways that pages show
# the numbers of a row: the type of each and its HXL tag
NUMBERS = {
    "count": ("integer", "#affected+identified"),
    "standard_error": ("number", "#affected+identified+error"),
    "margin": ("integer", "#affected+identified+margin"),
    "lower": ("integer", "#affected+identified+min"),
    "upper": ("integer", "#affected+identified+max"),
    "state": ("string", "#status+code"),
    "is_uncertain": ("boolean", "#status+uncertain"),
}
OF_ESTIMATES: dict[str, dict[str, Any]] = {
    "estimate": {"type": "integer"},
    "standard_error": {"type": "number", "constraints": {"minimum": 0}},
}
# the HXL tags of dimensions: others are indicators
TAGS = {
    "year": "#date+year",
    "country": "#country+code+identified",
    "province": "#adm1+code+identified",
    "source": "#adm1+code+origin",
    "exploitation": "#adm1+code+destination",
    "source_country": "#country+code+origin",
    "first_country": "#country+code+transit+first",
    "last_country": "#country+code+transit+last",
    "exploitation_country": "#country+code+destination",
    "stop": "#loc+code+transit",
}


@dataclass(frozen=True)
class PublishedTable:
    """One table of the package. by: its dimensions, which tell its rows apart. rows: one a combination of codes, in the
    columns of figures.kit.tables.file_rows without words."""

    name: str
    question: str
    by: tuple[str, ...]
    rows: pd.DataFrame


def published_tables(release: Release) -> Iterator[PublishedTable]:
    """Every table of a release that pages ask for, and its sums over all but one or two of its axes, as
    `Release.counts` answers them: no number below the threshold, none by a kind of organisation that may not be shown,
    and no route that has no number.

    Left out is how many codes people have beyond those that are counted: of that the pages say a share only.
    """
    asked = _asked(release)
    for number, (by, question) in enumerate(asked.items()):
        step(number, len(asked))
        yield PublishedTable("-".join(by) or "total", question, by, _numbers(release.counts(by, {}), by))


def estimated_tables(release: Release) -> Iterator[PublishedTable]:
    """The estimates of the same tables, below the threshold too, in the columns of data_access.release.estimates; none
    by kind of organisation."""
    for by, question in _asked(release).items():
        if not {*by} & KINDS.keys():
            yield PublishedTable("-".join(by) or "total", question, by, estimates(release, by))


def _asked(release: Release) -> dict[tuple[str, ...], str]:
    """The dimensions of each table of a package, and the question that it serves, where it is not a sum."""
    axes = release.manifest["axes"]
    asked: dict[tuple[str, ...], str] = {}
    for table in release.manifest["tables"]:
        if table["name"] not in BEYOND:
            for names in (*_sums(table["axes"]), tuple(table["axes"])):
                by = tuple(dimension for axis in names for dimension in axes[axis]["dimensions"])
                asked.setdefault(by, table["question"] if len(names) == len(table["axes"]) else "")
    return asked | {by: "" for by in READ_OFF if release.covers(by, {})}


def _sums(axes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Which axes a sum may keep: one or two, and always those of which a person may have several codes."""
    many = {axis for axis in axes if axis in BOUNDS}
    for size in (0, 1, 2):
        yield from (names for names in combinations(axes, size) if many <= {*names} and size < len(axes))


def _numbers(answer: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    rows = file_rows(answer, None).reset_index(drop=True)
    return rows[[*by, *NUMBERS]].assign(standard_error=rows["standard_error"].round(2))


def tag_of(column: str) -> str:
    """The HXL tag of a column."""
    if column in NUMBERS:
        return NUMBERS[column][1]
    return TAGS.get(column, f"#indicator+code+{re.sub('[^a-z0-9_]', '', column)}")


def csv_of(rows: pd.DataFrame, *, hxl: bool = False) -> bytes:
    """Rows as CSV without a byte order mark; with a row of HXL tags under the names, if asked for."""
    shown = rows.copy()
    for column in shown.select_dtypes(exclude=["number", "bool"]).columns:
        harmless = {text: inert(text) for text in shown[column].unique()}
        if any(text != said for text, said in harmless.items()):
            shown[column] = shown[column].map(harmless)
    text = io.StringIO()
    tags = ",".join(map(tag_of, rows.columns)) + "\n" if hxl else ""
    text.write(",".join(rows.columns) + "\n" + tags)
    shown.to_csv(text, index=False, header=False, lineterminator="\n")
    return text.getvalue().encode()


def schema_of(table: PublishedTable) -> dict[str, Any]:
    """The columns of a table as Frictionless says them."""
    fields: list[dict[str, Any]] = [
        {"name": name, "type": "string", "constraints": {"required": True}} for name in table.by
    ]
    for name, (kind, _tag) in NUMBERS.items():
        fields.append({"name": name, "type": kind})
        if name == "state":
            fields[-1]["constraints"] = {"required": True, "enum": ["count", "withheld", "none"]}
        elif kind == "boolean":
            fields[-1] |= {"trueValues": ["True"], "falseValues": ["False"]}
        else:
            fields[-1]["constraints"] = {"minimum": 0}
    return {"fields": fields, "primaryKey": list(table.by), "missingValues": [""]}


def schema_of_estimates(table: PublishedTable) -> dict[str, Any]:
    """The same of a table of estimates."""
    fields: list[dict[str, Any]] = [
        {"name": name, "type": "string", "constraints": {"required": True}} for name in table.by
    ]
    fields += [{"name": name, **said} for name, said in OF_ESTIMATES.items()]
    return {"fields": fields, "primaryKey": list(table.by), "missingValues": [""]}
