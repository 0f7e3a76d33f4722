"""An address for every view that has a name: see exports.named_views.

docs/addresses.md explains the words, the tests of a browser and the gallery walk the addresses.
"""

from exports.named_views import views_of
from ui.shell.pages import offered_pages

SHOWN = "region"  # the story that stands for all of them


def named_views() -> dict[str, list[str]]:
    """The addresses of each page, by its name in PAGES: the page as it opens, then one view after the other."""
    return {file.stem: [f"/{path}", *_views_of(file.stem, path)] for file, _title, path in offered_pages()}


def _views_of(page: str, path: str) -> list[str]:
    shown = [f"story={SHOWN}"] if page == "present" else []
    return [f"/{path}?{address}" for address in (*views_of(page), *shown)]
