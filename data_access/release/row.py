"""One row of an answer, and the words that say why it has no number."""

from collections.abc import Iterable
from typing import Any, Literal, Protocol, overload

from data_access.release.release import State

# not_yet: too little time has passed (questions.recovery); least: a share is known to be so large (findings.key_shares)
RowState = Literal[State, "not_yet", "not_collected", "least"]
# of findings.rates.hotspot_rates: what a map shows of an area
Shown = Literal["rate", "unreliable", "withheld", "no_population", "none"]


class Row(Protocol):
    """One row of an answer (see data_access.questions.overview), as a dictionary whose words of state mypy knows."""

    @overload
    def __getitem__(self, name: Literal["state"], /) -> RowState: ...
    @overload
    def __getitem__(self, name: Literal["shown"], /) -> Shown: ...
    @overload
    def __getitem__(self, name: str, /) -> Any: ...
    def __contains__(self, name: object, /) -> bool: ...
    def get(self, name: str, default: Any = None, /) -> Any: ...
    def keys(self) -> Iterable[str]: ...
