"""A database that is not there is said in words, without its address."""

import pytest

from data_access.__main__ import main


@pytest.mark.parametrize("command", [["init"], ["import", "cases.csv", "--format", "htcds"], ["publish"]])
def test_a_postgresql_server_that_is_not_there_is_said_so(monkeypatch, capsys, command, tmp_path):
    secret = "postgresql+psycopg://officer:opensesame@127.0.0.1:9/registry"
    monkeypatch.setenv("CASE_DATABASE_URL", secret)
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "The PostgreSQL server cannot be reached. Check that it runs" in said
    assert said.count("\n") == 1
    for part in ("officer", "opensesame", "127.0.0.1", "registry", "refused the work"):
        assert part not in said


def test_a_postgresql_database_that_is_not_there_is_said_so(monkeypatch, capsys, request):
    url = request.getfixturevalue("postgres_cases").url.set(database="no_such_database")
    monkeypatch.setenv("CASE_DATABASE_URL", url.render_as_string(hide_password=False))
    assert main(["init"]) == 2
    said = capsys.readouterr().err
    assert "has no database of this name" in said
    assert "no_such_database" not in said
