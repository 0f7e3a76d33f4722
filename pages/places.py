"""Everything about one country or province, beside another or another period, on one sheet to print."""

import streamlit as st

from figures.comparison import words as comparison_words
from figures.places import panels as place_panels
from figures.places import words as place_words
from findings.comparison import compared
from findings.sides import WITHOUT_OTHER
from ui.kit.chosen_filters import KEYS, chosen_beside, chosen_filters
from ui.kit.filter_bar import choice_bar
from ui.kit.page import open_page
from ui.kit.view_choice import say_unused_words
from ui.places import panels
from ui.shell.address import BESIDE, write_address

page = open_page()
say_unused_words(())
page = page.about(choice_bar(page, (*KEYS, BESIDE)))
write_address(page.release, chosen_filters(), {})

page, pair, left_out = place_panels.of_one_place(page, chosen_beside())
places = place_panels.places_of(page, pair)
with page.headline:
    title, below = place_panels.headline(page, chosen_beside())
    st.title(title)
    st.markdown(below or "")
    if left_out is not None:
        st.caption(place_words.no_place(left_out, places[0], page.t))
    if pair and pair.refused not in WITHOUT_OTHER:
        st.html(comparison_words.legend(pair, page.paper))
    if said := comparison_words.refusal(pair, page.t):
        st.info(said)

with st.container(key="place_sheet"):
    for row in panels.rows(page, places[0]):
        for column, part in zip(panels.columns(page, len(row)), row, strict=True):
            with column:
                panels.draw(page, part, places)
    asked = [page.ask(compared, topic, chosen_beside()) for topic in place_panels.topics_of_margins(pair)]
    if said := comparison_words.method_note(asked, page.t):
        st.caption(said)
page.end("places")
