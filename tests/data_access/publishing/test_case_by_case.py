"""What is counted of a person follows from that person's rows alone.

The noise is made for one person who moves only the cells they are in. So nobody's codes may depend on who else is
there: not on the files that name others, on what these say, on the order of files or on later corrections.
"""

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from data_access.cases import schema
from data_access.cases.corrections.decide import decide_consent, join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.cases.loading import case_keys, declare_source
from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL, ORGANISATION_KIND, SERVICE
from data_access.errors import BadInput
from data_access.importing import import_files
from data_access.importing.formats.ctdc_columns import FLAGS
from tests.worlds.coded import Coded, coded_people

pytestmark = pytest.mark.slow  # each world is thirty imports
LONG = "LONG" in os.environ
OF_CASES = (schema.case_event, schema.case_service, schema.case_justice, schema.case, schema.provider, schema.change,
            schema.joined_record, schema.withdrawal, schema.import_run)  # fmt: skip
HEADERS = {
    "cases": "case_key,prs_Gender,age_at_identification,data_source,registration_date,con_Consent,vic_MethodsOfControl,"
    "vic_TypeOfExploitation,cas_IncomingReferralDate",
    "events": "case_key,hte_Type,hte_Country,hte_State,hte_Date,position",
    "services": "case_key,service,provider,provider_kind,country,province,start_date,outcome",
    "justice": "case_key,justice_step,country,start_date",
}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """What files say of one person: the cells of their row of cases after the key, and rows of steps."""

    case: Row = ("Feminine", "18-20", "NGO", "2024-03-01", "yes", "", "", "")
    steps: dict[str, tuple[Row, ...]] = field(default_factory=dict)


# the same organisation in other letters is the same to the program
PROVIDERS = ["", "Lamp Inn", "LAMP INN", "Lamp-Inn", "خانه", "Lantern"]
DAYS = ["", "2024-04-01", "2024-05-02", "2024-06-03"]
PLACES = [("", ""), ("AF", ""), ("AF", "AF-HER"), ("PK", "PK-BA"), ("IR", "IR-09")]


