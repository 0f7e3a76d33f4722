"""The centres that operators have published, drawn no nearer than they publish them."""

import pandas as pd
import streamlit as st

from exports.csv_file import csv_file
from figures.kit import sources as source_words
from figures.kit.plots import CONFIG
from figures.recovery.service_points import service_point_lines, service_points_figure, service_points_words
from ui.kit.map_shape import follow_width
from ui.kit.page import Page


def service_points(page: Page, points: pd.DataFrame) -> None:
    """The centres that operators have published, at the level at which they did: a map, a list and a file."""
    t, _ = page.t, page.t.gettext
    title = _("Service points that their operators have published")
    with st.container(border=True, key="panel_service_points"):
        st.markdown(f"## {title}")
        if points.empty:
            st.info(_("This release holds no published service points."))
            return
        drawn, listed = st.columns(2)
        with drawn:
            figure = service_points_figure(points, page.paper)
            follow_width("figure_service_points", figure)
            st.plotly_chart(
                figure,
                key="figure_service_points",
                config=CONFIG,
                alt=service_points_words(points, t),
                theme=None,
            )
        with listed:
            st.markdown("\n".join(f"- {line}" for line in service_point_lines(points, t)))
            st.caption(
                _(
                    "Published by the operators themselves, quoted with their source. A town is as near as they "
                    "publish; no shelter and no address is shown, and a centre whose place is not published is not "
                    "on the map."
                )
            )
            with st.expander(_("About the boundaries of this map")):
                st.caption(source_words.boundaries_note(t))
            st.download_button(
                _("Download CSV"),
                data=lambda: csv_file(
                    points, title=title, choices="", source=_("As in the rows"), release_id=page.release.id
                ),
                file_name=f"service_points_release_{page.release.id}.csv",
                mime="text/csv",
                key="csv_service_points",
                on_click="ignore",
            )
