"""Who may enter a restricted deployment: what ADMITTED says, read against what the identity provider says of a person.

ADMITTED holds one or more `claim=value`, with `;` between them: `roles=analyst; email=@ministry.example`. A person
enters for whom one of them holds. A claim is a word of the provider's token, with dots where it is nested
(`realm_access.roles`); `email=@name` admits a whole domain; `anybody` admits all whom the provider signs in.
"""

import os
import time
from collections.abc import Mapping
from typing import Any, Literal

from ui.sign_in.sign_outs import is_ended

ANYBODY = "anybody"
# Streamlit's own cookie lasts 30 days: somebody who left the institution would see exact counts for as long
HOURS_OF_A_SIGN_IN = 12
# what a sign-in remembers of the provider's words, besides why the person was admitted: an account may be in a thousand
# groups, and a browser sends all of it with each request
KEPT = ("sub", "email", "email_verified", "iat")

Refusal = Literal["no account", "unverified", "not listed"]


def _rules() -> tuple[str, ...]:
    words = (word.strip() for word in os.environ.get("ADMITTED", "").split(";"))
    return tuple(word for word in words if word)


def why_no_rules() -> str | None:
    """What is wrong with ADMITTED, for those who run the deployment, or None."""
    if not _rules():
        return (
            "Set ADMITTED to say who may enter, as in ADMITTED='roles=analyst' or ADMITTED='email=@ministry.example' "
            f"(or to {ANYBODY}: all whom the provider signs in)."
        )
    for rule in _rules():
        claim, equals, value = (part.strip() for part in rule.partition("="))
        if rule != ANYBODY and not (claim and equals and value.strip("@")):
            return f"ADMITTED says {rule!r}; it must be claim=value, as in roles=analyst."
    return None


def why_refused(claims: Mapping[str, Any]) -> Refusal | None:
    """Why a person with these claims of the provider may not enter, or None when they may."""
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        return "no account"
    if claims.get("email") and claims.get("email_verified") in (False, "false"):
        return "unverified"
    if rules_that_admit(claims):
        return None
    is_by_address = any(rule.startswith("email=") for rule in _rules())
    return "unverified" if is_by_address and "email_verified" not in claims else "not listed"


def rules_that_admit(claims: Mapping[str, Any]) -> list[str]:
    """The rules of ADMITTED that hold for a person with these claims."""
    return [rule for rule in _rules() if rule == ANYBODY or _holds(rule, claims)]


def _holds(rule: str, claims: Mapping[str, Any]) -> bool:
    claim, _, wanted = (part.strip() for part in rule.partition("="))
    if claim == "email":
        address = str(claims.get("email", "")).casefold()
        part = "@" + address.rpartition("@")[2] if wanted.startswith("@") else address
        return part == wanted.casefold() and claims.get("email_verified") in (True, "true")
    found: Any = claims
    for name in [claim] if claim in claims else claim.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return wanted in found if isinstance(found, list) else found == wanted


def remembered(claims: Mapping[str, Any]) -> dict[str, Any]:
    """What a sign-in remembers of somebody who was admitted: who they are, when, and by which rules."""
    kept = {name: claims[name] for name in KEPT if name in claims}
    return {**kept, "signed_in_at": time.time(), "admitted_by": rules_that_admit(claims)}


def is_in(person: Mapping[str, Any]) -> bool:
    """Is this person's sign-in good now: one that ADMITTED still admits, not too old, and not ended by a sign-out?"""
    issued_at, account = person.get("iat"), person.get("sub")
    if not person.get("is_logged_in") or not isinstance(issued_at, int | float) or not isinstance(account, str):
        return False
    if time.time() - issued_at >= HOURS_OF_A_SIGN_IN * 3600:
        return False
    if is_ended(account, float(person.get("signed_in_at") or issued_at)):
        return False
    admitted_by = person.get("admitted_by")
    if isinstance(admitted_by, list):
        return not {*admitted_by}.isdisjoint(_rules())
    return why_refused(person) is None
