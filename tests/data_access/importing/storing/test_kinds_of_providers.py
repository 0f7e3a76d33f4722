"""The kind of a provider is corrected as any cell is, and no row takes that of another."""

import pytest

from data_access.cases.corrections.undo import undo

# the kind of a provider: what each row says of it, and no other row

KIND_HEADER = "case_key,service,provider,provider_kind,start_date\n"
KINDS_THERE = "SELECT provider, provider_kind, start_date FROM case_service ORDER BY case_id, position"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "later", "becomes"),
    [
        # the same step: an empty cell keeps what is known, a filled one corrects it
        ("K-1,Shelter,Lantern,NGO,2024-01-01", "K-1,Shelter,Lantern,,2024-01-01", [("lantern", "NGO", "2024-01-01")]),
        ("K-1,Shelter,Lantern,NGO,", "K-1,Shelter,Lantern,Donor,", [("lantern", "Donor", None)]),
        ("K-1,Shelter,Lantern,,2024-01-01", "K-1,Shelter,,NGO,2024-01-01", [("lantern", "NGO", "2024-01-01")]),
        ("K-1,Shelter,,NGO,2024-01-01", "K-1,Shelter,Lantern,,2024-01-01", [("lantern", "NGO", "2024-01-01")]),
        # the kind goes with the provider that is cleared, or alone
        ("K-1,Shelter,Lantern,NGO,2024-01-01", "K-1,Shelter,CLEAR,,2024-01-01", [(None, None, "2024-01-01")]),
        ("K-1,Shelter,Lantern,NGO,2024-01-01", "K-1,Shelter,CLEAR,NGO,2024-01-01", [(None, "NGO", "2024-01-01")]),
        ("K-1,Shelter,Lantern,NGO,2024-01-01", "K-1,Shelter,,CLEAR,2024-01-01", [("lantern", None, "2024-01-01")]),
        # without a name on both sides another kind is another provider
        (
            "K-1,Shelter,,NGO,2024-01-01",
            "K-1,Shelter,Lantern,LawEnforcement,2024-01-01",
            [(None, "NGO", "2024-01-01"), ("lantern", "LawEnforcement", "2024-01-01")],
        ),
        (
            "K-1,Shelter,,NGO,",
            "K-1,Shelter,,LawEnforcement,",
            [(None, "NGO", None), (None, "LawEnforcement", None)],
        ),
    ],
)
def test_a_kind_is_corrected_as_any_cell_is(one_case, put, load, rows, first, later, becomes):
    load(one_case, put("s.csv", KIND_HEADER + first + "\n"))
    before = rows(one_case, KINDS_THERE)
    load(one_case, put("t.csv", KIND_HEADER + later + "\n"))
    assert rows(one_case, KINDS_THERE) == becomes
    undo(one_case)
    assert rows(one_case, KINDS_THERE) == before
    load(one_case, put("u.csv", KIND_HEADER + "K-1,LegalAid,Lantern,,\n"), replace_steps=["services"])
    assert rows(one_case, KINDS_THERE) == [("lantern", None, None)]


def test_no_row_takes_the_kind_of_another_and_the_report_says_so(case_engine, put, load, rows, tmp_path):
    cases = put("c.csv", "case_key\nK-1\nK-2\n")
    services = KIND_HEADER + "K-1,Shelter,Lantern,NGO,\nK-2,Shelter,LANTERN,,\nK-2,LegalAid,Other,,\n"
    load(case_engine, cases, put("s.csv", services))
    assert rows(case_engine, KINDS_THERE) == [("lantern", "NGO", None), ("lantern", None, None), ("other", None, None)]
    told = [line for line in (tmp_path / "report.csv").read_text().splitlines() if "provider_kind" in line]
    assert len(told) == 1
    assert "s.csv" in told[0] and "warning" in told[0] and "Write it into every row" in told[0]


def test_the_kind_of_a_joined_record_fills_a_gap_and_goes_with_it(joined, put, load, rows):
    load(joined, put("t.csv", KIND_HEADER + "K-1,Shelter,Lantern,NGO,2024-01-01\n"), source="b")
    assert rows(joined, KINDS_THERE) == [("lantern", "NGO", "2024-01-01")]
    load(joined, put("u.csv", KIND_HEADER + "K-1,Shelter,Lantern,Donor,2024-01-01\n"), source="a")
    assert rows(joined, KINDS_THERE) == [("lantern", "Donor", "2024-01-01")]
    undo(joined)
    assert rows(joined, KINDS_THERE) == [("lantern", "NGO", "2024-01-01")]
