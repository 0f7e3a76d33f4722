"""The releases of this server, for all runs of all visitors."""

import logging
from functools import lru_cache

from data_access.database import database_url
from data_access.release.release_database import SETTINGS, ReleaseKind
from data_access.release.source import ReleaseSource
from ui.shell.access import kind_of_release


def release_source() -> ReleaseSource:
    """The releases that this deployment shows. Raises DatabaseUnavailable when their address cannot be read.

    Not in Streamlit's memory, which a message of a visitor can empty: what is shown while the database is away is here.
    """
    kind = kind_of_release()
    return _source(kind, database_url(SETTINGS[kind]).render_as_string(hide_password=False))


@lru_cache(maxsize=2)  # a server has one; tests have one after the other
def _source(kind: ReleaseKind, address: str) -> ReleaseSource:
    return ReleaseSource(kind)


def why_not_ready() -> str | None:
    """Why the active release cannot be shown, in a sentence for those who run the dashboard; None when it can."""
    return release_source().why_not_ready()


def log_with_time() -> None:
    """Write what goes wrong to standard error, each line with its time. Nothing of it says what a visitor chose."""
    written = logging.StreamHandler()
    written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("dashboard")
    ours.handlers[:] = [written]
    ours.propagate = False
