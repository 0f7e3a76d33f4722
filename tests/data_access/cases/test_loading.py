"""Frames go into the database as they are, however many rows a statement takes."""

import pandas as pd
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from data_access.cases import schema
from data_access.cases.loading import ROWS_A_BATCH, ROWS_A_STATEMENT, append_rows

TABLE = schema.place


@pytest.mark.parametrize("rows", [0, 1, ROWS_A_STATEMENT, 2 * ROWS_A_STATEMENT + 3, ROWS_A_BATCH + 1])
def test_every_row_is_written_with_its_gaps(case_engine: Engine, rows: int) -> None:
    codes = [f"made-up-{number:05}" for number in range(rows)]
    numbers = ["AF-7" if number % 3 else None for number in range(rows)]
    # the parent is known in the last row alone: no row before it has anything there
    parents = [None] * (rows - 1) + ["AF"] * (rows > 0)
    frame = pd.DataFrame({"p_code": pd.Categorical(numbers), "code": codes, "name": "A name", "parent": parents})
    frame = frame.assign(kind="town", country="AF")
    with case_engine.begin() as connection:
        assert append_rows(connection, TABLE, frame) == rows
        query = select(TABLE.c.code, TABLE.c.p_code, TABLE.c.parent).order_by(TABLE.c.code)
        found = [tuple(row) for row in connection.execute(query.where(TABLE.c.code.startswith("made-up")))]
    assert found == list(zip(codes, numbers, parents, strict=True))


def test_a_frame_without_any_value_is_refused_as_its_rows_are(case_engine: Engine) -> None:
    frame = pd.DataFrame({"code": [None, None], "name": [None, None]})
    with case_engine.connect() as connection:
        before = connection.scalar(select(func.count()).select_from(TABLE))
    with pytest.raises(IntegrityError), case_engine.begin() as connection:
        append_rows(connection, TABLE, frame)
    with case_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(TABLE)) == before
