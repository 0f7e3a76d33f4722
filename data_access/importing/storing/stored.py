"""What an import of cases was asked to do, and what has become of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from data_access.cases.loading import case_keys
from data_access.importing.kinds import StepKind
from data_access.importing.storing.case_rows import STEP_TABLES


@dataclass(frozen=True)
class Wishes:
    """What the person asked for: the source of the cases (a row of schema.source) as `source` and `names_source`,
    whether the file is the whole truth about it, and of which steps it is for the cases it names."""

    source: str
    names_source: bool
    provenance: str
    replace: bool = False
    replace_steps: frozenset[StepKind] = frozenset()

    def keys(self, connection: Connection, texts: Sequence[str]) -> list[str]:
        """Return the stored key of each of the source's own keys."""
        return case_keys(connection, texts, self.hashed_with)

    @property
    def hashed_with(self) -> str | None:
        """What the keys of the source are hashed with, as case_keys takes it."""
        return self.source if self.names_source else None

    def whole_steps(self) -> frozenset[StepKind]:
        """Return of which steps the files have all, for the cases that they name."""
        return frozenset(STEP_TABLES) if self.replace else self.replace_steps


@dataclass
class Stored:
    """How many cases were new, differed from what the database held, and were the same.

    `lost`: values that no longer stand there, by column of a file. `removed`: cases and steps that were deleted.
    `corrected`: steps, by kind, that became others because a file has all steps of their cases.
    `assumed`: steps, by kind, that count as one that is there though no beginning says so.
    `withdrawn` and `consent_stays`: positions (in the source keys of the import) of cases that stay out, and of those
    whose "no" a file does not turn round.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    corrected: Counter[str] = field(default_factory=Counter)
    assumed: Counter[str] = field(default_factory=Counter)
    withdrawn: list[int] = field(default_factory=list)
    consent_stays: list[int] = field(default_factory=list)
