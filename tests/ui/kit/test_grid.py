"""A table on a page and on paper: what others wrote in it is shown as they wrote it."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import pandas as pd

    from locales import translator
    from ui.kit.grid import grid

    names = ["[Log in](https://evil.example)", "Shelter A | B", "plain"]
    table = pd.DataFrame({"Name": names, "People": [1200.5, None, 3.0], "Year": [2024, 2023, 2022]})
    grid(table, translator("en"), key="names", alt="Names")


def test_what_is_printed_holds_no_links_of_others_and_the_same_numbers() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    printed = app.table[0].value
    assert [*printed["Name"]][1:] == [r"Shelter A \| B", "plain"]  # markdown shows the sign alone
    assert printed["Name"].iloc[0].startswith(r"\[Log in\](")
    assert [*printed["People"]][::2] == ["1,200.5", "3"]
