"""How long a connection may be half open, and how many the machine lets the server have.

Fits uvicorn's protocol for HTTP on h11, which `python serve.py` uses. uvicorn itself waits for ever for the end of a
request, and each that does not come holds a connection.
"""

import asyncio
import logging

from uvicorn.protocols.http.h11_impl import H11Protocol

LOG = logging.getLogger(__name__)

# a request's head comes in one piece, its body, a file of 1 MB at most, over a bad network
SECONDS_FOR_A_HEAD = 10.0
SECONDS_FOR_A_BODY = 60.0

# a session has four descriptors: its socket, and three of the loop that Streamlit makes for it
MOST_DESCRIPTORS = 65_536


class ImpatientProtocol(H11Protocol):
    """Speaks HTTP, and ends a connection whose request does not come to its end."""

    _deadline: asyncio.TimerHandle | None = None
    _is_in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def _watch(self) -> None:
        """Wait for what is still to come: a request's head, its body, or nothing; from when its wait began."""
        has_request = self.cycle is not None and not self.cycle.response_complete
        is_in_body = has_request and self.cycle.more_body
        is_idle = self.timeout_keep_alive_task is not None  # uvicorn ends it itself
        is_upgraded = self.transport.get_protocol() is not self
        if is_upgraded or is_idle or (has_request and not is_in_body):
            self._forget()
        elif self._deadline is None or is_in_body != self._is_in_body:
            self._forget()
            self._is_in_body = is_in_body
            patience = SECONDS_FOR_A_BODY if is_in_body else SECONDS_FOR_A_HEAD
            self._deadline = self.loop.call_later(patience, self.transport.abort)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def raise_limit_of_descriptors() -> None:
    """Take as many descriptors as the machine allows: with the usual 1,024 the 250th visitor is turned away."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError) as error:
        LOG.warning("The limit of descriptors stays at %d (%s): about %d visitors at once.", soft, error, soft // 4)
