"""What holds a signal back until a commit is through."""

import os
import signal
import threading
import time

import pytest

from data_access.transactions import held_back


def test_a_signal_that_another_thread_takes_waits_for_the_end_of_the_block() -> None:
    reached = []
    idle = threading.Thread(target=time.sleep, args=(0.3,))  # a thread that masks nothing
    idle.start()
    with pytest.raises(KeyboardInterrupt), held_back():
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            reached.append("inner")
        reached.append("outer")
    idle.join()
    assert reached == ["inner", "outer"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
