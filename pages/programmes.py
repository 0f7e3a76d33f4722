"""What did each programme promise, deliver and change, at what cost?"""

import streamlit as st

from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from figures.kit.rows import rows_of
from figures.programmes import charts as figures
from figures.programmes import portfolio_words
from figures.programmes.facts import facts
from figures.programmes.tables import badges, milestones_of, only, promised, timeline_table
from ui.kit.page import open_page
from ui.kit.view_choice import choose, start_from_address
from ui.programmes import donor, panels
from ui.programmes.choices import VIEW, choose_of_portfolio, choose_programme, take_address
from ui.programmes.costs import costs

page = open_page(is_of_release=False)
paper, t, _ = page.paper, page.t, page.t.gettext

everything = page.ask(questions.portfolio)
if everything.empty:
    page.headline.title(_("No programme is published yet"))
    st.info(_("Results come in with the command import, format results: a template workbook explains it."))
    st.stop()
take_address(page, everything)
views = {"portfolio": _("All programmes"), "programme": _("One programme"), "donor": _("For a donor, to print")}
start_from_address(VIEW, views)
with page.row:
    view = choose(VIEW, _("Show"), views, is_beside_title=True)

if view == "portfolio":
    milestones = milestones_of(page.ask(questions.values))
    page, of_donor, of_theme = choose_of_portfolio(page, everything)
    shown = page.ask(questions.portfolio, donor=of_donor, theme=of_theme)
    with page.headline:
        st.title(portfolio_words.headline(shown, t) if len(shown) else _("No programme for this choice"))
        st.markdown(portfolio_words.synthetic_note(shown, t) or "")
    results = panels.frameworks(page, shown)
    pairs, provenance, promises = promised(shown, results, t)
    left, right = st.columns(2)
    with left:
        page.panel(
            "promises",
            _("Promised and delivered"),
            promises,
            lambda: figures.promises_figure(pairs, paper, provenance),
            figures.promises_words(pairs, t),
            _("Hatched bars are synthetic. Nothing stands for a value that was not published."),
        )
    with right:
        page.panel(
            "timeline",
            _("When they ran"),
            timeline_table(shown, t),
            lambda: figures.timeline_figure(shown, milestones, paper),
            figures.timeline_words(shown, t),
            _("Diamonds are milestones with a month. Hatched bars are synthetic."),
        )
    panels.published_promises(shown, results, t)
    costs(page, shown, results, only_outcomes=True)
    panels.programme_cards(shown, t)
    panels.downloads(page, shown)
elif (code := choose_programme(page, everything, view)) is None:
    page.headline.title(_("The address names a programme that this release does not have"))
else:
    one = only(everything, code)
    [row] = rows_of(one)
    values = page.about(Filters(programme=code)).ask(questions.values)
    results = panels.frameworks(page, one)
    with page.headline:
        st.title(row["title"])
        st.markdown(badges(row, t))
        st.markdown(f"**{portfolio_words.programme_headline(results[code], t)}**")
    with st.container(width=donor.PAPER if view == "donor" else "stretch"):
        left, right = st.columns([2, 3])
        with left:
            st.markdown(facts(row, t))
            panels.milestones(values, t)
        with right:
            donor.places(page, row, is_on_paper=view == "donor")
        panels.results_by_level(code, results[code], paper)
        costs(page, one, results, only_outcomes=False)
        if view == "donor":
            donor.printable()
            donor.funnel(page, row)
        donor.contribution(page, row)
        if view == "donor":
            donor.evidence(values, t)
    panels.downloads(page, one)
page.end()
