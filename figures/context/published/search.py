"""Which published figures a visitor looks for: by words, theme and firmness."""

import re
import unicodedata

import pandas as pd

from figures.context.published import words
from figures.kit.rows import Row, rows_of
from locales import Translator, translator

SEARCHED = ("title", "dimension", "place_text", "body", "programme_title", "source_title", "source_publisher",
            "source_address", "source_document", "definition", "note", "period_start", "period_end")  # fmt: skip


def chosen_figures(
    figures: pd.DataFrame, t: Translator, *, search: str = "", theme: str | None = None, firmness: str | None = None
) -> list[Row]:
    """The figures of a theme and firmness, by theme, in which a word begins with every word of the search, whatever
    its case and accents: in a published text, the number, a theme, or the name of a country in English or in the
    language."""
    wanted = folded(search).split()
    order = list(words.THEMES)
    return [
        row
        for row in sorted(rows_of(figures), key=lambda row: order.index(row["theme"]))
        if (not theme or row["theme"] == theme)
        and (not firmness or row["firmness"] == firmness)
        and (not wanted or _has(row, wanted, t))
    ]


def _has(row: Row, wanted: list[str], t: Translator) -> bool:
    said = [str(row[name]) for name in SEARCHED if words.is_there(row[name])]
    for language in {t, translator("en")}:
        said += [words.place_words(row, language), words.value_words(row, language), words.period_words(row, language)]
        said.append(language.gettext(words.THEMES[row["theme"]]))
    if words.is_there(row["value"]):
        said.append(f"{row['value']:.6f}".rstrip("0").rstrip("."))  # with and without separators
    text = folded(" ".join(said))
    return all(re.search(rf"(?<!\w){re.escape(word)}", text) for word in wanted)


def folded(text: str) -> str:
    """The letters of a text without case and accents, for comparing."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
