"""Who may see what: the public dashboard, or the restricted one of the institution that owns the cases.

A deployment is restricted when ACCESS=restricted. It then opens the restricted releases (exact counts), and only for
people who have signed in; a public deployment does not know where those are.
"""

import json
import os
import re
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from sqlalchemy.engine import URL
from streamlit.errors import StreamlitSecretNotFoundError

from data_access.database import database_url
from data_access.errors import DatabaseUnavailable
from data_access.release.release_database import RELEASE_KINDS, SETTINGS, ReleaseKind
from figures.kit.restriction import words_of_restriction
from locales import Translator

PROJECT = Path(__file__).resolve().parents[2]
SIGN_IN_SETTINGS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
# who knows the cookie secret can sign in as anybody
SHORTEST_COOKIE_SECRET = 32
# Streamlit's own cookie lasts 30 days: somebody who left the institution would see exact counts for as long
HOURS_OF_A_SIGN_IN = 12
# what a visitor can write into an address must not fill the log
MOST_CHOICES = 20
LONGEST_CHOICE = 100


def kind_of_release() -> ReleaseKind:
    """The kind of release that this deployment shows: "public" or "restricted"."""
    return "restricted" if os.environ.get("ACCESS") == "restricted" else "public"


def why_not_open() -> str | None:
    """Why this deployment may not show anything, for those who run it, or None when it may.

    ACCESS must be one of RELEASE_KINDS, PUBLIC_NAME a host name, the two kinds must be in two databases, and a
    restricted deployment needs sign-in and the address of its releases.
    """
    if (os.environ.get("ACCESS") or "public") not in RELEASE_KINDS:
        return f"ACCESS is {os.environ['ACCESS']!r}; it must be written public or restricted, in small letters."
    name = os.environ.get("PUBLIC_NAME") or "localhost"
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)*", name, re.ASCII):
        return (
            f"PUBLIC_NAME is {name!r}; it must be one host name, as in dashboard.example.org: without https://, a "
            "port, a path or a second name. Visitors under any other name get no page."
        )
    if problem := _why_not_two_databases(*(os.environ.get(SETTINGS[kind]) for kind in RELEASE_KINDS)):
        return problem
    if kind_of_release() == "public":
        return None
    if problem := _why_nobody_can_sign_in():
        return f"ACCESS=restricted shows exact counts, so people must sign in. {problem} See docs/deployment.md."
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
    """May this visitor see the pages: is the dashboard public, or have they signed in, and not too long ago?"""
    if why_not_open():
        return False
    if kind_of_release() == "public":
        return True
    signed_in_at = st.user.get("iat") if st.user.is_logged_in else None
    return isinstance(signed_in_at, int | float) and time.time() - signed_in_at < HOURS_OF_A_SIGN_IN * 3600


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
    st.button(_("Sign in"), on_click=st.login, type="primary", key="sign_in")
    st.stop()


def record_view(page: str, t: Translator) -> None:
    """Write who looked at which view, and when, into the access log of a restricted deployment. No data go there.

    One line of JSON a change of view, in the file that ACCESS_LOG names (default var/access.log): `when` (UTC), `who`
    (e-mail address), `account` (the identity provider's own name for them), `page`, `choices` (the address's query).
    What cannot be recorded is not shown: the page stops. Call it before a page runs, and after it, for a page may have
    changed its address.
    """
    if kind_of_release() == "public":
        return
    choices = {
        name[:LONGEST_CHOICE]: [value[:LONGEST_CHOICE] for value in st.query_params.get_all(name)[:MOST_CHOICES]]
        for name in sorted(st.query_params)[:MOST_CHOICES]
    }
    view = json.dumps([page, choices])
    is_new = st.session_state.get("recorded_view") != view
    line = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": st.user.get("email"),
        "account": st.user.get("sub"),
        "page": page,
        "choices": choices,
    }
    try:
        # an old view writes nothing, and still finds out that the log is gone
        _append(_access_log(), line if is_new else None)
    except OSError:
        _ = t.gettext
        st.error(_("This view could not be recorded, so it is not shown. Please tell those who run the dashboard."))
        st.stop()
    st.session_state["recorded_view"] = view


def _access_log() -> Path:
    return Path(os.environ.get("ACCESS_LOG") or PROJECT / "var" / "access.log")


def _append(path: Path, line: dict[str, Any] | None) -> None:
    """Append a line of JSON to a log that only its owner may read. None only opens it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if line is not None:
            # ASCII: no letter that any reader takes for the end of a line; one write: lines of two servers never mix
            text = (json.dumps(line) + "\n").encode("ascii")
            if os.write(log, text) != len(text):
                raise OSError("The disk is full.")
    finally:
        os.close(log)


def banner(t: Translator) -> None:
    """Draw the banner of a restricted deployment, with the way out."""
    if kind_of_release() == "public":
        return
    _ = t.gettext
    with st.container(horizontal=True, vertical_alignment="center", key="restricted_banner"):
        st.markdown(f":violet-background[**{words_of_restriction(t)}**]", width="stretch")
        st.button(_("Sign out"), on_click=st.logout, key="sign_out", type="tertiary")
