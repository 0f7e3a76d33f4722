"""What did each programme promise, deliver and change, at what cost?"""

import streamlit as st

from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.programmes import charts as figures
from figures.programmes import words as says
from figures.programmes.facts import facts
from figures.programmes.tables import badges, milestones_of, only, promised, timeline_table
from ui.kit.answers import ask
from ui.kit.panel import page_end, panel
from ui.kit.view_choice import choose_view
from ui.programmes import donor, panels
from ui.programmes.choices import VIEW, choose_programme, programme_bar, take_address
from ui.programmes.costs import costs
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
everything = ask(questions.portfolio, release, Filters())
if everything.empty:
    headline.title(_("No programme is published yet"))
    st.info(_("Results come in with the command import, format results: a template workbook explains it."))
    st.stop()
take_address(release, everything)
views = {"portfolio": _("All programmes"), "programme": _("One programme"), "donor": _("For a donor, to print")}
view = choose_view(VIEW, _("Show"), views)

if view == "portfolio":
    choices = programme_bar(release, everything, t)
    shown = ask(questions.portfolio, release, choices.filters, donor=choices.donor, theme=choices.theme)
    with headline:
        st.title(says.headline(shown, t) if len(shown) else _("No programme for this choice"))
        st.markdown(says.synthetic_note(shown, t) or "")
    st.markdown(f"**{choices.sentence}**")
    results = panels.frameworks(release, shown)
    pairs, provenance, promises = promised(shown, results, t)
    milestones = milestones_of(ask(questions.values, release, Filters()))
    panels.published_promises(shown, results, t)
    left, right = st.columns(2)
    with left:
        panel(
            "promises", _("Promised and delivered"), promises,
            lambda: figures.promises_figure(pairs, Paper(t, colours, width), provenance),
            figures.promises_words(pairs, t), release, t, choices=choices.sentence,
            note=_("Hatched bars are synthetic. Nothing stands for a value that was not published."),
        )  # fmt: skip
    with right:
        panel(
            "timeline", _("When they ran"), timeline_table(shown, t),
            lambda: figures.timeline_figure(shown, milestones, Paper(t, colours, width)),
            figures.timeline_words(shown, t), release, t, choices=choices.sentence,
            note=_("Diamonds are milestones with a month. Hatched bars are synthetic."),
        )  # fmt: skip
    costs(release, shown, results, t, only_outcomes=True)
    panels.programme_cards(shown, t)
    panels.downloads(release, shown, t)
else:
    code = choose_programme(everything, t, view)
    one = only(everything, code)
    row = one.iloc[0].to_dict()
    values = ask(questions.values, release, Filters(programme=code))
    results = panels.frameworks(release, one)
    with headline:
        st.title(row["title"])
        st.markdown(badges(row, t))
        st.markdown(f"**{says.programme_headline(results[code], t)}**")
    with st.container(width=donor.PAPER if view == "donor" else "stretch"):
        left, right = st.columns([2, 3])
        with left:
            st.markdown(facts(row, t))
            panels.milestones(values, t)
        with right:
            donor.places(row, release, Paper(t, colours, width), is_on_paper=view == "donor")
        panels.results_by_level(code, results[code], Paper(t, colours))
        costs(release, one, results, t, only_outcomes=False)
        if view == "donor":
            donor.printable()
            donor.funnel(row, release, Paper(t, colours, width))
        donor.contribution(row, release, Paper(t, colours, width))
        if view == "donor":
            donor.evidence(values, t)
    panels.downloads(release, one, t)
page_end(release, t)
