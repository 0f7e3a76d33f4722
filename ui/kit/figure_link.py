"""The link of one figure of a page, and what another page writes to show it."""

from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from data_access.release.release import Release
from exports.deck.deck import is_map
from figures.address.citation import Seen
from figures.views.panel import Panel
from figures.views.view import View
from ui.embedded.allowed import framing_sites
from ui.shell.share import copy_button

HEIGHT, OF_A_MAP = 640, 900  # pixels: title, figure and notes of most


def link_buttons(panel: Panel, view: View, seen: Seen, *, may_leave: bool) -> None:
    """Draw the buttons for the link of a figure and, where other pages may show it, for what they write. may_leave: can
    the view be opened outside its page?"""
    t = view.t
    copy_button(f"link_{panel.key}", t, f"{seen.link}#{panel.key}")
    if may_leave and framing_sites():
        with st.popover(t.gettext("Embed"), icon=":material/code:", key=f"embed_{panel.key}", width="content"):
            st.markdown(t.gettext("Write this into a page. It shows the figure as it is published when it is read."))
            st.code(snippet(panel, view.release, seen), language="html", wrap_lines=True)


def snippet(panel: Panel, release: Release, seen: Seen) -> str:
    """The HTML of a frame with one figure. It names neither release nor whole period: so it shows the newest."""
    parts = urlsplit(seen.link)
    usual = {"release", "question"}
    query = {name: values for name, values in parse_qs(parts.query).items() if name not in usual}
    if release.whole_period and query.get("years") == ["{}-{}".format(*release.whole_period)]:
        del query["years"]
    address = parts._replace(query=urlencode({**query, "embed": "true", "figure": panel.key}, doseq=True)).geturl()
    height = OF_A_MAP if is_map(panel) else HEIGHT
    return (
        f'<iframe src="{escape(address)}" title="{escape(panel.title)}" width="100%" height="{height}" '
        'style="border: 0" loading="lazy"></iframe>'
    )
