"""What a visitor reads when there is no release to show, when it is an older one, and when a page cannot be made."""

import logging
import traceback
from pathlib import Path
from typing import NoReturn

import streamlit as st

from data_access.errors import DatabaseUnavailable
from data_access.release.release import Release
from data_access.release.release_database import NothingPublished
from data_access.release.source import Trouble
from exports.site.served import frozen_addresses
from locales import Translator

MOST_FRAMES = 12
log = logging.getLogger("dashboard.pages")


def say_why_nothing_is_shown(error: DatabaseUnavailable, t: Translator) -> NoReturn:
    """Say that there is no release yet, or that it cannot be read now, and stop the run.

    What is wrong with a database is in the log and at /readyz; here only who sets the dashboard up is told more.
    """
    _ = t.gettext
    if isinstance(error, NothingPublished):
        st.title(_("There is nothing to show yet"))
        st.info(_("The dashboard could not open a published release. It will appear here as soon as there is one."))
        st.caption(str(error))
    else:
        st.title(_("The published numbers cannot be shown just now"))
        st.info(
            _(
                "They cannot be read, or are not what was published. Those who run this dashboard can read why in its "
                "log."
            )
        )
    st.button(_("Try again"), key="try_again")
    if frozen_addresses():
        st.link_button(_("Open the frozen edition"), f"./{frozen_addresses()[0]}")
    st.stop()


def words_of_trouble(trouble: Trouble, release: Release, t: Translator) -> str:
    """Why a visitor sees this release, and since when no other could be read."""
    if trouble.kind == "away":
        said = t.gettext(
            "The database of the releases cannot be read at present. This is release {release}, as it was last read on "
            "{day} at {time} (UTC)."
        )
    else:
        said = t.gettext(
            "Release {refused} is not what was published, and is not shown. This is release {release}, which is whole; "
            "the releases were last read on {day} at {time} (UTC)."
        )
    return said.format(
        refused=t.number(trouble.instead_of),
        release=t.number(release.id),
        day=t.date(trouble.at.date()),
        time=t.time(trouble.at),
    )


def say_that_a_page_failed(error: Exception) -> bool:
    """Say in the place of a page, or of a part of it, that it could not be made, and log where it stopped: without what
    the error says, which may quote what a visitor chose. Returns True: Streamlit need not say so as well."""
    from ui.shell.visit import current_translator

    frames = reversed(traceback.extract_tb(error.__traceback__))
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    log.error("A page could not be made: %s at %s", type(error).__name__, " < ".join(where[:MOST_FRAMES]))
    _ = current_translator().gettext
    st.error(
        _(
            "This could not be shown: there is a mistake in the program or in the release. Those who run this "
            "dashboard can read in its log where."
        )
    )
    return True
