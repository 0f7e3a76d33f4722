"""Views of what others have published: returns and deportations, Pakistan's provinces, ratings and estimates."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context.published import estimates, headlines, provinces
from figures.context.published import returns as of_returns
from figures.context.published.small_multiples import Chart, multiples_figure, multiples_words, rows_in
from figures.context.published.spans import spans_figure, spans_words
from figures.kit.rows import Row, rows_of
from locales import Translator
from ui.context.own_returns import own_returns
from ui.context.published_panel import Drawing, published_panel
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import choice_bar
from ui.kit.page import Page
from ui.kit.place_links import place_links
from ui.shell.address import write_address

Choose = Callable[[pd.DataFrame, Translator], list[Chart]]


def returns(page: Page) -> None:
    """Returns to Afghanistan, and deportations of Pakistanis."""
    t, _ = page.t, page.t.gettext
    page, figures = _opened(page, "returns")
    page.headline.title(headlines.returns(figures, t))
    page.headline.markdown(
        _(
            "Refugees are counted by UNHCR, undocumented people by IOM: the two are never added. A week, a part of a "
            "year and a whole year are never compared."
        )
    )
    _multiples(
        page, "refugees", _("Refugees who returned to Afghanistan, each whole year"), of_returns.refugees,
        _("Refugees whom UNHCR registered. Undocumented people are not in these numbers."), across=2,
    )  # fmt: skip
    for key, title, titles, note in (
        ("undocumented", _("Undocumented people who returned to Afghanistan"), of_returns.UNDOCUMENTED,
         _("Each line is the time that its number covers. Dark: a whole year. Pale: a part of one, or more than one.")),
        ("everyone", _("All Afghans who returned, whoever counted them"), of_returns.EVERYONE,
         _("With and without documents. Each line is the time that its number covers; times overlap, so nothing is "
           "added.")),
    ):  # fmt: skip
        _panel(page, key, title, partial(_spans, page, titles), note)
    _multiples(
        page, "ways", _("Deported, or spontaneous: undocumented people from Iran and Pakistan"),
        of_returns.ways,
        _("Only periods for which both were published. Weeks have one scale; a longer period has its own. Spontaneous "
          "is the word of the sources, voluntary in some: how free people were is not known."),
    )  # fmt: skip
    _multiples(
        page, "crossings", _("From Pakistan by crossing: of their own accord, and sent back"),
        of_returns.crossings,
        _("Periods are not equally long: each chart has its own scale."),
    )  # fmt: skip
    _multiples(
        page, "assisted", _("Share of returnees whom IOM assisted, in some weeks"), of_returns.assisted,
        _("The weeks are those whose reports were read; they stand for no year."), across=2,
    )  # fmt: skip
    _multiples(
        page, "unaccompanied", _("Children without their family"), of_returns.children,
        _("Children whom IOM assisted in a week, and children whom UNICEF counted at one crossing in a month: "
          "different counts. Weeks have one scale."),
    )  # fmt: skip
    _multiples(
        page, "deported_from", _("Pakistanis who were deported, by country"), of_returns.deported_from,
        _("Whole years, one scale."),
    )  # fmt: skip
    _multiples(
        page, "deported", _("Pakistanis who were deported, from all countries"), of_returns.deported_in_all,
        _("Where two numbers were published for one year, both are shown."), across=2,
    )  # fmt: skip
    own_returns(page)


def pakistan(page: Page) -> None:
    """Pakistan's provinces beside each other."""
    t, _ = page.t, page.t.gettext
    page, figures = _opened(page, "provinces")
    page.headline.title(headlines.provinces(figures, t))
    page.headline.markdown(
        _(
            "More cases may mean more police work, not more trafficking. FIA counts smuggling of migrants with "
            "trafficking."
        )
    )
    place_links(page, provinces.province_codes(), None)
    one_scale = _("Charts of the same count have one scale.")
    for key, title, choose, note in (
        ("fia", _("Cases, arrests and raids of FIA"), provinces.cases, one_scale),
        ("red_book", _("Most wanted: the Red Book by province"), provinces.red_book,
         _("Editions that were published by province, as newspapers gave them. {note}").format(note=one_scale)),
        ("red_book_zones", _("Most wanted: the Red Book by zone and district"), provinces.red_book_zones,
         _("Editions name different zones and districts, some inside others: nothing is added.")),
        ("child_labour", _("Children at work, by survey"), provinces.child_labour,
         _("Work and child labour are different counts; so are the ages. Shares have one scale.")),
        ("marriage", _("Married before 15"), provinces.child_marriage,
         _("Each province was asked in its own years.")),
        ("inspection", _("Labour inspectors and what they found"), provinces.inspection,
         _("Violations are found where inspectors go. {note}").format(note=one_scale)),
    ):  # fmt: skip
        _multiples(page, key, title, choose, note)


