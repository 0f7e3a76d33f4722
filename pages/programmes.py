"""What did each programme promise, deliver and change, at what cost?"""

import streamlit as st

from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from figures.kit.rows import rows_of
from figures.kit.text import quoted
from figures.programmes import panels as programmes
from figures.programmes import portfolio_words
from figures.programmes.tables import badges, only
from figures.programmes.view import VIEWS
from ui.kit.page import open_page
from ui.kit.place_links import place_links
from ui.kit.view_choice import choose
from ui.programmes import donor, panels, scorecard_panel
from ui.programmes.choices import VIEW, choose_of_portfolio, choose_programme, take_address, take_view
from ui.programmes.costs import constant_prices, costs

page = open_page(is_of_release=False)
t, _ = page.t, page.t.gettext

everything = page.ask(questions.portfolio)
if everything.empty:
    page.headline.title(_("No programme is published yet"))
    st.info(_("Results come in with the command import, format results: a template workbook explains it."))
    st.stop()
take_address(page, everything)
take_view()
with page.row:
    view = choose(VIEW, _("Show"), {code: _(name) for code, name in VIEWS.items()}, is_beside_title=True)

if view == "portfolio":
    chosen = choose_of_portfolio(page, everything)
    page, shown = chosen.page, chosen.programmes
    results, spent = programmes.frameworks(page, shown), programmes.spent_by(page, shown)
    with page.headline:
        st.title(portfolio_words.headline(shown, results, chosen.phrase, t))
        st.markdown(portfolio_words.below_headline(shown, results, chosen.switched_off, t))
    if shown.empty:
        st.info(_("Choose other years, countries, donors or themes, or show the invented examples."))
    else:
        lines = programmes.lines_of(page, shown, constant_prices())
        scorecard_panel.draw(page, programmes.scorecard_panel(page, lines, shown), lines)
        left, right = st.columns(2)
        with left:
            page.show(programmes.timeline(page, shown))
        with right:
            costs(shown, results, spent, t, only_outcomes=True)
        place_links(page, [code for row in rows_of(shown) for code in row["named_countries"]], None)
        panels.downloads(page, shown)
elif (code := choose_programme(page, everything, view)) is None:
    page.headline.title(_("The address names a programme that this release does not have"))
else:
    one = only(everything, code)
    [row] = rows_of(one)
    values = page.about(Filters(programme=code)).ask(questions.values)
    results, spent = programmes.frameworks(page, one), programmes.spent_by(page, one)
    with page.headline:
        title, said = programmes.headline_of_one(page, one)
        st.title(quoted(title))
        st.markdown(" ".join([f"**{said}**", badges(row, t)]))
    lines = programmes.lines_of(page, one, constant_prices(), is_one=True)
    scorecard_panel.draw(page, programmes.scorecard_panel(page, lines, one, is_one=True), lines, is_one=True)
    panels.about(row, t)
    place_links(page, [*row["named_countries"], *row["places"]], None)
    panels.periods(results[code], page)
    not_shown = donor.not_shown(page, row, t, with_funnel=view == "donor")
    left, right = st.columns(2)
    with left:
        if "places" not in not_shown:
            donor.places(page, row)
        if view == "donor" and "funnel" not in not_shown:
            donor.funnel(page, row)
    with left if "places" in not_shown else right:
        costs(one, results, spent, t, only_outcomes=False)
    with right:
        panels.milestones(values, t)
        if view == "donor":
            donor.printable()
            donor.evidence(values, t)
    with left if "places" in not_shown else right:
        donor.reasons(not_shown, t)
    if "contribution" not in not_shown:
        donor.contribution(page, row)
    panels.downloads(page, one)
page.end("programmes")
