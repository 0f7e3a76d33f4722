"""Reports stand in a folder of their case database: a withdrawal names no copy that is of another."""

import pytest
from sqlalchemy import update

from data_access.cases import case_database, schema
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from data_access.importing import import_files
from tests.worlds.databases import empty_cases

FILE = "case_key,prs_Gender\nREG-0001,Feminine\n"


def test_a_withdrawal_names_the_marked_copies_of_its_own_database(tmp_path, put, monkeypatch):
    monkeypatch.setattr(case_database, "REPORTS", tmp_path / "reports")
    engines = [empty_cases(tmp_path / name) for name in ("one.db", "two.db")]
    with engines[1].begin() as connection:  # both are copies of one empty database
        connection.execute(update(schema.identity).values(name="f" * 32))
    for engine, name in zip(engines, ("one.csv", "two.csv"), strict=True):
        import_files(engine, [put(name, FILE)], format="htcds")
        with pytest.raises(BadInput, match="Gender"):
            import_files(engine, [put(f"wrong-{name}", FILE.replace("Feminine", "F"))], format="htcds")
    (tmp_path / "reports" / "import-older-cases-csv-marked.xlsx").touch()
    said = withdraw(engines[0], ["REG-0001"], lambda: None)["message"]
    assert "wrong-one-csv-marked.xlsx" in said
    assert "two-csv" not in said
    # of before each database had a folder: nobody knows of which database they are
    assert "may be of another database: import-older-cases-csv-marked.xlsx" in said
    for engine in engines:
        engine.dispose()