def ratings(page: Page) -> None:
    """Tiers of the US report, estimates of modern slavery, and what was recorded beside them."""
    t, _ = page.t, page.t.gettext
    page, _figures = _opened(page, "estimates")
    page.headline.title(headlines.estimates(t))
    page.headline.markdown(
        _("Editions of the Global Slavery Index use different methods: they are no line over time, and none is drawn.")
    )
    _panel(
        page, "tiers", _("Tier in the US Trafficking in Persons Report"), partial(_tiers, page),
        _("1: meets the minimum standards of the US law; 2: does not, but makes significant efforts; 2W: the same, on "
          "the watch list; 3: neither. It is the view of one government. An empty cell: no edition was read for it."),
    )  # fmt: skip
    _multiples(
        page, "editions", _("Global Slavery Index, each edition by itself"), estimates.editions,
        _("Modelled estimates. Each chart has its own scale; the year beside a country is the year of the estimate."),
    )  # fmt: skip
    _panel(
        page, "recorded", _("Recorded, and estimated: how far apart"), partial(_far_apart, page),
        _("Each step of the scale is ten times as many. Full points: crimes, cases and victims that authorities "
          "recorded. Open points: modelled estimates of all people in modern slavery. The two count different things; "
          "the distance is not a share of cases found."),
    )  # fmt: skip


def _opened(page: Page, view: str) -> tuple[Page, pd.DataFrame]:
    """The page for all figures, whatever is chosen on others, and the figures."""
    choice_bar(page, ())
    write_address(page.release, chosen_filters(), {"view": view})
    page = page.about(Filters())
    return page, page.ask(published_figures)


def _multiples(page: Page, key: str, title: str, choose: Choose, note: str, *, across: int = 3) -> None:
    """A panel of small charts. choose: makes them from the figures."""

    def draw() -> Drawing:
        charts = choose(page.ask(published_figures), page.t)
        figure = multiples_figure(charts, page.paper, across=across) if charts else None
        return Drawing(rows_in(charts), figure, multiples_words(charts, page.t))

    _panel(page, key, title, draw, note)


def _panel(page: Page, key: str, title: str, draw: Callable[[], Drawing], note: str) -> None:
    published_panel(page, key, title, page.drawn_once(draw, "published", key), note)


def _spans(page: Page, titles: Mapping[str, str]) -> Drawing:
    groups = of_returns.spans(page.ask(published_figures), titles, page.t)
    rows = [row for _title, found in groups for row in found]
    return Drawing(rows, spans_figure(groups, page.paper) if rows else None, spans_words(groups, page.t))


def _tiers(page: Page) -> Drawing:
    found = estimates.tiers(page.ask(published_figures))
    figure = estimates.tier_figure(found, page.paper) if len(found) else None
    return Drawing(rows_of(found), figure, estimates.tier_words(found, page.t))


def _far_apart(page: Page) -> Drawing:
    found = estimates.recorded_and_estimated(page.ask(published_figures))
    rows: list[Row] = [row for _country, *kinds in found for kind in kinds for row in kind]
    figure = estimates.far_apart_figure(found, page.paper) if rows else None
    return Drawing(rows, figure, estimates.far_apart_words(found, page.t))
