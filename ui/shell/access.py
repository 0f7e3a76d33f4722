"""Who may see what: the public dashboard, or the restricted one of the institution that owns the cases.

A deployment is restricted when ACCESS=restricted. It then opens the restricted releases (exact counts), and only for
people who have signed in; a public deployment does not know where those are.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from sqlalchemy.engine import URL
from streamlit.errors import StreamlitSecretNotFoundError

from data_access.database import database_url
from data_access.errors import DatabaseUnavailable
from data_access.release.release_database import RELEASE_KINDS, SETTINGS, ReleaseKind
from figures.kit.restriction import words_of_restriction
from locales import Translator
from ui.sign_in.access_log import record, see_that_it_can_be_written
from ui.sign_in.admission import is_in, why_no_rules

SIGN_IN_SETTINGS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
# who knows the cookie secret can sign in as anybody
SHORTEST_COOKIE_SECRET = 32
# what a visitor can write into an address must not fill the log
MOST_CHOICES = 20
LONGEST_CHOICE = 100
# session state: the view that was recorded last, and its tables that were
RECORDED, RECORDED_TABLES = "recorded_view", "recorded_tables"


def kind_of_release() -> ReleaseKind:
    """The kind of release that this deployment shows: "public" or "restricted"."""
    return "restricted" if os.environ.get("ACCESS") == "restricted" else "public"


def why_not_open() -> str | None:
    """Why this deployment may not show anything, for those who run it, or None when it may.

    ACCESS must be one of RELEASE_KINDS, the two kinds must be in two databases, and a restricted deployment needs
    sign-in and the address of its releases.
    """
    if (os.environ.get("ACCESS") or "public") not in RELEASE_KINDS:
        return f"ACCESS is {os.environ['ACCESS']!r}; it must be written public or restricted, in small letters."
    if problem := _why_not_two_databases(*(os.environ.get(SETTINGS[kind]) for kind in RELEASE_KINDS)):
        return problem
    if kind_of_release() == "public":
        return None
    if problem := _why_nobody_can_sign_in():
        return f"ACCESS=restricted shows exact counts, so people must sign in. {problem} See docs/deployment.md."
    if problem := why_no_rules():
        return f"ACCESS=restricted shows exact counts to those who are named. {problem} See docs/deployment.md."
    if not os.environ.get("RESTRICTED_RELEASE_DATABASE_URL"):
        return "ACCESS=restricted needs RESTRICTED_RELEASE_DATABASE_URL, the address of the restricted releases."
    return None


@cache
def _why_not_two_databases(*addresses: str | None) -> str | None:
    """Why the releases cannot be in the databases that the environment names (`addresses`: what it says of each)."""
    try:
        public, restricted = (_place(database_url(SETTINGS[kind])) for kind in RELEASE_KINDS)
    except DatabaseUnavailable as error:
        return str(error)
    if public == restricted:
        return "RELEASE_DATABASE_URL and RESTRICTED_RELEASE_DATABASE_URL name the same database; they must be two."
    return None


def _place(url: URL) -> tuple[str | int | None, ...]:
    """What makes two addresses one database, whoever signs in to it."""
    if url.get_backend_name() == "sqlite":
        return ("sqlite", str(Path(url.database or "").resolve()))
    return (url.get_backend_name(), url.host, url.port, url.database)


def _why_nobody_can_sign_in() -> str | None:
    try:
        sign_in = st.secrets.to_dict().get("auth", {})
    except (StreamlitSecretNotFoundError, OSError):  # there is no such file, or it cannot be read
        sign_in = {}
    missing = [name for name in SIGN_IN_SETTINGS if not sign_in.get(name)]
    if missing:
        return (
            f"Set {', '.join(missing)} under [auth] in .streamlit/secrets.toml, in the folder of the dashboard or in "
            "the home folder of the account that runs it (a file that is not valid TOML counts as missing)."
        )
    if len(sign_in["cookie_secret"]) < SHORTEST_COOKIE_SECRET:
        return f"The cookie_secret must be random and have at least {SHORTEST_COOKIE_SECRET} letters."
    back = urlsplit(sign_in["redirect_uri"])
    if back.scheme != "https" and back.hostname not in ("localhost", "127.0.0.1"):
        return "The redirect_uri must begin with https://, or anybody on the way can read the sign-in."
    return None


def is_admitted() -> bool:
    """May this visitor see the pages: is the dashboard public, or are they signed in?"""
    return not why_not_open() and (kind_of_release() == "public" or is_in(st.user))


def admit(t: Translator) -> None:
    """Let everybody in to the public dashboard, and to the restricted one only who has signed in; stop otherwise."""
    if is_admitted():
        return
    _ = t.gettext
    if problem := why_not_open():
        st.title(_("There is nothing to show yet"))
        st.error(problem)
        st.stop()
    st.title(_("Sign in to the restricted dashboard"))
    st.markdown(_("It shows exact counts, and every view is recorded with your name."))
    if st.user.get("is_logged_in"):
        st.info(_("Your last sign-in has ended: you signed out, or it is older than twelve hours."))
    st.button(_("Sign in"), on_click=st.login, type="primary", key="sign_in")
    st.stop()


def record_view(page: str, t: Translator) -> None:
    """Write who looked at which view, and when, into the access log of a restricted deployment.

    One line a change of view. What cannot be recorded is not shown: the page stops. Call it before a page runs, and
    after it, for a page may have changed its address.
    """
    if kind_of_release() == "public":
        return
    choices = {
        name[:LONGEST_CHOICE]: [value[:LONGEST_CHOICE] for value in st.query_params.get_all(name)[:MOST_CHOICES]]
        for name in sorted(st.query_params)[:MOST_CHOICES]
    }
    if st.session_state.get(RECORDED) != (view := (page, choices)):
        st.session_state[RECORDED_TABLES] = set()
    with _recorded(t):
        # an old view writes nothing, and still finds out that the log is gone
        if st.session_state.get(RECORDED) == view:
            see_that_it_can_be_written()
        else:
            record("view", st.user, page=page, choices=choices)
    st.session_state[RECORDED] = view


def record_table(name: str, t: Translator) -> None:
    """Write who opened which table of a view, once, before it is shown. name: of the table, as in the program."""
    if kind_of_release() == "public" or RECORDED not in st.session_state:
        return
    (page, choices), recorded = st.session_state[RECORDED], st.session_state[RECORDED_TABLES]
    if name not in recorded:
        with _recorded(t):
            record("table", st.user, name=name, page=page, choices=choices)
        recorded.add(name)


@contextmanager
def _recorded(t: Translator) -> Iterator[None]:
    try:
        yield
    except OSError:
        _ = t.gettext
        st.error(_("This view could not be recorded, so it is not shown. Please tell those who run the dashboard."))
        st.stop()


def banner(t: Translator) -> None:
    """Draw the banner of a restricted deployment, with the way out."""
    if kind_of_release() == "public":
        return
    _ = t.gettext
    with st.container(horizontal=True, vertical_alignment="center", key="restricted_banner"):
        st.markdown(f":violet-background[**{words_of_restriction(t)}**]", width="stretch")
        st.button(_("Sign out"), on_click=st.logout, key="sign_out", type="tertiary")
