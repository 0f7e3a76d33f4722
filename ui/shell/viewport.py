"""How wide the visitor's window is, so that maps and matrices choose what fits: a server cannot know it by itself."""

from typing import cast

import streamlit as st

from figures.kit.paper import Width

# Tells the server only when the class differs from what it believes: a desktop visitor costs no further run.
# Plotly remembers how large it once found a word of a size. On a projector, where band.css makes words larger, it would
# go on with what it found on a laptop: names that reach out of their chart. Once a window has become one or the other,
# words are drawn in a size of their own, of which no eye sees the difference.
_SCRIPT = """
const large = matchMedia("(width >= 1800px)")
let more, isWatched = false
const sized = (part) => part?.size ? { ...part, size: Math.round(10 * part.size) / 10 + more } : part
const measured = ({ data, layout, ...rest }) => ({
  ...rest,
  data: data.map((trace) => trace.textfont ? { ...trace, textfont: sized(trace.textfont) } : trace),
  layout: Object.fromEntries(Object.entries({ ...layout, font: sized(layout.font) }).map(([name, part]) => {
    if (/^[xy]axis/.test(name)) return [name, { ...part, tickfont: sized(part.tickfont) }]
    return [name, name === "legend" ? { ...part, font: sized(part.font) } : part]
  })),
})
large.addEventListener("change", () => {
  if (isWatched || !window.Plotly) return
  isWatched = true
  const { react } = window.Plotly, before = !large.matches
  window.Plotly.react = (chart, figure) => {
    more = large.matches === before ? 0 : 0.001
    return react(chart, figure.layout.geo ? figure : measured(figure)) // the key of a map keeps its place
  }
})
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
