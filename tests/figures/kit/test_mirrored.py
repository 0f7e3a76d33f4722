"""A grid in a language written from right to left: its first column at the right, its numbers in one kind of digits."""

import pandas as pd

from figures.kit.tables import mirrored
from locales import translator

T = translator("fa")


def test_columns_begin_at_the_right_and_numbers_have_the_digits_of_the_language() -> None:
    table = pd.DataFrame(
        {
            T.gettext("Year"): [2024, 2025],
            T.gettext("People"): pd.array([1205, None], dtype="Int64"),
            "share": [0.5, 1234.5],
            "is whole": [True, False],
            "who": ["الف", "ب"],
        }
    )
    shown = mirrored(table, T)
    assert shown.columns.tolist() == ["who", "is whole", "share", T.gettext("People"), T.gettext("Year")]
    assert shown[T.gettext("Year")].tolist() == ["۲۰۲۴", "۲۰۲۵"]
    assert shown[T.gettext("People")].tolist() == ["۱٬۲۰۵", None]
    assert shown["share"].tolist() == ["۰٫۵", "۱٬۲۳۴٫۵"]
    assert shown["is whole"].tolist() == [True, False]
    assert table[T.gettext("Year")].tolist() == [2024, 2025]  # shared by visitors
