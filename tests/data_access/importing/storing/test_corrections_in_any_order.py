"""Imports, replacements, decisions, joins, withdrawals and undo in any order, held against a plain model of them.

Whatever the order: a withdrawn key never comes back; a no is never lost; a file changes no record of another source;
undo restores exactly what its run changed, or refuses and changes nothing.
"""

import itertools
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, make_url, text

from data_access.cases.corrections.decide import decide_consent, join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.cases.loading import case_keys, declare_source
from data_access.database import open_database
from data_access.errors import BadInput
from data_access.importing import import_files
from tests.worlds.databases import empty_cases

SOURCES, KEYS = ("a", "b"), ("K-1", "K-2")
NAMES = [f"{source}:{key}" for source in SOURCES for key in KEYS]
KINDS = ("case", "record", "answer")
Name = st.sampled_from(NAMES)
Pair = st.sampled_from(list(itertools.permutations(NAMES, 2)))
Seldom = st.sampled_from([False, False, False, True])
Row = st.tuples(
    st.sampled_from(KEYS),
    st.sampled_from(["yes", "no", "", "CLEAR"]),
    st.sampled_from(["Feminine", "Masculine", "", "CLEAR"]),
    st.sampled_from(["", "2024-01-01", "2024-02-01"]),
)
Rows = st.lists(Row, min_size=1, max_size=2, unique_by=lambda row: row[0])
Services = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.sampled_from(["Shelter", "LegalAid"]),
        st.sampled_from(["", "2024-01-01", "2024-03-01"]),
        st.sampled_from(["", "Completed"]),
    ),
    min_size=1,
    max_size=3,
)


def comparable(record: Any) -> Any:
    """A record without the answer, which undo may leave as a no, and without numbers of runs and rows."""
    return json.dumps(record, sort_keys=True, default=str)


