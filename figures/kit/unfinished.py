"""Years that may still grow are named and marked alike wherever numbers stand by year."""

from collections.abc import Sequence

from figures.kit import words
from figures.kit.paper import Paper
from figures.kit.plots import Trace
from figures.kit.text import separated
from locales import N_, Translator

NOT_FINISHED = N_("not finished")


def unfinished_name(years: tuple[int, int], t: Translator) -> str:
    """Years and that they are not finished."""
    return separated([words.span(years, t), t.gettext(NOT_FINISHED)], t)


def unfinished_note(years: Sequence[int], mark: str, paper: Paper) -> list[Trace]:
    """Over a chart, at its end: which of its years may still grow; nothing where none may. mark: what they are drawn
    with."""
    if not years:
        return []
    return [
        {
            "text": f"{mark} {unfinished_name((years[0], years[-1]), paper.t)}", "x": 1, "xref": "paper",
            "xanchor": "right", "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "font": {"color": paper.colours.quiet_text, "size": 12},
        }
    ]  # fmt: skip
