"""How wide the visitor's window is, so that maps and matrices choose what fits: a server cannot know it by itself."""

from typing import cast

import streamlit as st

from figures.kit.paper import Width

# Tells the server only when the class differs from what it believes: a desktop visitor costs no further run.
_SCRIPT = """
export default function ({ data, setStateValue }) {
  const look = () => {
    const pixels = document.documentElement.clientWidth
    const width = pixels <= 640 ? "phone" : pixels <= 1100 ? "tablet" : "desktop"
    if (width !== data.believed) setStateValue("width", width)
  }
  look()
  window.addEventListener("resize", look)
  return () => window.removeEventListener("resize", look)
}
"""
_watch = st.components.v2.component("viewport", js=_SCRIPT)


def watch_viewport() -> None:
    """Follow the width of the window. Once a run, after the page: a new width asks for another run."""
    _watch(key="viewport", data={"believed": viewport_width()}, on_width_change=lambda: None, height=1)


def viewport_width() -> Width:
    """The class of the window's width: phone up to 640 pixels, tablet up to 1,100, else desktop."""
    return cast(Width, st.session_state.get("viewport", {}).get("width") or "desktop")
