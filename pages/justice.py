"""What happens to those who exploit them?"""

import streamlit as st

from data_access.questions import justice as questions
from figures.justice import words as justice_words
from figures.kit import words
from ui.justice import choices, panels
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page

page = open_page()

view = choices.take_view()
page = filter_bar(page, {("justice",): ()}, view=view.address)

reached = page.ask(questions.reached)
with page.headline:
    st.title(words.about(justice_words.headline(reached, page.t), page.filters, page.t))
    st.markdown(justice_words.unit_sentence(page.t))

panels.how_far(page, reached)
panels.compared(page, view)
panels.work(page, view)
panels.recruiters(page)
panels.reported(page)
page.end("justice")
