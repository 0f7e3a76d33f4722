"""What pages and their views are called in the frozen edition: as in the dashboard, whose words these are."""

from collections.abc import Mapping
from typing import Any

from figures.context import views as context_views
from figures.justice import view as justice
from figures.kit.labels import STEP, label, place_name
from figures.overview.panels import PLACE_TITLES
from figures.programmes import view as programmes
from figures.routes.view import COLOURS, FORMS, SAVED
from figures.routes.words import DIRECTIONS, LEVELS, TO
from locales import N_, Translator

# path of a page -> its title, in the order of the dashboard
PAGES = {
    "": N_("Overview"),
    "routes": N_("Routes"),
    "hotspots": N_("Hotspots"),
    "recovery": N_("Recovery"),
    "justice": N_("Justice"),
    "programmes": N_("Programmes"),
    "places": N_("Places"),
    "context": N_("Context"),
    "methods": N_("Methods and data"),
}


def _said(*titles: Mapping[Any, str]) -> dict[str, str]:
    return {str(word): title for one in titles for word, title in one.items()}


# path -> word of `view` -> what it is called
WORDS: dict[str, dict[str, str]] = {
    "": _said(PLACE_TITLES),
    "routes": _said(LEVELS, DIRECTIONS, FORMS, COLOURS) | {"every": N_("All, the smaller ones pale")},
    "hotspots": {
        "raw": N_("Raw rate"),
        "relative": N_("Against its country"),
        "cluster": N_("Clusters"),
        "scan": N_("Circles"),
        "time": N_("Circles and years"),
        "gi": N_("Borders: Gi*"),
        "moran": N_("Borders: local Moran"),
        "identified": N_("Identified"),
        "source": N_("Taken from"),
        "exploitation": N_("Exploited"),
        "gap": N_("Gaps in services"),
        "hidden": N_("Hidden population"),
    },
    "recovery": {
        "identified": N_("Identified"),
        "referral": STEP["referral_time"],
        "service": STEP["service_time"],
        "sex": N_("Sex"),
        "form": N_("Form"),
        "country": N_("Country"),
        "source": N_("Province of origin"),
        "province": N_("Province of identification"),
        "provider": N_("Kind of provider"),
    },
    "justice": {word: said for words in (justice.STEPS, justice.BY) for word, said in words.items()},
    "programmes": {**programmes.VIEWS, programmes.INVENTED_WORD: N_("Invented")},
    "context": dict(context_views.VIEWS),
}
OF_SAVED = {view.address: view.title for view in SAVED}


def name_of(path: str, address: str, t: Translator) -> str:
    """What a view is called. address: what stands behind the path, nothing for the page as it opens."""
    if address in OF_SAVED:
        return t.gettext(OF_SAVED[address])
    word = address.removeprefix("view=")
    if path == "justice" and word in justice.SECTORS:
        return label("sector", justice.SECTORS[word], t)
    if path == "routes" and TO in word:
        start, end = word.removeprefix("route-").split(TO)
        return t.gettext("{start} to {end}").format(start=place_name(start, t), end=place_name(end, t))
    known = WORDS.get(path, {})
    said = [t.gettext(known[one]) for one in word.split("-") if one in known]
    return t.gettext(", ").join(said) or t.gettext(PAGES[path])
