"""What docs/operating.md tells an officer to type works: it is typed here, and a backup is restored."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, make_url, select

from data_access.__main__ import main as command
from data_access.cases import schema
from data_access.database import migrate, open_database
from deploy import backup
from tests.waiting import wait_until
from tests.worlds.publications import WORLD, Publish, address, contents, on_server, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]

PROJECT = Path(__file__).resolve().parents[1]
DEPLOY, PAGE = PROJECT / "deploy", (PROJECT / "docs" / "operating.md").read_text()
# instead of what only root may do: they look whether the files and units that they are given are there
STAND_INS = {
    "sudo": 'exec "$@"',
    "useradd": 'echo "useradd $*"',
    "nginx": "test -f $ETC/nginx/conf.d/dashboard.conf",
    "journalctl": 'echo "journalctl $*"',
    "python3": 'test "$1" = setup/prepare.py && test -f "$1"',
    "curl": 'case "$2" in http://127.0.0.1:8501/healthz | http://127.0.0.1:18501/metrics) ;; *) exit 1 ;; esac',
    "systemctl": """
case "$*" in daemon-reload|"reload nginx") exit;; esac
for unit in "$@"; do case $unit in
    dashboard@*) test -f $ETC/systemd/system/dashboard@.service || exit 1;;
    dashboard-*) test -f $ETC/systemd/system/$unit || exit 1;;
esac; done""",
}


@pytest.fixture
def settings(world: Engine, releases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The addresses of the databases in the environment; the folder of backups."""
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    return tmp_path / "backups"


