"""The views of the Context page: official statistics first, then what others have published."""

from collections.abc import Callable

from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context.views import VIEWS
from ui.context import figure_list, published_views, two_sources
from ui.context.own_returns import own_returns
from ui.kit.page import Page
from ui.kit.view_choice import choose, start_from_address

VIEW = "context_view"
DRAW: dict[str, Callable[[Page], None]] = {
    "returns": published_views.returns,
    "provinces": published_views.pakistan,
    "estimates": published_views.ratings,
    "sources": two_sources.two_sources,
    "figures": figure_list.figure_list,
}


def choose_context_view(page: Page) -> str:
    """Draw the choice of views and return the chosen one. Call it before anything else is chosen."""
    names = {code: page.t.gettext(name) for code, name in VIEWS.items()}
    start_from_address(VIEW, names)
    with page.row:
        return choose(VIEW, page.t.gettext("Show"), names, is_beside_title=True)


def draw_published(page: Page, view: str) -> None:
    """Draw one of the views of what others have published."""
    if page.about(Filters()).ask(published_figures).empty:
        page.headline.title(page.t.gettext("No published figure is loaded"))
        if view == "returns":
            own_returns(page.about(Filters()))
        return
    DRAW[view](page)
