"""Whether people came back, whether children were alone, and who was smuggled: one code a case each."""

from sqlalchemy import Engine

from tests.data_access.publishing.test_coding import coded
from tests.worlds.people import Person

PRESUMED, FOUND = "PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"


def test_who_came_over_a_crossing_has_returned_and_nothing_is_made_of_nothing(case_engine: Engine) -> None:
    said = [
        (None, None), ("NotReturned", None), ("Deported", "IslamQala"), ("OwnAccord", None), ("NotStated", "Torkham"),
        (None, "ZaranjMilak"), ("NotReturned", "Torkham"),
    ]  # fmt: skip
    people = [Person(return_kind=kind, return_crossing=crossing) for kind, crossing in said]
    assert [(one["returned"], one["crossing"]) for one in coded(case_engine, *people)] == [
        ("unknown", "unknown"),
        ("NotReturned", "none"),
        ("Deported", "IslamQala"),
        ("OwnAccord", "not_stated"),
        ("NotStated", "Torkham"),
        ("NotStated", "ZaranjMilak"),
        ("NotReturned", "none"),
    ]


def test_only_children_are_alone(case_engine: Engine) -> None:
    said = [("9-17", True), ("0-8", False), ("child", None), ("18-20", None), ("48+", True), ("unknown", True)]
    said += [("unknown", None)]
    people = [Person(age_band=band, is_unaccompanied=alone) for band, alone in said]
    assert [one["company"] for one in coded(case_engine, *people)] == [
        "alone", "not_alone", "unknown", "adult", "adult", "alone", "unknown",
    ]  # fmt: skip


def test_smuggling_stands_beside_trafficking_and_not_instead_of_it(case_engine: Engine) -> None:
    said = [(PRESUMED, True), (PRESUMED, False), (FOUND, True), (FOUND, False), (FOUND, None), (None, True)]
    people = [Person(status=status, was_smuggled=was) for status, was in said]
    people += [Person(status="NotAVictimOfTrafficking", was_smuggled=True)]  # who is no victim is in no release
    assert [one["smuggled"] for one in coded(case_engine, *people)] == [
        "presumed_smuggled", "presumed_not", "found_smuggled", "found_not", "unknown", "unknown",
    ]  # fmt: skip
