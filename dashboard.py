"""What Streamlit runs: the table of pages, the language and the header."""

from pathlib import Path

import streamlit as st

from locales import N_, translator
from ui.shell.access import admit, banner, is_admitted, record_view
from ui.shell.address import note_page, read_language
from ui.shell.direction import apply_direction, say_language
from ui.shell.header import header
from ui.shell.theme import apply_theme
from ui.shell.viewport import watch_viewport
from ui.shell.visit import open_release

PROJECT = Path(__file__).resolve().parent

# One row a page: its file, its title and its url path. A page that is not written yet is not offered.
PAGES = [
    ("overview", N_("Overview"), ""),
    ("routes", N_("Routes"), "routes"),
    ("hotspots", N_("Hotspots"), "hotspots"),
    ("recovery", N_("Recovery"), "recovery"),
    ("programmes", N_("Programmes"), "programmes"),
    ("places", N_("Places"), "places"),
    ("context", N_("Context"), "context"),
    ("present", N_("Present"), "present"),
    ("methods", N_("Methods and data"), "methods"),
]

t = translator(read_language())
_ = t.gettext

st.set_page_config(
    page_title=_("Human trafficking in Afghanistan and its region"),
    page_icon=str(PROJECT / "static" / "icon.png"),
    layout="wide",
)
apply_theme()
apply_direction(t.language.direction)

page = st.navigation(
    [
        st.Page(PROJECT / "pages" / f"{name}.py", title=_(title), url_path=path, default=not path)
        for name, title, path in PAGES
        if (PROJECT / "pages" / f"{name}.py").exists()
    ],
    position="top" if is_admitted() else "hidden",
)
note_page(page.url_path)
admit(t)
banner(t)
record_view(page.url_path or "overview", t)
header(open_release(), t)
page.run()
record_view(page.url_path or "overview", t)
say_language(t.language.code)
watch_viewport()
