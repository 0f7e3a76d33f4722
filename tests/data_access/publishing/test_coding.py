"""Cases become codes: worlds of a few people that can be checked by hand."""

import math
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, insert

from data_access.cases import schema
from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from data_access.publishing.coding import Vocabulary
from data_access.release.workload import BOUNDS
from tests.worlds.coded import coded_people
from tests.worlds.people import UNTIL, Person, fill

FORMS = ("ForcedLabour", "SexualExploitation", "ChildLabour", "ForcedMarriage")
MEANS = tuple(MEANS_OF_CONTROL)[: BOUNDS["means"] + 2]


def coded(engine: Engine, *people: Person, until: date = UNTIL) -> list[dict[str, Any]]:
    """What is counted of each person, as tests.worlds.coded says it."""
    with engine.connect() as connection, connection.begin() as transaction:
        fill(connection, people)
        found = coded_people(connection, until)
        transaction.rollback()
    return list(found.values())


def test_a_whole_case(case_engine: Engine) -> None:
    person = Person(
        year=2023,
        gender="Masculine",
        age_band="9-17",
        journey=(("Recruitment", "AF-HER"), ("Transit", "IR-10"), ("Transit", "IR-07"), ("Exploitation", "TR")),
        identified="AF-HER",
        forms=("ForcedLabour", "ChildLabour"),
        means=("DebtBondage",),
        data_source="Police",
    )
    (found,) = coded(case_engine, person)
    expected = {"year": "2023", "sex": "male", "age_band": "9-17", "age": "child", "province": "AF-HER"}
    expected |= {"country": "AF", "source": "AF-HER", "source_country": "AF", "exploitation": "TR"}
    expected |= {"exploitation_country": "TR", "form": ["ForcedLabour", "ChildLabour"], "means": ["DebtBondage"]}
    # two steps in one country are one stay
    expected |= {"first_country": "IR", "last_country": "IR", "first_transit": "IR-10", "last_transit": "IR-07"}
    expected["province_leg"] = [
        ("AF-HER", "IR-10", "source_transit"),
        ("IR-10", "IR-07", "transit_transit"),
        ("IR-07", "TR", "transit_destination"),
    ]
    assert {name: found[name] for name in expected} == expected


def proceedings(*steps: tuple[str, str | None, str | None]) -> Person:
    return Person(justice=steps)


def test_of_several_proceedings_the_one_that_came_furthest_counts_where_it_was(case_engine: Engine) -> None:
    people = [
        Person(),
        proceedings(("Investigation", "Ongoing", "AF-HER")),
        proceedings(("Investigation", "Closed", "AF-HER"), ("Investigation", "Ongoing", "AF-KAB")),
        proceedings(("Investigation", "Ongoing", "AF-HER"), ("Prosecution", None, "AF")),
        proceedings(("Prosecution", "Closed", "AF-HER"), ("Prosecution", "Ongoing", "AF-KAB")),
        # a judgement is what the outcome says, whatever the step is called
        proceedings(("Prosecution", "Acquitted", "PK-SD")),
        proceedings(("Conviction", "Acquitted", "PK-SD"), ("Investigation", "Convicted", None)),
        # a conviction is one, also where nothing is said of its outcome; of two the first says where
        proceedings(("Conviction", None, "PK-SD"), ("Conviction", "Convicted", "PK-BA")),
        # an inspection of labour is no proceeding
        proceedings(("LabourInspection", "ViolationFound", "PK-SD")),
    ]
    assert [(found["justice"], found["court"]) for found in coded(case_engine, *people)] == [
        ("none", "unknown"),
        ("investigation_ongoing", "AF-HER"),
        ("investigation_ongoing", "AF-KAB"),
        ("prosecution", "AF"),
        ("prosecution_ongoing", "AF-KAB"),
        ("acquitted", "PK-SD"),
        ("convicted", "unknown"),
        ("convicted", "PK-SD"),
        ("none", "unknown"),
    ]