def test_a_backup_is_restored_whole(
    settings: Path, run: Publish, world: Engine, releases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rehearsal: both databases are lost, and come back with all cases, the ledger and the same release."""
    made = run()["release"]
    before = contents(releases, made)
    assert backup.main([str(settings)]) == 0
    [folder] = settings.iterdir()
    assert {file.name for file in folder.iterdir()} == {"case", "release"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in (folder, *folder.iterdir()))
    places = {"CASE_DATABASE_URL": "cases_again", "RELEASE_DATABASE_URL": "releases_again"}
    is_server = world.dialect.name == "postgresql"
    for setting, name in places.items():
        if is_server:
            on_server(world, f"CREATE DATABASE {name}")
        monkeypatch.setenv(setting, _place(world, tmp_path, name))
    try:
        assert backup.main(["--restore", str(folder)]) == 0
        assert command(["check"]) == 0
        again = {name: open_database(make_url(_place(world, tmp_path, name))) for name in places.values()}
        with again["cases_again"].connect() as connection:
            assert connection.scalar(select(func.count()).select_from(schema.case)) == len(WORLD)
        assert contents(again["releases_again"], made) == before
        assert backup.main(["--restore", str(folder)]) == 2  # never over what is there
        for engine in again.values():
            engine.dispose()
    finally:
        if is_server:
            for name in places.values():
                on_server(world, f"DROP DATABASE {name} WITH (FORCE)")


def _place(engine: Engine, folder: Path, name: str) -> str:
    if engine.dialect.name == "sqlite":
        return f"sqlite:///{folder / name}"
    return engine.url.set(database=name).render_as_string(hide_password=False)


def test_no_half_backup_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CASE", "RELEASE", "RESTRICTED_RELEASE"):
        monkeypatch.setenv(f"{name}_DATABASE_URL", f"sqlite:///{tmp_path / name}")
    assert backup.main([str(tmp_path / "backups")]) == 2
    assert "There is no database to back up" in capsys.readouterr().err
    (tmp_path / "CASE").write_bytes(b"no database at all" * 1000)
    assert backup.main([str(tmp_path / "backups")]) == 2
    assert "case cannot be copied" in capsys.readouterr().err
    assert list((tmp_path / "backups").iterdir()) == []
    assert backup.main(["--restore", str(tmp_path / "backups")]) == 2


@pytest.mark.long
def test_every_command_of_the_page_works(tmp_path: Path, sqlite_cases: Engine) -> None:
    """Typed one after the other in one shell, with a folder in the place of /etc, /var and /tmp."""
    stand_ins = tmp_path / "bin"
    stand_ins.mkdir()
    for name, text in STAND_INS.items():
        (stand_ins / name).write_text(f"#!/bin/sh\n{text}\n")
        (stand_ins / name).chmod(0o755)
    (tmp_path / "etc" / "systemd" / "system").mkdir(parents=True)
    empty = open_database(make_url(f"sqlite:///{tmp_path / 'releases.db'}"))
    migrate(empty, "releases")
    empty.dispose()
    typed = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    assert typed.count("\n") > 30
    # without a release, check names that and nothing else
    typed = re.sub(r"^(.*data_access check)$", r"{ \1 2>&1 || true; } | grep 'ledger: 0 draws'", typed, flags=re.M)
    typed = typed.replace(
        "sudo systemctl stop",
        f". {tmp_path / 'addresses'}\nsudo systemctl stop",
    )
    addresses = {
        "CASE_DATABASE_URL": address(sqlite_cases),
        "RELEASE_DATABASE_URL": f"sqlite:///{tmp_path}/releases.db",
    }
    addresses["RESTRICTED_RELEASE_DATABASE_URL"] = f"sqlite:///{tmp_path}/none.db"
    moved = "".join(f"export {name}={url}\n" for name, url in addresses.items())
    moved += f"mv {sqlite_cases.url.database} {tmp_path}/broken.db; mv {tmp_path}/releases.db {tmp_path}/old.db\n"
    (tmp_path / "addresses").write_text(moved)
    typed = typed.replace(".venv/bin/python", sys.executable).replace("/opt/dashboard", str(PROJECT))
    typed = re.sub(r"(?<=[ /=(])/(etc|var/backups|var/lib|tmp/rehearsal)(?=/|\b)", rf"{tmp_path}/\1", typed)
    environment = os.environ | addresses | {"PATH": f"{stand_ins}:{os.environ['PATH']}", "ETC": str(tmp_path / "etc")}
    result = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", typed], env=environment, capture_output=True, text=True, cwd=PROJECT
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert (tmp_path / "etc" / "dashboard" / "public.env").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "tmp").exists() or not any((tmp_path / "tmp").iterdir())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_the_units_are_right() -> None:
    units = [str(file) for file in sorted(DEPLOY.glob("dashboard*.*"))]
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True).stderr
    # the code is not in /opt here
    wrong = [line for line in said.splitlines() if "dashboard" in line and "is not executable" not in line]
    assert wrong == []


class Replica(BaseHTTPRequestHandler):
    """Stands in for a replica: says its port, and what of a websocket's handshake reached it."""

    def do_GET(self) -> None:
        said = f"{self.server.server_port} {self.headers.get('Upgrade')} {self.headers.get('Host')}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def replicas() -> Iterator[list[ThreadingHTTPServer]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Replica) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_proxies_name_the_visitor_and_believe_no_name_that_he_gives_himself() -> None:
    nginx, haproxy = ((DEPLOY / name).read_text() for name in ("nginx.conf", "haproxy.cfg"))
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "http-request set-header X-Forwarded-For %[src]" in haproxy


@pytest.mark.parametrize("proxy", ["nginx", "haproxy"])
def test_a_visitor_stays_with_one_replica_and_moves_when_it_ends(
    proxy: str, replicas: list[ThreadingHTTPServer], tmp_path: Path
) -> None:
    program = shutil.which(proxy) or shutil.which(proxy, path="/usr/sbin")
    if program is None:
        pytest.skip(f"needs {proxy}")
    port = _free_port()
    text = (DEPLOY / {"nginx": "nginx.conf", "haproxy": "haproxy.cfg"}[proxy]).read_text()
    for number, server in zip((8501, 8502), replicas, strict=True):
        text = text.replace(f"127.0.0.1:{number}", f"127.0.0.1:{server.server_port}")
    text = re.sub(r"\n *(ssl_\w+|listen \[::\]).*", "", text).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = re.sub(r"bind .*", f"bind 127.0.0.1:{port}", text).replace("/var/log/nginx/", f"{tmp_path}/")
    if proxy == "nginx":
        folders = "".join(
            f"{name}_temp_path {tmp_path};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        text = (
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/e.log;\nevents {{}}\nhttp {{ {folders}\n{text}\n}}\n"
        )
    file = tmp_path / "proxy"
    file.write_text(text)
    started = [program, "-c", str(file), "-p", str(tmp_path)] if proxy == "nginx" else [program, "-f", str(file)]
    process = subprocess.Popen(started, stderr=(tmp_path / "log").open("wb"))
    try:
        wait_until(lambda: _is_open(port) or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "log").read_text()
        first, cookie = _ask(port)
        assert "HttpOnly" in cookie and "Secure" in cookie
        name = cookie.split(";")[0]
        assert {_ask(port, name)[0] for _ in range(20)} == {first}
        assert {_ask(port)[0] for _ in range(40)} == {str(server.server_port) for server in replicas}
        gone = next(server for server in replicas if str(server.server_port) == first)
        gone.shutdown()
        gone.server_close()
        assert {_ask(port, name)[0] for _ in range(5)} == {str(server.server_port) for server in replicas} - {first}
        assert "secret-choice" not in "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _is_open(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _ask(port: int, cookie: str = "") -> tuple[str, str]:
    """The replica that answered, and the cookie that it was given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Host": "dashboard.example.org", "Upgrade": "websocket", "Connection": "Upgrade"}
    headers |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    headers |= {"Cookie": cookie} if cookie else {}
    connection.request("GET", "/?years=secret-choice", headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200
    replica, upgrade, host = answer.read().decode().split()
    connection.close()
    assert (upgrade, host) == ("websocket", "dashboard.example.org")
    return replica, answer.headers.get("Set-Cookie", "")