def some(codes: Iterable[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(list(codes)), unique=True).map(";".join)


CASES = st.tuples(
    st.sampled_from(["", "Feminine", "Masculine"]), st.sampled_from(["", "9-17", "30"]),
    st.sampled_from(["", "Police", "NGO", "Hotline"]), st.sampled_from(["", *DAYS]), st.sampled_from(["yes", ""]),
    some(MEANS_OF_CONTROL), some(FORM_OF_EXPLOITATION), st.sampled_from(DAYS),
)  # fmt: skip
SERVICES = st.tuples(
    st.sampled_from(["Identification", "Identification", "ReferralIn", *SERVICE]), st.sampled_from(PROVIDERS),
    st.sampled_from(["", "NGO", "LawEnforcement", *ORGANISATION_KIND]), st.sampled_from(PLACES),
    st.sampled_from(DAYS), st.sampled_from(["", "Completed", "Declined"]),
).map(lambda row: (*row[:3], *row[3], *row[4:]))  # fmt: skip


@st.composite
def events(draw: st.DrawFn) -> tuple[Row, ...]:
    places, are_numbered = draw(st.lists(st.sampled_from(PLACES), max_size=5)), draw(st.booleans())
    kinds = ["Recruitment", *["Transit"] * (len(places) - 2), "Exploitation"]
    return tuple(
        (kind, *place, "", str(number) if are_numbered else "")
        for number, (kind, place) in enumerate(zip(kinds, places, strict=False), 1)
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    steps = {"events": draw(events()), "services": tuple(draw(st.lists(SERVICES, max_size=4)))}
    return Record(draw(CASES), steps)


class Desk:
    """Files of people, imported into a case database that is empty at first."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self._numbers = engine, folder, itertools.count()

    def begin(self) -> None:
        with self.engine.begin() as connection:
            for table in OF_CASES:
                connection.execute(delete(table))

    def load(self, people: dict[str, Record], **options: Any) -> int:
        """Load one command's files; return the number of the run."""
        files = []
        for kind, header in HEADERS.items():
            of_steps = [(key, row) for key, one in people.items() for row in one.steps.get(kind, ())]
            rows = [(key, one.case) for key, one in people.items()] if kind == "cases" else of_steps
            if rows:
                files.append(self.folder / f"{kind}-{next(self._numbers)}.csv")
                lines = [header, *(",".join((key, *cells)) for key, cells in rows)]
                files[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
        report = self.folder / "report.csv"
        return int(import_files(self.engine, files, format="htcds", report=report, **options)["run"])

    def world(self, *commands: dict[str, Record]) -> dict[str, Coded]:
        """Begin anew with the files of some commands."""
        self.begin()
        for people in commands:
            if people:
                self.load(people)
        return self.others()

    def others(self) -> dict[str, Coded]:
        """What is counted of everybody but the one."""
        with self.engine.connect() as connection:
            ours = case_keys(connection, ["ONE-1", "ONE-2"])
            return {key: codes for key, codes in coded_people(connection).items() if key not in ours}


@pytest.fixture
def desk(case_engine: Engine, tmp_path: Path) -> Desk:
    return Desk(case_engine, tmp_path)


def check(desk: Desk, others: Sequence[Record], one: Record, changed: Record) -> None:
    """Hold what is counted of the others against a world without the one, whatever is said of the one."""
    people = {f"OTHER-{number}": record for number, record in enumerate(others, 1)}
    half = len(people) // 2
    first, second = dict(list(people.items())[:half]), dict(list(people.items())[half:])
    without = desk.world(first, second)
    for ours in (one, changed):
        one_file = {"ONE-1": ours}
        for commands in ((one_file | people,), (people | one_file,), (second, one_file, first), (people, one_file)):
            assert desk.world(*commands) == without
    # what officers do with one case of a database that is full; where a step may be one of two, a file is refused
    with suppress(BadInput):
        desk.load({"ONE-1": changed, "ONE-2": one})
    assert desk.others() == without
    with suppress(BadInput):
        desk.load({"ONE-1": one}, **({"replace_steps": ["services"]} if one.steps.get("services") else {}))
    assert desk.others() == without
    desk.load({"ONE-2": Record()})
    join_cases(desk.engine, "ONE-1", "ONE-2")
    assert desk.others() == without
    undo(desk.engine)
    decide_consent(desk.engine, "ONE-2", False)
    assert desk.others() == without
    withdraw(desk.engine, ["ONE-1"], lambda: None)
    assert desk.others() == without


WAY = (("Recruitment", "AF", "AF-HER", "", ""), ("Exploitation", "IR", "IR-09", "", ""))


def met(provider: str, kind: str, service: str = "Identification") -> tuple[Row, ...]:
    return ((service, provider, kind, "AF", "AF-HER", "2024-04-01", ""),)


FULL = Record(
    ("Feminine", "9-17", "Police", "2024-03-01", "yes", ";".join(MEANS_OF_CONTROL), ";".join(FORM_OF_EXPLOITATION), ""),
    {"events": WAY, "services": met("Lamp Inn", "NGO"), "justice": (("Investigation", "AF", "2024-05-01"),)},
)
ADVERSARIAL = {
    "the one alone says the kind": (met("Lamp Inn", ""), met("Lamp Inn", "NGO"), met("Lamp Inn", "Donor")),
    "the one contradicts all others": (met("Lamp Inn", "NGO"), met("Lamp Inn", "LawEnforcement"), met("LAMP INN", "")),
    "the one spells it otherwise": (met("lamp-inn", "NGO"), met("LAMP INN", "ImmigrationService"), met("Lantern", "")),
    "in another script": (met("خانه", ""), met("خانه", "LawEnforcement"), met("خانه", "NGO")),
    "a referral": (met("Lamp Inn", "", "ReferralIn"), met("Lamp Inn", "NGO", "Shelter"), met("Lamp Inn", "Donor")),
}  # fmt: skip


@pytest.mark.parametrize("kind", ADVERSARIAL)
def test_one_person_moves_nobody_else_in_the_hardest_worlds(desk: Desk, kind: str) -> None:
    theirs, ours, changed = ADVERSARIAL[kind]
    others = [replace(FULL, steps={**FULL.steps, "services": theirs}), Record(steps={"services": theirs}), Record()]
    # with a referral date and positions, which the files of the others do not have
    numbered = tuple((*row[:4], str(place)) for place, row in enumerate(WAY, 1))
    other_words = Record((*FULL.case[:-1], "2024-04-02"), {"services": changed, "events": numbered})
    check(desk, others, Record(steps={"services": ours}), other_words)


def in_any_world(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    people = given(others=st.lists(records(), min_size=1, max_size=4), one=records(), changed=records())
    slow = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    tried = settings(max_examples=examples, deadline=None, derandomize=not LONG, suppress_health_check=slow)
    return lambda test: tried(people(test))


@pytest.mark.long  # four worlds, each of thirty imports
@in_any_world(25 if LONG else 4)
def test_one_person_moves_nobody_else_in_any_world(
    sqlite_cases: Engine, tmp_path: Path, others: list[Record], one: Record, changed: Record
) -> None:
    check(Desk(sqlite_cases, tmp_path), others, one, changed)


# what people are was tried above: here that the other engine stores and reads them alike
@pytest.mark.long
@pytest.mark.postgres
@in_any_world(5 if LONG else 4)
def test_one_person_moves_nobody_else_in_any_world_on_postgresql(
    postgres_cases: Engine, tmp_path: Path, others: list[Record], one: Record, changed: Record
) -> None:
    check(Desk(postgres_cases, tmp_path), others, one, changed)


# the editions of CTDC's data sets: the columns that tell them apart, and their means of control
MEANS = list(FLAGS["means_of_control"])
EDITIONS = {
    "k-anonymised": ("yearOfRegistration,Datasource,gender,ageBroad,citizenship,CountryOfExploitation,isForcedLabour,"
                     "isSexualExploit", "2016,Hotline,Female,18--20,UZ,TR", MEANS[:17]),
    "synthetic": ("yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,isForcedLabour,isSexualExploit",
                  "2016,Woman,18--20,UZB,TUR", MEANS[17:]),
}  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("odd", ["all", "none", "zeros"])
def test_one_row_of_ctdc_moves_no_other(desk: Desk, edition: str, odd: str) -> None:
    """Rows have no keys: without one of them the others are as many, with the same codes."""
    header, person, means = EDITIONS[edition]
    flags = {"all": ["1"] * len(means), "some": ["1", "1", *[""] * (len(means) - 2)]}
    flags |= {"none": [""] * len(means), "zeros": ["0"] * len(means)}

    def row(name: str, form: str = "1,") -> str:
        return ",".join((person, form, *flags[name]))

    def counted(rows: list[str]) -> Counter[str]:
        desk.begin()
        with desk.engine.begin() as connection:
            source = {"code": "ctdc", "name": "CTDC", "provenance": "public", "places_are_proxies": True}
            declare_source(connection, {**source, "consent_policy": "presumed", "keys_name_source": True})
        path = desk.folder / "ctdc.csv"
        path.write_text("\n".join((",".join((header, *means)), *rows)) + "\n")
        import_files(desk.engine, [path], format="ctdc", report=desk.folder / "report.csv")
        with desk.engine.connect() as connection:
            return Counter(repr(sorted(codes.items())) for codes in coded_people(connection).values())

    others = [row("all"), row("some"), row("all"), row("none", ","), row("none", ",1"), *[row("all", "1,1")] * 3]
    without = counted(others)
    for ours in (row(odd), row(odd, "0,1"), row("all")):
        for rows in ([ours, *others], [*others, ours], [*others[:3], ours, *others[3:]]):
            found = counted(rows)
            assert without <= found
            assert (found - without).total() == 1
