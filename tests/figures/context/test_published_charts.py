"""Charts of published figures: every number is that of its row, and what must not be compared is not."""

import csv
import datetime

import plotly.graph_objects as go
import pytest

from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context.published import estimates, provinces, returns, words
from figures.context.published.search import chosen_figures, search_texts
from figures.context.published.small_multiples import multiples_figure, multiples_words, rows_in
from figures.context.published.spans import spans_figure, spans_words
from figures.context.published.tables import figure_file, figure_table
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.rows import rows_of
from locales import translator
from tests.worlds.programmes import MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

EN = translator("en")
MULTIPLES = {
    **{name: getattr(returns, name) for name in
       ("refugees", "ways", "crossings", "assisted", "children", "deported_from", "deported_in_all")},
    **{name: getattr(provinces, name) for name in
       ("cases", "red_book", "red_book_zones", "child_labour", "child_marriage", "inspection")},
    "editions": estimates.editions,
}  # fmt: skip
PUBLISHED_ROWS = list(csv.DictReader(MORE[0].open(encoding="utf-8")))


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    loads = [([*PUBLISHED], "results"), (MORE, "results")]
    release = open_release(make_release_with_programmes(tmp_path_factory.mktemp("world"), one_cell(), loads=loads))
    return published_figures(release, Filters())


def values_in(figure) -> list[float]:
    """The numbers that the bars of a figure stand for."""
    return sorted(float(x) for trace in figure.data if trace.type == "bar" for x in trace.x)


@pytest.mark.slow
@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize("name", MULTIPLES)
def test_bars_are_as_long_as_their_figures(name, width, figures, t) -> None:
    charts = MULTIPLES[name](figures, t)
    drawn = multiples_figure(charts, Paper(t, LIGHT, width))
    go.Figure(drawn.to_dict())  # validates
    bars = [bar for chart in charts for bar in chart.bars]
    expected = [float(bar.row["value"]) if bar.row is not None and bar.is_compared else 0.0 for bar in bars]
    assert values_in(drawn) == sorted(expected)
    said = multiples_words(charts, t)
    assert all(words.bare_value(row, t) in said for row in rows_in(charts))


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("name", MULTIPLES)
def test_titles_fit_above_their_chart_also_on_a_sheet(name, language, figures) -> None:
    t = translator(language)
    charts = MULTIPLES[name](figures, t)
    for width, room in (("phone", 300), ("tablet", 560 / 2), ("desktop", 1050 / 3)):
        titles = multiples_figure(charts, Paper(t, LIGHT, width)).layout.annotations
        lines = [title.text.removeprefix("<b>").removesuffix("</b>").split("<br>") for title in titles]
        assert [" ".join(one) for one in lines] == [chart.title for chart in charts]
        assert max(len(line) for one in lines for line in one) * 7.5 <= room


def test_refugees_are_all_whole_years_of_unhcr(figures) -> None:
    charts = returns.refugees(figures, EN)
    assert [chart.title for chart in charts] == ["From Iran", "From Pakistan"]
    for chart in charts:
        assert [bar.label for bar in chart.bars] == [str(year) for year in range(2010, 2026)]
        assert {bar.row["body"] for bar in chart.bars} == {"UNHCR"}
        assert all(words.is_whole_year(bar.row) for bar in chart.bars)
    stated = {row["period_start"]: row["value"] for row in PUBLISHED_ROWS if row["indicator"] == returns.REFUGEES["IR"]}
    assert {bar.row["period_start"]: f"{bar.row['value']:.0f}" for bar in charts[0].bars} == stated


def test_no_chart_of_undocumented_people_holds_refugees(figures) -> None:
    rows = [row for _, rows in returns.spans(figures, returns.UNDOCUMENTED, EN) for row in rows]
    assert {row["body"] for row in rows} == {"IOM", "IOM and Ministry of Refugees and Repatriations of Afghanistan"}
    assert all("Undocumented" in row["title"] for row in rows)


