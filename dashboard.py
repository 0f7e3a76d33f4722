"""What Streamlit runs: the pages, the language and what stands around them."""

from pathlib import Path

import streamlit as st

from locales import translator
from ui.embedded.figure import is_embedded, show_alone
from ui.kit.terms import mark_terms
from ui.shell.access import admit, banner, is_admitted, record_view
from ui.shell.address import read_language
from ui.shell.connection import watch_connection
from ui.shell.direction import apply_direction, say_language
from ui.shell.header import header
from ui.shell.notices import say_of_address
from ui.shell.pages import offered_pages
from ui.shell.paper import on_paper
from ui.shell.provenance import forget_tags, say_in_band
from ui.shell.search import watch_search_key
from ui.shell.share import open_at, seen_now, share
from ui.shell.theme import apply_theme
from ui.shell.viewport import watch_viewport
from ui.shell.visit import open_release

PROJECT = Path(__file__).resolve().parent

t = translator(read_language())
_ = t.gettext

st.set_page_config(
    page_title=_("Human trafficking in Afghanistan and its region"),
    page_icon=str(PROJECT / "static" / "icon.png"),
    layout="wide",
)
apply_theme(t)
apply_direction(t.language.direction)

page = st.navigation(
    [st.Page(file, title=_(title), url_path=path, default=not path) for file, title, path in offered_pages()],
    position="top" if is_admitted() and not is_embedded() else "hidden",
)
admit(t)
banner(t)
record_view(page.url_path or "overview", t)
release = open_release()
if is_embedded():
    forget_tags()
    show_alone(page.url_path, release, t)
    say_language(t.language.code)
    watch_viewport()
    st.stop()
tag, taken_along = header(release, t)
notices = st.container()
forget_tags()
open_at(page.url_path)
page.run()
say_in_band(tag, release, t)
say_of_address(notices, release, t)
seen = seen_now(page.url_path)
share(taken_along, release, seen, t)
on_paper(page.title, release, seen, t)
record_view(page.url_path or "overview", t)
say_language(t.language.code)
watch_viewport()
watch_search_key()
mark_terms(t)
watch_connection(t)
