"""The table of pages: what dashboard.py offers and serve.py answers to."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data_access.release.release import Release
from locales import DEFAULT_LANGUAGE, N_, Translator
from ui.shell.address import SLIDES

FOLDER = Path(__file__).resolve().parents[2] / "pages"

# One row a page: its file, its title and its url path.
PAGES = [
    ("overview", N_("Overview"), ""),
    ("routes", N_("Routes"), "routes"),
    ("hotspots", N_("Hotspots"), "hotspots"),
    ("recovery", N_("Recovery"), "recovery"),
    ("justice", N_("Justice"), "justice"),
    ("programmes", N_("Programmes"), "programmes"),
    ("places", N_("Places"), "places"),
    ("context", N_("Context"), "context"),
    ("present", N_("Present"), "present"),
    ("methods", N_("Methods and data"), "methods"),
]


def offered_pages() -> list[tuple[Path, str, str]]:
    """The file, title and url path of each page; one that is not written yet is not offered."""
    files = [(FOLDER / f"{name}.py", title, path) for name, title, path in PAGES]
    return [row for row in files if row[0].exists()]


def link(name: str, query: Iterable[tuple[str, str]], release: Release, t: Translator) -> str:
    """Where a link to a page leads, for HTML, with the slides that were collected. A link opens as any address does:
    Streamlit's own links leave an address of the page before in the browser's history, and forget what was chosen
    there."""
    paths = {page: path for page, _title, path in PAGES}
    # as the page would write it: else Back came to the address that the page has just completed
    asked = [*query]
    if release.whole_period and "years" not in dict(asked):
        asked.insert(0, ("years", "{}-{}".format(*release.whole_period)))
    language = [] if t.language.code == DEFAULT_LANGUAGE else [("lang", t.language.code)]
    slides = [("slides", slide) for slide in st.session_state.get(SLIDES, ())]
    return escape(f"./{paths[name]}?{urlencode([*asked, *slides, ('release', str(release.id)), *language])}")
