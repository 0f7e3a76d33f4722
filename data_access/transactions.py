"""Work on a database that is done whole or not at all, also when it is stopped, and what may truly be said then."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data_access.database import wait_for_turn
from data_access.errors import BadInput
from data_access.failures import reason_of

STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# what this process has written down for good, in words: what is true when it is stopped afterwards
done: list[str] = []


def let_signals_stop() -> None:
    """Let SIGTERM (and a terminal that goes away) stop the process as Ctrl+C does, with the transaction rolled back."""

    if threading.current_thread() is not threading.main_thread():
        return

    def stop(number: int, frame: Any) -> NoReturn:
        raise KeyboardInterrupt

    for number in STOPPING[1:]:
        signal.signal(number, stop)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold back Ctrl+C and SIGTERM until the block is over: a commit is not cut in two.

    A mask of the main thread would not do: the signal then reaches another thread, and Python stops this one for it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        for number in came:
            signal.raise_signal(number)


@contextmanager
def whole_or_nothing(engine: Engine, what_is_done: str, *, is_trial: bool = False) -> Iterator[Connection]:
    """Give a connection in a transaction, and commit it at the end of the block; a trial is rolled back instead.

    engine: of the case database; another command that writes it waits until the block is over.

    Raises BadInput when the database goes away during the commit: then nobody knows whether it was done.
    """
    with engine.connect() as connection:
        transaction = connection.begin()
        wait_for_turn(connection)
        yield connection
        if is_trial:
            transaction.rollback()
            return
        with held_back():
            try:
                transaction.commit()
            except SQLAlchemyError as error:
                raise BadInput(
                    f"{reason_of(error)} That was while the work was being written down, and whether it was is not "
                    "known. Run the same command again: what is done already is not done twice."
                ) from None
            done.append(what_is_done)
