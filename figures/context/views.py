"""The views of the Context page: official statistics first, then what others have published."""

from locales import N_

OFFICIAL = "official"
VIEWS = {
    OFFICIAL: N_("Official statistics"),
    "returns": N_("Returns and deportations"),
    "provinces": N_("Pakistan's provinces"),
    "estimates": N_("Ratings and estimates"),
    "sources": N_("Two sources, one year"),
    "figures": N_("All published figures"),
}
