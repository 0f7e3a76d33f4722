"""Who may see what: the public dashboard, or the restricted one of the institution that owns the cases.

A deployment is restricted when ACCESS=restricted. It then opens the restricted releases (exact counts), and only for
people who have signed in; a public deployment does not know where those are.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from locales import Translator

PROJECT = Path(__file__).resolve().parents[1]
SIGN_IN_SETTINGS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


def kind_of_release() -> str:
    """The kind of release that this deployment shows: "public" or "restricted"."""
    return "restricted" if os.environ.get("ACCESS", "").strip().lower() == "restricted" else "public"


def why_not_restricted() -> str | None:
    """Why this deployment may not start, or None when it may: a restricted one needs sign-in and a database."""
    if kind_of_release() == "public":
        return None
    sign_in = st.secrets.get("auth", {}) if _has_secrets() else {}
    missing = [name for name in SIGN_IN_SETTINGS if not sign_in.get(name)]
    if missing:
        return (
            "ACCESS=restricted shows exact counts, so it needs people to sign in, and sign-in is not configured. "
            f"Set {', '.join(missing)} under [auth] in .streamlit/secrets.toml (see docs/deployment.md)."
        )
    if not os.environ.get("RESTRICTED_RELEASE_DATABASE_URL"):
        return "ACCESS=restricted needs RESTRICTED_RELEASE_DATABASE_URL, the address of the restricted releases."
    return None


def _has_secrets() -> bool:
    return any((folder / "secrets.toml").is_file() for folder in (PROJECT / ".streamlit", Path.home() / ".streamlit"))


def admit(t: Translator) -> None:
    """Let everybody in to the public dashboard, and to the restricted one only who has signed in; stop otherwise."""
    if kind_of_release() == "public":
        return
    _ = t.gettext
    if problem := why_not_restricted():
        st.error(problem)
        st.stop()
    if not st.user.is_logged_in:
        st.title(_("Sign in to the restricted dashboard"))
        st.markdown(_("It shows exact counts of real people, and every view is recorded with your name."))
        st.button(_("Sign in"), on_click=st.login, type="primary", key="sign_in")
        st.stop()


def record_view(page: str) -> None:
    """Write who looked at which view, and when, into the access log of a restricted deployment. No data go there.

    One line of JSON a change of view, in the file that ACCESS_LOG names (default var/access.log).
    """
    if kind_of_release() == "public":
        return
    choices = {name: st.query_params.get_all(name) for name in sorted(st.query_params)}
    view = json.dumps([page, choices], sort_keys=True)
    if st.session_state.get("recorded_view") == view:
        return
    st.session_state["recorded_view"] = view
    who = st.user.get("email") or st.user.get("sub") or "unknown"
    line = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "who": who, "page": page, "choices": choices}
    path = Path(os.environ.get("ACCESS_LOG") or PROJECT / "var" / "access.log")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def banner(t: Translator) -> None:
    """Draw the banner of a restricted deployment, with the way out."""
    if kind_of_release() == "public":
        return
    _ = t.gettext
    with st.container(horizontal=True, vertical_alignment="center", key="restricted_banner"):
        st.markdown(f":violet-background[**{words_of_restriction(t)}**]", width="stretch")
        st.button(_("Sign out"), on_click=st.logout, key="sign_out", type="tertiary")


def words_of_restriction(t: Translator) -> str:
    """What stands on every page and in every file of the restricted dashboard."""
    return t.gettext("Restricted: exact counts of real people. Do not pass on, copy or photograph.")
