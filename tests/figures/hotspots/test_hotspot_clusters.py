"""The cluster view: what each method finds on worlds where the answer is known, in words, on the map, in the table."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions.areas import people_by_period
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import class_maps as hotspot_class_maps
from figures.hotspots import finding_words as hotspot_findings
from figures.hotspots import tables as hotspot_tables
from figures.hotspots.views import METHODS
from figures.kit import tables as answer_table
from figures.kit.labels import CLUSTER
from figures.kit.palette import DARK, LIGHT, Palette
from figures.kit.paper import Paper
from findings import clusters_in_time as hotspot_periods
from findings import rates as hotspot_statistics
from findings import verdicts
from locales import Translator, translator
from tests.worlds.hotspots import AFGHAN, make_world
from tests.worlds.releases import Tables, open_release

EN = translator("en")
YEARS = range(2019, 2025)


def _years(herat: Callable[[int], int]) -> Tables:
    """50 people a year in each of twelve Afghan provinces of a million; in Herat as many as `herat` says."""
    who = [
        (year, place, "female", "adult", herat(year) if place == "AF-HER" else 50) for year in YEARS for place in AFGHAN
    ]
    return {("year", role, "sex", "age"): who for role in ("province", "source", "exploitation")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    worlds = {
        "since 2022": _years(lambda year: 200 if year >= 2022 else 50),
        "always": _years(lambda year: 200),
        "over": _years(lambda year: 200 if year in (2020, 2021) else 50),
        "flat": _years(lambda year: 50),
    }
    releases = {name: make_world(tmp_path_factory.mktemp("world"), content) for name, content in worlds.items()}
    withheld = make_world(tmp_path_factory.mktemp("withheld"), worlds["always"], least_count=100_000)
    return {name: open_release(address) for name, address in {**releases, "withheld": withheld}.items()}


def _in_time(release: Release) -> pd.DataFrame:
    return hotspot_periods.clusters_in_time(release, Filters(country=("AF",)), "identified")


@pytest.mark.slow
def test_a_cluster_has_a_place_and_a_time(made: dict[str, Release]) -> None:
    found = _in_time(made["since 2022"])
    assert found[["places", "first_year", "last_year", "count"]].to_numpy().tolist() == [[("AF-HER",), 2022, 2024, 600]]
    row = found.iloc[0]
    assert row["expected"] == pytest.approx(187.5)  # three times a twelfth of 750
    assert row["relative_risk"] == pytest.approx(3.2)
    assert row["standard_error"] == pytest.approx(5 * 3**0.5)
    assert row["p_value"] == 0.001
    assert found.attrs.pop("overdispersion") >= 1
    years = {"first_year": 2019, "last_year": 2024, "years_each": 1}
    assert found.attrs == {"searched": tuple(sorted(AFGHAN)), "is_searched": True, **years}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "headline"),
    [
        ("since 2022", "Higher than expected: Herat since 2022"),
        ("always", "Higher than expected: Herat since at least 2019"),
        ("over", "Higher than expected: Herat 2020 to 2021"),
        ("flat", "Nothing found beyond chance in 12 areas, searched this way"),
        ("withheld", "There is too little here to say where and since when"),
    ],
)
def test_where_and_since_when_is_one_sentence(made: dict[str, Release], world: str, headline: str) -> None:
    assert hotspot_findings.headline_in_time(_in_time(made[world]), EN) == headline


@pytest.mark.slow
def test_nothing_is_said_of_years_where_nothing_is_searched(made: dict[str, Release]) -> None:
    assert "together" not in hotspot_findings.method_note("time", _in_time(made["withheld"]), EN)
    assert "together" not in hotspot_findings.method_note("time", _in_time(made["flat"]), EN)  # single years


def test_a_cluster_is_said_with_its_numbers(made: dict[str, Release]) -> None:
    assert hotspot_findings.clusters_list(_in_time(made["since 2022"]), EN) == [
        "**Herat**, since 2022: 600 people (±17) where 188 are expected at the country's rate; "
        "chance makes one this strong in at most 0.1% of maps"
    ]


def _search_west(made: dict[str, Release], farah: int, country_count: float = 1000.0) -> pd.DataFrame:
    """Herat and Nimruz are three times as high as their country, and the circle that joins them lies over Farah.

    A thousand people a year in a country of 20 areas, of which the twelve here are searched: 50 are expected in each.
    """
    template = people_by_period(made["flat"], Filters(country=("AF",)), "identified", 1)
    template = template[template["place"].isin(AFGHAN)].reset_index(drop=True)
    counts = template["place"].map({"AF-HER": 160, "AF-NIM": 150, "AF-FRA": farah}).fillna(50).astype("Int64")
    world = template.assign(count=counts, country_count=country_count, country_population=20e6)
    return hotspot_periods.search(lambda length: world.copy(), 6)


def test_expected_are_the_people_at_the_countrys_rate_and_not_at_that_of_the_areas_searched(
    made: dict[str, Release],
) -> None:
    row = _search_west(made, farah=45).iloc[0]
    assert (row["count"], row["expected"]) == (6 * 355, pytest.approx(6 * 150))
    assert row["relative_risk"] == pytest.approx(355 / 150)


def test_areas_not_above_their_country_are_marked_and_named_last(
    made: dict[str, Release], rates: pd.DataFrame, t: Translator
) -> None:
    found = _search_west(made, farah=45)
    assert found["places"].tolist() == [("AF-HER", "AF-NIM", "AF-FRA")]
    assert hotspot_findings.headline_in_time(found, EN) == "Higher than expected: Herat and Nimruz since at least 2019"
    assert hotspot_findings.clusters_list(found, EN)[0].startswith("**Herat, Nimruz, and Farah**, since at least 2019")
    assert hotspot_findings.clusters_list(found, EN)[0].endswith("; not above its country itself: Farah")
    kind_of = hotspot_findings.kinds("time", rates, found)
    assert {place: kind for place, kind in kind_of.items() if kind in ("lasts", "within")} == {
        "AF-HER": "lasts",
        "AF-NIM": "lasts",
        "AF-FRA": "within",
    }
    table = answer_table.table(hotspot_tables.findings_table("time", rates, found, EN), EN)
    assert table["Of these, not above its country itself"].tolist() == ["Farah"]
    figure = hotspot_class_maps.cluster_map(rates, "time", found, Paper(t, LIGHT), ("AF",))
    assert t.gettext(CLUSTER["within"]) in {annotation.text for annotation in figure.layout.annotations}


def test_an_area_that_is_low_itself_is_in_no_cluster_of_years(made: dict[str, Release], rates: pd.DataFrame) -> None:
    found = _search_west(made, farah=30)
    assert found["places"].tolist() == [("AF-HER", "AF-NIM")]
    assert found[["count", "expected"]].to_numpy().tolist() == [[6 * 310, pytest.approx(6 * 100)]]
    assert hotspot_findings.kinds("time", rates, found)["AF-FRA"] == "nothing"


def test_what_is_higher_than_the_other_areas_but_not_than_its_country_is_no_cluster(made: dict[str, Release]) -> None:
    """Of the country 200 people are expected in each area: the twelve that are searched are all below that."""
    found = _search_west(made, farah=45, country_count=4000.0)
    assert hotspot_findings.headline_in_time(found, EN).startswith("Nothing found beyond chance")


def test_areas_that_are_high_only_together_are_said_to_be_so(made: dict[str, Release]) -> None:
    found = _search_west(made, farah=45).assign(above=[()])
    said = "Higher than expected: Herat, Nimruz, and Farah together since at least 2019"
    assert hotspot_findings.headline_in_time(found, EN) == said


def test_clusters_that_have_lasted_as_long_are_said_together(made: dict[str, Release]) -> None:
    one = _search_west(made, farah=45)
    found = pd.concat([one.assign(above=[("AF-HER",)]), one.assign(above=[("AF-NIM",)])], ignore_index=True)
    found.attrs = dict(one.attrs)
    assert hotspot_findings.headline_in_time(found, EN) == "Higher than expected: Herat and Nimruz since at least 2019"


def test_periods_are_no_shorter_than_the_counts_bear(made: dict[str, Release]) -> None:
    people = people_by_period(made["flat"], Filters(country=("AF",)), "identified", 4)
    herat = people[people["place"] == "AF-HER"]
    # the last run is whole; the first takes in what is left over
    assert herat[["first_year", "last_year", "count"]].to_numpy().tolist() == [[2019, 2024, 300]]
    assert herat["standard_error"].tolist() == [pytest.approx(5 * 6**0.5)]
    # at twice a threshold of 45 a year of 50 people bears nothing, and two years together do
    release = made["flat"]
    release.manifest["least_count"] = 45
    try:
        assert _in_time(release).attrs["years_each"] == 2
    finally:
        release.manifest["least_count"] = 10


@pytest.mark.long
def test_chance_makes_clusters_in_time_no_more_often_than_it_may(made: dict[str, Release]) -> None:
    """60 worlds around one rate a year, with noise; benchmarks/bench_hotspots_page.py counts 400."""
    template = people_by_period(made["flat"], Filters(country=("AF",)), "identified", 1)
    template = template[template["place"].isin(AFGHAN)].reset_index(drop=True)
    random = np.random.default_rng(5)
    flagged = 0
    for _ in range(60):
        count = np.maximum(random.poisson(50, len(template)) + random.normal(0, 5, len(template)), 0).round()
        world = template.assign(count=pd.array(count.astype(int), dtype="Int64"))
        world["country_count"] = world.groupby("first_year")["count"].transform("sum").astype(float)
        flagged += len(hotspot_periods.search(lambda length, world=world: world.copy(), 6)) > 0
    assert flagged <= 7  # more than 7 of 60 at 5 % is as rare as 1 in 100


@pytest.fixture(scope="module")
def judged(made: dict[str, Release]) -> pd.DataFrame:
    found = hotspot_statistics.hotspot_rates(made["always"], Filters(country=("AF",)), "identified")
    return verdicts.judge(found, None, None)


@pytest.fixture
def rates(judged: pd.DataFrame) -> pd.DataFrame:
    return judged.copy()


@pytest.fixture(scope="module")
def patterns(made: dict[str, Release]) -> pd.DataFrame:
    """What Gi* and local Moran would say if Herat's neighbours were like it."""
    found = hotspot_statistics.local_patterns(made["always"], Filters(country=("AF",)), "identified").set_index("place")
    found.loc[["AF-HER", "AF-FRA"], "hot"] = "hot"
    found.loc[["AF-HER", "AF-KAN", "AF-BAL", "AF-SAR"], "pattern"] = ["high-high", "high-low", "low-high", "low-low"]
    return found.reset_index()


