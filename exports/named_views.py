"""Every view that has a name: the words of `view` in an address, page by page, and the addresses that pages of files,
the tests of a browser and the gallery walk."""

from data_access.codes.of_release import LISTS
from data_access.questions.areas import ROLES
from figures.context import views as context_views
from figures.hotspots import views as hotspots
from figures.hotspots.views import MEASURES, METHODS
from figures.justice import view as justice
from figures.programmes import view as programmes
from figures.recovery import view as recovery
from figures.routes import view as routes

# a page's name in PAGES -> the words that its `view` may hold, choice by choice; the first is shown without a word
WORDS: dict[str, list[list[str]]] = {
    "overview": [list(ROLES)],
    "routes": [list(titles) for titles in routes.TITLES.values()],
    "hotspots": [list(MEASURES), list(ROLES), list(METHODS), ["", *hotspots.PARTS[1:]], ["", *LISTS]],
    "recovery": [list(words) for words in recovery.WORDS.values()],
    "justice": [list(words) for words in justice.WORDS.values()],
    "context": [list(context_views.VIEWS)],
    "programmes": [list(programmes.VIEWS), ["", programmes.INVENTED_WORD]],
}
SMALLEST_LISTS = list(LISTS)[: hotspots.FEWEST_LISTS]
# words that say nothing alone -> the views that show them
WITH_OTHERS: dict[str, list[str]] = {
    "cluster": [f"cluster-{method}" for method in METHODS],
    "gap": ["gap", *(f"gap-{role}" for role in hotspots.GAP_ROLES[1:])],
    "hidden": ["hidden", "-".join(("hidden", *SMALLEST_LISTS))],
    "route": ["route-AF~IR"],
}


def views_of(page: str) -> list[str]:
    """What stands behind the address of a page for each of its views, by its name in PAGES."""
    alone = [word for words in WORDS.get(page, ()) for word in words[1:] if word not in (*METHODS, *LISTS)]
    views = [f"view={view}" for word in alone for view in WITH_OTHERS.get(word, [word])]
    return [*views, *([view.address for view in routes.SAVED] if page == "routes" else [])]
