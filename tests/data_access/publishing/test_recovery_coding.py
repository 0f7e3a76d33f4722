"""Steps of recovery become codes: a few people that can be checked by hand."""

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine, insert

from data_access.cases import schema
from data_access.codes.of_release import TIMED_STEPS
from data_access.publishing.case_codes.recovery import (
    capture_history,
    furthest_stage,
    identified_by,
    last_outcome,
    time_to,
)
from tests.worlds.coded import coded_people
from tests.worlds.people import UNTIL, Person, fill

SERVICES = pd.DataFrame(
    [
        # case, service, day, outcome, kind of provider
        (0, "Identification", "2025-01-01", None, "LawEnforcement"),
        (0, "ReferralOut", "2025-01-20", None, "LawEnforcement"),
        (0, "Shelter", "2025-04-01", None, "NGO"),
        (0, "LegalAid", "2025-04-10", None, "NGO"),
        # declined is not received, and what happened on the same day took up to a month
        (1, "Identification", "2025-11-01", None, "NGO"),
        (1, "Shelter", "2025-11-01", "Declined", "NGO"),
        (1, "ReferralIn", "2025-11-01", None, "NGO"),
        # without the day of identification, or of the step, no time is known
        (2, "Identification", None, None, None),
        (2, "Shelter", "2025-02-01", None, "NGO"),
        (3, "Identification", "2024-12-31", None, None),
        (3, "Shelter", None, None, "NGO"),
        # a step before identification is a mistake of the record
        (4, "Identification", "2025-03-01", None, "NGO"),
        (4, "ReferralIn", "2025-02-01", None, "NGO"),
    ],
    columns=["case", "service", "start_date", "outcome", "provider_kind"],
)


@pytest.mark.parametrize(
    ("step", "codes"),
    [
        ("referral", ["up_to_1_month", "up_to_1_month", "unknown", "open_6_to_12_months", "unknown", "unknown"]),
        ("service", ["1_to_3_months", "open_1_to_3_months", "unknown", "unknown", "open_6_to_12_months", "unknown"]),
        (
            "reunification",
            ["open_6_to_12_months", "open_1_to_3_months", "unknown", "open_6_to_12_months", "open_6_to_12_months",
             "unknown"],
        ),
    ],
)  # fmt: skip
def test_the_time_from_identification_to_a_step(step: str, codes: list[str]) -> None:
    assert time_to(SERVICES, TIMED_STEPS[step], 6, UNTIL).tolist() == codes


def test_who_identified_a_person_is_a_kind_of_organisation() -> None:
    found = identified_by(SERVICES, 6)
    assert found.tolist() == ["LawEnforcement", "NGO", "unknown", "unknown", "NGO", "unknown"]


# how far people came, and how they were at the last follow-up
FOLLOW_UPS = pd.DataFrame(
    [
        (0, "FollowUp3Months", "WithFamily"),
        (0, "FollowUp6Months", "InSchool"),
        (0, "FollowUp12Months", "ReTrafficked"),
        (0, "LegalAid", None),
        (1, "Shelter", None),
        (2, "FollowUp3Months", "InWork"),
        (2, "FollowUp6Months", None),
    ],
    columns=["case", "service", "outcome"],
)


def test_the_outcome_is_that_of_the_last_follow_up() -> None:
    assert last_outcome(FOLLOW_UPS, 3).tolist() == ["ReTrafficked", "NotFollowedUp", "NotStated"]


def test_a_person_came_as_far_as_the_furthest_step_in_whatever_order() -> None:
    assert furthest_stage(FOLLOW_UPS, 3).tolist() == [
        "followed_up_12_months", "sheltered_or_assisted", "followed_up_6_months",
    ]  # fmt: skip


def test_a_person_is_on_the_lists_of_those_who_met_them_and_of_the_source() -> None:
    met = pd.DataFrame(
        [
            (0, "Identification", "LawEnforcement"),
            (0, "ReferralIn", "NGO"),
            (1, "Shelter", "NGO"),  # cared for, and not met first
            (2, "ReferralOut", None),
        ],
        columns=["case", "service", "provider_kind"],
    )
    assert capture_history(met, pd.Series([None, "Hotline", None]), 3).tolist() == ["police+ngo", "hotline", "none"]


def test_every_source_and_every_kind_of_organisation_is_on_its_list() -> None:
    sources = {"Police": "police", "BorderAuthority": "border", "NGO": "ngo", "CaseManagement": "ngo",
               "Hotline": "hotline", "Shelter": "government", "LabourInspection": "government",
               "Other": "none"}  # fmt: skip
    nobody = pd.DataFrame({"case": [0], "service": ["Shelter"], "provider_kind": ["NGO"]})
    assert capture_history(nobody, pd.Series([*sources]), len(sources)).tolist() == [*sources.values()]
    kinds = {"LawEnforcement": "police", "ImmigrationService": "border", "NGO": "ngo",
             "InternationalOrganisation": "ngo", "CentralGovernmentOrganisation": "government",
             "LocalGovernmentOrganisation": "government", "SchoolOrCollege": "none"}  # fmt: skip
    met = pd.DataFrame({"case": range(len(kinds)), "service": "Identification", "provider_kind": [*kinds]})
    assert capture_history(met, pd.Series([None] * len(kinds)), len(kinds)).tolist() == [*kinds.values()]


def test_no_outcome_is_known_before_the_service_ended(case_engine: Engine) -> None:
    """(service, outcome, begin, end) -> the stage, the outcome of follow-up and the time to a service that are known at
    the end of 2025, of people who were identified on the first of June."""
    before, after = date(2025, 6, 1), date(2026, 2, 1)
    still = ("identified", "NotFollowedUp", "open_6_to_12_months")
    served = ("sheltered_or_assisted", "NotFollowedUp", "up_to_1_month")
    steps = [
        ("FollowUp3Months", "ReTrafficked", before, after, "followed_up_3_months", "NotStated", still[2]),
        ("FollowUp3Months", "ReTrafficked", before, UNTIL, "followed_up_3_months", "ReTrafficked", still[2]),
        ("FollowUp3Months", "ReTrafficked", None, after, *still),
        ("Shelter", "Declined", before, after, *served),
        ("Shelter", "Declined", before, UNTIL, *still),
        ("Shelter", "Completed", None, after, *still),
        ("Shelter", "Completed", None, UNTIL, "sheltered_or_assisted", "NotFollowedUp", "unknown"),
    ]
    with case_engine.connect() as connection, connection.begin() as transaction:
        fill(connection, [Person(identified="AF-KAB", identified_on=before)] * len(steps))
        for number, (service, outcome, begin, end, *_) in enumerate(steps, 1):
            row = {"case_id": number, "position": 2, "service": service, "outcome": outcome}
            connection.execute(insert(schema.case_service), [{**row, "start_date": begin, "end_date": end}])
        found = coded_people(connection)
        transaction.rollback()
    assert [(one["stage"], one["outcome"], one["service_time"]) for one in found.values()] == [
        tuple(step[4:]) for step in steps
    ]
