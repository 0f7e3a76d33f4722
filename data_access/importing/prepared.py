"""What a format hands over when a file is read: how many rows, and how to store them."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from data_access.importing.progress import Progress


@dataclass(frozen=True)
class Prepared:
    """Checked content of the files of one command.

    `store(connection, run_id, progress)` writes it inside the caller's transaction and returns counts for the result.
    Rows with a mistake are left out; whether they may be is decided before. `noun` names what is counted;
    `note` is what the officer should look at again.
    """

    rows_read: int
    rows_accepted: int
    source: str
    provenance: str
    noun: str
    store: Callable[[Connection, int, Progress], dict[str, int]]
    note: str = ""
