"""Read what programmes promised and achieved: budgets, targets, actual values, milestones, findings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, select

from data_access.cases import schema
from data_access.codes.value_ids import number_of_id
from data_access.importing.formats import published_sources
from data_access.importing.formats.plausible_values import refuse_implausible
from data_access.importing.formats.programmes import (
    PROVENANCE,
    kind_of_sheet,
    read_expenditure,
    read_programmes,
    refuse_ends_first,
)
from data_access.importing.formats.providers import organisation_code
from data_access.importing.formats.shares_of_few import SHARE_OF_FEW, shares_of_few
from data_access.importing.formats.tables import (
    READ_PAST_SHEETS,
    decoded,
    published_identifier,
    published_number,
    published_text,
    read_table,
    refuse_repeated,
    require,
)
from data_access.importing.guard.few_people import (
    FEW,
    FEW_PEOPLE,
    LEAVES_FEW,
    PUBLIC_WITHOUT_SOURCE,
    SAID_TO_BE_THINGS,
    about_few,
    leaves_few,
    plain,
)
from data_access.importing.guard.identifiers import refuse_missing, refuse_other_spellings
from data_access.importing.guard.keys_in_text import keys_in_database, refuse_keys
from data_access.importing.guard.personal_words import NO_PEOPLE
from data_access.importing.reading.answers import read_yes_no
from data_access.importing.reading.coded_cells import read_code
from data_access.importing.reading.places import read_country
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet
from data_access.importing.reading.value_columns import LEVELS, MEASURES, STANDARD_TAGS, read_flag, read_id, read_period
from data_access.importing.reading.values import Mistake, Vocabulary
from data_access.importing.storing.prepared import Prepared
from data_access.importing.storing.programme_storing import (
    earlier_editions,
    forget,
    known_codes,
    known_identifiers,
    store_expenditure,
    store_programmes,
)
from data_access.importing.storing.programme_titles import warn_of_new_titles
from data_access.importing.storing.publishers import assign_programmes, forget_levels, remove_said, told_of_renamed
from data_access.importing.storing.value_storing import OF_THE_INDICATOR, earlier_values, say_more, store_values
from data_access.importing.storing.whole_activities import (
    leave_out_whole,
    refuse_in_several_files,
    said_of_left_out,
)
from data_access.importing.telling.problems import ProblemList
from data_access.importing.telling.progress import Progress

KINDS = ["baseline", "target", "actual", "milestone", "finding", "budget"]
NO_PEOPLE_DOES_NOT_HELP = Mistake(
    FEW_PEOPLE.expected,
    "Give the figure for a larger group, or leave it out. The unit's (no people) does not help where unit, indicator, "
    "sex, age or a group say that people are counted. If it is public already, write yes in already_public and where "
    "it stands in source_document.",
    "a figure about few people",
)
REQUIRED = ["id", "body", "indicator", "kind", "source_title", "source_publisher"]


def prepare_results(engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> Prepared:
    """Read results, one row a value, and, from sheets of their own, programmes and what they spent.

    An empty value stays empty: a finding in words. Raises FileRefused.
    """
    sheets_of: dict[str, list[Sheet]] = {"values": [], "programmes": [], "expenditure": []}
    # an edition of an IATI activity says all that there is to say about it
    is_whole = all(sheet.source.kind == "xml" for sheet in sheets)
    for sheet in refuse_in_several_files(sheets, problems) if is_whole else sheets:
        if sheet.name.casefold() not in READ_PAST_SHEETS:
            sheets_of[kind_of_sheet(sheet)].append(sheet)
    row_sets: dict[str, RowSet] = {}
    found: dict[str, pd.DataFrame] = {}
    for name, read in (("values", partial(_read_values, is_edition=is_whole)), ("programmes", read_programmes)):
        if sheets_of[name]:
            row_sets[name], found[name] = read(sheets_of[name], problems, progress)
    if sheets_of["expenditure"]:
        named = pd.concat([frame["programme"] for frame in found.values()]).dropna() if found else []
        known = known_codes(engine) | {organisation_code(str(name)) for name in named}
        row_sets["expenditure"], found["expenditure"] = read_expenditure(
            sheets_of["expenditure"], known, problems, progress
        )
    for rows in row_sets.values():
        refuse_keys(rows, partial(keys_in_database, engine), problems)
    if not sum(len(rows.frame) for rows in row_sets.values()):
        sheets[0].source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    if is_whole and "programmes" in row_sets:
        refuse_missing(row_sets["programmes"], problems)
    refuse_other_spellings([*row_sets.values()], known_identifiers(engine), problems)
    with engine.connect() as connection:
        assign_programmes(connection, found).note(row_sets, problems)
        if "values" in found:
            earlier = earlier_values(connection, found["values"], is_edition=is_whole)
            _refuse_few_beside_earlier(row_sets["values"], found["values"], earlier, problems)
    left_out = leave_out_whole([*row_sets.values()]) if is_whole else 0
    found = {name: frame[~row_sets[name].bad[frame.index]].copy() for name, frame in found.items()}
    provenance = pd.concat([frame["provenance"] for frame in found.values()]).fillna("published")
    publishers = pd.concat([frame["source_publisher"] for frame in found.values()]).dropna()
    return Prepared(
        sum(len(rows.frame) for rows in row_sets.values()),
        sum(map(len, found.values())),
        "Programme results: " + "; ".join(sorted(set(publishers)) or ["expenditure"])[:170],
        "synthetic" if len(provenance) and set(provenance) == {"synthetic"} else "public",
        "values",
        lambda connection, run_id, progress: _store(connection, run_id, found, is_whole),
        remove_earlier=lambda connection, run_id: _remove_earlier(connection, run_id, found),
        note=said_of_left_out(left_out) if left_out else "",
        whole="activity" if is_whole else "",
    )


def _read_values(
    sheets: Sequence[Sheet], problems: ProblemList, progress: Progress, *, is_edition: bool
) -> tuple[RowSet, pd.DataFrame]:
    vocabularies = _vocabularies(sheets)
    columns = {name: name for name in vocabularies} | {"place": "place_text", **published_sources.COLUMNS}
    rows = read_table(
        sheets, vocabularies, columns=columns, ignored=[], required=REQUIRED, problems=problems,
        progress=progress, may_be_empty=True,
    )  # fmt: skip
    require(rows, REQUIRED, problems)
    refuse_repeated(rows, pd.DataFrame({"id": rows.lookup("id")}), "id", problems)
    refuse_ends_first(rows, problems)
    refuse_implausible(rows, problems, is_edition=is_edition)
    _refuse_contradictions(rows, problems)
    _refuse_few_people(rows, vocabularies, problems)
    found = decoded(rows, vocabularies)
    found["provenance"] = found["provenance"].fillna("published")
    found[["sex", "age"]] = found[["sex", "age"]].fillna("total")
    return rows, found


def _refuse_contradictions(rows: RowSet, problems: ProblemList) -> None:
    """Note the rows that say something else about their indicator than an earlier row of it."""
    key = pd.DataFrame({name: rows.lookup(name) for name in ("body", "programme", "indicator", "unit")})
    for column in OF_THE_INDICATOR:
        said = pd.Series(rows.lookup(column), dtype=object)
        first = said.groupby([key[name] for name in key], dropna=False, sort=False).transform("first")
        other = (said.notna() & (said != first)).to_numpy()
        mistake = Mistake(
            "another row of the same indicator says something else here", "Say it once, or the same in each row."
        )
        rows.refuse_rows(other & ~rows.bad, column, mistake, problems)


def _refuse_few_people(rows: RowSet, fields: Iterable[str], problems: ProblemList) -> None:
    values = pd.DataFrame({field: pd.Series(rows.lookup(field), dtype=object) for field in fields})
    # whoever gives the page and the day says that everybody can read it there
    on_a_page = values["source_address"].notna() & values["read_on"].notna()
    unsourced = values["already_public"].eq(True) & values["source_document"].isna() & ~on_a_page
    values["already_public"] = values["already_public"].eq(True) | on_a_page
    rows.refuse_rows(unsourced.to_numpy() & ~rows.bad, "already_public", PUBLIC_WITHOUT_SOURCE, problems)
    said = values["unit"].map(plain).str.endswith(NO_PEOPLE) & pd.to_numeric(values["value"]).between(1, FEW - 1)
    rows.warn_of_rows(said.to_numpy(dtype=bool) & ~rows.bad, "unit", SAID_TO_BE_THINGS, problems)
    is_few, said = about_few(values), values["unit"].map(plain).str.endswith(NO_PEOPLE)
    # of a row without a value each bound says how many
    upper, lower = (values["value"].isna() & values[name].between(0, FEW, "neither") for name in ("upper", "lower"))
    for column, is_there in (("upper", upper), ("lower", lower & ~upper), ("value", ~upper & ~lower)):
        for mistake, of_unit in ((FEW_PEOPLE, ~said), (NO_PEOPLE_DOES_NOT_HELP, said)):
            rows.refuse_rows((is_few & is_there & of_unit).to_numpy(bool) & ~rows.bad, column, mistake, problems)
    rows.refuse_rows(shares_of_few(values).to_numpy() & ~rows.bad, "value", SHARE_OF_FEW, problems)
    rows.refuse_rows(leaves_few(values).to_numpy() & ~rows.bad, "value", LEAVES_FEW, problems)


def _refuse_few_beside_earlier(rows: RowSet, found: pd.DataFrame, earlier: pd.DataFrame, problems: ProblemList) -> None:
    """Compare values with what other files said of the same indicators, which releases may have shown, and shares with
    what they said of the same bodies."""
    if earlier.empty:
        return
    names = dict(zip(found["programme_code"], found["programme"], strict=True))
    bodies, programmes = found["body"].map(organisation_code, na_action="ignore"), found["programme_code"].map(names)
    of_file = found.assign(body=bodies, programme=programmes)
    of_earlier = earlier.assign(programme=earlier["programme"].map(names))
    of_earlier = of_earlier[earlier["programme"].isna() | of_earlier["programme"].notna()]
    both = []
    for frame in (of_file, of_earlier):
        is_public = frame["already_public"].eq(True) | (frame["source_address"].notna() & frame["read_on"].notna())
        is_share = frame["measure"].eq("percentage") | frame["unit"].isin(["%", "percent"])
        said = frame.assign(already_public=is_public, measure=is_share.map({True: "percentage", False: None}))
        both.append(said.astype(object).where(said.notna(), None))
    few = pd.Series(False, index=rows.frame.index)
    titles = set(both[0]["indicator"].map(plain))
    of_indicators = both[1][both[1]["indicator"].map(plain).isin(titles)]
    few.loc[found.index] = leaves_few(both[0], of_indicators).to_numpy()
    shares = pd.Series(False, index=rows.frame.index)
    shares.loc[found.index] = shares_of_few(both[0], both[1]).to_numpy()
    rows.refuse_rows(shares.to_numpy() & ~rows.bad, "value", SHARE_OF_FEW, problems)
    rows.refuse_rows(few.to_numpy() & ~rows.bad, "value", LEAVES_FEW, problems)


def _vocabularies(sheets: Sequence[Sheet]) -> dict[str, Vocabulary]:
    return {
        "id": Vocabulary(read_id, is_free=True),
        "iati_identifier": published_identifier(150),
        "body": published_text(200),
        "programme": published_text(200),
        "indicator": published_text(300),
        "dimension": published_text(200),
        "value": published_number(),
        "lower": published_number(),
        "upper": published_number(),
        "unit": published_text(40),
        "kind": Vocabulary(read_code({kind: kind for kind in KINDS})),
        "sex": Vocabulary(read_code({word: word for word in ("total", "male", "female")})),
        "age": Vocabulary(read_code({word: word for word in ("total", "0-14", "15-19", "0-17", "18+")})),
        "disaggregation": published_text(300),
        "period_start": Vocabulary(read_period, holds_dates=True),
        "period_end": Vocabulary(read_period, holds_dates=True),
        "country": Vocabulary(read_country),
        "place_text": published_text(300),
        "source_title": published_sources.published_title(sheets),
        "source_publisher": published_text(200),
        "source_document": published_text(500),
        **published_sources.published_at(),
        "already_public": Vocabulary(read_yes_no),
        "note": published_text(1000),
        "provenance": Vocabulary(read_code(PROVENANCE)),
        "level": Vocabulary(read_code({level: level for level in LEVELS})),
        "measure": Vocabulary(read_code({measure: measure for measure in MEASURES})),
        "ascending": Vocabulary(read_flag),
        "standard": Vocabulary(read_code({tag: tag for tag in STANDARD_TAGS})),
    }


def _store(connection: Connection, run_id: int, found: dict[str, pd.DataFrame], is_whole: bool) -> dict[str, Any]:
    """Write programmes, values and money; what a file says about a programme goes before what is read off its values.

    is_whole: what earlier IATI files said about these programmes and this one does not is deleted, and counted.
    """
    assign_programmes(connection, found).refuse_changed()
    counts: dict[str, Any] = {"new": 0, "changed": 0, "unchanged": 0}
    if "programmes" in found:
        counts["warnings"] = [
            *warn_of_new_titles(connection, found["programmes"]),
            *told_of_renamed(connection, found["programmes"]),
        ]
    stores = {"programmes": store_programmes, "values": store_values, "expenditure": store_expenditure}
    earlier = earlier_editions(connection, found["programmes"]["programme_code"]) if is_whole else []
    removed, lost = Counter[str](), Counter[str]()
    for name, store in stores.items():
        if len(found.get(name, ())):
            stored = store(connection, run_id, found[name])
            removed.update(stored.pop("removed", {}))
            lost.update(stored.pop("lost"))
            for state, number in stored.items():
                counts[state] += number
    removed.update(forget(connection, earlier, run_id))
    return counts | {name: dict(one) for name, one in (("removed", removed), ("lost", lost)) if one}


def _remove_earlier(connection: Connection, run_id: int, found: dict[str, pd.DataFrame]) -> dict[str, int]:
    """Delete what earlier files of the same publishers said of the programmes and bodies of a file, also of indicators
    that stay."""
    removed = remove_said(connection, run_id, found)
    forget_levels(connection, run_id)
    if len(found.get("values", ())):
        value = schema.indicator_value
        of_run = select(value.c.id, value.c.indicator).where(value.c.import_run_id == run_id)
        codes = {row.id: row.indicator for row in connection.execute(of_run)}
        values = found["values"]
        say_more(connection, values.assign(indicator_code=values["id"].map(number_of_id).map(codes)))
    return removed
