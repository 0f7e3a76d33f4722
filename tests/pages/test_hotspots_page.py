"""The Hotspots page in every world and view: no exception, one title, the right words, a link that opens again."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.walks import walk
from tests.worlds.hotspots import make_world, register_frame, tables
from tests.worlds.releases import WORLDS, make_release
from tests.worlds.visits import open_page


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    plain = {name: make_release(tmp_path_factory.mktemp("world"), content()) for name, content in WORLDS.items()}
    return {
        **plain,
        "hotspot": make_world(tmp_path_factory.mktemp("world"), tables(recorded_by_border=500)),
        "register": make_world(tmp_path_factory.mktemp("world"), register=register_frame()),
        "all withheld": make_world(tmp_path_factory.mktemp("world"), least_count=100_000),
        "no register": make_world(tmp_path_factory.mktemp("world"), tables(recorded_by_border=500), kinds_shown=False),
        "exact": make_world(tmp_path_factory.mktemp("world"), is_exact=True),
        "unfinished": make_world(tmp_path_factory.mktemp("world"), manifest={"data_until": "2024-12-31"}),
    }


def _open(monkeypatch: pytest.MonkeyPatch, address: str, **query: str) -> AppTest:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    return open_page("hotspots", **query)


@pytest.mark.parametrize("view", walk(["cluster", "cluster-time", "cluster-moran", "hidden-police-ngo-hotline", "gap"]))
@pytest.mark.parametrize("world", [*WORLDS, "all withheld", "register"])
def test_the_page_opens_in_every_world(
    world: str, view: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses[world], view=view)
    assert len(app.title) == 1


@pytest.mark.parametrize(
    ("view", "title"),
    [
        (
            "smoothed",
            "Khatlon stands out: 2.4 (1.9 to 3.0) times its country's rate",
        ),  # Herat's border authority explains Herat
        ("hidden", "United Kingdom, 2013: 2,744 people on the lists; in all perhaps 9,400 to 49,000"),
        ("gap", "Herat has a high rate and few people who are referred or served"),
    ],
)
def test_a_view_answers_in_one_sentence(
    view: str, title: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["hotspot"], view=view)
    assert app.title[0].value == title
    if view == "smoothed":
        assert app.warning[0].value.startswith("Herat may be a hotspot of effort: ")
        assert any(
            "62% (54% to 70%) of its cases were recorded by Border authority" in note.value for note in app.caption
        )


def test_what_is_said_of_the_map_stands_under_the_shorter_ranks(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["hotspot"], view="smoothed")
    ranks = "The highest rates, and how well they can be ranked"
    assert any(column.warning and any(ranks in text.value for text in column.markdown) for column in app.columns)


def test_what_stands_out_in_an_unfinished_year_is_said_with_that(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["unfinished"])
    assert "stand out" in app.title[0].value
    said = [element.value for element in app.markdown if "2024 is not finished" in element.value]
    assert said == ["2024 is not finished: cases may still be recorded, in some areas more than in others."]
    assert any("Whether numbers rose or fell was not asked" in note.value for note in app.caption)


def test_without_a_register_the_page_says_why_no_recorder_is_shown(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["no register"])
    assert any("This release has no register of who reports" in info.value for info in app.info)
    assert not any("Border authority" in note.value for note in [*app.caption, *app.warning])


@pytest.mark.parametrize(
    "view",
    walk(
        [
            "cluster-source-gi",
            "raw-source",
            "relative-exploitation",
            "cluster-time",
            "hidden",
            "hidden-police-ngo-hotline",
            "gap",
        ]
    ),
)
def test_the_address_keeps_the_view(view: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["hotspot"], view=view)
    assert app.query_params["view"] in (view, [view])


def test_a_change_of_place_changes_the_map_and_the_address(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["hotspot"], country="AF")
    app.session_state["hotspot_role"] = "source"
    app.run()
    assert not app.exception
    assert app.query_params["view"] in ("smoothed-source", ["smoothed-source"])
    assert "taken from Afghanistan" in app.title[0].value


def test_a_sex_without_population_has_no_rate(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["hotspot"], sex="male")
    assert app.title[0].value == "There is too little here to say where it is worse than expected: Men and boys"


@pytest.mark.parametrize("view", walk(["smoothed", "raw-source", "cluster", "cluster-time", "gap"]))
def test_a_country_without_areas_says_so(view: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["region"], view=view, country="AE")
    assert len(app.title) == 1
    if view != "gap":
        assert app.title[0].value == "Nothing is published for this choice."


def test_an_estimate_without_overlaps_is_refused_in_words(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["all withheld"], view="hidden-police-ngo-hotline")
    assert app.title[0].value.endswith("the number of people on no list cannot be estimated")
    assert any("Too many overlaps between these lists are withheld" in element.value for element in app.markdown)


@pytest.mark.parametrize(
    "view", walk(["gap", "smoothed", "cluster-time", "cluster-gi", "hidden", "hidden-police-ngo-hotline"])
)
def test_the_page_opens_in_dari(view: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["exact"], view=view, lang="fa")
    assert len(app.title) == 1


def test_a_hotspot_of_effort_is_named_with_its_reports(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["register"])
    assert app.warning[0].value == (
        "Herat may be a hotspot of effort: there is far more reporting than in the rest of its country."
    )
    said = " ".join(caption.value for caption in app.caption)
    assert "Herat: 5.6 times the reports per person of the rest of its country." in said
    assert "Register of reports: synthetic, loaded November 20, 2026." in said
    # by another place the register says nothing about what stands out
    app.session_state["hotspot_role"] = "source"
    app.run()
    assert not app.warning
    assert "which is not the place of this map" in " ".join(caption.value for caption in app.caption)


def test_a_release_without_a_register_says_so(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["hotspot"])
    assert any(info.value.startswith("No register of reports is published") for info in app.info)


def test_a_refusal_offers_lists_that_have_an_estimate(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["hotspot"], view="hidden-police-border-ngo-hotline")
    assert app.title[0].value.endswith("the number of people on no list cannot be estimated")
    app.button(key="take_lists").click().run()
    assert not app.exception
    assert app.title[0].value.startswith("All countries: 1,880 people on the lists; in all perhaps ")
    assert app.query_params["view"] in ("hidden-police-ngo-hotline", ["hidden-police-ngo-hotline"])


def test_what_is_said_of_areas_by_year_names_the_filter(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [note.value for note in _open(monkeypatch, addresses["hotspot"], country="AF").caption]
    (said,) = [note for note in notes if "each chart on its own scale" in note]
    assert said.startswith("Counted are only: identified in Afghanistan. ")
