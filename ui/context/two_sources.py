"""Two sources, one year: published figures that contradict each other, side by side with their definitions."""

from collections.abc import Sequence

import streamlit as st

from data_access.release.filters import Filters
from figures.context.published import headlines, words
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated, plain, separated
from findings.published_contradictions import contradictions
from locales import Translator
from ui.context.published_panel import table_and_file
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import choice_bar
from ui.kit.page import Page
from ui.shell.address import write_address


def two_sources(page: Page) -> None:
    """Every question with several published answers. None is called right, and no mean is made."""
    t, _ = page.t, page.t.gettext
    countries = choice_bar(page, ("country",)).country
    write_address(page.release, chosen_filters(), {"view": "sources"})
    found = page.about(Filters(country=countries)).ask(contradictions)
    page.headline.title(headlines.two_sources(found, t))
    page.headline.markdown(
        _(
            "Same question, same place, same period, different numbers. Both stand here as they were published: none "
            "is called right, and no mean is made. The program finds them in the figures by itself."
        )
    )
    rows = rows_of(found)
    for number in dict.fromkeys(row["number"] for row in rows):
        _question([row for row in rows if row["number"] == number], t)
    if rows:
        with st.container(border=True, key="panel_sources"):
            st.markdown(f"## {_('Table and file')}")
            table_and_file(page, "sources", _("Two sources, one year"), rows)


def _question(rows: Sequence[Row], t: Translator) -> None:
    periods = list(dict.fromkeys(words.period_words(row, t) for row in rows))
    asked = [isolated(plain(rows[0]["question"]), t), plain(words.place_words(rows[-1], t))]
    if words.is_there(rows[0]["programme_title"]):
        asked.append(isolated(plain(rows[0]["programme_title"]), t))
    if len(periods) == 1:
        asked.append(periods[0])
    with st.container(border=True, key=f"contradiction_{rows[0]['number']}"):
        st.markdown(f"## {separated([part for part in asked if part], t)}")
        for column, row in zip(st.columns(len(rows)), rows, strict=True):
            with column:
                st.metric(isolated(plain(row["source_publisher"]), t), words.value_words(row, t))
                told = dict.fromkeys([row["title"], row["definition"], row["note"]])
                said = [
                    isolated(plain(text), t) for text in told if words.is_there(text) and text != rows[0]["question"]
                ]
                if len(periods) > 1:
                    said.insert(1, words.period_words(row, t))
                st.markdown("  \n".join([words.firmness_badge(row, t), *said]))
                st.caption(words.source_line(row, t))
