"""What happens to people after they are identified?"""

import streamlit as st

from analysis import cohorts
from data_access.questions import recovery as questions
from figures.kit import words
from figures.recovery import words as recovery_words
from findings.unfinished import unfinished_years
from ui.kit.beside import comparison_panels
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page
from ui.recovery import choices, panels
from ui.recovery.service_points import service_points

page = open_page()

view = choices.take_view()
with page.row:
    choices.choose_role(page.t)
page = filter_bar(page, {("stage",): ()}, role=view.role, view=view.address, compares=True)

funnel = cohorts.funnel(page.ask(questions.stages_reached))
reunited = panels.how_long(page, "reunification_time")
with page.headline:
    unfinished = unfinished_years(page.release, page.filters)
    said = recovery_words.headline(funnel, page.filters, page.t, is_unfinished=unfinished is not None)
    # people and province are named by it
    st.title(words.about(said, page.filters.without("sex", "age", "place"), page.t))
    for sentence in panels.lead(funnel, reunited, page.filters, page.t):
        st.markdown(sentence)

comparison_panels(page, "stage", "service", "outcome")
panels.how_far(page, funnel)
panels.came_home(page, funnel, reunited)
panels.often_asked(page)
panels.losses_and_times(page, funnel)
choices.choose_step(page.paper)
panels.one_step(page, view.timed)
panels.help_and_outcomes(page)
choices.choose_by(page.paper)
panels.compared(page, view.dimension, view.timed)
panels.compared_steps(page, view.dimension)
service_points(page, page.ask(questions.service_points))
page.end("recovery")
