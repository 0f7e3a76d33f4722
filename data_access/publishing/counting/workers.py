"""Who counts: this process, several of this machine, or those of a cluster; all as executors of one kind."""

import logging
import os
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from threading import Thread
from typing import Any

from data_access.errors import BadInput

# from so many numbers of cases on, two processes are through before one is, with the seconds that they take to start
FEWEST_FOR_SEVERAL = 200_000
# each takes a third of a gigabyte, and one database answers them all
MOST_BY_DEFAULT = 8
MOST = 256
LONGEST_WAIT_FOR_CLUSTER_S = 30
NOT_ENCRYPTED = (
    "--scheduler {address}: exact counts travel encrypted or not at all. Give an address that begins with tls:// "
    "(docs/scaling.md). "
)


@dataclass(frozen=True)
class Workers:
    """number: of processes, as many as there are processors and cases for without. scheduler: the address of a Dask
    scheduler whose workers count instead (tls://host:port)."""

    number: int | None = None
    scheduler: str | None = None

    def processes(self, cases: int) -> int:
        """Return how many processes of this machine count so many cases: 1 is this one. Raises BadInput where there
        would be more than a machine holds."""
        if self.number and self.number > MOST:
            raise BadInput(f"--workers {self.number}: {MOST} processes are the most. Nothing was spent.")
        if self.number:
            return self.number
        return min(os.cpu_count() or 1, MOST_BY_DEFAULT) if cases >= FEWEST_FOR_SEVERAL else 1


AS_NEEDED = Workers()


@dataclass(frozen=True)
class Crew:
    """executor: to whom ranges are given. size: how many count at once. at_hand: how many ranges are given to it at a
    time: what is counted and not yet added up takes room."""

    executor: Executor
    size: int
    at_hand: int


class _Here(Executor):
    """Does what it is given at once, in this process."""

    def submit(self, work: Any, /, *given: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*given, **more))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def here() -> Iterator[Crew]:
    """Give a crew of this process alone."""
    yield Crew(_Here(), 1, 1)


class _OwnSignals(ProcessPoolExecutor):
    """Its processes leave Ctrl+C, which reaches all that a terminal runs, to the one that started them."""

    def submit(self, work: Any, /, *given: Any, **more: Any) -> Future[Any]:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process inherits what its parent blocks
        try:
            return super().submit(work, *given, **more)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def processes(number: int) -> Iterator[Crew]:
    """Give a crew of new processes, which end with the block, and with this process however it ends."""
    context = get_context("spawn")  # a fork would share open connections
    theirs, ours = context.Pipe(duplex=False)
    executor = _OwnSignals(number, context, _end_with, (theirs,))
    try:
        yield Crew(executor, number, 2 * number)
    except BaseException:
        ours.close()  # nobody waits for what they still count
        raise
    finally:
        executor.shutdown(cancel_futures=True)
        ours.close()
        theirs.close()


def _end_with(parent: "Pipe[Any, Any]") -> None:
    """End this process when the other end of a pipe is closed, as by the death of whoever holds it."""

    def watch() -> None:
        parent.poll(None)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def is_encrypted(address: str) -> bool:
    """Does an address say that what travels to it is encrypted?"""
    return address.startswith("tls://")


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """Give a crew of the workers of a Dask scheduler. Raises BadInput where there is none, it does not encrypt, or it
    is lost."""
    if not is_encrypted(address):
        raise BadInput(NOT_ENCRYPTED.format(address=address) + "Nothing was spent.")
    try:
        from distributed import Client, KilledWorker, Security
        from distributed.comm import CommClosedError
    except ImportError:
        raise BadInput(
            "--scheduler needs Dask distributed, which is not installed: python -m pip install -c constraints.txt -r "
            "requirements-cluster.txt. Nothing was spent."
        ) from None
    for name in ("distributed", "distributed.client"):  # a traceback of its own for each scheduler that is lost
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        security = Security(require_encryption=True)
        has_certificate = security.get_connection_args("client").get("ssl_context") is not None
    except OSError:
        has_certificate = False
    if not has_certificate:
        raise BadInput(
            "--scheduler needs the certificate of this client, its key and the authority that signed them, in the "
            "settings of Dask (distributed.comm.tls, docs/scaling.md): they are missing or cannot be read. Nothing was "
            "spent."
        )
    try:
        client = Client(address, security=security, set_as_default=False, timeout=LONGEST_WAIT_FOR_CLUSTER_S)
    except (OSError, ValueError):
        raise BadInput(
            f"The scheduler at {address} does not answer, or not to this certificate. Nothing was spent."
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=LONGEST_WAIT_FOR_CLUSTER_S)
            size = sum(client.ncores().values())
            yield Crew(client.get_executor(pure=False), size, 2 * size)
        except TimeoutError:
            raise BadInput(f"The scheduler at {address} has no workers. Nothing was spent.") from None
        except KilledWorker:
            raise BadInput(
                "Workers of the cluster died again and again while they counted the same cases, for want of memory "
                "perhaps: their logs say more. Nothing was spent."
            ) from None
        except (ImportError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "deserialization" not in str(error):
                raise
            raise BadInput(
                "The scheduler or a worker cannot load this program: start each in its folder, with PYTHONPATH=. "
                "(docs/scaling.md). Nothing was spent."
            ) from None
        except (CancelledError, CommClosedError):
            raise BadInput(
                f"The scheduler at {address} was lost while cases were counted. Nothing was spent."
            ) from None
