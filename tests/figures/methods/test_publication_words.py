"""What pages and files say of a release: until when its data go, what was withdrawn, and what can still be guessed."""

import datetime
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from sqlalchemy import make_url
from streamlit.testing.v1 import AppTest

from data_access.database import PROJECT, open_database
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import retract
from data_access.questions.methods import guessed_right, noise_around
from data_access.release.release import Release
from exports.csv_file import csv_file
from figures.address.citation import Seen, citation
from figures.kit import sources as source_words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.methods import words as method_words
from figures.methods.chart import noise_figure
from locales import translator
from tests.worlds.releases import make_release, open_release, region

T = translator("en")
WHY = "The ages were exchanged."
SEEN = Seen("https://observatory.example/routes?years=2022-2024&release=1", datetime.date(2026, 11, 27))


def test_who_knows_everybody_else_guesses_right_so_often() -> None:
    """65 times of 100 after one release, 85 after all; for a person with three cases 88 and almost always."""
    found = [guessed_right(rho_for(epsilon, 1e-6), cases) for epsilon in (4, 12) for cases in (1, 3)]
    assert found == pytest.approx([0.653, 0.882, 0.847, 0.999], abs=0.001)
    # the best guess that there is, tried: whether a sum was drawn with or without the case
    rng = np.random.default_rng(0)
    distance = np.sqrt(2 * rho_for(4, 1e-6))
    there = rng.random(200_000) < 0.5
    seen = rng.normal(there * distance, 1)
    assert ((seen > distance / 2) == there).mean() == pytest.approx(found[0], abs=0.005)


def test_what_noise_would_withhold_is_grey() -> None:
    noise, without = (noise_around(count, 5.0, 58) for count in (60, 59))
    bars = noise_figure(noise, without, Paper(T, LIGHT)).data[0]
    colours = dict(zip(bars.x, bars.marker.color, strict=True))
    assert (colours[57], colours[58]) == (LIGHT.withheld, LIGHT.bar)


def test_the_methods_page_says_what_can_be_guessed(tmp_path: Path) -> None:
    entry = {"name": "a", "drawn_at": "2026-01-02", "as_of": "2025-12-31", "epsilon": 4.0, "delta": 1e-6}
    entry |= {"rho": rho_for(4, 1e-6), "reason": "redraw", "epsilon_in_all": 4.0}
    manifest = {"rho": rho_for(4, 1e-6), "ledger": [entry], "cap": 12.0, "cap_rho": rho_for(12, 1e-6)}
    release = open_release(make_release(tmp_path, region(), manifest=manifest))
    guesses = method_words.guesses(release, T)
    assert guesses is not None
    assert guesses.iloc[:, 1:].to_numpy().tolist() == [["66", "89"], ["66", "89"], ["85", "100"]]
    assert "at most 66 times in 100" in str(method_words.guess_sentence(release, T))
    manifest["ledger"] = [entry, {**entry, "name": "b", "reason": "failed"}]
    (tmp_path / "again").mkdir()
    both = method_words.guesses(open_release(make_release(tmp_path / "again", region(), manifest=manifest)), T)
    assert both is not None
    assert both.iloc[1, 1:].tolist() == ["72", "96"]  # both draws, and one that failed has spent too
    ledger = method_words.ledger(release, T)
    assert ledger is not None
    assert ledger.iloc[0].tolist()[:3] == ["January 2, 2026", "December 31, 2025", "drawn again for the date"]


def test_a_ledger_of_the_older_program_is_shown(tmp_path: Path) -> None:
    entry = {"drawn_at": "2026-01-02", "epsilon": 4.0, "delta": 1e-6, "epsilon_in_all": 4.0}
    release = open_release(make_release(tmp_path, region(), manifest={"ledger": [entry], "cap": 12.0}))
    ledger = method_words.ledger(release, T)
    assert ledger is not None
    assert ledger.iloc[0].tolist()[1:3] == ["–", "–"]
    guesses = method_words.guesses(release, T)
    assert guesses is not None
    assert len(guesses) == 1  # what it has no rho of is not said


def test_every_line_of_sources_says_until_when(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region()))
    assert "data until November 21, 2026; release 1" in source_words.source_line(release, T)
    assert "data until 2026-11-21" in citation(release, SEEN, T)


@pytest.mark.slow
def test_a_retraction_stands_on_pages_and_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = make_release(tmp_path, region())
    monkeypatch.setenv("RELEASE_DATABASE_URL", url)
    st.cache_resource.clear()
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
    assert not app.error
    retract(open_database(make_url(url)), 1, WHY)
    # a server that runs says it at once
    app.run()
    assert [error.value for error in app.error] == [f"Withdrawn, do not use: release 1 was found to be wrong. {WHY}"]
    assert any(WHY in caption.value for caption in app.caption)
    release = Release(open_database(make_url(url), read_only=True), 1, WHY)
    line = source_words.source_line(release, T)
    answer = release.counts(("sex",), {})
    file = csv_file(answer, title="t", choices="c", source=line, release_id=1).decode("utf-8-sig")
    assert all(WHY in row for row in file.splitlines()[1:])
    assert WHY in citation(release, SEEN, T)


@pytest.mark.parametrize(("people", "said"), [(3, "Withheld: too few to show, or none"), (338, "338 people (±10)")])
def test_how_many_people_a_release_has_is_withheld_or_has_its_margin(tmp_path: Path, people: int, said: str) -> None:
    world = {("year", "country", "sex", "age"): [(2024, "AF", "male", "adult", people)]}
    facts = method_words.facts(open_release(make_release(tmp_path, world)), T)
    assert facts.set_index(facts.columns[0])[facts.columns[1]]["People, about"] == said