def test_no_outcome_is_known_before_the_step_ended(case_engine: Engine) -> None:
    """(step, outcome, begin, end) -> what stands of it at the end of 2025."""
    before, after = date(2025, 6, 1), date(2026, 2, 1)
    steps = [
        ("Prosecution", "Convicted", before, after, "prosecution_ongoing", "none"),
        ("Prosecution", "Convicted", None, after, "none", "none"),
        ("Prosecution", "Convicted", before, UNTIL, "convicted", "none"),
        ("Investigation", "Closed", before, after, "investigation_ongoing", "none"),
        # the judgement itself: it was given on the day on which it began
        ("Conviction", None, before, after, "convicted", "none"),
        ("Conviction", "Convicted", before, after, "convicted", "none"),
        ("Conviction", "Acquitted", before, after, "prosecution_ongoing", "none"),
        ("Conviction", "Ongoing", before, None, "prosecution_ongoing", "none"),
        ("LabourInspection", "ViolationFound", before, after, "none", "not_stated"),
    ]
    with case_engine.connect() as connection, connection.begin() as transaction:
        fill(connection, [Person()] * len(steps))
        for number, (step, outcome, begin, end, _, _) in enumerate(steps, 1):
            row = {"case_id": number, "position": 1, "step": step, "outcome": outcome}
            connection.execute(insert(schema.case_justice), [{**row, "start_date": begin, "end_date": end}])
        found = coded_people(connection)
        transaction.rollback()
    assert [(one["justice"], one["inspection"]) for one in found.values()] == [step[4:] for step in steps]


def test_what_labour_inspection_found_and_whether_it_was_investigated(case_engine: Engine) -> None:
    found, nothing, open_one = (
        ("LabourInspection", outcome, None) for outcome in ("ViolationFound", "NoViolation", "Ongoing")
    )
    people = [
        proceedings(),
        proceedings(nothing, open_one),
        proceedings(open_one),
        proceedings(found, nothing),
        proceedings(nothing, found, ("Investigation", "Closed", None)),
        proceedings(nothing, ("Investigation", "Closed", None)),
    ]
    assert [one["inspection"] for one in coded(case_engine, *people)] == [
        "none", "no_violation", "not_stated", "violation", "violation_investigated", "no_violation",
    ]  # fmt: skip


def test_a_person_has_one_sector_the_finer_one_or_several(case_engine: Engine) -> None:
    sectors = [(), ("F_Construction",), ("X_BrickKilns", "C_Manufacturing"), ("X_BrickKilns", "F_Construction")]
    sectors += [("X_CarpetWeaving", "X_BrickKilns", "C_Manufacturing"), ("A_AgricultureForestryAndFishing",)]
    people = [Person(sectors=codes, citizenship="AF" if codes else None) for codes in sectors]
    found = coded(case_engine, *people)
    assert [one["sector"] for one in found] == [
        "unknown", "F_Construction", "X_BrickKilns", "several", "several", "A_AgricultureForestryAndFishing",
    ]  # fmt: skip
    assert [one["citizenship"] for one in found] == ["unknown", *["AF"] * 5]


def test_who_recruited_and_the_kind_of_sexual_exploitation_are_one_code_too(case_engine: Engine) -> None:
    people = [
        Person(relations=("Familial",), sexual_types=("BachaBazi",)),
        Person(relations=("Familial", "Acquainted"), sexual_types=("Prostitution", "Pornography")),
        Person(),
    ]
    assert [(one["relation"], one["sexual_type"]) for one in coded(case_engine, *people)] == [
        ("Familial", "BachaBazi"),
        ("several", "several"),
        ("unknown", "unknown"),
    ]


def test_neither_the_source_nor_the_destination_is_a_place_of_transit(case_engine: Engine) -> None:
    there, back = coded(
        case_engine,
        Person(journey=(("Recruitment", "AF-HER"), ("Transit", "IR-10"), ("Transit", "TR"), ("Exploitation", "TR"))),
        Person(
            journey=(("Recruitment", "AF-HER"), ("Transit", "AF-HER"), ("Transit", "IR-10"), ("Exploitation", "TR"))
        ),
    )
    for found in (there, back):
        assert (found["first_country"], found["last_country"]) == ("IR", "IR")
        assert (found["first_transit"], found["last_transit"]) == ("IR-10", "IR-10")


