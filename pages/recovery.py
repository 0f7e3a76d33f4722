"""What happens to people after they are identified?"""

from functools import partial

import streamlit as st

from analysis import cohorts
from data_access import recovery_questions as questions
from ui import recovery_figures as figures
from ui import recovery_panels as panels
from ui import recovery_words, words
from ui.answers import ask
from ui.filter_bar import filter_bar
from ui.palette import palette
from ui.panels import page_end, panel
from ui.service_points import service_points
from ui.viewport import viewport_width
from ui.visit import choose_view, current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
panels.often_asked(release, t)
filters = filter_bar(release, t, {("stage",): ()}, role="origin", others={"view": panels.asked_breakdown()})
choices = words.filters_sentence(filters, release, t, role="origin")
show = partial(panel, release=release, t=t, choices=choices)

funnel = cohorts.funnel(ask(questions.stages_reached, release, filters))
waits = ask(questions.waits, release, filters)
reunited = cohorts.medians(ask(questions.reunited, release, filters), waits)
curve = cohorts.curves(waits, reunited)
with headline:
    st.title(recovery_words.headline(funnel, filters, t))
    for sentence in panels.lead(funnel, reunited, filters, t):
        st.markdown(sentence)

left, right = st.columns([3, 2])
with left:
    show(
        "funnel",
        _("How far people came after they were identified"),
        recovery_words.chosen(funnel),
        lambda: figures.funnel_figure(funnel, t, colours, width),
        recovery_words.funnel_words(funnel, filters, t),
        note=recovery_words.page_caveat(t),
    )
with right:
    title = _("Share of the people identified who came so far")
    show(
        "beside",
        title,
        funnel,
        lambda: figures.beside_figure(funnel, "stage", filters, t, colours),
        recovery_words.shares_words(funnel, "stage", title, filters, t),
    )

left, right = st.columns([3, 2])
with left:
    show(
        "curve",
        _("Reunited with their families, counting those who still wait"),
        curve,
        lambda: figures.curve_figure(curve, filters, t, colours),
        recovery_words.curve_words(curve, filters, t),
        note=recovery_words.curve_note(t),
    )
with right:
    show(
        "months",
        _("How long it took half of those who were reunited"),
        reunited,
        lambda: figures.months_figure(reunited, filters, t, colours),
        " ".join(recovery_words.reunited_sentence(row, filters, t) for row in words.rows_of(reunited)),
        note=recovery_words.months_note(t),
    )

left, right = st.columns(2)
for column, dimension, question, title, note in (
    (left, "service", questions.services, _("Services received"), recovery_words.services_note(t)),
    (right, "outcome", questions.outcomes, _("How they were at the last follow-up"), recovery_words.outcomes_note(t)),
):
    with column:
        answer = cohorts.add_shares(ask(question, release, filters))
        show(
            dimension,
            title,
            answer,
            partial(figures.beside_figure, answer, dimension, filters, t, colours),
            recovery_words.shares_words(answer, dimension, title, filters, t),
            note=note,
        )

by = choose_view(panels.BREAKDOWN, _("Compare by"), panels.breakdowns(t))
if by == "provider":
    panels.not_by_provider(t)
else:
    groups = cohorts.add_shares(ask(questions.reunified_by, release, filters, by))
    show(
        "groups",
        _("Share reunited or reintegrated, of the people identified"),
        groups,
        lambda: figures.groups_figure(groups, by, t, colours),
        recovery_words.groups_words(groups, by, t),
        note=recovery_words.groups_note(by, t),
    )
service_points(ask(questions.service_points, release, filters), release, t, colours, width)
page_end(release, t)
