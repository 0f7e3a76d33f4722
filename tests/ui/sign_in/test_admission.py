"""Who may enter a restricted deployment, rule by rule, and until when."""

import time
from typing import Any

import pytest

from ui.sign_in import admission

MINE = {"sub": "1", "email": "ana@ministry.example", "email_verified": True}
DOMAIN = "email=@ministry.example"


@pytest.mark.parametrize(
    ("rules", "claims", "refusal"),
    [
        ("anybody", {"sub": "1"}, None),
        ("anybody", {}, "no account"),
        ("anybody", {"sub": 1}, "no account"),
        ("anybody", MINE | {"email_verified": False}, "unverified"),
        ("anybody", MINE | {"email_verified": "false"}, "unverified"),
        (DOMAIN, MINE, None),
        (DOMAIN, MINE | {"email": "Ana@MINISTRY.example", "email_verified": "true"}, None),
        (DOMAIN, MINE | {"email": "ana@other.example"}, "not listed"),
        (DOMAIN, MINE | {"email": "ana@ministry.example.org"}, "not listed"),
        (DOMAIN, {"sub": "1", "email": "ana@ministry.example"}, "unverified"),  # the provider says nothing of it
        ("email=ana@ministry.example", MINE, None),
        ("email=ana@ministry.example", MINE | {"email": "bana@ministry.example"}, "not listed"),
        ("roles=analyst", {"sub": "1", "email": "ana@ministry.example"}, "not listed"),
        ("roles=analyst", {"sub": "1", "roles": ["reader", "analyst"]}, None),
        ("roles=analyst", {"sub": "1", "roles": "analyst"}, None),
        ("roles=analyst", {"sub": "1", "roles": ["analysts"]}, "not listed"),
        ("realm.roles=analyst", {"sub": "1", "realm": {"roles": ["analyst"]}}, None),
        ("realm.roles=analyst", {"sub": "1", "realm.roles": ["analyst"], "realm": {}}, None),
        (f"roles=analyst; {DOMAIN}", MINE, None),
    ],
)
def test_who_may_enter(
    rules: str, claims: dict[str, Any], refusal: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMITTED", rules)
    assert admission.why_refused(claims) == refusal


@pytest.mark.parametrize(
    ("hours", "rules", "is_in"),
    [(0.0, DOMAIN, True), (11.9, DOMAIN, True), (12.1, DOMAIN, False), (0.0, "roles=analyst", False)],
)
def test_a_sign_in_lasts_half_a_day_and_no_longer_than_its_rule(
    hours: float, rules: str, is_in: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "is_ended", lambda account, signed_in_at: False)
    monkeypatch.setenv("ADMITTED", DOMAIN)
    person = {**admission.remembered(MINE | {"iat": time.time() - hours * 3600}), "is_logged_in": True}
    monkeypatch.setenv("ADMITTED", rules)
    assert admission.is_in(person) == is_in
    assert not admission.is_in(person | {"is_logged_in": False})
