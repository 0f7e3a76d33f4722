"""What a finding may not claim: a cluster no low area, a rank no certainty among equals, effort no people it finds."""

import numpy as np
import pandas as pd
import pytest

from analysis.spatial_model import Fit, fit
from data_access.questions.areas import people_and_populations
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import finding_words, gap_words, rate_map, verdict_words
from figures.hotspots import words as hotspot_words
from figures.kit import trend_words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.methods import words as method_words
from findings import clusters_in_time, detection_effort, rates, recorders, verdicts
from locales import translator
from tests.worlds.hotspots import AFGHAN, make_world, register_frame, tables
from tests.worlds.releases import open_release

EN = translator("en")


def _world(tmp_path_factory: object, **options: object) -> Release:
    return open_release(make_world(tmp_path_factory.mktemp("world"), **options))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("by_model", "as_published", "said"), [(0.97, 0.02, 0.5), (0.04, 0.98, 0.5), (0.99, 0.96, 0.96), (0.3, 0.02, 0.3)]
)
def test_probabilities_on_either_side_of_one_half_are_no_certainty(
    tmp_path_factory: object, monkeypatch: pytest.MonkeyPatch, by_model: float, as_published: float, said: float
) -> None:
    """Of the adults of 2024 taken from Sistan and Baluchestan, 1.9 times, 0.04 was printed beside 0.98 unsaid."""
    chances = {True: by_model, False: as_published}
    monkeypatch.setattr(Fit, "exceeds", lambda self, factor: np.full(len(self.rank), chances[np.isscalar(factor)]))
    frame = people_and_populations(_world(tmp_path_factory), Filters(country=("AF",)), "identified")
    assert rates.area_rates(frame)["probability"].dropna().unique().tolist() == [said]


def test_a_cluster_holds_no_area_that_is_low(tmp_path_factory: object) -> None:
    """Farah is low between Herat and Nimruz, which are high: the circle lies over it, the cluster does not."""
    frame = people_and_populations(_world(tmp_path_factory), Filters(country=("AF",)), "identified")
    frame = frame[frame["place"].isin(AFGHAN)].reset_index(drop=True)
    counts = frame["place"].map({"AF-HER": 900, "AF-NIM": 900, "AF-FRA": 100}).fillna(200)
    world = frame.assign(count=counts.astype("Int64"), country_count=float(counts.sum()))
    found = rates.with_rates(world)
    low = set(found.loc[found["relative_upper"] < 1, "place"])
    assert "AF-FRA" in low
    circles = rates.clusters(found)
    assert not low & {place for places in circles["places"] for place in places}
    assert {"AF-HER", "AF-NIM"} <= {place for places in circles["places"] for place in places}


@pytest.mark.slow
def test_among_near_equals_the_true_ranks_lie_within_all_limits_at_once() -> None:
    random = np.random.default_rng(8)
    true = np.linspace(1.15, 0.85, 12)
    held = 0
    for _ in range(60):
        found = fit(random.poisson(200 * true), np.full(12, 200.0), [(i, i + 1) for i in range(11)])
        ranks = np.arange(1, 13)
        held += bool(((found.rank_lower <= ranks) & (ranks <= found.rank_upper)).all())
    assert held >= 51  # 85 %: fewer than so many of 60 at 95 % is as rare as 1 in 500; one area at a time gave 53 %


def test_more_reports_explain_no_area_in_which_each_site_finds_more(tmp_path_factory: object) -> None:
    """Herat has 2.4 times the reports a person; its 20 sites find 40 people each, those elsewhere 40 or, here, 10."""
    few = [(2024, place, "female", "adult", 800 if place == "AF-HER" else 50) for place in AFGHAN]
    world = {("year", role, "sex", "age"): few for role in ("province", "source", "exploitation")}
    release = _world(tmp_path_factory, content=world, register=register_frame())
    register = detection_effort.detection_effort(release, Filters())
    judged = verdicts.judge(rates.hotspot_rates(release, Filters(), "identified"), None, register)
    found = verdicts.judge_register(register, judged).set_index("place")
    assert found.loc["AF-HER", "reports_ratio"] > 1.5
    assert found.loc["AF-HER", "cases_per_site"] > 1.5 * found.loc["AF-HER", "country_cases_per_site"]
    assert found.loc["AF-HER", "finding"] == "not_effort"