def test_each_method_says_what_it_finds(rates: pd.DataFrame, patterns: pd.DataFrame) -> None:
    def lines(method: str, found: pd.DataFrame) -> list[str]:
        return hotspot_findings.finding_lines(method, hotspot_findings.kinds(method, rates, found), rates, EN)

    assert lines("scan", patterns) == ["**In a cluster, and above its country itself**: Herat"]
    assert lines("gi", patterns) == ["**High together with its neighbours**: Herat and Farah"]
    assert lines("moran", patterns) == [
        "**High among high**: Herat",
        "**High among low**: Kandahar",
        "**Low among high**: Balkh",
        "**Low among low**: Sar-e Pol",
    ]
    nothing = patterns.assign(hot="", pattern="")
    assert lines("gi", nothing) == ["Nothing found beyond chance in 12 areas, searched this way."]
    assert lines("gi", nothing) == lines("moran", nothing)


def test_where_the_methods_agree_is_said(rates: pd.DataFrame, patterns: pd.DataFrame) -> None:
    assert hotspot_findings.agreement(rates, patterns, EN) == (
        "Found by all three: Herat. Circles find 1, Gi* 2, local Moran 2."
    )
    assert hotspot_findings.agreement(rates, patterns.assign(hot=""), EN) == (
        "No area is found by all three. Circles find 1, Gi* 0, local Moran 2. By two of them: Herat."
    )
    alone = hotspot_findings.agreement(rates, patterns.assign(hot="", pattern=""), EN)
    assert alone is not None
    assert alone.endswith("A single area that is high among others that are not is found by circles and not by Gi*.")


