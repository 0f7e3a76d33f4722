"""What states and others have reported, under what the cases say."""

import streamlit as st

from figures.context import panels as official
from figures.justice import panels, words
from ui.context.panels import series_panel
from ui.context.published_panel import table_and_file
from ui.kit.page import Page


def reported(page: Page) -> None:
    """Draw what others have reported of the accused, and say that the unit changes."""
    _ = page.t.gettext
    st.info(words.change_of_unit(page.t), icon=":material/swap_horiz:")
    series_panel(official.totals(), official.chosen_countries(page.filters.country), page.paper)
    rows = panels.published(page)
    if not rows:
        return
    title = _("What others have published of investigations, arrests and convictions")
    with st.container(border=True, key="panel_published_justice"):
        st.markdown(f"## {title}")
        st.caption(_("Each by its own definition and year; nothing is added. FIA counts smuggling with trafficking."))
        details = st.expander(
            _("Table, file and sources: {title}").format(title=title),
            key="details_published_justice",
            on_change="rerun",
        )
        if details.open:
            with details:
                table_and_file(page, "published_justice", title, rows)
