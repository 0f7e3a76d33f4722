"""What the Programmes page is put together from: cards of programmes and indicators, costs, milestones, evidence."""

import pandas as pd
import streamlit as st

from analysis.frameworks import Result, framework
from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from exports.iati import iati_file, without_place
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated
from figures.programmes import period_chart, portfolio_words
from figures.programmes import words as says
from figures.programmes.facts import facts
from figures.programmes.tables import badges, group_table
from locales import Translator
from ui.kit.page import Page
from ui.programmes.choices import open_programme


def frameworks(page: Page, programmes: pd.DataFrame) -> dict[str, list[Result]]:
    """The results framework of each programme, by its code. Shared between visitors: do not change it."""
    return {code: _framework(page.about(Filters(programme=code))) for code in programmes["code"]}


def _framework(page: Page) -> list[Result]:
    return page.made_once(lambda: framework(page.ask(questions.values), says.today(page.release)), "framework")


def published_promises(programmes: pd.DataFrame, results: dict[str, list[Result]], t: Translator) -> None:
    """Say of each target of a real programme what came of it."""
    for row in rows_of(programmes[programmes["provenance"] == "published"]):
        for result in results[row["code"]]:
            if result.everyone.target.value is not None:
                st.markdown(f"- {says.promise(result, t)} :gray[{row['title']}]")


def programme_cards(programmes: pd.DataFrame, t: Translator) -> None:
    """A card a programme, three in a row."""
    st.markdown(f"## {t.gettext('Programmes')}")
    rows = rows_of(programmes)
    for start in range(0, len(rows), 3):
        for column, row in zip(st.columns(3), rows[start : start + 3], strict=False):
            with column:
                programme_card(row, t)


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


def programme_card(row: Row, t: Translator) -> None:
    """One programme of the portfolio: what it is, what is published of it, and the way to its page."""
    _ = t.gettext
    with st.container(border=True, height="stretch", key=f"card_{row['code']}"):
        st.markdown(f"### {row['title']}")
        st.markdown(badges(row, t))
        st.markdown(facts(row, t))
        st.caption(
            _("Published of it: {targets}, {actuals}, {milestones}.").format(
                targets=portfolio_words.counted(row["targets"], "target", t),
                actuals=portfolio_words.counted(row["actuals"], "actual", t),
                milestones=t.ngettext("{number} milestone", "{number} milestones", row["milestones"]).format(
                    number=t.number(row["milestones"])
                ),
            )
        )
        st.button(_("Open this programme"), key=f"open_{row['code']}", on_click=open_programme, args=(row["code"],))


def indicator_card(key: str, result: Result, paper: Paper) -> None:
    """One indicator: baseline, target, actual value and status, by period, with each group under its own target."""
    t = paper.t
    _ = t.gettext
    group = result.everyone
    with st.container(border=True, key=f"indicator_{key}"):
        numbers, beside = st.columns([3, 2]) if len(group.periods) > 1 else (st.container(), st.container())
        with numbers:
            tag = f" :blue-badge[{result.standard_tag}]" if result.standard_tag else ""
            st.markdown(f"**{result.title}**{tag}")
            if result.dimension:
                st.caption(says.listed(result.dimension))
            with st.container(horizontal=True, gap="medium", key=f"numbers_{key}"):
                for name, text in (
                    (_("Baseline"), says.baseline(group, result.unit, t)),
                    (_("Target"), says.target(group, result.unit, t)),
                    (_("Actual value"), says.actual(group, result.unit, t)),
                    (_("Of the target"), says.share(group, t)),
                ):
                    st.markdown(f":gray[{name}]  \n**{text}**", width="content")
            st.markdown(f"{says.status_badge(group.status, t)} {says.status_reason(group, result.unit, t)}")
            if len(result.groups) > 1:
                st.table(group_table(result, t), hide_index=True, alt=_("Groups under their own targets"))
        if len(group.periods) > 1:
            beside.plotly_chart(
                period_chart.periods_figure(result, group, paper),
                key=f"periods_{key}",
                config=CONFIG,
                alt=period_chart.periods_words(result, group, t),
                theme=None,
            )
        notes = [_("Note of the source: {note}.").format(note=isolated(note, t)) for note in says.notes(result.values)]
        st.caption(" ".join([*notes, says.sources(result.values, t)]))


def results_by_level(code: str, results: list[Result], paper: Paper) -> None:
    """The results framework, from goal to activity."""
    _ = paper.t.gettext
    if not results:
        st.info(_("No baseline, target or actual value of this programme is published."))
    shown = None
    for number, result in enumerate(results):
        level = result.level or ""
        if level != shown:
            st.markdown(f"## {_(says.LEVELS[level])}")
            shown = level
        indicator_card(f"{code}_{number}", result, paper)


def milestones(values: pd.DataFrame, t: Translator) -> None:
    """The milestones and findings of a programme, each with its source."""
    _ = t.gettext
    named = {"milestone": _("Milestones"), "finding": _("Findings"), "budget": _("Budget")}
    for kind, title in named.items():
        part = values[values["kind"] == kind]
        if len(part):
            st.markdown(f"## {title}")
            for _number, row in part.iterrows():
                note = f" :gray[{isolated(row['note'] + '.', t)}]" if isinstance(row["note"], str) else ""
                st.markdown(f"- {says.value_sentence(row, t)}.{note} :gray[{says.source(row, t)}]")
