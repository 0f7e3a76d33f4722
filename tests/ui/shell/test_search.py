"""What goes along from one page to a result of the search."""

import pytest

from figures.search.ranking import Entry
from ui.shell import search


@pytest.mark.parametrize(
    ("kind", "query", "asked"),
    [
        (
            "view",
            (("view", "changes"),),
            [("years", "2020-2022"), ("country", "AF"), ("form", "Servitude"), ("view", "changes")],
        ),
        ("form", (("form", "ForcedLabour"),), [("years", "2020-2022"), ("country", "AF"), ("form", "ForcedLabour")]),
        ("place", (("country", "PK"),), [("years", "2020-2022"), ("form", "Servitude"), ("country", "PK")]),
        ("question", (("country", "PK"), ("question", "3")), [("country", "PK"), ("question", "3")]),
        ("term", (), []),
    ],
)
def test_a_result_keeps_what_was_chosen_but_for_what_it_says_itself(
    kind: str, query: tuple[tuple[str, str], ...], asked: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {"years": ["2020-2022"], "country": ["AF"], "form": ["Servitude"], "view": ["ways"]}
    monkeypatch.setattr(search, "address_now", lambda: before)
    assert search._asked(Entry(kind, "", (), "routes", query)) == asked
