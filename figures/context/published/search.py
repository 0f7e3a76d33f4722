"""Which published figures a visitor looks for: by words, theme and firmness."""

import re
from collections.abc import Mapping

import pandas as pd

from figures.context.published import words
from figures.kit.rows import Row, rows_of
from figures.kit.text import folded
from locales import Translator, translator

SEARCHED = ("title", "dimension", "place_text", "body", "programme_title", "source_title", "source_publisher",
            "source_address", "source_document", "definition", "note", "period_start", "period_end")  # fmt: skip


def search_texts(figures: pd.DataFrame, t: Translator) -> dict[int, str]:
    """What is searched of each figure, by its id: the published texts, the number, the theme, and the names of places
    in English and in the language."""
    return {row["id"]: folded(" ".join(_texts(row, t))) for row in rows_of(figures)}


def _texts(row: Row, t: Translator) -> list[str]:
    said = [str(row[name]) for name in SEARCHED if words.is_there(row[name])]
    for language in {t, translator("en")}:
        said += [words.place_words(row, language), words.value_words(row, language), words.period_words(row, language)]
        said.append(language.gettext(words.THEMES[row["theme"]]))
    if words.is_there(row["value"]):
        said.append(words.digits(row))
    return said


def chosen_figures(
    figures: pd.DataFrame,
    texts: Mapping[int, str],
    *,
    search: str = "",
    theme: str | None = None,
    firmness: str | None = None,
) -> list[Row]:
    """The figures of a theme and firmness, by theme, in whose texts (see search_texts) a word begins with every word of
    the search, whatever its case and accents."""
    wanted = [re.compile(rf"(?<!\w){re.escape(word)}") for word in folded(search).split()]
    order = list(words.THEMES)
    return [
        row
        for row in sorted(rows_of(figures), key=lambda row: order.index(row["theme"]))
        if (not theme or row["theme"] == theme)
        and (not firmness or row["firmness"] == firmness)
        and all(word.search(texts[row["id"]]) for word in wanted)
    ]
