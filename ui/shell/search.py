"""Search from the band of every page: by the key / or its button, over everything that can be opened."""

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release.release import Release
from figures.search import people
from figures.search.entries import kind_words, questions, search_index
from figures.search.ranking import Entry, words_of
from locales import Translator
from ui.kit import answers
from ui.shell.address import address_now
from ui.shell.pages import link, offered_pages

LOOKED_FOR = "looked_for"  # session state: what is written in the field
MOST = 10  # results
MOST_LETTERS = 100  # that are read of what is looked for
PEOPLE = ("years", "sex", "age", "form")
CHOICES = (*PEOPLE, "country", "place", "with")
# what was chosen before and goes along to a result, by its kind; a question begins anew, as whoever asked it meant it
KEPT = {"page": CHOICES, "view": CHOICES, "form": CHOICES, "programme": CHOICES, "place": (*PEOPLE, "with"),
        "town": (*PEOPLE, "with"), "route": PEOPLE, "figure": PEOPLE, "crossing": CHOICES}  # fmt: skip

# Streamlit's own shortcuts know letters and digits only; a dialog gives the keyboard to its first button, and when it
# ends to nothing
_SCRIPT = """
let before = null
let focused = null
const watch = new MutationObserver(() => {
  const dialog = document.querySelector('[role="dialog"]')
  const field = dialog?.querySelector('[class*="st-key-looked_for"] input')
  if (field && field !== focused) {
    focused = field
    field.focus()
  } else if (!dialog && focused) {
    focused = null
    watch.disconnect()
    const back = before?.isConnected ? before : document.querySelector(".st-key-search button")
    setTimeout(() => back?.focus())
  }
})
export default function () {
  const press = event => {
    const isWriting = event.target.closest?.("input, textarea, [contenteditable], [role=dialog]")
    if (event.key !== "/" || isWriting || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    before = document.activeElement === document.body ? null : document.activeElement
    document.querySelector(".st-key-search button")?.click()
  }
  const click = event => {
    const button = event.target.closest?.(".st-key-search")
    if (!button) return
    if (event.isTrusted) before = button.querySelector("button")
    watch.observe(document.body, { childList: true, subtree: true })
  }
  document.addEventListener("keydown", press)
  document.addEventListener("click", click, true)
  return () => {
    document.removeEventListener("keydown", press)
    document.removeEventListener("click", click, true)
  }
}
"""
_watch = st.components.v2.component("search_key", js=_SCRIPT)


def search(place: DeltaGenerator, release: Release, t: Translator) -> None:
    """Draw the button that opens the search."""
    with place:
        if st.button(t.gettext("Search"), key="search", icon=":material/search:"):
            st.session_state[LOOKED_FOR] = ""
            st.dialog(t.gettext("What are you looking for?"), width="medium")(_look)(release, t)


def watch_search_key() -> None:
    """Open the search by the key /. Once a run, after the page."""
    _watch(key="search_key", height=1)


def _look(release: Release, t: Translator) -> None:
    _ = t.gettext
    pages = {file.stem: title for file, title, _path in offered_pages()}
    looked_for = st.text_input(
        _("Search"), placeholder=_("A place, a route, a programme, a number, a word"), label_visibility="collapsed",
        key=LOOKED_FOR, live=True,
    )  # fmt: skip
    if not words_of(looked_for or ""):
        st.caption(_("Or one of the questions that people brought:"))
        _draw(questions(t), release, t, is_of_one_kind=True)
        return
    index = answers.made_once(lambda: search_index(release, pages, t), release.identity, "search", t.language.code)
    found = people.find(index, (looked_for or "")[:MOST_LETTERS], MOST, t)
    if found:
        _draw(found, release, t)
    elif some := index.find_some((looked_for or "")[:MOST_LETTERS]):
        st.info(_("Nothing has all of these words. These have some of them:"))
        _draw(some, release, t)
    else:
        st.info(_("Nothing has these words. Try fewer, or another spelling."))


def _draw(entries: list[Entry], release: Release, t: Translator, *, is_of_one_kind: bool = False) -> None:
    """Draw what may be opened."""
    lines = []
    for entry, kind in zip(entries, kind_words(entries, t), strict=True):
        line = escape(entry.label)
        if entry.page:
            line = f'<a href="{link(entry.page, _asked(entry), release, t)}">{line}</a>'
        if not is_of_one_kind:
            line += f" <small>{escape(kind)}</small>"
        lines.append(f"<li>{line}{f'<p>{escape(entry.said)}</p>' if entry.said else ''}</li>")
    st.html(f'<ul class="found">{"".join(lines)}</ul>')


def _asked(entry: Entry) -> list[tuple[str, str]]:
    """What the address of a result says: what was chosen before, but for what the result says itself."""
    own = dict(entry.query)
    kept = KEPT.get(entry.kind, ())
    before = [(name, value) for name, values in address_now().items() for value in values]
    return [*((name, value) for name, value in before if name in kept and name not in own), *entry.query]
