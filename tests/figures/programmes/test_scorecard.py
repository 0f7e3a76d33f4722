"""The scorecard and its headline: whole sentences that are true, and cells that say what was not published."""

import datetime
import re

import pandas as pd
import pytest

from analysis.frameworks import Result, framework
from data_access.questions.programmes import Part
from data_access.release.filters import Filters
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.programmes import portfolio_words
from figures.programmes.scorecard import Line, scale_of, scorecard, scorecard_table
from figures.programmes.scorecard_html import scorecard_html
from locales import translator

TODAY = datetime.date(2025, 6, 30)
ENGLISH = translator("en")
VALUE = {
    "indicator": "i", "title": "Officials trained", "level": None, "measure": "unit", "unit": "people",
    "ascending": True, "standard_tag": None, "dimension": None, "lower": None, "upper": None, "sex": "total",
    "age": "total", "disaggregation": None, "note": None, "source_title": "A report", "source_publisher": "A donor",
    "source_document": None,
}  # fmt: skip
PROGRAMME = {
    "code": "p", "title": "Training", "donors": ("A donor",), "provenance": "published", "start": "2019",
    "end": "2020", "budget": None, "currency": None, "money": (), "milestones": 0, "source_title": "A report",
    "source_publisher": "A donor", "countries": (), "named_countries": ("AF",),
}  # fmt: skip
NOTHING_SPENT = pd.DataFrame(columns=["amount", "currency", "price_year", "category", "period_start", "period_end"])


def result(*rows: tuple[str, float], year: str = "2019", **more: object) -> Result:
    values = [VALUE | more | {"kind": kind, "period_start": year, "period_end": year, "value": n} for kind, n in rows]
    return framework(pd.DataFrame(values, dtype=object), TODAY)[0]


MET = result(("target", 100.0), ("actual", 120.0))
MISSED = result(("target", 100.0), ("actual", 80.0))
SILENT = result(("target", 2400.0))
ALONE = result(("actual", 21.0))
UNCERTAIN = result(("target", 100.0), ("actual", 99.0), lower=90.0, upper=108.0)
RUNNING = result(("target", 100.0), ("actual", 10.0), year="2026")


def programmes(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([PROGRAMME | change for change in changes or ({},)], dtype=object)


def lines(frame: pd.DataFrame, results: dict[str, list[Result]], **options: bool) -> list[Line]:
    spent = dict.fromkeys(frame["code"], NOTHING_SPENT)
    return scorecard(frame, results, spent, ENGLISH, prices=(2024, 0.0), **options)


def test_what_lies_just_below_its_target_is_not_all_of_it() -> None:
    """997 of 1,000 were "100%" beside "not reached"; 110, at least 90, reached 100."""
    missed, unclear = (
        result(("target", 1000.0), ("actual", 997.0)),
        result(("target", 100.0), ("actual", 110.0), lower=90.0),
    )
    near, alone = (
        next(line for line in lines(programmes(), {"p": [one]}) if line.has_target) for one in (missed, unclear)
    )
    assert (near.status, near.far_said.text) == ("not_met", "99.7%")
    assert alone.status == "uncertain" and "between 110 people and the one limit" in alone.why.text


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([SILENT], "1 published programme set 1 target, and published no actual value for it"),
        ([SILENT, SILENT], "1 published programme set 2 targets, and published no actual value for any of them"),
        ([ALONE], "1 published programme named no target, so nothing it promised can be checked"),
        ([], "1 published programme named no target, so nothing it promised can be checked"),
        ([MET], "1 published programme set 1 target, and reached it"),
        ([MISSED], "1 published programme set 1 target, and did not reach it"),
        ([RUNNING], "1 published programme set 1 target, whose time is not over"),
        ([UNCERTAIN], "1 published programme set 1 target; whether it was reached cannot be said"),
        ([MET, MISSED], "1 published programme set 2 targets, of which 1 was reached"),
        ([MET, MET, SILENT], "1 published programme set 3 targets, of which 2 were reached"),
        ([MISSED, UNCERTAIN], "1 published programme set 2 targets, of which none is known to be reached"),
    ],
)
def test_the_headline_says_whether_what_was_promised_happened(results: list[Result], said: str) -> None:
    assert portfolio_words.headline(programmes(), {"p": results}, "", ENGLISH) == said


def test_the_headline_is_of_published_programmes_and_in_the_plural() -> None:
    frame = programmes({}, {"code": "q"}, {"code": "x", "provenance": "synthetic"})
    results = {"p": [SILENT], "q": [ALONE], "x": [MET, MISSED]}
    said = portfolio_words.headline(frame, results, "", ENGLISH)
    assert said == "2 published programmes set 1 target, and published no actual value for it"
    below = portfolio_words.below_headline(frame, results, 0, ENGLISH)
    assert below == "1 result was published without a target. 1 invented example is shown as well, and marked."
    said = portfolio_words.headline(frame[frame["code"] == "x"], results, "", ENGLISH)
    assert said == "1 invented programme set 2 targets, of which 1 was reached"
    below = portfolio_words.below_headline(frame[frame["code"] == "x"], results, 0, ENGLISH)
    assert below == "1 is not."


