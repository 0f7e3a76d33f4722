"""What happens to those who exploit them?"""

from functools import partial

import streamlit as st

from figures.justice import panels, words
from ui.justice import choices
from ui.justice.published import reported
from ui.kit.beside import comparison_panels
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page

page = open_page()

view = choices.take_view()
page = filter_bar(page, {("justice",): ()}, view=view.address, compares=True)

with page.headline:
    st.title(panels.headline(page))
    st.markdown(words.unit_sentence(page.t))

comparison_panels(page, "justice")

left, right = st.columns(2)
with left:
    page.show(panels.reached(page))
with right:
    page.show(panels.standing(page))
left, right = page.columns(3, 2)
with left:
    page.show(panels.compared(page, view), switches=partial(choices.choose_compared, page.t))
with right:
    page.show(panels.judgement_time(page))
left, right = st.columns(2)
with left:
    page.show(panels.sectors(page))
with right:
    page.show(panels.inspections(page))
left, right = page.columns(3, 2)
with left:
    page.show(panels.places_of_work(page, view), switches=partial(choices.choose_work, page.t))
with right:
    page.show(panels.inspections_of_work(page, view))
left, right = st.columns(2)
with left:
    page.show(panels.recruiters(page))
with right:
    page.show(panels.sexual_types(page))
reported(page)
page.end("justice")
