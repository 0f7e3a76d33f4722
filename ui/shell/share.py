"""What a visitor takes along from any page, at one place: its link, how to cite it, and the way to start over."""

import datetime
import re
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release.release import Release
from figures.address.citation import Seen, bibtex, citation
from locales import Translator
from ui.shell.address import QUESTION, is_opened, open_address, view_now
from ui.shell.pages import offered_pages

PATH = "path_of_the_page"  # session state

_HTML = '<button type="button"></button>'
_CSS = """
button { font: inherit; color: inherit; padding: 0.3rem 0.9rem; cursor: pointer; background: transparent;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
"""
# browsers give the clipboard to secure pages only; the older way works on all
_SCRIPT = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.copy
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.link ?? location.href)
    } catch {
      const field = document.body.appendChild(document.createElement("textarea"))
      field.value = data.link ?? location.href
      field.select()
      document.execCommand("copy")
      field.remove()
    }
    button.textContent = data.copied
  }
}
"""
_copy_link = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_SCRIPT)


def seen_now(path: str) -> Seen:
    """The address of a page as it stands in the browser, with the host where that is known, and the day. After the
    page, which writes its address. path: of the page."""
    # the browser says where it was when it asked for this run: perhaps on another page
    before = "|".join(url for _file, _title, url in offered_pages() if url)
    base = re.sub(rf"/(?:{before})?$", "", st.context.url or "")
    link = f"{base}/{path}?{urlencode(view_now(), doseq=True)}"
    return Seen(link, datetime.datetime.now(datetime.UTC).date())


def seen_here() -> Seen:
    """The same, for a page itself, once it has written its address."""
    return seen_now(str(st.session_state.get(PATH, "")))


def open_at(path: str) -> None:
    """Remember which page this run draws. A question that was asked stays with the page that it was asked of."""
    if st.session_state.get(PATH) != path and not is_opened():
        st.session_state[QUESTION] = None
    st.session_state[PATH] = path


def copy_button(key: str, t: Translator, link: str | None = None) -> None:
    """Draw the button that copies a link; without one, that of the page."""
    words = {"copy": t.gettext("Copy link"), "copied": t.gettext("Copied"), "link": link}
    _copy_link(key=key, data=words, height="content", width="content" if link else "stretch")


def share(place: DeltaGenerator, release: Release, seen: Seen, t: Translator) -> None:
    """Draw the link of the page, its citation and the way to start over, behind one button."""
    _ = t.gettext
    with place, st.popover(_("Share"), icon=":material/ios_share:", key="share", width="content"):
        copy_button("copy_link", t)
        st.markdown(f"**{_('Cite this')}**")
        with st.container(key="citation"):
            st.code(citation(release, seen, t), language=None, wrap_lines=True)
        st.caption("BibTeX")
        st.code(bibtex(release, seen, t), language=None, wrap_lines=True)
        st.button(
            _("Start over"),
            key="start_over",
            icon=":material/restart_alt:",
            help=_("Takes every choice back, and shows the current release."),
            on_click=_start_over,
        )


def _start_over() -> None:
    open_address({"release": []})
