"""Set up .venv for `make run`, and with --development for `make test`. Runs on a bare Python 3.11.

Safe to run twice at once: the second caller waits. Installs nothing when the requirements have not changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
FILES = ["requirements.txt", "constraints.txt"]
DEVELOPMENT_FILES = [*FILES, "requirements-dev.txt", "requirements-cluster.txt"]


def main(development: bool) -> int:
    """Prepare everything. Returns 1, with what to do on standard error, when something is missing."""
    folder = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another make is setting up .venv; waiting for it.")
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        if development:
            install_test_programs()
        return install_requirements(development)
    finally:
        os.close(folder)


def install_requirements(development: bool) -> int:
    """Create .venv and install the pinned requirements, once for each content of the requirement files."""
    wanted = {"run": _fingerprint(FILES), "test": _fingerprint(DEVELOPMENT_FILES)}
    purpose = "test" if development else "run"
    if _runs("--version") and _stamp(purpose) == wanted[purpose]:
        return 0
    if not _runs("-m", "pip", "--version"):
        if find_spec("ensurepip") is None and not _install_packages(["python3-venv"], "make a virtual environment"):
            return 1
        print("Making a virtual environment in .venv.")
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
    print("Installing the requirements into .venv (once; a minute or two).", flush=True)
    requirements = "requirements-dev.txt" if development else "requirements.txt"
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-c", "constraints.txt", "-r", requirements], cwd=PROJECT).returncode:
        print("The requirements could not be installed; pip's message is above.", file=sys.stderr)
        return 1
    for name in ("run", "test") if development else ("run",):
        _write_stamp(name, wanted[name])
    return 0


def install_test_programs() -> None:
    """Install Chromium, PostgreSQL and what reads PDF when they are missing. Tests that need what is still missing are
    skipped."""
    missing = []
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        missing.append("chromium")
    if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        missing.append("postgresql")
    if not shutil.which("pdftotext"):
        missing.append("poppler-utils")
    if missing:
        _install_packages(missing, "run every test")


def _install_packages(packages: list[str], purpose: str) -> bool:
    """Install Debian packages as root or with passwordless sudo; otherwise say which ones are needed."""
    prefix = _administrator()
    if prefix is not None:
        print(f"Installing {' and '.join(packages)} to {purpose}.", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*prefix, "apt-get", "update", "-qq"], env=environment)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        if not subprocess.run([*prefix, *install], env=environment, stdout=subprocess.DEVNULL).returncode:
            return True
    print(f"To {purpose}, install: {' '.join(packages)}", file=sys.stderr)
    print(f"On Debian or Ubuntu: apt-get install {' '.join(packages)}", file=sys.stderr)
    return False


def _administrator() -> list[str] | None:
    """The words before apt-get that give the right to install, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    allowed = shutil.which("sudo") and not subprocess.run([*sudo, "true"], stderr=subprocess.DEVNULL).returncode
    return sudo if allowed else None


def _runs(*arguments: str) -> bool:
    """Whether .venv has a Python that runs with these arguments."""
    try:
        return not subprocess.run([PYTHON, *arguments], capture_output=True).returncode
    except OSError:
        return False


def _fingerprint(names: list[str]) -> str:
    content = b"".join((PROJECT / name).read_bytes() for name in names)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def _stamp(purpose: str) -> str:
    path = ENVIRONMENT / f"installed-for-{purpose}"
    return path.read_text() if path.exists() else ""


def _write_stamp(purpose: str, fingerprint: str) -> None:
    temporary = ENVIRONMENT / f"installed-for-{purpose}.new"
    temporary.write_text(fingerprint)
    temporary.replace(ENVIRONMENT / f"installed-for-{purpose}")


if __name__ == "__main__":
    sys.exit(main(development="--development" in sys.argv[1:]))
