"""The progress bar of an import: on standard error, with rows a second, and only when a person watches."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from data_access.errors import BadInput
from data_access.importing.reading.limits import Limits


class Progress:
    """Count rows while they are read and written. Use as a context manager."""

    def __init__(self) -> None:
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f} rows"),
            TextColumn("{task.fields[speed]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task: TaskID | None = None
        self.rows = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, what: str, total: int | None = None) -> None:
        """Begin a stage such as "Reading", of `total` rows if that is known."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(what, total=total, speed="")
        self.rows = 0

    def advance(self, rows: int, limits: Limits | None = None) -> None:
        """Count rows. Raises BadInput when there are more than the limit."""
        self.rows += rows
        if limits is not None and self.rows > limits.rows:
            raise BadInput(
                f"The files hold more than {limits.rows:,} rows. Split them, or raise the setting IMPORT_MAX_ROWS."
            )
        if self._task is not None:
            task = self._bar.tasks[-1]
            speed = f"{task.speed:,.0f} rows/s" if task.speed else ""
            self._bar.update(self._task, advance=rows, speed=speed)
