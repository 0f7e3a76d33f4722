"""Whole imports: what each file of a long story says and leaves in the database, row by row, and its report."""

import datetime
import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from sqlalchemy import Engine, text

from data_access.cases.corrections.undo import undo
from data_access.cases.schema import metadata
from data_access.errors import BadInput
from data_access.importing import import_files, write_template
from data_access.importing.templates.template_columns import TEMPLATES
from tests.data_access.importing.formats.test_import_ctdc import K_ANONYMISED, SYNTHETIC
from tests.data_access.importing.formats.test_import_reporting import REGISTER
from tests.data_access.importing.formats.test_import_tables import POPULATION
from tests.held import hold_in, written
from tests.worlds.uneven import EXPENDITURE, PROGRAMMES
from tests.worlds.uneven import RESULTS as RESULTS_OF_PROGRAMMES

pytestmark = pytest.mark.slow
RESULTS = Path(__file__).parent / "results"
IATI = Path(__file__).parent / "formats" / "iati_files"
UNTOLD = {"finished_at", "created_at", "at", "content_hash", "salt", "content", "secret"}  # differ in each run

# what a cell of a column may hold, without a mistake; "" often
WELL = {
    "registration_date": ["2024-03-31", "31.03.2024", "1402-05-12", "2023/1/5", ""],
    "registration_year": ["", "2024", "1402", "2023.0"],
    "data_source": ["NGO", "Shelter", "Police", "case management", "LabourInspection"],
    "prs_Gender": ["Feminine", "Male", "female", "Masculine", "NonConforming", ""],
    "age_at_identification": ["9-17", "14", "child", "48+", "30", "adult", "18 - 20", ""],
    "prs_Citizenship": ["AF", "AFG;Pakistan", "افغانستان", "Iran, Iraq", ""],
    "vic_TraffickingStatus": [
        "ActualVictimOfTrafficking",
        "PossibleVictimOfTrafficking",
        "",
        "NotAVictimOfTrafficking",
    ],
    "cas_Status": ["Active", "Closed", ""],
    "con_Consent": ["yes", "yes", "no", "", "1"],
    "vic_MethodsOfControl": ["PhysicalThreats;DebtBondage", "Debt bondage, False promises", "", "", "Other"],
    "vic_MethodOfRecruitment": ["AtWork", "Abduction;AtWork", ""],
    "vic_RelationshipToTrafficker": ["Acquainted", ""],
    "vic_TypeOfExploitation": ["ForcedLabour", "Forced marriage;Servitude", ""],
    "vic_ForcedLabourIndustry": ["F_Construction", "", ""],
    "vic_TypeOfSexExploitation": ["Pornography", "", ""],
    "unaccompanied_child": ["", "no", ""],
    "return_kind": ["Deported", "", "Deported"],
    "return_crossing": ["IslamQala", "", ""],
    "smuggled_migrant": ["yes", "no", ""],
    "cas_IncomingReferralDate": ["2024-04-01", "", ""],
    "cas_OutgoingReferralDate": ["", "", "2024-05-02"],
    "position": ["", "", ""],
    "hte_Type": ["Transit", "Transit", "Exploitation"],
    "hte_Country": ["AF", "Iran", "PK", "", "Turkey"],
    "hte_State": ["", "", "", ""],
    "place": ["", "", ""],
    "hte_Date": ["", "2023-01-01"],
    "end_date": ["", "", "2024-12-30"],
    "service": ["Shelter", "LegalAid", "Health", "Identification", "FollowUp3Months", "ReferralOut"],
    "provider": ["Hagar International", "HAGAR international", "", "Shelter of Herat"],
    "provider_kind": ["NGO", "", "LawEnforcement"],
    "country": ["AF", "", "PK"],
    "province": ["", "", ""],
    "start_date": ["2024-04-02", "2024-05-06", "", "2023-02-03"],
    "outcome": ["", "Completed", "Ongoing"],
    "justice_step": ["Investigation", "Conviction", "Prosecution", "LabourInspection"],
}
WRONG = {
    "registration_date": ["05/06/2024", "2099-01-01", "March 2024", "12/05/06"],
    "prs_Gender": ["F", "Femal", "?"],
    "age_at_identification": ["17-Sep", "14 years", "200"],
    "prs_Citizenship": ["Korea", "AF;PK;IR", "Afghan"],
    "con_Consent": ["maybe", "withdrawn", "agreed"],
    "vic_MethodsOfControl": ["DebtBondag", "=1+1"],
    "hte_Type": ["destination", "Transit?"],
    "hte_Country": ["Xyzland", "#N/A"],
    "hte_State": ["Herat?", "Nowhere"],
    "place": ["Atlantis", "pk-taftan", "Islam Qala"],
    "unaccompanied_child": ["yes"],
    "return_kind": ["NotReturned"],
    "service": ["Shelterr"],
    "provider": ["Ahmad Zahir son of Karim", "12"],
    "justice_step": ["Trial"],
    "start_date": ["2024-13-01"],
}
# what is refused even where the rest is accepted
DOUBTS = {"maybe": "yes", "withdrawn": "no", "agreed": "yes", "Ahmad Zahir son of Karim": "", "=1+1": ""}
OUTCOMES = {"justice": ["", "Ongoing", "Convicted", "Acquitted", "Closed"]}
Files = dict[str, str]


