"""What holds a signal back until a commit is through."""

import os
import signal
import socket
import sqlite3
import threading

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from data_access.errors import BadInput
from data_access.transactions import held_back, whole_or_nothing


def test_a_full_disk_at_the_commit_is_called_so(sqlite_cases) -> None:
    @event.listens_for(sqlite_cases, "commit")
    def fill(connection: object) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    said = r"^The disk is full.* is not known\. Run the same command again"
    with pytest.raises(BadInput, match=said), whole_or_nothing(sqlite_cases, "All is done."):
        pass


def test_a_signal_that_another_thread_takes_waits_for_the_end_of_the_block() -> None:
    reached = []
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs behind it deaf to Ctrl+C
    arrived, wakes = socket.socketpair()
    wakes.setblocking(False)
    before = signal.set_wakeup_fd(wakes.fileno())
    over = threading.Event()
    idle = threading.Thread(target=over.wait)  # a thread that masks nothing
    idle.start()
    with pytest.raises(KeyboardInterrupt), held_back():
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)
            arrived.recv(1)
            reached.append("inner")
        reached.append("outer")
    signal.set_wakeup_fd(before)
    over.set()
    idle.join()
    assert reached == ["inner", "outer"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