def test_the_headline_names_the_choice() -> None:
    filters = Filters(years=(2019, 2020), country=("AF",))

    def phrase(frame: pd.DataFrame) -> str:
        return portfolio_words.choice_phrase(filters, "A donor", "Protection", frame, ENGLISH)

    chosen = "paid for by A donor with the theme Protection in Afghanistan that ran in 2019 to 2020"
    assert phrase(programmes()) == chosen
    said = portfolio_words.headline(programmes(), {"p": [MET]}, phrase(programmes()), ENGLISH)
    assert said == f"1 published programme {chosen} set 1 target, and reached it"
    # a programme that names no country or no period is kept: the sentence says so
    unknown = programmes({"named_countries": (), "start": None})
    assert phrase(unknown).endswith(
        "in Afghanistan, or without a published country, that ran in 2019 to 2020, or at an unpublished time,"
    )
    nothing = programmes().iloc[:0]
    said = portfolio_words.headline(nothing, {}, phrase(nothing), ENGLISH)
    assert said == f"There is no published programme {chosen}"
    below = portfolio_words.below_headline(nothing, {}, 2, ENGLISH)
    assert below == "2 invented examples of complete reporting are switched off."


def test_published_come_first_and_then_what_has_a_target() -> None:
    frame = programmes({}, {"code": "x", "provenance": "synthetic"}, {"code": "q", "title": "Nothing"})
    found = lines(frame, {"p": [ALONE, SILENT], "x": [MET], "q": []})
    assert [(line.code, line.status) for line in found] == [
        ("p", "no_actual"), ("p", "no_target"), ("q", ""), ("x", "met"),
    ]  # fmt: skip


def test_what_was_not_published_says_so() -> None:
    frame = programmes({}, {"code": "q", "title": "Nothing", "donors": (), "start": None, "end": None})
    found = lines(frame, {"p": [SILENT], "q": []})
    silent, nothing = found
    assert (silent.target.text, silent.actual.text) == ("2,400 people", "not published")
    assert silent.far is None and silent.has_target and silent.far_said.text == "no actual value"
    assert silent.money.in_one == "not published · per person: not published"
    assert silent.time.in_one == "2019 · ended"
    cells = (nothing.target, nothing.actual, nothing.money, nothing.time)
    assert [cell.text for cell in cells] == ["not published"] * 4
    assert "donor not published" in nothing.name.more
    table = scorecard_table(found, {"p": "Training", "q": "Nothing"}, ENGLISH)
    assert not table.isna().any().any()
    html = scorecard_html(found, Paper(ENGLISH, LIGHT), alt="Scorecard")
    texts = re.findall(r"<td[^>]*><span class=\"head\"[^>]*>[^<]*</span><div>(.*?)</div></td>", html)
    assert len(texts) == 12
    assert all(re.sub("<[^>]*>", "", text).strip() for text in texts), "no cell is empty"
    assert "None" not in html and "nan" not in html


def test_the_interval_and_the_target_are_marks_on_the_bar() -> None:
    [line] = lines(programmes(), {"p": [UNCERTAIN]})
    assert line.far == pytest.approx((0.99, 0.9, 1.08))
    assert (line.far_said.text, line.far_said.more) == ("99%", ("90% to 108%",))
    assert scale_of([line]) == pytest.approx(1.134)
    html = scorecard_html([line], Paper(ENGLISH, LIGHT), alt="Scorecard")
    assert 'class="interval" style="inset-inline-start: 79.4%' in html  # 0.9 of 1.08 and a twentieth
    assert 'class="target" style="inset-inline-start: 88.2%' in html
    # a result far beyond its target has a scale of its own
    [far] = lines(programmes(), {"p": [result(("target", 10.0), ("actual", 90.0))]})
    assert scale_of([line, far]) == scale_of([line])


def test_what_is_invented_is_tagged_and_what_is_published_is_not() -> None:
    frame = programmes({}, {"code": "x", "provenance": "synthetic"})
    found = lines(frame, {"p": [MET], "x": [MET]})
    html = scorecard_html(found, Paper(ENGLISH, LIGHT), alt="", link=lambda code: code)
    published, invented = re.findall(r"<tr role=\"row\" class=\"(?:invented)?\".*?</tr>", html)
    assert "invented" not in published
    assert '<span class="tag">invented</span>' in invented


def test_names_of_others_are_text_and_never_markup() -> None:
    bad = '<img src=x onerror="alert(1)">'
    frame = programmes({"code": 'p"><b>', "title": bad, "donors": (bad,)})
    found = lines(frame, {'p"><b>': [result(("actual", 1.0), title=bad, note=bad, source_title=bad)]})
    html = scorecard_html(found, Paper(ENGLISH, LIGHT), alt=bad, link=lambda code: f"?programme={code}")
    assert "<img" not in html and "<b>" not in html


def test_one_programme_has_its_groups_under_their_own_targets() -> None:
    rows = [
        VALUE | {"kind": kind, "period_start": "2019", "period_end": "2019", "value": value, "sex": sex}
        for sex, kind, value in (
            ("total", "target", 100.0), ("total", "actual", 90.0),
            ("female", "target", 50.0), ("female", "actual", 60.0),
        )
    ]  # fmt: skip
    [found] = framework(pd.DataFrame(rows, dtype=object), TODAY)
    everyone, women = lines(programmes(), {"p": [found]}, is_one=True)
    assert (everyone.status, women.status) == ("not_met", "met")
    assert (women.name.text, women.target.text, women.is_group) == ("Women and girls", "50 people", True)
    assert women.money.in_one == women.time.in_one == "as for everyone"


def test_a_country_that_only_results_name_is_a_country_of_the_programme() -> None:
    frame = programmes({"countries": (Part("AF", None, None),)}, {"code": "q", "named_countries": ()})
    said = portfolio_words.choice_phrase(Filters(country=("AF",)), None, None, frame, ENGLISH)
    assert said == "in Afghanistan, or without a published country,"
