"""What a format hands over when a file is read: how many rows, and how to store them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from data_access.importing.telling.progress import Progress


@dataclass(frozen=True)
class Prepared:
    """Checked content of the files of one command.

    `store(connection, run_id, progress)` writes it inside the caller's transaction and returns counts for the result:
    new, changed, unchanged, and what goes by that: lost (cells, by column) and removed (rows, by their noun); for cases
    also notes and publishable. Rows with a mistake are left out; whether they may be is decided before. `noun` names
    what is counted. `source_code`: whose cases they are. `remove_earlier(connection, run_id)`, for what is not about
    cases: deletes, after `store`, what earlier files said of the same and this run did not say again, and returns how
    many rows by their noun. `refuse(connection)` comes last and raises BadInput about what all of it would be. `note`:
    what the officer should look at again. `noes`: how many people say no to sharing in rows that are left out; it
    counts nevertheless. `whole`: what is left out with a row that has a mistake ("case").
    """

    rows_read: int
    rows_accepted: int
    source: str
    provenance: str
    noun: str
    store: Callable[[Connection, int, Progress], dict[str, Any]]
    source_code: str | None = None
    remove_earlier: Callable[[Connection, int], dict[str, int]] | None = None
    refuse: Callable[[Connection], None] | None = None
    note: str = ""
    noes: int = 0
    whole: str = ""
