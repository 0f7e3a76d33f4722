"""The demonstration data: the same everywhere, within every constraint, and shaped like what is published."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, delete, func, insert, make_url, select, update

from data_access import gazetteer
from data_access.cases import schema
from data_access.cases.case_database import prepare
from data_access.database import open_database
from data_access.demonstration import flows, journeys, load, load_demonstration, weights
from data_access.errors import BadInput
from tests.worlds.databases import empty_cases, read

pytestmark = pytest.mark.slow

CASES = 3_000
TABLES = [schema.case, schema.case_event, schema.case_service, schema.case_justice]


def content(engine: Engine) -> str:
    """A hash of every row of the demonstration data, whatever its import run is called."""
    total = hashlib.sha256()
    with engine.connect() as connection:
        for table in [*TABLES, schema.provider]:
            columns = [column for column in table.c if column.name != "import_run_id"]
            for row in connection.execute(select(*columns).order_by(*table.primary_key.columns)):
                total.update(repr([sorted(v) if isinstance(v, frozenset) else v for v in row]).encode())
    return total.hexdigest()


@pytest.fixture(scope="module")
def block() -> dict[str, pd.DataFrame]:
    """Enough cases for shares to be steady; generated, not loaded."""
    return load.generate_block(7, 0, 30_000)


@pytest.fixture(scope="module")
def ends(block: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a case: where its journey began and where it ended."""
    events = block["case_event"].set_index("case_id")
    columns = ["country", "province"]
    return (
        events.loc[events["kind"] == "Recruitment", columns]
        .add_prefix("from_")
        .join(events.loc[events["kind"] == "Exploitation", columns].add_prefix("to_"))
    )


# ------------------------------------------------------------------------------------------------------------- loading


def test_the_same_cases_and_seed_give_the_same_rows_in_any_database(demonstration: Engine, tmp_path: Path) -> None:
    same, other = empty_cases(tmp_path / "same.db"), empty_cases(tmp_path / "other.db")
    load_demonstration(same, cases=CASES, seed=7)
    load_demonstration(other, cases=CASES, seed=8)
    assert content(same) == content(demonstration)
    assert content(other) != content(demonstration)


def test_loading_again_changes_nothing_and_another_set_replaces_it(tmp_path: Path) -> None:
    engine = empty_cases(tmp_path / "cases.db")
    first = load_demonstration(engine, cases=400, seed=1)
    before = content(engine)
    again = load_demonstration(engine, cases=400, seed=1)
    assert (first["changed"], again["changed"]) == (True, False)
    assert {name: again[name] for name in ("cases", "events", "services", "justice_steps")} == {
        name: first[name] for name in ("cases", "events", "services", "justice_steps")
    }
    assert "already loaded" in again["message"]

    replaced = load_demonstration(engine, cases=300, seed=2)
    assert "instead of the earlier set" in replaced["message"]
    assert len(read(engine, schema.case)) == 300
    assert len(read(engine, schema.import_run)) == 1
    load_demonstration(engine, cases=400, seed=1)
    assert content(engine) == before


def test_synthetic_cases_of_others_stay_when_a_set_is_replaced(tmp_path: Path) -> None:
    engine = empty_cases(tmp_path / "cases.db")
    load_demonstration(engine, cases=50, seed=1)
    with engine.begin() as connection:
        run = connection.execute(select(schema.import_run)).one()._asdict()
        run |= {"id": 90, "content_hash": "other", "format": "htcds"}
        connection.execute(insert(schema.import_run).values(run))
        connection.execute(update(schema.case).where(schema.case.c.id == 1).values(import_run_id=90, case_key="other"))
    load_demonstration(engine, cases=60, seed=2)
    cases = read(engine, schema.case)
    assert len(cases) == 61
    assert (cases["import_run_id"] == 90).sum() == 1
    assert (read(engine, schema.case_event)["case_id"] == 1).any()


def test_a_database_with_real_cases_is_refused_and_unchanged(tmp_path: Path) -> None:
    engine = empty_cases(tmp_path / "cases.db")
    load_demonstration(engine, cases=20, seed=1)
    with engine.begin() as connection:
        connection.execute(update(schema.case).where(schema.case.c.id == 3).values(provenance="confidential"))
    before = content(engine)
    with pytest.raises(BadInput, match=r"holds 1 cases that are not synthetic.*CASE_DATABASE_URL"):
        load_demonstration(engine, cases=30, seed=1)
    assert content(engine) == before


def test_a_database_with_a_real_register_is_refused(tmp_path: Path) -> None:
    engine = empty_cases(tmp_path / "cases.db")
    load_demonstration(engine, cases=20, seed=1)
    with engine.begin() as connection:
        connection.execute(update(schema.reporting).values(provenance="confidential"))
    with pytest.raises(BadInput, match="reports in its register that are not synthetic"):
        load_demonstration(engine, cases=30, seed=1)


