"""What did each programme promise, deliver and change, at what cost?"""

import streamlit as st

from data_access import programme_questions as questions
from data_access.filters import Filters
from ui import programme_figures as figures
from ui import programme_panels as panels
from ui import programme_words as says
from ui.answers import ask
from ui.palette import palette
from ui.panels import panel
from ui.programme_choices import VIEW, choose_programme, programme_bar, take_address
from ui.viewport import viewport_width
from ui.visit import choose_view, current_release, current_translator, theme_kind

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
views = {"portfolio": _("All programmes"), "programme": _("One programme")}
view = choose_view(VIEW, _("Show"), views)

if view == "portfolio":
    choices = programme_bar(release, everything, t)
    shown = ask(questions.portfolio, release, choices.filters, donor=choices.donor, theme=choices.theme)
    with headline:
        st.title(says.headline(shown, t) if len(shown) else _("No programme for this choice"))
        st.markdown(says.synthetic_note(shown, t) or "")
    st.markdown(f"**{choices.sentence}**")
    if shown.empty:
        st.info(_("Choose another donor, theme, country or period."))
        st.stop()
    results = panels.frameworks(release, shown)
    pairs, provenance, promises = panels.promised(shown, results)
    values = ask(questions.values, release, Filters())
    left, right = st.columns(2)
    with left:
        panel(
            "promises", _("Promised and delivered"), promises,
            lambda: figures.promises_figure(pairs, t, colours, width, provenance),
            figures.promises_words(pairs, t), release, t, choices=choices.sentence,
            note=_("Hatched bars are synthetic. Nothing stands for a value that was not published."),
        )  # fmt: skip
        panels.published_promises(shown, results, t)
    with right:
        panel(
            "timeline", _("When they ran"), shown,
            lambda: figures.timeline_figure(shown, values[values["kind"] == "milestone"], t, colours, width),
            figures.timeline_words(shown, t), release, t, choices=choices.sentence,
            note=_("Diamonds are milestones with a month. Hatched bars are synthetic."),
        )  # fmt: skip
    st.markdown(f"### {_('What one result cost')}")
    panels.price_choice(t)
    panels.cost_list(panels.costs(release, shown, results, t, only_outcomes=True), t)
    st.markdown(f"### {_('Programmes')}")
    for number, row in enumerate(shown.to_dict("records")):
        if number % 3 == 0:
            columns = st.columns(3)
        with columns[number % 3]:
            panels.programme_card(row, t)
else:
    code = choose_programme(everything, t, view)
    one = everything[everything["code"] == code]
    row = one.iloc[0].to_dict()
    values = ask(questions.values, release, Filters(programme=code))
    results = panels.frameworks(release, one)
    with headline:
        st.title(row["title"])
        st.markdown(panels.badges(row, t))
    st.markdown(panels.facts(row, t))
    panels.results_by_level(code, results[code], t, colours)
    panels.milestones(values, t)
    st.markdown(f"### {_('What one result cost')}")
    panels.price_choice(t)
    panels.cost_list(panels.costs(release, one, results, t, only_outcomes=False), t)
st.divider()
st.caption(_("Values are as their sources published them; a missing target or actual value is never filled in."))
