"""The panel of the Hotspots page about who reports: agencies, sites, reports, and what a site finds."""

import pandas as pd

from data_access.filters import Filters
from data_access.release import Release
from locales import Translator
from ui import effort_register, effort_tables, hotspot_words
from ui.effort_figures import effort_figure
from ui.palette import Palette
from ui.panels import panel, reason_panel
from ui.viewport import Width


def effort_panel(
    effort: pd.DataFrame,
    rates: pd.DataFrame,
    role: str,
    filters: Filters,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
    choices: str,
) -> None:
    """Draw who reports from the areas that the page explains, or say that the release has no register of it.

    effort: see ui.effort_statistics.detection_effort."""
    title = t.gettext("Who reports, and what each site finds")
    shown = effort_register.areas_to_compare(effort, hotspot_words.areas_to_explain(rates))
    if not shown:
        reason_panel("hotspot_register", title, effort_register.no_register(t))
        return
    has_people_chosen = bool(filters.sex or filters.age or filters.form)
    said = effort_register.findings(effort, t) if role == "identified" else []
    panel(
        "hotspot_register",
        title,
        effort_tables.register_table(effort, shown),
        lambda: effort_figure(effort, shown, t, colours, width),
        effort_register.register_alt(effort, shown, t),
        release,
        t,
        choices=choices,
        note="\n\n".join([*said, effort_register.register_note(effort, role, has_people_chosen, t)]),
    )