class Desk(RuleBasedStateMachine):
    """A data officer who does everything in any order. `refusing` and `withdrawn`: the names of which a no, or a
    withdrawal, was said. `people`: which names are one person. `runs`: what each run changed, for undo."""

    engine: Engine
    folder: Path

    def __init__(self, template: Path, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        path = folder / "cases.db"
        for old in folder.glob("cases.db*"):
            old.unlink()
        shutil.copy(template, path)
        self.engine = open_database(make_url(f"sqlite:///{path}"))
        self.refusing: set[str] = set()
        self.withdrawn: set[str] = set()
        self.people: dict[str, frozenset[str]] = {name: frozenset([name]) for name in NAMES}
        self.runs: dict[int, dict[str, Any]] = {}
        self.files = itertools.count(1)
        self.has_failed = False

    def teardown(self) -> None:
        """Take everything back, from the last to the first, as long as all was well."""
        try:
            while self.runs and not self.has_failed:
                self.take_back(0)
                self.what_was_said_holds()
        finally:
            self.engine.dispose()

    @initialize(is_joined=st.booleans())
    def two_sources(self, is_joined: bool) -> None:
        with self.engine.begin() as connection:
            for code in SOURCES:
                declare_source(connection, {
                    "code": code, "name": f"Cases of {code}", "provenance": "confidential",
                    "places_are_proxies": False, "consent_policy": "required", "keys_name_source": True,
                })  # fmt: skip
            hashed = [case_keys(connection, [name[2:]], name[0])[0] for name in NAMES]
            self.name_of = dict(zip(hashed, NAMES, strict=True))
        self.load_both_registers()
        if is_joined:
            self.join(("a:K-1", "b:K-1"))

    def state(self) -> dict[str, Any]:
        """By name: the case (values, steps, answer), the record (source, rank, values, steps, answer)."""
        found: dict[str, Any] = {"case": {}, "answer": {}, "record": {}, "refused": set(), "withdrawn": set()}
        with self.engine.connect() as connection:
            for row in connection.execute(text('SELECT * FROM "case"')).mappings():
                name = self.name_of[row["case_key"]]
                values = {key: row[key] for key in row if key not in ("id", "import_run_id", "consent_to_share")}
                steps = {
                    table: [
                        {key: step[key] for key in step if key != "case_id"}
                        for step in connection.execute(
                            text(f"SELECT * FROM {table} WHERE case_id = {row['id']} ORDER BY position")
                        ).mappings()
                    ]
                    for table in ("case_event", "case_service", "case_justice")
                }
                found["case"][name] = comparable([values, steps])
                answer = row["consent_to_share"]
                found["answer"][name] = None if answer is None else bool(answer)
            for row in connection.execute(text("SELECT * FROM joined_record")).mappings():
                content = row["content"] and json.loads(row["content"])
                if content:
                    content[0].pop("consent_to_share")
                name = self.name_of[row["case_key"]]
                found["record"][name] = comparable([row["kept_key"], row["rank"], row["source"], content])
            for row in connection.execute(text("SELECT case_key, what FROM withdrawal")):
                found["refused" if row.what == "consent" else "withdrawn"].add(self.name_of[row.case_key])
        return found

    def done(self, run: int, before: dict[str, Any], **other: Any) -> None:
        """Note what a run changed."""
        after = self.state()
        changed = {
            (kind, name): before[kind].get(name)
            for kind in KINDS
            for name in NAMES
            if before[kind].get(name) != after[kind].get(name)
        }
        self.runs[run] = {"changed": changed, **other}

    def say_no(self, name: str) -> None:
        if name not in self.withdrawn:
            self.refusing |= self.people[name]

    def load(self, source: str, header: str, lines: list[str], **options: Any) -> int | None:
        for copy in self.folder.glob("*-marked*"):
            copy.unlink()
        path = self.folder / "file.csv"
        path.write_text("\n".join([header, *lines]) + "\n" * next(self.files))  # each another content
        try:
            found = import_files(
                self.engine, [path], format="htcds", source=source, report=self.folder / "report.csv", **options
            )
        except BadInput as error:
            assert "othing was loaded" in str(error) or "Nothing was changed" in str(error), str(error)
            return None
        return int(found["run"])

    @rule(source=st.sampled_from(SOURCES), rows=Rows, replace=Seldom, mistake=Seldom)
    def import_cases(self, source: str, rows: list[Any], replace: bool, mistake: bool) -> None:
        before = self.state()
        # the second row has a mistake, and stays out; its no does not
        is_valid = [not (mistake and not replace and place) for place in range(len(rows))]
        lines = [
            f"{key},{consent},{gender if is_one else 'wrong'},{day}"
            for (key, consent, gender, day), is_one in zip(rows, is_valid, strict=True)
        ]
        header = "case_key,con_Consent,prs_Gender,registration_date"
        run = self.load(source, header, lines, replace=replace, accept_valid=not replace)
        if run is None:
            assert self.state() == before
            return
        for key, consent, _, _ in rows:
            if consent == "no":
                self.say_no(f"{source}:{key}")
        self.done(run, before)
        self.others_are_as_before(before, source)

    @rule(source=st.sampled_from(SOURCES), rows=Services, whole=Seldom)
    def import_services(self, source: str, rows: list[Any], whole: bool) -> None:
        before = self.state()
        lines = [",".join(row) for row in rows]
        header = "case_key,service,start_date,outcome"
        run = self.load(source, header, lines, replace_steps=["services"] if whole else [])
        if run is None:
            assert self.state() == before
            return
        self.done(run, before)
        self.others_are_as_before(before, source)

    def others_are_as_before(self, before: dict[str, Any], source: str) -> None:
        after = self.state()
        for name in NAMES:
            if name[0] != source:
                assert before["record"].get(name) == after["record"].get(name)
                if not any(other[0] == source for other in self.people[name]):
                    assert before["case"].get(name) == after["case"].get(name)
                    assert before["answer"].get(name) == after["answer"].get(name)

    @rule(name=Name, answer=st.booleans())
    def decide(self, name: str, answer: bool) -> None:
        before = self.state()
        try:
            run = decide_consent(self.engine, name, answer)["run"]
        except BadInput:
            assert self.state() == before
            return
        taken = set()
        if answer:
            taken = self.refusing & self.people[name]
            self.refusing -= self.people[name]
        else:
            self.say_no(name)
        if run:
            self.done(run, before, taken=taken)

    @rule()
    def load_both_registers(self) -> None:
        for source in SOURCES:
            self.import_cases(source, [(key, "yes", "", "") for key in KEYS], False, False)

    @precondition(lambda self: len(set(self.people.values())) > 2)
    @rule(pair=Pair)
    def join(self, pair: tuple[str, str]) -> None:
        first, second = pair
        before = self.state()
        try:
            run = join_cases(self.engine, first, second)["run"]
        except BadInput:
            assert self.state() == before
            return
        parted = {name: self.people[name] for name in self.people[first] | self.people[second]}
        self.people.update(dict.fromkeys(parted, frozenset(parted)))
        if self.refusing & parted.keys():
            self.refusing |= parted.keys()
        self.done(run, before, parted=parted)

    @precondition(lambda self: len(self.runs) > 3 and not self.withdrawn)
    @rule(name=Name)
    def withdraw(self, name: str) -> None:
        before = self.state()
        try:
            withdraw(self.engine, [name], lambda: None, self.folder)
        except BadInput:
            assert self.state() == before
            return
        self.withdrawn |= self.people[name]
        self.refusing -= self.people[name]
        after = self.state()
        for other in set(NAMES) - self.people[name]:
            assert before["case"].get(other) == after["case"].get(other)

    @precondition(lambda self: self.runs)
    @rule(back=st.sampled_from([0, 0, 0, 1, 2, 3]))
    def take_back(self, back: int) -> None:
        run = sorted(self.runs, reverse=True)[min(back, len(self.runs) - 1)]
        before = self.state()
        try:
            undo(self.engine, run)
        except BadInput:
            assert run != max(self.runs), "the last run can be taken back"
            assert self.state() == before
            return
        gone = self.runs.pop(run)
        for name in gone.get("taken", ()):
            self.refusing |= self.people[name] - self.withdrawn
        self.people.update(gone.get("parted", {}))
        after = self.state()
        for kind in KINDS:
            for name in NAMES:
                if name in self.withdrawn:
                    assert name not in after[kind]
                elif kind == "answer" and name in self.refusing:
                    assert after[kind].get(name) in (False, None)  # None: the case is not there
                elif (kind, name) in gone["changed"]:
                    assert after[kind].get(name) == gone["changed"][kind, name]
                else:
                    assert after[kind].get(name) == before[kind].get(name)

    @invariant()
    def what_was_said_holds(self) -> None:
        if not hasattr(self, "name_of"):
            return
        state, self.has_failed = self.state(), True
        assert not self.withdrawn & state["case"].keys()
        assert state["withdrawn"] == self.withdrawn
        assert state["refused"] == self.refusing
        assert {name for name, answer in state["answer"].items() if answer is False} == (
            self.refusing & state["case"].keys()
        )
        self.has_failed = False


def walk(template: Path, folder: Path, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Desk(template, folder),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate] + ([Phase.shrink] if os.environ.get("LONG") == "1" else []),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """An empty case database, to be copied for every walk."""
    path = tmp_path / "template.db"
    empty_cases(path).dispose()
    return path


@pytest.mark.long
@pytest.mark.slow
def test_corrections_in_any_order_lose_nothing(template: Path, tmp_path: Path) -> None:
    """LONG=1 walks further, and more often."""
    examples, steps = (30, 20) if os.environ.get("LONG") == "1" else (8, 12)
    walk(template, tmp_path, examples, steps)
