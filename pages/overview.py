"""What does the region look like now, and what changed?"""

import streamlit as st

from data_access.questions.areas import Role
from figures.justice.panels import citizens
from figures.overview import panels
from figures.overview import words as overview_words
from figures.returns.panels import smuggled
from findings.key_shares import key_shares
from ui.kit.beside import comparison_panels
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page
from ui.kit.view_choice import choose, chosen, start_from_address

page = open_page()
t, _ = page.t, page.t.gettext

QUESTIONS = {(): (), ("year",): (), ("sex", "age"): (), ("form",): ("form",), ("province",): ()}
roles: dict[Role, str] = {"identified": _("Identified"), "source": _("Taken from"), "exploitation": _("Exploited")}
start_from_address("overview_role", roles)
view = chosen("overview_role", roles)
page = filter_bar(page, QUESTIONS, view=view if view != "identified" else None, compares=True)

with page.headline:
    title, changed = panels.headline(page)
    st.title(title)
    st.markdown(changed)

comparison_panels(page, "")


def shares_of_people() -> None:
    """The four shares that say who these people are."""
    shares = overview_words.key_share_words(page.ask(key_shares), t)
    with st.container(horizontal=True, gap="small", key="key_shares"):
        for share, limits, about in shares:
            st.markdown(f"**{share}** :gray[:small[{limits}]]  \n{about}" if limits else f"**{share}**  \n{about}")


is_phone = page.paper.width == "phone"
if not is_phone:  # where the map comes first
    shares_of_people()
left, right = st.columns(2)  # the whole map is in the first screen
with left:
    page.show(
        panels.places(page, view),
        switches=lambda: choose("overview_role", _("Where people were"), roles, is_beside_title=True),
    )
    if is_phone:
        shares_of_people()
with right:
    page.show(panels.trend(page))
    page.show(panels.changed(page))

who, forms, means = st.columns(3) if page.paper.width == "desktop" else [*st.columns(2), st.container()]
with who:
    page.show(panels.sex_and_age(page))
with forms:
    page.show(panels.ranked(page, "form"))
with means:
    page.show(panels.ranked(page, "means"))
left, right = st.columns(2)
with left:
    page.show(citizens(page))
with right:
    page.show(smuggled(page))
page.end("overview")
