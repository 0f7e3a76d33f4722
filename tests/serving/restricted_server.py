"""A restricted deployment that runs, with a real identity provider."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.conftest import PROJECT, free_port
from tests.end_to_end.identity_provider import CLIENT, CLIENT_SECRET, IdentityProvider
from tests.waiting import wait_until_healthy


@dataclass
class Served:
    """Where the deployment is, what it wrote, and the access log."""

    address: str
    log: Path
    access_log: Path

    def lines(self) -> list[dict[str, object]]:
        """The lines of the access log."""
        return [json.loads(line) for line in self.access_log.read_text().splitlines()]


def environment_of(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a deployment whose home folder is `folder`: no addresses of databases but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return kept | {"HOME": str(folder), "ACCESS": "restricted", **settings}


def _write_secrets(folder: Path, port: int, provider: str) -> None:
    settings = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": "0123456789abcdef" * 4,
        "client_id": CLIENT,
        "client_secret": CLIENT_SECRET,
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }
    file = folder / ".streamlit" / "secrets.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()))


@contextmanager
def restricted_server(
    folder: Path, release_url: str, provider: IdentityProvider, admitted: str = "email=@ministry.example"
) -> Iterator[Served]:
    """Run serve.py on a restricted release, with its settings and logs in `folder`."""
    port, output_file = free_port(), folder / "log.txt"
    _write_secrets(folder, port, provider.address)
    settings = {
        "PORT": str(port),
        "ADMITTED": admitted,
        "ACCESS_LOG": str(folder / "logs" / "access.log"),
        "RESTRICTED_RELEASE_DATABASE_URL": release_url,
    }
    with output_file.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "serve.py"],
            cwd=PROJECT,
            env=environment_of(folder, **settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process, output_file)
            yield Served(f"http://127.0.0.1:{port}", output_file, Path(settings["ACCESS_LOG"]))
        finally:
            process.terminate()
            process.wait(10)
