"""Known weaknesses of installed packages are found in an export of OSV, by the rules of its schema."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data_access.errors import BadInput
from deploy import audit as command
from deploy.audit import Weakness, audit


def _entry(name: str, package: str, events: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    affected = {"package": {"ecosystem": "PyPI", "name": package}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {
        "id": name,
        "summary": f"about {name}",
        "modified": "2026-11-01T10:00:00.123Z",
        "affected": [affected],
        **more,
    }


def _export(folder: Path, *entries: dict[str, Any]) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w") as export:
        for entry in entries:
            export.writestr(f"{entry['id']}.json", json.dumps(entry))
    return folder / "all.zip"


SINCE_EVER = [{"introduced": "0"}, {"fixed": "2.0"}]


@pytest.mark.parametrize(
    ("version", "events", "is_weak"),
    [
        ("1.9", SINCE_EVER, True),
        ("2.0", SINCE_EVER, False),
        ("2.0rc1", SINCE_EVER, True),
        ("10.0", SINCE_EVER, False),
        ("0.0.dev1", SINCE_EVER, True),
        ("1.0", [{"introduced": "1.1"}], False),
        ("1.10", [{"introduced": "1.9"}], True),
        ("1.5", [{"introduced": "1.0"}, {"last_affected": "1.5"}], True),
        ("1.6", [{"introduced": "1.0"}, {"last_affected": "1.5"}], False),
        ("3.1", [{"fixed": "2.0"}, {"introduced": "3.0"}, {"introduced": "0"}, {"fixed": "3.2"}], True),
        ("2.5", [{"fixed": "2.0"}, {"introduced": "3.0"}, {"introduced": "0"}, {"fixed": "3.2"}], False),
        ("1.0", [{"introduced": "no version"}], False),
    ],
)
def test_a_version_is_weak_within_the_range(
    version: str, events: list[dict[str, str]], is_weak: bool, tmp_path: Path
) -> None:
    export = _export(tmp_path, _entry("OSV-1", "Some_Package", events))
    found, newest, count = audit(export, {"some-package": version, "another": "1.0"})
    fixed = tuple(event["fixed"] for event in events if "fixed" in event)
    assert found == [Weakness("some-package", version, "OSV-1", "about OSV-1", fixed)] * is_weak
    assert (newest, count) == (datetime(2026, 11, 1, 10, 0, 0, 123000, tzinfo=UTC), 1)


def test_listed_versions_count_and_what_was_withdrawn_does_not(tmp_path: Path) -> None:
    listed = _entry("OSV-1", "one", []) | {"summary": ""}
    listed["affected"][0] |= {"ranges": [], "versions": ["1.0", "1.2"]}
    withdrawn = _entry("OSV-2", "one", SINCE_EVER, withdrawn="2026-10-01T00:00:00Z")
    of_commits = _entry("OSV-3", "one", SINCE_EVER)
    of_commits["affected"][0]["ranges"][0]["type"] = "GIT"
    export = _export(tmp_path, listed, withdrawn, of_commits)
    assert audit(export, {"one": "1.2"})[0] == [Weakness("one", "1.2", "OSV-1", "", ())]
    assert audit(export, {"one": "1.1"})[0] == []


def test_the_command_says_what_is_known_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weak = _entry("OSV-1", "packaging", [{"introduced": "0"}, {"fixed": "9999.0"}])
    export = _export(tmp_path, weak, _entry("OSV-2", "pandas", [{"introduced": "9999"}]))
    assert command.main([str(export)]) == 1
    said = capsys.readouterr().out
    assert "OSV-1 about OSV-1 (mended in 9999.0)" in said and "OSV-2" not in said
    assert "1 known weaknesses, 0 accepted, by 2 entries, the newest of 2026-11-01." in said
    assert command.main([str(export), "--accept", "OSV-1"]) == 0
    assert "0 known weaknesses, 1 accepted" in capsys.readouterr().out


def test_an_old_file_is_said_and_what_is_no_export_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = _entry("OSV-1", "nothing", SINCE_EVER) | {"modified": "2020-01-01T00:00:00Z"}
    assert command.main([str(_export(tmp_path, old))]) == 0
    assert "older than 30 days" in capsys.readouterr().err
    for content in (b"", b"no archive", b"PK\x03\x04"):
        (tmp_path / "all.zip").write_bytes(content)
        assert command.main([str(tmp_path / "all.zip")]) == 2
        assert "is not OSV's export for PyPI" in capsys.readouterr().err
    assert command.main([str(tmp_path / "absent.zip")]) == 2
    with pytest.raises(BadInput, match="holds no weakness at all"):
        audit(_export(tmp_path), {})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as export:
        export.writestr("OSV-1.json", "{}")
    with pytest.raises(BadInput, match="is not OSV's export"):
        audit(tmp_path / "all.zip", {})
