"""What happens to people after they are identified?"""

import streamlit as st

from analysis import cohorts
from data_access.questions import recovery as questions
from figures.kit import words
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.recovery import words as recovery_words
from ui.kit.answers import ask
from ui.kit.filter_bar import filter_bar
from ui.kit.panel import page_end
from ui.recovery import choices, panels
from ui.recovery.service_points import service_points
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

t = current_translator()
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

view = choices.take_view()
headline = st.container()
panels.often_asked(release, t)
choices.choose_role(t, width)
filters = filter_bar(release, t, {("stage",): ()}, role=view.role, others={"view": view.address})
sentence = words.filters_sentence(filters, release, t, role=view.role)
show = panels.Show(release, filters, sentence, t, colours, width)

funnel = cohorts.funnel(ask(questions.stages_reached, release, filters))
reunited = panels.how_long(release, filters, "reunification_time")
with headline:
    st.title(recovery_words.headline(funnel, filters, t))
    for sentence in panels.lead(funnel, reunited, filters, t):
        st.markdown(sentence)

panels.how_far(show, funnel)
panels.losses_and_times(show, funnel)
choices.choose_step(t, width)
panels.one_step(show, view.timed)
panels.help_and_outcomes(show)
choices.choose_by(t, width)
panels.compared(show, view.dimension, view.timed)
panels.compared_steps(show, view.dimension)
service_points(ask(questions.service_points, release, filters), release, Paper(t, colours, width))
page_end(release, t)
