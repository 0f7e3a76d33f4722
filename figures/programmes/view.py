"""What the Programmes page looks at: the words of `view` in its address."""

from figures.views.address import first_of
from locales import N_

INVENTED_WORD = "invented"
VIEWS = {"portfolio": N_("All programmes"), "programme": N_("One programme"), "donor": N_("For a donor, to print")}


def read_view(word: str | None, programme: str | None) -> tuple[str, bool]:
    """Which of VIEWS an address asks for, and whether with what is invented. programme: the one that it names, which is
    then shown."""
    words = (word or ("programme" if programme else "")).split("-")
    return first_of(VIEWS, words), INVENTED_WORD in words
