"""How is all this shown to a room?"""

import streamlit as st

from data_access.errors import BadInput
from figures.kit.text import quoted
from ui.kit.filter_bar import choice_bar
from ui.kit.own_slides import collected
from ui.kit.page import open_page
from ui.present import cards, choices, own, show

page = open_page(is_of_release=False)
_ = page.t.gettext

choice = choices.take_choice(page)
slides = []
if choice.story:
    try:
        story = choices.story_of(choice, page)
        slides = show.open_slides(page, story)
    except BadInput as error:
        st.error(f"{_('This story cannot be shown.')} {quoted(error.said(page.t))}")
if slides:
    show.draw_show(page, story, slides, choice, choices.end)
else:
    choice_bar(page, ())
    with page.headline:
        st.title(_("What do you want to show?"))
        st.markdown(
            _("Each story fills the screen with large figures. Arrows turn the slides, N shows the notes, Esc ends.")
        )
    for draw in (own.draw_own, cards.draw_cards) if collected() else (cards.draw_cards, own.draw_own):
        draw(page)
    page.end("present")
