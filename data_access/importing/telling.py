"""What an import tells the person: how many rows and cases, what was lost, what stays out, and where the report is."""

from pathlib import Path
from typing import Any

from data_access.database import PROJECT
from data_access.importing.prepared import Prepared


def shown(path: Path) -> str:
    """Return a path as it is shown: within the project, from its folder on."""
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


def already_loaded(names: str, earlier: Any, path: Path) -> dict[str, Any]:
    """Return the result of an import whose content was loaded before. earlier: its row of import_run."""
    message = (
        f"{names}: this content was loaded on {earlier.finished_at:%Y-%m-%d} ({earlier.rows_read:,} rows read then). "
        f"Nothing new was loaded. What later files changed can be taken back: python -m data_access undo."
    )
    counts = {"rows_read": earlier.rows_read, "rows_accepted": 0, "rows_refused": 0, "new": 0, "changed": 0}
    return {"message": message, "already_loaded": True, **counts, "unchanged": 0, "report": str(path)}


def result(
    names: str, prepared: Prepared, counts: dict[str, Any], path: Path, mistakes_of_trial: int | None
) -> dict[str, Any]:
    """Return the result of an import, or of a trial of one. mistakes_of_trial: None when it was none."""
    is_trial = mistakes_of_trial is not None
    refused = prepared.rows_read - prepared.rows_accepted
    parts = [f"{prepared.rows_read:,} rows read from {names}."]
    if is_trial:
        well = "The files have no mistakes."
        if mistakes_of_trial:
            well = f"The report lists {mistakes_of_trial:,} mistakes."
        parts.append(f"Nothing was loaded: this was a trial. {well} Loading them would give:")
    parts.append(
        f"{prepared.noun.capitalize()}: {counts['new']:,} new, {counts['changed']:,} changed, "
        f"{counts['unchanged']:,} unchanged."
    )
    parts += _losses(counts, is_trial)
    if refused:
        parts.append(f"{refused:,} rows stay out because of mistakes in them or in their case.")
    parts += [counts["publishable"]] if counts.get("publishable") else []
    if not is_trial:
        parts.append(f"To take this import back: python -m data_access undo {counts['run']}.")
    parts.append(f"The report is {shown(path)}.")
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
        "run": None if is_trial else counts["run"],
        "report": str(path),
    }


def _losses(counts: dict[str, Any], is_trial: bool) -> list[str]:
    said = []
    if removed := counts.get("removed"):
        said.append(f"{'To be deleted' if is_trial else 'Deleted'}: {_listed(removed)}.")
    if lost := counts.get("lost"):
        said.append(f"Values that {'would no longer stand' if is_trial else 'stand no longer'} there: {_listed(lost)}.")
    if not removed and not lost and counts["changed"]:
        said.append("Nothing that was known is lost.")
    if withdrawn := counts.get("withdrawn"):
        said.append(f"{withdrawn:,} withdrawn cases of the files stay out.")
    if stays := counts.get("consent_stays"):
        said.append(
            f"The files turn round {stays:,} withdrawn consents, which no file can: they stay no. If a person agreed "
            "anew: python -m data_access consent SOURCE:KEY yes."
        )
    return said


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items())
