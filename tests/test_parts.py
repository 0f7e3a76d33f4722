"""What the dashboard is made of is listed whole, each part with a licence under which it may be passed on."""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.long
PROJECT = Path(__file__).resolve().parents[1]
# of weak copyleft are those that are installed beside the program, unchanged, and loaded as they are
PERMITTED = re.compile(
    r"MIT|BSD|Apache|ISC|0BSD|PSF|Zlib|CC0|Unlicense|MPL|Mozilla Public|LGPL|Lesser General|HPND|Python Software|Expat",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The parts by their normalised name."""
    file = tmp_path_factory.mktemp("parts") / "parts.json"
    command = ["-m", "cyclonedx_py", "environment", "--output-format", "JSON", "--output-file", str(file)]
    subprocess.run([sys.executable, *command, sys.executable], check=True, capture_output=True, timeout=120)
    listed = json.loads(file.read_text())
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    return {canonicalize_name(part["name"]): part for part in listed["components"]}


def _shipped() -> set[str]:
    """What is installed for the dashboard itself: requirements.txt and all that it pulls in."""
    lines = (PROJECT / "requirements.txt").read_text().splitlines()
    asked = [Requirement(line.partition("#")[0]) for line in lines if line.partition("#")[0].strip()]
    found: set[str] = set()
    while asked:
        one = asked.pop()
        name = canonicalize_name(one.name)
        if one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in ("", *one.extras)):
            continue
        if name not in found:
            found.add(name)
            asked += [Requirement(text) for text in metadata.requires(name) or [] if "extra ==" not in text]
            asked += [Requirement(text.partition(";")[0]) for extra in one.extras
                      for text in metadata.requires(name) or [] if f'extra == "{extra}"' in text]  # fmt: skip
    return found


def test_every_part_is_listed_in_the_version_that_is_pinned(parts: dict[str, Any]) -> None:
    lines = (PROJECT / "constraints.txt").read_text().splitlines()
    pinned = dict(line.split("==") for line in lines if "==" in line)
    pinned = {canonicalize_name(name): version for name, version in pinned.items()}
    assert len(_shipped()) > 50
    assert {name: parts[name]["version"] for name in _shipped()} == {name: pinned[name] for name in _shipped()}
    assert all(part["purl"].startswith("pkg:pypi/") for name, part in parts.items() if name in _shipped())


def test_every_part_of_the_dashboard_has_a_licence_that_permits_it(parts: dict[str, Any]) -> None:
    said = {}
    for name in _shipped():
        listed = [one.get("expression") or one["license"].get("id") or one["license"].get("name", "")
                  for one in parts[name].get("licenses", [])]  # fmt: skip
        said[name] = " ".join(listed) or str(metadata.metadata(name)["License"])  # which the list leaves out of some
    assert {name: licence for name, licence in said.items() if not PERMITTED.search(licence)} == {}
