"""Workers of a Dask cluster count what one process counts, over TLS alone; and what stops them spends nothing."""

import datetime
import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pandas.testing import assert_series_equal
from sqlalchemy import Engine

from data_access.__main__ import main
from data_access.errors import BadInput
from data_access.publishing.counting import count as counting
from data_access.publishing.counting import ranges, workers
from data_access.publishing.counting.count import count
from data_access.publishing.counting.ranges import Seen, Task, count_apart
from data_access.publishing.counting.tally import Tally
from data_access.publishing.counting.workers import Workers
from data_access.release.workload import WORKLOAD
from tests.worlds.people import SMALL_WORKLOAD, UNTIL, crowd, fill, quiet
from tests.worlds.publications import Publish, address, ledger, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]


@pytest.fixture
def distributed() -> Any:
    return pytest.importorskip(
        "distributed", reason="needs Dask distributed (python -m pip install -r requirements-cluster.txt)"
    )


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A key and a certificate that signed itself, for client, scheduler and workers; in the settings of Dask."""
    folder = tmp_path_factory.mktemp("certificates")
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=cluster of the tests")
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    now = datetime.datetime.now(datetime.UTC)
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
    signed = made.not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(*pem))
    (folder / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths = {"ca-file": str(folder / "certificate.pem")}
    for role in ("client", "scheduler", "worker"):
        paths |= {f"{role}.cert": paths["ca-file"], f"{role}.key": str(folder / "key.pem")}
    import dask

    with dask.config.set({f"distributed.comm.tls.{name}": path for name, path in paths.items()}):
        yield paths


@pytest.fixture
def cluster(
    distributed: Any,
    certificates: dict[str, str],
    postgres_cases: Engine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[str]:
    """The address of a scheduler with two workers that know the address of the database from their environment."""
    monkeypatch.setattr(counting, "SHORTEST_RANGE", 20)
    monkeypatch.setenv("CASE_DATABASE_URL", address(postgres_cases))
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0", "local_directory": str(tmp_path)}
    security = distributed.Security(require_encryption=True)
    with distributed.LocalCluster(protocol="tls://", security=security, silence_logs=60, **options) as local:
        yield local.scheduler_address


def _die(mark: str, seen: Seen, task: Task, cases: range) -> Tally:
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        assert seen.address is None
        return count_apart(seen, task, cases)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.postgres
@pytest.mark.long
def test_a_cluster_counts_the_same_also_when_a_worker_dies(
    cluster: str, postgres_cases: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with postgres_cases.begin() as connection:
        fill(connection, crowd(150))
    with postgres_cases.connect() as connection:
        expected = count(connection, WORKLOAD, UNTIL, quiet, Workers(1))
        for work in count_apart, partial(_die, str(tmp_path / "died")):
            monkeypatch.setattr(counting, "count_apart", work)
            found = count(connection, WORKLOAD, UNTIL, quiet, Workers(scheduler=cluster))
            for table, counts in expected.items():
                assert_series_equal(found[table], counts)
    assert (tmp_path / "died").exists()


@pytest.mark.postgres
@pytest.mark.slow
def test_a_publication_through_a_cluster_is_drawn_once(
    cluster: str,
    postgres_cases: Engine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with postgres_cases.begin() as connection:
        fill(connection, crowd(150))
    monkeypatch.setenv("CASE_DATABASE_URL", address(postgres_cases))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    with monkeypatch.context() as patch:
        patch.setattr(ranges, "program", lambda: "of another version")
        assert main(["publish", "--scheduler", cluster]) == 2
    said = capsys.readouterr().err
    assert "another version of this program" in said
    assert ledger(postgres_cases) == []
    assert main(["publish", "--scheduler", cluster]) == 0
    assert main(["publish", "--scheduler", cluster]) == 0
    assert len(ledger(postgres_cases)) == 1
    assert "nothing was spent now" in capsys.readouterr().out


@pytest.mark.postgres
def test_a_scheduler_that_does_not_answer_spends_nothing(
    distributed: Any, certificates: dict[str, str], postgres_cases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LONGEST_WAIT_FOR_CLUSTER_S", 1)
    with postgres_cases.connect() as connection, pytest.raises(BadInput, match=r"does not answer.*Nothing was spent"):
        count(connection, SMALL_WORKLOAD, UNTIL, quiet, Workers(scheduler="tls://127.0.0.1:9"))


@pytest.mark.postgres
def test_without_encryption_no_count_leaves(postgres_cases: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(scheduler: str) -> str:
        with postgres_cases.connect() as connection, pytest.raises(BadInput, match="Nothing was spent") as error:
            count(connection, SMALL_WORKLOAD, UNTIL, quiet, Workers(scheduler=scheduler))
        return str(error.value)

    assert "begins with tls://" in refused("tcp://127.0.0.1:8786")
    assert "begins with tls://" in refused("inproc://")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "distributed", None)
        assert "requirements-cluster.txt" in refused("tls://127.0.0.1:8786")


@pytest.mark.postgres
def test_without_certificates_it_is_refused(distributed: Any, postgres_cases: Engine, tmp_path: Path) -> None:
    import dask

    for path in (None, str(tmp_path / "not there")):
        settings = {f"distributed.comm.tls.{name}": path for name in ("ca-file", "client.cert", "client.key")}
        with (
            dask.config.set(settings),
            postgres_cases.connect() as connection,
            pytest.raises(BadInput, match=r"certificate.*Nothing was spent"),
        ):
            count(connection, SMALL_WORKLOAD, UNTIL, quiet, Workers(scheduler="tls://127.0.0.1:8786"))


def test_sqlite_is_refused_with_a_cluster(run: Publish, world: Engine) -> None:
    if world.dialect.name == "sqlite":
        with pytest.raises(BadInput, match=r"only PostgreSQL.*Nothing was spent"):
            run(workers=Workers(scheduler="tls://127.0.0.1:8786"))
        assert ledger(world) == []


@pytest.mark.parametrize("given", [["--workers", "0"], ["--workers", "2", "--scheduler", "tls://one:8786"]])
def test_the_command_takes_one_of_both(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["publish", *given])
    assert capsys.readouterr().err
