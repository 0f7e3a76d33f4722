"""`check` finds a file that the dashboard serves and that is missing, cut off or not what its name promises."""

import shutil
from pathlib import Path

import pytest

from data_access import served_files
from data_access.__main__ import main
from data_access.errors import BadInput


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "static"
    shutil.copytree(served_files.STATIC, copy)
    monkeypatch.setattr(served_files, "STATIC", copy)
    return copy


def test_whole_files_are_counted(static: Path) -> None:
    files = sum(path.is_file() for path in static.rglob("*"))
    assert served_files.look_at_served_files() == f"{files} whole"


@pytest.mark.parametrize("pattern", ["boundaries/region.*", "fonts/vazirmatn-arabic.*", "topojson/world_50m.json"])
@pytest.mark.parametrize("harm", ["cut off", "gone", "another"])
def test_a_file_that_is_not_whole_is_named(static: Path, pattern: str, harm: str) -> None:
    [file] = static.glob(pattern)
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-10] if harm == "cut off" else b"something else")
    with pytest.raises(BadInput, match=f"static/{file.relative_to(static)}"):
        served_files.look_at_served_files()


def test_check_says_so(
    static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for setting in ("CASE_DATABASE_URL", "RELEASE_DATABASE_URL", "RESTRICTED_RELEASE_DATABASE_URL"):
        monkeypatch.setenv(setting, f"sqlite:///{tmp_path / setting}.db")
    (static / "icon.png").unlink()
    assert main(["init"]) == 0
    assert main(["check"]) == 2
    assert "served files: static/icon.png is missing" in capsys.readouterr().err