@pytest.mark.parametrize(("cases", "seed"), [(0, 1), (10, -1)])
def test_arguments_out_of_range_are_refused(demonstration: Engine, cases: int, seed: int) -> None:
    with pytest.raises(BadInput):
        load_demonstration(demonstration, cases=cases, seed=seed)


def test_a_failure_half_way_leaves_the_earlier_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = empty_cases(tmp_path / "cases.db")
    load_demonstration(engine, cases=50, seed=1)
    before = content(engine)

    def fail(*arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(load, "generate_justice", fail)
    with pytest.raises(RuntimeError):
        load_demonstration(engine, cases=60, seed=2)
    assert content(engine) == before


def test_blocks_do_not_depend_on_how_many_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "CASES_A_BLOCK", 200)
    small, large = empty_cases(tmp_path / "small.db"), empty_cases(tmp_path / "large.db")
    load_demonstration(small, cases=400, seed=5)
    load_demonstration(large, cases=900, seed=5)
    columns = ["id", "case_key", "gender", "registration_year", "citizenship"]
    first_cases = read(large, schema.case)[columns].head(400)
    pd.testing.assert_frame_equal(first_cases, read(small, schema.case)[columns])
    events = read(large, schema.case_event)
    pd.testing.assert_frame_equal(events[events["case_id"] <= 400], read(small, schema.case_event))


@pytest.mark.postgres
def test_every_constraint_holds_on_postgresql_too(demonstration: Engine, request: pytest.FixtureRequest) -> None:
    try:
        postgres_url = request.getfixturevalue("postgres_url")
    except pytest.FixtureLookupError:
        pytest.skip("no fixture postgres_url: nothing starts a PostgreSQL server for this run")
    engine = open_database(make_url(str(postgres_url)).set(drivername="postgresql+psycopg"))
    prepare(engine)
    load_demonstration(engine, cases=CASES, seed=7)
    for table in TABLES:
        assert len(read(engine, table)) == len(read(demonstration, table))
    assert content(engine) == content(demonstration)
    with engine.begin() as connection:  # the database may be shared with other tests
        for table in (*reversed(TABLES), schema.reporting):
            connection.execute(delete(table))
        connection.execute(delete(schema.import_run).where(schema.import_run.c.format == load.FORMAT))
        connection.execute(delete(schema.provider).where(schema.provider.c.code.like("demo-%")))
    engine.dispose()


# ------------------------------------------------------------------------------------------------------------- records


def test_every_row_says_that_it_is_synthetic(demonstration: Engine) -> None:
    cases, runs = read(demonstration, schema.case), read(demonstration, schema.import_run)
    assert set(cases["provenance"]) == {"synthetic"}
    assert set(cases["import_run_id"]) == set(runs["id"])
    assert set(runs["provenance"]) == {"synthetic"}
    assert runs["source"].str.startswith("Synthetic demonstration data").all()
    assert runs["rows_accepted"].tolist() == [CASES]
    for table in TABLES[1:]:
        assert set(read(demonstration, table)["case_id"]) <= set(cases["id"])


def test_invented_organisations_say_so_in_their_names(demonstration: Engine) -> None:
    names = read(demonstration, schema.provider)["name"]
    assert names.str.contains("demonstration", case=False).all()


def test_programmes_are_left_to_what_is_published(demonstration: Engine) -> None:
    with demonstration.connect() as connection:
        for table in (schema.programme, schema.indicator, schema.indicator_value, schema.expenditure):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_every_place_is_in_the_gazetteer() -> None:
    known = {*gazetteer.countries()["code"], *gazetteer.provinces()["code"], *gazetteer.places()["code"]}
    used = {*journeys.COUNTRIES, *journeys.PROVINCES, *journeys.PLACES, *weights.EFFORT, *weights.AGENCIES}
    assert used <= known
    of_place = gazetteer.places().set_index("code")["province"]
    for stop in journeys.STOPS:
        if "/" in stop:
            province, place = stop.split("/")
            assert province.startswith(of_place[place])


def test_no_journey_runs_backwards(demonstration: Engine) -> None:
    events = read(demonstration, schema.case_event)
    assert (events["position"] == events.groupby("case_id").cumcount() + 1).all()
    assert (events.loc[events["position"] == 1, "kind"] == "Recruitment").all()
    assert set(events.groupby("case_id")["kind"].agg(lambda kinds: (kinds == "Exploitation").sum())) <= {0, 1}
    last = events.groupby("case_id").tail(1)
    assert not (events["kind"] == "Exploitation").loc[~events.index.isin(last.index)].any()
    # the dates of a journey in the order in which they should come, without the missing ones
    dates = events.melt(["case_id", "position"], ["start_date", "end_date"], "which", "date").dropna(subset="date")
    dates = dates.sort_values(["case_id", "position", "which"], ascending=[True, True, False], kind="stable")
    assert dates.groupby("case_id")["date"].is_monotonic_increasing.all()