@pytest.mark.slow
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("method", METHODS)
def test_classes_differ_in_colour_and_in_pattern(
    method: str, colours: Palette, made: dict[str, Release], rates: pd.DataFrame, patterns: pd.DataFrame, t: Translator
) -> None:
    found = _in_time(made["over"]) if method == "time" else patterns
    figure = hotspot_class_maps.cluster_map(rates, method, found, Paper(t, colours), ("AF",))
    go.Figure(figure.to_dict())  # Plotly's own validation
    kinds = set(hotspot_findings.kinds(method, rates, found).values())
    assert {"withheld", "nothing"} < kinds
    said = {annotation.text for annotation in figure.layout.annotations}
    assert {t.gettext(CLUSTER[kind]) for kind in kinds & CLUSTER.keys()} <= said
    drawn = {kind: hotspot_class_maps.cluster_class(kind, colours)[:2] for kind in hotspot_findings.KINDS[method]}
    assert len({ground for ground, _ in drawn.values()}) == len(drawn)
    assert len({pattern for _, pattern in drawn.values()}) == len(drawn)


@pytest.mark.slow
def test_the_table_has_the_findings(made: dict[str, Release], rates: pd.DataFrame, patterns: pd.DataFrame) -> None:
    moran = answer_table.table(hotspot_tables.findings_table("moran", rates, patterns, EN), EN)
    assert moran.loc[moran["Place"] == "Balkh", "Finding"].tolist() == ["Low among high"]
    in_time = answer_table.table(hotspot_tables.findings_table("time", rates, _in_time(made["over"]), EN), EN)
    assert in_time.drop(columns="Standard error").to_dict("records") == [
        {
            "Cluster": 1,
            "Areas": "Herat",
            "Of these, not above its country itself": "",
            "First year": 2020,
            "Last year": 2021,
            "People": 400,
            "Margin of error (95%)": "±14",
            "People expected at its country's rate": 125,
            "Times its country's rate (the area among it)": 3.2,
            "Chance of one this strong (p)": 0.001,
        }
    ]


def test_the_map_is_told_in_words(made: dict[str, Release], rates: pd.DataFrame, patterns: pd.DataFrame) -> None:
    kind_of = hotspot_findings.kinds("moran", rates, patterns)
    assert hotspot_findings.map_words("moran", kind_of, rates, patterns, EN).startswith(
        "Map of what stands out. High among high: Herat; High among low: Kandahar;"
    )
    nothing = _in_time(made["flat"])
    kind_of = hotspot_findings.kinds("time", rates, nothing)
    assert hotspot_findings.map_words("time", kind_of, rates, nothing, EN) == (
        "Map of what stands out. Nothing found beyond chance in 12 areas, searched this way."
    )