def test_bars_on_one_scale_cover_equally_long_periods(figures) -> None:
    for name in ("refugees", "ways", "crossings", "assisted", "children", "deported_from", "deported_in_all"):
        for charts in _by_scale(MULTIPLES[name](figures, EN)):
            compared = [bar.row for chart in charts for bar in chart.bars if bar.row is not None and bar.is_compared]
            lengths = {_days(row) for row in compared}
            assert lengths in ({365, 366}, {365}, {366}) or len(lengths) <= 1, name


def _by_scale(charts):
    scales = {chart.scale or chart.title: [] for chart in charts}
    for chart in charts:
        scales[chart.scale or chart.title].append(chart)
    return scales.values()


def _days(row) -> int:
    first, last = words.days_of(row)
    return (last - first).days + 1


def test_every_figure_is_drawn_over_its_own_period(figures, t) -> None:
    for titles in (returns.UNDOCUMENTED, returns.EVERYONE):
        groups = returns.spans(figures, titles, t)
        for width in ("phone", "desktop"):
            drawn = spans_figure(groups, Paper(t, LIGHT, width))
            go.Figure(drawn.to_dict())
            rows = [row for _, found in groups for row in found]
            assert [tuple(trace.x) for trace in drawn.data] == [
                tuple(day.isoformat() for day in words.days_of(row)) for row in rows
            ]
            dark = [trace.line.color == LIGHT.latest for trace in drawn.data]
            assert dark == [words.is_whole_year(row) for row in rows]
            assert all(words.bare_value(row, t) in spans_words(groups, t) for row in rows)


def test_a_name_is_left_out_beside_a_line_where_a_tablet_has_no_room_for_it(figures) -> None:
    groups = returns.spans(figures, returns.UNDOCUMENTED, EN)
    wide, narrow = (
        [note.text for note in spans_figure(groups, Paper(EN, LIGHT, width)).layout.annotations]
        for width in ("desktop", "tablet")
    )
    left_out = [(one, other) for one, other in zip(wide, narrow, strict=True) if one != other]
    assert left_out and all(one.startswith(other) for one, other in left_out)


def test_deported_and_spontaneous_stand_together_or_not_at_all(figures) -> None:
    charts = returns.ways(figures, EN)
    assert len(charts) == 10
    for chart in charts:
        kinds = [bar.row["dimension"] for bar in chart.bars]
        assert kinds[::2] == ["deported"] * (len(kinds) // 2)
        assert set(kinds[1::2]) <= {"spontaneous", "voluntary"}


def test_two_answers_for_a_year_are_two_bars(figures) -> None:
    whole, parts = returns.deported_in_all(figures, EN)
    of_2016 = [(bar.label, bar.row["value"]) for bar in whole.bars if bar.row["period_start"] == "2016"]
    assert sorted(value for _, value in of_2016) == [71818, 111084]
    assert {label.split(" · ")[1] for label, _ in of_2016} == {"Gulf News", "TNS World quoting The Indian Express"}
    assert not any(bar.is_compared for bar in parts.bars)


def test_a_province_without_a_figure_keeps_its_row(figures) -> None:
    (book_2019,) = (chart for chart in provinces.red_book(figures, EN) if chart.title.endswith("2019"))
    assert [(bar.label, bar.row and bar.row["value"]) for bar in book_2019.bars] == [
        ("Punjab", 43), ("Sindh", 12), ("Khyber Pakhtunkhwa", None), ("Balochistan", 2), ("Islamabad", None),
    ]  # fmt: skip


def test_tiers_are_a_grid_with_gaps(figures, t) -> None:
    found = estimates.tiers(figures)
    assert len(found) == 62
    for width, shape in (("desktop", (6, 16)), ("phone", (16, 6))):
        drawn = estimates.tier_figure(found, Paper(t, LIGHT, width))
        go.Figure(drawn.to_dict())
        (grid,) = drawn.data
        assert (len(grid.z), len(grid.z[0])) == shape
        assert sum(cell is None for line in grid.z for cell in line) == 6 * 16 - 62
    assert "Tier 2 Watch List" in estimates.tier_words(found, t)


def test_editions_are_never_one_line(figures) -> None:
    for chart in estimates.editions(figures, EN):
        (edition,) = {estimates.EDITION.search(bar.row["title"])[1] for bar in chart.bars}
        assert edition in chart.title
        assert not chart.scale
        assert len({bar.row["unit"] for bar in chart.bars}) == 1


def test_recorded_and_estimated_stand_on_a_scale_of_tens(figures, t) -> None:
    found = estimates.recorded_and_estimated(figures)
    assert [country for country, *_ in found] == ["UZ", "TJ"]
    for width in ("phone", "desktop"):
        drawn = estimates.far_apart_figure(found, Paper(t, LIGHT, width))
        go.Figure(drawn.to_dict())
        assert drawn.layout.xaxis.type == "log"
        rows = [row for _, *kinds in found for kind in kinds for row in kind]
        assert [trace.x[0] for trace in drawn.data] == [row["value"] for row in rows]
        is_open = [trace.marker.color == LIGHT.none for trace in drawn.data]
        assert is_open == [row["firmness"] == "ResearchEstimate" for row in rows]
    assert "estimated" in estimates.far_apart_words(found, EN)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2016", "2016", "2016"),
        ("2018-06-03", "2018-06-09", "Jun 3\u2009–\u20099, 2018"),
        ("2025-07-04", "2025-07-04", "July 4, 2025"),
        ("2022-01", "2022-10", "January 2022 to October 2022"),
        (None, "2021", "up to 2021, begin not published"),
        ("2015-11", None, "from November 2015, end not published"),
        (None, None, "period not published"),
    ],
)
def test_a_period_is_as_exact_as_it_was_published(start, end, said) -> None:
    assert words.period_words({"period_start": start, "period_end": end}, EN) == said


