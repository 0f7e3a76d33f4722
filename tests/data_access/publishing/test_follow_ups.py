"""How far people came and how they were at the last follow-up: a few people that can be checked by hand."""

import pandas as pd

from data_access.publishing.case_codes.recovery import furthest_stage, last_outcome

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
