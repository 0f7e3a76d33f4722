"""The controls of the Hotspots page beyond the filters: see figures.hotspots.views."""

import streamlit as st

from figures.hotspots.views import GAP_ROLES, MEASURES, METHODS, PARTS, ROLES, HotspotView, read_view
from locales import Translator
from ui.kit.page import Page
from ui.kit.view_choice import choose, chosen, say_unused_words
from ui.shell.address import asked, is_opened


def choose_hotspot_view(page: Page) -> HotspotView:
    """Draw the choices and return what was chosen; lists are chosen later, by ui.hotspots.hidden."""
    _ = page.t.gettext
    if is_opened() or "hotspot_part" not in st.session_state:
        view = read_view(asked("view"))
        st.session_state.update(
            hotspot_part=view.part,
            hotspot_measure=view.measure,
            hotspot_role=view.role,
            hotspot_method=view.method,
            hotspot_lists=view.lists,
            gap_role=view.role if view.role in GAP_ROLES else GAP_ROLES[0],
            hidden_source="release" if view.lists else "example",
        )
        st.session_state.pop("choose_lists", None)
        say_unused_words((view.part, view.measure, view.role, view.method, *view.lists))
    labels = _labels(page.t)
    with page.row:
        part = choose("hotspot_part", _("Question"), {code: labels[code] for code in PARTS}, is_beside_title=True)
    if part == "hidden":
        return HotspotView(part, lists=tuple(st.session_state.get("hotspot_lists", ())))
    if part == "gap":
        return HotspotView(part, role=chosen("gap_role", dict.fromkeys(GAP_ROLES, "")))
    measure = chosen("hotspot_measure", dict.fromkeys(MEASURES, ""))
    role = chosen("hotspot_role", dict.fromkeys(ROLES, ""))
    is_search = measure == "cluster"
    return HotspotView(
        "map", measure, role, chosen("hotspot_method", dict.fromkeys(METHODS, "")) if is_search else METHODS[0]
    )


def choose_of_map(view: HotspotView, t: Translator) -> None:
    """Draw what the map of rates shows; `choose_hotspot_view` knows it."""
    _, labels = t.gettext, _labels(t)
    with st.container(horizontal=True, gap="small", width="content", key="hotspot_choices"):
        choose(
            "hotspot_measure", _("What the map shows"), {code: labels[code] for code in MEASURES}, is_beside_title=True
        )
        choose("hotspot_role", _("Where people were"), {code: labels[code] for code in ROLES}, is_beside_title=True)
        if view.measure == "cluster":
            choose("hotspot_method", _("How to search"), {code: labels[code] for code in METHODS}, is_beside_title=True)


def choose_of_gaps(t: Translator) -> None:
    """Draw the place by which the map of gaps counts people; `choose_hotspot_view` knows it."""
    labels = _labels(t)
    choose("gap_role", t.gettext("Where people were"), {code: labels[code] for code in GAP_ROLES}, is_beside_title=True)


def _labels(t: Translator) -> dict[str, str]:
    _ = t.gettext
    return {
        "map": _("Rates and clusters"),
        "hidden": _("Hidden population"),
        "gap": _("Gaps in services"),
        "smoothed": _("Smoothed rate"),
        "raw": _("Raw rate"),
        "relative": _("Against its country"),
        "cluster": _("Clusters"),
        "identified": _("Identified"),
        "source": _("Taken from"),
        "exploitation": _("Exploited"),
        "scan": _("Circles"),
        "time": _("Circles and years"),
        "gi": _("Borders: Gi*"),
        "moran": _("Borders: local Moran"),
    }
