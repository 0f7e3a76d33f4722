"""The panels of the Hotspots page's gaps in services, and the sentences above them."""

import pandas as pd

from data_access.questions import service_gaps as questions
from data_access.questions.areas import Role
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import gap_words, tables
from figures.hotspots.class_maps import gap_map
from figures.hotspots.gap_chart import gap_figure
from figures.kit import words
from figures.views.panel import Panel, Shown
from figures.views.view import View, is_published
from findings import service_gaps


def role_of(release: Release, asked: Role) -> Role:
    """The place by which the release says how far people came: the one asked for, or the one that it knows."""
    offered = questions.roles_with_steps(release, Filters()) or (asked,)
    return asked if asked in offered else offered[0]


def gaps_of(view: View, role: Role) -> pd.DataFrame:
    """The areas with what is missing there: see findings.service_gaps.coverage_gaps."""
    return view.ask(service_gaps.coverage_gaps, role)


def headline(view: View, role: Role) -> str:
    """The view's sentence."""
    gaps, t = gaps_of(view, role), view.t
    if not is_published(gaps):
        return t.gettext("It cannot be said where services are missing: too much is withheld")
    return words.about(gap_words.headline(gaps, t), view.filters, t, role=role)


def gap_map_panel(view: View, role: Role) -> Panel:
    """The map of gaps."""
    gaps, t = gaps_of(view, role), view.t
    return Panel(
        "gap_map",
        gap_words.map_title(role, t),
        tables.gaps_table(gaps),
        lambda: gap_map(gaps, view.paper, view.filters.country),
        gap_words.alt_text(gaps, t) if is_published(gaps) else "",
        words.joined(gap_words.kinds_of_data(view.release, t), gap_words.note(gaps, role, t)),
    )


def shares(view: View, role: Role) -> Panel:
    """The share of people who reached a service, area by area."""
    gaps, t = gaps_of(view, role), view.t
    return Panel(
        "gap_shares",
        t.gettext("Share of people who reached a service"),
        tables.gaps_table(gaps),
        lambda: gap_figure(gaps, view.paper),
        gap_words.alt_text(gaps, t) if is_published(gaps) else "",
        t.gettext("The line is the 95% interval, the upright mark the share of the whole country."),
    )


def shown(view: View, role: Role) -> Shown:
    """The view from the top."""
    gaps = gaps_of(view, role)
    below = (gap_words.sure(gaps, view.t),) if is_published(gaps) else ()
    return Shown(headline(view, role), below, (gap_map_panel(view, role), shares(view, role)))
