"""The table of pages: what dashboard.py offers and serve.py answers to."""

from pathlib import Path

from locales import N_

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
