"""Who the people of a choice are, in four shares, by hand."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from data_access.codes.of_release import STAGES as STAGE_CODES
from data_access.questions.overview import origins_and_destinations
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.overview.words import key_share_words
from figures.routes import pair_words
from findings.key_shares import key_shares
from locales import translator
from tests.worlds.releases import make_release, open_release

EN = translator("en")
SEX_AND_AGE = [("female", "child", 300), ("female", "adult", 100), ("male", "child", 100), ("male", "adult", 500)]
PAIRS = [("AF", "AF", 300), ("AF", "IR", 500), ("PK", "PK", 100), ("AF", "unknown", 400)]
STAGES = [("identified", 600), ("referred", 300), ("served", 100)]
EVERYBODY = Filters()


def _said(
    folder: Path, filters: Filters = EVERYBODY, *, sexes: list[tuple[str, str, int]] = SEX_AND_AGE
) -> list[object]:
    tables = {("sex", "age"): sexes, ("source_country", "exploitation_country"): PAIRS, ("stage",): STAGES}
    release = open_release(make_release(folder, tables, standard_error=5.0))
    return list(key_share_words(key_shares(release, filters), EN))


def test_each_share_is_of_those_of_whom_it_is_known(tmp_path: Path) -> None:
    assert [(share, about) for share, _, about in _said(tmp_path)] == [
        ("40%", "were children"),  # 400 of 1,000
        ("40%", "were women and girls"),
        ("44%", "stayed within one country"),  # 400 of the 900 whose source and destination are named
        ("40%", "were referred to help"),  # 400 of 1,000, at any step after identification
    ]


def test_a_margin_is_that_of_both_numbers(tmp_path: Path) -> None:
    tables = {("age",): [("child", 400), ("adult", 600)]}
    release = open_release(make_release(tmp_path, tables, standard_error=5.0))
    shares = key_shares(release, Filters())
    # (0.6 * 5)² + (0.4 * 5)² people of 1,000
    assert shares["share_error"].tolist() == pytest.approx([math.sqrt(13) / 1000])
    assert key_share_words(shares, EN) == [("40%", "33% to 47%", "were children")]


def test_each_number_is_in_the_margin_by_the_share_of_the_other(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, {("stage",): STAGES}, standard_error=5.0))
    # those who were referred are the sum of two stages: (0.6 * 5)² * 2 + (0.4 * 5)² people of 1,000
    assert key_shares(release, EVERYBODY)["share_error"].tolist() == pytest.approx([math.sqrt(22) / 1000])


def test_a_whole_that_is_known_better_than_its_parts_lets_them_err_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Overview gave who was referred a standard error of 1.4 points where Recovery gave 1.9 to the same share."""
    release = open_release(make_release(tmp_path, {("stage",): STAGES}, standard_error=5.0))
    rows = type(release).rows

    def known_whole(self: Release, by: tuple[str, ...], where: Mapping[str, frozenset[str]]) -> list[tuple[Any, ...]]:
        found = rows(self, by, where)
        is_whole = dict(where).get("stage", frozenset(STAGE_CODES)) >= {code for code, _ in STAGES}
        return [(*row[:-2], 1.0, row[-1]) for row in found] if is_whole else found

    monkeypatch.setattr(type(release), "rows", known_whole)
    [share] = key_shares(release, EVERYBODY)["share_error"]
    # of independent sums it would be √22; a whole that is known to 1 takes no more than its part of that off the √50
    assert share == pytest.approx((math.sqrt(50) - 0.4) / 1000)


def test_no_share_is_said_of_which_a_part_is_withheld(tmp_path: Path) -> None:
    few = [("female", "child", 300), ("male", "child", 300), ("male", "adult", 0), ("female", "adult", 4)]
    assert ("Withheld", "", "were children") in _said(tmp_path, sexes=few)


def test_a_filter_leaves_out_the_share_that_it_fixes(tmp_path: Path) -> None:
    said = {about for *_, about in _said(tmp_path, Filters(sex=("female",)))}
    assert said == {"were children"}  # and no other table knows the sex


def test_a_share_of_which_a_part_is_withheld_is_said_to_be_the_least(tmp_path: Path) -> None:
    """4 people within Pakistan are withheld: 300 of the 804 are known to have stayed within one country."""
    pairs = [("AF", "AF", 300), ("AF", "IR", 500), ("PK", "PK", 4), ("AF", "unknown", 400)]
    release = open_release(make_release(tmp_path, {("source_country", "exploitation_country"): pairs}))
    [(share, _, about)] = key_share_words(key_shares(release, Filters()), EN)
    assert (share, about) == ("At least 37%", "stayed within one country")


def test_what_cannot_have_happened_yet_withholds_no_share(tmp_path: Path) -> None:
    """Recovery gave the share of 2025 that the Overview called withheld: nobody can have been followed up by then."""
    stages = [("identified", 600), ("referred", 300), ("served", 100), ("followed_up_12_months", 0)]
    release = open_release(make_release(tmp_path, {("stage",): stages}, standard_error=5.0))
    assert key_share_words(key_shares(release, EVERYBODY), EN)[0][::2] == ("40%", "were referred to help")


def test_in_an_exact_release_nobody_is_a_number(tmp_path: Path) -> None:
    tables = {("sex", "age"): [("female", "adult", 450)]}
    release = open_release(make_release(tmp_path, tables, standard_error=0.0, is_exact=True))
    said = key_share_words(key_shares(release, EVERYBODY), EN)
    assert [(share, about) for share, _, about in said] == [("0%", "were children"), ("100%", "were women and girls")]


def test_routes_and_overview_give_one_share(tmp_path: Path) -> None:
    tables = {("source_country", "exploitation_country"): PAIRS}
    release = open_release(make_release(tmp_path, tables, standard_error=5.0))
    pairs, shares = origins_and_destinations(release, EVERYBODY), key_shares(release, EVERYBODY)
    assert pair_words.routes_known(pairs, shares.to_dict("records")[0], EN) == (
        "Of 900 people, whose source and destination are both known, 44% (37% to 52%) stayed within one country."
    )
    said = pair_words.routes_known(pairs, None, EN)
    assert said is not None and said.endswith("More may be withheld, so no share is given.")
