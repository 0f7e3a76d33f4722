"""What publication counts of each person, as words."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.publishing.coding import PUBLISHABLE, Vocabulary, coded_blocks, registered_by
from tests.worlds.people import UNTIL

Coded = dict[str, Any]


def coded_people(connection: Connection, until: date = UNTIL) -> dict[str, Coded]:
    """By the stored key of a case that may be counted: a code for each single dimension, a list for each other."""
    case, vocabulary = schema.case, Vocabulary()
    counted = select(case.c.case_key).where(PUBLISHABLE, registered_by(until)).order_by(case.c.id)
    keys = connection.scalars(counted).all()
    found: list[Coded] = []
    for block in coded_blocks(connection, vocabulary, until):
        for position in range(block.people):
            entry: Coded = {
                dimension: vocabulary.names(dimension)[numbers[position]] for dimension, numbers in block.single.items()
            }
            for group, (of, columns) in block.many.items():
                names = [vocabulary.names(dimension)[codes[of == position]] for dimension, codes in columns.items()]
                codes = list(zip(*names, strict=True))
                entry[group] = codes if len(names) > 1 else [code for (code,) in codes]
            found.append(entry)
    return dict(zip(keys, found, strict=True))
