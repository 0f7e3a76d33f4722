"""What is said of an address that asks for what cannot be shown."""

import pytest

from data_access.release.release import Release
from figures.address.words import unanswered
from locales import translator
from tests.worlds.releases import make_release, open_release, region

T = translator("en")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the years 2022 to 2024."""
    return open_release(make_release(tmp_path_factory.mktemp("release"), region()))


@pytest.mark.parametrize(
    ("in_vain", "said"),
    [
        ({}, []),
        ({"years": ["2010-2012"]}, ["The address asks for 2010 to 2012; the release begins in 2022."]),
        ({"years": ["2030-2030"]}, ["The address asks for 2030; the release ends in 2024."]),
        (
            {"years": ["2010-2030"]},
            ["The address asks for 2010 to 2030; the release begins in 2022 and ends in 2024."],
        ),
        (
            {"years": ["soon"], "country": ["XX", "YY"], "view": ["sideways"]},
            [
                "The address asks for what cannot be shown here, and it is left out: `years=soon`, `country=XX`, "
                "`country=YY`, `view=sideways`."
            ],
        ),
        (
            {"years": ["2023-2023"], "contry": [f"X{number}" for number in range(300)]},
            [
                "The address asks for what cannot be shown here, and it is left out: `years=2023-2023`, `contry=X0`, "
                "`contry=X1`, `contry=X2`, `contry=X3`, `contry=X4`, `contry=X5`, `contry=X6`, …."
            ],
        ),
        (
            {"sector": ["X_BrickKilns"], "relation": ["Familial"], "view": ["sideways"]},
            [
                "Numbers cannot be narrowed to one work, citizenship or recruiter: too few published tables have them. "
                "Justice has people by their work and by who recruited them, Overview by citizenship.",
                "The address asks for what cannot be shown here, and it is left out: `view=sideways`.",
            ],
        ),
        ({"release": ["7"]}, ["The release that the address names is not kept; this is release 1."]),
    ],
)
def test_each_kind_of_thing_has_its_sentence(release: Release, in_vain: dict[str, list[str]], said: list[str]) -> None:
    assert unanswered(in_vain, release, T) == said


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "A" * 5000, "Call +93 70 000 000", "`code`", "¯"])
def test_a_page_does_not_say_what_somebody_else_wrote_into_a_link(release: Release, value: str) -> None:
    (sentence,) = unanswered({"country": [value]}, release, T)
    assert sentence.endswith("left out: `country=…`.")
    (sentence,) = unanswered({value: ["AF"]}, release, T)
    assert sentence.endswith("left out: `…=AF`.")
