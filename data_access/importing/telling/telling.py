"""What an import tells the person: how many rows and cases, what was lost, what stays out, and where the report is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data_access.database import PROJECT
from data_access.errors import number_of
from data_access.importing.storing.prepared import Prepared
from data_access.importing.telling.problems import ProblemList


def shown(path: Path) -> str:
    """Return a path as it is shown: within the project, from its folder on."""
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


def already_loaded(names: str, earlier: Any, last_change: int | None, path: Path) -> dict[str, Any]:
    """Return the result of an import whose content was loaded before. earlier: its row of import_run. last_change: the
    number of the last later run that changed what it brought, None if none did."""
    message = (
        f"{names}: this content was loaded on {earlier.finished_at:%Y-%m-%d} ({earlier.rows_read:,} rows read then). "
        "Nothing new was loaded."
    )
    if last_change:
        message += (
            f" What import {last_change} changed of it can be taken back: python -m data_access undo {last_change}."
        )
    counts = {"rows_read": earlier.rows_read, "rows_accepted": 0, "rows_refused": 0, "new": 0, "changed": 0}
    return {"message": message, "already_loaded": True, **counts, "unchanged": 0, "report": str(path)}


def said_reports(reports: Sequence[Path]) -> str:
    """Say where the report is, and the copies of the files with the cells marked."""
    copies = " and ".join(shown(path) for path in reports[1:])
    marked = f" The same with the cells marked, for your eyes only: {copies}." if copies else ""
    return f"The report is {shown(reports[0])}.{marked}"


def result(
    names: str,
    prepared: Prepared,
    counts: dict[str, Any],
    reports: Sequence[Path],
    problems: ProblemList,
    *,
    is_trial: bool,
) -> dict[str, Any]:
    """Return the result of an import, or of a trial of one."""
    refused = prepared.rows_read - prepared.rows_accepted
    parts = [f"{number_of(prepared.rows_read, 'row', 'rows')} read from {names}."]
    if is_trial:
        well = "The files have no mistakes."
        if problems.count:
            well = f"The report lists {number_of(problems.count, 'mistake', 'mistakes')}."
        parts.append(f"Nothing was loaded: this was a trial. {well} Loading them would give:")
    parts.append(
        f"{prepared.noun.capitalize()}: {counts['new']:,} new, {counts['changed']:,} changed, "
        f"{counts['unchanged']:,} unchanged."
    )
    parts += _losses(counts, is_trial)
    if refused:
        them, their = ("it", "its") if refused == 1 else ("them", "their")
        whole = f" or in {their} {prepared.whole}" if prepared.whole else ""
        parts.append(f"{number_of(refused, 'row stays', 'rows stay')} out because of mistakes in {them}{whole}.")
        if prepared.noes:
            noes = number_of(prepared.noes, "no of con_Consent", "noes of con_Consent")
            verb = "counts" if prepared.noes == 1 else "count"
            parts.append(f"{noes} in {them} {verb} nevertheless.")
    if readings := problems.readings():
        parts.append(f"How it was read: {'; '.join(readings)}.")
    parts += counts.get("warnings", [])
    parts += [prepared.note] if prepared.note else []
    parts += [counts["publishable"]] if counts.get("publishable") else []
    if not is_trial:
        parts.append(f"To take this import back: python -m data_access undo {counts['run']}.")
    parts.append(said_reports(reports))
    return {
        "message": " ".join(parts),
        "already_loaded": False,
        "dry_run": is_trial,
        "rows_read": prepared.rows_read,
        "rows_accepted": 0 if is_trial else prepared.rows_accepted,
        "rows_refused": refused,
        **{name: counts[name] for name in ("new", "changed", "unchanged")},
        "lost": counts.get("lost", {}),
        "removed": counts.get("removed", {}),
        "corrected": counts.get("corrected", {}),
        "assumed": counts.get("assumed", {}),
        "warnings": counts.get("warnings", []),
        "run": None if is_trial else counts["run"],
        "report": str(reports[0]),
    }


def _losses(counts: dict[str, Any], is_trial: bool) -> list[str]:
    said = []
    if removed := counts.get("removed"):
        said.append(f"{'To be deleted' if is_trial else 'Deleted'}: {_listed(removed)}.")
    if corrected := counts.get("corrected"):
        said.append(f"{'To be changed' if is_trial else 'Changed'}, of steps that were there: {_listed(corrected)}.")
    if lost := counts.get("lost"):
        said.append(f"Values that {'would no longer stand' if is_trial else 'stand no longer'} there: {_listed(lost)}.")
    if "lost" in counts and not removed and not lost and counts["changed"]:  # of cases, each value is looked after
        said.append("Nothing that was known is lost.")
    if assumed := counts.get("assumed"):
        said.append(
            f"Without start_date and taken for the same as what is there: {_listed(assumed)}. If some are further "
            "ones, write their start_date, or give all of the case with --replace-services (-events, -justice)."
        )
    if withdrawn := counts.get("withdrawn"):
        said.append(
            f"{number_of(withdrawn, 'withdrawn case of the files stays', 'withdrawn cases of the files stay')} out."
        )
    if stays := counts.get("consent_stays"):
        said.append(
            f"The files turn round {number_of(stays, 'withdrawn consent', 'withdrawn consents')}, which no file can: "
            f"{'it stays' if stays == 1 else 'they stay'} no. If a person agreed anew: python -m data_access consent "
            "SOURCE:KEY yes."
        )
    return said


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items())
