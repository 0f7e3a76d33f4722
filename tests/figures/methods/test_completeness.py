"""How much the records do not say, counted by hand on a small exact and a small noisy world."""

import pytest

from data_access.codes.of_release import UNKNOWN
from data_access.questions.completeness import not_recorded
from data_access.release.filters import Filters
from figures.methods.completeness import completeness_sentence, completeness_table
from findings.key_shares import with_limits
from locales import translator
from tests.worlds.releases import make_release, open_release

T = translator("en")
WORLD = {
    ("year", "province", "sex", "age"): [
        (2023, "AF-KAB", "female", "adult", 300),
        (2023, "AF", "female", "adult", 100),  # of the country alone
        (2024, "AF-KAB", "female", "adult", 300),
        (2024, UNKNOWN, UNKNOWN, "adult", 50),
        (2024, "DE", "male", "child", 50),  # no province of another country is ever recorded
    ],
}


@pytest.mark.parametrize("noise", [0.0, 4.0])
def test_shares_are_those_of_everybody_of_the_year(tmp_path, noise) -> None:
    release = open_release(make_release(tmp_path, WORLD, standard_error=noise, is_exact=not noise))
    found = with_limits(not_recorded(release, Filters(), ("AF",)), 0.0, "people").set_index(["field", "year"])
    assert list(dict.fromkeys(found.index.get_level_values("field"))) == ["sex", "age", "country", "province"]
    assert found.loc[("province", 2023), "share"] == pytest.approx(100 / 400)
    assert found.loc[("province", 2024), "share"] == pytest.approx(50 / 400)
    assert found.loc[("sex", 2024), "share"] == pytest.approx(50 / 400)
    assert bool(found["share_error"].dropna().gt(0).any()) == bool(noise)
    table = completeness_table(found.reset_index(), T)
    assert table.columns.tolist() == ["Not recorded", "All years", "2023", "2024"]
    first = table.set_index("Not recorded").loc["Province of identification"]
    assert first["2023"].startswith("25.0%")
    sentence = completeness_sentence(found.reset_index(), T)
    assert sentence is not None and "Province of identification" in sentence


def test_a_share_of_a_withheld_number_is_withheld(tmp_path) -> None:
    few = {("year", "sex"): [(2024, "female", 400), (2024, UNKNOWN, 3)]}
    release = open_release(make_release(tmp_path, few, standard_error=4.0))
    answer = with_limits(not_recorded(release, Filters(), ()), 0.0, "people")
    table = completeness_table(answer, T).set_index("Not recorded")
    assert table.loc["Sex", "2024"] == "withheld"


def test_only_the_newest_years_have_columns(tmp_path) -> None:
    sexes = {("year", "sex"): [(year, "female", 400) for year in range(2014, 2025)]}
    release = open_release(make_release(tmp_path, sexes, is_exact=True))
    table = completeness_table(with_limits(not_recorded(release, Filters(), ()), 0.0, "people"), T)
    assert table.columns.tolist() == ["Not recorded", "All years", "2020", "2021", "2022", "2023", "2024"]


def test_a_release_without_years_tells_of_everybody(tmp_path) -> None:
    release = open_release(make_release(tmp_path, {("sex",): [("female", 300), (UNKNOWN, 100)]}, is_exact=True))
    table = completeness_table(with_limits(not_recorded(release, Filters(), ()), 0.0, "people"), T)
    assert table.to_dict("records") == [{"Not recorded": "Sex", "All years": "25.0%"}]


def test_what_cannot_be_told_apart_is_not_called_the_most(tmp_path) -> None:
    alike = {("year", "sex", "age"): [(2024, "female", "adult", 800), (2024, UNKNOWN, "adult", 100),
                                      (2024, "female", UNKNOWN, 102)]}  # fmt: skip
    for error, is_said in ((5.0, False), (0.0, True)):
        folder = tmp_path / str(error)
        folder.mkdir()
        release = open_release(make_release(folder, alike, standard_error=error, is_exact=not error))
        assert (
            completeness_sentence(with_limits(not_recorded(release, Filters(), ()), 0.0, "people"), T) is not None
        ) == is_said


def test_a_year_of_nobody_is_not_called_withheld_where_nothing_is(tmp_path) -> None:
    sexes = {("year", "sex"): [(2022, "female", 300), (2024, "female", 300)]}
    release = open_release(make_release(tmp_path, sexes, is_exact=True))
    (row,) = completeness_table(with_limits(not_recorded(release, Filters(), ()), 0.0, "people"), T).to_dict("records")
    assert row == {"Not recorded": "Sex", "All years": "0.0%", "2022": "0.0%", "2023": "none", "2024": "0.0%"}


def test_the_error_of_a_share_is_that_of_its_number_and_as_much_of_the_whole_as_it_is(tmp_path) -> None:
    sexes = {("sex",): [("female", 300), (UNKNOWN, 100)]}
    release = open_release(make_release(tmp_path, sexes, standard_error=4.0))
    [row] = not_recorded(release, Filters(), ()).to_dict("records")
    (_, everybody, _), (_, unsaid, _) = release.rows((), {})[0], release.rows((), {"sex": frozenset({UNKNOWN})})[0]
    assert (row["count"], row["people"], row["share"], unsaid) == (100, 400, 0.25, 4.0)
    assert row["share_error"] == pytest.approx((4**2 + (0.25 * everybody) ** 2) ** 0.5 / 400)
