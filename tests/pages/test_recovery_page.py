"""The Recovery page in every world that it can meet."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.worlds.recovery import one_person_each, recovery
from tests.worlds.releases import make_release, one_cell
from tests.worlds.visits import open_page

HERAT = {"place": "AF-HER", "sex": "male", "age": "child"}


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    worlds = {
        "recovery": recovery(),
        "many from Khost": recovery(khost=0.5),
        "times from Khost withheld": recovery(khost=0.05),
        "withheld": one_person_each(),
        "without recovery": one_cell(),
    }
    made = {name: make_release(tmp_path_factory.mktemp("world"), tables) for name, tables in worlds.items()}
    return {**made, "no register": make_release(tmp_path_factory.mktemp("world"), recovery(), kinds_shown=False)}


def _open(monkeypatch: pytest.MonkeyPatch, address: str, **query: str) -> AppTest:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    return open_page("recovery", **query)


@pytest.mark.parametrize(
    ("world", "query", "title"),
    [
        ("recovery", {}, "50% (44% to 56%) of 2,008 people (±"),
        ("recovery", HERAT, "Boys from Herat: 50% (43% to 57%) of 1,200 people (±"),
        ("recovery", {**HERAT, "place": "AF-KHO"}, "Boys from Khost: what happened"),
        ("recovery", {"form": "ForcedLabour"}, "50% (37% to 63%) of 400 people (±"),
        ("recovery", {"lang": "fa"}, ""),
        (
            "recovery",
            {"view": "identified", "place": "AF-HER"},
            "All people identified in Herat: 50% (45% to 55%) of 2,000 people (±",
        ),
        ("withheld", {"view": "identified-referral-provider"}, "All people: what happened"),
        ("withheld", {}, "All people: what happened after they were identified is withheld"),
        ("without recovery", {}, "All people: what happened after they were identified is withheld"),
    ],
)
def test_the_page_opens(
    world: str, query: dict[str, str], title: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses[world], **query)
    assert len(app.title) == 1
    assert app.title[0].value.startswith(title)


def test_an_exact_release_says_nobody_and_not_withheld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, make_release(tmp_path, recovery(), is_exact=True), place="PK-SD", sex="other")
    said = [app.title[0].value, *(element.value for element in [*app.markdown, *app.info])]
    assert not [text for text in said if "withheld" in text or "NaN" in text]
    assert "nobody is recorded" in said[0]


def test_one_click_asks_about_boys_from_a_province(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["recovery"])
    app.button(key="often_AF-HER").click().run()
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    assert "Boys from Herat: 300 people (±" in said and "half of them within 2.0 months" in said
    assert app.title[0].value.startswith("Boys from Herat: ")
    assert {name: app.query_params[name] for name in HERAT} == HERAT


@pytest.mark.parametrize(
    ("world", "answers"),
    [
        (
            "many from Khost",
            [
                "Boys from Khost: 50 people (±22, uncertain) were reunited with their families on a known day; half of "
                "them within "
                "2.0 months"
            ],
        ),
        (
            "times from Khost withheld",
            [
                "Boys from Khost: 10 people (±20, uncertain) were reunited with their families or reintegrated; how "
                "long it took is withheld to protect them: too few are known by time.",
                "The nearest number that may be shown: Boys from Afghanistan: 305 people (±",
            ],
        ),
        (
            "recovery",
            [
                "Boys from Khost: the number reunited with their families is withheld to protect them: too few",
                "The nearest number that may be shown: Boys from Afghanistan: 302 people (±",
            ],
        ),
    ],
)
def test_boys_from_khost_are_answered_whether_they_are_many_or_few(
    world: str, answers: list[str], addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses[world])
    app.button(key="often_AF-KHO").click().run()
    assert not app.exception
    said = [element.value for element in app.markdown]
    for answer in answers:
        assert [text for text in said if text.startswith(answer)], said[:5]
    assert any("half of them within" in text for text in said), "nothing says how long it took"


def test_kinds_of_provider_are_compared(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["recovery"], view="provider")
    said = " ".join(element.value for element in [*app.caption, *app.markdown])
    assert "no organisation is named" in said
    assert "## How far people of each group came, of those identified" in said
    assert app.query_params["view"] == "provider"
    app.button_group(key="recovery_by").set_value("source").run()
    assert not app.exception
    assert app.query_params["view"] == "source"
    assert not any("no organisation is named" in element.value for element in app.caption)


def test_each_step_can_be_chosen(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["recovery"])
    began = "## Reunited with their families, counting those who still wait"
    assert any(text.value.startswith(began) for text in app.markdown)
    app.button_group(key="recovery_step").set_value("referral").run()
    assert not app.exception
    assert any(text.value.startswith("## Referred, counting those who still wait") for text in app.markdown)
    assert app.query_params["view"] == "referral"


def test_each_drop_out_is_said(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["recovery"])
    losses = next(text.value for text in app.markdown if text.value.startswith("- “Identified” to “Referred”"))
    assert losses.count("\n") == 6


def test_what_is_not_published_for_a_choice_is_said_kindly_with_what_is(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["recovery"], **HERAT)
    assert any("Kept from view to protect people" in info.value for info in app.info)
    button = app.button(key="without_service_place")
    assert button.label == "Without the province"
    button.click().run()
    assert not app.exception
    assert "place" not in app.query_params
    assert app.query_params["sex"] == "male"


def test_without_a_register_the_page_says_why_no_kind_of_provider_is_shown(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["no register"], view="provider")
    assert any("This release has no register of who reports" in info.value for info in app.info)
    assert not any("Law enforcement" in str(element.proto) for element in app.main)
