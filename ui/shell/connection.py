"""What a visitor sees of a lost connection, and what brings the page back once there is one again.

Streamlit keeps a lost session for two minutes. After that, and after a restart of the server, the browser gets an empty
one and would leave the page as it stands until the next click, which the new session could not understand. So the
browser asks for a run as soon as it is connected again: a new session then reads everything from the address.
"""

import streamlit as st

from locales import Translator

# a short hiccup is not worth a word
_SCRIPT = """
const PATIENCE = 1500
export default function ({ data, setStateValue }) {
  const app = document.querySelector('[data-testid="stApp"]')
  const isLost = () => app.dataset.testConnectionState !== "CONNECTED"
  let notice = null, waiting = null, wasLost = isLost()
  const say = () => {
    if (notice || !isLost()) return
    notice = document.createElement("div")
    notice.setAttribute("role", "status")
    notice.className = "connection-lost"
    document.body.append(notice)
    notice.textContent = data.lost
  }
  const end = () => {
    clearTimeout(waiting)
    waiting = null
    notice?.remove()
    notice = null
  }
  const look = () => {
    if (isLost()) {
      wasLost = true
      waiting ??= setTimeout(say, PATIENCE)
      return
    }
    end()
    if (wasLost) setStateValue("again", Date.now())
    wasLost = false
  }
  const watch = new MutationObserver(look)
  watch.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] })
  return () => { watch.disconnect(); end() }
}
"""
_watch = st.components.v2.component("connection", js=_SCRIPT)


def watch_connection(t: Translator) -> None:
    """Say when the connection is lost, and run the page again when it is back. Once a run, after the page."""
    said = t.gettext("The connection was lost. Nothing that you chose is lost with it: the page comes back by itself.")
    _watch(key="connection", data={"lost": said}, on_again_change=lambda: None, height=1)
