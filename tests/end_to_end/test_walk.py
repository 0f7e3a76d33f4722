"""README's "With real data", walked word for word: every command in its order, and then the page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).resolve().parents[2]


def _lines() -> list[str]:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    chapter = readme.split("## With real data")[1].split("\n## ")[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL) for line in block.splitlines()]


@pytest.mark.long
def test_the_walk_of_the_readme_leads_to_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # files that the walk writes fall into a folder of its own, from which the documents can be seen
    (tmp_path / "docs").symlink_to(PROJECT / "docs")
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "COLUMNS": "100"}
    said: dict[str, str] = {}
    for line in _lines():
        command, _, comment = line.partition("#")
        words = command.split()
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            environment[name] = value.replace("/secure/", f"{tmp_path}/")
            continue
        assert words[:3] == ["python", "-m", "data_access"], line
        done = subprocess.run(
            [sys.executable, *words[1:]], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        is_refused = comment.strip() == "refused"
        assert done.returncode == (2 if is_refused else 0), f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        said[" ".join(words[3:])] = done.stdout + done.stderr
    _check_what_was_said(said)
    assert (tmp_path / "my_cases.xlsx").exists()

    cases = create_engine(environment["CASE_DATABASE_URL"])
    with cases.connect() as connection:
        assert connection.scalar(text('SELECT count(*) FROM "case"')) == 398
        assert connection.scalar(text("SELECT count(*) FROM case_service WHERE service = 'FollowUp3Months'")) == 1
    _check_page(environment["RELEASE_DATABASE_URL"], monkeypatch)


def _check_what_was_said(said: dict[str, str]) -> None:
    def words_of(*beginning: str) -> str:
        return next(words for command, words in said.items() if command.startswith(" ".join(beginning)))

    files = "docs/walk/events.csv docs/walk/services.csv --format htcds"
    wrong = words_of("import docs/walk/cases_wrong.csv", files)
    assert re.search("cases_wrong.csv.*row (18|43), column (con_Consent|age_at_identification)", wrong)
    assert "The report lists 1 mistake as well" in wrong
    assert "othing was loaded" in wrong
    assert "Cases: 400 new, 0 changed, 0 unchanged." in words_of("import docs/walk/cases.csv", files, "--dry-run")
    loaded = said[f"import docs/walk/cases.csv {files}"]
    assert re.search(r"3\d\d of 400 cases may be published, because \d+ do not consent", loaded)
    assert "0 new, 2 changed" in words_of("import docs/walk/correction.csv")
    assert "age_at_identification 2" in words_of("import docs/walk/correction.csv")
    assert "1 case has its former state again" in words_of("undo")
    trial = words_of("withdraw docs/walk/withdrawn.csv --dry-run")
    assert "2 keys read from withdrawn.csv. Nothing was changed: this was a trial." in trial
    withdrawn = said["withdraw docs/walk/withdrawn.csv"]
    assert "trial" not in withdrawn
    assert "2 cases are deleted" in withdrawn
    assert "1 restricted release was deleted" in withdrawn
    assert "Public releases stay" in withdrawn
    again = words_of("import docs/walk/cases.csv --format htcds --replace")
    assert "2 withdrawn cases of the files stay out" in again
    assert "1 withdrawn consent, which no file can" in again


def _check_page(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    st.cache_resource.clear()
    page = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
    st.cache_resource.clear()
    assert not page.exception
    assert len(page.title) == 1
    assert "people" in page.title[0].value.casefold()
