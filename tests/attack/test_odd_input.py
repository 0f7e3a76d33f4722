"""Whatever is written into an address, a cell or the name of a file: a page, or a sentence, and never a traceback."""

import csv
import io
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.__main__ import main
from data_access.errors import BadInput
from data_access.importing.formats.htcds_columns import COLUMNS
from data_access.release.release import Release
from exports.named_views import views_of as named_views
from exports.pdf.brief import views_of
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.address import PARAMETERS, Reading
from figures.views.view import memory
from locales import translator
from tests.worlds.programmes import make_release_with_programmes
from tests.worlds.releases import open_release, region
from tests.worlds.visits import forget_the_last_release, open_page
from ui.shell.pages import offered_pages

__all__ = ["forget_the_last_release"]

LONG = os.environ.get("LONG") == "1"
PAGES = {file.stem: url for file, _title, url in offered_pages()}
WORDS = sorted({word for page in PAGES for view in named_views(page) for word in view.removeprefix("view=").split("-")})
ODD = st.sampled_from([
    "", " ", "0", "-1", "1e9", "9" * 400, "2024-", "-2024", "2024-2019", "２０２４", "nan", "None", "null", "true",
    "AF-", "-", "--", "PK-BA", "XX", "af", "AF,PK", "<script>alert(1)</script>", "'; DROP TABLE release; --", "=1+1",
    "../../etc/passwd",
    "\x00", "\u202e", "\U0001f600", "%s", "{0}", "$x$", "a" * 3000,
]) | st.text(max_size=12)  # fmt: skip
KNOWN = st.sampled_from([
    "AF", "PK", "IR", "TJ", "AF-KAB", "PK-BA", "2019", "2019-2023", "2024", "female", "male", "child", "adult",
    "sex:female", "ForcedLabour", "en", "fa", "1", "20", "region", "P-1", *WORDS,
]) | st.lists(st.sampled_from(WORDS), max_size=4).map("-".join)  # fmt: skip
VALUES = KNOWN | ODD | st.lists(KNOWN | ODD, min_size=1, max_size=3)
# a release that is named is another one, and a frame has no page around it
ADDRESSES = st.dictionaries(st.sampled_from([*PARAMETERS, "nothing"]), VALUES, max_size=5)
OWN = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release_with_programmes(tmp_path_factory.mktemp("release"), region())


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=3, deadline=None, suppress_health_check=OWN)
@given(asked=ADDRESSES)
def test_no_address_breaks_a_page(
    page: str, asked: dict[str, Any], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    app = open_page(page, **asked)  # says so itself where it failed
    assert not [box.value for box in app.error if "could not be shown" in box.value]


@pytest.fixture(scope="module")
def release(address: str) -> Release:
    return open_release(address)


@settings(max_examples=500, deadline=None, suppress_health_check=OWN)
@given(asked=st.dictionaries(st.sampled_from(PARAMETERS), st.lists(KNOWN | ODD, min_size=1, max_size=3), min_size=1))
def test_whatever_is_asked_is_a_choice_or_asked_in_vain(asked: dict[str, list[str]], release: Release) -> None:
    reading = Reading(asked)
    filters, _beside, _question = reading.filters(release), reading.beside(release), reading.question()
    for name in ("country", "place", "sex", "age", "form"):
        chosen = getattr(filters, name) or ()
        chosen = {chosen} if isinstance(chosen, str) else {*chosen}
        assert {*asked.get(name, [])} == {*reading.in_vain.get(name, [])} | chosen


@settings(max_examples=60 if LONG else 15, deadline=None, suppress_health_check=OWN)
@given(page=st.sampled_from([*PAGES.values()]), asked=ADDRESSES)
def test_no_address_breaks_a_file(page: str, asked: dict[str, Any], release: Release) -> None:
    link = f"/{page}?{urlencode(asked, doseq=True)}"
    try:
        views, _facts = views_of(link, release, Paper(translator("en"), LIGHT, "desktop"), memory(1000))
    except BadInput as refused:
        assert str(refused).strip()
        return
    for view in views:
        assert view.shown.headline
        for panel in view.shown.panels:
            panel.read(translator("fa"))
            if panel.draw and panel.has_numbers:
                panel.draw()


@pytest.fixture
def cases(sqlite_cases: Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty case database, which commands are given."""
    monkeypatch.setenv("CASE_DATABASE_URL", sqlite_cases.url.render_as_string(hide_password=False))
    return str(sqlite_cases.url)


CELLS = st.text(max_size=20) | ODD | st.sampled_from([
    "A-1", "yes", "no", "withdrawn", "Feminine", "2024-02-30", "2024-01-01", "31.12.2024", "9-17", "AF", "AF-KAB", "1",
    "-1", "\"", ",", "\n", "\r", ";", "\ufeff", "0x10", "1,5", "٢٠٢٤",
])  # fmt: skip


@settings(max_examples=60 if LONG else 15, deadline=None, suppress_health_check=OWN)
@given(data=st.data())
def test_no_cell_breaks_an_import(
    data: st.DataObject, cases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with 0, or with 2 and a sentence; and what a trial says, the import says as well."""
    kind = data.draw(st.sampled_from([*COLUMNS]))
    columns = data.draw(st.lists(st.sampled_from([*COLUMNS[kind]]), min_size=1, max_size=6, unique=True))
    columns = list(dict.fromkeys(["case_key", *columns]))
    rows = data.draw(st.lists(st.tuples(*[CELLS for _ in columns]), min_size=1, max_size=4))
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    file = tmp_path / f"{kind}.csv"
    file.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    for trial in (["--dry-run"], []):
        code = main(["import", str(file), "--format", "htcds", "--report", str(tmp_path / "report.csv"), *trial])
        said = capsys.readouterr()
        assert code in (0, 2)
        assert bool(said.err.strip()) == (code == 2) and "Traceback" not in said.err
        if code == 2:
            return


NAMES = st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda name: name.strip(". ") and len(name.encode()) < 200
)


@settings(max_examples=30 if LONG else 8, deadline=None, suppress_health_check=OWN)
@given(name=NAMES)
def test_no_name_of_a_file_breaks_an_import(
    name: str, cases: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text("case_key,prs_Gender\nA-1,Feminine\n")
    code = main(["import", "--format", "htcds", "--report", str(tmp_path / "r.csv"), "--dry-run", "--", str(file)])
    said = capsys.readouterr()
    assert code in (0, 2)
    assert bool(said.err.strip()) == (code == 2) and "Traceback" not in said.err
    file.unlink()