def test_what_is_not_recorded_is_unknown(case_engine: Engine) -> None:
    (found,) = coded(case_engine, Person(year=None, gender="NonSpecifiedUnknown", age_band="unknown"))
    for dimension in ("year", "sex", "age", "age_band", "province", "country", "source", "exploitation_country"):
        assert found[dimension] == "unknown", dimension
    assert found["form"] == found["means"] == ["unknown"]
    assert found["form_asked"] == found["means_asked"] == found["stop"] == found["province_leg"] == []
    assert (found["first_country"], found["last_country"]) == ("none", "none")
    assert found["recruitment"] == [found["identified_by"]] == ["unknown"]


def test_sexes_and_ages(case_engine: Engine) -> None:
    genders = ("Feminine", "Masculine", "TransgenderFeminine", "NonConforming", "NonSpecifiedUnknown")
    assert [found["sex"] for found in coded(case_engine, *(Person(gender=gender) for gender in genders))] == [
        "female", "male", "other", "other", "unknown",
    ]  # fmt: skip
    bands = ("0-8", "9-17", "child", "18-20", "48+", "adult", "unknown")
    assert [found["age"] for found in coded(case_engine, *(Person(age_band=band) for band in bands))] == [
        "child", "child", "child", "adult", "adult", "adult", "unknown",
    ]  # fmt: skip


def test_who_refused_and_who_is_no_victim_is_not_counted(case_engine: Engine) -> None:
    people = [
        Person(year=2001, consent=False),
        Person(year=2002, status="NotAVictimOfTrafficking"),
        Person(year=2003, consent=False, status="NotAVictimOfTrafficking"),
        Person(year=2004, consent=True, status="ActualVictimOfTrafficking", forms=("ForcedLabour",)),
        Person(year=2005, status="PossibleVictimOfTrafficking", journey=(("Recruitment", "AF"), ("Transit", "IR"))),
    ]
    found = coded(case_engine, *people)
    # and nobody's journey or form slips to somebody else when others are left out
    assert [(one["year"], one["form"], len(one["province_leg"])) for one in found] == [
        ("2004", ["ForcedLabour"], 0),
        ("2005", ["unknown"], 1),
    ]


def test_where_identification_is_not_recorded_the_place_of_exploitation_stands_for_it(case_engine: Engine) -> None:
    journey = (("Recruitment", "AF-KAB"), ("Exploitation", "PK-SD"))
    away, home, nowhere = coded(
        case_engine, Person(journey=journey), Person(journey=journey, identified="AF"), Person()
    )
    assert (away["province"], away["country"]) == ("PK-SD", "PK")
    assert (home["province"], home["country"]) == ("AF", "AF")
    assert (nowhere["province"], nowhere["country"]) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("journey", "stops", "legs"),
    [
        # one province from beginning to end: a loop
        ([("Recruitment", "AF-KAB"), ("Exploitation", "AF-KAB")], "none", [("AF-KAB", "AF-KAB", "internal")]),
        # within one country, between provinces
        ([("Recruitment", "AF-KAB"), ("Exploitation", "AF-HER")], "none", [("AF-KAB", "AF-HER", "internal")]),
        # a stop in the country of the source is no stop on the way between countries
        (
            [("Recruitment", "AF-KAB"), ("Transit", "AF-HER"), ("Exploitation", "IR")],
            "none",
            [("AF-KAB", "AF-HER", "source_transit"), ("AF-HER", "IR", "transit_destination")],
        ),
        # a beginning without an end is no leg
        ([("Recruitment", "AF-KAB")], "none", []),
        ([("Exploitation", "AF-KAB")], "none", []),
        # steps at unknown places are skipped
        (
            [("Recruitment", "AF"), ("Transit", "unknown"), ("Exploitation", "IR")],
            "none",
            [("AF", "IR", "source_destination")],
        ),
        # there and back again
        (
            [("Recruitment", "AF"), ("Transit", "IR"), ("Exploitation", "AF")],
            "IR",
            [("AF", "IR", "source_transit"), ("IR", "AF", "transit_destination")],
        ),
        # the same leg twice is counted once
        (
            [("Recruitment", "AF"), ("Transit", "IR"), ("Transit", "PK"), ("Transit", "IR"), ("Transit", "PK")],
            "IR PK",
            [("AF", "IR", "source_transit"), ("IR", "PK", "transit_transit"), ("PK", "IR", "transit_transit")],
        ),
        # without a source the first leg is a transit
        ([("Transit", "IR"), ("Exploitation", "TR")], "IR", [("IR", "TR", "transit_destination")]),
    ],
)
def test_journeys(sqlite_cases: Engine, journey: list[tuple[str, str]], stops: str, legs: list[Any]) -> None:
    neighbour = Person(journey=(("Exploitation", "IR"),))
    found = coded(sqlite_cases, neighbour, Person(journey=tuple(journey)), neighbour)
    assert [(one["first_country"], one["last_country"]) for one in found] == [
        ("none", "none"), (stops.split()[0], stops.split()[-1]), ("none", "none"),
    ]  # fmt: skip
    assert [one["province_leg"] for one in found] == [[], legs, []]


