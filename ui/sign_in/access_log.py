"""The access log of a restricted deployment: who saw, opened or took what, and when. No data go there.

One line of JSON each, in the file that ACCESS_LOG names (default var/access.log): `when` (UTC), `who` (e-mail address),
`account` (the identity provider's own name for them), `action` (ACTIONS), `name` (of a table or file, or why somebody
was refused), `page` and `choices` (the address's query).
"""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

PROJECT = Path(__file__).resolve().parents[2]

Action = Literal["sign-in", "refused", "view", "table", "download", "sign-out"]


def access_log() -> Path:
    """The file of the log."""
    return Path(os.environ.get("ACCESS_LOG") or PROJECT / "var" / "access.log")


def record(
    action: Action, person: Mapping[str, Any], *, name: str = "", page: str = "", choices: Mapping[str, list[str]] = {}
) -> None:
    """Write a line of what a person did. Raises OSError where it cannot be written: what it speaks of is not shown."""
    line = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": person.get("email"),
        "account": person.get("sub"),
        "action": action,
        "name": name,
        "page": page,
        "choices": dict(choices),
    }
    _append(line)


def see_that_it_can_be_written() -> None:
    """Raises OSError where the log is gone."""
    _append(None)


def _append(line: dict[str, Any] | None) -> None:
    """Append a line of JSON to the log, which only its owner may read. None only opens it. Raises OSError."""
    path = access_log()
    path.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if line is not None:
            # ASCII: no letter that any reader takes for the end of a line; one write: lines of two servers never mix
            text = (json.dumps(line) + "\n").encode("ascii")
            if os.write(log, text) != len(text):
                raise OSError("The disk is full.")
    finally:
        os.close(log)
