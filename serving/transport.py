"""What depends on how visitors reach the server: its names, and what a browser must never send without encryption."""

import os
import re
from functools import cache
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import Scope

from ui.shell.access import kind_of_release

FOR_A_YEAR = "max-age=31536000"


def public_names() -> list[str]:
    """The host names in PUBLIC_NAME, as visitors may have copied them: with a scheme or a port, several with commas."""
    words = re.split(r"[\s,]+", os.environ.get("PUBLIC_NAME", "").strip())
    return [urlsplit(word if "//" in word else f"//{word}").hostname or "" for word in words if word]


def why_no_public_names() -> str | None:
    """Why nobody could be served under PUBLIC_NAME, or None."""
    names = public_names()
    if all(re.fullmatch(r"[\w.-]+|[0-9a-f:]+", name) for name in names):
        return None
    return f"PUBLIC_NAME is {os.environ['PUBLIC_NAME']!r}; it must be a host name, as in dashboard.example.org."


@cache
def _is_always_encrypted(public_name: str, is_restricted: bool) -> bool:
    back = st.secrets.to_dict().get("auth", {}).get("redirect_uri", "") if is_restricted else ""
    return public_name.lower().startswith("https://") or back.startswith("https://")


def is_encrypted(scope: Scope) -> bool:
    """Did this request come by https, as the proxy says (X-Forwarded-Proto), or do all: by PUBLIC_NAME, or by the
    redirect_uri of sign-in?"""
    if scope.get("scheme") in ("https", "wss"):
        return True
    return _is_always_encrypted(os.environ.get("PUBLIC_NAME", ""), kind_of_release() == "restricted")


def only_encrypted(headers: MutableHeaders) -> None:
    """Tell the browser to come by https alone from now on, and to send no cookie of this answer without it."""
    headers["Strict-Transport-Security"] = FOR_A_YEAR
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", cookie if re.search(r";\s*secure\b", cookie, re.I) else f"{cookie}; Secure")
