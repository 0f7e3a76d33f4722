"""A file that was made for a download is there until the browser of who asked has fetched it."""

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from serving.made_files import KEPT, keep_made_files


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", media_file_manager.MediaFileMetadata)
    assert keep_made_files()
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def _made(files: MediaFileManager) -> str:
    asked = files.add_deferred(lambda: b"a,b", "text/csv", "0.0", "x.csv")
    return files.execute_deferred(asked).rpartition("/")[2].partition(".")[0]


def test_the_runs_of_other_visitors_do_not_take_it_away(
    files: MediaFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _made(files)
    for _ in range(20):  # each run of each visitor ends so
        files.remove_orphaned_files()
    found = files.read_file(made)
    assert found is not None and found.content == b"a,b"


def test_it_is_forgotten_after_a_minute(files: MediaFileManager, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _made(files)
    files.remove_orphaned_files()
    monkeypatch.setattr("serving.made_files.KEPT", -1)
    files.remove_orphaned_files()
    assert KEPT == 60
    assert files.read_file(made) is None