def test_journeys_end_before_people_are_identified_and_services_follow(demonstration: Engine) -> None:
    services = read(demonstration, schema.case_service)
    first = services[services["position"] == 1].set_index("case_id")
    assert len(first) == CASES
    assert set(first["service"]) == {"Identification"}
    identified = pd.to_datetime(first["start_date"])
    events = read(demonstration, schema.case_event)
    ended = pd.to_datetime(events.groupby("case_id")["end_date"].max())
    assert not (ended > identified.reindex(ended.index)).any()
    starts = services.dropna(subset="start_date")
    assert starts.groupby("case_id")["start_date"].is_monotonic_increasing.all()
    cases = read(demonstration, schema.case).set_index("id")
    registered = pd.to_datetime(cases["registration_date"])
    assert (registered.dropna().dt.year == cases.loc[registered.notna(), "registration_year"]).all()
    assert not (identified > registered.reindex(identified.index)).any()


def test_a_follow_up_needs_a_return_and_the_follow_up_before_it(block: dict[str, pd.DataFrame]) -> None:
    services = block["case_service"]
    people = {service: set(rows["case_id"]) for service, rows in services.groupby("service")}
    back = people["FamilyReunification"] | people["Reintegration"]
    assert people["FollowUp12Months"] < people["FollowUp6Months"] < people["FollowUp3Months"] < back
    gone = services[services["outcome"].isin(["ReTrafficked", "LostToFollowUp"])]
    assert not (set(gone.loc[gone["service"] == "FollowUp3Months", "case_id"]) & people["FollowUp6Months"])
    outcomes = set(services.loc[services["service"].str.startswith("FollowUp"), "outcome"])
    assert outcomes == {"WithFamily", "InSchool", "InWork", "ReTrafficked", "LostToFollowUp"}


def test_justice_steps_follow_each_other(block: dict[str, pd.DataFrame]) -> None:
    justice = block["case_justice"]
    people = {step: set(rows["case_id"]) for step, rows in justice.groupby("step")}
    assert people["Conviction"] < people["Prosecution"] < people["Investigation"]
    dated = justice.dropna(subset="start_date")
    assert dated.groupby("case_id")["start_date"].apply(lambda dates: dates.is_monotonic_increasing).all()


# -------------------------------------------------------------------------------------------------------------- shapes


def test_there_are_about_as_many_events_services_and_gaps_as_in_real_registers(block: dict[str, pd.DataFrame]) -> None:
    cases, services = block["case"], block["case_service"]
    assert len(block["case_event"]) / len(cases) == pytest.approx(2.6, abs=0.15)
    assert len(services) / len(cases) == pytest.approx(3.0, abs=0.25)
    assert (cases["gender"] == "NonSpecifiedUnknown").mean() == pytest.approx(0.03, abs=0.005)
    assert (cases["age_band"] == "unknown").mean() == pytest.approx(0.05, abs=0.01)
    assert (cases["means_of_control_known"] > 0).mean() == pytest.approx(0.82, abs=0.02)
    identifications = services[services["service"] == "Identification"]
    core = identifications["country"].isin(["AF", "PK", "IR", "TJ", "TM", "UZ"])
    assert identifications.loc[core, "province"].notna().mean() > 0.9


def test_twelve_years_grow_slowly_with_a_dip_in_2020(block: dict[str, pd.DataFrame]) -> None:
    years = block["case"]["registration_year"].value_counts().sort_index()
    assert years.index.tolist() == list(range(2014, 2026))
    assert years[2020] < 0.75 * years[2019]
    assert years[2020] == years.min()
    assert 1.3 < years[2025] / years[2014] < 2.2


def test_south_punjab_leaves_through_balochistan(block: dict[str, pd.DataFrame], ends: pd.DataFrame) -> None:
    events = block["case_event"]
    through = events.loc[(events["kind"] == "Transit") & (events["province"] == "PK-BA"), "case_id"]
    abroad = ends[(ends["from_country"] == "PK") & ends["to_country"].notna() & (ends["to_country"] != "PK")]
    from_the_south = abroad[abroad["from_province"] == "PK-PB-S"]
    assert from_the_south.index.isin(through).mean() > 0.8
    assert len(from_the_south) > 0.5 * len(abroad[abroad["from_province"].notna()])
    assert {"IR", "AE", "OM", "SA", "TR", "GR", "IT", "DE"} <= set(from_the_south["to_country"])
    towns = events.loc[(events["kind"] == "Transit") & (events["province"] == "PK-BA"), "place"]
    assert {"pk-quetta", "pk-taftan", "pk-gwadar"} <= set(towns)