def test_a_leg_out_of_a_province_is_no_part_of_the_people_taken_from_it(sqlite_cases: Engine) -> None:
    """So the two are not held to each other: who passes through a province is in a leg out of it, and who was recruited
    twice has one source and two legs that begin as one."""
    passing = Person(journey=(("Recruitment", "AF-KAB"), ("Transit", "AF-HER"), ("Exploitation", "IR-09")))
    twice = Person(journey=(("Recruitment", "AF-KAB"), ("Recruitment", "AF-HER"), ("Exploitation", "IR-09")))
    found = coded(sqlite_cases, passing, twice)
    assert [one["source"] for one in found] == ["AF-KAB", "AF-KAB"]
    assert [one["province_leg"][-1] for one in found] == [
        ("AF-HER", "IR-09", "transit_destination"), ("AF-HER", "IR-09", "source_destination"),
    ]  # fmt: skip


def test_known_towns_and_crossings_are_counted_once_each(sqlite_cases: Engine) -> None:
    steps = ("AF-HER/af-herat", "AF-HER/af-islam-qala", "IR-09/ir-taybad", "AF-HER/af-islam-qala", "IR-09/ir-dogharun")
    journey = tuple(("Recruitment" if number == 0 else "Transit", step) for number, step in enumerate(steps))
    (found,) = coded(sqlite_cases, Person(journey=journey, recruitment=("AtWork", "Abduction")))
    stops = {"af-herat", "af-islam-qala", "ir-taybad", "ir-dogharun"}
    assert len(found["stop"]) == BOUNDS["stop"] == len(set(found["stop"]) & stops)
    assert found["recruitment"] == ["AtWork", "Abduction"]


def test_lists_are_clipped_to_their_bounds(case_engine: Engine) -> None:
    countries = ("AF", "PK", "IR", "TR", "BG", "RS", "HU", "AT")
    steps = [("Recruitment", "AF"), *(("Transit", code) for code in countries[1:-1]), ("Exploitation", "AT")]
    services = ("Shelter", "LegalAid", "MedicalAid", "Nutrition", "Education", "Livelihood")
    (found,) = coded(case_engine, Person(forms=FORMS, means=MEANS, journey=tuple(steps), services=services))
    # nobody is in a cell twice
    for group in ("form", "means", "province_leg", "service"):
        assert len(found[group]) == len(set(found[group])) == BOUNDS[group], group
    # a journey keeps both of its ends: who came to Europe is counted as having come there
    legs = found["province_leg"]
    assert legs[:2] == [("AF", "PK", "source_transit"), ("PK", "IR", "transit_transit")]
    assert legs[-2:] == [("RS", "HU", "transit_transit"), ("HU", "AT", "transit_destination")]
    assert (found["first_country"], found["last_country"]) == ("PK", "HU")


def test_which_codes_are_counted_does_not_follow_the_order_of_the_list(sqlite_cases: Engine) -> None:
    """Of 600 people with the whole list, each code is counted about as often as any other."""
    people = 600
    found = coded(sqlite_cases, *[Person(means=tuple(MEANS_OF_CONTROL), forms=tuple(FORM_OF_EXPLOITATION))] * people)
    for group, codes in (("means", MEANS_OF_CONTROL), ("form", FORM_OF_EXPLOITATION)):
        counted = Counter(code for one in found for code in one[group])
        share = BOUNDS[group] / len(codes)
        # six standard deviations: less than once in ten million
        assert counted.keys() == codes.keys()
        assert all(
            abs(number - people * share) < 6 * math.sqrt(people * share * (1 - share)) for number in counted.values()
        )
        # and the choice of one case says nothing about that of the next
        assert len({tuple(one[group]) for one in found}) > 50


