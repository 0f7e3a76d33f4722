"""What the server counts of itself, for Prometheus, at a port of its own: METRICS_PORT, on this machine.

Nothing of it says who a visitor is, or what they looked at.
"""

import logging
import os
from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from data_access.errors import DatabaseUnavailable
from figures.address.citation import published_on
from ui.outage.source import release_source, why_not_ready

LOG = logging.getLogger("dashboard.metrics")
SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)

SESSIONS = Gauge("dashboard_sessions", "Visitors who have a page open.")
RUN = Histogram("dashboard_run_seconds", "How long a run of a page took once it was its turn.", buckets=SECONDS)
WAIT = Histogram("dashboard_run_wait_seconds", "How long a run of a page waited for its turn.", buckets=SECONDS)
FAILED = Counter("dashboard_failed_pages", "Pages, or parts of one, that could not be made.")
REFUSED = Counter("dashboard_refused_sessions", "Sessions beyond the budget of their address.")
FROZEN = Counter("dashboard_frozen_visits", "Visitors who came when all was taken, and got the frozen edition.")
READY = Gauge("dashboard_ready", "1 where the release can be shown, whole and from its database; else 0.")
PUBLISHED = Gauge(
    "dashboard_release_timestamp_seconds", "The day on which the release that is shown was published; 0 without one."
)


def count_run(waited: float, took: float) -> None:
    """Count a run of a page. Both in seconds."""
    WAIT.observe(waited)
    RUN.observe(took)


def why_no_metrics() -> str | None:
    """Why METRICS_PORT cannot be used, in a sentence; None where it can, or is not set."""
    port = os.environ.get("METRICS_PORT") or "1"
    if port.isascii() and port.isdecimal() and 0 < int(port) < 65536:
        return None
    return f"METRICS_PORT is {port!r}; it must be a number from 1 to 65535."


def serve_metrics() -> None:
    """Answer what is counted at METRICS_PORT, where that is set. A port that is taken is said in the log: visitors are
    served all the same."""
    READY.set_function(lambda: not why_not_ready())
    PUBLISHED.set_function(_published)
    port = os.environ.get("METRICS_PORT")
    if not port:
        return
    try:
        start_http_server(int(port), "127.0.0.1")
    except OSError as error:
        LOG.error("Nothing is counted for METRICS_PORT=%s: %s.", port, error.strerror)


def _published() -> float:
    try:
        release = release_source().show().release
    except DatabaseUnavailable:
        return 0.0
    return datetime.fromisoformat(published_on(release)).replace(tzinfo=UTC).timestamp()
