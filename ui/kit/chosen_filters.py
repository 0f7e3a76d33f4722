"""The filters that a visitor chose, on whatever page: st.session_state["filters"] and, for the controls,
"choose_<name>"; and what is compared with it, st.session_state[BESIDE], which ui.shell.address reads from an address.
Nobody else writes them, or reads them without this module."""

import streamlit as st

from data_access.release.filters import Filters
from data_access.release.release import Release
from ui.shell.address import BESIDE, is_opened, read_filters

KEYS = ("years", "country", "place", "sex", "age", "form")
SEVERAL = ("country", "sex", "age")  # of which several codes can be chosen


def take_filters(release: Release) -> None:
    """Take the filters that an address brings which was opened."""
    if is_opened():
        set_filters(read_filters(release))
        set_beside(st.session_state[BESIDE])


def chosen_beside() -> str | None:
    """What is compared with, as an address writes it (findings.sides)."""
    beside: str | None = st.session_state.get(BESIDE)
    return beside


def set_beside(beside: str | None) -> None:
    """Make this what is compared with; None: nothing is."""
    st.session_state[BESIDE] = beside
    st.session_state[f"choose_{BESIDE}"] = beside


def take_beside() -> None:
    """Take what the visitor chose to compare with."""
    if f"choose_{BESIDE}" in st.session_state:
        st.session_state[BESIDE] = st.session_state[f"choose_{BESIDE}"]


def chosen_filters() -> Filters:
    """All that was chosen, also what the page has no control for."""
    filters: Filters = st.session_state["filters"]
    return filters


def set_filters(filters: Filters, controls: tuple[str, ...] = KEYS) -> None:
    """Make these the choices of every filter bar. controls: those that do not show it yet; one that is set without need
    may take back what its visitor does meanwhile."""
    st.session_state["filters"] = filters
    for key in controls:
        value = getattr(filters, key)
        if key == "years" and value is None:
            st.session_state.pop("choose_years", None)
        else:
            st.session_state[f"choose_{key}"] = list(value) if key in SEVERAL else value


def begin_control(key: str, value: object) -> None:
    """Let the control of a filter, or of BESIDE, begin with this where it shows nothing yet: what the browser still has
    may have been taken back. Of years it is the whole period, which is no choice."""
    if key == "years":
        st.session_state["whole_period"] = value
    st.session_state.setdefault(f"choose_{key}", value)


def take_choice(key: str) -> None:
    """Take what the visitor did to the control of one filter."""
    if f"choose_{key}" not in st.session_state:
        return  # the visitor moved to another page before this choice arrived: its widget is gone
    value = st.session_state[f"choose_{key}"]
    if key in SEVERAL:
        value = tuple(value)
    elif key == "years":
        value = tuple(value)
        value = None if value == st.session_state["whole_period"] else value
    filters = chosen_filters().with_choice(**{key: value})
    if key == "country":
        # a province of another country would leave nothing
        set_filters(filters.without("place"), ("place",))
    else:
        set_filters(filters, ())
