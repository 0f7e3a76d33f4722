"""What happens to people after they are identified?"""

import streamlit as st

from data_access.questions import recovery as questions
from figures.recovery import panels as recovery
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

with page.headline:
    said, below = recovery.headline(page)
    st.title(said)
    for sentence in below:
        st.markdown(sentence)

comparison_panels(page, "recovery")
panels.how_far(page)
panels.came_home(page)
panels.often_asked(page)
panels.losses_and_times(page)
choices.choose_step(page.paper)
panels.one_step(page, view.timed)
panels.help_and_outcomes(page)
choices.choose_by(page.paper)
panels.compared(page, view.dimension, view.timed)
panels.compared_steps(page, view.dimension)
service_points(page, page.ask(questions.service_points))
page.end("recovery")
