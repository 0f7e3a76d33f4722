"""Published figures as tables: in words for a visitor, and as they were published for a file."""

from collections.abc import Sequence

import pandas as pd

from figures.context.published import words
from figures.kit.rows import Row
from locales import Translator

FILE_COLUMNS = (
    "id", "theme", "title", "dimension", "value", "unit", "kind", "period_start", "period_end", "country", "place_text",
    "body", "programme_title", "source_title", "source_publisher", "source_document", "source_address", "read_on",
    "firmness", "definition", "note",
)  # fmt: skip


def figure_table(rows: Sequence[Row], t: Translator) -> pd.DataFrame:
    """One row a figure, in words."""
    _ = t.gettext
    return pd.DataFrame(
        [
            {
                _("Indicator"): row["title"],
                _("Whom or what"): row["dimension"] if words.is_there(row["dimension"]) else "",
                _("Figure"): words.value_words(row, t),
                _("Period"): words.period_words(row, t),
                _("Place"): words.place_words(row, t),
                _("Whose figure"): row["body"] or "",
                _("Publisher"): row["source_publisher"] or "",
                _("How firm"): words.firmness(row, t),
                _("Definition"): row["definition"] or "",
                _("Address"): row["source_address"] or row["source_document"] or "",
                _("How to cite"): words.citation(row, t),
            }
            for row in rows
        ]
    )


def figure_file(rows: Sequence[Row], t: Translator) -> pd.DataFrame:
    """One row a figure as it was published, in the columns of FILE_COLUMNS, and `citation`."""
    table = pd.DataFrame([{name: row[name] for name in FILE_COLUMNS} for row in rows], columns=list(FILE_COLUMNS))
    return table.assign(citation=[words.citation(row, t) for row in rows])
