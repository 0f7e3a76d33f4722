"""Legs, nodes, whole ways and changes on a small world: whole literal answers."""

from pathlib import Path

import pandas as pd
import pytest

from data_access.questions import routes as ask
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from tests.worlds.journeys import five_forms, journeys
from tests.worlds.releases import make_release, open_release

BALOCHISTAN, AFGHANISTAN = Filters(place="PK-BA"), Filters(country=("AF",))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("journeys"), journeys()))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("five_forms"), five_forms()))


def _ends(release: Release, filters: Filters, direction: str) -> list[str]:
    answer = ask.legs(release, filters, "province", direction)
    return [f"{row.from_place} > {row.to_place}" for row in answer[answer["state"] == "count"].itertuples()]


@pytest.mark.parametrize(
    ("filters", "direction", "expected"),
    [
        (BALOCHISTAN, "all", ["PK-PB-S > PK-BA", "PK-BA > IR-11", "PK-BA > OM"]),
        (BALOCHISTAN, "inbound", ["PK-PB-S > PK-BA"]),
        (BALOCHISTAN, "outbound", ["PK-BA > IR-11", "PK-BA > OM"]),
        (BALOCHISTAN, "through", ["PK-PB-S > PK-BA", "PK-BA > IR-11", "PK-BA > OM"]),
        (BALOCHISTAN, "internal", []),
        (AFGHANISTAN, "all", ["AF-HER > AF-HER", "AF-KAB > IR-23", "AF-KAB > AF-HER"]),
        (AFGHANISTAN, "internal", ["AF-HER > AF-HER", "AF-KAB > AF-HER"]),
        (AFGHANISTAN, "outbound", ["AF-KAB > IR-23"]),
        (AFGHANISTAN, "inbound", []),  # journeys within the country do not come into it
        (AFGHANISTAN, "through", []),
        (Filters(country=("KZ",)), "all", []),
        (Filters(), "internal", ["AF-HER > AF-HER", "PK-SD > PK-SD", "AF-KAB > AF-HER"]),
        (Filters(), "through", ["PK-PB-S > PK-BA", "PK-BA > IR-11", "IR-11 > AE", "PK-BA > OM"]),
    ],
)
def test_directions(release: Release, filters: Filters, direction: str, expected: list[str]) -> None:
    assert _ends(release, filters, direction) == expected


