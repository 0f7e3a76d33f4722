"""File names as they may be shown and stored: a name is input too."""

import unicodedata
from pathlib import Path

from data_access.importing.guard.personal_data import personal_content

LONGEST_NAME = 80


def safe_name(path: Path) -> str:
    """Return the last part of a path that is safe to show: no invisible or formula signs, 80 characters at most.

    A name that itself looks like personal data (a phone number, an e-mail address) is replaced.
    """
    name = _visible(path.name) or "file without a name"
    ending = "".join(Path(name).suffixes[-2:])[-8:]
    if personal_content(name.removesuffix(ending), is_key=False):
        return f"file with a withheld name{ending}"
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME - len(ending) - 1]}…{ending}"
    return name


def safe_sheet_name(name: str, number: int) -> str:
    """Return the name of a sheet the same way; one that looks like personal data becomes "number 2"."""
    name = _visible(name)
    return f"number {number}" if not name or personal_content(name, is_key=False) else name


def _visible(name: str) -> str:
    # Cc control, Cf direction marks and other invisible ones, Cs half characters of undecodable bytes, Zl/Zp line ends
    name = unicodedata.normalize("NFC", name)
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    return name.strip().lstrip("=+-@")
