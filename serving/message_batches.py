"""What a run shows goes to the event loop in batches, and not each message by itself.

Every message of a run would wake the event loop through a pipe, 60 times a change of a filter, and take the interpreter
from the run each time. They are kept for SECONDS, or until the run begins or ends, in the order in which they came.
This is around AppSession._on_scriptrunner_event, as of FITS; with any other version each goes by itself, as without it.
"""

import logging
import threading
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

FITS = "1.67."
LOG = logging.getLogger(__name__)
# shorter than anybody sees, and as long as most runs take
SECONDS = 0.03


class Batch:
    """What is to be told to one session. is_awaited: it will be told within SECONDS."""

    def __init__(self, session: AppSession, tell: Any) -> None:
        self._session, self._tell = session, tell
        self._lock = threading.Lock()
        self._events: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self._is_awaited = False

    def add(self, event: ScriptRunnerEvent, arguments: tuple[Any, ...], more: dict[str, Any]) -> None:
        """Keep an event; from any thread. What is no message is told at once, with all that came before."""
        is_message = event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
        with self._lock:
            self._events.append((arguments, more))
            is_told, self._is_awaited = self._is_awaited and is_message, self._is_awaited or is_message
        if not is_told:
            self._session._call_soon_on_event_loop(self._wait if is_message else self.tell)

    def _wait(self) -> None:
        self._session._event_loop.call_later(SECONDS, partial(self.tell, has_waited=True))

    def tell(self, *, has_waited: bool = False) -> None:
        """Tell all that is kept; on the event loop."""
        with self._lock:
            events, self._events = self._events, []
            if has_waited:
                self._is_awaited = False
        for arguments, more in events:
            try:
                self._tell(self._session, *arguments, **more)
            except Exception as error:  # one that fails must not take the others along
                said = {"message": "An event of a run could not be told.", "exception": error}
                self._session._event_loop.call_exception_handler(said)


def send_in_batches() -> bool:
    """Have all sessions of this process send in batches from now on; says whether they do."""
    if not st.__version__.startswith(FITS):
        LOG.warning("Streamlit is %s; batches of messages fit %sx, so each goes by itself.", st.__version__, FITS)
        return False
    tell = AppSession._handle_scriptrunner_event_on_event_loop

    def keep(session: AppSession, sender: Any, event: ScriptRunnerEvent, *arguments: Any, **more: Any) -> None:
        batch = vars(session).get("_batch") or vars(session).setdefault("_batch", Batch(session, tell))
        batch.add(event, (sender, event, *arguments), more)

    AppSession._on_scriptrunner_event = keep  # type: ignore[method-assign, assignment]
    return True