def test_numbers_keep_their_decimals(figures) -> None:
    stated = {(row["title"], row["country"]): row for row in rows_of(figures)}
    share = stated["Share of population in modern slavery, Global Slavery Index 2014", "TJ"]
    assert words.value_words(share, EN) == "0.359%"


def test_the_table_and_the_file_have_every_figure(figures, t) -> None:
    rows = rows_of(figures)
    assert len(figure_table(rows, t)) == len(rows) == 728
    file = figure_file(rows, t)
    addresses = {row["address"] for row in PUBLISHED_ROWS}
    assert addresses <= set(file["source_address"])
    assert len(addresses) == 139
    for row, citation in zip(rows, file["citation"], strict=True):
        assert row["source_publisher"] in citation
        assert words.value_words(row, t) in citation
        assert row["source_address"] is None or row["source_address"] in citation


@pytest.mark.slow
def test_search_finds_words_numbers_and_countries(figures) -> None:
    fa = translator("fa")
    texts = {language: search_texts(figures, language) for language in (EN, fa)}

    def found(search: str, t=EN, **chosen: str) -> int:
        return len(chosen_figures(figures, texts[t], search=search, **chosen))

    assert found("") == 728
    assert found("taftan iran") == found("Iran TAFTAN") == sum(row["place"] == "Taftan" for row in PUBLISHED_ROWS)
    assert found("111084") == 1 < found("111,084")  # another note quotes it
    assert found("islamabad") > 0 == found("slamabad")  # words are known by how they begin
    assert found("Turkiye") == found("Türkiye") > 0
    assert 0 < found("تاجکستان", fa) <= found("Tajikistan", fa)  # published texts name it in English
    official = [row for row in PUBLISHED_ROWS if row["firmness"] == "official"]
    assert found("", firmness="Official") == len(official)
    tiers = sum(row["indicator"] == estimates.TIER for row in official)
    assert found("tier", theme="ratings", firmness="Official") == tiers > 0
    assert found("no such words at all") == 0


def test_whole_years_are_known() -> None:
    assert words.is_whole_year({"period_start": "2021-01", "period_end": "2021-12"})
    assert not words.is_whole_year({"period_start": "2021", "period_end": "2022"})
    assert words.days_of({"period_start": "2020-02", "period_end": "2020-02"}) == (
        datetime.date(2020, 2, 1), datetime.date(2020, 2, 29)
    )  # fmt: skip
