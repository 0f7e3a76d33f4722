"""Files that were made for a download stay until the browser of who asked has fetched them.

Streamlit, as of FITS, forgets such a file as soon as two runs of any visitors have ended since it was made. With fifty
visitors that is a tenth of a second, and a browser far away then finds nothing at the address that it was told.
"""

import logging
import time

import streamlit as st
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileMetadata
from streamlit.runtime.media_file_storage import MediaFileKind

from serving.run_gate import FITS

KEPT = 60  # seconds
LOG = logging.getLogger(__name__)


class Kept(MediaFileMetadata):
    """What Streamlit knows of a file, which is not forgotten in its first minute."""

    def __init__(self, kind: MediaFileKind = MediaFileKind.MEDIA) -> None:
        super().__init__(kind)
        self._made_at = time.monotonic()

    @property
    def is_marked_for_delete(self) -> bool:
        return super().is_marked_for_delete and time.monotonic() - self._made_at > KEPT


def keep_made_files() -> bool:
    """Keep files that are made from now on; says whether that is done."""
    if not st.__version__.startswith(FITS):
        LOG.warning("Streamlit is %s; what keeps files that were made fits %sx.", st.__version__, FITS)
        return False
    media_file_manager.MediaFileMetadata = Kept  # type: ignore[misc]
    return True