def _nodes(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(ask.nodes(*(frame.to_dict("records") for frame in frames)))


def test_what_a_place_is_to_the_routes(release: Release) -> None:
    nodes = _nodes(ask.legs(release, Filters(), "province")).set_index("place")
    assert nodes.loc["PK-BA", "transit_error"] == pytest.approx(5 * 3**0.5)  # of one leg over three years
    nodes = nodes[list(ask.ROLES)]
    assert nodes.loc["PK-BA"].tolist() == [0, 1800, 0]  # 1,800 arrived; 1,710 are known to have gone on
    assert nodes.loc["IR-11"].tolist() == [0, 1260, 0]
    assert nodes.loc["AF-HER"].tolist() == [900, 0, 1170]
    assert nodes.loc["AE"].tolist() == [0, 0, 1200]
    assert nodes.index[0] == "AF-HER"


def test_a_place_of_which_arrivals_are_withheld_still_counts_who_left() -> None:
    from tests.worlds.journeys import legs_frame

    nodes = _nodes(legs_frame([("PK-BA", "OM", "transit_destination", 50), ("PK", "PK-BA", "source_transit", 3)]))
    assert nodes.set_index("place").loc["PK-BA", list(ask.ROLES)].tolist() == [0, 50, 0]


def test_a_place_counts_the_larger_of_those_who_arrived_and_those_who_left() -> None:
    from tests.worlds.journeys import legs_frame

    legs = [("PK", "PK-BA", "source_transit", 100)]
    legs += [("PK-BA", place, "transit_destination", 80) for place in ("OM", "AE")]
    nodes = _nodes(legs_frame(legs)).set_index("place")
    assert nodes.loc["PK-BA", list(ask.ROLES)].tolist() == [0, 160, 0]
    assert nodes.loc["PK-BA", "transit_error"] == pytest.approx(5 * 2**0.5)  # of the same legs


ROLES = {
    ("AF", "destination"): 300,
    ("AF", "source"): 510,
    ("GR", "destination"): 60,
    ("IR", "destination"): 206,
    ("IR", "transit"): 240,
    ("PK", "destination"): 200,
    ("PK", "source"): 446,
    ("TR", "destination"): 202,
    ("TR", "source"): 22,
    ("TR", "transit"): 60,
}


def _roles(answer: pd.DataFrame) -> dict[tuple[str, str], int]:
    shown = answer[answer["state"] == "count"]
    return {(row.place, row.role): row[3] for row in shown[["place", "role", "count"]].itertuples()}


def test_what_a_country_is_to_whole_ways_is_one_sum_over_all_ways(small: Release) -> None:
    """Also over those that are pooled, and those of which the other end is not known."""
    answer = ask.people_by_role(small, Filters())
    assert _roles(answer) == ROLES and answer["is_all"].all()
    assert set(answer.loc[answer["place"] == "TJ", "state"]) == {"withheld"}
    error = answer.set_index(["place", "role"])["standard_error"]
    assert error["PK", "source"] == pytest.approx(5 * 10**0.5)  # five ways in two years


def test_of_other_countries_only_those_on_the_way_to_or_from_the_chosen_ones(small: Release) -> None:
    answer = ask.people_by_role(small, Filters(country=("IR",)))
    assert _roles(answer[answer["is_all"]]) == {key: n for key, n in ROLES.items() if key[0] == "IR"}
    assert _roles(answer[~answer["is_all"]]) == {("PK", "source"): 86, ("AF", "source"): 120}


def test_the_sums_over_whole_ways_stand_for_the_sums_of_legs(small: Release) -> None:
    legs, filters = ask.legs(small, Filters()), Filters()
    by_legs, by_ways = _nodes(legs), _nodes(legs, ask.people_by_role(small, filters))
    assert by_legs.set_index("place").loc["PK", "source"] == 440
    long = by_ways.melt("place", list(ask.ROLES), "role", "count")
    shown = long[long["count"] > 0]
    assert dict(zip(zip(shown["place"], shown["role"], strict=True), shown["count"], strict=True)) == ROLES


def test_towns_and_crossings_of_a_route(small: Release) -> None:
    stops = ask.stops(small, Filters())
    assert list(zip(stops["stop"], stops["count"], strict=True)) == [("ir-zahedan", 70), ("pk-taftan", 70)]
    route = ask.route_by(small, Filters(), "country", ("PK", "IR"), ("stop",))
    assert route["count"].tolist() == [70, 70]
    assert ask.route_by(small, Filters(), "country", ("AF", "IR"), ("stop",))["state"].eq("withheld").all()
    who = ask.route_by(small, Filters(), "country", ("PK", "IR"), ("sex", "age"))
    assert who.loc[0, ["sex", "age", "count"]].tolist() == ["male", "adult", 240]
    recruited = ask.route_by(small, Filters(), "country", ("PK", "IR"), ("recruitment",))
    assert recruited[["recruitment", "count"]].to_numpy().tolist() == [["Abduction", 120]]
    with pytest.raises(NotPublished):
        ask.route_by(small, Filters(years=(2024, 2024)), "country", ("PK", "IR"), ("recruitment",))


@pytest.mark.parametrize(
    ("years", "periods"),
    [
        ((2024, 2024), []),
        ((2023, 2024), [(2023, 2023), (2024, 2024)]),
        ((2014, 2025), [(2014, 2015), (2016, 2017), (2018, 2019), (2020, 2021), (2022, 2023), (2024, 2025)]),
        ((2015, 2025), [(2016, 2017), (2018, 2019), (2020, 2021), (2022, 2023), (2024, 2025)]),
        ((2013, 2025), [(2014, 2016), (2017, 2019), (2020, 2022), (2023, 2025)]),
    ],
)
def test_periods_are_of_equal_length(small: Release, years: tuple[int, int], periods: list[tuple[int, int]]) -> None:
    assert list(ask.equal_periods(small, Filters(years=years))) == periods


def test_whole_ways_add_up_to_their_pair_of_countries(release: Release) -> None:
    ways = ask.ways(release, Filters())
    pairs = release.counts(("source_country", "exploitation_country"), {})
    pairs = pairs[pairs["state"] == "count"].set_index(["source_country", "exploitation_country"])["count"]
    sums = ways.groupby([ways["chain_source"].str[:2], "chain_destination"])["count"].sum()
    for pair in (("PK", "AE"), ("TJ", "RU"), ("UZ", "KZ"), ("AF", "IR"), ("AF", "TR")):
        assert sums[pair] == pairs[pair], pair
    assert not {("AF", "AF"), ("PK", "PK")} & set(sums.index)
    unknown_pair = ways[(ways["chain_source"] == "PK-PB-S") & (ways["chain_destination"] == "OM")]
    assert unknown_pair.empty, "a way is told only between countries whose pair is published"


@pytest.mark.parametrize(
    ("pair", "least", "is_exact", "other"),
    [(109, 10, False, None), (110, 10, False, 10), (109, 10, True, 9), (109, 5, False, None), (119, 20, False, None)],
)
def test_smaller_ways_of_fewer_than_a_release_shows_are_withheld(
    tmp_path: Path, pair: int, least: int, is_exact: bool, other: int | None
) -> None:
    """The difference of two published numbers is a number too, with the errors of both: never of fewer than ten."""
    tables = {
        ("year", "chain_source", "first_transit", "last_transit", "chain_destination"): [
            ("2024", "PK-PB-S", "PK-BA", "IR-11", "AE", 60),
            ("2024", "PK-PB-S", "none", "none", "AE", 40),
        ],
        ("year", "source_country", "exploitation_country"): [("2024", "PK", "AE", pair)],
    }
    ways = ask.ways(open_release(make_release(tmp_path, tables, is_exact=is_exact, least_count=least)), Filters())
    smaller = ways[ways["first_transit"] == "other"]
    assert smaller["count"].tolist() == ([] if other is None else [other])
    if not is_exact:
        assert smaller["standard_error"].tolist() == pytest.approx([] if other is None else [5 * 3**0.5])


def test_ways_through_a_place(release: Release) -> None:
    ways = ask.ways(release, BALOCHISTAN, "through")
    assert ways[list(ask.WAY)].to_numpy().tolist() == [["PK-PB-S", "PK-BA", "IR-11", "AE"]]
    assert ways["count"].tolist() == [180]


def test_a_way_that_begins_in_a_country_does_not_pass_it(release: Release) -> None:
    assert ask.ways(release, Filters(country=("PK",)), "through").empty
    assert ask.ways(release, Filters(country=("IR",)), "through")["count"].tolist() == [180]


def test_what_changed_beyond_its_error(release: Release) -> None:
    changes = ask.changed(release, Filters(), "province")
    assert changes.attrs["halves"] == ((2022, 2022), (2023, 2024))
    first = changes.iloc[0]
    assert (first["from_place"], first["to_place"]) == ("PK-PB-S", "PK-BA")
    assert (first["first_half"], first["second_half"], first["change"]) == (300, 750, 450)
    assert first["change_error"] == pytest.approx((25 + 2 * 25 / 4) ** 0.5)
    assert changes["is_beyond_error"].all()
    assert ask.changed(release, Filters(years=(2023, 2023)), "province").empty


def test_one_route_over_the_years_and_by_form(release: Release) -> None:
    years = ask.route_by_year(release, Filters(years=(2024, 2024)), "province", ("PK-BA", "OM"))
    assert list(zip(years["year"], years["count"], strict=True)) == [(2022, 75), (2023, 150), (2024, 225)]
    forms = ask.route_by(release, Filters(), "country", ("AF", "IR"), ("form",))
    forms = forms[forms["state"] == "count"]
    assert list(zip(forms["form"], forms["count"], strict=True)) == [("ForcedLabour", 180), ("ForcedBegging", 60)]
    with pytest.raises(NotPublished):
        ask.route_by(release, Filters(), "province", ("PK-BA", "OM"), ("form",))


def test_a_release_without_ways_says_so(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in journeys().items() if "chain" not in name}
    with pytest.raises(NotPublished):
        ask.ways(open_release(make_release(tmp_path, tables)), Filters())


@pytest.mark.parametrize(("direction", "ends"), [("inbound", []), ("outbound", ["IR", "TR"]), ("internal", ["AF"])])
def test_ways_out_of_a_country_and_into_it_are_not_those_that_never_leave_it(
    release: Release, direction: str, ends: list[str]
) -> None:
    ways = ask.ways(release, AFGHANISTAN, direction)
    assert ways["chain_destination"].tolist() == ends


def test_a_word_that_is_no_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="inboud"):
        ask.is_along("AF", "IR", "source_destination", ("IR",), "inboud")
