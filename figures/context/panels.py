"""The panels of the Context page's official statistics."""

import pandas as pd

from data_access.questions import official_statistics
from data_access.release.filters import Filters
from figures.context import charts, victim_rates, words
from figures.context.latest import latest_plain, latest_words
from figures.kit import words as kit_words
from figures.kit.paper import Paper
from figures.views.panel import Panel, Shown
from figures.views.view import View
from findings.victim_rates import victim_rates as rates_of_victims


def totals() -> pd.DataFrame:
    """The three series that the page is about: see data_access.questions.official_statistics.totals."""
    return official_statistics.totals("victims", "prosecuted", "convicted")


def chosen_countries(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the six core countries that are chosen, or all."""
    return tuple(code for code in words.CORE if code in chosen) or words.CORE


def below_headline(paper: Paper) -> str:
    """What these numbers are not."""
    return paper.t.gettext(
        "What authorities found and reported, not how many victims there are. Countries count in their own "
        "ways: their numbers are neither compared nor added."
    )


def latest(countries: tuple[str, ...], paper: Paper) -> Panel:
    """The newest number of each country and series, as a table."""
    t, found = paper.t, totals()
    table = latest_plain(found, countries, t)
    return Panel(
        "latest",
        t.gettext("The newest number that each country reported"),
        found[found["country"].isin(countries)].reset_index(drop=True),
        None,
        t.gettext("Newest official numbers"),
        table=table,
        source=words.citation(t),
        sentence="",
    )


def series(countries: tuple[str, ...], paper: Paper) -> Panel:
    """Victims, prosecutions and convictions beside each other, a row a country."""
    t, found = paper.t, totals()
    shown = found[found["country"].isin(countries)].reset_index(drop=True)
    return Panel(
        "official",
        t.gettext("Every year: detected victims, prosecutions and convictions"),
        shown,
        lambda: charts.series_figure(shown, countries, paper),
        charts.series_words(shown, countries, t),
        t.gettext(
            "Each chart has its own scale, and nothing is added across countries or series. An open mark from 0 to 4 "
            "is a number published as fewer than 5. Years without a mark were not reported."
        ),
        table=words.series_table(shown, t),
        source=words.citation(t),
        sentence="",
    )


def children(countries: tuple[str, ...], paper: Paper) -> Panel:
    """Children's share of detected victims, where both numbers are published."""
    t, found = paper.t, official_statistics.children()
    shown = found[found["country"].isin(countries)].reset_index(drop=True)
    return Panel(
        "children",
        t.gettext("Children among detected victims"),
        shown,
        lambda: charts.children_figure(shown, paper),
        charts.children_words(shown, t),
        t.gettext(
            "Made only where a country published both children and all victims of a year. The worldwide share that "
            "others state is below and not drawn here: it counts other countries."
        ),
        table=words.children_table(shown, t),
        source=words.citation(t),
        sentence="",
    )


def own_rates(view: View) -> Panel:
    """SDG indicator 16.2.2 of the release's own cases, apart from the official series."""
    t, rates = view.t, view.ask(rates_of_victims)
    table = victim_rates.victim_rates_table(rates, t)
    table.attrs = {"is_published": rates.attrs.get("is_published", True)}
    return Panel(
        "victim_rates",
        t.gettext("Victims per 100,000 people, from the cases of this release (SDG 16.2.2)"),
        table,
        lambda: victim_rates.victim_rates_figure(rates, view.paper),
        victim_rates.victim_rates_words(rates, t),
        victim_rates.victim_rates_note(rates, t),
    )


def shown(view: View) -> Shown:
    """The page from the top."""
    countries, paper = chosen_countries(view.filters.country), view.paper
    panels = (latest(countries, paper), series(countries, paper), children(countries, paper))
    own = own_rates(view.about(Filters(country=countries), view.sentence))
    below = kit_words.joined(below_headline(paper), latest_words(totals(), paper.t))
    return Shown(words.headline(totals(), countries, paper.t), (below or "",), (*panels, own))
