"""The Methods page states the promise: what it says of noise, thresholds and what was spent must be so."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from locales import translator
from tests.worlds.releases import make_release, region
from tests.worlds.visits import open_page

LEDGER = [
    {"epsilon": 4.0, "rho": 0.25, "epsilon_in_all": 4.0, "drawn_at": "2025-02-01"},
    {"epsilon": 4.0, "rho": 0.25, "epsilon_in_all": 5.9, "drawn_at": "2026-11-21"},
]
ABOUT = {
    "ledger": [{"delta": 1e-6, "as_of": entry["drawn_at"], "reason": "date", **entry} for entry in LEDGER],
    "cap": 12.5,
    "threshold_errors": 3.5,
    "content_hash": "c0ffee" * 10,
}

OPEN_DATA = "Download all as open data (ZIP)"


def _open(monkeypatch: pytest.MonkeyPatch, address: str, language: str = "en") -> AppTest:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    return open_page("methods", lang=language)


def _said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption, *app.info))


def test_the_promise_the_ledger_and_the_cap_are_those_of_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, make_release(tmp_path, region(), manifest=ABOUT))
    said = _said(app)
    assert "lets anybody be sure" in said
    assert "all below 10 people" in said
    # what all releases have spent together, not what the first of them did
    assert "ε = 5.90 of at most 12.5" in said
    facts, ledger = (table.value for table in app.table if "Value" in table.value or "ε" in table.value)
    facts = dict(facts.itertuples(index=False, name=None))
    assert facts["Privacy budget of this release"] == "ε = 4, δ = 1e-06"
    assert "3.5" in facts["Shown from"] and "10 people" in facts["Shown from"]
    assert facts["Content hash"] == ABOUT["content_hash"][:16]
    assert ledger["ε"].tolist() == ["4", "4"]
    assert ledger.iloc[:, -1].tolist() == ["4.00", "5.90"]
    assert "c0ffee" in app.code[0].value
    assert OPEN_DATA in [button.label for button in app.button]


def test_the_noise_that_is_shown_follows_the_choice_of_a_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, make_release(tmp_path, region(), manifest=ABOUT))
    # ± is 1.96 standard errors of 5; with a threshold of 3.5 of them, 17.5 people
    assert "Where there are 60 people, the number drawn lies between 50 and 70" in _said(app)
    app.select_slider(key="noise_count").set_value(5).run()
    assert "It is shown 1% of the time, and otherwise withheld." in _said(app)


def test_an_exact_release_promises_nothing_and_has_spent_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = {"content_hash": "c0ffee" * 10, "cap": 12.5}
    app = _open(monkeypatch, make_release(tmp_path, region(), is_exact=True, manifest=about))
    said = _said(app)
    assert "This restricted release holds exact counts." in said
    assert "ε =" not in said
    assert "Without noise, 60 is published as 60." in said
    assert OPEN_DATA not in [button.label for button in app.button]


def test_the_page_in_dari_has_no_english_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, make_release(tmp_path, region(), manifest=ABOUT), language="fa")
    said = _said(app)
    assert "۵٫۹۰" in said and "۱۲٫۵" in said
    assert translator("fa").gettext("How exact is each table?") in said
    assert not [word for word in ("withheld", "people", "release has", "noise") if word in said]


def test_the_words_and_the_laws_stand_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, make_release(tmp_path, region()), language="fa")
    said = _said(app)
    assert "## واژه‌ها چه معنا دارند" in said
    assert "قربانی احتمالی" in said
    assert "۱۰۹۶" in said


def test_what_invented_cases_do_not_say_is_tagged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, make_release(tmp_path, region()))
    assert "## What the records do not say :orange-badge[Invented]" in _said(app)
