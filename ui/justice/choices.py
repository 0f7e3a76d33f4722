"""The controls of the Justice page beyond the filters: see figures.justice.view."""

from collections.abc import Mapping

from figures.justice.view import BY, SECTORS, STEPS, JusticeView, read_view
from figures.kit.labels import SECTOR
from locales import Translator
from ui.kit.view_choice import choose, take_words

KEY = "justice_{}"  # session state: one of figures.justice.view.WORDS


def take_view() -> JusticeView:
    """See ui.kit.view_choice.take_words."""
    return take_words(KEY, read_view)


def choose_compared(t: Translator) -> None:
    """Draw the choice of how far cases came, and of what is compared."""
    _choose("step", t.gettext("How far cases came"), STEPS, t)
    _choose("by", t.gettext("Compare by"), BY, t)


def choose_work(t: Translator) -> None:
    """Draw the choice of the work whose places are shown."""
    _choose("work", t.gettext("In which work"), {word: SECTOR[code] for word, code in SECTORS.items()}, t)


def _choose(name: str, title: str, labels: Mapping[str, str], t: Translator) -> None:
    choose(KEY.format(name), title, {word: t.gettext(said) for word, said in labels.items()}, is_beside_title=True)
