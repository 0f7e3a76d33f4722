"""The two formats of cases, read into Prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Row

from data_access.cases.corrections.consents import count_consents
from data_access.cases.corrections.remembered import members, remembered, remembered_before
from data_access.errors import BadInput
from data_access.importing.formats import ctdc, htcds
from data_access.importing.guard.keys_in_text import keys_in_database
from data_access.importing.kinds import StepKind
from data_access.importing.reading.tabular import Sheet
from data_access.importing.storing.case_rows import IS_ONLY_ONE, CaseRows
from data_access.importing.storing.other_sources import compare_sources
from data_access.importing.storing.prepared import Prepared
from data_access.importing.storing.sources import choose_source, refuse_changed
from data_access.importing.storing.stored import Stored, Wishes
from data_access.importing.storing.storing import known_case_ids, store_cases
from data_access.importing.telling.problems import WARNING, Problem, ProblemList
from data_access.importing.telling.progress import Progress


@dataclass(frozen=True)
class CaseOptions:
    """What the person asks of an import of cases: their source, what the files replace as a whole, and that keys which
    another source has too are of other people."""

    source: str | None = None
    replace: bool = False
    replace_steps: frozenset[StepKind] = frozenset()
    other_people: bool = False


def prepare_htcds(
    engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress, options: CaseOptions
) -> Prepared:
    """Read HTCDS sheets. Raises FileRefused, and BadInput when their source is not declared."""

    def are_known(keys: list[str], said: str | None) -> np.ndarray:
        with engine.connect() as connection:
            wishes = _wishes(choose_source(connection, asked=options.source, said=said, are_proxies=False), options)
            hashed = wishes.keys(connection, keys)
            # the steps of a withdrawn case are no mistake: they stay out with it
            joined, out = members(connection), remembered(connection, "case")
            before = remembered_before(connection, keys, "case")
            is_known = known_case_ids(connection, hashed) > 0
            return np.array(
                [
                    key in out or (joined[key].has_record if key in joined else known or text in before)
                    for key, known, text in zip(hashed, is_known, keys, strict=True)
                ],
                dtype=bool,
            )

    found = htcds.read_cases(sheets, problems, progress, are_known, partial(keys_in_database, engine))
    with engine.connect() as connection:
        source = choose_source(connection, asked=options.source, said=found.source, are_proxies=False)
    if options.replace and not len(found.rows.cases):
        raise BadInput(
            "With --replace the files must hold the cases themselves: those that they do not name are deleted. Nothing "
            "was loaded. To replace steps of the cases that the files name, use --replace-services or --replace-events."
        )
    _refuse_missing_steps(found.rows, options)
    provenance = source.provenance
    if len(found.rows.cases):
        said = found.rows.cases["provenance"].iat[0]
        provenance = said if isinstance(said, str) else provenance
    return _prepared(found.rows, found.bad, (found.rows_read, found.rows_accepted), source.name, provenance,
                     source, options, found.refusing)  # fmt: skip


def prepare_ctdc(
    engine: Engine, sheets: Sequence[Sheet], problems: ProblemList, progress: Progress, options: CaseOptions
) -> Prepared:
    """Read a CTDC data set. Raises FileRefused, and BadInput when its source is not declared."""
    with engine.connect() as connection:
        source = choose_source(connection, asked=options.source, said=None, are_proxies=True)
    rows, rows_read, bad, name = ctdc.read_cases(sheets, problems, progress)
    _refuse_missing_steps(rows, options)
    return _prepared(rows, bad, (rows_read, rows_read - int(bad.sum())), name, "public", source, options)


def _refuse_missing_steps(rows: CaseRows, options: CaseOptions) -> None:
    """Raise BadInput when the files have no row of the steps that they are to replace."""
    for name in sorted(options.replace_steps):
        frame = rows.steps.get(name)
        number = 0 if frame is None else len(frame)
        if frame is not None and IS_ONLY_ONE in frame:
            number -= int(frame[IS_ONLY_ONE].sum())  # a referral date of the cases sheet is no row of a services sheet
        if not number:
            raise BadInput(
                f"--replace-{name} puts the {name} of the files in the place of those that are there, and the files "
                f"have no row of {name}. Nothing was loaded. Give a file of {name}, or leave the option out."
            )


def _wishes(source: Row[Any], options: CaseOptions) -> Wishes:
    return Wishes(source.code, source.keys_name_source, source.provenance, options.replace, options.replace_steps)


def _prepared(
    rows: CaseRows,
    bad: np.ndarray,
    numbers: tuple[int, int],
    source: str,
    provenance: str,
    declared: Row[Any],
    options: CaseOptions,
    refusing: Sequence[str] = (),
) -> Prepared:
    accepted, wishes = rows.keep(~bad), _wishes(declared, options)
    noes = len(set(refusing) - set(accepted.source_keys))

    def store(connection: Connection, run_id: int, progress: Progress) -> dict[str, Any]:
        refuse_changed(connection, declared)
        asked = compare_sources(connection, accepted.source_keys, refusing, wishes, other_people=options.other_people)
        stored = store_cases(connection, accepted, run_id, wishes, progress, refusing)
        return {
            "new": stored.new,
            "changed": stored.changed,
            "unchanged": stored.unchanged,
            "lost": dict(+stored.lost),
            "removed": dict(+stored.removed),
            "corrected": dict(+stored.corrected),
            "assumed": dict(+stored.assumed),
            "withdrawn": len(stored.withdrawn),
            "consent_stays": len(stored.consent_stays),
            "warnings": asked,
            "notes": _notes(accepted, stored),
            "publishable": count_consents(connection, wishes.source).sentence(),
        }

    return Prepared(*numbers, source, provenance, "cases", store, source_code=wishes.source, noes=noes, whole="case")


def _notes(rows: CaseRows, stored: Stored) -> list[Problem]:
    """What the report says about rows that were read and not followed."""
    said = [
        (stored.withdrawn, "case_key", "the case was withdrawn and stays out", "Take it out of your file."),
        (
            stored.consent_stays,
            "con_Consent",
            "the consent was withdrawn; no file turns that round",
            "Correct your file. If the person agreed anew: python -m data_access consent SOURCE:KEY yes",
        ),
    ]
    return [
        Problem(*rows.places[case], column, "", expected, mend, WARNING)
        for cases, column, expected, mend in said
        for case in sorted(cases)
        if rows.places is not None
    ]