@pytest.mark.parametrize("country", ["AF", "PK"])
def test_internal_trafficking_is_the_larger_part(ends: pd.DataFrame, country: str) -> None:
    begun = ends[(ends["from_country"] == country) & ends["to_country"].notna()]
    internal = begun[begun["to_country"] == country]
    assert 0.55 < len(internal) / len(begun) < 0.85
    assert (internal["from_province"] == internal["to_province"]).mean() > 0.5


def test_boys_in_the_four_provinces_stand_out(block: dict[str, pd.DataFrame], ends: pd.DataFrame) -> None:
    cases = block["case"]
    boys = (cases["gender"] == "Masculine") & cases["age_band"].isin(["0-8", "9-17", "child"])
    rate = ends.loc[boys.to_numpy(), "to_province"].value_counts() / pd.Series(weights.POPULATION["AF"])
    four = ["AF-HER", "AF-KHO", "AF-NAN", "AF-PKA"]
    assert rate[four].min() > 2.5 * rate.drop(four).dropna().median()
    here = cases[boys & ends["to_province"].isin(four).reindex(cases.index, fill_value=False)]
    forms = list(journeys.FORMS)
    for form in ("ForcedLabour", "SexualExploitation", "ForcedMilitaryByNonStateActors"):
        share = (here["form_of_exploitation"].to_numpy() >> forms.index(form) & 1).mean()
        assert share > 0.1


def test_child_labour_is_that_of_children(block: dict[str, pd.DataFrame]) -> None:
    cases = block["case"]
    of_children = cases["form_of_exploitation"].to_numpy() >> journeys.FORMS.index("ChildLabour") & 1 == 1
    assert of_children.sum() > 1000
    assert set(cases.loc[of_children, "age_band"]) <= {"0-8", "9-17", "child", "unknown"}


def test_the_cluster_begins_in_2021_and_brings_no_more_agencies(
    block: dict[str, pd.DataFrame], ends: pd.DataFrame
) -> None:
    cluster = ["AF-KDZ", "AF-TAK", "AF-BGL"]
    year = block["case"]["registration_year"].reindex(ends.index)
    here = ends["to_province"].isin(cluster)
    afghan = ends["to_country"] == "AF"
    assert (here & (year >= 2021)).sum() / (afghan & (year >= 2021)).sum() > 0.14
    assert (here & (year < 2020)).sum() / (afghan & (year < 2020)).sum() < 0.10
    services = block["case_service"]
    agencies = services[services["service"] == "Identification"].groupby("province")["provider"].nunique()
    assert agencies[["AF-BAL", "PK-IS"]].min() > agencies[cluster].max()


def test_women_and_girls_arrive_in_afghanistan_in_growing_numbers(
    block: dict[str, pd.DataFrame], ends: pd.DataFrame
) -> None:
    arriving = ends[(ends["to_country"] == "AF") & ends["from_country"].notna() & (ends["from_country"] != "AF")]
    cases = block["case"].loc[arriving.index]
    assert (cases["gender"] == "Feminine").mean() > 0.9
    years = cases["registration_year"].value_counts()
    assert years[2017] > 1.8 * years[2014]


def test_hagar_cares_for_boys_and_seher_for_children_in_balochistan(block: dict[str, pd.DataFrame]) -> None:
    services, cases = block["case_service"], block["case"]
    hagar = cases.loc[services.loc[services["provider"] == "demo-hagar-kabul", "case_id"].unique()]
    assert set(hagar["gender"]) <= {"Masculine", "NonSpecifiedUnknown", "TransgenderFeminine"}
    assert set(hagar["age_band"]) <= {"0-8", "9-17", "child", "unknown"}
    seher = services[services["provider"].astype(str).str.startswith("demo-seher")]
    received = seher[seher["service"] == "Nutrition"]
    assert set(received["province"].dropna()) == {"PK-BA"}
    published = {"Nutrition", "LegalAid", "PsychosocialCounselling", "MedicalAid", "FamilyReunification"}
    assert published <= set(seher["service"])


def test_every_flow_names_its_basis_and_weights_are_positive() -> None:
    for flow in flows.FLOWS:
        assert flow.basis
        for mapping in (flow.who, flow.sources, flow.routes, flow.found, flow.forms, flow.sectors):
            assert mapping
            assert min(mapping.values()) > 0
    assert np.isclose(sum(weights.KNOWN.values()), 1)
