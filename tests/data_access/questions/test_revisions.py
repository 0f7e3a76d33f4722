"""What is said to have changed between two releases."""

from pathlib import Path

from data_access.questions.revisions import revised
from data_access.release.release import Release
from tests.worlds.releases import make_release, open_release


def test_one_number_of_many_is_revised_only_beyond_what_chance_does_to_the_largest(tmp_path: Path) -> None:
    rows = [(year, country, 200) for year in range(2015, 2025) for country in ("AF", "IR", "PK")]

    def published(name: str, last: int) -> Release:
        (tmp_path / name).mkdir()
        return open_release(make_release(tmp_path / name, {("year", "country"): [*rows[:-1], (2024, "PK", last)]}))

    before = published("before", 200)
    # a difference has an error of 7.1: 20 are 2.8 of them, which one of thirty numbers is beyond by chance
    assert revised(before, published("little", 220)).empty
    assert revised(before, published("more", 226))["difference"].tolist() == [26]
