"""Everything about one country or province, beside another or another period, on one page to print."""

import streamlit as st

from data_access.questions import overview as questions
from figures.comparison import words as comparison_words
from figures.places import words as place_words
from findings.comparison import compared
from findings.sides import WITHOUT_OTHER, of_place, place_of, sides
from ui.kit.chosen_filters import chosen_beside
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page
from ui.kit.view_choice import say_unused_words
from ui.places import panels

page = open_page()
say_unused_words(())
page = filter_bar(page, {(): ()}, compares=True)
release, t = page.release, page.t

place, left_out = panels.place_of_page(page)
page = page.about(of_place(page.filters, place), page.sentence)
pair = sides(release, page.filters, chosen_beside() or "") if chosen_beside() else None
is_two = pair is not None and pair.refused not in WITHOUT_OTHER
if pair and is_two:
    page = page.about(pair.one, page.sentence)
places = [place, str(place_of(pair.other))] if pair and is_two and pair.kind == "place" else [place]

roles = page.ask(compared, "roles", chosen_beside())
with page.headline:
    st.title(place_words.headline(page.ask(questions.total), page.filters, release, t))
    st.markdown(place_words.lead(roles, panels.judged(page, place), place, t) or "")
    if left_out is not None:
        st.caption(place_words.no_place(left_out, place, t))
    if pair and is_two:
        st.html(comparison_words.legend(pair, page.paper))
    if said := comparison_words.refusal(pair, t):
        st.info(said)

with st.container(key="place_sheet"):
    for row in panels.rows(place):
        for column, part in zip(panels.columns(page, len(row)), row, strict=True):
            with column:
                panels.draw(page, part, places)
    if said := comparison_words.method_note(roles, t):
        st.caption(said)
page.end("places")
