"""What the cases of this dashboard say of returns, under what others have published: never in one figure."""

import streamlit as st

from figures.returns import panels
from ui.kit.page import Page


def own_returns(page: Page) -> None:
    """Draw the panels of returns from the release, and say that the unit changes."""
    st.info(
        page.t.gettext(
            "From here on the unit is another: people in the cases of this dashboard, who were identified as victims "
            "of trafficking on the way back. They are a part of nothing above, and nothing is added."
        ),
        icon=":material/swap_horiz:",
    )
    left, right = page.columns(2, 3)
    with left:
        page.show(panels.came_back(page))
    with right:
        page.show(panels.came_back_by_year(page))
    left, right = page.columns(1, 1)
    with left:
        page.show(panels.deported(page))
    with right:
        page.show(panels.children_alone(page))
