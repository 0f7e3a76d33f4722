"""What a visitor sees of a lost connection, and of a file that could not be made; and what brings the page back once
there is a connection again.

Streamlit keeps a lost session for two minutes. After that, and after a restart of the server, the browser gets an empty
one and would leave the page as it stands until the next click, which the new session could not understand. So the
browser asks for a run as soon as it is connected again: a new session then reads everything from the address.

Of a file that could not be made Streamlit says a few English words for five seconds. These stay until the next click.
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
  let refused = null
  const forget = () => {
    refused?.remove()
    refused = null
  }
  const sayRefused = () => {
    if (refused || !document.querySelector('[data-testid="stDownloadButtonError"]')) return
    refused = document.createElement("div")
    refused.setAttribute("role", "alert")
    refused.className = "file-refused"
    document.body.append(refused)
    refused.textContent = isLost() ? data.lostFile : data.refusedFile
  }
  const watchFiles = new MutationObserver(sayRefused)
  watchFiles.observe(app, { childList: true, subtree: true })
  const next = ["pointerdown", "keydown"]
  next.forEach((event) => document.addEventListener(event, forget))
  return () => {
    next.forEach((event) => document.removeEventListener(event, forget))
    watch.disconnect()
    watchFiles.disconnect()
    forget()
    end()
  }
}
"""
_watch = st.components.v2.component("connection", js=_SCRIPT)


def watch_connection(t: Translator) -> None:
    """Say when the connection is lost or a file cannot be made, and run the page again when the connection is back.
    Once a run, after the page."""
    _ = t.gettext
    said = {
        "lost": _("The connection was lost. Nothing that you chose is lost with it: the page comes back by itself."),
        "lostFile": _("The file was not made: the connection is lost. Ask for it again when the page has come back."),
        "refusedFile": _(
            "The file was not made. Either too many are being made at this moment, or the release is no longer there. "
            "Ask again in a minute; if it fails again, load the page anew."
        ),
    }
    _watch(key="connection", data=said, on_again_change=lambda: None, height=1)