def case_files(first: int, number: int, seed: int, wrong: float = 0.0) -> Files:
    """Sheets of cases as an office writes them: with keys of its own, in many ways to write the same."""
    lot = random.Random(seed)
    found = {}
    for sheet, columns in TEMPLATES["htcds"].items():
        names = [column.name for column in columns]
        rows = [names]
        for key in range(first, first + number):
            for _ in range(1 if sheet == "cases" else lot.randint(0, 3)):
                row = [f"KHT/{key}"]
                for name in names[1:]:
                    well = OUTCOMES.get(sheet, WELL["outcome"]) if name == "outcome" else WELL[name]
                    row.append(lot.choice(WRONG[name] if name in WRONG and lot.random() < wrong else well))
                rows.append(row)
        found[f"{sheet}.csv"] = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    return found


class Story:
    """One import after the other into a database, told as text."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.lines = engine, folder, list[str]()

    def load(self, title: str, files: Files | Sequence[Path], format: str, **options: Any) -> None:
        report = self.folder / "report.csv"
        report.unlink(missing_ok=True)
        paths = list(files) if not isinstance(files, dict) else []
        for name, content in files.items() if isinstance(files, dict) else ():
            paths.append(self.folder / name)
            paths[-1].write_text(content, encoding="utf-8")
        self.lines.append(f"==== {title}: {format} {written(options)}")
        try:
            said = import_files(self.engine, paths, format=format, report=report, **options)
        except BadInput as refused:
            said = {"refused": str(refused)}
        self.lines += [f"{name}: {written(value)}" for name, value in said.items()]
        self.lines += report.read_text(encoding="utf-8").splitlines()[1:] if report.exists() else []
        marked = sorted(path for path in self.folder.iterdir() if "report" in path.name and path != report)
        self.lines += [f"{path.name} stands beside it" for path in marked]
        for path in marked:
            path.unlink()

    def undo(self) -> None:
        self.lines.append(f"==== undone: {undo(self.engine)['message']}")

    def tell(self, *names: str) -> None:
        """All rows of tables, by their keys; what is random is told by the order in which it is met."""
        for name in names:
            table = metadata.tables[name]
            frame = pd.DataFrame(_rows(self.engine, name, [column.name for column in table.primary_key]))
            self.lines.append(f"---- {name}: {len(frame)}")
            if len(frame):
                told = frame[[column for column in frame if column not in UNTOLD]]
                self.lines.append(" | ".join(told))
                self.lines += [
                    " | ".join("" if cell is None else written(cell) for cell in row) for row in _cells(told)
                ]

    def hold(self, name: str) -> None:
        met: dict[str, str] = {}
        text = "\n".join(self.lines).replace(str(self.folder), "FOLDER")
        text = re.sub(r"\b[0-9a-f]{32,64}\b", lambda found: met.setdefault(found[0], f"#{len(met) + 1}"), text)
        text = re.sub(r"(loaded on|registered by) \d{4}-\d\d-\d\d", r"\1 A DAY", text)
        text = text.replace(f"1990 and {datetime.date.today().year}", "1990 and THIS YEAR")
        hold_in(RESULTS, name, text.splitlines())


def _rows(engine: Engine, name: str, keys: list[str]) -> list[dict[str, Any]]:
    told = ["place", "year", "month"] if name == "reporting" else [key for key in keys if key != "case_key"]
    order = ", ".join(f'"{key}"' for key in told) or "1"
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}" ORDER BY {order}')).mappings()]


def _cells(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    yield from frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)


CASES = ("case", "case_event", "case_service", "case_justice", "provider", "import_run")
PROGRAMME = ("programme", "programme_share", "organisation", "indicator", "indicator_value", "expenditure")


@pytest.fixture
def story(sqlite_cases: Engine, tmp_path: Path) -> Callable[[], Story]:
    return lambda: Story(sqlite_cases, tmp_path)


def test_cases_of_an_office_that_are_corrected_replaced_and_taken_back(story: Callable[[], Story]) -> None:
    told = story()
    told.load("first", case_files(1, 30, 1), "htcds", accept_valid=True)
    told.tell(*CASES)
    told.load("the same", case_files(1, 30, 1), "htcds", accept_valid=True)
    told.load("corrected", case_files(20, 20, 2), "htcds", accept_valid=True)
    told.load("cases corrected", {"cases.csv": case_files(20, 20, 2)["cases.csv"]}, "htcds", accept_valid=True)
    told.tell(*CASES)
    told.load("a trial", case_files(35, 10, 3), "htcds", accept_valid=True, dry_run=True)
    told.load("services alone, as a whole", {"services.csv": case_files(1, 12, 4)["services.csv"]}, "htcds",
              replace_steps=("services",))  # fmt: skip
    told.tell("case_service", "import_run")
    told.undo()
    told.load("all anew", case_files(1, 25, 5), "htcds", replace=True)
    told.tell(*CASES)
    told.undo()
    told.tell("case", "case_event", "import_run")
    told.hold("cases")


def test_cases_of_the_only_source_that_is_declared(story: Callable[[], Story]) -> None:
    told = story()
    told.load("sources", {"sources.csv": "code,name,provenance,places_are_proxies,consent_policy\n"
              "shelters,Shelters of the network,confidential,,presumed\n"}, "sources")  # fmt: skip
    told.load("first", {"cases.csv": case_files(1, 8, 6)["cases.csv"]}, "htcds")
    told.tell("source", "case")
    cleared = case_files(1, 8, 6)["cases.csv"].replace("Deported", "CLEAR").replace("IslamQala", "CLEAR")
    told.load("cleared", {"cases.csv": cleared.replace("Active", "clear")}, "htcds", accept_valid=True)
    told.load("of another source", {"cases.csv": cleared}, "htcds", source="other")
    told.tell("case")
    told.hold("only_source")


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_cases_with_mistakes(story: Callable[[], Story], seed: int) -> None:
    told = story()
    files = case_files(1, 25, seed, wrong=0.04)
    told.load("refused", files, "htcds")
    told.load("accepted where it is valid", files, "htcds", accept_valid=True)
    for doubt, sure in DOUBTS.items():
        files = {name: content.replace(doubt, sure) for name, content in files.items()}
    told.load("accepted without doubts", files, "htcds", accept_valid=True)
    told.tell(*CASES)
    told.load("wrong options", files, "results", source="own")
    told.load("no such format", files, "xyz")
    told.hold(f"mistakes_{seed}")


def test_tables_of_programmes_people_and_sources(story: Callable[[], Story]) -> None:
    told = story()
    tables = {"results.csv": RESULTS_OF_PROGRAMMES, "programmes.csv": PROGRAMMES, "expenditure.csv": EXPENDITURE}
    told.load("results", tables, "results")
    told.tell(*PROGRAMME)
    newer = RESULTS_OF_PROGRAMMES.replace(",31,29,34,", ",33,30,,").replace("u-7,", "u-77,")
    told.load("newer", {"results.csv": newer}, "results")
    told.tell("indicator", "indicator_value")
    wrong = RESULTS_OF_PROGRAMMES.replace(",40,", ",4O,").replace("people,TRUE", "people,true?").replace("u-9", "U 9")
    told.load("wrong", {"results.csv": wrong}, "results")
    told.load("wrong, the rest", {"results.csv": wrong}, "results", accept_valid=True)
    told.load("as a whole", {"results.csv": "\n".join(RESULTS_OF_PROGRAMMES.splitlines()[:5]) + "\n"}, "results",
              replace=True)  # fmt: skip
    told.tell(*PROGRAMME, "import_run")
    told.undo()
    told.load("people", {"population.csv": POPULATION}, "population")
    told.load("people again", {"population.csv": POPULATION.replace(",100,60,40,", ",101,,40,")}, "population")
    told.load("people wrong", {"population.csv": POPULATION.replace("2021", "20211")}, "population")
    told.tell("population")
    told.load("register", {"register.csv": REGISTER}, "reporting")
    told.load("register again", {"register.csv": REGISTER.replace(",no", ",yes").replace("2024,01", "2024,13")},
              "reporting", accept_valid=True)  # fmt: skip
    told.tell("reporting")
    told.load("sources", {"sources.csv": "code,name,provenance,places_are_proxies,consent_policy\n"
              "shelters,Shelters of the network,confidential,,\nctdc,CTDC global data set,public,yes,presumed\n"
              "Bad code,Ahmad,private,maybe,asked\n"}, "sources", accept_valid=True)  # fmt: skip
    told.tell("source", "import_run")
    told.hold("tables")


@pytest.mark.parametrize("content", [K_ANONYMISED, SYNTHETIC], ids=["k_anonymised", "synthetic"])
def test_data_sets_of_ctdc(story: Callable[[], Story], content: str, request: pytest.FixtureRequest) -> None:
    told = story()
    told.load("source", {"sources.csv": "code,name,provenance,places_are_proxies,consent_policy\n"
              "ctdc,CTDC global data set,public,yes,presumed\n"}, "sources")  # fmt: skip
    told.load("data set", {"ctdc.csv": content}, "ctdc")
    told.tell(*CASES)
    told.load("another", {"more.csv": content.replace("2002.0", "2003").replace("2019", "2018")}, "ctdc")
    told.load(
        "in its place", {"more.csv": content.replace("2002.0", "2003").replace("2019", "2018")}, "ctdc", replace=True
    )
    told.load("wrong", {"wrong.csv": content.replace("Female", "Fmale").replace("Woman", "W")}, "ctdc", replace=True)
    told.tell("case")
    told.hold(f"ctdc_{request.node.callspec.id}")


def test_activities_of_iati(story: Callable[[], Story]) -> None:
    told = story()
    for name in ("fcdo.xml", "iom.xml", "ngo.xml", "undp.xml"):
        told.load(name, [IATI / name], "iati", accept_valid=True)
    told.tell(*PROGRAMME)
    told.hold("iati")


def test_templates_as_they_are_and_filled_in(story: Callable[[], Story]) -> None:
    told = story()
    for format, sheets in TEMPLATES.items():
        path = told.folder / f"{format}.xlsx"
        told.lines.append(written(write_template(path, format=format)).replace(str(told.folder), "FOLDER"))
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        for sheet in book:
            rows = [[cell for cell in row if cell] for row in sheet.iter_rows(max_row=30, values_only=True)]
            told.lines += [
                f"{sheet.title}: {sheet.max_row} x {sheet.max_column}",
                *(written(row) for row in rows if row),
            ]
            for rule in sheet.data_validations.dataValidation:
                told.lines.append(
                    f"{rule.sqref} {rule.type} {rule.formula1} {rule.errorStyle} {rule.errorTitle} {rule.error}"
                )
        told.load("empty", [path], format)
        for name, columns in sheets.items():
            for number, column in enumerate(columns, 1):
                book[name].cell(3, number).value = column.example.replace("EXAMPLE-1", "KHT-1").replace(
                    "EXAMPLE", "Ours"
                )
        book.save(path)
        told.load("filled in as the example", [path], format, accept_valid=True)
    told.hold("templates")