YEARS = range(2019, 2025)
# people a year: pairs of years swing by the half, so that counts vary some eleven times their mean
SWING = {2019: 30, 2020: 70, 2021: 30, 2022: 70, 2023: 30, 2024: 70}


@pytest.fixture(scope="module")
def swinging(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Twelve provinces whose years swing; in Herat half as many again."""
    who = [
        (year, place, "female", "adult", round(SWING[year] * (1.5 if place == "AF-HER" else 1)))
        for year in YEARS
        for place in AFGHAN
    ]
    world = {("year", role, "sex", "age"): who for role in ("province", "source", "exploitation")}
    return _world(tmp_path_factory, content=world, register=register_frame())


def test_people_found_in_groups_widen_every_limit(swinging: Release) -> None:
    """Limits of years and of people per site too; with the factor of eleven they are 3.3 times as wide."""
    factor = rates.overdispersion(swinging, Filters(), "identified")
    assert factor > 4
    yearly = rates.yearly_rates(swinging, Filters(), "identified").set_index(["place", "year"]).loc["AF-BAL", 2024]
    alone = rates.rate_interval(70, 1e6, noise_variance=25)
    assert (yearly["upper"] - yearly["lower"]) / (alone[2] - alone[1]) == pytest.approx(factor**0.5, rel=0.25)
    herat = detection_effort.detection_effort(swinging, Filters()).set_index("place").loc["AF-HER"]
    alone = rates.rate_interval(105, 20, per=1, noise_variance=25)
    assert (herat["upper"] - herat["lower"]) / (alone[2] - alone[1]) == pytest.approx(factor**0.5, rel=0.25)


@pytest.mark.slow
def test_ranks_are_among_the_countries_that_are_listed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Khatlon has the highest rate but Herat's and two of Pakistan's; in Tajikistan it is the first of two."""
    release = _world(tmp_path_factory)
    there = rates.hotspot_rates(release, Filters(country=("TJ",)), "identified").set_index("place")
    assert there.loc["TJ-KT", ["best_rank", "worst_rank"]].tolist() == [1, 1]
    assert there["worst_rank"].max() == 2
    region = rates.hotspot_rates(release, Filters(), "identified").set_index("place")
    assert region.loc["TJ-KT", "best_rank"] > 1


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """An exact release: nobody was recorded in Farah and in Nimruz, which the release does not name."""
    who = [
        (year, place, "female", "adult", 900 if place == "AF-HER" else 200)
        for year in YEARS
        for place in AFGHAN
        if place not in ("AF-FRA", "AF-NIM")
    ]
    world = {("year", role, "sex", "age"): who for role in ("province", "source", "exploitation")}
    return _world(tmp_path_factory, content=world, is_exact=True, register=register_frame())


@pytest.mark.slow
def test_nobody_recorded_in_an_exact_release_is_searched(nobody: Release) -> None:
    found = rates.hotspot_rates(nobody, Filters(), "identified")
    farah = found.set_index("place").loc["AF-FRA"]
    assert farah["is_tested"]
    assert (farah["rate"], farah["shown"], farah["relative_risk"]) == (0, "none", 0)
    patterns = rates.local_patterns(nobody, Filters(), "identified")
    for method in ("scan", "gi", "moran"):
        assert finding_words.kinds(method, found, patterns)["AF-FRA"] in finding_words.KINDS[method]
    in_time = clusters_in_time.clusters_in_time(nobody, Filters(), "identified")
    assert {"AF-FRA", "AF-NIM"} <= set(in_time.attrs["searched"])
    assert rates.yearly_rates(nobody, Filters(), "identified").set_index("place").loc["AF-FRA", "rate"].eq(0).all()
    judged = verdicts.judge(found, None, None).set_index("place")
    assert judged.loc["AF-FRA", "verdict"] == "not_high"


def test_nobody_recorded_where_nobody_reports_is_silence(nobody: Release) -> None:
    """Balkh has fewer than three agencies; were nobody recorded there, that would be silence."""
    register = detection_effort.detection_effort(nobody, Filters())
    judged = verdicts.judge(rates.hotspot_rates(nobody, Filters(), "identified"), None, register)
    sparse = register.assign(has_fewer_reports=register["place"] == "AF-FRA")
    found = verdicts.judge_register(sparse, judged).set_index("place")["finding"]
    assert found[found == "silence"].index.tolist() == ["AF-FRA"]


@pytest.mark.slow
def test_withheld_areas_are_said_not_to_be_searched(tmp_path_factory: pytest.TempPathFactory) -> None:
    release = _world(tmp_path_factory)
    found = rates.hotspot_rates(release, Filters(country=("AF",)), "identified")
    patterns = rates.local_patterns(release, Filters(country=("AF",)), "identified")
    kind_of = finding_words.kinds("gi", found, patterns)
    said = "Not searched, so nothing is said of them: 22 areas (withheld: 22)."
    assert said in finding_words.sure("gi", kind_of, found, EN)
    assert finding_words.left_out("gi", kind_of, EN, most=2).startswith(f"{said} Withheld: ")
    in_time = clusters_in_time.not_searched()
    assert finding_words.left_out("time", finding_words.kinds("time", found, in_time), EN) is None


@pytest.mark.slow
def test_an_area_that_one_kind_of_source_recorded_alone_may_be_effort(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All 800 of Herat by the border authority, which records nobody elsewhere: nothing is left without it."""
    for is_exact in (True, False):
        release = _world(tmp_path_factory, content=tables(recorded_by_border=800), is_exact=is_exact)
        found = verdicts.judge(
            rates.hotspot_rates(release, Filters(), "identified"), recorders.effort(release, Filters()), None
        )
        assert found.set_index("place").loc["AF-HER", "verdict"] == "effort"


@pytest.mark.slow
def test_where_nobody_could_look_it_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    release = _world(tmp_path_factory)
    judged = verdicts.judge(rates.hotspot_rates(release, Filters(), "identified"), None, None)
    assert judged.set_index("place").loc["AF-HER", "verdict"] == "effort_unknown"
    assert verdict_words.headline(judged, EN) == (
        "Herat and Khatlon are high, 3.2 (2.7 to 3.7) and 2.4 (1.9 to 3.0) times their country's rate; whether by "
        "effort is not known"
    )
    assert "whether by effort is not known: 2" in verdict_words.how_sure(judged, EN)
    known = recorders.effort(release, Filters())
    of_herat = known.assign(count=known["count"].mask(known["place"] == "TJ-KT"))
    told = ["share", "relative_without", "part", "part_error"]
    of_herat[told] = known[told].mask(known["place"] == "TJ-KT")
    mixed = verdicts.judge(rates.hotspot_rates(release, Filters(), "identified"), of_herat, None)
    assert verdict_words.headline(mixed, EN) == "Herat stands out: 3.2 (2.7 to 3.7) times its country's rate"
    said = "High, but whether by effort is not known: Khatlon (2.4 times; 1.9 to 3.0)."
    assert said in verdict_words.how_sure(mixed, EN)
    figure = rate_map.rate_map(mixed, "raw", Paper(EN, LIGHT))
    assert "High; whether by effort is not known" in {note.text for note in figure.layout.annotations}
    assert "High; whether by effort is not known" in hotspot_words.area_lines(
        mixed.set_index("place", drop=False).loc["TJ-KT"].to_dict(), EN
    )


@pytest.mark.slow
def test_the_share_that_overturns_a_verdict_is_that_at_which_it_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Parity was reckoned with: of Surxondaryo 30 % were named, and its verdict was lost at 10 %."""
    people = people_and_populations(_world(tmp_path_factory), Filters(), "identified")
    is_herat, is_there = people["place"] == "AF-HER", people["country"] == "AF"

    def herat(missing: float) -> pd.Series:
        found = people.assign(count=people["count"].astype("Float64"))
        found.loc[is_there & ~is_herat, "count"] /= 1 - missing
        found.loc[is_there, "country_count"] = 800 + (3000 - 800) / (1 - missing)
        return verdicts.judge(rates.area_rates(found, 1.0), None, None).set_index("place").loc["AF-HER"]

    said = herat(0)["missing_elsewhere"]
    assert 0.4 < said < 0.75
    assert herat(said - 0.03)["verdict"] == "effort_unknown"
    assert herat(said + 0.03)["verdict"] in ("unclear", "not_high")


def test_the_only_area_of_a_country_is_not_judged_against_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    people = people_and_populations(_world(tmp_path_factory), Filters(), "identified")
    alone = people["place"] == "TJ-KT"
    own = people[(people["country"] != "TJ") | alone].reset_index(drop=True)
    own.loc[own["place"] == "TJ-KT", ["country_count", "country_population"]] = [400.0, 1e6]
    judged = verdicts.judge(rates.area_rates(own, 1.0), None, None).set_index("place")
    assert judged.loc["TJ-KT", "verdict"] == "unclear"


def test_what_is_low_is_not_called_nothing() -> None:
    places = [f"AF-{code}" for code in ("HER", "NIM", "KHO", "BAL", "KAB", "PKA", "FRA", "BAM")]
    frame = pd.DataFrame({"place": places, "shown": "rate", "is_tested": True, "cluster": pd.NA})
    frame.attrs = {"is_searched": True}
    patterns = pd.DataFrame({"place": places, "hot": ["cold"] * 2 + [""] * 6, "pattern": ["low-low"] * 2 + [""] * 6})
    for method, kind in (("gi", "Low together with its neighbours"), ("moran", "Low among low")):
        kind_of = finding_words.kinds(method, frame, patterns)
        assert finding_words.headline(method, kind_of, frame, EN) == (
            f"Nothing found that is higher than chance allows; {kind}: Herat and Nimruz"
        )
        said = finding_words.sure(method, kind_of, frame, EN)
        assert "nothing is found" not in said
        assert "an area that looks less finds fewer" in said


@pytest.mark.slow
def test_circles_and_years_search_the_region_whatever_is_chosen(swinging: Release) -> None:
    whole = clusters_in_time.clusters_in_time(swinging, Filters(), "identified")
    chosen = clusters_in_time.clusters_in_time(swinging, Filters(country=("AF",)), "identified")
    assert chosen.attrs["searched"] == whole.attrs["searched"] == tuple(sorted(AFGHAN))
    other = clusters_in_time.clusters_in_time(swinging, Filters(country=("PK",)), "identified")
    assert (other.attrs["searched"], other.attrs["is_searched"], len(other)) == ((), True, 0)
    found = rates.hotspot_rates(swinging, Filters(country=("PK",)), "identified")
    kind_of = finding_words.kinds("time", found, other)
    assert "not_searched" not in kind_of.values()
    assert "Areas of other countries are large enough" in finding_words.sure_in_time(other, kind_of, EN)


def test_where_too_few_years_tell_it_groups_of_three_are_taken_and_said() -> None:
    assert rates.assumed(float("nan")) == rates.UNKNOWN_FACTOR == 5
    said = trend_words.factor_sentence(float("nan"), EN)
    assert "found in groups of 3 on average, which is 5 times as much as one by one" in said
    assert "groups of 3 on average" in method_words.conventions(EN)
    assert "1.25 times its country's rate" in method_words.conventions(EN)


def test_of_what_was_not_judged_no_finding_is_missing() -> None:
    nothing = pd.DataFrame({"place": ["TM-A"], "gap": ["withheld"], "verdict": [""], "is_high": [False]})
    assert gap_words.nothing_found(nothing, EN).startswith("No area could be judged")
    assert "larger groups may be published" not in gap_words.sure(nothing, EN)
    assert gap_words.nothing_found(nothing.assign(gap="none"), EN) == (
        "In the 1 area judged nothing is found beyond chance."
    )
