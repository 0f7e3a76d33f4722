"""The panel of the Hotspots page about who reports: agencies, sites, reports, and what a site finds."""

import pandas as pd

from data_access.questions.areas import Role
from figures.hotspots import register_tables as effort_tables
from figures.hotspots import register_words as effort_register
from figures.hotspots import words as hotspot_words
from figures.hotspots.register_chart import effort_figure
from ui.kit.page import Page, reason_panel


def effort_panel(page: Page, effort: pd.DataFrame, rates: pd.DataFrame, role: Role) -> None:
    """Draw who reports from the areas that the page explains, or say that the release has no register of it.

    effort: see findings.detection_effort.detection_effort."""
    t, filters = page.t, page.filters
    title = t.gettext("Who reports, and what each site finds")
    shown = effort_register.areas_to_compare(effort, hotspot_words.areas_to_explain(rates))
    if not shown:
        reason_panel("hotspot_register", title, effort_register.no_register(t))
        return
    has_people_chosen = bool(filters.sex or filters.age or filters.form)
    said = effort_register.findings(effort, t) if role == "identified" else []
    page.panel(
        "hotspot_register",
        title,
        effort_tables.register_table(effort, shown),
        lambda: effort_figure(effort, shown, page.paper),
        effort_register.register_alt(effort, shown, t),
        "\n\n".join([*said, effort_register.register_note(effort, role, has_people_chosen, t)]),
    )