def test_a_case_keeps_its_codes_whoever_else_is_there(case_engine: Engine) -> None:
    person = Person(means=tuple(MEANS_OF_CONTROL))
    alone = coded(case_engine, person)[0]
    assert coded(case_engine, person, Person(), person)[0]["means"] == alone["means"]


EARLY, LATE = date(2025, 12, 31), date(2026, 1, 1)


def test_who_was_registered_after_the_day_is_not_counted(case_engine: Engine) -> None:
    people = [
        Person(gender="Feminine", registered=EARLY),
        Person(gender="Masculine", registered=LATE),
        Person(gender="NonConforming", year=2026),
        Person(gender="Feminine", year=2025),
        Person(gender="Masculine", year=None),
    ]
    assert [one["sex"] for one in coded(case_engine, *people)] == ["female", "female", "male"]
    # where only the year is known, a case counts from its last day on
    middle = coded(case_engine, *people, until=date(2026, 6, 30))
    assert [one["sex"] for one in middle] == ["female", "male", "female", "male"]
    assert len(coded(case_engine, *people, until=date(2026, 12, 31))) == len(people)
    assert [one["year"] for one in coded(case_engine, *people, until=date(2025, 12, 30))] == ["unknown"]


def test_what_began_after_the_day_has_not_happened(case_engine: Engine) -> None:
    journey = (("Recruitment", "AF"), ("Transit", "IR"), ("Exploitation", "TR"))
    services = ("Shelter", "FamilyReunification", "LegalAid")
    before, on, late = date(2025, 1, 1), EARLY, LATE
    person = Person(
        journey=journey, journey_dates=(None, on, late), identified="AF", identified_on=before,
        services=services, service_dates=(on, late, None),
    )  # fmt: skip
    (found,) = coded(case_engine, person)
    assert (found["source"], found["exploitation"]) == ("AF", "unknown")
    assert found["province_leg"] == [("AF", "IR", "source_transit")]
    assert found["service"] == ["Shelter", "LegalAid"]
    assert (found["stage"], found["reunification_time"]) == ("served", "open_6_to_12_months")
    (later,) = coded(case_engine, person, until=LATE)
    assert (later["exploitation"], later["stage"]) == ("TR", "reunified_or_reintegrated")
    # a case whose identification is dated later is there, without the place of it
    (unseen,) = coded(case_engine, Person(identified="AF", identified_on=late))
    assert unseen["province"] == "unknown"


def test_a_list_that_was_asked_about_and_found_empty_is_not_unknown(case_engine: Engine) -> None:
    asked, some, silent = coded(
        case_engine,
        Person(forms_known=FORMS),
        Person(forms=("ChildLabour",), forms_known=("ForcedLabour",)),
        Person(),
    )
    assert (asked["form"], sorted(asked["form_asked"])) == ([], sorted(FORMS))
    assert (some["form"], sorted(some["form_asked"])) == (["ChildLabour"], ["ChildLabour", "ForcedLabour"])
    assert (silent["form"], silent["form_asked"]) == (["unknown"], [])


def test_blocks_do_not_mix_people(sqlite_cases: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [
        Person(year=2000 + number, journey=(("Recruitment", "AF"), ("Exploitation", "IR"))[: 1 + number % 2])
        for number in range(11)
    ]
    whole = coded(sqlite_cases, *people)
    monkeypatch.setattr("data_access.publishing.coding.CASES_A_BLOCK", 3)
    assert coded(sqlite_cases, *people) == whole
    assert [len(one["province_leg"]) for one in whole] == [number % 2 for number in range(11)]


def test_a_vocabulary_numbers_codes_as_they_come_in_as_few_bits_as_they_need() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.encode("place", np.array(["b", "a", "b"])).tolist() == [0, 1, 0]
    assert vocabulary.bits("place") == 1
    assert vocabulary.encode("place", np.array(["a", "c"])).tolist() == [1, 2]
    assert vocabulary.names("place").tolist() == ["b", "a", "c"]
    vocabulary.encode("place", np.arange(401).astype(str))
    assert vocabulary.bits("place") == 9
