"""What the Programmes page is put together from: results, facts, charts by period, milestones, files."""

import pandas as pd
import streamlit as st

from analysis.frameworks import Result
from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from exports.iati import iati_file, without_place
from figures.kit.plots import CONFIG
from figures.kit.rows import Row
from figures.kit.text import isolated, quoted
from figures.programmes import period_chart
from figures.programmes import words as says
from figures.programmes.facts import facts
from locales import Translator
from ui.kit.page import Page


def downloads(page: Page, programmes: pd.DataFrame) -> None:
    """The programmes' results as an IATI file, and which of them IATI has no place for."""
    t, _ = page.t, page.t.gettext
    everything, release = page.about(Filters()), page.release
    left_out = without_place(programmes)
    if len(left_out) < len(programmes):
        st.download_button(
            _("Download as IATI 2.03 (XML)"),
            data=lambda: iati_file(
                programmes,
                everything.ask(questions.values),
                everything.ask(questions.money),
                generated=str(release.manifest["created_at"]),
            ),
            file_name=f"iati_release_{release.id}.xml",
            mime="application/xml",
            key="iati_download",
            on_click="ignore",
        )
    if left_out:
        st.caption(
            _("Not in an IATI file, which needs a date of begin or end: {programmes}.").format(
                programmes=t.listed(left_out)
            )
        )


def about(row: Row, t: Translator) -> None:
    """Who pays, who works, when, where and with what money, beside each other."""
    with st.container(border=True, key="panel_about"):
        st.markdown(f"## {t.gettext('About the programme')}")
        with st.container(horizontal=True, gap="medium", key="facts"):
            for name, value in facts(row, t):
                st.markdown(f":gray[{name}]  \n{value}", width="content")


def periods(results: list[Result], page: Page) -> None:
    """The results that were published by period, a small chart each."""
    shown = [result for result in results if len(result.everyone.periods) > 1]
    if not shown:
        return
    with st.container(border=True, key="panel_periods"):
        st.markdown(f"## {page.t.gettext('Year by year')}")
        most = {"phone": 1, "tablet": 2, "desktop": 3 if len(shown) % 3 != 1 else 2}  # four are two and two
        across = min(most[page.paper.width], len(shown))
        for start in range(0, len(shown), across):
            for column, (number, result) in zip(
                st.columns(across), list(enumerate(shown))[start : start + across], strict=False
            ):
                with column.container(key=f"indicator_{number}"):
                    st.markdown(f"**{quoted(result.title)}**")
                    st.plotly_chart(
                        period_chart.periods_figure(result, result.everyone, page.paper),
                        key=f"periods_{number}",
                        config=CONFIG,
                        alt=period_chart.periods_words(result, result.everyone, page.t),
                        theme=None,
                    )


def milestones(values: pd.DataFrame, t: Translator) -> None:
    """The milestones, findings and budgets of a programme, those of one source together."""
    _ = t.gettext
    named = {"milestone": _("Milestones"), "finding": _("Findings"), "budget": _("Budget")}
    if not values["kind"].isin(named).any():
        return
    with st.container(border=True, key="panel_milestones", height="stretch"):
        for kind, title in named.items():
            part = values[values["kind"] == kind]
            if part.empty:
                continue
            st.markdown(f"## {title}")
            said: dict[str, list[str]] = {}
            for _number, row in part.iterrows():
                note = f" :gray[{isolated(quoted(row['note'] + '.'), t)}]" if isinstance(row["note"], str) else ""
                said.setdefault(says.source(row, t), []).append(f"- {quoted(says.value_sentence(row, t))}.{note}")
            for source, lines in said.items():
                st.markdown("\n".join(lines))
                st.caption(_("Source: {sources}").format(sources=source))
